"""Who came to the meetings of a campaign, village by village, as a page and as a file."""

from collections.abc import Iterator

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.campaigns.models import Campaign
from consult.campaigns.service import find_campaign
from consult.desk.blueprint import staff
from consult.desk.meetings.participation import (
    TITLES,
    Row,
    Shown,
    Table,
    participation,
    participation_for_readers,
    sort_rows,
)
from consult.exports.csv_files import table_of
from consult.meetings.service import figures_of
from consult.staff.access import current_account, roles
from consult.staff.models import Role

BOTH = (Role.COORDINATOR, Role.READER)


def _table(campaign: Campaign) -> Table:
    is_coordinator = current_account().role is Role.COORDINATOR
    make = participation if is_coordinator else participation_for_readers
    return sort_rows(make(figures_of(campaign.id)), request.args.get("tri", ""))


@staff.get("/campagnes/<slug>/participation-reunions")
@roles(*BOTH)
def participation_meetings(slug: str) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    return render_template(
        "desk/meetings/participation.html", campaign=campaign, table=_table(campaign), titles=TITLES)


def _cell(cell: Shown) -> str | int:
    if cell is None:
        return str(_("non compté"))
    return str(_("masqué")) if cell.count is None else cell.count


def _line(row: Row, name: str, columns: list[str]) -> list[str | int]:
    return [name, *(_cell(row.cells[column]) for column in columns)]


def _lines(table: Table) -> Iterator[list[str | int]]:
    columns = list(table.columns)
    yield [_("Village"), *(_(TITLES[column]) for column in columns)]
    yield from (_line(row, row.name, columns) for row in table.rows)
    yield _line(table.total, _("En tout"), columns)


@staff.get("/campagnes/<slug>/participation-reunions.csv")
@roles(*BOTH)
def participation_meetings_csv(slug: str) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    shown = "-demonstration" if campaign.is_demonstration else ""
    name = f"participation-reunions-{campaign.slug}{shown}-{clock.today().isoformat()}.csv"
    content = b"".join(table_of(_lines(_table(campaign))))
    return Response(content, mimetype="text/csv",
                    headers={"Content-Disposition": f'attachment; filename="{name}"'})
