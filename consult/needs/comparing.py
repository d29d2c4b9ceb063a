"""Two campaigns side by side: only where the same words were asked and the same answers count. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from consult.needs.estimates import Rules, Survey
from consult.needs.evidence import Rule
from consult.needs.taxonomy import Need
from consult.surveys.questions import Question, Questionnaire


class Obstacle(StrEnum):
    """Why two figures of one need say different things."""

    NOT_ASKED = "not_asked"
    """One of the campaigns asks nothing that shows it."""
    RULES = "rules"
    """Other answers count as evidence."""
    WORDING = "wording"
    """A question or an answer is worded otherwise."""
    CHOICES = "choices"
    """Other answers could be chosen beside those that count."""
    ASKED_OF = "asked_of"
    """The question is asked of other families."""


@dataclass(frozen=True)
class Comparison:
    """A need in two campaigns; with obstacles its figures are not set side by side."""

    need: Need
    obstacles: tuple[Obstacle, ...]

    @property
    def is_possible(self) -> bool:
        return not self.obstacles


def _questions(rule: Rule, questionnaire: Questionnaire) -> list[Question]:
    names = dict.fromkeys(term.question for term in rule.terms())
    return [questionnaire[name] for name in names]


def _wording(question: Question, rule: Rule) -> tuple[object, ...]:
    counted = {choice for term in rule.terms() if term.question == question.name for choice in term.choices}
    return (question.label.french, question.hint.french,
            tuple(choice.label.french for choice in question.choices if choice.name in counted))


def _offered(question: Question) -> tuple[object, ...]:
    return (question.kind, frozenset(choice.name for choice in question.choices))


def _condition(question: Question) -> str:
    return question.relevant.source if question.relevant else ""


def _obstacles(rules: tuple[Rules, Rules], papers: tuple[Questionnaire, Questionnaire]) -> Iterator[Obstacle]:
    first, second = rules
    if not first.evidence or not second.evidence:
        yield Obstacle.NOT_ASKED
        return
    if (first.evidence, first.strong) != (second.evidence, second.strong):
        yield Obstacle.RULES
        return
    whole = first.evidence | first.strong
    pairs = list(zip(*(_questions(whole, paper) for paper in papers), strict=True))
    if any(_wording(one, whole) != _wording(other, whole) for one, other in pairs):
        yield Obstacle.WORDING
    if any(_offered(one) != _offered(other) for one, other in pairs):
        yield Obstacle.CHOICES
    if any(_condition(one) != _condition(other) for one, other in pairs):
        yield Obstacle.ASKED_OF


def compare(need: Need, earlier: Survey, later: Survey) -> Comparison:
    """Whether a need's figures of two campaigns can stand side by side, every version of both considered."""
    found: dict[Obstacle, None] = {}
    for first, one in enumerate(earlier.samples):
        for second, other in enumerate(later.samples):
            rules = earlier.rules(first, need), later.rules(second, need)
            found.update(dict.fromkeys(_obstacles(rules, (one.questionnaire, other.questionnaire))))
    if not earlier.samples or not later.samples:
        found[Obstacle.NOT_ASKED] = None
    return Comparison(need, tuple(found))
