"""Composing a diagnostic: its campaigns, its texts, and what becomes of each need."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from consult.campaigns.models import Campaign
from consult.db import db
from consult.diagnostic.models import DecidedNeed, Decision, Diagnostic
from consult.diagnostic.snapshot import Heading, Tier
from consult.errors import N_, NotFound, Refused


class SameName(Refused):
    """Files and addresses would be confused."""

    sentence = N_("Un diagnostic porte déjà ce nom. Choisissez-en un autre.")


class DecidedElsewhere(Refused):
    """Somebody put one of the needs into another need of the diagnostic meanwhile."""

    sentence = N_("Un de ces besoins vient d’être réuni à un autre. Rien n’a été changé. Relisez la liste.")


class HasCommitments(Refused):
    """Something is promised for a need: it does not vanish with it."""

    sentence = N_("Des engagements sont pris pour ce besoin. Effacez-les, ou gardez le besoin.")


@dataclass(frozen=True)
class Decided:
    """What somebody says of a need, or of several that are one."""

    codes: Sequence[str]
    decision: Decision
    tier: Tier | None = None
    reason: str = ""
    statement: str = ""
    concerned: str = ""
    offer: str = ""
    tension: Sequence[str] = ()


def list_diagnostics() -> list[Diagnostic]:
    """The newest on top."""
    newest_first = select(Diagnostic).order_by(Diagnostic.created_on.desc(), Diagnostic.slug)
    return list(db.session.scalars(newest_first))


def find_diagnostic(slug: str) -> Diagnostic:
    """Raises NotFound."""
    found = db.session.scalar(select(Diagnostic).where(Diagnostic.slug == slug))
    if found is None:
        raise NotFound
    return found


def create_diagnostic(*, slug: str, title: str, territory_code: str, campaigns: Iterable[Campaign], on: date
                      ) -> Diagnostic:
    """Raises SameName."""
    if db.session.scalar(select(Diagnostic.id).where(Diagnostic.slug == slug)):
        raise SameName
    diagnostic = Diagnostic(slug=slug, title=title, territory_code=territory_code, created_on=on, texts={},
                            campaigns=list(campaigns))
    db.session.add(diagnostic)
    return diagnostic


def lock(diagnostic: Diagnostic) -> None:
    """Two people at once would each put a need where the other does not see it."""
    db.session.get_one(Diagnostic, diagnostic.id, with_for_update=True, populate_existing=True)


def change_diagnostic(diagnostic: Diagnostic, *, title: str, campaigns: Iterable[Campaign]) -> None:
    diagnostic.title, diagnostic.campaigns = title, list(campaigns)


def write_texts(diagnostic: Diagnostic, texts: dict[Heading, str]) -> None:
    """What the coordinator writes, in place of what was there; an empty text is no text."""
    diagnostic.texts = {heading.value: text for heading, text in texts.items() if text}


def decided_of(diagnostic: Diagnostic, code: str) -> DecidedNeed | None:
    """What was decided of a need of the taxonomy, alone or with others."""
    return next((each for each in diagnostic.needs if code in each.codes), None)


def _refuse_taken(diagnostic: Diagnostic, codes: Collection[str], row: DecidedNeed | None) -> None:
    for other in diagnostic.needs:
        if other is not row and len(other.codes) > 1 and set(other.codes) & set(codes):
            raise DecidedElsewhere


def _remove(diagnostic: Diagnostic, row: DecidedNeed) -> None:
    if row.commitments:
        raise HasCommitments
    diagnostic.needs.remove(row)


def decide(diagnostic: Diagnostic, decided: Decided) -> DecidedNeed:
    """Keep what somebody says of a need; those that join it are no longer needs of their own.

    The first code names it. Raises DecidedElsewhere for a need that is part of another one, HasCommitments
    where something promised would vanish.
    """
    lock(diagnostic)
    row = decided_of(diagnostic, decided.codes[0])
    _refuse_taken(diagnostic, decided.codes, row)
    is_kept = decided.decision is Decision.KEPT
    for other in list(diagnostic.needs):
        if other is not row and set(other.codes) & set(decided.codes):
            _remove(diagnostic, other)
    if row is None:
        row = DecidedNeed(position=len(diagnostic.needs), codes=[], decision=decided.decision)
        diagnostic.needs.append(row)
    elif not is_kept and row.commitments:
        raise HasCommitments
    row.codes, row.decision = list(dict.fromkeys(decided.codes)), decided.decision
    row.tier, row.reason = decided.tier if is_kept else None, decided.reason
    row.statement, row.concerned, row.offer = decided.statement, decided.concerned, decided.offer
    row.tension = list(decided.tension)
    return row


def undecide(diagnostic: Diagnostic, code: str) -> None:
    """The need, and those that were one with it, wait for a decision again. Raises HasCommitments."""
    lock(diagnostic)
    row = decided_of(diagnostic, code)
    if row is not None:
        _remove(diagnostic, row)


def kept_needs(diagnostic: Diagnostic) -> list[DecidedNeed]:
    """Tier A first, those without a tier last, then as they were put in order."""
    kept = [each for each in diagnostic.needs if each.decision is Decision.KEPT]
    return sorted(kept, key=lambda each: (each.tier or "Z", each.position, each.id))


def put_before(diagnostic: Diagnostic, key: UUID, *, up: bool) -> None:
    """Exchange a kept need with its neighbour in the same tier; nothing happens at either end."""
    lock(diagnostic)
    kept = kept_needs(diagnostic)
    row = next((each for each in kept if each.id == key), None)
    if row is None:
        raise NotFound
    for place, each in enumerate(kept):
        each.position = place
    place = kept.index(row)
    other = kept[place - 1] if up and place else kept[place + 1] if not up and place + 1 < len(kept) else None
    if other is not None and other.tier is row.tier:
        row.position, other.position = other.position, row.position
