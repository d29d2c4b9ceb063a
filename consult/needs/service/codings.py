"""Codes people give to texts: one coding for each person and text, and what is kept where two differ."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from consult.db import db
from consult.errors import N_, NotFound, Refused
from consult.needs.coded_texts import CodedText
from consult.needs.models import Coding
from consult.needs.service.masks import masks_of, refuse_masked, versions_of, who_masked
from consult.needs.service.texts import texts_of
from consult.needs.texts import Said, Text, fingerprint
from consult.responses.models import Response

SETTLED = "(accord)"
"""In place of a coder's name where a disagreement was settled: no account can be called so."""


class TextChanged(Refused):
    """The family corrected its answer while somebody was reading it."""

    sentence = N_("La famille a changé ce texte pendant que vous le lisiez. Relisez-le.")


class CodingClosed(Refused):
    """Both readers have read it, and one may know what the other found."""

    sentence = N_("Deux personnes ont lu ce texte : leurs codages ne changent plus. "
                  "S’ils diffèrent, la coordination règle le désaccord.")


class NothingToSettle(Refused):
    """Two codings are needed before one can be chosen."""

    sentence = N_("Ce texte n’a pas encore été lu par deux personnes.")


def _of(text: Text) -> list[ColumnElement[bool]]:
    if text.is_statement:
        return [Coding.statement_id == text.statement_id]
    return [Coding.response_key == text.response_key, Coding.question == text.place]


def _readers(text: Text) -> set[str]:
    """Who has read the text as it is now; SETTLED is one of them where a disagreement was settled."""
    current = select(Coding.coder).where(*_of(text), Coding.text_hash == text.fingerprint)
    return set(db.session.scalars(current))


def refuse_changed(text: Text, now: str | None) -> None:
    """Raises NotFound where nothing stands where a text stood, TextChanged where something else does."""
    if now is None:
        raise NotFound
    if fingerprint(now) != text.fingerprint:
        raise TextChanged


def _refuse_closed(text: Text, coder: str, *, blind: bool) -> None:
    """The same rule as `CodedText.is_closed_to`, on what is kept at this moment."""
    readers = _readers(text)
    others = readers - {coder} if not blind else readers & {SETTLED}
    if text.is_double and coder in readers and others:
        raise CodingClosed


def _keep(text: Text, *, coder: str, codes: Iterable[str], on: date) -> None:
    insert = sqlite.insert if db.session.connection().dialect.name == "sqlite" else postgresql.insert
    read: dict[str, Any] = {"text_hash": text.fingerprint, "codes": sorted(set(codes)), "coded_on": on}
    whose: dict[str, Any] = {"response_key": text.response_key, "question": text.place,
                             "statement_id": text.statement_id, "coder": coder}
    adding = insert(Coding).values(**whose, **read)
    once = ["statement_id", "coder"] if text.is_statement else ["response_key", "question", "coder"]
    db.session.execute(adding.on_conflict_do_update(index_elements=once, set_=read))


def code_text(text: Text, *, now: str | None, coder: str, codes: Collection[str], on: date,
              blind: bool = False) -> None:
    """Keep what somebody read in a text, in place of what the same person read before; no code is « none ».

    `now` is what stands there in this very transaction, `blind` who is never shown what others found. Raises
    NotFound where nothing stands there any more, TextChanged, TextMasked, CodingClosed.
    """
    refuse_changed(text, now)
    refuse_masked(text, coder)
    _refuse_closed(text, coder, blind=blind)
    _keep(text, coder=coder, codes=codes, on=on)


def undo_coding(text: Text, *, coder: str, blind: bool = False) -> None:
    """Take one's own coding back; nothing happens where there is none. Raises CodingClosed."""
    _refuse_closed(text, coder, blind=blind)
    db.session.execute(delete(Coding).where(*_of(text), Coding.coder == coder))


def settle(text: Text, *, now: str | None, by: str, codes: Collection[str], on: date) -> None:
    """Keep one reading where two differ. The two stay, and with them the measure of their agreement.

    Raises NotFound, TextChanged, TextMasked, NothingToSettle.
    """
    refuse_changed(text, now)
    refuse_masked(text, by)
    if len(_readers(text) - {SETTLED}) < 2:
        raise NothingToSettle
    _keep(text, coder=SETTLED, codes=codes, on=on)


class _Read(NamedTuple):
    """A coding as it is kept."""

    coder: str
    text_hash: str
    codes: list[Any]
    coded_on: date


def _codings(campaign_id: UUID) -> dict[tuple[UUID | None, str], list[_Read]]:
    """The codings of a campaign's answers, and those of all statements, by text."""
    columns = select(Coding.response_key, Coding.question, Coding.statement_id, Coding.coder,
                     Coding.text_hash, Coding.codes, Coding.coded_on)
    with_answers = columns.outerjoin(Response, Response.key == Coding.response_key)
    here = Response.version_id.in_(versions_of(campaign_id))
    ours = with_answers.where(Coding.statement_id.is_not(None) | here)
    found: defaultdict[tuple[UUID | None, str], list[_Read]] = defaultdict(list)
    for key, place, statement_id, *read in db.session.execute(ours):
        found[statement_id or key, place].append(_Read(*read))
    return found


def _coded(text: Text, reads: Sequence[_Read], masked_by: str) -> CodedText:
    if not reads:
        return CodedText(text, masked_by=masked_by)
    current = {read.coder: frozenset(read.codes) for read in reads if read.text_hash == text.fingerprint}
    outdated = frozenset(read.coder for read in reads) - current.keys() - {SETTLED}
    days = [read.coded_on for read in reads if read.coder in current]
    settled = current.pop(SETTLED, None)
    return CodedText(text, current, outdated, settled, masked_by, max(days, default=None))


def coding_of(text: Text) -> CodedText:
    """One text with what was read in it, at this moment."""
    reads = select(Coding.coder, Coding.text_hash, Coding.codes, Coding.coded_on).where(*_of(text))
    return _coded(text, [_Read(*read) for read in db.session.execute(reads)], who_masked(text))


def with_codings(campaign_id: UUID, texts: Iterable[Text]) -> list[CodedText]:
    """Texts with what was read in them, in the order they are given."""
    masks, codings = masks_of(campaign_id), _codings(campaign_id)
    return [_coded(text, codings.get(text.identity, ()), masks.get((text.identity[0], text.question), ""))
            for text in texts]


@dataclass(frozen=True)
class CodedCount:
    """How many texts express a need; of the two sources, never added up, nor to shares of a survey."""

    answers: int = 0
    statements: int = 0


def coded_texts(campaign_id: UUID, said: Iterable[Said] = ()) -> list[CodedText]:
    """The texts that somebody coded, as they are now, and every statement."""
    keys = select(Coding.response_key).where(Coding.response_key.is_not(None))
    statements = (Text(each.text, each.language, statement_id=each.statement_id) for each in said)
    return with_codings(campaign_id, (*texts_of(campaign_id, keys), *statements))


def coded_counts(texts: Iterable[CodedText]) -> Mapping[str, CodedCount]:
    """How many texts express each need, by what counts in the end; a code that no text has is left out."""
    tally: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for coded in texts:
        for code in coded.final or ():
            tally[code][coded.text.is_statement] += 1
    return {code: CodedCount(*counts) for code, counts in sorted(tally.items())}
