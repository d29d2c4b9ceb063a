"""Two web processes, one PostgreSQL, one Redis: families see one site. The last tests stop them."""

from __future__ import annotations

import json
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl
from urllib.request import urlopen
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from consult.bench.site import ADDRESS, submissions
from consult.db import db
from consult.meetings.models import Message, SignUp
from consult.meetings.states import MessageState, SignUpState
from consult.responses.models import Response
from consult.surveys.published import find_survey
from tests.cli.serving import command, environment
from tests.conftest import POSTGRESQL
from tests.meetings.gateways import FakeGateway, gateway
from tests.operations.several import (
    NAME,
    PASSWORD,
    PER_MINUTE,
    REDIS,
    SEATS,
    Answer,
    Phone,
    Site,
    hidden,
    site_of_two,
)

pytestmark = [pytest.mark.server, pytest.mark.skipif(
    not (POSTGRESQL and REDIS), reason="TEST_DATABASE_URL and TEST_REDIS_URL name no servers")]
SEND = f"{ADDRESS}/envoi"
FAMILIES = 24
Fields = list[tuple[str, str]]


@pytest.fixture(scope="module")
def sms() -> Iterator[FakeGateway]:
    with gateway() as made:
        yield made


@pytest.fixture(scope="module")
def site(sms: FakeGateway, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("several")
    with site_of_two(folder, sms.address, f"several_{worker_id}") as made:
        yield made


@pytest.fixture(scope="module")
def family(site: Site) -> Callable[[str], Fields]:
    """What a family sends, under the key that is given."""
    with site.app.app_context():
        survey = find_survey("mesure")
        assert survey
        body = submissions(survey)[0].octets.split(b"\r\n\r\n", 1)[1].decode()
        db.session.remove()
    fields = [(name, value) for name, value in parse_qsl(body, keep_blank_values=True) if name != "_key"]
    return lambda key: [("_key", key), *fields]


def count(site: Site, model: type) -> int:
    with site.app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def until(found: Callable[[], bool], *, seconds: float = 60) -> None:
    """Wait for a condition, however slow the machine is."""
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def status(site: Site, number: int, path: str = "/readyz") -> int:
    """0 where nobody answers."""
    try:
        return Phone("192.0.2.250").ask(site.ports[number], path).status
    except OSError:
        return 0


def test_both_are_ready_after_starting_at_once_on_an_empty_database(site: Site) -> None:
    assert [status(site, number) for number in (0, 1)] == [200, 200]


def test_a_family_loads_from_one_and_sends_to_the_other(
        site: Site, family: Callable[[str], Fields]) -> None:
    phone, (one, other) = Phone("192.0.2.1"), site.ports
    key = hidden(phone.ask(one, ADDRESS))["_key"]

    sent = phone.ask(other, SEND, family(key))
    again = phone.ask(one, SEND, family(key))

    assert [sent.status, again.status] == [303, 303]
    assert sent.location == again.location
    assert "recu=" in sent.location
    assert phone.ask(one, sent.location).status == 200
    assert count(site, Response) == 1
    assert phone.cookies == {}


def test_the_desk_signs_in_on_one_and_works_on_the_other(site: Site) -> None:
    desk, (one, other) = Phone("192.0.2.2"), site.ports
    token = hidden(desk.ask(one, "/staff/connexion"))["csrf_token"]

    form = [("name", NAME), ("password", PASSWORD), ("csrf_token", token)]
    entered = desk.ask(other, "/staff/connexion", form)

    assert entered.status == 303
    assert [desk.ask(port, "/staff/journal").status for port in (one, other)] == [200, 200]
    token = hidden(desk.ask(other, "/staff/"))["csrf_token"]
    assert desk.ask(one, "/staff/deconnexion", [("csrf_token", token)]).status == 303
    assert desk.ask(other, "/staff/journal").status == 303


def test_they_count_one_address_together(site: Site, family: Callable[[str], Fields]) -> None:
    phone, other, form = Phone("192.0.2.3"), Phone("192.0.2.4"), family(uuid4().hex)

    statuses = [phone.ask(site.ports[turn % 2], SEND, form).status for turn in range(PER_MINUTE + 2)]

    assert statuses == [303] * PER_MINUTE + [503] * 2
    assert other.ask(site.ports[0], SEND, form).status == 303


def _sign_up(site: Site, number: int) -> Answer:
    party = [("_key", uuid4().hex), ("name", "Amina"), ("adults", "1"), ("language", "fr"),
             ("phone", f"06390000{number:02}")]
    phone = Phone(f"198.51.100.{number}")
    return phone.ask(site.ports[number % 2], f"/fr/reunions/{site.meeting}/inscription", party)


@pytest.fixture(scope="module")
def crowd(site: Site) -> list[Answer]:
    """What families were answered who signed up to one hall, half of them on each process."""
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda number: _sign_up(site, number), range(FAMILIES)))


