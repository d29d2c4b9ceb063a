"""Family pages travel compressed even without a proxy in front: the data is prepaid.

Staff pages do not: they carry tokens beside what a stranger may have typed.
"""

import zlib

from flask import Flask, Response, request

SMALLEST = 500
_TYPES = ("text/html", "text/css", "text/javascript", "application/json", "image/svg+xml")


def _may_compress(response: Response) -> bool:
    if response.mimetype not in _TYPES or "Content-Encoding" in response.headers:
        return False
    asked = "gzip" in request.headers.get("Accept-Encoding", "") and not request.path.startswith("/staff")
    return asked and not response.direct_passthrough and not response.is_streamed


def init_app(app: Flask) -> None:
    @app.after_request
    def compress(response: Response) -> Response:
        if not _may_compress(response):
            return response
        body = response.get_data()
        if len(body) < SMALLEST:
            return response
        squeezed = zlib.compressobj(6, zlib.DEFLATED, 31)
        response.set_data(squeezed.compress(body) + squeezed.flush())
        response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
        return response
