"""A campaign's answers as needs are read from them; and the same as it may be shown to anybody."""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from consult.campaigns.models import Campaign, Sampling
from consult.desk.filters import Filters
from consult.desk.reading import Answers, load_answers, narrow
from consult.needs.estimates import Sample, Survey
from consult.needs.profiles import place_profile, profiles_of
from consult.needs.service import list_margins, taxonomy_in_use
from consult.needs.tables import Published, publish_needs
from consult.needs.taxonomy import Need
from consult.needs.weights import weights_of

KEPT = 8


@dataclass(frozen=True)
class Reading:
    """What a page of needs is made of."""

    campaign: Campaign
    answers: Answers
    """All of them; the survey holds those that pass the filters."""
    survey: Survey
    taxonomy_number: int

    @property
    def needs(self) -> list[Need]:
        """The needs that any version asks about."""
        return [need for need in self.survey.taxonomy.needs() if self.survey.is_possible(need)]

    @property
    def silent(self) -> list[Need]:
        """The needs that no question can show."""
        return [need for need in self.survey.taxonomy.needs() if not self.survey.is_possible(need)]


def _samples(answers: Answers) -> Sequence[Sample]:
    return tuple(Sample(part.version.questionnaire, part.layout, part.table.rows) for part in answers.parts)


def load_reading(campaign: Campaign, filters: Filters) -> Reading:
    """The campaign's answers, narrowed, with the taxonomy in use."""
    answers, in_use = load_answers(campaign), taxonomy_in_use()
    samples = _samples(narrow(answers, filters))
    newest = samples[0].questionnaire if samples else None
    # Weights are those of all responses: what filters let through has no margins of its own.
    is_whole = not filters.query()
    survey = Survey(
        samples, in_use.taxonomy, place_profile(answers.place) if answers.place else None,
        profiles_of(newest) if newest else (),
        weights_of(list_margins(campaign.id), samples).strata if is_whole else None,
        has_intervals=campaign.sampling is Sampling.RANDOM and is_whole)
    return Reading(campaign, answers, survey, in_use.number)


_published: OrderedDict[str, Published] = OrderedDict()
_guard = Lock()


def _fingerprint(survey: Survey) -> str:
    digest = hashlib.blake2b(survey.taxonomy.content_hash.encode(), digest_size=16)
    for sample in survey.samples:
        digest.update(sample.questionnaire.content_hash.encode())
        digest.update(sample.rows.tobytes())
    return digest.hexdigest()


def published(reading: Reading) -> Published:
    """The needs as anybody may see them. Protecting takes seconds: it is done once for the same answers."""
    name = _fingerprint(reading.survey)
    with _guard:
        if name not in _published:
            _published[name] = publish_needs(reading.survey, reading.needs)
        _published.move_to_end(name)
        while len(_published) > KEPT:
            _published.popitem(last=False)
        return _published[name]
