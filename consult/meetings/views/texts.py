"""The words of each kind of message in a campaign: read, written, tried on an invented family."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.campaigns.forms.texts import filled
from consult.campaigns.service import find_campaign
from consult.campaigns.views.pages import form_page
from consult.db import db
from consult.i18n import LANGUAGES
from consult.meetings import service
from consult.meetings.forms.words import WordsForm, blanks_known
from consult.meetings.notices import compose
from consult.meetings.samples import sample_notice
from consult.meetings.sms import Size, fold, size_of
from consult.meetings.states import MessageKind
from consult.meetings.views.blueprint import staff
from consult.meetings.views.office import site
from consult.meetings.wording import DEFAULT, MEANINGS, NAMES, blanks
from consult.staff.access import log_action, roles
from consult.staff.models import Role
from consult.text import Localized

ADDRESSES = {
    "place-gardee": MessageKind.CONFIRMED, "attente": MessageKind.WAITING, "place-libre": MessageKind.OFFER,
    "rappel": MessageKind.REMINDER, "rappel-du-jour": MessageKind.REMINDER_TODAY,
    "changement": MessageKind.CHANGED, "annulation": MessageKind.CANCELLED}
_KIND = "<any({}):name>".format(", ".join(f'"{name}"' for name in ADDRESSES))


@dataclass(frozen=True)
class Tried:
    """A message as an invented family would read it."""

    tag: str
    lang: str
    text: str
    size: Size


@dataclass(frozen=True)
class Kind:
    """A kind of message in a campaign: its words, whose they are, and what they look like."""

    address: str
    name: str
    text: Localized
    is_own: bool
    tried: tuple[Tried, ...]
    blanks: tuple[tuple[str, str], ...]


def _tried(kind: MessageKind, own: Localized | None, tag: str) -> Tried:
    words = compose(sample_notice(kind, own, tag, at=clock.now()), site())
    return Tried(tag, words.lang, words.text, size_of(fold(words.text)))


def _kind(address: str, own: Localized | None) -> Kind:
    kind = ADDRESSES[address]
    tried = [_tried(kind, own, tag) for tag in LANGUAGES]
    # Who reads a language that nobody has written receives the French.
    shown = tuple(found for found in tried if found.lang == found.tag)
    return Kind(address, NAMES[kind], own or Localized(DEFAULT[kind]), own is not None, shown,
                tuple((blank, MEANINGS[blank]) for blank in blanks(kind)))


def _back() -> str | None:
    """The meeting whose messages were being read, where somebody came from there."""
    code = request.args.get("reunion")
    return url_for(".messages", code=code) if code else None


@staff.get("/campagnes/<slug>/messages")
@roles(Role.COORDINATOR)
def texts(slug: str) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    own = service.own_words(campaign.id)
    kinds = [_kind(address, own.get(kind)) for address, kind in ADDRESSES.items()]
    return render_template("meetings/texts.html", campaign=campaign, kinds=kinds)


@staff.route(f"/campagnes/<slug>/messages/{_KIND}", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def text(slug: str, name: str) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    kind = _kind(name, service.own_words(campaign.id).get(ADDRESSES[name]))
    form = WordsForm(**filled(WordsForm.texts, kind))
    if not form.validate_on_submit(extra_validators=blanks_known(ADDRESSES[name])):
        return form_page("meetings/text.html", form, campaign=campaign, kind=kind, back=_back())
    service.write_words(campaign.id, ADDRESSES[name], form.read_texts(kind)["text"])
    log_action("écrit un message", slug, kind=ADDRESSES[name].value)
    db.session.commit()
    flash(_("Le message est enregistré. Relisez-le comme une famille le lira."), "done")
    return redirect(url_for(".text", slug=slug, name=name, reunion=request.args.get("reunion")), 303)


@staff.post(f"/campagnes/<slug>/messages/{_KIND}/origine")
@roles(Role.COORDINATOR)
def restore_text(slug: str, name: str) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    service.unwrite_words(campaign.id, ADDRESSES[name])
    log_action("reprend le message d’origine", slug, kind=ADDRESSES[name].value)
    db.session.commit()
    flash(_("Le message d’origine est repris."), "done")
    return redirect(url_for(".text", slug=slug, name=name), 303)
