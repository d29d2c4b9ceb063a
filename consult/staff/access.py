"""Who may open which staff page: deny by default, each view names its roles."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult import clock
from consult.db import db, writing
from consult.staff import service
from consult.staff.models import Account, Role

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
COOKIE = "staff"
OPEN_TO_STRANGERS = "open_to_strangers"


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


def cookie_name() -> str:
    """The `__Host-` prefix binds the cookie to this host; browsers accept it over TLS only."""
    return f"__Host-{COOKIE}" if request.is_secure else COOKIE


def current_account() -> Account:
    """The signed-in account. Raises KeyError-like 403 where the guard did not run."""
    account: Account | None = g.get("account")
    return account or abort(403)


def log_action(verb: str, subject: str = "", **detail: object) -> None:
    """Write what the signed-in person does, in the same transaction."""
    service.record_action(account_name=current_account().name, verb=verb, subject=subject, detail=detail)


def _guard() -> ResponseReturnValue | None:
    """Before every staff request: find who is asking, refuse who may not."""
    if not request.path.startswith("/staff"):
        return None
    # A request that writes says so when its transaction begins; see consult.db.
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        g.writing = writing()
        g.writing.__enter__()
    view = current_app.view_functions.get(request.endpoint or "")
    allowed = getattr(view, "roles", frozenset())
    token = request.cookies.get(cookie_name(), "")
    g.account = service.account_of_session(token, at=clock.now()) if token else None
    if allowed == OPEN_TO_STRANGERS:
        return None
    if g.account is None:
        return redirect(url_for("staff.sign_in", next=request.full_path if request.method == "GET" else None), 303)
    return None if g.account.role in allowed else abort(403)


def _finish(_error: BaseException | None) -> None:
    if open_block := g.pop("writing", None):
        db.session.remove()
        open_block.__exit__(None, None, None)


def init_app(app: Flask) -> None:
    app.before_request(_guard)
    app.teardown_request(_finish)
