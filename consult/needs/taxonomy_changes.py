"""What changes from one taxonomy to another, row by row and column by column. Pure."""

from dataclasses import dataclass

from consult.needs.taxonomy import Taxonomy, rows_of
from consult.needs.taxonomy_table import HEADINGS, Row


@dataclass(frozen=True)
class Change:
    """A cell as it was and as it becomes."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """A need or a domain that is in both, written otherwise."""

    row: Row
    """As it becomes."""
    cells: tuple[Change, ...]


@dataclass(frozen=True)
class Changes:
    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[Changed, ...]
    is_reordered: bool
    """What is in both comes in another order."""

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.is_reordered)


def _changed(before: Row, after: Row) -> Changed:
    cells = (Change(name, before[name], after[name]) for name in HEADINGS if before[name] != after[name])
    return Changed(after, tuple(cells))


def changes_between(before: Taxonomy, after: Taxonomy) -> Changes:
    old = {row["code"]: row for row in rows_of(before)}
    new = {row["code"]: row for row in rows_of(after)}
    kept = [code for code in new if code in old]
    return Changes(
        tuple(row for code, row in new.items() if code not in old),
        tuple(row for code, row in old.items() if code not in new),
        tuple(found for code in kept if (found := _changed(old[code], new[code])).cells),
        kept != [code for code in old if code in new])
