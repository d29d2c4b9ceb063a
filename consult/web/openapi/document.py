"""The document: one path for each address, one operation for each method."""

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule, UUIDConverter

from consult.web.openapi.reading import Inputs, inputs_of

VERSION = "3.1.0"
_METHODS = ("GET", "POST")
_PLACE = re.compile(r"<(?:[^:<>]+:)?([a-z_]+)>")
_ALWAYS = {400: "incomplete or altered", 404: "nothing under that address",
           500: "our mistake; nothing that was stored is lost",
           503: "the storage does not answer, or is not ready"}
_READING = {200: "the page or the file", 303: "elsewhere", 304: "unchanged", 409: "not now", 410: "over"}
_SENDING = {200: "shown again, with more to fill in", 303: "done; the next page", 403: "not from this site",
            409: "not possible now", 410: "over", 413: "too heavy", 415: "not a form", 422: "to be corrected",
            429: "too often; Retry-After says when"}


def _path_schema(converter: BaseConverter) -> dict[str, Any]:
    if isinstance(converter, AnyConverter):
        return {"type": "string", "enum": sorted(converter.items)}
    if isinstance(converter, IntegerConverter):
        most = {"maximum": converter.max} if converter.max is not None else {}
        return {"type": "integer", "minimum": converter.min or 0, **most}
    if isinstance(converter, UUIDConverter):
        return {"type": "string", "format": "uuid"}
    return {"type": "string", "minLength": 1}


def _parameters(rule: Rule, inputs: Inputs) -> Iterator[dict[str, Any]]:
    for name, converter in rule._converters.items():
        yield {"name": name, "in": "path", "required": True, "schema": _path_schema(converter)}
    for name in sorted(inputs.query - {"*"}):
        yield {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
    if "*" in inputs.query:
        # The questions of the questionnaire are names too: what tables are narrowed by.
        yield {"name": "others", "in": "query", "required": False, "style": "form", "explode": True,
               "schema": {"type": "object", "additionalProperties": {"type": "string"}}}


def _body(inputs: Inputs) -> dict[str, Any]:
    words = {name: {"type": "string"} for name in sorted(inputs.form - {"*"})}
    files = {name: {"type": "string", "format": "binary"} for name in sorted(inputs.files)}
    # A field may be sent several times, and questionnaires have fields of their own.
    schema = {"type": "object", "properties": {**words, **files}, "additionalProperties": {"type": "string"}}
    kinds = ["multipart/form-data"] if files else ["application/x-www-form-urlencoded", "multipart/form-data"]
    return {"required": False, "content": {kind: {"schema": schema} for kind in kinds}}


def _responses(method: str, view: Any) -> dict[str, Any]:
    codes = {**_ALWAYS, **(_READING if method == "GET" else _SENDING)}
    if _is_staff(view):
        codes[403] = "not for this role, or no longer signed in"
    return {str(code): {"description": words} for code, words in sorted(codes.items())}


def _is_staff(view: Any) -> bool:
    return isinstance(getattr(view, "roles", None), frozenset)


def _operation(rule: Rule, method: str, view: Any) -> dict[str, Any]:
    inputs = inputs_of(view)
    operation: dict[str, Any] = {
        "operationId": f"{rule.endpoint}:{method.lower()}", "tags": [rule.endpoint.split(".")[0]],
        "summary": (view.__doc__ or "").strip().split("\n")[0],
        "parameters": list(_parameters(rule, inputs)), "responses": _responses(method, view)}
    if _is_staff(view):
        operation |= {"security": [{"staff": []}], "x-roles": sorted(view.roles)}
    if method == "POST":
        operation["requestBody"] = _body(inputs)
    return operation


def address_of(rule: Rule) -> str:
    """`/fr/place/<code>` as OpenAPI writes it."""
    return _PLACE.sub(r"{\1}", rule.rule)


def operations(app: Flask) -> Iterator[tuple[str, str, Rule]]:
    """Each address and method the site answers to."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        yield from ((address_of(rule), method, rule) for method in _METHODS if method in (rule.methods or ()))


def describe(app: Flask) -> dict[str, Any]:
    """The OpenAPI 3.1 document of this site."""
    paths: dict[str, dict[str, Any]] = {}
    for address, method, rule in operations(app):
        operation = _operation(rule, method, app.view_functions[rule.endpoint])
        paths.setdefault(address, {})[method.lower()] = operation
    return {
        "openapi": VERSION,
        "info": {"title": "consult", "version": "1", "description": (__doc__ or "").strip()},
        "paths": paths,
        "components": {"securitySchemes": {"staff": {
            "type": "apiKey", "in": "cookie", "name": "staff",
            "description": "The session of somebody who works here; __Host-staff over TLS."}}}}
