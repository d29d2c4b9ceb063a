"""How long a questionnaire takes to answer and what its page weighs, before anybody has opened it."""

import math
import zlib
from collections.abc import Iterable, Iterator, Mapping

from consult.surveys.questions import Kind, Question, Questionnaire, Section
from consult.text import Localized

SECONDS: Mapping[Kind, int] = {
    Kind.NOTE: 0, Kind.TEXT: 20, Kind.INTEGER: 10, Kind.DECIMAL: 10, Kind.RANGE: 10, Kind.DATE: 10,
    Kind.TIME: 10, Kind.ONE: 7, Kind.MULTIPLE: 7, Kind.RANK: 20, Kind.ACKNOWLEDGE: 3, Kind.CALCULATE: 0,
    Kind.HIDDEN: 0}
_SILENT = frozenset({Kind.CALCULATE, Kind.HIDDEN})
WORDS_A_MINUTE = 180
FRAME_BYTES = 7_000
"""The page around the questions, with its style and its script, compressed. Measured, as the next one."""
CONTROL_BYTES = 13
"""What one question or choice adds beside its words, compressed."""


def sections_of(items: Iterable[Question | Section]) -> Iterator[Section]:
    """Groups and repeats, those inside others included."""
    for item in items:
        if isinstance(item, Section):
            yield item
            yield from sections_of(item.items)


def texts(questionnaire: Questionnaire) -> Iterator[Localized]:
    """Every text a family can read."""
    yield questionnaire.title
    yield from (section.label for section in sections_of(questionnaire.sections))
    for question in questionnaire.questions():
        if question.kind not in _SILENT:
            yield from (question.label, question.hint, question.constraint_message, question.required_message)
            yield from (choice.label for choice in question.choices)


def estimated_minutes(questionnaire: Questionnaire) -> int:
    """Minutes for a family that is asked everything once: answering, and reading questions and hints."""
    asked = [question for question in questionnaire.questions() if question.kind not in _SILENT]
    words = sum(len(text.french.split()) for question in asked for text in (question.label, question.hint))
    seconds = sum(SECONDS[question.kind] for question in asked) + 60 * words / WORDS_A_MINUTE
    return max(1, math.ceil(seconds / 60))


def estimated_bytes(questionnaire: Questionnaire) -> int:
    """Compressed size of the French page: its words compressed, and a fixed share for each control."""
    words = zlib.compress("\n".join(text.french for text in texts(questionnaire)).encode(), 9)
    controls = sum(1 + len(question.choices) for question in questionnaire.questions())
    return FRAME_BYTES + len(words) + CONTROL_BYTES * controls
