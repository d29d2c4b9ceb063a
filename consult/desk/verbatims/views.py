"""The texts that say a need: which of them are quoted, and in what words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.db import db, reading
from consult.desk.coding.queue import wanted_of
from consult.desk.coding.work import Work, language_choices, load_work, question_choices, text_now
from consult.desk.verbatims.forms import VerbatimForm
from consult.errors import N_, NotFound
from consult.needs import service
from consult.needs.coded_texts import CodedText
from consult.needs.taxonomy import Need
from consult.needs.verbatims import FEW, Quote
from consult.staff.access import log_action, roles
from consult.staff.models import Role

staff = Blueprint("verbatims", __name__, url_prefix="/staff/campagnes/<slug>/besoins/<code>/verbatims")
TEXTS_A_PAGE = 20


@dataclass(frozen=True)
class Choice:
    """The texts to choose from, for a need."""

    work: Work
    need: Need
    every: Sequence[CodedText]
    """Those that say the need, quoted ones first."""
    quotes: Mapping[tuple[UUID | None, str], Quote]
    """What is quoted, by the identity of its text."""

    def quote_of(self, coded: CodedText) -> Quote | None:
        return self.quotes.get(coded.text.identity)

    def find(self, handle: str) -> CodedText:
        """Raises NotFound, for what this person may not read too."""
        found = next((coded for coded in self.every if coded.text.handle == handle), None)
        if found is None or found.is_hidden_from(self.work.name):
            raise NotFound
        return found

    @property
    def are_few(self) -> bool:
        """Whether so few texts say it that somebody may be recognised by what he says."""
        return sum(self.need.code in (coded.final or ()) for coded in self.every) < FEW

    @property
    def filters(self) -> Sequence[tuple[str, str, str, Mapping[str, str]]]:
        """Of each its name, its title, the words for no choice, and the choices."""
        return (("question", N_("Question"), N_("Toutes"), question_choices(self.work)),
                ("langue", N_("Langue"), N_("Toutes"), language_choices(self.work)))


def _choice(slug: str, code: str) -> Choice:
    work = load_work(slug)
    need = work.taxonomy.by_code().get(code)
    if need is None:
        raise NotFound
    quotes = {quote.coded.text.identity: quote
              for quote in service.quotes_in(work.campaign.id, work.every) if quote.need == code}
    # Of what two people read, nobody learns what the other found before reading it too.
    texts = [coded for coded in work.every if coded.text.identity in quotes
             or (coded.is_open_to(work.name) and code in (coded.final or ()))]
    texts.sort(key=lambda coded: coded.text.identity not in quotes)
    return Choice(work, need, texts, quotes)


@staff.get("")
@roles(Role.COORDINATOR)
def texts(slug: str, code: str) -> ResponseReturnValue:
    choice, wanted = _choice(slug, code), wanted_of(request.args)
    found = [coded for coded in choice.every if wanted.lets_through(coded, choice.work.name)]
    page = max(1, request.args.get("page", 1, type=int))
    return render_template(
        "desk/verbatims.html", choice=choice, wanted=wanted, total=len(found), page=page,
        shown=found[(page - 1) * TEXTS_A_PAGE:page * TEXTS_A_PAGE])


def _page(choice: Choice, coded: CodedText, form: VerbatimForm, *, has_changed: bool = False) -> str:
    form.read.data = coded.text.fingerprint
    return render_template(
        "desk/verbatim.html", choice=choice, coded=coded, form=form, has_changed=has_changed)


@staff.get("/<handle>")
@roles(Role.COORDINATOR)
def one(slug: str, code: str, handle: str) -> ResponseReturnValue:
    choice = _choice(slug, code)
    coded = choice.find(handle)
    quote = choice.quote_of(coded)
    # What the family has changed since is not shown again: one starts from what stands there now.
    known = quote if quote and not quote.is_changed else None
    return _page(choice, coded, VerbatimForm(
        coded, formdata=None, words=known.words if known else coded.text.text,
        in_french=known.in_french if known else "", is_open=bool(known and known.is_open)))


@staff.post("/<handle>")
@roles(Role.COORDINATOR)
def keep(slug: str, code: str, handle: str) -> ResponseReturnValue:
    with reading():
        choice = _choice(slug, code)
        coded = choice.find(handle)
        form = VerbatimForm(coded)
        if form.read.data != coded.text.fingerprint:
            return _page(choice, coded, form, has_changed=True), 409
        if not form.validate():
            return _page(choice, coded, form), 422
    service.quote(coded.text, code, now=text_now(coded.text), words=form.words.data,
                  in_french=form.in_french.data or "", is_open=form.is_open.data, by=choice.work.name,
                  on=clock.today())
    log_action("cite un texte", slug, besoin=code, texte=handle)
    db.session.commit()
    flash(_("La citation est gardée."), "done")
    return redirect(url_for(".texts", slug=slug, code=code), 303)


@staff.post("/<handle>/retirer")
@roles(Role.COORDINATOR)
def drop(slug: str, code: str, handle: str) -> ResponseReturnValue:
    with reading():
        coded = _choice(slug, code).find(handle)
    service.unquote(coded.text, code)
    log_action("ne cite plus un texte", slug, besoin=code, texte=handle)
    db.session.commit()
    flash(_("La citation est retirée. Le texte reste."), "done")
    return redirect(url_for(".texts", slug=slug, code=code), 303)
