"""What is said of an uploaded questionnaire: findings with their sheet, row and column, in plain French."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from consult.errors import N_
from consult.surveys.questions import Questionnaire


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


WORDS = {Severity.ERROR: N_("Erreur"), Severity.WARNING: N_("À vérifier"), Severity.NOTE: N_("À savoir")}


@dataclass(frozen=True)
class Finding:
    severity: Severity
    sheet: str
    row: int | None
    """As the spreadsheet numbers it; None where the whole sheet is meant."""
    column: str
    """The header as the author wrote it."""
    message: str

    @property
    def word(self) -> str:
        """What the reader is told of its weight."""
        return WORDS[self.severity]

    @property
    def place(self) -> str:
        """« survey, ligne 12, relevant »"""
        row = f"ligne {self.row}" if self.row else ""
        return ", ".join(filter(None, (self.sheet, row, self.column)))


@dataclass(frozen=True)
class Report:
    """The questionnaire, or None where an error forbids it, and all that was found."""

    questionnaire: Questionnaire | None
    findings: tuple[Finding, ...]

    @property
    def has_errors(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def error(sheet: str, row: int | None, column: str, message: str) -> Finding:
    return Finding(Severity.ERROR, sheet, row, column, message)


def warning(sheet: str, row: int | None, column: str, message: str) -> Finding:
    return Finding(Severity.WARNING, sheet, row, column, message)


def note(sheet: str, row: int | None, column: str, message: str) -> Finding:
    return Finding(Severity.NOTE, sheet, row, column, message)


_SHEETS = ("survey", "choices", "settings")


def _rank(finding: Finding) -> tuple[int, int, int]:
    sheet = _SHEETS.index(finding.sheet) if finding.sheet in _SHEETS else len(_SHEETS)
    return list(Severity).index(finding.severity), sheet, finding.row or 0


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors first, then by sheet and row; the same finding is said once."""
    return tuple(sorted(dict.fromkeys(findings), key=_rank))
