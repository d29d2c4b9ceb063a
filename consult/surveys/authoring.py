"""The tools of authors, read only when somebody needs them: pyxform takes half a second to start."""

from collections.abc import Iterable
from pathlib import PurePath

from consult.surveys.lint.findings import Finding, Report
from consult.surveys.questions import Questionnaire
from consult.surveys.xlsform.sheets import Upload


def read_upload(upload: Upload) -> Report:
    """The questionnaire in a file, and what was found. Raises UnreadableWorkbook."""
    from consult.surveys.xlsform.importing import check
    return check(upload)


def write_workbook(questionnaire: Questionnaire) -> bytes:
    """The questionnaire as an XLSForm workbook (.xlsx)."""
    from consult.surveys.xlsform.exporting import export_xlsform
    return export_xlsform(questionnaire)


def report_on(questionnaire: Questionnaire) -> Report:
    """What there is to say of a stored questionnaire; rows are those of its exported workbook."""
    return read_upload(Upload(f"{questionnaire.form_id}.xlsx", write_workbook(questionnaire)))


def source_name(upload: Upload) -> str:
    """The names of the files, without any folder a browser may have put before them."""
    names = (upload.name.replace("\\", "/"), upload.choices_name.replace("\\", "/"))
    return " + ".join(PurePath(name).name for name in names if name)


def summary(findings: Iterable[Finding]) -> list[str]:
    """The findings as lines of text, for a terminal."""
    return [f"{finding.word} – {finding.place} : {finding.message}" for finding in findings]
