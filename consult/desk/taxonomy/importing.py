"""A taxonomy brought in from a file: read whole, shown as what it changes, and kept only when confirmed.

Nothing waits on the server between the two: the table that was read comes back inside the form, and is read
and checked again exactly as a file is. It needs no signature, since whoever may confirm may upload.
"""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.desk.taxonomy.forms import KeepForm, TableForm
from consult.desk.taxonomy.views import keep, staff
from consult.errors import TableFault
from consult.exports.taxonomies import read_taxonomy_file, taxonomy_csv
from consult.needs import service
from consult.needs.taxonomy import Taxonomy
from consult.needs.taxonomy_changes import changes_between
from consult.needs.taxonomy_table import BrokenTaxonomy
from consult.staff.access import roles
from consult.staff.models import Role
from consult.surveys.authoring import source_name
from consult.surveys.xlsform.sheets import UnreadableWorkbook, Upload

__all__ = ("staff",)
CARRIED = "besoins.csv"
LONGEST_NAME = 120
Faults = tuple[TableFault, ...]


def _upload_page(form: TableForm, faults: Faults = ()) -> ResponseReturnValue:
    page = render_template("desk/taxonomy_import.html", form=form, faults=faults)
    return page, 422 if form.errors or faults else 200


def _read(form: TableForm, name: str, content: bytes) -> tuple[Taxonomy | None, Faults]:
    """The taxonomy of a file, or what is wrong with it: at the field, or row by row."""
    try:
        return read_taxonomy_file(name, content), ()
    except UnreadableWorkbook as refusal:
        form.file.errors = [_(refusal.sentence) % refusal.values]
    except BrokenTaxonomy as broken:
        return None, broken.faults
    return None, ()


def _changes_page(taxonomy: Taxonomy, source: str, *, has_changed: bool = False) -> str:
    """What a file would change in the version in use, with the file inside the form."""
    in_use = service.taxonomy_in_use()
    form = KeepForm(formdata=None, table=taxonomy_csv(taxonomy).decode("utf-8-sig"), source=source,
                    number=str(in_use.number))
    return render_template("desk/taxonomy_changes.html", form=form, in_use=in_use, has_changed=has_changed,
                           changes=changes_between(in_use.taxonomy, taxonomy))


@staff.route("/importer", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def upload() -> ResponseReturnValue:
    form = TableForm()
    if not form.validate_on_submit():
        return _upload_page(form)
    sent = form.file.data
    taxonomy, faults = _read(form, sent.filename or "", sent.read())
    if taxonomy is None:
        return _upload_page(form, faults)
    return _changes_page(taxonomy, source_name(Upload(sent.filename or "", b""))[:LONGEST_NAME])


@staff.post("/importer/confirmer")
@roles(Role.COORDINATOR)
def confirm() -> ResponseReturnValue:
    form, again = KeepForm(), TableForm(formdata=None)
    if not form.validate_on_submit():
        again.file.errors = [_("Choisissez à nouveau le fichier.")]
        return _upload_page(again)
    taxonomy, faults = _read(again, CARRIED, form.table.data.encode())
    if taxonomy is None:
        return _upload_page(again, faults)
    source = form.source.data[:LONGEST_NAME]
    if form.number.data != str(service.taxonomy_in_use().number):
        return _changes_page(taxonomy, source, has_changed=True), 409
    keep(taxonomy, source, "importe les besoins", source)
    return redirect(url_for(".listing"), 303)
