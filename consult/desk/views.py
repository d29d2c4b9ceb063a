"""The desk's first page, and the reading of answers."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from consult import clock
from consult.campaigns.models import Campaign, Stage
from consult.campaigns.service import find_campaign, list_campaigns
from consult.desk import campaign_cards
from consult.desk.blueprint import staff
from consult.desk.coding import views as coding
from consult.desk.diagnostic import views as diagnostic
from consult.desk.documents import texts
from consult.desk.health import read_health
from consult.desk.meeting_cards import gatherings
from consult.desk.meetings import views as meetings
from consult.desk.narrowing import Narrowing
from consult.desk.needs import views as needs
from consult.desk.participation import participation
from consult.desk.portrait import views as portrait
from consult.desk.privacy import views as privacy
from consult.desk.question_page import question_page
from consult.desk.questions import SORTED_BY, find_variable, listed
from consult.desk.reading import load_answers, narrow
from consult.desk.shared import participation_tables
from consult.desk.stages import views as stages
from consult.desk.supply import views as supply
from consult.desk.taxonomy import importing as taxonomy
from consult.desk.taxonomy import rules
from consult.desk.verbatims import views as verbatims
from consult.desk.weights import views as weights
from consult.diagnostic.service import count_late, shared_figures
from consult.errors import NotFound
from consult.staff.access import current_account, roles
from consult.staff.models import Role
from consult.web.sorting import order_of

MODULES = meetings.MODULES
blueprints = (staff, stages.staff, needs.staff, verbatims.staff, weights.staff, taxonomy.staff, rules.staff,
              coding.staff, supply.staff, portrait.staff, diagnostic.staff, privacy.staff)
TEXTS_A_PAGE = 50
CARDS = {
    Role.COORDINATOR: campaign_cards.card,
    Role.READER: campaign_cards.card_for_readers,
    Role.INTERVIEWER: campaign_cards.card_for_interviewers,
}


@staff.get("/")
@roles(*Role)
def overview() -> ResponseReturnValue:
    role, today, now = current_account().role, clock.today(), clock.now()
    # Somebody who plans nothing has no use for what is not public yet.
    campaigns = [campaign for campaign in list_campaigns()
                 if role is Role.COORDINATOR or campaign.stage is not Stage.DRAFT]
    cards = [CARDS[role](campaign, on=today, gathered=gatherings(campaign, at=now)) for campaign in campaigns]
    late = count_late(on=today) if role is Role.COORDINATOR else {}
    health = read_health() if role is Role.COORDINATOR else None
    return render_template(
        "desk/overview.html", cards=cards, role=role, today=today, late=late, health=health)


def _participation_page(campaign: Campaign) -> str:
    shared = shared_figures(campaign)
    tables = participation_tables(shared, request.args.get("tri", "")) if shared else []
    return render_template("desk/participation.html", campaign=campaign, tables=tables, shared=shared)


@staff.get("/campagnes/<slug>/reponses")
@roles(Role.COORDINATOR, Role.READER)
def answers(slug: str) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    if current_account().role is not Role.COORDINATOR:
        return _participation_page(campaign)
    found = load_answers(campaign)
    narrowing = Narrowing(found, campaign)
    return render_template(
        "desk/answers.html", campaign=campaign, narrowing=narrowing, all=len(found),
        shown=participation(found, narrowing.names, narrowing.filters, narrowing.sort))


@staff.get("/campagnes/<slug>/reponses/questions")
@roles(Role.COORDINATOR)
def questions(slug: str) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    found = load_answers(campaign)
    narrowing = Narrowing(found, campaign)
    order = order_of("questions", narrowing.sort, SORTED_BY)
    shown = narrow(found, narrowing.filters)
    return render_template("desk/questions.html", campaign=campaign, narrowing=narrowing, order=order,
                           lines=listed(shown, order), repeats=found.tables[1:])


@staff.get("/campagnes/<slug>/reponses/questions/<name>")
@roles(Role.COORDINATOR)
def question(slug: str, name: str) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    found = load_answers(campaign)
    variable = find_variable(found, name)
    if variable is None:
        raise NotFound
    narrowing = Narrowing(found, campaign)
    shown = question_page(found, *variable, filters=narrowing.filters, sort=narrowing.sort)
    return render_template("desk/question.html", campaign=campaign, narrowing=narrowing, shown=shown)


@staff.get("/campagnes/<slug>/reponses/questions/<name>/textes")
@roles(Role.COORDINATOR)
def written(slug: str, name: str) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    found = load_answers(campaign)
    variable = find_variable(found, name)
    if variable is None:
        raise NotFound
    every = texts(found, *variable)
    page = max(1, request.args.get("page", 1, type=int))
    first = (page - 1) * TEXTS_A_PAGE
    return render_template("desk/written.html", campaign=campaign, variable=variable[1], total=len(every),
                           texts=every[first:first + TEXTS_A_PAGE], page=page)
