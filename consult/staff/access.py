"""Who may open which staff page: deny by default, each view names its roles.

One guard stands before every address under /staff, in this order: who is asking, may they, is the form ours.
Only then may the request write.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Request, Response, abort, current_app, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as AnyResponse

from consult import clock
from consult.db import db, writing
from consult.errors import N_, Refused
from consult.staff import navigation, service
from consult.staff.models import Account, Role
from consult.web import limits
from consult.web.errors import error_page
from consult.web.site_check import READING

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
COOKIE = "staff"
OPEN_TO_STRANGERS = "open_to_strangers"
ROLE_NAMES = {
    Role.COORDINATOR: N_("Coordination"), Role.INTERVIEWER: N_("Enquête"), Role.READER: N_("Lecture")}
STALE_FORM = N_("Cette page est restée ouverte trop longtemps, ou elle vient d’une autre connexion. "
                "Rien n’a été enregistré. Revenez en arrière, rechargez la page, puis recommencez.")


class NotSignedIn(Refused):
    """Something was sent by somebody who is not signed in, or not any more."""

    status = 403
    sentence = N_("Vous n’êtes plus connecté. Rien n’a été enregistré. Connectez-vous, puis recommencez.")


class ForeignForm(Refused):
    """A browser says that the form was on somebody else's page."""

    status = 403
    sentence = N_("Cet envoi vient d’un autre site. Rien n’a été enregistré.")


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in, as pages show it: no query, so that an error page can show it too."""

    name: str
    role: Role


def roles(*allowed: Role) -> Callable[[View], View]:
    """Mark a staff view with the roles it is for."""
    def mark(view: View) -> View:
        view.roles = frozenset(allowed)  # type: ignore[attr-defined]
        return view
    return mark


def open_to_strangers(view: View) -> View:
    """Mark the few staff views that come before sign-in."""
    view.roles = OPEN_TO_STRANGERS  # type: ignore[attr-defined]
    return view


def before_own_password(view: View) -> View:
    """Mark the views that a password made by somebody else opens."""
    view.before_own_password = True  # type: ignore[attr-defined]
    return view


def before_second_step(view: View) -> View:
    """Mark the views needed to set up the second step, where the town requires one."""
    view.before_second_step = True  # type: ignore[attr-defined]
    return view


def cookie_name(name: str = COOKIE) -> str:
    """The `__Host-` prefix binds the cookie to this host; browsers accept it over TLS only."""
    return f"__Host-{name}" if request.is_secure else name


def current_token() -> str:
    return request.cookies.get(cookie_name(), "")


def current_account() -> Account:
    """The signed-in account. Refuses (403) where nobody is signed in."""
    account: Account | None = g.get("account")
    return account or abort(403)


def log_action(verb: str, subject: str = "", **detail: object) -> None:
    """Write what the signed-in person does, in the same transaction."""
    signed_in: SignedIn = g.get("signed_in") or abort(403)
    service.record_action(account_name=signed_in.name, verb=verb, subject=subject, detail=detail)


def set_cookie(response: AnyResponse, name: str, value: str, *, max_age: int | None = None) -> None:
    """A cookie no script can read and no other site can send along with a form."""
    response.set_cookie(cookie_name(name), value, max_age=max_age, path="/", secure=request.is_secure,
                        httponly=True, samesite="Lax")


def start_session(account: Account, response: AnyResponse) -> None:
    """Sign in with a new token, at sign-in and whenever what the account can do changes."""
    now = clock.now()
    service.close_session(current_token())
    service.forget_sessions(db.session.connection(), at=now)
    set_cookie(response, COOKIE, service.open_session(account, at=now))
    # Whatever was begun before belongs to somebody else: the form token, and a half-done sign-in.
    session.clear()


def end_session(response: AnyResponse) -> None:
    """Sign out: the token opens nothing any more, even where somebody kept a copy of the cookie."""
    service.close_session(current_token())
    response.delete_cookie(cookie_name(), path="/", secure=request.is_secure, httponly=True, samesite="Lax")
    session.clear()


def _is_staff_page() -> bool:
    return request.path == "/staff" or request.path.startswith("/staff/")


def _find_who() -> None:
    token = current_token()
    g.account = service.account_of_session(token, at=clock.now()) if token else None
    if g.account:
        g.signed_in = SignedIn(name=g.account.name, role=g.account.role)


def _lead_to_sign_in() -> ResponseReturnValue:
    if request.method not in READING:
        raise NotSignedIn
    wanted = request.full_path.rstrip("?")
    known = None if wanted == url_for("desk.overview") else wanted
    return redirect(url_for("staff.sign_in", next=known), 303)


def _first_things(view: Any) -> ResponseReturnValue | None:
    """Lead to what a person sets up before anything else: a password of their own, then a second step."""
    if g.account.password_until:
        is_open = getattr(view, "before_own_password", False)
        return None if is_open else redirect(url_for("staff.password"), 303)
    is_free = g.account.totp_secret or not current_app.config["TOTP_REQUIRED"]
    if is_free or getattr(view, "before_second_step", False):
        return None
    return redirect(url_for("staff.second_step"), 303)


def _refuse_or_lead(view: Any) -> ResponseReturnValue | None:
    """None lets the request through."""
    allowed: Any = getattr(view, "roles", frozenset())
    if allowed == OPEN_TO_STRANGERS:
        return None
    if g.account is None:
        return _lead_to_sign_in()
    if view is None:
        return None  # no such address: routing says so better
    if g.account.role not in allowed:
        current_app.logger.warning("access refused: %s asked for %s", g.account.role, request.endpoint)
        abort(403)
    return _first_things(view)


def _check_form() -> None:
    """Refuse what another site sent: by what the browser says of it, and by the token of our own forms."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        current_app.logger.warning("form refused: another site sent it to %s", request.endpoint)
        raise ForeignForm
    if current_app.config["WTF_CSRF_ENABLED"]:
        current_app.extensions["csrf"].protect()


