"""Column types shared by every table."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Text, TypeDecorator

from consult.text import Localized

compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Made once: an encoder with settings of its own costs as much as what it writes."""


class LocalizedText(TypeDecorator[Localized]):
    """A `Localized` value, kept as one JSON document."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Localized | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value.to_json(), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Localized | None:
        return None if value is None else Localized.from_json(json.loads(value))


class Document(TypeDecorator[Any]):
    """A JSON document, replaced whole and never changed in place."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else compact(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Moment(TypeDecorator[datetime]):
    """An aware instant, read back in UTC: SQLite forgets the zone of what it is given."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
