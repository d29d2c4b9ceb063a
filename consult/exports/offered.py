"""What a frozen diagnostic can be handed out as: reports for people, files for machines; a line for each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from consult.diagnostic.snapshot import Snapshot
from consult.errors import N_
from consult.exports.report import WRITERS, write
from consult.exports.report.blocks import Report
from consult.exports.report.chart_files import chart_files
from consult.exports.report.content.full import full
from consult.exports.report.content.one_page import one_page
from consult.exports.report.content.two_pages import two_pages
from consult.exports.report.content.village import village
from consult.exports.snapshots.archive import snapshot_zip
from consult.exports.snapshots.package import package_zip
from consult.exports.snapshots.rule_files import RulesUsed
from consult.exports.snapshots.workbook import snapshot_xlsx
from consult.exports.snapshots.zipped import zipped

PDF = ".pdf"
_VILLAGE = "lieu-"
MIMETYPES: Mapping[str, str] = {
    ".pdf": "application/pdf", ".odt": "application/vnd.oasis.opendocument.text", ".zip": "application/zip",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True)
class Paper:
    """A report, and whom it is for."""

    name: str
    title: str
    readers: str
    make: Callable[[Snapshot], Report]


PAPERS = (
    Paper("une-page", N_("Une page"), N_("Pour les élus"), one_page),
    Paper("deux-pages", N_("Deux pages"), N_("Pour le comité de pilotage"), two_pages),
    Paper("complet", N_("Rapport complet"), N_("Pour le comité technique"), full),
)
"""In the order of their length."""


def places_of(snapshot: Snapshot) -> Mapping[str, str]:
    """Name of each place that has a page of its own, by its code."""
    return {place.code: place.name for place in snapshot.places if place.parent == snapshot.territory}


def find_paper(snapshot: Snapshot, name: str) -> Callable[[Snapshot], Report]:
    """The report of this name. Raises KeyError."""
    known = {paper.name: paper.make for paper in PAPERS}
    code = name.removeprefix(_VILLAGE)
    if name.startswith(_VILLAGE) and code in places_of(snapshot):
        return lambda frozen: village(frozen, code)
    return known[name]


def village_papers(snapshot: Snapshot) -> Mapping[str, str]:
    """Name of each place that has a page of its own, by what its report is called."""
    return {f"{_VILLAGE}{code}": name for code, name in places_of(snapshot).items()}


def charts_zip(snapshot: Snapshot) -> bytes:
    """Its drawings, for slides."""
    return zipped(chart_files(snapshot), day=snapshot.frozen_on)


def files_of(snapshot: Snapshot, rules: RulesUsed | None) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Everything a diagnostic can be handed out as: name, and what makes it."""
    for paper in PAPERS:
        for ending in WRITERS:
            yield f"{snapshot.name}-{paper.name}{ending}", _report(snapshot, paper.make, ending)
    for name in village_papers(snapshot):
        yield f"{snapshot.name}-{name}{PDF}", _report(snapshot, find_paper(snapshot, name), PDF)
    yield f"{snapshot.name}-graphiques.zip", lambda: charts_zip(snapshot)
    yield f"{snapshot.name}.xlsx", lambda: snapshot_xlsx(snapshot)
    yield f"{snapshot.name}-donnees-ouvertes.zip", lambda: package_zip(snapshot)
    yield f"{snapshot.name}-dossier.zip", lambda: snapshot_zip(snapshot, rules=rules)


def _report(snapshot: Snapshot, make: Callable[[Snapshot], Report], ending: str) -> Callable[[], bytes]:
    return lambda: write(make(snapshot), ending)
