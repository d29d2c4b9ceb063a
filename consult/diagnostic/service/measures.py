"""What campaigns say, as it may be published: worked out once for the same answers."""

import hashlib
import json

from consult.campaigns.models import Campaign
from consult.diagnostic.measuring import Answered, Measured, measure
from consult.diagnostic.service.answers import read_answers
from consult.needs.kept import Kept
from consult.needs.taxonomy import Taxonomy
from consult.territories.service import places_in

_measured = Kept[Measured](8)


def _fingerprint(answered: Answered, taxonomy: Taxonomy) -> str:
    """Of all that the figures are made of."""
    digest = hashlib.blake2b(taxonomy.content_hash.encode(), digest_size=16)
    for sample in answered.survey.samples:
        digest.update(sample.questionnaire.content_hash.encode())
        digest.update(sample.rows.tobytes())
    margins = [(each.question, each.to_document(), each.source) for each in answered.weights.populations]
    ways = [(way.code, way.title, dict(way.labels), dict(way.counts)) for way in answered.ways]
    said = [answered.slug, answered.survey.has_intervals, margins, ways]
    digest.update(json.dumps(said, sort_keys=True).encode())
    return digest.hexdigest()


def measured(campaign: Campaign, taxonomy: Taxonomy) -> tuple[Measured, int]:
    """What may be published of a campaign, and of how many responses. Protecting takes seconds."""
    codes = [place.code for place in places_in(campaign.territory_code)]
    answered = read_answers(campaign, taxonomy, codes)
    name = _fingerprint(answered, taxonomy)
    found = _measured.get(name, lambda: measure(answered, list(taxonomy.needs())))
    return found, len(answered.survey)
