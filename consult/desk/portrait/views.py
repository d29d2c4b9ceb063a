"""The portrait of a territory on the desk, and the values it is made of."""

from uuid import UUID, uuid4

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.db import db
from consult.desk.portrait.forms import ValueForm
from consult.desk.portrait.page import load_portrait, places_by_kind, portrait_table, usual_place
from consult.errors import NotFound
from consult.exports.csv_files import table_of
from consult.staff.access import log_action, roles
from consult.staff.models import Role
from consult.territories import service
from consult.territories.indicators import Indicator, indicators
from consult.web.forms import Form

staff = Blueprint("portrait", __name__, url_prefix="/staff/portrait")


def _wanted() -> str:
    return request.args.get("lieu", "") or usual_place()


def _indicator(code: str) -> Indicator:
    found = next((indicator for indicator in indicators() if indicator.code == code), None)
    if found is None:
        raise NotFound
    return found


@staff.get("")
@roles(Role.COORDINATOR, Role.READER)
def show() -> ResponseReturnValue:
    wanted = _wanted()
    return render_template("desk/portrait.html", shown=load_portrait(wanted) if wanted else None,
                           places=places_by_kind())


@staff.get("/portrait.csv")
@roles(Role.COORDINATOR, Role.READER)
def download() -> ResponseReturnValue:
    shown = load_portrait(_wanted())
    as_file = {"Content-Disposition": f'attachment; filename="portrait-{shown.place.code}.csv"'}
    return Response(table_of(portrait_table(shown)), mimetype="text/csv", headers=as_file)


def _value_page(form: ValueForm, key: UUID | None = None) -> ResponseReturnValue:
    page = render_template("desk/portrait_value.html", form=form, indicator=form.indicator, key=key)
    return page, 422 if form.errors else 200


def _keep(key: UUID, form: ValueForm, verb: str) -> ResponseReturnValue:
    value = form.typed()
    service.keep_value(key, value)
    log_action(verb, value.indicator, lieu=value.territory_code, année=value.source.year)
    db.session.commit()
    flash(_("La valeur est enregistrée."), "done")
    return redirect(url_for(".show", lieu=value.territory_code, _anchor=value.indicator), 303)


@staff.route("/<code>/ajouter", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def add(code: str) -> ResponseReturnValue:
    form = ValueForm(_indicator(code), key=str(uuid4()), territory_code=_wanted())
    if not form.read(service.gazetteer()):
        return _value_page(form)
    return _keep(form.chosen_key, form, "ajoute une valeur")


@staff.route("/valeurs/<uuid:key>", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def edit(key: UUID) -> ResponseReturnValue:
    value = service.find_value(key)
    form = ValueForm.of(value, _indicator(value.indicator))
    if not form.read(service.gazetteer()):
        return _value_page(form, key)
    return _keep(key, form, "modifie une valeur")


@staff.route("/valeurs/<uuid:key>/retirer", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def remove(key: UUID) -> ResponseReturnValue:
    value, form = service.find_value(key), Form()
    if not form.validate_on_submit():
        page = render_template("desk/portrait_removal.html", form=form, value=value,
                               indicator=_indicator(value.indicator),
                               place=service.gazetteer().name(value.territory_code))
        return page, 422 if form.errors else 200
    service.remove_value(key)
    log_action("retire une valeur", value.indicator, lieu=value.territory_code, année=value.source.year)
    db.session.commit()
    flash(_("La valeur est retirée."), "done")
    return redirect(url_for(".show", lieu=value.territory_code, _anchor=value.indicator), 303)