def test_a_hall_filled_from_both_is_never_oversold(site: Site, crowd: list[Answer]) -> None:
    assert {answer.status for answer in crowd} == {303}
    with site.app.app_context():
        states = Counter(db.session.scalars(select(SignUp.state)))
        turns = sorted(db.session.scalars(select(SignUp.turn).where(SignUp.state == SignUpState.WAITING)))
    assert states == {SignUpState.CONFIRMED: SEATS, SignUpState.WAITING: FAMILIES - SEATS}
    assert turns == list(range(1, FAMILIES - SEATS + 1))


def test_rounds_in_several_processes_send_each_message_once(
        site: Site, crowd: list[Answer], sms: FakeGateway) -> None:
    # The rounds of both servers may be under way too; two more processes make sure that some meet.
    words = command("meetings", "tick", "--data", str(site.folder / "0"))
    settings = environment(site.settings)
    ticks = [subprocess.Popen(words, cwd=site.folder, env=settings) for _process in range(2)]
    assert [tick.wait(120) for tick in ticks] == [0, 0]

    def all_left() -> bool:
        with site.app.app_context():
            return set(db.session.scalars(select(Message.state))) == {MessageState.SENT}

    until(all_left)
    sent = Counter(request.header("Idempotency-Key") for request in sms.requests)
    assert len(sent) == FAMILIES
    assert set(sent.values()) == {1}


def test_what_each_counts_adds_up(site: Site, crowd: list[Answer]) -> None:
    pages = []
    for port in site.metrics:
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
            pages.append(dict(line.rsplit(" ", 1) for line in answer.read().decode().splitlines()
                              if not line.startswith("#")))

    stored = [float(page["consult_responses_stored_total"]) for page in pages]
    signed_up = [float(page["consult_sign_ups_stored_total"]) for page in pages]
    assert sum(stored) == count(site, Response)
    assert sum(signed_up) == FAMILIES
    assert min(signed_up) > 0


def test_a_process_told_to_stop_answers_first_and_its_log_holds_no_address_and_no_code(
        site: Site, family: Callable[[str], Fields], crowd: list[Answer]) -> None:
    phone, before = Phone("192.0.2.5"), count(site, Response)
    blocked = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'response'::regclass")

    with ThreadPoolExecutor(1) as pool, site.app.app_context(), db.engine.connect() as other:
        with db.engine.begin() as holder:
            holder.execute(text("LOCK TABLE response IN ACCESS EXCLUSIVE MODE"))
            sending = pool.submit(phone.ask, site.ports[1], SEND, family(uuid4().hex))
            until(lambda: bool(other.execute(blocked).scalar()))
            site.servers[1].process.terminate()
            until(lambda: status(site, 1, "/healthz") == 0)
        answer = sending.result(60)

    assert answer.status == 303
    assert count(site, Response) == before + 1
    assert site.servers[1].process.wait(60) == 0
    assert status(site, 0) == 200

    assert site.servers[1].process.stdout
    said = site.servers[1].process.stdout.read()
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert Counter(line["rule"] for line in lines if line["event"] == "request")[
        "/<language:lang>/reunions/<code>/inscription"] == FAMILIES // 2
    secrets = ("192.0.2", "198.51.100", "127.0.0.1", site.meeting, "recu=", "Amina", "06390000")
    assert [word for word in secrets if word in said.partition("Ctrl+C")[2]] == []


def test_a_process_killed_while_it_works_is_replaced_by_the_other(
        site: Site, family: Callable[[str], Fields]) -> None:
    if site.servers[1].process.poll() is not None:
        site.servers[1] = site.start(1)
    before, keys = count(site, Response), [uuid4().hex for _family in range(PER_MINUTE * 3)]

    def send(number: int) -> str:
        """As a phone does: to another process when nobody answers, with the same key."""
        phone = Phone(f"203.0.113.{number % 5}")
        if number == PER_MINUTE:
            site.servers[0].process.kill()
        for turn in range(number, number + 3):
            try:
                return phone.ask(site.ports[turn % 2], SEND, family(keys[number])).location
            except OSError:
                continue
        return ""

    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(send, range(len(keys))))

    assert all(receipts)
    assert len(set(receipts)) == len(keys)
    assert count(site, Response) == before + len(keys)
    assert status(site, 0) == 0
