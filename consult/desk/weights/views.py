"""What the population is known to be, what responses weigh for it, and what that changes."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.campaigns.models import Campaign
from consult.campaigns.service import find_campaign
from consult.db import db
from consult.desk.reading import load_answers
from consult.desk.weights.forms import MarginForm, TableForm, filled_from, filled_with_places, margin_form
from consult.desk.weights.known import KnownPlace, known_places
from consult.desk.weights.page import MAY_SAY, full_page, page_for_readers, samples_of, until_shared
from consult.desk.weights.template import write_template
from consult.desk.weights.words import FILTERS
from consult.diagnostic.service import shared_figures
from consult.errors import NotFound
from consult.needs import service
from consult.needs.margin_lines import BrokenMargins, Line
from consult.needs.margin_tables import in_columns, lines_of
from consult.needs.margins import Categories, Population
from consult.needs.weights import weights_of
from consult.staff.access import current_account, log_action, roles
from consult.staff.models import Role
from consult.surveys.xlsform.sheets import Sheet, UnreadableWorkbook
from consult.surveys.xlsform.workbooks import open_table
from consult.territories.service import places_in
from consult.web.forms import Form

staff = Blueprint("weights", __name__, url_prefix="/staff/campagnes/<slug>/poids")
blueprints = (staff,)
for _name, _filter in FILTERS.items():
    staff.add_app_template_filter(_filter, _name)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff.get("")
@roles(Role.COORDINATOR, Role.READER)
def show(slug: str) -> ResponseReturnValue:
    campaign, sort = find_campaign(slug), request.args.get("tri", "")
    answers, categories = load_answers(campaign), service.categories_in(campaign)
    is_plain = current_account().role is Role.COORDINATOR
    shared = None if is_plain else shared_figures(campaign)
    answers = answers if is_plain else until_shared(answers, shared)
    weights = weights_of(service.list_margins(campaign.id), samples_of(answers))
    if is_plain:
        page = full_page(answers, weights, categories, sampling=campaign.sampling, sort=sort)
    else:
        page = page_for_readers(answers, weights, categories, shared=shared, sort=sort)
    return render_template("desk/weights.html", campaign=campaign, page=page, shared=shared,
                           may_say=MAY_SAY[campaign.sampling])


def _known(campaign: Campaign) -> dict[str, Population]:
    return {population.question: population for population in service.list_margins(campaign.id)}


def _adding_page(campaign: Campaign, form: TableForm, sheet: Sheet | None = None,
                 broken: BrokenMargins | None = None) -> str:
    faults = in_columns(broken.faults, sheet) if sheet and broken else []
    return render_template(
        "desk/weights_add.html", campaign=campaign, form=form, sheet=sheet, faults=faults,
        questions=_offered(service.categories_in(campaign), _known(campaign)))


def _offered(categories: Categories, known: dict[str, Population]) -> list[tuple[str, str, bool]]:
    """Name and words of each question, and whether it has a margin."""
    return [(name, categories.title(name), name in known) for name in categories.questions]


@staff.get("/ajouter")
@roles(Role.COORDINATOR)
def add(slug: str) -> ResponseReturnValue:
    return _adding_page(find_campaign(slug), TableForm(formdata=None))


@staff.post("/ajouter")
@roles(Role.COORDINATOR)
def upload(slug: str) -> ResponseReturnValue:
    campaign, form = find_campaign(slug), TableForm()
    if not form.validate_on_submit():
        return _adding_page(campaign, form), 422
    sheet = Sheet("")
    try:
        sheet = open_table(form.upload())
        return _take(campaign, lines_of(sheet))
    except UnreadableWorkbook as refusal:
        form.table.errors = [_(refusal.sentence, **refusal.values)]
        return _adding_page(campaign, form), 422
    except BrokenMargins as broken:
        return _adding_page(campaign, form, sheet, broken), 422


def _take(campaign: Campaign, lines: list[Line]) -> ResponseReturnValue:
    """Keep the margins of these lines. Raises BrokenMargins."""
    taken = service.take_margins(campaign, lines)
    for population in taken:
        log_action("enregistre une marge", campaign.slug, question=population.question,
                   source=population.source)
    db.session.commit()
    flash(ngettext("%(num)d marge est enregistrée.", "%(num)d marges sont enregistrées.", len(taken)), "done")
    return redirect(url_for(".show", slug=campaign.slug), code=303)


def _form(name: str, categories: Categories, population: Population | None,
          places: list[KnownPlace]) -> MarginForm:
    choices = tuple(choice.name for choice in categories.questions[name].choices)
    if places:
        return margin_form(name, categories, filled_with_places(places, choices), must_read=True)
    filled = filled_from(population, choices) if population else {}
    return margin_form(name, categories, filled)


@staff.route("/marges/<name>", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def margin(slug: str, name: str) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    categories = service.categories_in(campaign)
    if name not in categories.questions:
        raise NotFound
    territories = {place.code: place for place in places_in(campaign.territory_code)}
    places = known_places(categories.questions[name], territories)
    is_offered = "populations" in request.args
    form = _form(name, categories, _known(campaign).get(name), places if is_offered else [])
    if form.is_submitted():
        try:
            if form.validate():
                return _take(campaign, form.lines())
            # What the form itself refuses must not hide what is wrong with the numbers.
            service.check_margins(campaign, form.lines())
        except BrokenMargins as broken:
            form.note(broken.faults)
    page = render_template("desk/weights_margin.html", campaign=campaign, form=form, places=places,
                           title=categories.title(name), is_offered=is_offered and places)
    return page, 422 if form.errors else 200


@staff.route("/marges/<name>/retirer", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def remove(slug: str, name: str) -> ResponseReturnValue:
    campaign, form = find_campaign(slug), Form()
    found = service.find_margin(campaign.id, name)
    if not form.validate_on_submit():
        page = render_template("desk/weights_removal.html", campaign=campaign, form=form,
                               title=service.categories_in(campaign).title(name), source=found.source)
        return page, 422 if form.errors else 200
    service.remove_margin(campaign, name)
    log_action("retire une marge", slug, question=name)
    db.session.commit()
    flash(_("La marge est retirée."), "done")
    return redirect(url_for(".show", slug=slug), code=303)


@staff.get("/modele.xlsx")
@roles(Role.COORDINATOR)
def template(slug: str) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    workbook = write_template(service.categories_in(campaign), service.list_margins(campaign.id))
    as_file = {"Content-Disposition": f'attachment; filename="{slug}-marges.xlsx"'}
    return Response(workbook, mimetype=XLSX, headers=as_file)
