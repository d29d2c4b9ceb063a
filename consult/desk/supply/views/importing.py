"""The whole supply brought in from a file: all of it, or nothing with every fault and its place."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.db import db
from consult.desk.supply.forms import TableForm
from consult.desk.supply.views.blueprint import staff
from consult.errors import TableFault
from consult.exports.supply import read_supply_file
from consult.staff.access import log_action, roles
from consult.staff.models import Role
from consult.surveys.authoring import source_name
from consult.surveys.xlsform.sheets import UnreadableWorkbook, Upload
from consult.territories import service
from consult.territories.service import Replaced
from consult.territories.supply import Offer
from consult.territories.supply_table import BrokenSupply

LONGEST_NAME = 120


def _page(form: TableForm, faults: tuple[TableFault, ...] = ()) -> ResponseReturnValue:
    page = render_template("desk/supply_import.html", form=form, faults=faults)
    return page, 422 if form.errors or faults else 200


def _said(replaced: Replaced) -> str:
    if replaced.is_nothing:
        return str(_("Ce tableau est le même que l’offre connue : rien n’a changé."))
    return str(_("Le tableau est enregistré. Lignes ajoutées : %(added)s. Lignes retirées : %(removed)s.",
                 added=replaced.added, removed=replaced.removed))


def _take(offers: list[Offer], source: str) -> ResponseReturnValue:
    replaced = service.replace_offers(offers)
    if not replaced.is_nothing:
        log_action("importe l’offre", source, ajoutées=replaced.added, retirées=replaced.removed)
    db.session.commit()
    flash(_said(replaced), "done")
    return redirect(url_for(".listing"), 303)


@staff.route("/importer", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def upload() -> ResponseReturnValue:
    form = TableForm()
    if not form.validate_on_submit():
        return _page(form)
    sent = Upload(form.file.data.filename or "", form.file.data.read())
    try:
        offers = read_supply_file(sent.name, sent.content, service.gazetteer())
    except UnreadableWorkbook as refusal:
        form.file.errors = [_(refusal.sentence, **refusal.values)]
        return _page(form)
    except BrokenSupply as broken:
        return _page(form, broken.faults)
    return _take(offers, source_name(sent)[:LONGEST_NAME])
