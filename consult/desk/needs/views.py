"""Needs on the desk: ranked on each axis, by place, and one by one; each an address that can be sent on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from consult.campaigns.models import Campaign, Stage
from consult.campaigns.service import find_campaign, list_campaigns
from consult.desk.filters import Filters, filters_of
from consult.desk.narrowing import Narrowing
from consult.desk.needs.downloads import heat_table, need_table, quotes_table, ranking_table
from consult.desk.needs.heat import MEASURES, Heat, heat
from consult.desk.needs.lines import COLUMNS, Figured, Line, lines_of, sorted_lines
from consult.desk.needs.loading import Reading, load_reading
from consult.desk.needs.one import NeedPage, need_page
from consult.desk.shared import published_of
from consult.diagnostic.service import Shared, shared_figures
from consult.errors import N_, NotFound
from consult.exports.csv_files import table_of
from consult.exports.values import Cell
from consult.needs.comparing import Obstacle, compare
from consult.needs.disclosure import Loss
from consult.needs.profiles import Group, Profile
from consult.needs.vulnerability import vulnerable_groups
from consult.staff.access import current_account, roles
from consult.staff.models import Role
from consult.web.sorting import Order, order_of

staff = Blueprint("needs", __name__, url_prefix="/staff/campagnes/<slug>")
WHO = (Role.COORDINATOR, Role.READER)
PUBLISHABLE = "publiable"


@dataclass(frozen=True)
class Asked:
    """What the address of a page of needs asks for."""

    reading: Reading
    figured: Figured
    narrowing: Narrowing | None
    """None in what anybody may see: filters would make other tables of the same families."""
    sort: str
    shared: Shared | None = None
    """What may be published, and up to which day; None in the coordinator's own figures, and before there is
    anything."""

    @property
    def campaign(self) -> Campaign:
        return self.reading.campaign

    @property
    def is_everything_open(self) -> bool:
        """Whether this reader may see what is not for publication."""
        return current_account().role is Role.COORDINATOR

    @property
    def vulnerable_groups(self) -> list[tuple[Profile, Group]]:
        return vulnerable_groups(self.reading.survey.profiles)

    @property
    def is_protected(self) -> bool:
        return self.figured.published is not None

    @property
    def loss(self) -> Loss:
        """What protecting cost, in what anybody may see."""
        return self.figured.published.publication.loss if self.figured.published else Loss(0, 0, 0)

    @property
    def arguments(self) -> dict[str, str]:
        """What keeps the address about the same figures."""
        if self.narrowing is None:
            return {"vue": PUBLISHABLE}
        return self.narrowing.filters.query()


def _asked(slug: str) -> Asked:
    """Readers see what may be published; the coordinator too, where she asks for it."""
    campaign, sort = find_campaign(slug), request.args.get("tri", "")
    is_plain = current_account().role is Role.COORDINATOR and request.args.get("vue") != PUBLISHABLE
    if is_plain:
        reading = load_reading(campaign, filters_of(request.args))
        return Asked(reading, Figured(reading.survey), Narrowing(reading.answers, campaign), sort)
    reading, shared = _shared(campaign)
    return Asked(reading, Figured(reading.survey, published_of(shared)), None, sort, shared)


def _shared(campaign: Campaign) -> tuple[Reading, Shared | None]:
    """What the questionnaire asks, for words only; and the figures that may be published."""
    shared = shared_figures(campaign)
    return load_reading(campaign, Filters(), shared.in_use if shared else None), shared


def _file(asked: Asked, name: str, table: Iterable[Sequence[Cell]]) -> Response:
    said = f"{asked.campaign.slug}-{name}{'-publiable' if asked.is_protected else ''}.csv"
    return Response(table_of(table), mimetype="text/csv",
                    headers={"Content-Disposition": f'attachment; filename="{said}"'})


def _group(asked: Asked) -> tuple[Profile, Group] | None:
    """The group that needs may weigh on more: `adultes.seul`, or the first there is."""
    groups = vulnerable_groups(asked.reading.survey.profiles)
    wanted = request.args.get("groupe", "")
    named = (pair for pair in groups if f"{pair[0].code}.{pair[1].code}" == wanted)
    return next(named, groups[0] if groups else None)


def _ranking(asked: Asked) -> tuple[list[Line], Order, tuple[Profile, Group] | None]:
    group = _group(asked)
    order = order_of("besoins", asked.sort, COLUMNS, usual="-frequence", words=("nom", "code"))
    lines = lines_of(asked.figured, asked.reading.needs, coverage_of=asked.reading.coverage_of, group=group)
    return sorted_lines(lines, order), order, group


@staff.get("/besoins")
@roles(*WHO)
def ranking(slug: str) -> ResponseReturnValue:
    asked = _asked(slug)
    lines, order, group = _ranking(asked)
    return render_template("desk/needs.html", asked=asked, lines=lines, order=order, group=group)


@staff.get("/besoins.csv")
@roles(*WHO)
def ranking_csv(slug: str) -> ResponseReturnValue:
    asked = _asked(slug)
    return _file(asked, "besoins", ranking_table(_ranking(asked)[0]))


def _heat(asked: Asked) -> tuple[Heat, Order]:
    measure = request.args.get("mesure", MEASURES[0])
    if measure not in MEASURES:
        raise NotFound
    place = asked.reading.survey.place
    codes = [group.code for group in place.groups] if place else []
    order = order_of("lieux", asked.sort, ["tous", *codes])
    return heat(asked.figured, asked.reading.needs, measure=measure, order=order), order


@staff.get("/besoins/villages")
@roles(*WHO)
def by_place(slug: str) -> ResponseReturnValue:
    asked = _asked(slug)
    table, order = _heat(asked)
    return render_template("desk/needs_by_place.html", asked=asked, table=table, order=order)


@staff.get("/besoins/villages.csv")
@roles(*WHO)
def by_place_csv(slug: str) -> ResponseReturnValue:
    asked = _asked(slug)
    return _file(asked, "besoins-par-lieu", heat_table(_heat(asked)[0]))


WHY_NOT = {
    Obstacle.NOT_ASKED: N_("une des consultations ne pose pas de question qui le montre"),
    Obstacle.RULES: N_("d’autres réponses comptent"),
    Obstacle.WORDING: N_("la question ou la réponse est écrite autrement"),
    Obstacle.CHOICES: N_("d’autres réponses étaient proposées"),
    Obstacle.ASKED_OF: N_("la question n’est pas posée aux mêmes familles"),
}


def _asked_of(campaign: Campaign, *, as_reader: bool) -> Figured:
    if not as_reader:
        return Figured(load_reading(campaign, Filters()).survey)
    reading, shared = _shared(campaign)
    return Figured(reading.survey, published_of(shared))


@staff.get("/besoins/comparer")
@roles(*WHO)
def comparison(slug: str) -> ResponseReturnValue:
    """The same needs in an earlier or later campaign, where wording and rules allow it."""
    asked, other = _asked(slug), request.args.get("avec", "")
    # What is not public yet is nothing to somebody who plans nothing.
    others = [campaign for campaign in list_campaigns() if campaign.slug != slug
              and (asked.is_everything_open or campaign.stage is not Stage.DRAFT)]
    chosen = next((campaign for campaign in others if campaign.slug == other), None)
    if other and chosen is None:
        raise NotFound
    lines = []
    if chosen:
        theirs = _asked_of(chosen, as_reader=asked.is_protected)
        found = [compare(need, theirs.survey, asked.figured.survey)
                 for need in asked.reading.survey.taxonomy.needs()]
        lines = [(each, theirs.counts(each.need), asked.figured.counts(each.need)) if each.is_possible
                 else (each, None, None) for each in found]
    return render_template("desk/needs_compared.html", asked=asked, others=others, chosen=chosen, lines=lines,
                           why_not=WHY_NOT)


def _need_page(asked: Asked, code: str) -> NeedPage:
    need = asked.reading.survey.taxonomy.by_code().get(code)
    if need is None:
        raise NotFound
    return need_page(asked.reading, asked.figured, need, name=current_account().name)


@staff.get("/besoins/<code>")
@roles(*WHO)
def need(slug: str, code: str) -> ResponseReturnValue:
    asked = _asked(slug)
    return render_template("desk/need.html", asked=asked, page=_need_page(asked, code))


@staff.get("/besoins/<code>.csv")
@roles(*WHO)
def need_csv(slug: str, code: str) -> ResponseReturnValue:
    asked = _asked(slug)
    page = _need_page(asked, code)
    return _file(asked, f"besoin-{code}", need_table(page.rows()))


@staff.get("/besoins/<code>/verbatims.csv")
@roles(*WHO)
def quotes_csv(slug: str, code: str) -> ResponseReturnValue:
    asked = _asked(slug)
    page = _need_page(asked, code)
    return _file(asked, f"verbatims-{code}", quotes_table(page.quotes))
