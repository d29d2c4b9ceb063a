from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, g

from consult import clock
from consult.campaigns.models import Stage
from consult.i18n import LANGUAGES
from consult.surveys.cut import PLACEHOLDER, Cut
from consult.surveys.pages import CONTROLS, fresh_page, preview_page
from consult.surveys.published import PublishedSurvey
from consult.surveys.questions import ASKED, Choice, Kind, Question, Questionnaire, Section
from consult.surveys.shipped import load_shipped
from consult.text import Localized, localized

ONE_OF_EACH = tuple(
    Question(f"q_{kind.value}", kind, localized(f"Question {kind.value}"),
             choices=(Choice("a", localized("A")), Choice("b", localized("B"))))
    for kind in Kind)


def a_questionnaire(*questions: Question, **changes: Any) -> Questionnaire:
    section = Section("partie", localized("Une partie"), questions or ONE_OF_EACH)
    return Questionnaire(**{"title": localized("Essai"), "form_id": "essai", "languages": ("fr", "swb"),
                            "sections": (section,), **changes})


def a_survey(questionnaire: Questionnaire, **changes: Any) -> PublishedSurvey:
    today = clock.today()
    defaults = {
        "campaign_id": UUID(int=1), "slug": "essai", "title": localized("Essai"), "stage": Stage.OPEN,
        "opens_on": today, "closes_on": today, "closed_at": None, "is_demonstration": False,
        "version_id": UUID(int=2), "number": 1, "questionnaire": questionnaire, "reviewed": frozenset()}
    return PublishedSurvey(**{**defaults, **changes})


@pytest.fixture
def preview(app: Flask) -> Callable[..., str]:
    def show(questionnaire: Questionnaire, tag: str = "fr", **changes: Any) -> str:
        with app.test_request_context(f"/{tag}/consultations/essai/questionnaire"):
            g.lang = tag
            return preview_page(questionnaire, tag=tag, title=localized("Essai"), **changes)
    return show


def test_every_kind_of_question_has_a_control() -> None:
    assert set(CONTROLS) == set(Kind)


def test_one_question_of_each_kind_is_asked(preview: Callable[..., str]) -> None:
    page = preview(a_questionnaire())

    for kind in ASKED - {Kind.RANK}:
        assert f' name="q_{kind.value}"' in page
    for kind in (Kind.CALCULATE, Kind.HIDDEN):
        assert f'data-name="q_{kind.value}"' in page
    assert 'name="q_rank/a"' in page
    assert "Question note" in page


def test_a_long_list_is_a_drop_down(preview: Callable[..., str]) -> None:
    villages = tuple(Choice(f"v{number}", localized(f"Village {number}")) for number in range(30))

    page = preview(a_questionnaire(Question("village", Kind.ONE, localized("Où ?"), choices=villages)))

    assert page.count("<option") == 31
    assert 'type="radio"' not in page


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_shipped_questionnaire_says_which_words_are_french(preview: Callable[..., str], tag: str) -> None:
    page = preview(load_shipped("besoins-petite-enfance"), tag)

    assert ('<span lang="fr">Kawéni</span>' in page) == (tag == "swb")


def test_a_translation_is_a_draft_until_somebody_has_read_it_again(preview: Callable[..., str]) -> None:
    question = Question("oui", Kind.NOTE, Localized("Oui").with_translation("swb", "Ewa"))

    draft = preview(a_questionnaire(question), "swb")
    reviewed = preview(a_questionnaire(question), "swb", reviewed=frozenset({"swb"}))

    assert '<span class="draft" lang="swb">Ewa</span> <span class="twin" lang="fr">Oui</span>' in draft
    assert "<p>Ewa</p>" in reviewed


def test_a_preview_cannot_be_sent(preview: Callable[..., str]) -> None:
    page = preview(a_questionnaire())

    assert re.search(r"<button[^>]* disabled>", page)
    assert "_key" not in page


def test_the_key_is_spliced_into_the_compressed_page() -> None:
    words = " ".join(str(number ** 3) for number in range(500))
    page = f"<p>{words}</p>{PLACEHOLDER}<p>{words} après</p>".encode()
    key = b"0123456789abcdef0123456789abcdef"

    cut = Cut.at_placeholder(page)

    assert cut.plain(key) == page.replace(PLACEHOLDER.encode(), key)
    assert gzip.decompress(cut.gzipped(key)) == cut.plain(key)
    assert len(cut.gzipped(key)) < 1.05 * len(gzip.compress(cut.plain(key)))


def test_two_visits_get_two_keys_and_the_same_page_otherwise(app: Flask) -> None:
    survey = a_survey(a_questionnaire())
    with app.test_request_context("/fr/consultations/essai/questionnaire"):
        visits = [fresh_page(survey, tag="fr", action="/x", accepts_gzip=False) for _visit in range(2)]

    pages = [visit.get_data(as_text=True) for visit in visits]

    keys = [re.findall(r'name="_key" value="([0-9a-f]{32})"', page)[0] for page in pages]
    assert keys[0] != keys[1]
    assert pages[0].replace(keys[0], keys[1]) == pages[1]


def test_a_reviewed_language_is_another_page(app: Flask) -> None:
    note = Question("oui", Kind.NOTE, Localized("Oui").with_translation("swb", "Ewa"))
    survey = a_survey(a_questionnaire(note))
    with app.test_request_context("/swb/consultations/essai/questionnaire"):
        g.lang = "swb"
        surveys = (survey, replace(survey, reviewed=frozenset({"swb"})))
        pages = [fresh_page(version, tag="swb", action="/x", accepts_gzip=False) for version in surveys]

    drafts = ['lang="swb">Ewa</span>' in page.get_data(as_text=True) for page in pages]
    assert drafts == [True, False]
