"""Somebody who reads the whole database tries to put contacts beside the answers of the same family."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import literal_column, select

from consult.db import db
from consult.meetings.models import Invitee
from consult.operations.mixing import mix, tidy_up
from consult.responses.contacts import in_words
from consult.responses.models import Response
from tests.conftest import POSTGRESQL
from tests.responses.conftest import Published, a_questionnaire

FAMILIES = 120
NEAR_ZERO = 0.5
"""Five standard deviations of what chance alone gives to so many families: it never fails for nothing."""
PLACES = ("ctid::text", "order of whole rows", "order of keys")
MOST_IN_PLACE = 12
"""How many families chance alone may put at the same place of two orders."""
CONTACTS = a_questionnaire()
Values = Mapping[str, list[Any]]
"""By column, the value of each family, in the order in which they came."""


def _family(rng: random.Random) -> tuple[UUID, str, dict[str, Any]]:
    phone = f"0639{rng.randrange(10 ** 6):06d}"
    key, said = UUID(int=rng.getrandbits(128), version=4), rng.randbytes(9).hex()
    return key, phone, {"accord": rng.choice(["oui", "non"]), "enfants": rng.randrange(9), "mot": said}


@pytest.fixture
def families(published: Published) -> dict[UUID, str]:
    """The phone left by each family, by the key of its answers, in the order in which they came."""
    rng, came = random.Random(976), {}
    for _number in range(FAMILIES):
        key, phone, answers = _family(rng)
        contacts = in_words(CONTACTS, {"telephone": phone, "prenom": rng.randbytes(4).hex()})
        published.receive(published.submission(key=key, answers=answers, contacts=contacts))
        came[key] = phone
    return came


HIDDEN = {"sqlite": (), "postgresql": ("ctid::text", "xmin::text")}


def _order(app: Flask, model: Any, mark: str) -> list[str]:
    """The marks of all rows, in the order the database gives them when nobody asks for one."""
    with app.app_context():
        column = model.__table__.c[mark]
        return [_mark(value) for value in db.session.scalars(select(column))]


def _mark(value: Any) -> str:
    return str(value).replace("-", "")


def _columns(app: Flask, model: Any, mark: str, wanted: list[str]) -> dict[str, list[Any]]:
    """Every column of a table, with those that are not shown unless asked for, and the order rows come in."""
    with app.app_context():
        hidden = [literal_column(name) for name in HIDDEN[db.engine.dialect.name]]
        rows = {_mark(row[0]): row[1:] for row in db.session.execute(
            select(model.__table__.c[mark], *model.__table__.c, *hidden))}
        names = [*model.__table__.c.keys(), *HIDDEN[db.engine.dialect.name]]
    orders = {"order of whole rows": list(rows), "order of keys": _order(app, model, mark)}
    columns = {name: [_comparable(rows[value][place]) for value in wanted]
               for place, name in enumerate(names)}
    return columns | {name: [order.index(value) for value in wanted] for name, order in orders.items()}


def _comparable(value: Any) -> Any:
    """A place in the heap, or the number of a transaction, compares as numbers do."""
    written = str(value)
    if written.startswith("(") and "," in written:
        return tuple(int(part) for part in written.strip("()").split(","))
    return int(written) if written.isdigit() else written


def correlation(ours: list[Any], theirs: list[Any]) -> float:
    """Of ranks, equal values sharing theirs; 0 where one side says nothing."""
    ranks = []
    for values in (ours, theirs):
        distinct = {value: place for place, value in enumerate(sorted(set(values)))}
        ranks.append(np.array([distinct[value] for value in values], float))
    if any(rank.std() == 0 for rank in ranks):
        return 0.0
    return float(np.corrcoef(*ranks)[0, 1])


def in_place(ours: list[Any], theirs: list[Any]) -> int:
    """How many families stand at the same place when both sides are put in order."""
    if len(set(ours)) < len(ours) or len(set(theirs)) < len(theirs):
        return 0
    first, second = (sorted(range(len(side)), key=side.__getitem__) for side in (ours, theirs))
    return sum(one == other for one, other in zip(first, second, strict=True))


def equal(ours: list[Any], theirs: list[Any]) -> int:
    """How many families have the same value on both sides: a key, the number of a transaction.

    Where all families have one and the same, it tells nobody apart.
    """
    if len(set(ours)) == 1:
        return 0
    return sum(one == other for one, other in zip(ours, theirs, strict=True))


def joined(answers: Values, contacts: Values) -> list[str]:
    """The pairs of columns that put contacts beside answers better than chance does."""
    found = []
    for ours, values in answers.items():
        for theirs, others in contacts.items():
            same, rho, alike = equal(values, others), correlation(values, others), in_place(values, others)
            if same > MOST_IN_PLACE or abs(rho) > NEAR_ZERO or alike > MOST_IN_PLACE:
                found.append(f"{ours} × {theirs}: equal {same}, correlation {rho:.2f}, in place {alike}")
    return found


def _both(app: Flask, families: dict[UUID, str]) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    answers = _columns(app, Response, "key", [key.hex for key in families])
    contacts = _columns(app, Invitee, "phone", list(families.values()))
    return answers, contacts


def test_no_pair_of_columns_joins_contacts_to_answers(app: Flask, families: dict[UUID, str]) -> None:
    answers, contacts = _both(app, families)
    assert len(answers["key"]) == len(contacts["phone"]) == FAMILIES
    # PostgreSQL tells by the places of rows for a few seconds: that is why contacts are laid down again.
    moved = {name: values for name, values in contacts.items() if not POSTGRESQL or name not in PLACES}
    assert joined(answers, moved) == []

    with app.app_context():
        tidy_up()
    assert joined(*_both(app, families)) == []

    with app.app_context():
        mix()

    # Once rows were laid down again, nothing in either table tells even who came before whom.
    arrival = {"arrival": list(range(FAMILIES))}
    for columns in _both(app, families):
        assert joined(arrival, columns) == []
    assert joined(*_both(app, families)) == []


def _database(app: Flask) -> Path:
    with app.app_context():
        path = db.engine.url.database
    assert path is not None
    return Path(path)


def _places(octets: bytes, marks: list[str]) -> dict[str, list[Any]]:
    """Where each mark lies first: the page, the place in its page, and the place in the file."""
    places = [octets.find(mark.encode()) for mark in marks]
    assert min(places) >= 0
    return {"page": [place // 8192 for place in places], "in page": [place % 8192 for place in places],
            "in file": places}


def _offsets(octets: bytes, families: dict[UUID, str]) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    return _places(octets, [key.hex for key in families]), _places(octets, list(families.values()))


@pytest.mark.skipif(bool(POSTGRESQL), reason="reads the file of SQLite")
def test_neither_the_file_nor_its_log_tells_who_came_when(app: Flask, families: dict[UUID, str]) -> None:
    path = _database(app)
    log = path.with_name(f"{path.name}-wal")
    last = dict(list(families.items())[-30:])

    # While the log of changes is there, it tells: that is why it goes every few seconds.
    assert joined(*_offsets(log.read_bytes(), last))
    with app.app_context():
        db.session.remove()
        tidy_up()
    assert not log.exists() or log.stat().st_size == 0

    with app.app_context():
        mix()
    answers, contacts = _offsets(path.read_bytes(), families)
    arrival = {"arrival": list(range(FAMILIES))}
    assert [joined(*sides) for sides in ((answers, contacts), (arrival, answers), (arrival, contacts))] == [
        [], [], []]


class TestTheTestItself:
    """On tables made without a thought, the same attempt succeeds: it can fail."""

    @pytest.fixture
    def naive(self, tmp_path: Path) -> Iterator[sqlite3.Connection]:
        rng = random.Random(1)
        with closing(sqlite3.connect(tmp_path / "naive.sqlite3")) as connection:
            connection.execute("CREATE TABLE answer (key TEXT, day TEXT)")
            connection.execute("CREATE TABLE contact (id TEXT, phone TEXT)")
            for _family in range(FAMILIES):
                connection.execute("INSERT INTO answer VALUES (?, '2026-11-26')", [rng.randbytes(8).hex()])
                connection.execute("INSERT INTO contact VALUES (?, ?)",
                                   [rng.randbytes(8).hex(), rng.randbytes(4).hex()])
            yield connection

    def test_rows_kept_in_the_order_of_arrival_are_found(self, naive: sqlite3.Connection) -> None:
        answers = [row for row, in naive.execute("SELECT rowid FROM answer ORDER BY rowid")]
        contacts = [row for row, in naive.execute("SELECT rowid FROM contact ORDER BY rowid")]

        assert joined({"rowid": answers}, {"rowid": contacts})

    def test_so_is_a_shared_key_a_shuffled_batch_and_a_reversed_order(self) -> None:
        rng, order = random.Random(2), list(range(FAMILIES))
        keys = [rng.randbytes(4).hex() for _ in order]
        batches = [place for first in range(0, FAMILIES, 20)
                   for place in rng.sample(range(first, first + 20), 20)]

        assert joined({"key": keys}, {"key": keys})
        for other in (batches, order[::-1]):
            assert joined({"order": order}, {"order": other})

    def test_chance_is_not_taken_for_a_join(self) -> None:
        rng, order = random.Random(3), list(range(FAMILIES))

        for _ in range(200):
            assert joined({"order": order}, {"order": rng.sample(order, FAMILIES)}) == []