def _guard() -> ResponseReturnValue | None:
    """Before every staff request: find who is asking, refuse who may not."""
    if not _is_staff_page():
        return None
    _find_who()
    elsewhere = _refuse_or_lead(current_app.view_functions.get(request.endpoint or ""))
    if elsewhere is None and request.method not in READING:
        _check_form()
        # A request that writes says so when its transaction begins (see consult.db): what was read ends here.
        # The lock itself is taken at the view's first query, after the upload has arrived.
        db.session.rollback()
        g.writing = writing()
        g.writing.__enter__()
    return elsewhere


def _finish(_error: BaseException | None) -> None:
    if open_block := g.pop("writing", None):
        db.session.remove()
        open_block.__exit__(None, None, None)


def _keep_private(response: Response) -> Response:
    """Nothing of the desk stays in a browser: after signing out, Back shows nothing."""
    if _is_staff_page():
        # Whatever a view says of its file: lists of names are downloaded here.
        response.headers["Cache-Control"] = "no-store"
    return response


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    current_app.logger.warning("form refused: its token is wrong, for %s", request.endpoint)
    return error_page(400, STALE_FORM)


class FormCookie(SecureCookieSessionInterface):
    """Flask's signed cookie carries form tokens, notices and the first half of a sign-in; never a sign-in."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Family pages have no cookie: nothing is read for them, and nothing signed."""
        return super().open_session(app, request) if _is_staff_page() else self.session_class()

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure

    def get_cookie_name(self, app: Flask) -> str:
        name: str = super().get_cookie_name(app)
        return cookie_name(name)


def init_app(app: Flask) -> None:
    limits.init_app(app)
    navigation.init_app(app)
    app.session_interface = FormCookie()
    app.before_request(_guard)
    app.after_request(_keep_private)
    app.teardown_request(_finish)
    app.register_error_handler(CSRFError, _stale_form)
    app.jinja_env.globals["role_names"] = ROLE_NAMES
