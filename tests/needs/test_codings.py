"""Coding texts: who reads what, what is counted, what nobody else sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from consult.db import db, writing
from consult.db.keys import digest_of
from consult.errors import NotFound
from consult.needs import service
from consult.needs.coded_texts import examples, pairs_of_readers
from consult.needs.models import Coding, MaskedText
from consult.needs.service import CodingClosed, NothingToSettle, TextChanged, TextMasked, suggester_for
from consult.needs.taxonomy import shipped_taxonomy
from consult.responses.models import Response
from consult.responses.packing import pack
from tests.exports.collected import MORE, collect
from tests.needs.coded import SECRET, TODAY, Reading
from tests.needs.test_texts import KEY


@pytest.fixture
def reading(app: Flask, stored: Callable[..., None]) -> Reading:
    return Reading(app, stored)


def correct(reading: Reading, key: object, answers: dict[str, object]) -> None:
    """What a family's correction leaves."""
    with reading.app.app_context(), writing():
        response = db.session.get_one(Response, key)
        response.answers, response.digest = answers, digest_of(answers)
        response.packed = pack(reading.collected.layouts[1], answers)
        db.session.commit()


def rows(reading: Reading, table: type) -> int:
    with reading.app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_every_open_answer_and_statement_of_a_campaign_is_a_text(reading: Reading) -> None:
    reading.collected.answer(key=KEY, language="swb")
    reading.collected.answer({"village": "kaweni", "mot": None})
    reading.say("maji")

    texts = reading.texts()

    assert {(text.place, text.text, text.language, text.is_statement) for text in texts} == {
        ("mot", "Merci ;\nà vous", "swb", False), ("garde_other", "Une voisine", "swb", False),
        ("lieu/1/1", "PMI", "swb", False), ("", "maji", "swb", True)}
    assert [text.handle for text in texts] == sorted(text.handle for text in texts)


def test_the_texts_of_all_published_versions_are_read(app: Flask, stored: Callable[..., None]) -> None:
    collected = collect(app, stored, versions=2)
    collected.answer({"mot": "Premier"})
    collected.answer({"mot": "Second", "avis": "Troisième"}, version=2)

    with app.app_context():
        texts = service.list_texts(collected.campaign_id, [], secret=SECRET)

    assert {text.text for text in texts} == {"Premier", "Second", "Troisième"}
    assert MORE[2][0].name in {text.question for text in texts}


def test_what_somebody_reads_is_kept_once_and_can_be_changed(reading: Reading) -> None:
    reading.write("Une place")
    text = reading.text("Une place")

    reading.code(text, "amina", ["COU-1", "ACC-1", "ACC-1"])
    reading.code(text, "amina", ["ACC-1"])

    assert reading.coded()["Une place"].codings == {"amina": {"ACC-1"}}
    assert rows(reading, Coding) == 1


def test_no_need_is_a_coding_too_and_undoing_leaves_nothing(reading: Reading) -> None:
    reading.write("Merci")
    text = reading.text("Merci")

    reading.code(text, "amina")
    before = reading.coded()["Merci"]
    reading.undo(text, "amina")
    reading.undo(text, "amina")

    assert (before.is_coded, before.final) == (True, frozenset())
    assert not reading.coded()["Merci"].is_coded
    assert rows(reading, Coding) == 0


def test_a_correction_by_the_family_leaves_its_coding_behind(reading: Reading) -> None:
    key = reading.write("Une place")
    text = reading.text("Une place")
    reading.code(text, "amina", ["ACC-1"])

    correct(reading, key, {"mot": "Un taxi"})

    coded = reading.coded()["Un taxi"]
    assert (coded.is_coded, coded.outdated) == (False, {"amina"})
    assert reading.counts() == {}
    reading.code(coded.text, "amina", ["MOB-2"])
    assert reading.counts() == {"MOB-2": (1, 0)}
    assert rows(reading, Coding) == 1


def test_who_read_an_older_text_is_told_and_nothing_is_kept(reading: Reading) -> None:
    key = reading.write("Une place")
    text = reading.text("Une place")
    correct(reading, key, {"mot": "Un taxi"})

    with pytest.raises(TextChanged):
        reading.code(text, "amina", ["ACC-1"])
    with pytest.raises(NotFound):
        reading.code(replace(text, response_key=uuid4()), "amina", ["ACC-1"])

    assert rows(reading, Coding) == 0


