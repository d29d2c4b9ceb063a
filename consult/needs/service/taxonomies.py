"""The taxonomy in use, and its versions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from consult.db import db
from consult.errors import N_, NotFound, Refused
from consult.needs.models import TaxonomyVersion
from consult.needs.taxonomy import Taxonomy, from_document, shipped_taxonomy

SHIPPED = 0
"""Number of the taxonomy that comes with the product, in use until somebody keeps another."""


class ChangedMeanwhile(Refused):
    """Somebody else kept a version first."""

    sentence = N_("Quelqu’un d’autre a changé les besoins au même moment. Votre envoi n’est pas enregistré. "
                  "Revenez en arrière et recommencez.")


@dataclass(frozen=True)
class InUse:
    number: int
    taxonomy: Taxonomy


def list_versions() -> list[TaxonomyVersion]:
    """Every version, the newest first."""
    return list(db.session.scalars(select(TaxonomyVersion).order_by(TaxonomyVersion.number.desc())))


def taxonomy_in_use() -> InUse:
    """The newest version, or the one that comes with the product."""
    newest = db.session.scalar(select(TaxonomyVersion).order_by(TaxonomyVersion.number.desc()).limit(1))
    if newest is None:
        return InUse(SHIPPED, shipped_taxonomy())
    return InUse(newest.number, from_document(newest.document))


def find_version(version_id: UUID) -> TaxonomyVersion:
    """Raises NotFound."""
    version = db.session.get(TaxonomyVersion, version_id)
    if version is None:
        raise NotFound
    return version


def taxonomy_numbered(number: int) -> InUse:
    """The taxonomy of a version, or the one that comes with the product. Raises NotFound."""
    if number == SHIPPED:
        return InUse(SHIPPED, shipped_taxonomy())
    version = db.session.scalar(select(TaxonomyVersion).where(TaxonomyVersion.number == number))
    if version is None:
        raise NotFound
    return InUse(version.number, from_document(version.document))


def keep_taxonomy(taxonomy: Taxonomy, *, source_name: str, at: datetime) -> TaxonomyVersion | None:
    """Put a taxonomy in use as a new version; None where it is what is in use already.

    Raises ChangedMeanwhile where somebody else does so at the same moment.
    """
    current = taxonomy_in_use()
    if taxonomy.content_hash == current.taxonomy.content_hash:
        return None
    version = TaxonomyVersion(
        number=current.number + 1, document=taxonomy.to_document(), content_hash=taxonomy.content_hash,
        source_name=source_name, created_at=at)
    db.session.add(version)
    try:
        db.session.flush()  # two versions of the same moment want the same number: one is told here
    except IntegrityError as problem:
        raise ChangedMeanwhile from problem
    return version
