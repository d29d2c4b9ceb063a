"""Words quoted for a need: chosen, cleaned, taken back."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from consult.db import db
from consult.errors import N_, Refused
from consult.needs.coded_texts import CodedText
from consult.needs.models import Verbatim
from consult.needs.service.codings import coding_of, refuse_changed
from consult.needs.service.masks import refuse_masked, versions_of
from consult.needs.texts import Text
from consult.needs.verbatims import Quote
from consult.responses.models import Response


class NotOfTheNeed(Refused):
    """Nobody coded the text so, or somebody changed it meanwhile."""

    sentence = N_("Ce texte n’est plus codé à ce besoin. Rien n’a été gardé.")


def _of(text: Text) -> list[ColumnElement[bool]]:
    if text.is_statement:
        return [Verbatim.statement_id == text.statement_id]
    return [Verbatim.response_key == text.response_key, Verbatim.question == text.place]


def quotes_in(campaign_id: UUID, texts: Iterable[CodedText]) -> list[Quote]:
    """What is quoted of these texts of a campaign, in an order that says nothing of who wrote what."""
    by_text = {coded.text.identity: coded for coded in texts}
    chosen = select(Verbatim).outerjoin(Response, Response.key == Verbatim.response_key)
    of_answers = Response.version_id.in_(versions_of(campaign_id))
    here = chosen.where(Verbatim.statement_id.is_not(None) | of_answers)
    found = ((row, by_text.get((row.statement_id or row.response_key, row.question)))
             for row in db.session.scalars(here.order_by(Verbatim.id)))
    return [Quote(row.need, row.words, row.in_french, row.is_open, row.text_hash, coded)
            for row, coded in found if coded]


def quote(text: Text, need: str, *, now: str | None, words: str, in_french: str, is_open: bool, by: str,
          on: date) -> None:
    """Keep what is quoted of a text for a need, in place of what was.

    `now` is what stands there in this very transaction. Raises NotFound where nothing does any more,
    TextChanged, TextMasked, NotOfTheNeed.
    """
    refuse_changed(text, now)
    refuse_masked(text, by)
    if need not in (coding_of(text).final or ()):
        raise NotOfTheNeed
    insert = sqlite.insert if db.session.connection().dialect.name == "sqlite" else postgresql.insert
    said: dict[str, Any] = {"text_hash": text.fingerprint, "words": words, "in_french": in_french,
                            "is_open": is_open, "chosen_on": on}
    whose: dict[str, Any] = {"response_key": text.response_key, "question": text.place,
                             "statement_id": text.statement_id, "need": need}
    once = ["statement_id", "need"] if text.is_statement else ["response_key", "question", "need"]
    adding = insert(Verbatim).values(**whose, **said)
    db.session.execute(adding.on_conflict_do_update(index_elements=once, set_=said))


def unquote(text: Text, need: str) -> None:
    """Quote it no more for this need; nothing happens where it was not."""
    db.session.execute(delete(Verbatim).where(*_of(text), Verbatim.need == need))