def test_a_family_that_withdraws_leaves_neither_coding_nor_mask(reading: Reading) -> None:
    key = reading.write("Une place")
    text = reading.text("Une place")
    reading.code(text, "amina", ["ACC-1"])
    reading.mask(text, "amina")

    with reading.app.app_context(), writing():
        db.session.execute(delete(Response).where(Response.key == key))
        db.session.commit()

    assert (rows(reading, Coding), rows(reading, MaskedText)) == (0, 0)
    with pytest.raises(NotFound):
        reading.code(text, "amina", ["ACC-1"])


def test_what_two_people_read_alike_counts_until_they_agree_on_the_rest(reading: Reading) -> None:
    text = reading.write_until(is_double=True)
    reading.code(text, "amina", ["ACC-1", "COU-1"])
    reading.code(text, "boina", ["ACC-1", "MOB-2"])

    coded = reading.coded()[text.text]
    assert coded.is_to_settle
    assert reading.counts() == {"ACC-1": (1, 0)}

    reading.settle(text, "amina", ["ACC-1", "MOB-2"])

    settled = reading.coded()[text.text]
    assert not settled.is_to_settle
    assert settled.codings == coded.codings
    assert reading.counts() == {"ACC-1": (1, 0), "MOB-2": (1, 0)}


def test_once_both_have_read_it_neither_changes_her_mind(reading: Reading) -> None:
    text = reading.write_until(is_double=True)
    reading.code(text, "amina", ["ACC-1"])
    reading.code(text, "amina", ["COU-1"])
    reading.code(text, "boina", ["MOB-2"])

    for change in (lambda: reading.code(text, "amina", ["MOB-2"]), lambda: reading.undo(text, "boina")):
        with pytest.raises(CodingClosed):
            change()

    coded = reading.coded()[text.text]
    assert coded.codings == {"amina": {"COU-1"}, "boina": {"MOB-2"}}
    assert coded.is_closed_to("amina", blind=False)


def test_who_never_sees_the_other_reading_changes_her_mind_until_it_is_settled(reading: Reading) -> None:
    text = reading.write_until(is_double=True)
    reading.code(text, "amina", ["ACC-1"])
    reading.code(text, "boina", ["MOB-2"], blind=True)

    reading.undo(text, "boina", blind=True)
    reading.code(text, "boina", ["COU-1"], blind=True)
    reading.settle(text, "amina", ["COU-1"])

    with pytest.raises(CodingClosed):
        reading.code(text, "boina", ["MOB-2"], blind=True)
    coded = reading.coded()[text.text]
    assert coded.codings["boina"] == {"COU-1"}
    assert coded.is_closed_to("boina", blind=True)


def test_outside_the_sample_everybody_may_change_her_mind(reading: Reading) -> None:
    text = reading.write_until(is_double=False)
    reading.code(text, "amina", ["ACC-1"])
    reading.code(text, "boina", ["MOB-2"])

    reading.code(text, "amina", ["MOB-2"])

    assert not reading.coded()[text.text].differs
    assert pairs_of_readers(reading.coded().values()) == {}


def test_there_is_nothing_to_settle_before_two_have_read(reading: Reading) -> None:
    text = reading.write_until(is_double=True)
    reading.code(text, "amina", ["ACC-1"])

    with pytest.raises(NothingToSettle):
        reading.settle(text, "amina", ["ACC-1"])


def test_readers_are_paired_over_the_sample_only_those_with_most_texts_first(reading: Reading) -> None:
    first, second = (reading.write_until(is_double=True, words=words) for words in ("un", "deux"))
    for text in (first, second):
        reading.code(text, "boina", ["ACC-1"])
        reading.code(text, "amina", ["COU-1"])
    reading.code(first, "chadia", [])

    pairs = pairs_of_readers(reading.coded().values())

    assert {names: len(both) for names, both in pairs.items()} == {
        ("amina", "boina"): 2, ("amina", "chadia"): 1, ("boina", "chadia"): 1}
    assert next(iter(pairs)) == ("amina", "boina")
    assert pairs["amina", "boina"][0] == ({"COU-1"}, {"ACC-1"})


def test_a_masked_text_is_read_by_who_marked_it_only(reading: Reading) -> None:
    reading.write("Mme X")
    text = reading.text("Mme X")
    reading.mask(text, "amina")
    reading.mask(text, "amina")

    coded = reading.coded()["Mme X"]
    assert [coded.is_hidden_from(name) for name in ("amina", "boina")] == [False, True]
    reading.code(text, "amina", ["ACC-1"])
    for attempt in (lambda: reading.code(text, "boina", []), lambda: reading.mask(text, "boina"),
                    lambda: reading.unmask(text, "boina")):
        with pytest.raises(TextMasked):
            attempt()

    reading.unmask(text, "amina")
    assert reading.coded()["Mme X"].masked_by == ""


