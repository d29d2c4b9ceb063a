"""Texts with a name or a phone number inside: whoever marked one still reads it, nobody else does."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from consult.db import db
from consult.errors import N_, Refused
from consult.needs.models import MaskedText, Verbatim
from consult.needs.texts import Text
from consult.responses.models import Response
from consult.surveys.models import QuestionnaireVersion

Masks = Mapping[UUID, frozenset[str]]
"""Questions whose words are masked, by the key of the response."""


class TextMasked(Refused):
    """Somebody else found a name or a phone number in it."""

    sentence = N_("Ce texte est masqué : une autre personne y a vu un nom ou un téléphone.")


def _of(text: Text) -> list[ColumnElement[bool]]:
    """Of an answer in a repeat, all instances at once: a family may put them in another order."""
    if text.is_statement:
        return [MaskedText.statement_id == text.statement_id]
    return [MaskedText.response_key == text.response_key, MaskedText.question == text.question]


def who_masked(text: Text) -> str:
    """The name of who marked it; empty where it is no secret."""
    return db.session.scalar(select(MaskedText.marked_by).where(*_of(text))) or ""


def refuse_masked(text: Text, name: str) -> None:
    """Raises TextMasked for everybody but who marked it."""
    if who_masked(text) not in ("", name):
        raise TextMasked


def mask(text: Text, *, by: str) -> None:
    """From now on only this person reads the text, and what is quoted of it waits to be looked at again.

    Raises TextMasked where somebody else was first.
    """
    insert = sqlite.insert if db.session.connection().dialect.name == "sqlite" else postgresql.insert
    row: dict[str, Any] = {"response_key": text.response_key, "statement_id": text.statement_id,
                           "question": text.question, "marked_by": by}
    once = ["statement_id"] if text.is_statement else ["response_key", "question"]
    db.session.execute(insert(MaskedText).values(**row).on_conflict_do_nothing(index_elements=once))
    refuse_masked(text, by)
    quoted = [Verbatim.statement_id == text.statement_id] if text.is_statement else [
        Verbatim.response_key == text.response_key,
        or_(Verbatim.question == text.question, Verbatim.question.startswith(f"{text.question}/"))]
    db.session.execute(update(Verbatim).where(*quoted).values(is_open=False))


def unmask(text: Text, *, by: str) -> None:
    """Everybody who may read texts reads it again. Raises TextMasked for anybody but who marked it."""
    refuse_masked(text, by)
    db.session.execute(delete(MaskedText).where(*_of(text)))


def versions_of(campaign_id: UUID) -> Select[UUID]:
    """The keys of a campaign's questionnaires, for a query."""
    return select(QuestionnaireVersion.id).where(QuestionnaireVersion.campaign_id == campaign_id)


def masks_of(campaign_id: UUID) -> dict[tuple[UUID | None, str], str]:
    """Who marked what: by response and question, and by statement; those of all campaigns, for the latter."""
    columns = select(
        MaskedText.response_key, MaskedText.question, MaskedText.statement_id, MaskedText.marked_by)
    with_answers = columns.outerjoin(Response, Response.key == MaskedText.response_key)
    found = db.session.execute(with_answers.where(
        MaskedText.statement_id.is_not(None) | Response.version_id.in_(versions_of(campaign_id))))
    return {(statement_id or key, question): name for key, question, statement_id, name in found}


def masked_answers(version_ids: Collection[UUID]) -> Masks:
    """The questions whose words are masked, by response: for files, and for every list of texts."""
    columns = select(Response.key, MaskedText.question)
    here = columns.join(MaskedText, MaskedText.response_key == Response.key).where(
        Response.version_id.in_(version_ids))
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    for key, question in db.session.execute(here):
        found[key].add(question)
    return {key: frozenset(questions) for key, questions in found.items()}
