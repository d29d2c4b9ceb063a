"""The words for what filters narrow by, and the form that offers them. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from consult.campaigns.models import Campaign
from consult.campaigns.words import MODES
from consult.desk.filters import NO_RELAY, Filters
from consult.desk.reading import Answers
from consult.errors import N_
from consult.exports.tables import offered
from consult.i18n import LANGUAGES

TITLES: Mapping[str, str] = {
    "village": N_("Lieu"), "langue": N_("Langue"), "mode": N_("Mode"), "relais": N_("Relais"),
    "jour": N_("Jour"), "choix": N_("Réponse"), "version": N_("Version")}
WITHOUT_RELAY = N_("Sans relais")
Names = Mapping[str, Mapping[str, str]]
"""Label by value, by filter."""


@dataclass(frozen=True)
class Chip:
    """A filter at work: what it lets through, and the address without it."""

    title: str
    label: str
    without: Mapping[str, str]


@dataclass(frozen=True)
class Choice:
    """A filter as the form offers it."""

    name: str
    title: str
    options: Mapping[str, str]
    chosen: str


def names_of(answers: Answers, campaign: Campaign) -> Names:
    """The words of every value a filter can take."""
    relays = {str(relay.id): relay.name for relay in campaign.relays}
    return {
        "village": offered(answers.place) if answers.place else {},
        "langue": {tag: language.name for tag, language in LANGUAGES.items()},
        "mode": {str(mode): label for mode, label in MODES.items()},
        "relais": {**relays, NO_RELAY: WITHOUT_RELAY} if relays else {},
        "version": {str(part.number): str(part.number) for part in answers.parts}}


def _choice_label(answers: Answers, filters: Filters) -> str:
    name, code = filters.choice
    found = next((variable for _, variable in answers.variables if variable.question.name == name), None)
    return f"{found.text} {found.choices.get(code, code)}" if found else filters.choix


def chips(answers: Answers, names: Names, filters: Filters) -> Iterator[Chip]:
    """The filters at work, in words, each with the way to drop it."""
    for name, value in filters.query().items():
        label = names.get(name, {}).get(value, value)
        if name == "jour" and filters.day:
            label = filters.day.strftime("%d/%m/%Y")
        if name == "choix":
            label = _choice_label(answers, filters)
        yield Chip(TITLES[name], label, filters.query(**{name: ""}))


def form_choices(names: Names, filters: Filters) -> Iterator[Choice]:
    """What the form offers: filters with more than one value."""
    for name, options in names.items():
        if len(options) > 1:
            yield Choice(name, TITLES[name], options, filters.query().get(name, ""))
