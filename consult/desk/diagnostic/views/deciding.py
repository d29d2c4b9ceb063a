"""What becomes of each need: kept in a tier, joined to others, set aside, or still waiting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.db import db, reading
from consult.desk.diagnostic.board import Figures, Line, line
from consult.desk.diagnostic.figures import figures_of
from consult.desk.diagnostic.forms import DecisionForm
from consult.desk.diagnostic.views.blueprint import staff
from consult.diagnostic import service
from consult.diagnostic.models import DecidedNeed, Decision, Diagnostic
from consult.diagnostic.service import Decided
from consult.diagnostic.snapshot import Tier
from consult.errors import NotFound
from consult.needs.service import taxonomy_in_use
from consult.staff.access import log_action, roles
from consult.staff.models import Role


def _form(diagnostic: Diagnostic, shown: Line, figures: Figures) -> DecisionForm:
    """As it was decided, or with what the figures say of places."""
    row, code = shown.row, shown.code
    places = {place.code: place.name for place in service.places_of(diagnostic.territory_code)[1:]}
    apart = {code, *(each for other in diagnostic.needs if other is not row and len(other.codes) > 1
                     for each in other.codes)}
    others = [need for need in taxonomy_in_use().taxonomy.needs() if need.code not in apart]
    values: dict[str, Any] = {"tension": figures.pressing(code, places), "joined": []}
    if row is not None:
        values = {"decision": row.decision.value, "tier": row.tier.value if row.tier else "",
                  "reason": row.reason, "statement": row.statement, "concerned": row.concerned,
                  "offer": row.offer, "tension": row.tension, "joined": row.codes[1:]}
    return DecisionForm(places, others, **values)


def _line(diagnostic: Diagnostic, code: str, figures: Figures) -> Line:
    """Raises NotFound for a need the taxonomy does not have."""
    known, row = taxonomy_in_use().taxonomy.by_code(), service.decided_of(diagnostic, code)
    first = row.codes[0] if row else code
    if code not in known or first not in known:
        raise NotFound
    codes: Iterable[str] = row.codes if row else [code]
    return line([known[each] for each in codes if each in known], figures, row)


def _decided(form: DecisionForm, code: str) -> Decided:
    tier = Tier(form.tier.data) if form.tier.data else None
    words = {name: form[name].data or "" for name in ("reason", "statement", "concerned", "offer")}
    return Decided([code, *form.joined.data], Decision(form.decision.data), tier, tension=form.tension.data,
                   **words)


def _is_taken(diagnostic: Diagnostic, form: DecisionForm, code: str) -> bool:
    """Whether what was written is kept; a refusal is said in the form, with all that was typed."""
    try:
        service.decide(diagnostic, _decided(form, code))
    except (service.DecidedElsewhere, service.HasCommitments) as refusal:
        db.session.rollback()
        form.decision.errors = [_(refusal.sentence)]
        return False
    return True


@staff.route("/<slug>/besoins/<code>", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def need(slug: str, code: str) -> ResponseReturnValue:
    with reading():
        # Protecting figures takes seconds: nobody waits for the pen meanwhile.
        figures = figures_of(service.find_diagnostic(slug))
    diagnostic = service.find_diagnostic(slug)
    shown = _line(diagnostic, code, figures)
    form = _form(diagnostic, shown, figures)
    if not form.validate_on_submit() or not _is_taken(diagnostic, form, shown.code):
        return render_template("desk/diagnostic/need.html", form=form, diagnostic=diagnostic, shown=shown), (
            422 if form.errors else 200)
    log_action("décide d’un besoin", slug, besoin=shown.code, decision=form.decision.data)
    db.session.commit()
    return redirect(url_for(".compose", slug=slug, _anchor=shown.code), 303)


@staff.post("/<slug>/besoins/<code>/attente")
@roles(Role.COORDINATOR)
def undecide(slug: str, code: str) -> ResponseReturnValue:
    diagnostic = service.find_diagnostic(slug)
    service.undecide(diagnostic, code)
    log_action("remet un besoin en attente", slug, besoin=code)
    db.session.commit()
    return redirect(url_for(".compose", slug=slug), 303)


@staff.post("/<slug>/ordre/<uuid:key>/<any(monter, descendre):way>")
@roles(Role.COORDINATOR)
def move(slug: str, key: UUID, way: str) -> ResponseReturnValue:
    diagnostic = service.find_diagnostic(slug)
    service.put_before(diagnostic, key, up=way == "monter")
    log_action("change l’ordre des besoins", slug)
    db.session.commit()
    row: DecidedNeed = db.session.get_one(DecidedNeed, key)
    return redirect(url_for(".compose", slug=slug, _anchor=row.codes[0]), 303)
