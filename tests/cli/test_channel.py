"""What is sent arrives whole, to a slow reader too, and the loop sleeps while it has nothing to do."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from flask import Flask
from waitress import wasyncore
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
