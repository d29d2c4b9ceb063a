"""What no packed row holds: words as they were written, and the answers given inside repeats.

Words are shown in an order of their own, that is neither that of arrival nor that of any other question: two
texts of the same family cannot be put side by side again.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from consult.desk.filters import NO_RELAY, Filters
from consult.desk.questions import NUMERIC, Counted
from consult.desk.reading import Answers, Part
from consult.exports.rows import instances
from consult.exports.tables import Table, Variable
from consult.exports.values import SILENT
from consult.needs.service import masked_answers
from consult.needs.texts import echoes, masked
from consult.responses.service import Answered, iter_responses, reference_of
from consult.surveys.questions import Kind


def _place_in_list(name: str, text: str) -> bytes:
    return hashlib.sha256(f"{name}|{text}".encode()).digest()


def _shown(answers: Answers) -> Iterator[tuple[Part, Mapping[str, Any]]]:
    """The answers of each response, without the words in which somebody found a name or a phone number."""
    keys = [part.version.key for part in answers.parts if part.version.key]
    masks = {reference_of(key): names for key, names in masked_answers(keys).items()}
    for part in answers.parts:
        for response in iter_responses(part.version.key) if part.version.key else ():
            names = masks.get(response.reference)
            yield part, masked(response.answers, echoes(part.version.questionnaire, names)) \
                if names else response.answers


def texts(answers: Answers, table: Table, variable: Variable) -> list[str]:
    """Everything written in answer to a question, in no order that says who wrote what."""
    found = (str(answer) for part, given in _shown(answers) if part.number in variable.versions
             for _, inside in instances(given, table.repeat)
             if (answer := inside.get(variable.question.name)) not in SILENT)
    return sorted(found, key=lambda text: _place_in_list(variable.name, text))


def _holds(answer: Any, choice: str) -> bool:
    return choice in answer if isinstance(answer, list) else bool(answer == choice)


def _passes(response: Answered, part: Part, filters: Filters, place: str) -> bool:
    """The same filters as on packed rows, on a document."""
    question, choice = filters.choice
    relay = None if filters.relais == NO_RELAY else filters.relay_id
    return all((
        not filters.village or _holds(response.answers.get(place), filters.village),
        filters.langue in ("", response.language),
        filters.mode in ("", response.mode),
        not filters.relais or response.relay_id == relay,
        filters.day in (None, response.day),
        not filters.choix or _holds(response.answers.get(question), choice),
        filters.number in (None, part.number)))


def _given(answers: Answers, table: Table, filters: Filters, variable: Variable) -> Iterator[Any]:
    """The answers of each instance of a repeat; SILENT ones too, and Ellipsis where it was not asked."""
    place = answers.place.name if answers.place else ""
    for part in answers.parts:
        name = variable.question.name if part.number in variable.versions else ""
        for response in iter_responses(part.version.key) if part.version.key else ():
            if _passes(response, part, filters, place):
                yield from (inside.get(name, ...) for _, inside in instances(response.answers, table.repeat))


def _choices(answer: Any) -> Iterable[str]:
    return answer if isinstance(answer, list) else (str(answer),)


def count_in_repeat(answers: Answers, table: Table, variable: Variable, filters: Filters) -> Counted:
    """The bases and choices of a question asked in a repeat: one instance, one answer."""
    given = list(_given(answers, table, filters, variable))
    asked = [answer for answer in given if answer is not ...]
    answered = [answer for answer in asked if answer not in SILENT]
    chosen = Counter(choice for answer in answered if variable.choices for choice in _choices(answer))
    numbers = [float(answer) for answer in answered] if variable.question.kind in NUMERIC else []
    places = {code: np.array([answer.index(code) + 1.0 for answer in answered if code in answer])
              for code in variable.choices} if variable.question.kind is Kind.RANK else {}
    return Counted(len(given), len(asked), len(answered), {code: chosen[code] for code in variable.choices},
                   np.array(numbers), places)
