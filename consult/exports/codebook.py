"""What each column is, and the questionnaire as it was asked. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from consult.exports.rows import Sheet, Tally
from consult.exports.tables import Variable, Version, wording
from consult.exports.words import KINDS
from consult.i18n import LANGUAGES
from consult.surveys.questions import Question, Section
from consult.text import FRENCH, Localized, State

Cells = tuple[str | int | None, ...]
COLUMNS = (
    "Feuille", "Variable", "Question", "Type", "Code", "Libellé", "Sensibilité", "Posée à", "Réponses")
_ABOUT = {
    "_ligne": "Numéro de la ligne. Il relie les feuilles entre elles. Il change à chaque fichier.",
    "_donnees": "Rappel : les réponses de cette consultation sont simulées.",
    "_jour": "Jour de la réponse.",
    "_langue": "Langue dans laquelle le questionnaire était affiché.",
    "_mode": "Comment la réponse a été donnée.",
    "_relais": "Lieu ou personne dont le lien a servi. Vide si la famille est venue sans lien de relais.",
    "_version": "Version du questionnaire à laquelle la famille a répondu.",
}
_TRANSLATION = {State.DRAFT: "à relire", State.REVIEWED: "relue", None: "non traduite"}


@dataclass(frozen=True)
class Line:
    cells: Cells
    opens: bool = False
    """Whether the lines below belong to it."""


def _variable_lines(title: str, variable: Variable, tally: Tally) -> Iterator[Line]:
    question = variable.question
    yield Line((title, variable.name, variable.text, KINDS[question.kind], None, None,
                question.sensitivity or None, tally.asked, tally.answered), opens=True)
    for code, label in variable.choices.items():
        column = f"{variable.name}/{code}" if code in variable.split else variable.name
        yield Line((title, column, None, None, code, label, None, None, None))


def codebook(titles: Sequence[str], sheets: Sequence[Sheet[Any]]) -> Iterator[Line]:
    """One line for each variable, followed by one for each of its choices. Counts are those of the pass."""
    for title, sheet in zip(titles, sheets, strict=True):
        for name, label in sheet.leading:
            about = f"{label}. {_ABOUT.get(name, '')}".strip()
            yield Line((title, name, about, None, None, None, None, None, None), opens=True)
        for variable in sheet.table.variables:
            yield from _variable_lines(title, variable, sheet.tallies[variable.name])


def languages(versions: Sequence[Version]) -> list[str]:
    """Every language but French that a version speaks."""
    tags = dict.fromkeys(tag for version in versions for tag in version.questionnaire.languages)
    return [tag for tag in tags if tag != FRENCH]


def questionnaire_columns(versions: Sequence[Version]) -> Cells:
    names = [LANGUAGES[tag].name if tag in LANGUAGES else tag for tag in languages(versions)]
    others = (f"{what} ({name})" for name in names for what in ("Texte", "État"))
    return ("Version", "N°", "Variable", "Type", "Texte (Français)", *others, "Aide (Français)", "Posée si")


@dataclass(frozen=True)
class _Sheet:
    """What the lines of one version share."""

    version: Version
    tags: Sequence[str]

    def _translations(self, text: Localized) -> Iterator[str | None]:
        for tag in self.tags:
            state = text.state(tag)
            yield text.others[tag].text if state else None
            reviewed = tag in self.version.reviewed_in(text)
            yield _TRANSLATION[State.REVIEWED if reviewed else state] if text else None

    def line(self, name: str, kind: str, text: Localized, *more: str, number: str = "") -> Cells:
        hint, condition = more or ("", "")
        return (self.version.number, number or None, name, kind, wording(text) or None,
                *self._translations(text), hint or None, condition or None)

    def question(self, question: Question, condition: str) -> Iterator[Line]:
        yield Line(self.line(question.name, KINDS[question.kind], question.label, wording(question.hint),
                             condition, number=question.number))
        for choice in question.choices:
            yield Line(self.line(f"{question.name} = {choice.name}", "Choix", choice.label))

    def item(self, item: Question | Section) -> Iterator[Line]:
        condition = item.relevant.source if item.relevant else ""
        if isinstance(item, Question):
            yield from () if item.is_contact else self.question(item, condition)
        elif not item.is_contact:
            kind = "Partie répétée" if item.is_repeat else "Partie"
            yield Line(self.line(item.name, kind, item.label, "", condition), opens=True)
            for inner in item.items:
                yield from self.item(inner)


def questionnaire_lines(versions: Sequence[Version]) -> Iterator[Line]:
    """Every text of every version, in its order and its languages; contact questions are not here either."""
    tags = languages(versions)
    for version in versions:
        for section in version.questionnaire.sections:
            yield from _Sheet(version, tags).item(section)
