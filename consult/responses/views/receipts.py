"""With its receipt a family reads what is kept and deletes it; with its number it leaves the invitations."""

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult import clock
from consult.db import db, durably
from consult.errors import N_
from consult.meetings.phones import phone_digits
from consult.meetings.service import erase_phone
from consult.responses import service
from consult.responses.receipts import parse_code
from consult.responses.views.blueprint import public
from consult.web import limits
from consult.web.family import forgotten_page

GUESSES_PER_MINUTE = 20
"""Nobody finds one code among a million millions at this pace; a whole waiting room shares one address."""
NOT_A_CODE = N_("Un code de reçu a 12 chiffres. Exemple : 1234 5678 9012.")
UNKNOWN_CODE = N_("Aucune réponse n’est gardée avec ce code. Vérifiez les chiffres.")
NOT_A_NUMBER = N_("Écrivez un numéro de téléphone. Exemple : 0639000000.")


@public.route("/recu", methods=["GET", "POST"])
def receipt() -> ResponseReturnValue:
    """Type the code, read what is kept, delete it."""
    if request.method == "GET":
        return forgotten_page("responses/receipt.html", typed=request.args.get("recu", ""), problem="")
    limits.require("receipt", who=limits.address(), per_minute=GUESSES_PER_MINUTE)
    typed = request.form.get("code", "")
    code = parse_code(typed)
    if code is None:
        return forgotten_page("responses/receipt.html", status=422, typed=typed, problem=NOT_A_CODE)
    return _erase(code) if "effacer" in request.form else _show(code)


def _show(code: str) -> ResponseReturnValue:
    secret = current_app.config["SECRET_KEY"]
    kept = service.find_by_receipt(db.session.connection(), code, secret=secret)
    if kept is None:
        return forgotten_page("responses/receipt.html", status=422, typed=code, problem=UNKNOWN_CODE)
    may_be_erased = kept.may_be_erased_on(clock.today())
    return forgotten_page("responses/kept.html", kept=kept, code=code,
                          may_be_erased=may_be_erased)


def _erase(code: str) -> ResponseReturnValue:
    secret, today = current_app.config["SECRET_KEY"], clock.today()
    # A second tap finds nothing left, and reads the same page.
    durably(lambda connection: service.erase_by_receipt(connection, code, secret=secret, on=today))
    return redirect(url_for(".erased"), 303)


@public.get("/recu/efface")
def erased() -> ResponseReturnValue:
    return forgotten_page("responses/erased.html")


@public.route("/effacer-mon-numero", methods=["GET", "POST"])
def forget_phone() -> ResponseReturnValue:
    """Leave the invitations. The answer is the same whether the number was there or not."""
    if request.method == "GET":
        is_done = "fait" in request.args
        return forgotten_page("responses/forget_phone.html", typed="", problem="", is_done=is_done)
    limits.require("forget phone", who=limits.address(), per_minute=GUESSES_PER_MINUTE)
    typed = request.form.get("telephone", "")
    if not phone_digits(typed):
        return forgotten_page(
            "responses/forget_phone.html", status=422, typed=typed[:40], problem=NOT_A_NUMBER, is_done=False)
    durably(lambda connection: erase_phone(connection, typed))
    return redirect(url_for(".forget_phone", fait=1), 303)
