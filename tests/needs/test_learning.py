"""When suggestions are learnt again: at first with each coded text, later with each tenth."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from consult.needs.coded_texts import CodedText
from consult.needs.service import suggester_for
from consult.needs.suggestions import MOST_EXAMPLES
from consult.needs.taxonomy import shipped_taxonomy
from consult.needs.texts import Text

TAXONOMY = shipped_taxonomy()


def coded(count: int) -> list[CodedText]:
    return [CodedText(Text(f"texte {number}", "fr", response_key=uuid4(), place="mot", handle=f"{number:05}"),
                      {"amina": frozenset({"ACC-1"})}) for number in range(count)]


@pytest.mark.parametrize(("before", "after", "again"), [
    (0, 1, True), (7, 8, True), (19, 20, True), (100, 101, False), (100, 109, False), (100, 110, True)])
def test_a_tenth_more_texts_are_learnt_from(before: int, after: int, again: bool) -> None:
    campaign = uuid4()

    first = suggester_for(campaign, coded(before), TAXONOMY)

    assert (suggester_for(campaign, coded(after), TAXONOMY) is not first) is again


def test_another_campaign_or_another_taxonomy_is_learnt_apart() -> None:
    campaign, texts = uuid4(), coded(3)
    need = next(TAXONOMY.needs())
    first = suggester_for(campaign, texts, TAXONOMY)

    assert suggester_for(campaign, texts, TAXONOMY) is first
    assert suggester_for(uuid4(), texts, TAXONOMY) is not first
    assert suggester_for(campaign, texts, TAXONOMY.with_need(replace(need, cues=("autre",)))) is not first


def test_ten_thousand_texts_are_learnt_from_the_newest() -> None:
    texts = coded(5 * MOST_EXAMPLES)

    suggester = suggester_for(uuid4(), texts, TAXONOMY)

    assert suggester.likeliest("texte 1")[0] == "ACC-1"
