"""One's own account: password and sign-ins."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.db import db
from consult.staff import guesses, service
from consult.staff.access import (
    before_own_password,
    current_account,
    current_token,
    log_action,
    roles,
    start_session,
)
from consult.staff.forms import OwnPasswordForm, PasswordForm, note_refusal
from consult.staff.models import Account, Role
from consult.staff.passwords import WeakPassword
from consult.staff.views.blueprint import staff


def owns_password(account: Account, form: OwnPasswordForm) -> bool:
    """Whether the current password was typed; a wrong one counts as a guess, and is told under its field."""
    who = guesses.guesser("password", account.name)
    guesses.refuse_tired(who)
    if service.is_own_password(account, form.current.data):
        guesses.count_right(who)
        return True
    guesses.count_wrong(who)
    form.current.errors = [_("Ce n’est pas votre mot de passe actuel.")]
    return False


@staff.get("/compte")
@roles(*Role)
def account() -> ResponseReturnValue:
    mine = current_account()
    return render_template("staff/account.html", account=mine, current=service.handle_of(current_token()),
                           sessions=service.sessions_of(mine, at=clock.now()))


def _change_password(mine: Account, form: PasswordForm) -> bool:
    if not owns_password(mine, form):
        return False
    try:
        service.change_password(mine, form.fresh.data)
    except WeakPassword as refusal:
        note_refusal(form.fresh, refusal)
        return False
    return True


@staff.route("/compte/mot-de-passe", methods=["GET", "POST"])
@roles(*Role)
@before_own_password
def password() -> ResponseReturnValue:
    form, mine = PasswordForm(), current_account()
    if not (form.validate_on_submit() and _change_password(mine, form)):
        page = render_template("staff/password.html", form=form, is_lent=bool(mine.password_until))
        return page, 422 if form.errors else 200
    response = redirect(url_for(".account"), 303)
    start_session(mine, response)
    log_action("mot de passe changé")
    db.session.commit()
    flash(_("Votre mot de passe est changé. Vos autres connexions sont fermées."), "done")
    return response


@staff.post("/compte/connexions/<handle>/fermer")
@roles(*Role)
def close_session(handle: str) -> ResponseReturnValue:
    service.close_listed_session(current_account(), handle=handle)
    log_action("connexion fermée")
    db.session.commit()
    flash(_("Cette connexion est fermée."), "done")
    return redirect(url_for(".account"), 303)


@staff.post("/compte/connexions/fermer")
@roles(*Role)
def close_other_sessions() -> ResponseReturnValue:
    service.close_other_sessions(current_account(), keep=current_token())
    log_action("autres connexions fermées")
    db.session.commit()
    flash(_("Vos autres connexions sont fermées."), "done")
    return redirect(url_for(".account"), 303)
