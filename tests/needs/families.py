"""Simulated families and what they answered, as documents and as packed rows."""

from __future__ import annotations

import random
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from consult.needs.estimates import Sample
from consult.responses.packing import layout, pack, unpack
from consult.surveys.questions import Questionnaire
from consult.surveys.reading.answers import read
from consult.surveys.shipped import load_shipped
from consult.surveys.simulation import plausible_fields

TODAY = date(2026, 11, 23)
NAME = "besoins-petite-enfance"
Answers = dict[str, Any]


@cache
def documents(count: int, seed: int = 976) -> tuple[Answers, ...]:
    """The answers of so many families to the shipped questionnaire."""
    questionnaire, rng, found = load_shipped(NAME), random.Random(seed), []
    while len(found) < count:
        fields = list(plausible_fields(questionnaire, rng=rng, today=TODAY))
        reading = read(questionnaire, fields, today=TODAY)
        if not reading.problems:
            found.append(reading.answers)
    return tuple(found)


def sample_of(answers: tuple[Answers, ...], questionnaire: Questionnaire | None = None) -> Sample:
    questionnaire = questionnaire or load_shipped(NAME)
    rules = layout(questionnaire)
    return Sample(questionnaire, rules, unpack(rules, b"".join(pack(rules, each) for each in answers)))


def as_array(values: list[bool]) -> np.ndarray:
    return np.array(values, dtype=bool)
