"""What a campaign says, as it is frozen: who took part, and its needs, all protected together. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from consult.diagnostic.figures import (
    EVERYWHERE,
    PLACE,
    Breakdown,
    Distance,
    Figure,
    Group,
    Row,
)
from consult.needs.disclosure import PLAIN, Rule
from consult.needs.estimates import Survey
from consult.needs.margins import BETWEEN
from consult.needs.profiles import Profile
from consult.needs.tables import Published, publish_needs
from consult.needs.taxonomy import Need
from consult.needs.weights import Weights
from consult.text import Localized

TWO_DECIMALS = 2


@dataclass(frozen=True)
class Way:
    """A way of telling responses apart: its title, and of each code the words and the count."""

    code: str
    title: str
    labels: Mapping[str, str]
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Answered:
    """Everything that is counted of a campaign."""

    slug: str
    survey: Survey
    ways: tuple[Way, ...]
    weights: Weights


@dataclass(frozen=True)
class Measured:
    """What may be published of it."""

    responses: int | None
    participation: tuple[Breakdown, ...]
    distances: tuple[Distance, ...]
    groups: tuple[Group, ...]
    figures: tuple[Figure, ...]
    counts: int
    small: int
    complements: int


def _profiles(survey: Survey) -> list[Profile]:
    return [*([survey.place] if survey.place else []), *survey.profiles]


def _groups(survey: Survey) -> Iterator[Group]:
    for profile in _profiles(survey):
        for group in profile.groups:
            yield Group(profile.code, profile.label, group.code, group.label)


@dataclass(frozen=True)
class _Figures:
    """The figures of one campaign, as they may be published."""

    answered: Answered
    published: Published

    def of(self, need: Need) -> Iterator[Figure]:
        """Everywhere first, with weights where there are any; then group by group."""
        whole = self._figure(need, EVERYWHERE, "")
        yield self._with_weights(whole, need)
        for profile in _profiles(self.answered.survey):
            yield from (self._figure(need, profile.code, group.code) for group in profile.groups)

    def _figure(self, need: Need, profile: str, group: str) -> Figure:
        shown, survey = self.published.figures(need.code, profile, group), self.answered.survey
        return Figure(
            self.answered.slug, need.code, profile, group, shown.base.count, shown.expressing.count,
            shown.strong.count, shown.priority.count,
            survey.asks(need, "strong"), survey.asks(need, "priority"))

    def _with_weights(self, figure: Figure, need: Need) -> Figure:
        """Of all families together only: weights are known, and group by group they would tell counts."""
        found = self.answered.survey.everywhere(need)
        if figure.is_withheld or found.weighted is None:
            return figure
        weighted = replace(figure, weighted=round(found.weighted.value, TWO_DECIMALS))
        if not found.has_interval:
            return weighted
        return replace(weighted, low=round(found.weighted.low, TWO_DECIMALS),
                       high=round(found.weighted.high, TWO_DECIMALS))


def _breakdown(way: Way, published: Published) -> Breakdown:
    return Breakdown(way.code, way.title, tuple(
        Row(code, way.labels.get(code, code), published.responses(way.code, code).count)
        for code in way.counts))


def _labels(answered: Answered, question: str) -> dict[str, Localized]:
    for sample in answered.survey.samples:
        found = {each.name: each for each in sample.questionnaire.questions()}.get(question)
        if found is not None:
            return {choice.name: choice.label for choice in found.choices}
    return {}


def _margin(question: str) -> str:
    """The way of telling responses apart that a margin is."""
    return f"marge {question}"


def _margin_counts(answered: Answered) -> dict[str, dict[str, int]]:
    """How many responses are in each category of each margin; those of places are published as places."""
    place = answered.survey.place
    return {_margin(margin.variable): {key: answered.weights.found(margin.variable, key)
                                       for key in margin.targets}
            for margin in answered.weights.margins if place is None or margin.variable != place.question}


def _found(answered: Answered, published: Published, question: str, key: str) -> int | None:
    place = answered.survey.place
    if place is None or question != place.question:
        return published.responses(_margin(question), key).count
    cells = [published.responses(PLACE, code).count for code in key.split(BETWEEN)]
    return None if None in cells else sum(count or 0 for count in cells)


def _distances(answered: Answered, published: Published) -> Iterator[Distance]:
    for population in answered.weights.populations:
        labels = _labels(answered, population.question)
        found = {key: _found(answered, published, population.question, key) for key in population.counted}
        shown = sum(count or 0 for count in found.values())
        is_whole = None not in found.values()
        for key, number in population.counted.items():
            words = " ou ".join(str(labels.get(choice, choice)) for choice in key.split(BETWEEN))
            count = found[key]
            # A share needs its whole: where one category is withheld, the others are shares of no known base.
            share = count / shown if is_whole and shown and count is not None else None
            yield Distance(population.question, words, population.source, number / population.total, share)


def measure(answered: Answered, needs: Sequence[Need], rule: Rule = PLAIN) -> Measured:
    """What may be published of a campaign about these needs, those that it can show."""
    survey = answered.survey
    possible = [need for need in needs if survey.is_possible(need)]
    ways = {way.code: way.counts for way in answered.ways} | _margin_counts(answered)
    published = publish_needs(survey, possible, rule, told_apart=ways)
    figures, loss = _Figures(answered, published), published.publication.loss
    return Measured(
        published.responses().count, tuple(_breakdown(way, published) for way in answered.ways),
        tuple(_distances(answered, published)), tuple(_groups(survey)),
        tuple(figure for need in possible for figure in figures.of(need)),
        loss.counts, loss.small, loss.complements)
