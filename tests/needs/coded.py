"""A campaign with texts to read, and people who read them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from flask import Flask

from consult.db import db, writing
from consult.meetings.models import Meeting, Statement
from consult.needs import service
from consult.needs.coded_texts import CodedText
from consult.needs.texts import Said, Text
from tests.exports.collected import Collected, collect
from tests.factories import a_meeting

SECRET = "for tests only"
TODAY = date(2026, 11, 26)


class Reading:
    """What a test does with texts, each thing in its own transaction."""

    def __init__(self, app: Flask, stored: Callable[..., None]) -> None:
        self.app, self.stored = app, stored
        self.collected: Collected = collect(app, stored)
        self.campaign_id = self.collected.campaign_id
        self.statements: list[Said] = []
        self.meeting: Meeting | None = None

    def write(self, text: str, *, question: str = "mot", language: str = "fr") -> UUID:
        """A family answers, and only writes this."""
        key = uuid4()
        self.collected.answer({question: text}, key=key, language=language)
        return key

    def say(self, text: str, language: str = "swb") -> UUID:
        """Somebody says this in a meeting."""
        if self.meeting is None:
            self.meeting = a_meeting(self.campaign_id, id=uuid4())
            self.meeting_id = self.meeting.id
            self.stored(self.meeting)
        statement = Statement(id=uuid4(), meeting_id=self.meeting_id, position=len(self.statements),
                              text=text, language=language)
        self.statements.append(Said(statement.id, text, language))
        key = statement.id
        self.stored(statement)
        return key

    @contextmanager
    def _writing(self) -> Any:
        with self.app.app_context(), writing():
            yield
            db.session.commit()

    def texts(self) -> list[Text]:
        with self.app.app_context():
            return service.list_texts(self.campaign_id, self.statements, secret=SECRET)

    def text(self, words: str) -> Text:
        return next(text for text in self.texts() if text.text == words)

    def coded(self) -> dict[str, CodedText]:
        """By their words."""
        texts = self.texts()
        with self.app.app_context():
            return {coded.text.text: coded for coded in service.with_codings(self.campaign_id, texts)}

    def _now(self, text: Text) -> str | None:
        return text.text if text.is_statement else service.text_now(text)

    def code(self, text: Text, coder: str, codes: Collection[str] = (), *, on: date = TODAY,
             blind: bool = False) -> None:
        with self._writing():
            service.code_text(text, now=self._now(text), coder=coder, codes=codes, on=on, blind=blind)

    def undo(self, text: Text, coder: str, *, blind: bool = False) -> None:
        with self._writing():
            service.undo_coding(text, coder=coder, blind=blind)

    def settle(self, text: Text, by: str, codes: Collection[str]) -> None:
        with self._writing():
            service.settle(text, now=self._now(text), by=by, codes=codes, on=TODAY)

    def mask(self, text: Text, by: str) -> None:
        with self._writing():
            service.mask(text, by=by)

    def unmask(self, text: Text, by: str) -> None:
        with self._writing():
            service.unmask(text, by=by)

    def counts(self, said: Iterable[Said] | None = None) -> dict[str, tuple[int, int]]:
        with self.app.app_context():
            found = service.coded_counts(
                service.coded_texts(self.campaign_id, self.statements if said is None else said))
            return {code: (count.answers, count.statements) for code, count in found.items()}

    def write_until(self, is_double: bool, words: str = "texte") -> Text:
        """Families write until one of their texts is in the sample, or out of it."""
        for number in range(200):
            self.write(f"{words} {number}")
            text = self.text(f"{words} {number}")
            if text.is_double is is_double:
                return text
        raise AssertionError("two hundred texts alike")
