"""What a file of answers is made from: a campaign, its published questionnaires, its responses one by one."""

from collections.abc import Iterator
from datetime import date
from json import JSONDecoder

from sqlalchemy import Text, null, select, type_coerce

from consult import clock
from consult.campaigns.models import Campaign
from consult.db import db
from consult.exports.ddi import describe
from consult.exports.extract import Extract
from consult.exports.rows import Given
from consult.exports.tables import Version, tables_of
from consult.needs.service import Masks, masked_answers
from consult.needs.texts import echoes, masked
from consult.responses.models import Response
from consult.responses.service import participation
from consult.surveys.questions import from_document
from consult.surveys.service import versions_of

ROWS_AT_ONCE = 1000


def extract_of(campaign: Campaign, *, on: date) -> Extract:
    """What a file made on this day says of itself, and its columns: every published version is in it."""
    published = [version for version in versions_of(campaign.id) if version.published_at]
    versions = tuple(
        Version(version.number, from_document(version.document),
                frozenset(review["tag"] for review in version.reviews), version.id,
                version.published_at and version.published_at.astimezone(clock.ZONE).date())
        for version in published)
    return Extract(
        slug=campaign.slug, title=campaign.title.french, territory=campaign.territory.name,
        opens_on=campaign.opens_on, closes_on=campaign.closes_on, made_on=on, controller=campaign.controller,
        is_demonstration=campaign.is_demonstration, sampling=campaign.sampling,
        relays={relay.id: relay.name for relay in campaign.relays}, versions=versions,
        tables=tables_of(versions))


# What a file holds and nothing else, keys included: it is read twice as fast as whole responses.
_EXPORTED = select(Response.day, Response.language, Response.mode, Response.relay_id,
                   type_coerce(Response.answers, Text))
_read = JSONDecoder().decode


def _stream(version: Version, masks: Masks) -> Iterator[Given]:
    """The responses to a version in the order of their random keys, which is not that of their arrival."""
    # Keys are for looking masks up, and cost a tenth of the time.
    columns = _EXPORTED.add_columns(Response.key if masks else null())
    in_order = columns.where(Response.version_id == version.key).order_by(Response.key)
    found = db.session.connection().execute(in_order, execution_options={"yield_per": ROWS_AT_ONCE})
    for day, language, mode, relay_id, document, key in found:
        answers = _read(document)
        if key in masks:
            answers = masked(answers, echoes(version.questionnaire, masks[key]))
        yield day, language, mode, relay_id, answers


def responses_of(extract: Extract) -> Iterator[tuple[int, Given]]:
    """Every response with its version's number, streamed; what names somebody stays out of every file."""
    masks = masked_answers([version.key for version in extract.versions if version.key])
    for version in extract.versions:
        if version.key:
            yield from ((version.number, response) for response in _stream(version, masks))


def description_of(campaign: Campaign, extract: Extract) -> bytes:
    """The questionnaires and variables of a campaign, for archives and catalogues."""
    return describe(extract, participation(campaign.id))
