"""Each campaign at a glance: what came in, where little did, what is left to do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from consult.campaigns.models import Campaign, Stage
from consult.desk.coverage import Place
from consult.desk.meeting_cards import Coming, Gatherings
from consult.desk.names import names_of
from consult.desk.participation import places_of
from consult.desk.reading import load_answers
from consult.desk.shared import total
from consult.diagnostic.service import shared_figures
from consult.errors import N_
from consult.i18n import LANGUAGES
from consult.needs.disclosure import Cell
from consult.responses.service import participation
from consult.surveys.models import QuestionnaireVersion
from consult.surveys.service import questionnaire_of, translated_into, versions_of

WEEK = timedelta(days=7)
MOST_PLACES = 6


@dataclass(frozen=True)
class Task:
    """Something left to do, and where it is done."""

    sentence: str
    endpoint: str
    values: Mapping[str, object] = field(default_factory=dict)
    arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Card:
    campaign: Campaign
    days_left: int | None
    """Until the last day included; None where families cannot answer."""
    total: Cell | None = None
    """None for somebody who sees no result."""
    today: int | None = None
    week: int | None = None
    few: Sequence[Place] = ()
    tasks: tuple[Task, ...] = ()
    coming: Coming | None = None
    """The next meeting."""
    until: date | None = None
    """The last day counted in the total, where it is not today."""


def days_left(campaign: Campaign, on: date) -> int | None:
    if campaign.stage is not Stage.OPEN or not campaign.opens_on <= on <= campaign.closes_on:
        return None
    return (campaign.closes_on - on).days + 1


def _questionnaire_tasks(versions: Sequence[QuestionnaireVersion], slug: str) -> Iterator[Task]:
    if not versions:
        yield Task(N_("Choisir un questionnaire."), "surveys.versions", arguments={"slug": slug})
    for version in versions[:1]:
        if version.published_at is None:
            yield Task(N_("Publier la version %(number)s du questionnaire."), "surveys.version",
                       {"number": version.number}, {"slug": slug, "version_id": version.id})


def _language_tasks(versions: Sequence[QuestionnaireVersion], slug: str) -> Iterator[Task]:
    """Of the version that families see."""
    shown = next((version for version in versions if version.published_at), None)
    if shown is None:
        return
    questionnaire, reviewed = questionnaire_of(shown), {review["tag"] for review in shown.reviews}
    written = translated_into(questionnaire)
    for tag in questionnaire.languages[1:]:
        place = {"slug": slug, "version_id": shown.id}
        name = {"language": LANGUAGES[tag].name if tag in LANGUAGES else tag}
        if tag not in written:
            yield Task(N_("Traduire le questionnaire en %(language)s."), "surveys.version", name, place)
        elif tag not in reviewed:
            yield Task(N_("Faire relire le questionnaire en %(language)s."), "surveys.version", name, place)


def tasks(campaign: Campaign, versions: Sequence[QuestionnaireVersion], *, on: date) -> tuple[Task, ...]:
    """What is left to do, the most pressing first; nothing once a campaign is closed."""
    if campaign.stage not in {Stage.DRAFT, Stage.OPEN}:
        return ()
    here: dict[str, object] = {"slug": campaign.slug}
    found = [*_questionnaire_tasks(versions, campaign.slug)]
    if not campaign.relays:
        found.append(Task(N_("Ajouter des relais : sans eux, on ne sait pas qui a touché les familles."),
                          "campaigns.relays", arguments=here))
    found += _language_tasks(versions, campaign.slug)
    if campaign.stage is Stage.OPEN and on > campaign.closes_on:
        found.insert(0, Task(N_("Fermer la consultation : sa date de fin est passée."), "stages.show",
                             arguments=here))
    return tuple(found)


def _telling_tasks(gathered: Gatherings, slug: str) -> Iterator[Task]:
    if gathered.to_tell:
        yield Task(N_("Prévenir des familles pour une réunion (%(count)s)."), "meetings.meetings",
                   {"count": gathered.to_tell}, {"slug": slug})


def card(campaign: Campaign, *, on: date, gathered: Gatherings) -> Card:
    """For the coordinator."""
    came = participation(campaign.id)
    week = sum(count for day, count in came.by_day.items() if on - WEEK < day <= on)
    few: list[Place] = []
    if campaign.stage is Stage.OPEN and came.total:
        answers = load_answers(campaign)
        few = [place for place in places_of(answers, names_of(answers, campaign)) if place.has_few]
    to_do = (*_telling_tasks(gathered, campaign.slug), *tasks(campaign, versions_of(campaign.id), on=on))
    return Card(campaign, days_left(campaign, on), Cell(came.total), came.by_day.get(on, 0), week, few, to_do,
                gathered.coming)


def card_for_readers(campaign: Campaign, *, on: date, gathered: Gatherings) -> Card:
    """The total only, as it was when a batch of families was last counted; how full the next meeting is."""
    shared = shared_figures(campaign)
    return Card(campaign, days_left(campaign, on), total(shared), coming=gathered.coming,
                until=shared.until if shared else None)


def card_for_interviewers(campaign: Campaign, *, on: date, gathered: Gatherings) -> Card:
    """When it ends; no result."""
    return Card(campaign, days_left(campaign, on))
