"""Whom a message reaches, whether it is still true, what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consult.meetings.by_hand import by_hand
from consult.meetings.notices import Notice, compose, day_in_words_and_figures, hour, is_worth_telling
from consult.meetings.samples import sample_notice
from consult.meetings.sms import fold, size_of
from consult.meetings.states import MeetingStage, MessageKind, SignUpState
from consult.meetings.wording import DEFAULT
from consult.text import Localized, State, localized
from tests.meetings.conftest import NOW
from tests.meetings.post import SITE

K, S = MessageKind, SignUpState


def a_notice(kind: MessageKind = K.CONFIRMED, tag: str = "fr", **changes: Any) -> Notice:
    return replace(sample_notice(kind, None, tag, at=NOW), **changes)


@pytest.mark.parametrize(("kind", "states"), [
    (K.CONFIRMED, {S.CONFIRMED}), (K.REMINDER, {S.CONFIRMED}), (K.REMINDER_TODAY, {S.CONFIRMED}),
    (K.WAITING, {S.WAITING}), (K.OFFER, {S.OFFERED}),
    (K.CHANGED, {S.CONFIRMED, S.OFFERED, S.WAITING}), (K.CANCELLED, {S.CONFIRMED, S.OFFERED, S.WAITING})])
def test_a_message_is_true_for_some_families_only(kind: MessageKind, states: set[SignUpState]) -> None:
    told = {state for state in S if is_worth_telling(a_notice(kind, sign_up_state=state), NOW)}

    assert told == states


@pytest.mark.parametrize("kind", [kind for kind in K if kind is not K.CANCELLED])
@pytest.mark.parametrize("changes", [
    {"stage": MeetingStage.CANCELLED}, {"stage": MeetingStage.HELD}, {"starts_at": NOW}, {"code": None}])
def test_nothing_is_told_of_a_meeting_that_is_not_to_come(
        kind: MessageKind, changes: dict[str, Any]) -> None:
    told = [is_worth_telling(a_notice(kind, sign_up_state=state, **changes), NOW) for state in S]

    assert not any(told)


def test_a_cancellation_is_told_until_the_end() -> None:
    notice = a_notice(K.CANCELLED, stage=MeetingStage.CANCELLED)

    seen = [is_worth_telling(notice, at) for at in (notice.starts_at, notice.ends_at)]

    assert seen == [True, False]


def test_an_offer_is_told_until_its_end() -> None:
    notice = a_notice(K.OFFER, sign_up_state=S.OFFERED, offer_until=NOW + timedelta(hours=1))

    seen = [is_worth_telling(notice, NOW + timedelta(minutes=minutes)) for minutes in (59, 60)]

    assert seen == [True, False]


def test_days_are_in_words_and_figures_where_the_families_live() -> None:
    late_evening_in_london = datetime(2026, 6, 2, 21, 30, tzinfo=UTC)

    assert day_in_words_and_figures(late_evening_in_london) == "mercredi 3 juin (03/06/2026)"
    assert hour(late_evening_in_london) == "00:30"


@pytest.mark.parametrize("kind", K)
def test_our_own_words_fit_two_sms(kind: MessageKind) -> None:
    text = fold(compose(a_notice(kind), SITE).text)

    assert size_of(text).parts <= 2
    assert size_of(text).is_plain
    assert "{" not in text
    assert "  " not in text


def test_titles_and_reasons_are_in_the_language_of_the_words() -> None:
    words = Localized("{titre} {raison}").with_translation("swb", "{titre}, {raison}", state=State.REVIEWED)
    title, why = localized("Crèches", swb="Krèches"), Localized("Grève")

    swb = compose(a_notice(K.CANCELLED, "swb", own_words=words, title=title, why_cancelled=why), SITE)
    french = compose(a_notice(K.CANCELLED, own_words=words, title=title, why_cancelled=why), SITE)

    assert (swb.text, swb.lang) == ("Krèches, Grève.", "swb")
    assert (french.text, french.lang) == ("Crèches Grève.", "fr")
    assert swb.subject.endswith("Crèches")


def test_who_reads_french_for_want_of_better_keeps_its_own_page() -> None:
    words = compose(a_notice(tag="swb"), SITE)

    assert words.lang == "fr"
    assert words.text.endswith("https://consultation.ville.yt/swb/place/k7m3ptdx")


def test_a_title_that_looks_like_a_blank_is_a_title() -> None:
    words = Localized("{titre}")

    assert compose(a_notice(own_words=words, title=Localized("{prenom}")), SITE).text == "{prenom}"


def test_every_default_leads_to_the_family_page() -> None:
    assert all(words.endswith("{lien}") for words in DEFAULT.values())


def test_links_carry_whatever_was_typed() -> None:
    item = by_hand(a_notice(name="A&B ?#é", email="a+b@exemple.yt"), SITE, prefix="262")

    addresses = {way.name: way.address for way in item.ways}
    assert list(addresses) == ["call", "sms", "whatsapp", "mail"]
    assert "A%26B%20%3F%23%C3%A9" in addresses["sms"]
    assert addresses["mail"].startswith("mailto:a%2Bb@exemple.yt?subject=Votre%20place")
    assert all("&" not in address.split("?", 1)[1] for name, address in addresses.items()
               if name in {"sms", "whatsapp"})
