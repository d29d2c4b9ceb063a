"""The supply on the desk: a line added, written again, taken away; all of it as a file."""

from uuid import UUID, uuid4

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.db import db
from consult.desk.supply.forms import OfferForm
from consult.desk.supply.page import COLUMNS, WORDS, sections_of, silent
from consult.desk.supply.views.blueprint import staff
from consult.exports.supply import supply_csv
from consult.staff.access import log_action, roles
from consult.staff.models import Role
from consult.territories import service
from consult.territories.service import OfferDoubled
from consult.territories.supply import KINDS
from consult.web.forms import Form
from consult.web.sorting import order_of


@staff.get("")
@roles(Role.COORDINATOR, Role.READER)
def listing() -> ResponseReturnValue:
    rows, places = service.list_offers(), service.list_territories()
    order = order_of("offre", request.args.get("tri", ""), COLUMNS, usual="nom", words=WORDS)
    return render_template("desk/supply.html", sections=sections_of(rows, places, order), order=order,
                           kinds=KINDS, silent=silent(rows, places))


@staff.get("/offre.csv")
@roles(Role.COORDINATOR, Role.READER)
def download() -> ResponseReturnValue:
    as_file = {"Content-Disposition": 'attachment; filename="offre.csv"'}
    return Response(supply_csv(service.known_offers(), service.gazetteer()), mimetype="text/csv",
                    headers=as_file)


def _line_page(form: OfferForm, key: UUID | None = None) -> ResponseReturnValue:
    return render_template("desk/supply_line.html", form=form, key=key), 422 if form.errors else 200


def _keep(key: UUID, form: OfferForm, verb: str) -> ResponseReturnValue | None:
    """None where the same line is there already: the form says so."""
    offer = form.offer(service.gazetteer())
    try:
        service.keep_offer(key, offer)
    except OfferDoubled as refusal:
        form.name.errors = [_(refusal.sentence)]
        return None
    log_action(verb, offer.name, lieu=offer.territory_code)
    db.session.commit()
    flash(_("La ligne « %(name)s » est enregistrée.", name=offer.name), "done")
    return redirect(url_for(".listing", _anchor=offer.territory_code), 303)


@staff.route("/ajouter", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def add() -> ResponseReturnValue:
    form = OfferForm(key=str(uuid4()), territory_code=request.args.get("lieu", ""))
    if form.read(service.gazetteer()) and (kept := _keep(form.chosen_key, form, "ajoute à l’offre")):
        return kept
    return _line_page(form)


@staff.route("/<uuid:key>", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def edit(key: UUID) -> ResponseReturnValue:
    gazetteer = service.gazetteer()
    form = OfferForm.of(service.find_offer(key).offer, gazetteer)
    if form.read(gazetteer) and (kept := _keep(key, form, "modifie l’offre")):
        return kept
    return _line_page(form, key)


@staff.route("/<uuid:key>/retirer", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def remove(key: UUID) -> ResponseReturnValue:
    row, form = service.find_offer(key), Form()
    if not form.validate_on_submit():
        page = render_template("desk/supply_removal.html", row=row, form=form,
                               place=service.gazetteer().name(row.territory_code))
        return page, 422 if form.errors else 200
    offer = service.remove_offer(key)
    log_action("retire de l’offre", offer.name, lieu=offer.territory_code)
    db.session.commit()
    flash(_("La ligne « %(name)s » est retirée.", name=offer.name), "done")
    return redirect(url_for(".listing"), 303)
