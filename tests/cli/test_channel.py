"""What is sent arrives whole, to a slow reader too, and the loop sleeps while it has nothing to do."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server

from consult.cli.channel import Channel

OCTETS = 20 * 1024 * 1024
"""More than waitress keeps in memory before it makes the thread wait for the reader."""


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    app = Flask("large")
    app.add_url_rule("/", "large", lambda: (b"x" * 65536 for _ in range(OCTETS // 65536)))
    monkeypatch.setattr(BaseWSGIServer, "channel_class", Channel)
    server = create_server(app, host="127.0.0.1", port=0, threads=2, asyncore_use_poll=True)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
    thread.join(5)
    server.task_dispatcher.shutdown()


def test_a_slow_reader_gets_every_octet(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        reader.sendall(b"GET / HTTP/1.0\r\nHost: x\r\n\r\n")
        time.sleep(0.3)
        received = 0
        while octets := reader.recv(1 << 20):
            received += len(octets)

    assert received > OCTETS


def test_the_loop_does_not_ask_to_write_while_a_thread_is_writing() -> None:
    channel = object.__new__(Channel)
    channel.total_outbufs_len, channel.will_close, channel.close_when_flushed = 10, False, False
    channel.outbuf_lock = threading.Condition()

    alone = channel.writable()
    with channel.outbuf_lock:
        seen: list[bool] = []
        other = threading.Thread(target=lambda: seen.append(channel.writable()))
        other.start()
        other.join()

    assert alone is True
    assert seen == [False]
    assert channel.writable() is True


def parsed(request: bytes) -> HTTPRequestParser:
    """A request as the server reads it from a connection."""
    parser = HTTPRequestParser(Adjustments(max_request_body_size=1000))
    while request and not parser.completed:
        request = request[parser.received(request):]
    return parser


@pytest.mark.parametrize("headers", [
    b"Content-Length: 4\r\nContent-Length: 5", b"Content-Length: 4, 4", b"Content-Length: +4",
    b"Content-Length: -1", b"Content-Length: 1_0", b"Content-Length: 2000", b"Transfer-Encoding: xchunked",
    b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", b"Transfer-Encoding : chunked",
    b"Transfer-Encoding: \x0bchunked", b"X: a\rContent-Length: 4", b"X: a\x00b", b"X: " + b"a" * 300_000])
def test_a_request_whose_end_is_doubtful_is_refused(headers: bytes) -> None:
    assert parsed(b"POST / HTTP/1.1\r\nHost: a\r\n" + headers + b"\r\n\r\nabcd\r\n").error


@pytest.mark.parametrize("size", [b"zz", b"+2", b"0x2", b"-2", b"2 2"])
def test_a_part_whose_size_is_doubtful_is_refused(size: bytes) -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    assert parsed(head + size + b"\r\nab\r\n0\r\n\r\n").error


def test_a_length_beside_parts_is_ignored_and_headers_with_underscores_too() -> None:
    head = (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40\r\nX_Forwarded_For: 10.0.0.1\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n")

    read = parsed(head + b"2\r\nab\r\n0\r\n\r\nGET /other HTTP/1.1\r\n\r\n")

    assert (read.error, read.headers["CONTENT_LENGTH"]) == (None, "2")
    assert "X_FORWARDED_FOR" not in read.headers


def test_what_the_server_refuses_by_itself_has_the_headers_of_every_answer(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as reader:
        reader.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n")
        answer = b""
        while octets := reader.recv(65536):
            answer += octets

    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "HTTP/1.1 400 Bad Request"
    assert {"X-Content-Type-Options: nosniff", "Cache-Control: no-store",
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'"} <= set(lines)
    assert b"Traceback" not in body
