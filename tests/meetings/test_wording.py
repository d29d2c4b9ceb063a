import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.i18n import LANGUAGES
from consult.meetings.states import MessageKind
from consult.meetings.wording import (
    DEFAULT,
    MEANINGS,
    NAMES,
    SUBJECT,
    LoneBrace,
    UnknownBlank,
    blanks,
    check,
    fill,
    words_for,
)
from consult.text import Localized, State

CONFIRMED = MessageKind.CONFIRMED


@pytest.mark.parametrize("kind", MessageKind)
def test_every_kind_has_words_a_subject_and_a_name(kind: MessageKind) -> None:
    check(DEFAULT[kind], kind)
    check(SUBJECT[kind], kind)

    assert NAMES[kind]
    assert set(blanks(kind)) <= MEANINGS.keys()
    assert "{lien}" in DEFAULT[kind]


@pytest.mark.parametrize(("words", "named"), [
    ("Bonjour {nom}.", "{nom}"), ("Bonjour {}.", "{}"), ("Bonjour { prenom }.", "{ prenom }"),
    ("Avant {limite}.", "{limite}"), ("{prenom!r}", "{prenom!r}"),
    ("{prenom.__class__}", "{prenom.__class__}")])
def test_a_blank_that_nothing_fills_is_refused_by_its_name(words: str, named: str) -> None:
    with pytest.raises(UnknownBlank) as refusal:
        check(words, CONFIRMED)

    assert refusal.value.values["name"] == named
    assert "{prenom}" in str(refusal.value)


@pytest.mark.parametrize("words", ["Bonjour {prenom", "prenom} bonjour", "{{prenom}}", "{a{prenom}", "}{"])
def test_a_lone_brace_is_refused(words: str) -> None:
    with pytest.raises(LoneBrace):
        check(words, CONFIRMED)


def test_a_limit_belongs_to_an_offer_only() -> None:
    check("Dites oui avant {limite}.", MessageKind.OFFER)
    check("{raison}", MessageKind.CANCELLED)


@given(st.text())
def test_a_value_is_put_in_as_it_is(value: str) -> None:
    filled = fill("Bonjour {prenom}, {titre}.", {"prenom": value, "titre": "ici"})

    assert filled == (f"Bonjour {value}, ici.")


def test_a_value_that_looks_like_a_blank_stays() -> None:
    assert fill("{prenom} {titre}", {"prenom": "{titre}", "titre": "{0}%s\\1"}) == "{titre} {0}%s\\1"


def test_an_empty_value_takes_its_space_along() -> None:
    assert fill("Annulée. {raison} Ici : {lien}", {"raison": "", "lien": "x"}) == "Annulée. Ici : x"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_nobody_reads_a_language_that_nobody_wrote(tag: str) -> None:
    words, lang = words_for(CONFIRMED, None, tag)

    assert lang == "fr"
    assert words.replace("\u00a0", " ") == DEFAULT[CONFIRMED].replace("\u00a0", " ")


@pytest.mark.parametrize(("state", "expected"), [
    (State.DRAFT, ("Bonjour.", "fr")), (State.REVIEWED, ("Kwezi.", "swb"))])
def test_only_what_a_second_person_read_goes_out_in_another_language(
        state: State, expected: tuple[str, str]) -> None:
    own = Localized("Bonjour.").with_translation("swb", "Kwezi.", state=state)

    assert words_for(CONFIRMED, own, "swb") == expected
    assert words_for(CONFIRMED, own, "fr") == ("Bonjour.", "fr")


def test_a_translation_of_older_french_does_not_go_out() -> None:
    before = Localized("Bonjour.").with_translation("swb", "Kwezi.", state=State.REVIEWED)
    after = Localized("Bonsoir.", before.others)

    assert words_for(CONFIRMED, after, "swb") == ("Bonsoir.", "fr")
