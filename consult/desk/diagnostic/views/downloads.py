"""A frozen diagnostic as files: reports for people, tables and archives for machines."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue

from consult.desk.diagnostic.views.blueprint import staff
from consult.diagnostic import service
from consult.diagnostic.snapshot import Snapshot
from consult.errors import NotFound
from consult.exports.offered import MIMETYPES, charts_zip, find_paper
from consult.exports.report import write
from consult.exports.rules import rules_of
from consult.exports.snapshots.archive import snapshot_zip
from consult.exports.snapshots.package import package_zip
from consult.exports.snapshots.workbook import snapshot_xlsx
from consult.staff.access import roles
from consult.staff.models import Role

WHO = (Role.COORDINATOR, Role.READER)
"""All that is in a snapshot was protected together: whoever may read it may keep it."""


def _snapshot(slug: str, number: int) -> Snapshot:
    return service.snapshot_of(service.find_frozen(service.find_diagnostic(slug), number))


def _file(content: bytes, name: str, ending: str) -> Response:
    return Response(content, mimetype=MIMETYPES[ending],
                    headers={"Content-Disposition": f'attachment; filename="{name}{ending}"'})


@staff.get("/<slug>/etats/<int:number>/rapports/<name>.<any(pdf, docx, odt):kind>")
@roles(*WHO)
def paper(slug: str, number: int, name: str, kind: str) -> ResponseReturnValue:
    snapshot, ending = _snapshot(slug, number), f".{kind}"
    try:
        report = find_paper(snapshot, name)(snapshot)
    except KeyError as unknown:
        raise NotFound from unknown
    return _file(write(report, ending), f"{snapshot.name}-{name}", ending)


@staff.get("/<slug>/etats/<int:number>/classeur.xlsx")
@roles(*WHO)
def workbook(slug: str, number: int) -> ResponseReturnValue:
    snapshot = _snapshot(slug, number)
    return _file(snapshot_xlsx(snapshot), snapshot.name, ".xlsx")


@staff.get("/<slug>/etats/<int:number>/graphiques.zip")
@roles(*WHO)
def charts(slug: str, number: int) -> ResponseReturnValue:
    snapshot = _snapshot(slug, number)
    return _file(charts_zip(snapshot), f"{snapshot.name}-graphiques", ".zip")


@staff.get("/<slug>/etats/<int:number>/donnees-ouvertes.zip")
@roles(*WHO)
def open_data(slug: str, number: int) -> ResponseReturnValue:
    snapshot = _snapshot(slug, number)
    return _file(package_zip(snapshot), f"{snapshot.name}-donnees-ouvertes", ".zip")


@staff.get("/<slug>/etats/<int:number>/dossier.zip")
@roles(*WHO)
def archive(slug: str, number: int) -> ResponseReturnValue:
    snapshot = _snapshot(slug, number)
    return _file(snapshot_zip(snapshot, rules=rules_of(snapshot)), f"{snapshot.name}-dossier", ".zip")
