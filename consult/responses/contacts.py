"""Contact answers in words, so that who invites reads them without the questionnaire. Pure."""

from collections.abc import Mapping
from typing import Any

from consult.surveys.questions import CHOOSING, Question, Questionnaire


def _words(question: Question, answer: Any) -> str:
    if question.kind not in CHOOSING:
        return str(answer)
    labels = {choice.name: choice.label.french or choice.name for choice in question.choices}
    chosen = answer if isinstance(answer, list) else [answer]
    return ", ".join(labels.get(name, str(name)) for name in chosen)


def in_words(questionnaire: Questionnaire, contacts: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The contact answers by question name, each with its question and its choices in French."""
    given = {name: answer for name, answer in contacts.items() if answer not in (None, "", [])}
    if not given:
        return {}
    return {question.name: {"label": question.label.french or question.name,
                            "answer": _words(question, given[question.name])}
            for question in questionnaire.questions() if question.name in given}
