"""Freezing a diagnostic: inputs, rules, versions and every figure under one hash."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from consult.campaigns.models import Campaign
from consult.db import db
from consult.diagnostic.commitments import Promise
from consult.diagnostic.figures import CampaignUsed
from consult.diagnostic.freezing import (
    Missing,
    Stock,
    kept_needs,
    measured_of,
    missing_of,
    must_carry,
    set_aside,
)
from consult.diagnostic.models import Diagnostic, Frozen
from consult.diagnostic.service import composing
from consult.diagnostic.service.answers import gathered, questionnaires_used
from consult.diagnostic.service.committing import as_promise
from consult.diagnostic.service.measures import measured
from consult.diagnostic.service.territory import (
    indicators_of,
    places_of,
    supply_of,
    surroundings_of,
)
from consult.diagnostic.snapshot import Quote, Snapshot
from consult.errors import N_, NotFound, Refused
from consult.meetings.service import spoken_in
from consult.needs.disclosure import PLAIN
from consult.needs.service import InUse, coded_texts, quotes_in, taxonomy_in_use
from consult.needs.texts import Said
from consult.responses.service import withdrawn_from


class NotYet(Refused):
    """A kept need has no tier, or is no longer in the taxonomy; or nothing is kept, or read."""

    sentence = N_("Ce diagnostic ne peut pas encore être figé. La liste dit ce qui manque.")


def _quotes(campaigns: Iterable[Campaign]) -> dict[str, list[Quote]]:
    """What may be quoted, by need."""
    found: defaultdict[str, list[Quote]] = defaultdict(list)
    for campaign in campaigns:
        said = [Said(each.id, each.text, each.language) for _meeting, each in spoken_in(campaign.id)]
        for quote in quotes_in(campaign.id, coded_texts(campaign.id, said)):
            if quote.is_published:
                text = quote.coded.text
                found[quote.need].append(
                    Quote(quote.words, text.language, quote.in_french, text.is_statement))
    return found


def _earlier(campaign: Campaign) -> tuple[Stock, CampaignUsed, int] | None:
    """What was frozen of a campaign last: its responses then, and its figures."""
    newest_first = select(Frozen).order_by(Frozen.frozen_on.desc(), Frozen.number.desc(), Frozen.id)
    for frozen in db.session.scalars(newest_first):
        if campaign.slug in frozen.answers:
            used = next(each for each in Snapshot.from_document(frozen.document).campaigns
                        if each.slug == campaign.slug)
            return Stock(**frozen.answers[campaign.slug]), used, frozen.number
    return None


def _used(campaign: Campaign, in_use: InUse) -> tuple[CampaignUsed, Stock]:
    figures, responses = measured(campaign, in_use.taxonomy)
    now, earlier = Stock(responses, withdrawn_from(campaign.id)), _earlier(campaign)
    carried_from = None
    if earlier and must_carry(now, earlier[0], PLAIN):
        # The stock stays that of the figures: the next difference is counted from there.
        now, figures = earlier[0], measured_of(earlier[1])
        carried_from = earlier[1].carried_from or earlier[2]
    return CampaignUsed(
        campaign.slug, campaign.title, campaign.opens_on, campaign.closes_on, campaign.sampling,
        campaign.is_demonstration, questionnaires_used(campaign), figures.responses, figures.participation,
        figures.distances, gathered(campaign), figures.groups, figures.figures, figures.counts, figures.small,
        figures.complements, carried_from), now


def missing(diagnostic: Diagnostic) -> Missing:
    """What must be settled before it can be frozen."""
    return missing_of(diagnostic.needs, taxonomy_in_use().taxonomy, len(diagnostic.campaigns))


def assemble(diagnostic: Diagnostic, *, number: int, on: date) -> tuple[Snapshot, dict[str, Any]]:
    """The snapshot a diagnostic would be frozen as, and how many responses stand behind it."""
    in_use = taxonomy_in_use()
    used = [_used(campaign, in_use) for campaign in diagnostic.campaigns]
    campaigns = tuple(each for each, _stock in used)
    places = places_of(diagnostic.territory_code)
    known = (*places, *surroundings_of(diagnostic.territory_code))
    snapshot = Snapshot(
        diagnostic.slug, number, diagnostic.title, diagnostic.territory_code, on, PLAIN.minimum_base,
        PLAIN.minimum_count, in_use.number, in_use.taxonomy.content_hash, dict(diagnostic.texts), known,
        campaigns, indicators_of(known), supply_of(places),
        kept_needs(composing.kept_needs(diagnostic), in_use.taxonomy, campaigns,
                   _quotes(diagnostic.campaigns)),
        set_aside(diagnostic.needs, in_use.taxonomy))
    return snapshot, {each.slug: {"responses": stock.responses, "withdrawn": stock.withdrawn}
                      for each, stock in used}


def freeze(diagnostic: Diagnostic, *, by: str, on: date) -> Frozen:
    """Keep the diagnostic as it is. Raises NotYet where something must be settled first."""
    composing.lock(diagnostic)
    if missing(diagnostic):
        raise NotYet
    number = max((frozen.number for frozen in diagnostic.snapshots), default=0) + 1
    snapshot, answers = assemble(diagnostic, number=number, on=on)
    frozen = Frozen(
        diagnostic=diagnostic, number=number, document=snapshot.to_document(),
        content_hash=snapshot.content_hash, frozen_on=on, frozen_by=by, answers=answers)
    db.session.add(frozen)
    return frozen


def find_frozen(diagnostic: Diagnostic, number: int) -> Frozen:
    """Raises NotFound."""
    found = next((frozen for frozen in diagnostic.snapshots if frozen.number == number), None)
    if found is None:
        raise NotFound
    return found


def snapshot_of(frozen: Frozen) -> Snapshot:
    return Snapshot.from_document(frozen.document)


def show_to_everybody(frozen: Frozen, *, on: date | None) -> None:
    """From this day on everybody may read it, in place of an earlier one; None takes it back."""
    frozen.public_since = on


def withdrawn_since(frozen: Frozen, campaigns: Sequence[Campaign]) -> int:
    """How many families took their answers back after it was frozen: its figures still count them."""
    return sum(withdrawn_from(campaign.id) - frozen.answers[campaign.slug]["withdrawn"]
               for campaign in campaigns if campaign.slug in frozen.answers)


def _latest_public(campaign_id: UUID) -> Frozen | None:
    shown = (select(Frozen).join(Frozen.diagnostic).join(Diagnostic.campaigns)
             .where(Campaign.id == campaign_id, Frozen.public_since.is_not(None)))
    return db.session.scalar(shown.order_by(
        Frozen.public_since.desc(), Frozen.frozen_on.desc(), Frozen.number.desc(), Frozen.id).limit(1))


def has_public(campaign_id: UUID) -> bool:
    """Whether everybody may read results of a campaign."""
    shown = select(Frozen.id).join(Frozen.diagnostic).join(Diagnostic.campaigns)
    of_campaign = shown.where(Campaign.id == campaign_id, Frozen.public_since.is_not(None))
    return db.session.scalar(of_campaign.limit(1)) is not None


def latest_public(campaign_id: UUID) -> tuple[Snapshot, tuple[Promise, ...]] | None:
    """The newest state that everybody may read about a campaign, with what is promised by now."""
    frozen = _latest_public(campaign_id)
    if frozen is None:
        return None
    promises = tuple(as_promise(each) for row in composing.kept_needs(frozen.diagnostic)
                     for each in row.commitments)
    return snapshot_of(frozen), promises
