"""Whether all is well: what is judged of what was seen, sign by sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consult.operations.health import LOOKED_AT, STATES, Sign, State, in_state, signs, worst
from consult.operations.vitals import Post, Room, Storage, Trace, Vitals

NOW = datetime(2099, 6, 3, 9, tzinfo=UTC)
MEGA, GIGA = 10**6, 10**9
SQLITE = Storage("SQLite", 40 * MEGA, is_writable=True, room=Room(20 * GIGA, 40 * GIGA))
WELL = Vitals(
    at=NOW, is_real=True, storage=SQLITE, backup=Trace(NOW - timedelta(hours=8)),
    control=Trace(NOW - timedelta(days=3), {"à_revoir": "rien"}), is_alive=True, round_at=NOW)


def ago(**time: float) -> datetime:
    return NOW - timedelta(**time)


def sign(vitals: Vitals, name: str) -> Sign:
    return next(found for found in signs(vitals) if found.name == name)


def test_a_site_that_fares_well_says_so() -> None:
    found = signs(WELL)

    assert worst(found) is State.GOOD
    assert len(found) == len(LOOKED_AT)
    assert {one.state for one in found} == {State.GOOD}
    assert [one.todo for one in found] == [""] * len(found)


@pytest.mark.parametrize(("name", "changes", "state"), [
    ("Sauvegarde", {"backup": None}, State.WRONG),
    ("Sauvegarde", {"backup": None, "is_real": False}, State.GOOD),
    ("Sauvegarde", {"backup": Trace(ago(days=2))}, State.GOOD),
    ("Sauvegarde", {"backup": Trace(ago(days=2, hours=1))}, State.LOOK),
    ("Sauvegarde", {"backup": Trace(ago(days=8))}, State.WRONG),
    ("Contrôle des données", {"control": None}, State.UNSEEN),
    ("Contrôle des données", {"control": Trace(ago(days=1), {"à_revoir": "orphelins"})}, State.WRONG),
    ("Contrôle des données", {"control": Trace(ago(days=40), {"à_revoir": "rien"})}, State.LOOK),
    ("Messages à envoyer", {"post": Post(3, ago(minutes=50), leaves_by_itself=True)}, State.GOOD),
    ("Messages à envoyer", {"post": Post(3, ago(hours=2), leaves_by_itself=True)}, State.LOOK),
    ("Messages à envoyer", {"post": Post(3, ago(hours=7), leaves_by_itself=True)}, State.WRONG),
    ("Messages à envoyer", {"post": Post(3, ago(hours=7))}, State.GOOD),
    ("Messages à envoyer", {"post": Post(3, ago(days=3))}, State.LOOK),
    ("Messages en échec", {"post": Post(failed=1)}, State.LOOK),
    ("Place sur le disque", {"storage": replace(SQLITE, room=Room(900 * MEGA, GIGA))}, State.LOOK),
    ("Place sur le disque", {"storage": replace(SQLITE, octets=15 * GIGA)}, State.LOOK),
    ("Place sur le disque", {"storage": replace(SQLITE, room=Room(199 * MEGA, GIGA))}, State.WRONG),
    ("Place sur le disque", {"storage": replace(SQLITE, room=None)}, State.UNSEEN),
    ("Base de données", {"storage": replace(SQLITE, is_writable=False)}, State.WRONG),
    ("Tâches automatiques", {"is_alive": False}, State.WRONG),
    ("Tâches automatiques", {"round_at": None}, State.WRONG),
    ("Tâches automatiques", {"round_at": ago(minutes=4)}, State.GOOD),
    ("Tâches automatiques", {"round_at": ago(minutes=6)}, State.WRONG),
    ("Effacement des noms et des téléphones", {"overdue": ("Crèches",)}, State.WRONG),
    ("Effacement des noms et des téléphones", {"erased": Trace(ago(days=4))}, State.GOOD),
])
def test_each_sign_is_judged_by_itself(name: str, changes: dict[str, Any], state: State) -> None:
    vitals = replace(WELL, **changes)

    found = sign(vitals, name)

    assert found.state is state
    assert bool(found.todo) or state is State.GOOD
    assert {one.state for one in signs(vitals) if one.name != name} == {State.GOOD}


def test_what_nobody_can_see_is_no_worry_and_the_worst_counts() -> None:
    blind = replace(WELL, control=None)
    unsure = replace(blind, post=Post(failed=2))
    broken = replace(unsure, backup=None)

    assert [worst(signs(vitals)) for vitals in (blind, unsure, broken)] == [
        State.GOOD, State.LOOK, State.WRONG]
    assert [one.name for one in in_state(signs(broken), State.WRONG)] == ["Sauvegarde"]
    assert [one.state for one in signs(broken)][:4] == [State.WRONG, State.LOOK, State.UNSEEN, State.GOOD]


def test_every_sentence_takes_its_values_and_every_state_has_a_word() -> None:
    worse = replace(
        WELL, backup=Trace(ago(days=3)), control=Trace(ago(days=1), {"à_revoir": "orphelins"}),
        storage=replace(SQLITE, room=Room(MEGA, GIGA)), overdue=("Crèches",), is_alive=True,
        round_at=ago(hours=1), post=Post(1200, ago(days=1), failed=3, leaves_by_itself=True))
    written = [one.found % one.values if one.values else one.found for one in signs(worse)]

    assert "La dernière sauvegarde date du 31/05/2099 à 12:00." in written
    assert "Il reste 1\u00a0Mo sur 1\u00a0Go." in written
    assert not [sentence for sentence in written if "%" in sentence]
    assert set(STATES) == set(State)
