"""What the page of weights shows: to the coordinator in full, to readers what points at no family."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from consult.campaigns.models import Sampling
from consult.desk.charts import Bars, bars
from consult.desk.reading import Answers
from consult.desk.shared import place_counts
from consult.desk.weights.changes import Change, largest_changes
from consult.desk.weights.gaps import Table, gap_tables, protected, sorted_as
from consult.diagnostic.service import Shared
from consult.errors import N_
from consult.needs.disclosure import PLAIN
from consult.needs.estimates import Sample, hash_of
from consult.needs.margins import Categories
from consult.needs.no_weights import Reason, why_no_weights
from consult.needs.weighting import Raked, Spread, gaps
from consult.needs.weights import Weights

TOO_LARGE = 5
"""A response that weighs more than so many times the mean speaks for too many families."""
STEPS = (0.2, 0.5, 0.8, 1.25, 2.0, 3.0, float(TOO_LARGE))
"""Where the steps of the histogram end, as multiples of the mean weight."""
WITHHELD = Reason(N_("Les poids ne peuvent pas être calculés avec ces marges. La coordination voit "
                     "pourquoi."))
MAY_SAY: Mapping[Sampling, str] = {
    Sampling.VOLUNTARY: N_("Réponses reçues, non représentatif au sens statistique. Les familles ont choisi "
                           "de répondre. Les poids corrigent ce que les marges disent, et rien d’autre. "
                           "Aucun intervalle n’est donné."),
    Sampling.RANDOM: N_("Les familles ont été tirées au sort. Les poids corrigent ce que les marges disent, "
                        "et les intervalles à 95 %% en tiennent compte."),
    Sampling.CENSUS: N_("Toutes les familles ont été interrogées. Les poids corrigent l’absence de celles "
                        "qui n’ont pas répondu, pour ce que les marges disent. Aucun intervalle n’est "
                        "donné."),
}


@dataclass(frozen=True)
class Effect:
    """What raking did to the weights."""

    rounds: int
    spread: Spread
    count: int
    """All responses."""
    chart: Bars | None = None
    """How many responses have which weight; None for readers."""

    @property
    def effective(self) -> int:
        """For readers, by tens: seen before and after one more answer, it says nothing of that family."""
        return int(round(self.spread.effective, 0 if self.chart else -1))

    @property
    def without(self) -> int:
        return self.count - self.spread.count

    @property
    def is_too_large(self) -> bool:
        return self.spread.largest > TOO_LARGE


@dataclass(frozen=True)
class Page:
    tables: tuple[Table, ...]
    reason: Reason | None
    """Why there are no weights."""
    effect: Effect | None
    changes: tuple[Change, ...]


def samples_of(answers: Answers) -> list[Sample]:
    """The answers as needs read them: version after version."""
    return [Sample(part.version.questionnaire, part.layout, part.table.rows) for part in answers.parts]


def _written(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def step_labels() -> list[str]:
    """« 0,2 ou moins », « 0,2 à 0,5 », …, « plus de 5 »."""
    first, last = _written(STEPS[0]), _written(STEPS[-1])
    middle = [f"{_written(low)} à {_written(high)}" for low, high in zip(STEPS, STEPS[1:], strict=False)]
    return [f"{first} ou moins", *middle, f"plus de {last}"]


def histogram(raked: Raked) -> Bars:
    """How many responses weigh how many times the mean."""
    weights = raked.weights[raked.is_weighted]
    # What is exactly a limit in arithmetic may miss it by a bit in the machine.
    places = np.searchsorted(STEPS, np.round(weights / weights.mean(), 9), side="left")
    counts = np.bincount(places, minlength=len(STEPS) + 1)
    return bars(dict(zip(step_labels(), counts.tolist(), strict=True)))


def _effect(weights: Weights) -> Effect | None:
    if weights.raked is None:
        return None
    return Effect(weights.raked.rounds, weights.raked.spread, weights.count, histogram(weights.raked))


def full_page(answers: Answers, weights: Weights, categories: Categories, *, sampling: Sampling,
              sort: str) -> Page:
    """For the coordinator."""
    tables = tuple(sorted_as(table, sort) for table in gap_tables(weights, categories))
    changes = largest_changes(answers, samples_of(answers), weights,
                              has_intervals=sampling is Sampling.RANDOM)
    return Page(tables, why_no_weights(weights, categories), _effect(weights), tuple(changes))


def _shown_counts(answers: Answers, question: str, shared: Shared | None) -> dict[str, int | None]:
    """By choice, what readers see of a question: where families live, as the page of participation shows it.

    Another question would be one more table of the same families.
    """
    return place_counts(shared) if answers.place and question == answers.place.name else {}


def _tells_nobody(weights: Weights) -> bool:
    """Whether no category is so small that the value of the answers would tell its count."""
    counts = [weights.count - weights.weighted, *(gap.count for gap in gaps(weights.margins))]
    return not any(PLAIN.is_small(count) for count in counts)


def until_shared(answers: Answers, shared: Shared | None) -> Answers:
    """The answers behind the figures that readers see, those of them that are still here."""
    if shared is None:
        return replace(answers, parts=())
    return replace(answers, parts=tuple(
        replace(part, table=part.table.until(shared.until)) for part in answers.parts))


def page_for_readers(answers: Answers, weights: Weights, categories: Categories, *, shared: Shared | None,
                     sort: str) -> Page:
    """No count that readers do not see elsewhere, and nothing of the weights that would tell one.

    `answers` and `weights` are of those up to the shared day. What they are worth is told only while they are
    exactly those that the other pages count: one that was corrected since would tell on its family here.
    """
    tables = tuple(sorted_as(protected(table, _shown_counts(answers, table.question, shared)), sort)
                   for table in gap_tables(weights, categories))
    if shared is None or hash_of(samples_of(answers)) != shared.answers_hash:
        return Page(tables, None, None, ())
    effect = None
    if weights.raked and _tells_nobody(weights):
        effect = Effect(weights.raked.rounds, weights.raked.spread, weights.count)
    return Page(tables, WITHHELD if weights.refusal else None, effect, ())
