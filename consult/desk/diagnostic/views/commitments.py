"""« You said, we do, the proof »: what is promised for each need that was kept, and where it stands."""

from __future__ import annotations

from uuid import UUID

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.db import db
from consult.desk.diagnostic.forms import CommitmentForm
from consult.desk.diagnostic.views.blueprint import staff
from consult.diagnostic import service
from consult.diagnostic.models import Diagnostic
from consult.exports.follow_up import FollowUp, follow_up_report, follow_up_xlsx
from consult.exports.offered import MIMETYPES
from consult.exports.report import write
from consult.needs.service import taxonomy_in_use
from consult.staff.access import current_account, log_action, roles
from consult.staff.models import Role


def _needs(diagnostic: Diagnostic) -> dict[str, str]:
    """Label of each kept need, by its key."""
    known = taxonomy_in_use().taxonomy.by_code()
    return {str(row.id): known[row.codes[0]].label.french if row.codes[0] in known else row.codes[0]
            for row in service.kept_needs(diagnostic)}


@staff.get("/<slug>/engagements")
@roles(Role.COORDINATOR, Role.READER)
def commitments(slug: str) -> ResponseReturnValue:
    diagnostic, today = service.find_diagnostic(slug), clock.today()
    return render_template(
        "desk/diagnostic/commitments.html", diagnostic=diagnostic, today=today, needs=_needs(diagnostic),
        listed=service.commitments_of(diagnostic, on=today),
        may_write=current_account().role is Role.COORDINATOR)


def _follow_up(slug: str) -> FollowUp:
    diagnostic, today = service.find_diagnostic(slug), clock.today()
    return FollowUp(
        diagnostic.title, current_app.config["TOWN_NAME"], _needs(diagnostic),
        service.promises_of(diagnostic, on=today), today,
        any(campaign.is_demonstration for campaign in diagnostic.campaigns))


@staff.get("/<slug>/engagements.<any(pdf, xlsx):kind>")
@roles(Role.COORDINATOR, Role.READER)
def follow_up(slug: str, kind: str) -> ResponseReturnValue:
    """For the follow-up committee: what is late or blocked comes first."""
    found, ending = _follow_up(slug), f".{kind}"
    content = write(follow_up_report(found), ending) if kind == "pdf" else follow_up_xlsx(found)
    return Response(content, mimetype=MIMETYPES[ending], headers={
        "Content-Disposition": f'attachment; filename="{slug}-engagements-{found.on.isoformat()}{ending}"'})


@staff.route("/<slug>/engagements/nouveau", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def promise(slug: str) -> ResponseReturnValue:
    diagnostic = service.find_diagnostic(slug)
    form = CommitmentForm(_needs(diagnostic), need=request.args.get("besoin", ""))
    if not form.validate_on_submit():
        return render_template("desk/diagnostic/promise.html", form=form, diagnostic=diagnostic), (
            422 if form.errors else 200)
    service.promise(diagnostic, UUID(form.need.data), form.promised, on=clock.today())
    log_action("prend un engagement", slug)
    db.session.commit()
    return redirect(url_for(".commitments", slug=slug), 303)


@staff.route("/<slug>/engagements/<uuid:key>", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def commitment(slug: str, key: UUID) -> ResponseReturnValue:
    diagnostic = service.find_diagnostic(slug)
    kept = service.find_commitment(diagnostic, key)
    form = CommitmentForm(_needs(diagnostic), obj=kept, need=str(kept.need_id))
    if not form.validate_on_submit():
        return render_template("desk/diagnostic/commitment.html", form=form, diagnostic=diagnostic,
                               kept=kept), 422 if form.errors else 200
    service.follow_up(kept, form.promised, on=clock.today())
    log_action("suit un engagement", slug, engagement=str(key), etat=form.state.data)
    db.session.commit()
    return redirect(url_for(".commitments", slug=slug), 303)


@staff.post("/<slug>/engagements/<uuid:key>/effacer")
@roles(Role.COORDINATOR)
def forget_commitment(slug: str, key: UUID) -> ResponseReturnValue:
    """For what was typed by mistake; one that is given up says so, and stays."""
    service.forget_commitment(service.find_commitment(service.find_diagnostic(slug), key))
    log_action("efface un engagement", slug, engagement=str(key))
    db.session.commit()
    flash(_("L’engagement est effacé."), "done")
    return redirect(url_for(".commitments", slug=slug), 303)
