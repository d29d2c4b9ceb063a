"""What was frozen of a diagnostic: read by staff, shown to everybody or not, set beside an earlier one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.db import db, reading
from consult.desk.diagnostic.figures import figures_of
from consult.desk.diagnostic.views.blueprint import staff
from consult.diagnostic import service
from consult.diagnostic.comparing import Obstacle, compare
from consult.errors import N_, NotFound
from consult.exports.offered import PAPERS, Paper, village_papers
from consult.staff.access import current_account, log_action, roles
from consult.staff.models import Role

WHO = (Role.COORDINATOR, Role.READER)
WHY_NOT = {
    Obstacle.RULES: N_("les règles ont changé : d’autres réponses comptent"),
    Obstacle.QUESTIONS: N_("les familles n’ont pas eu les mêmes questions"),
    Obstacle.WITHHELD: N_("un des deux nombres est masqué"),
    Obstacle.NOT_ASKED: N_("une des consultations ne pose pas de question qui le montre"),
}


@dataclass(frozen=True)
class Papers:
    """The reports of a state, and the places that have a page of their own."""

    reports: Sequence[Paper]
    villages: Mapping[str, str]
    """Name of the place by what its report is called."""


@staff.route("/<slug>/figer", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def freeze(slug: str) -> ResponseReturnValue:
    with reading():
        # Protecting figures takes seconds: it is done before anybody waits for the pen.
        figures_of(service.find_diagnostic(slug))
    diagnostic = service.find_diagnostic(slug)
    missing = service.missing(diagnostic)
    if request.method == "GET" or missing:
        return render_template("desk/diagnostic/freeze.html", diagnostic=diagnostic, missing=missing,
                               kept=service.kept_needs(diagnostic)), 422 if request.method == "POST" else 200
    frozen = service.freeze(diagnostic, by=current_account().name, on=clock.today())
    log_action("fige un diagnostic", slug, numero=frozen.number, empreinte=frozen.content_hash)
    db.session.commit()
    flash(_("Le diagnostic est figé. Rien ne changera plus cet état."), "done")
    return redirect(url_for(".snapshot", slug=slug, number=frozen.number), 303)


@staff.get("/<slug>/etats/<int:number>")
@roles(*WHO)
def snapshot(slug: str, number: int) -> ResponseReturnValue:
    diagnostic = service.find_diagnostic(slug)
    frozen = service.find_frozen(diagnostic, number)
    shown = service.snapshot_of(frozen)
    return render_template(
        "desk/diagnostic/snapshot.html", frozen=frozen, shown=shown,
        withdrawn=service.withdrawn_since(frozen, diagnostic.campaigns),
        papers=Papers(PAPERS, village_papers(shown)), may_write=current_account().role is Role.COORDINATOR)


@staff.post("/<slug>/etats/<int:number>/<any(montrer, retirer):way>")
@roles(Role.COORDINATOR)
def show(slug: str, number: int, way: str) -> ResponseReturnValue:
    frozen = service.find_frozen(service.find_diagnostic(slug), number)
    service.show_to_everybody(frozen, on=clock.today() if way == "montrer" else None)
    log_action("montre un diagnostic" if way == "montrer" else "retire un diagnostic", slug, numero=number)
    db.session.commit()
    flash(_("Tout le monde peut lire ces résultats.") if way == "montrer"
          else _("Le public ne lit plus ces résultats."), "done")
    return redirect(url_for(".snapshot", slug=slug, number=number), 303)


@staff.get("/<slug>/etats/<int:number>/comparer")
@roles(*WHO)
def comparison(slug: str, number: int) -> ResponseReturnValue:
    """The same needs in an earlier or later state of this diagnostic, or in another one."""
    frozen = service.find_frozen(service.find_diagnostic(slug), number)
    others = {f"{each.slug}/{other.number}": other for each in service.list_diagnostics()
              for other in each.snapshots if other.id != frozen.id}
    wanted = request.args.get("avec", "")
    if wanted and wanted not in others:
        raise NotFound
    changes = (list(compare(service.snapshot_of(others[wanted]), service.snapshot_of(frozen)))
               if wanted else [])
    return render_template("desk/diagnostic/comparison.html", frozen=frozen, others=others, wanted=wanted,
                           changes=changes, why_not=WHY_NOT)
