"""What campaigns say, as it may be published: worked out once for the same answers."""

import hashlib
import json
from datetime import date

from consult.campaigns.models import Campaign
from consult.diagnostic.measuring import Answered, Measured, measure
from consult.diagnostic.service.answers import read_answers
from consult.needs.estimates import hash_of
from consult.needs.kept import Kept
from consult.needs.taxonomy import Taxonomy
from consult.territories.service import places_in

_measured = Kept[Measured](8)


def _fingerprint(answered: Answered, taxonomy: Taxonomy) -> str:
    """Of all that the figures are made of."""
    digest = hashlib.blake2b(taxonomy.content_hash.encode(), digest_size=16)
    digest.update(hash_of(answered.survey.samples).encode())
    for sample in answered.survey.samples:
        digest.update(sample.questionnaire.content_hash.encode())
    margins = [(each.question, each.to_document(), each.source) for each in answered.weights.populations]
    ways = [(way.code, way.title, dict(way.labels), dict(way.counts)) for way in answered.ways]
    said = [answered.slug, answered.survey.has_intervals, margins, ways]
    digest.update(json.dumps(said, sort_keys=True).encode())
    return digest.hexdigest()


def answered(campaign: Campaign, taxonomy: Taxonomy, *, until: date | None = None) -> Answered:
    """What is counted of a campaign, or by the end of a day."""
    codes = [place.code for place in places_in(campaign.territory_code)]
    return read_answers(campaign, taxonomy, codes, until=until)


def measure_once(found: Answered, taxonomy: Taxonomy) -> Measured:
    """What may be published of these answers. Protecting takes seconds: it is done once for the same ones."""
    return _measured.get(_fingerprint(found, taxonomy), lambda: measure(found, list(taxonomy.needs())))


def measured(campaign: Campaign, taxonomy: Taxonomy) -> tuple[Measured, int]:
    """What may be published of a campaign as it is now, and of how many responses."""
    found = answered(campaign, taxonomy)
    return measure_once(found, taxonomy), len(found.survey)
