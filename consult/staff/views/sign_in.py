"""Signing in, in one step or two, and out.

Between the two steps the browser holds a signed note of the first, good for five minutes. It opens nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.db import db
from consult.staff import guesses, service
from consult.staff.access import (
    before_own_password,
    before_second_step,
    end_session,
    log_action,
    open_to_strangers,
    roles,
    start_session,
)
from consult.staff.devices import remember_browser
from consult.staff.forms import CodeForm, SignInForm
from consult.staff.models import Account, Role
from consult.staff.views.blueprint import staff

HALF_DONE = "first_step"
PATIENCE = timedelta(minutes=5)
STEPS = {"code": "code du téléphone", "recovery": "code de secours"}


@dataclass(frozen=True)
class FirstStep:
    """A right password, given a moment ago."""

    key: UUID
    name: str
    wanted: str


def local_path(wanted: str) -> str:
    """The staff page somebody wanted, or the overview: never an address that leads elsewhere."""
    # What begins so has neither scheme nor host, and need not be taken apart: parsers refuse some strings.
    is_ours = wanted.startswith("/staff/") and wanted.isprintable() and "\\" not in wanted
    return wanted if is_ours and ".." not in wanted.partition("?")[0] else url_for("desk.overview")


def _note_first_step(account: Account, wanted: str) -> None:
    session.clear()
    session[HALF_DONE] = [str(account.id), account.name, wanted, (clock.now() + PATIENCE).isoformat()]


def _first_step() -> FirstStep | None:
    key, name, wanted, until = session.get(HALF_DONE, ("", "", "", ""))
    if not until or clock.now() > datetime.fromisoformat(until):
        return None
    return FirstStep(key=UUID(key), name=name, wanted=wanted)


def _welcome(account: Account, wanted: str, *, step: str) -> ResponseReturnValue:
    response = redirect(local_path(wanted), 303)
    start_session(account, response)
    remember_browser(account.name, response)
    service.record_action(account_name=account.name, verb="connexion", detail={"par": step} if step else {})
    db.session.commit()
    return response


def _check_password(name: str, password: str) -> Account | None:
    """Counts a wrong guess, and logs it with the name only if somebody has it."""
    who = guesses.guesser("password", name)
    guesses.refuse_tired(who)
    guesses.slow_down(who)
    account = service.check_password(name, password, at=clock.now())
    if account is None:
        guesses.count_wrong(who)
        service.record_action(account_name=service.known_name(name), verb="connexion refusée")
    else:
        guesses.count_right(who)
    return account


@staff.route("/connexion", methods=["GET", "POST"])
@open_to_strangers
def sign_in() -> ResponseReturnValue:
    wanted = local_path(request.args.get("next", ""))
    if request.method == "GET" and g.account is not None:
        return redirect(wanted, 303)
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("staff/sign_in.html", form=form), 422 if form.errors else 200
    account = _check_password(service.normal_name(form.name.data), form.password.data)
    if account is None:
        db.session.commit()
        form.password.errors = [_("Le nom ou le mot de passe n’est pas juste.")]
        return render_template("staff/sign_in.html", form=form), 422
    if not account.totp_secret:
        return _welcome(account, wanted, step="")
    _note_first_step(account, wanted)
    db.session.commit()
    return redirect(url_for(".sign_in_code"), 303)


def _check_code(first: FirstStep, code: str) -> tuple[Account | None, str]:
    """The account and which kind of code was right; None after a wrong one, which is counted and logged."""
    who = guesses.guesser("code", first.name)
    guesses.refuse_tired(who)
    guesses.refuse_name(who)
    account = service.account_to_change(first.key)
    kind = service.use_code(account, code, at=clock.now()) if account else ""
    if not kind:
        guesses.count_wrong(who)
        service.record_action(account_name=first.name, verb="code refusé")
        return None, ""
    guesses.count_right(who)
    return account, kind


@staff.route("/connexion/code", methods=["GET", "POST"])
@open_to_strangers
def sign_in_code() -> ResponseReturnValue:
    first = _first_step()
    if first is None:
        flash(_("Plus de cinq minutes ont passé. Recommencez, s’il vous plaît."), "warning")
        return redirect(url_for(".sign_in"), 303)
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("staff/sign_in_code.html", form=form), 422 if form.errors else 200
    account, kind = _check_code(first, form.code.data)
    if account is None:
        db.session.commit()
        form.code.errors = [_("Ce code n’est pas juste, ou il a déjà servi. Attendez le suivant.")]
        return render_template("staff/sign_in_code.html", form=form), 422
    if kind == "recovery":
        flash(_("Un code de secours ne sert qu’une fois. Barrez-le sur votre liste."), "warning")
    return _welcome(account, first.wanted, step=STEPS[kind])


@staff.post("/deconnexion")
@roles(*Role)
@before_own_password
@before_second_step
def sign_out() -> ResponseReturnValue:
    response = redirect(url_for(".sign_in"), 303)
    log_action("déconnexion")
    end_session(response)
    db.session.commit()
    flash(_("Vous êtes déconnecté."), "done")
    return response
