"""A taxonomy held against a questionnaire: what the rules name wrongly, and what they leave aside. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from consult.errors import N_
from consult.needs.estimates import rules_for
from consult.needs.evidence import Fault, Rule, check_rule, countable, needs_named_by_choices
from consult.needs.expressed import refusals
from consult.needs.taxonomy import Need, Taxonomy
from consult.surveys.questions import Choice, Question, Questionnaire


@dataclass(frozen=True)
class RuleFault:
    """A piece of a need's rule that this questionnaire cannot answer."""

    need: Need
    is_strong: bool
    fault: Fault


@dataclass(frozen=True)
class Held:
    faults: tuple[RuleFault, ...]
    unknown: tuple[Fault, ...]
    """Needs named beside a choice of the questionnaire, that the taxonomy does not have."""
    impossible: tuple[Need, ...]
    """Needs that no answer to this questionnaire can show."""
    partly: tuple[tuple[Question, tuple[Choice, ...]], ...]
    """Questions that some rule uses, with the choices that none does."""
    aside: tuple[Question, ...]
    """Questions with choices that no rule uses at all."""


def hold_against(taxonomy: Taxonomy, questionnaire: Questionnaire) -> Held:
    used = _used(taxonomy, questionnaire)
    asked = countable(questionnaire).values()
    left = [(question, _left(question, used, questionnaire)) for question in asked]
    return Held(
        tuple(_faults(taxonomy, questionnaire)), tuple(_unknown(taxonomy, questionnaire)),
        tuple(need for need in taxonomy.needs() if not rules_for(need, questionnaire).evidence),
        tuple((question, choices) for question, choices in left if choices and question.name in used),
        tuple(question for question, _choices in left if question.name not in used))


def _faults(taxonomy: Taxonomy, questionnaire: Questionnaire) -> Iterator[RuleFault]:
    for need in taxonomy.needs():
        for is_strong, rule in ((False, need.evidence), (True, need.strong)):
            for fault in dict.fromkeys(check_rule(rule, questionnaire)):
                yield RuleFault(need, is_strong, fault)


def _unknown(taxonomy: Taxonomy, questionnaire: Questionnaire) -> Iterator[Fault]:
    known = taxonomy.by_code()
    for code in needs_named_by_choices(questionnaire):
        if code not in known:
            yield Fault(N_("Le questionnaire nomme le besoin « %(code)s », qui n’existe pas ici."), code,
                        (("code", code),))


def _used(taxonomy: Taxonomy, questionnaire: Questionnaire) -> dict[str, set[str]]:
    """By question, the choices that some rule uses."""
    rules: list[Rule] = []
    for need in taxonomy.needs():
        found = rules_for(need, questionnaire)
        rules += (found.evidence, found.strong)
    used: dict[str, set[str]] = {}
    for rule in rules:
        for term in rule.terms():
            used.setdefault(term.question, set()).update(term.choices)
    return used


def _left(question: Question, used: dict[str, set[str]], questionnaire: Questionnaire) -> tuple[Choice, ...]:
    """The choices no rule uses; « I prefer not to say » is none of them."""
    aside = {*used.get(question.name, ()), *refusals(questionnaire).get(question.name, ())}
    return tuple(choice for choice in question.choices if choice.name not in aside)
