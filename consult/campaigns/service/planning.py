"""A campaign written and written again."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import select

from consult.campaigns.models import Campaign, LegalBasis, Sampling
from consult.campaigns.slugs import slug_of
from consult.campaigns.stages import ALLOWS, Act
from consult.db import db
from consult.errors import N_, Refused
from consult.text import Localized


class AddressTaken(Refused):
    """Another campaign has this address."""

    status = 422
    sentence = N_("Une autre consultation a déjà cette adresse.")


class AddressFrozen(Refused):
    """Posters carry the address."""

    sentence = N_("L’adresse ne peut plus changer : la consultation est déjà publique.")


class WrongDays(Refused):
    """It would close before it opens."""

    status = 422
    sentence = N_("La date de fin est avant la date de début.")


@dataclass(frozen=True)
class Plan:
    """Everything the coordinator writes of a campaign."""

    title: Localized
    territory_code: str
    opens_on: date
    closes_on: date
    slug: str = ""
    """Made from the title when empty."""
    summary: Localized = Localized()
    body: Localized = Localized()
    decided_by: Localized = Localized()
    open_to_discussion: Localized = Localized()
    sampling: Sampling = Sampling.VOLUNTARY
    controller: str = ""
    data_contact: str = ""
    legal_basis: LegalBasis = LegalBasis.PUBLIC_TASK
    retention_days: int = 730
    contacts_forgotten_on: date | None = None


RESERVED = {"nouvelle"}
"""Addresses of the desk that a campaign would hide behind."""


def _taken_slugs() -> set[str]:
    return {*RESERVED, *db.session.scalars(select(Campaign.slug))}


def _first_free(slug: str, taken: set[str]) -> str:
    candidates: Iterable[str] = (slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3)))
    return next(candidate for candidate in candidates if candidate not in taken)


def _slug_for(plan: Plan, *, current: str = "") -> str:
    taken = _taken_slugs() - {current}
    if not plan.slug:
        return current or _first_free(slug_of(plan.title.french) or "consultation", taken)
    if plan.slug in taken:
        raise AddressTaken
    return plan.slug


def _check_days(plan: Plan) -> None:
    if plan.closes_on < plan.opens_on:
        raise WrongDays


def plan_campaign(plan: Plan, *, is_demonstration: bool = False) -> Campaign:
    """Add a draft. Raises AddressTaken, WrongDays."""
    _check_days(plan)
    values = {field.name: getattr(plan, field.name) for field in fields(plan)}
    campaign = Campaign(**{**values, "slug": _slug_for(plan)}, is_demonstration=is_demonstration)
    db.session.add(campaign)
    return campaign


def edit_campaign(campaign: Campaign, plan: Plan) -> list[str]:
    """Write a campaign again; the names of what changed. Raises AddressTaken, AddressFrozen, WrongDays."""
    _check_days(plan)
    slug = _slug_for(plan, current=campaign.slug)
    if slug != campaign.slug and Act.MOVE not in ALLOWS[campaign.stage]:
        raise AddressFrozen
    values = {**{field.name: getattr(plan, field.name) for field in fields(plan)}, "slug": slug}
    changed = [name for name, value in values.items() if getattr(campaign, name) != value]
    for name in changed:
        setattr(campaign, name, values[name])
    return changed
