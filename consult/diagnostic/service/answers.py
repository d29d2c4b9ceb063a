"""A campaign's answers, as a diagnostic counts them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from consult.campaigns.models import Campaign, Sampling
from consult.campaigns.words import MODES
from consult.diagnostic.figures import PLACE, Gathered, QuestionnaireUsed
from consult.diagnostic.measuring import Answered, Way
from consult.i18n import LANGUAGES
from consult.meetings.service import figures_of
from consult.needs.disclosure import PLAIN, Rule, protect, protect_total
from consult.needs.estimates import Sample, Survey
from consult.needs.profiles import place_profile, place_question, profiles_of
from consult.needs.service import list_margins
from consult.needs.taxonomy import Taxonomy
from consult.needs.weights import weights_of
from consult.responses.counting import frequencies
from consult.responses.packing import Layout, layout
from consult.responses.service import Coded, Table, load_table
from consult.surveys.models import QuestionnaireVersion
from consult.surveys.questions import Question, Questionnaire
from consult.surveys.service import questionnaire_of, versions_of
from consult.text import typeset

LANGUAGE, MODE, RELAY = "langue", "mode", "relais"
NO_RELAY = "aucun"


Published = list[tuple[QuestionnaireVersion, Questionnaire]]


def _published(campaign_id: UUID) -> Published:
    return [(version, questionnaire_of(version)) for version in versions_of(campaign_id)
            if version.published_at]


def questionnaires_used(campaign: Campaign) -> tuple[QuestionnaireUsed, ...]:
    """The versions that families could answer, the newest first."""
    return tuple(QuestionnaireUsed(version.number, version.content_hash, version.published_at.date())
                 for version, _questionnaire in _published(campaign.id) if version.published_at)


def _tally(columns: Iterable[Coded]) -> dict[Any, int]:
    counts: Counter[Any] = Counter()
    for column in columns:
        counts.update(column.counts())
    return {value: count for value, count in counts.items() if count}


def _by_place(place: Question | None, samples: Iterable[Sample]) -> dict[str, int]:
    if place is None:
        return {}
    counts = dict.fromkeys((choice.name for choice in place.choices), 0)
    for sample in samples:
        if place.name in sample.layout.columns:
            found = frequencies(sample.layout, sample.rows, place.name).by_choice
            counts |= {code: counts[code] + found.get(code, 0) for code in counts}
    return counts


def _ways(campaign: Campaign, place: Question | None, samples: list[Sample], tables: list[Table]
          ) -> Iterator[Way]:
    if place is not None:
        labels = {choice.name: typeset(str(choice.label)) for choice in place.choices}
        yield Way(PLACE, "Lieu", labels, _by_place(place, samples))
    yield Way(LANGUAGE, "Langue de la page", {tag: language.name for tag, language in LANGUAGES.items()},
              _tally(table.languages for table in tables))
    yield Way(MODE, "Façon de répondre", {str(mode): words for mode, words in MODES.items()},
              {str(mode): count for mode, count in _tally(table.modes for table in tables).items()})
    relays = {str(relay.id): relay.name for relay in campaign.relays}
    if relays:
        found = _tally(table.relays for table in tables)
        yield Way(RELAY, "Relais", {**relays, NO_RELAY: "Sans relais"},
                  {str(relay or NO_RELAY): count for relay, count in found.items()})


def _tables(published: Published, layouts: list[Layout], until: date | None) -> list[Table]:
    tables = [load_table(version.id, packed) for (version, _), packed in zip(published, layouts, strict=True)]
    return [table.until(until) for table in tables] if until else tables


def read_answers(campaign: Campaign, taxonomy: Taxonomy, codes: Iterable[str], *, until: date | None = None
                 ) -> Answered:
    """All that is counted of a campaign, or by the end of a day.

    `codes` are those of its territory and of what lies in it.
    """
    published = _published(campaign.id)
    layouts = [layout(questionnaire) for _version, questionnaire in published]
    tables = _tables(published, layouts, until)
    samples = [Sample(questionnaire, packed, table.rows) for (_, questionnaire), packed, table
               in zip(published, layouts, tables, strict=True)]
    newest = published[0][1] if published else None
    place = place_question(newest.questions(), list(codes)) if newest else None
    weights = weights_of(list_margins(campaign.id), samples)
    survey = Survey(
        samples, taxonomy, place_profile(place) if place else None, profiles_of(newest) if newest else (),
        weights.strata, has_intervals=campaign.sampling is Sampling.RANDOM)
    return Answered(campaign.slug, survey, tuple(_ways(campaign, place, samples, tables)), weights)


def gathered(campaign: Campaign, rule: Rule = PLAIN) -> Gathered:
    """Its meetings that took place. Who came is known only where somebody counted at each of them."""
    held = figures_of(campaign.id)
    came = [figures.came for figures in held if figures.came is not None]
    is_counted = len(came) == len(held) and bool(held)
    women, men = sum(tally.women for tally in came), sum(tally.men for tally in came)
    shown = protect({"women": women, "men": men}, rule)
    return Gathered(
        len(held), protect_total(sum(figures.families for figures in held), rule).count if held else None,
        shown.total.count if is_counted else None, shown.cells["women"].count if is_counted else None,
        sum(figures.statements for figures in held))
