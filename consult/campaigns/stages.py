"""The stages of a campaign: how it goes from one to the next, what each allows, what the public is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from consult.campaigns.models import Campaign, Phase, Stage
from consult.errors import N_, Refused
from consult.text import Localized


class Act(StrEnum):
    """What a stage may allow."""

    SHOW = "show"
    """The public sees its page."""
    ANSWER = "answer"
    """Families answer, between its two days."""
    MOVE = "move"
    """Its address may still change: nobody has printed it."""


ALLOWS = {
    Stage.DRAFT: frozenset({Act.MOVE}),
    Stage.OPEN: frozenset({Act.SHOW, Act.ANSWER}),
    Stage.CLOSED: frozenset({Act.SHOW}),
    Stage.REPORTED: frozenset({Act.SHOW}),
}


@dataclass(frozen=True)
class Transition:
    """A named way from one stage to the next, as the desk writes it."""

    name: str
    start: Stage
    end: Stage
    verb: str
    consequence: str


TRANSITIONS = {transition.name: transition for transition in (
    Transition("ouvrir", Stage.DRAFT, Stage.OPEN, N_("Ouvrir la consultation"),
               N_("La page devient publique. Les familles peuvent répondre entre les deux dates. "
                  "L’adresse de la page ne pourra plus changer.")),
    Transition("fermer", Stage.OPEN, Stage.CLOSED, N_("Fermer la consultation"),
               N_("Plus personne ne peut commencer à répondre. "
                  "Les réponses déjà commencées sont encore acceptées pendant 24 heures.")),
    Transition("rouvrir", Stage.CLOSED, Stage.OPEN, N_("Rouvrir la consultation"),
               N_("Les familles peuvent de nouveau répondre, jusqu’à la date de fin.")),
    Transition("restituer", Stage.CLOSED, Stage.REPORTED, N_("Annoncer la restitution"),
               N_("La page dit que les résultats sont rendus. "
                  "La consultation ne pourra plus être rouverte.")),
)}


class WrongStage(Refused):
    """This step is not possible from the stage the campaign is in."""

    sentence = N_("Cette étape n’est pas possible maintenant. La consultation a peut-être changé d’étape.")


class NotReady(Refused):
    """Something essential is missing. `reasons` are sentences for the coordinator."""

    sentence = N_("La consultation n’est pas encore prête.")

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__()


def possible(stage: Stage) -> list[Transition]:
    """The steps that can be taken from a stage."""
    return [transition for transition in TRANSITIONS.values() if transition.start is stage]


LAST_DAY_OVER = N_("La date de fin est déjà passée.")


def missing_before_opening(campaign: Campaign, *, has_questionnaire: bool, on: date) -> list[str]:
    """Why this campaign cannot open yet; nothing when it can."""
    missing = {
        N_("Il manque le titre."): not campaign.title,
        N_("Il manque le résumé."): not campaign.summary,
        LAST_DAY_OVER: campaign.closes_on < on,
        N_("Il manque qui décide, et quand."): not campaign.decided_by,
        N_("Il manque ce qui peut encore changer."): not campaign.open_to_discussion,
        N_("Il manque le responsable des données personnelles."): not campaign.controller.strip(),
        N_("Il manque le contact pour les données personnelles."): not campaign.data_contact.strip(),
        N_("Il manque un questionnaire publié."): not has_questionnaire,
    }
    return [sentence for sentence, is_missing in missing.items() if is_missing]


def missing_before_reopening(campaign: Campaign, *, on: date) -> list[str]:
    return [LAST_DAY_OVER] if campaign.closes_on < on else []


def missing_before_reporting(campaign: Campaign) -> list[str]:
    """Families who answered are owed something to read."""
    if campaign.news or campaign.documents:
        return []
    return [N_("Publiez d’abord une actualité ou un document qui dit ce qui a été entendu.")]


class Situation(StrEnum):
    """What a reader of the public page is told first."""

    COMING = "coming"
    ANSWERABLE = "answerable"
    OVER = "over"
    REPORTED = "reported"


def situation(campaign: Campaign, *, on: date) -> Situation:
    """The situation on a day; a draft is seen as it will be once open."""
    if campaign.stage is Stage.REPORTED:
        return Situation.REPORTED
    if campaign.stage is Stage.CLOSED or campaign.closes_on < on:
        return Situation.OVER
    return Situation.COMING if on < campaign.opens_on else Situation.ANSWERABLE


class When(StrEnum):
    PAST = "past"
    NOW = "now"
    COMING = "coming"


@dataclass(frozen=True)
class Step:
    """A phase on the timeline of a day."""

    title: Localized
    text: Localized
    starts_on: date
    ends_on: date | None
    when: When


def _when(phase: Phase, on: date) -> When:
    if on < phase.starts_on:
        return When.COMING
    return When.NOW if on <= (phase.ends_on or phase.starts_on) else When.PAST


def timeline(phases: Iterable[Phase], *, on: date) -> list[Step]:
    """The phases in the order they begin, each past, now or coming. A phase without an end lasts one day."""
    return [Step(phase.title, phase.text, phase.starts_on, phase.ends_on, _when(phase, on))
            for phase in phases]
