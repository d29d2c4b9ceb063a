"""The call on the radio, made small; and families told to come back later, who do."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest

from consult.bench import burst, site
from consult.bench.burst import Radio
from consult.bench.servers import server
from consult.cli.trial import trial_site
from tests.conftest import POSTGRESQL

RECEIPT = b"HTTP/1.1 303 SEE OTHER\r\nLocation: /fr/merci?recu=123456789012\r\nContent-Length: 0\r\n\r\n"
LATER = b"HTTP/1.1 503 SERVICE UNAVAILABLE\r\nRetry-After: 0\r\nContent-Length: 5\r\n\r\nlater"
PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage"
BROKEN = b"HTTP/1.1 500 INTERNAL SERVER ERROR\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture(autouse=True)
def quick_families(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(burst, "LONGEST_FILLING", 0.1)


@pytest.mark.server
def test_everybody_is_served_and_every_receipt_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSULT_SUBMISSIONS_PER_MINUTE", "0")
    monkeypatch.delenv("CONSULT_DATABASE_URL", raising=False)
    with trial_site(POSTGRESQL or None) as measured:
        with server("serve", "--data", str(measured.folder), environment=measured.environment) as port:
            heard = burst.listen(Radio(port, 40, 0.2, site.submissions(measured.survey)))

        assert not burst.errors(heard)
        assert len(set(heard.sent.receipts)) == len(site.stored_keys()) == 40
        assert site.lost(measured.app, heard.sent.receipts) == 0


def heard_from(*answers: bytes) -> burst.Heard:
    """What one family hears of a server that gives these answers in turn."""
    turn = count()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(answers[next(turn)])

    async def live() -> burst.Heard:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            return await burst._all(Radio(port, 1, 0, [site.http("POST", "/")]))
        finally:
            server.close()

    return asyncio.run(live())


def test_a_family_told_to_come_back_does_and_is_thanked() -> None:
    heard = heard_from(PAGE, LATER, LATER, RECEIPT)

    assert (heard.later, heard.sent.receipts, heard.most_at_once) == (2, ["123456789012"], 1)
    assert not burst.errors(heard)


def test_an_error_is_told() -> None:
    heard = heard_from(PAGE, BROKEN)

    assert burst.errors(heard) == {"500": 1}
    assert "dépassé" in "".join(burst.report(Radio(0, 1, 1, ()), heard))
