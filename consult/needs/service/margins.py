"""The margins of a campaign: kept, listed, removed; taken in whole or not at all."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select

from consult.campaigns.models import Campaign
from consult.db import db
from consult.errors import NotFound
from consult.needs.margin_lines import Line, read_margins
from consult.needs.margins import Categories, Population, categories_of
from consult.needs.models import KnownMargin
from consult.surveys.service import questionnaire_of, versions_of
from consult.territories.service import places_in


def _by_campaign(campaign_id: UUID) -> Iterable[KnownMargin]:
    in_order = select(KnownMargin).where(KnownMargin.campaign_id == campaign_id)
    in_order = in_order.order_by(KnownMargin.question, KnownMargin.id)
    # Under the lock, what was read before it must not stand for what is there now.
    return db.session.scalars(in_order, execution_options={"populate_existing": True})


def list_margins(campaign_id: UUID) -> list[Population]:
    """What is known of the population, by the name of the question."""
    return [Population.from_document(margin.question, margin.targets, margin.source)
            for margin in _by_campaign(campaign_id)]


def find_margin(campaign_id: UUID, question: str) -> KnownMargin:
    """Raises NotFound."""
    found = next((margin for margin in _by_campaign(campaign_id) if margin.question == question), None)
    if found is None:
        raise NotFound
    return found


def categories_in(campaign: Campaign) -> Categories:
    """What margins of a campaign may be about: all its published versions, and the names of its places."""
    published = (version for version in versions_of(campaign.id) if version.published_at)
    names = {place.code: (place.name, *place.other_names.split(";"))
             for place in places_in(campaign.territory_code)}
    return categories_of(map(questionnaire_of, published), names)


def check_margins(campaign: Campaign, lines: Sequence[Line]) -> list[Population]:
    """The margins of these lines, that nobody has kept yet. Raises BrokenMargins with every fault."""
    return read_margins(lines, categories_in(campaign), list_margins(campaign.id))


def _lock(campaign: Campaign) -> None:
    # Two people at once would each compare their totals with what was there before the other.
    db.session.get_one(Campaign, campaign.id, with_for_update=True)


def take_margins(campaign: Campaign, lines: Sequence[Line]) -> list[Population]:
    """Keep the margins of these lines, each in place of what was known of its question.

    Raises BrokenMargins with every fault; nothing is kept then.
    """
    _lock(campaign)
    taken = check_margins(campaign, lines)
    known = {margin.question: margin for margin in _by_campaign(campaign.id)}
    for population in taken:
        _keep(known.get(population.question), population, campaign.id)
    return taken


def _keep(margin: KnownMargin | None, population: Population, campaign_id: UUID) -> None:
    if margin is None:
        margin = KnownMargin(campaign_id=campaign_id, question=population.question)
        db.session.add(margin)
    margin.targets, margin.source = population.to_document(), population.source


def remove_margin(campaign: Campaign, question: str) -> None:
    """Forget what was known. Raises NotFound where somebody did so just before."""
    _lock(campaign)
    db.session.delete(find_margin(campaign.id, question))
