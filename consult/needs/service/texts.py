"""The texts of a campaign: written in its answers, said in its meetings."""

from collections.abc import Collection, Iterable, Iterator
from json import JSONDecoder
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, or_, select, type_coerce
from sqlalchemy import Text as Characters

from consult.db import db
from consult.needs.texts import Open, Said, Text, answer_text, open_questions, statement_text, written
from consult.responses.models import Response
from consult.responses.packing import FIRST, layout
from consult.surveys.models import QuestionnaireVersion
from consult.surveys.questions import Questionnaire, from_document

AT_ONCE = 1000
_read = JSONDecoder().decode
_columns = select(Response.key, Response.language, type_coerce(Response.answers, Characters))


def published_questionnaires(campaign_id: UUID) -> dict[UUID, Questionnaire]:
    """What families could answer, by the key of its version, the newest first."""
    versions = select(QuestionnaireVersion).where(
        QuestionnaireVersion.campaign_id == campaign_id, QuestionnaireVersion.published_at.is_not(None))
    newest_first = versions.order_by(QuestionnaireVersion.number.desc(), QuestionnaireVersion.id)
    return {version.id: from_document(version.document) for version in db.session.scalars(newest_first)}


def _holds_text(questionnaire: Questionnaire, questions: Collection[Open]) -> ColumnElement[bool]:
    """Whether a packed row tells of a text, or of a repeat that may hold one; others are not even read."""
    places: Any = layout(questionnaire).dtype.fields
    octets = {places[question.path[0] if question.path else question.name][1] for question in questions}
    return or_(false(), *(func.substr(Response.packed, octet + 1, 1) >= bytes([FIRST]) for octet in octets))


def _written(campaign_id: UUID, secret: str) -> Iterator[Text]:
    for version_id, questionnaire in published_questionnaires(campaign_id).items():
        questions = open_questions(questionnaire)
        here = _columns.where(Response.version_id == version_id, _holds_text(questionnaire, questions))
        found = db.session.connection().execute(here, execution_options={"yield_per": AT_ONCE})
        for key, language, answers in found:
            for place, text in written(_read(answers), questions):
                yield answer_text(key, place, text, language, secret=secret)


def list_texts(campaign_id: UUID, said: Iterable[Said], *, secret: str) -> list[Text]:
    """Every text of a campaign, in an order that says nothing of who wrote what or when."""
    statements = (statement_text(each, secret=secret) for each in said if each.text.strip())
    return sorted((*_written(campaign_id, secret), *statements), key=lambda text: text.handle)


def texts_of(campaign_id: UUID, keys: Select[Any]) -> Iterator[Text]:
    """What was written in some responses of a campaign, without the handles they are read by."""
    versions = {version.id: open_questions(from_document(version.document)) for version in db.session.scalars(
        select(QuestionnaireVersion).where(QuestionnaireVersion.campaign_id == campaign_id))}
    columns = select(Response.key, Response.version_id, Response.language, Response.answers)
    for key, version_id, language, answers in db.session.execute(
            columns.where(Response.version_id.in_(versions), Response.key.in_(keys))):
        yield from (Text(text, language, response_key=key, place=place)
                    for place, text in written(answers, versions[version_id]))


def text_now(text: Text) -> str | None:
    """What stands where a text stood when it was listed; None where nothing does any more.

    A statement is as it was handed over: needs know nothing of meetings.
    """
    if text.is_statement:
        return text.text
    found = select(QuestionnaireVersion.document, Response.answers).join(
        QuestionnaireVersion, QuestionnaireVersion.id == Response.version_id)
    # Kept from others until this transaction ends, where the database is one that can.
    row = db.session.execute(found.where(Response.key == text.response_key)
                             .with_for_update(of=Response)).first()
    if row is None:
        return None
    return dict(written(row.answers, open_questions(from_document(row.document)))).get(text.place)
