"""Reading texts one by one, and saying which needs are in them."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult import clock
from consult.db import db, reading
from consult.desk.coding import queue
from consult.desk.coding.forms import CodingForm
from consult.desk.coding.notes import keep_in_step
from consult.desk.coding.pages import overview, text_page
from consult.desk.coding.queue import Wanted, wanted_of
from consult.desk.coding.views.blueprint import staff
from consult.desk.coding.work import Work, load_work, text_now
from consult.errors import NotFound
from consult.needs import service
from consult.needs.coded_texts import CodedText
from consult.needs.texts import Text
from consult.staff.access import log_action, roles
from consult.staff.models import Role


@staff.get("")
@roles(Role.COORDINATOR, Role.INTERVIEWER)
def texts(slug: str) -> ResponseReturnValue:
    work, wanted = load_work(slug), wanted_of(request.args)
    return render_template("desk/coding.html", work=work, campaign=work.campaign, wanted=wanted,
                           shown=overview(work, wanted))


def _suggested(work: Work, coded: CodedText) -> tuple[str, ...]:
    if coded.is_hidden_from(work.name):
        return ()
    suggester = service.suggester_for(work.campaign.id, work.every, work.taxonomy)
    return suggester.likeliest(coded.text.text)


def _page(work: Work, coded: CodedText, form: CodingForm, *, has_changed: bool = False) -> str:
    shown = text_page(work, coded, wanted_of(request.args), form, suggested=_suggested(work, coded),
                      came_from=request.args.get("apres", ""))
    form.read.data = coded.text.fingerprint
    form.searched.data = ""
    return render_template(
        "desk/coding_text.html", work=work, shown=shown, form=form, has_changed=has_changed)


@staff.get("/<handle>")
@roles(Role.COORDINATOR, Role.INTERVIEWER)
def text(slug: str, handle: str) -> ResponseReturnValue:
    work = load_work(slug)
    coded = work.find(handle)
    own = sorted(coded.codings.get(work.name, ()))
    return _page(work, coded, CodingForm(work.taxonomy, formdata=None, codes=own))


def _refusal(work: Work, coded: CodedText, form: CodingForm) -> ResponseReturnValue | None:
    """The page again, with what was ticked, where nothing is to be kept yet."""
    if form.read.data != coded.text.fingerprint:
        return _page(work, coded, form, has_changed=True), 409
    if form.is_search:
        return _page(work, coded, form), 200
    return None if form.validate() else (_page(work, coded, form), 422)


def _go_to(page: str, wanted: Wanted, **arguments: Any) -> ResponseReturnValue:
    return redirect(url_for(f".{page}", **dict(arguments, **wanted.query())), 303)


@staff.post("/<handle>")
@roles(Role.COORDINATOR, Role.INTERVIEWER)
def code(slug: str, handle: str) -> ResponseReturnValue:
    wanted = wanted_of(request.args)
    with reading():
        work = load_work(slug)
        coded, form = work.find(handle), CodingForm(work.taxonomy)
        if refusal := _refusal(work, coded, form):
            return refusal
        following = queue.following(work.handles(wanted), handle)
    service.code_text(coded.text, now=text_now(coded.text), coder=work.name, codes=form.ticked,
                      on=clock.today(), blind=not work.is_coordinator)
    keep_in_step(coded.text)
    log_action("code un texte", slug, texte=handle)
    db.session.commit()
    if following is None:
        return _go_to("texts", wanted, slug=slug)
    return _go_to("text", wanted, slug=slug, handle=following, apres=handle)


def _change(slug: str, handle: str, verb: str, change: Callable[[Work, Text], None]) -> ResponseReturnValue:
    """Do something to a text, and show it again."""
    wanted = wanted_of(request.args)
    with reading():
        work = load_work(slug)
        coded = work.find(handle)
    # Withdrawn a moment ago, it can be neither coded nor masked.
    if text_now(coded.text) is None:
        raise NotFound
    change(work, coded.text)
    log_action(verb, slug, texte=handle)
    db.session.commit()
    return _go_to("text", wanted, slug=slug, handle=handle)


@staff.post("/<handle>/annuler")
@roles(Role.COORDINATOR, Role.INTERVIEWER)
def undo(slug: str, handle: str) -> ResponseReturnValue:
    def take_back(work: Work, text: Text) -> None:
        service.undo_coding(text, coder=work.name, blind=not work.is_coordinator)
        keep_in_step(text)

    return _change(slug, handle, "retire un codage", take_back)


@staff.post("/<handle>/masquer")
@roles(Role.COORDINATOR, Role.INTERVIEWER)
def mask(slug: str, handle: str) -> ResponseReturnValue:
    return _change(slug, handle, "masque un texte", lambda work, text: service.mask(text, by=work.name))


@staff.post("/<handle>/montrer")
@roles(Role.COORDINATOR, Role.INTERVIEWER)
def unmask(slug: str, handle: str) -> ResponseReturnValue:
    return _change(slug, handle, "démasque un texte", lambda work, text: service.unmask(text, by=work.name))