def test_masking_a_text_in_a_repeat_masks_all_its_instances(reading: Reading) -> None:
    reading.collected.answer({"enfants": [{"soins": [{"lieu": "Mme X"}, {"lieu": "PMI"}]}]}, key=KEY)
    reading.mask(reading.text("Mme X"), "amina")

    correct(reading, KEY, {"enfants": [{"soins": [{"lieu": "PMI"}, {"lieu": "Mme X"}]}]})

    assert reading.coded()["Mme X"].is_hidden_from("boina")
    with reading.app.app_context():
        assert service.masked_answers(list(reading.collected.versions.values())) == {KEY: {"lieu"}}


def test_a_statement_is_coded_masked_and_counted_apart_from_answers(reading: Reading) -> None:
    reading.write("maji")
    reading.say("maji safi")
    for words in ("maji", "maji safi"):
        reading.code(reading.text(words), "amina", ["SAN-3"])
    reading.mask(reading.text("maji safi"), "amina")

    assert reading.counts() == {"SAN-3": (1, 1)}
    assert reading.counts(said=[]) == {"SAN-3": (1, 0)}
    assert reading.coded()["maji safi"].is_hidden_from("boina")
    with reading.app.app_context():
        assert service.masked_answers(list(reading.collected.versions.values())) == {}


def test_a_statement_written_again_is_read_again(reading: Reading) -> None:
    key = reading.say("maji")
    reading.code(reading.text("maji"), "amina", ["SAN-3"])

    reading.statements = [replace(reading.statements[0], text="maji safi")]

    assert reading.coded()["maji safi"].outdated == {"amina"}
    assert reading.counts() == {}
    assert reading.text("maji safi").statement_id == key


def test_another_campaign_s_texts_are_not_these(app: Flask, reading: Reading) -> None:
    reading.write("Une place")
    reading.code(reading.text("Une place"), "amina", ["ACC-1"])
    reading.mask(reading.text("Une place"), "amina")

    with app.app_context():
        other = uuid4()
        assert service.list_texts(other, [], secret=SECRET) == []
        assert service.coded_counts(service.coded_texts(other)) == {}
        assert service.masks_of(other) == {}


def test_the_sample_and_masked_texts_teach_nothing(reading: Reading) -> None:
    double, single = (reading.write_until(is_double=which, words=words)
                      for which, words in ((True, "un"), (False, "deux")))
    masked = reading.write_until(is_double=False, words="trois")
    for text in (double, single, masked):
        reading.code(text, "amina", ["ACC-1"])
    reading.mask(masked, "amina")

    assert [coded.text.text for coded in examples(reading.coded().values())] == [single.text]


def test_the_newest_codings_come_first(reading: Reading) -> None:
    days = (date(2026, 11, 3), date(2026, 11, 9), date(2026, 11, 6))
    texts = [reading.write_until(is_double=False, words=str(day)) for day in days]
    for text, day in zip(texts, days, strict=True):
        reading.code(text, "amina", ["ACC-1"], on=day)

    found = [coded.coded_on for coded in examples(reading.coded().values())]

    assert found == sorted(days, reverse=True)


def test_suggestions_learn_from_what_was_coded(reading: Reading) -> None:
    taxonomy = shipped_taxonomy()
    for number in range(5):
        text = reading.write_until(is_double=False, words=f"sindzano duktera {number}")
        reading.code(text, "amina", ["SAN-1"])

    coded = list(reading.coded().values())

    assert suggester_for(reading.campaign_id, coded, taxonomy).likeliest("duktera")[0] == "SAN-1"
    assert suggester_for(uuid4(), [], taxonomy).likeliest("duktera")[:1] != ("SAN-1",)


@pytest.mark.parametrize("words", [
    "<script>alert(1)</script>", "é" * 1000, "\u202eنص", "👶🏾 \u200b", "'; --"])
def test_hostile_words_are_read_like_others(reading: Reading, words: str) -> None:
    reading.write(words)
    text = reading.text(words)

    reading.code(text, "amina", ["ACC-1"], on=TODAY)
    reading.mask(text, "amina")

    assert reading.counts() == {"ACC-1": (1, 0)}
