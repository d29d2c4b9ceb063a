"""Why responses have no weights, and what to do about it: in French. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from consult.errors import N_
from consult.needs.margins import Categories
from consult.needs.profiles import PLACE_TOPIC
from consult.needs.weighting import CannotRake, Fault
from consult.needs.weights import Weights
from consult.territories.figures import in_figures

NOBODY_THERE = N_("Personne de %(choice)s n’a répondu : regroupez ce lieu avec un autre, ou retirez cette "
                  "marge.")
NOBODY_SAYS = N_("Personne n’a répondu « %(choice)s » à « %(question)s » : regroupez ce choix avec un autre, "
                 "ou retirez cette marge.")
LOST_ELSEWHERE = N_("Les familles qui ont répondu « %(choice)s » à « %(question)s » ne répondent pas aux "
                    "questions des autres marges : regroupez ce choix avec un autre, ou retirez une marge.")
NOT_ZERO = N_("La marge dit que personne ne répond « %(choice)s » à « %(question)s », et des familles l’ont "
              "répondu : donnez un nombre, regroupez ce choix avec un autre, ou écrivez « hors » si elles ne "
              "sont pas de la population.")
UNEQUAL = N_("La marge « %(question)s » fait %(own)s en tout, et la marge « %(other)s » fait %(total)s : "
             "corrigez l’une des deux, ou retirez-la.")
NO_END = N_("Les marges se contredisent pour ces réponses : suivre l’une défait l’autre. Regroupez les choix "
            "les plus rares, ou retirez une marge.")
NOBODY = N_("Aucune réponse ne dit tout ce que les marges demandent : attendez d’autres réponses, ou retirez "
            "une marge.")


@dataclass(frozen=True)
class Reason:
    """A French sentence, and its values."""

    sentence: str
    values: Mapping[str, str] = field(default_factory=dict)


def _empty(weights: Weights, categories: Categories, refusal: CannotRake) -> Reason:
    values = _choice(weights, categories, refusal).values
    if weights.found(refusal.variable, refusal.category):
        return Reason(LOST_ELSEWHERE, values)
    question = categories.questions.get(refusal.variable)
    is_place = question is not None and question.topic == PLACE_TOPIC
    return Reason(NOBODY_THERE if is_place else NOBODY_SAYS, values)


def _choice(_weights: Weights, categories: Categories, refusal: CannotRake) -> Reason:
    return Reason(NOT_ZERO, {"choice": categories.label(refusal.variable, refusal.category),
                             "question": categories.title(refusal.variable)})


def _totals(weights: Weights, categories: Categories, refusal: CannotRake) -> Reason:
    totals = {margin.variable: in_figures(margin.total) for margin in weights.margins}
    first = weights.margins[0].variable
    return Reason(UNEQUAL, {"question": categories.title(refusal.variable), "own": totals[refusal.variable],
                            "other": categories.title(first), "total": totals[first]})


_REASONS: Mapping[Fault, Callable[[Weights, Categories, CannotRake], Reason]] = {
    Fault.NO_ANSWER: _empty, Fault.ZERO_MARGIN: _choice, Fault.UNEQUAL_TOTALS: _totals,
    Fault.NO_END: lambda *_: Reason(NO_END), Fault.NOBODY: lambda *_: Reason(NOBODY)}


def why_no_weights(weights: Weights, categories: Categories) -> Reason | None:
    """None where there are weights, or where no margin is known."""
    refusal = weights.refusal
    return _REASONS[refusal.fault](weights, categories, refusal) if refusal else None
