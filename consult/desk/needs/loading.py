"""A campaign's answers as needs are read from them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from consult.campaigns.models import Campaign, Sampling
from consult.desk.filters import Filters
from consult.desk.reading import Answers, load_answers, narrow, passing
from consult.needs.coverage import Coverage, coverage
from consult.needs.estimates import Sample, Survey
from consult.needs.intervals import Strata, unweighted_strata
from consult.needs.profiles import place_profile, profiles_of
from consult.needs.service import InUse, list_margins, taxonomy_in_use
from consult.needs.taxonomy import Need
from consult.needs.weights import weights_of
from consult.territories.service import figures_kept, known_offers
from consult.territories.supply import KnownFigure, Offer


@dataclass(frozen=True)
class Reading:
    """What a page of needs is made of."""

    campaign: Campaign
    answers: Answers
    """All of them; the survey holds those that pass the filters."""
    survey: Survey
    taxonomy_number: int
    offers: Sequence[Offer]
    known: Sequence[KnownFigure]
    """What is known of the supply in the territory and of its children."""

    @property
    def needs(self) -> list[Need]:
        """The needs that any version asks about."""
        return [need for need in self.survey.taxonomy.needs() if self.survey.is_possible(need)]

    @property
    def silent(self) -> list[Need]:
        """The needs that no question can show."""
        return [need for need in self.survey.taxonomy.needs() if not self.survey.is_possible(need)]

    def coverage_of(self, need: Need) -> Coverage:
        return coverage(need.code, places=self.answers.territories, offers=self.offers, known=self.known)


def _samples(answers: Answers) -> Sequence[Sample]:
    return tuple(Sample(part.version.questionnaire, part.layout, part.table.rows) for part in answers.parts)


def load_reading(campaign: Campaign, filters: Filters, needs: InUse | None = None) -> Reading:
    """The campaign's answers, narrowed, with a taxonomy: the one in use where none is named."""
    answers, in_use = load_answers(campaign), needs or taxonomy_in_use()
    samples = _samples(narrow(answers, filters))
    newest = samples[0].questionnaire if samples else None
    has_intervals = campaign.sampling is Sampling.RANDOM
    survey = Survey(
        samples, in_use.taxonomy, place_profile(answers.place) if answers.place else None,
        profiles_of(newest) if newest else (),
        _strata(campaign, answers, filters, is_drawn=has_intervals), has_intervals)
    places = answers.territories
    return Reading(campaign, answers, survey, in_use.number, known_offers(places), figures_kept(places))


def _strata(campaign: Campaign, answers: Answers, filters: Filters, *, is_drawn: bool) -> Strata | None:
    """Who weighs what among all that answered; those whom filters let through are a domain of them."""
    whole = weights_of(list_margins(campaign.id), _samples(answers)).strata
    if whole is None and is_drawn:
        whole = unweighted_strata(sum(map(len, answers.parts)))
    if whole is None or not filters.query():
        return whole
    return replace(whole, of_rows=whole.of_rows[np.concatenate(passing(answers, filters))])
