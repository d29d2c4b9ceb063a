"""Setting up the second step of one's sign-in, and its recovery codes."""

from flask import Response, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.db import db
from consult.staff import codes, service
from consult.staff.access import (
    before_second_step,
    current_account,
    current_token,
    log_action,
    roles,
    start_session,
)
from consult.staff.forms import OwnPasswordForm, SetUpForm
from consult.staff.models import Account, Role
from consult.staff.views.account import owns_password
from consult.staff.views.blueprint import staff


def _proposed_secret() -> str:
    """The same for the page, its image and its form; another one after the next sign-in."""
    return codes.secret_from(current_app.config["SECRET_KEY"], purpose=f"second step {current_token()}")


def _grouped(secret: str) -> str:
    """Four characters at a time, for whoever types it."""
    return " ".join(secret[start:start + 4] for start in range(0, len(secret), 4))


def _turn_on(account: Account, form: SetUpForm, secret: str) -> list[str] | None:
    """The recovery codes to show, where the password and a first code are right."""
    if not (form.validate_on_submit() and owns_password(account, form)):
        return None
    fresh = service.turn_on_second_step(account, secret=secret, code=form.code.data, at=clock.now())
    if fresh is None:
        form.code.errors = [_("Ce code n’est pas juste. Vérifiez l’heure de votre téléphone, "
                              "puis tapez le code suivant.")]
    return fresh


@staff.route("/compte/double-verification", methods=["GET", "POST"])
@roles(*Role)
@before_second_step
def second_step() -> ResponseReturnValue:
    account, form, secret = current_account(), SetUpForm(), _proposed_secret()
    if account.totp_secret:
        return render_template("staff/second_step_on.html", account=account)
    fresh = _turn_on(account, form, secret)
    if fresh is None:
        page = render_template("staff/second_step.html", form=form, secret=_grouped(secret))
        return page, 422 if form.errors else 200
    # Shown here and nowhere else: a redirect would have to keep the codes somewhere meanwhile.
    response = Response(render_template("staff/recovery_codes.html", codes=fresh))
    start_session(account, response)
    log_action("double vérification activée")
    db.session.commit()
    return response


@staff.get("/compte/double-verification/qr.svg")
@roles(*Role)
@before_second_step
def second_step_image() -> ResponseReturnValue:
    account = current_account()
    if account.totp_secret:
        abort(404)
    address = codes.address(_proposed_secret(), name=account.name, town=current_app.config["TOWN_NAME"])
    return Response(codes.qr_code(address), mimetype="image/svg+xml")


@staff.route("/compte/double-verification/codes", methods=["GET", "POST"])
@roles(*Role)
def recovery_codes() -> ResponseReturnValue:
    account, form = current_account(), OwnPasswordForm()
    if not account.totp_secret:
        return redirect(url_for(".second_step"), 303)
    if not (form.validate_on_submit() and owns_password(account, form)):
        return render_template("staff/recovery_codes_again.html", form=form), 422 if form.errors else 200
    fresh = service.renew_recovery_codes(account)
    log_action("codes de secours renouvelés")
    db.session.commit()
    return render_template("staff/recovery_codes.html", codes=fresh)


@staff.route("/compte/double-verification/retirer", methods=["GET", "POST"])
@roles(*Role)
def turn_off_second_step() -> ResponseReturnValue:
    account, form = current_account(), OwnPasswordForm()
    if not account.totp_secret:
        return redirect(url_for(".second_step"), 303)
    if not (form.validate_on_submit() and owns_password(account, form)):
        return render_template("staff/second_step_off.html", form=form), 422 if form.errors else 200
    service.turn_off_second_step(account)
    response = redirect(url_for(".account"), 303)
    start_session(account, response)
    log_action("double vérification retirée")
    db.session.commit()
    flash(_("La double vérification est retirée."), "done")
    return response
