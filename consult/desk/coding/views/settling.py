"""Where two people read the same texts: how far they agree, and what is kept where they do not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult import clock
from consult.db import db, reading
from consult.desk.coding.forms import CodingForm
from consult.desk.coding.notes import keep_in_step
from consult.desk.coding.picker import Picker, picker
from consult.desk.coding.views.blueprint import staff
from consult.desk.coding.work import Work, load_work, text_now
from consult.errors import NotFound
from consult.needs import service
from consult.needs.agreement import FEW, Agreement, NoKappa, Pair, agreements, identical
from consult.needs.coded_texts import CodedText, pairs_of_readers
from consult.staff.access import log_action, roles
from consult.staff.models import Role
from consult.text import spelling, typeset
from consult.web.sorting import NAME, Order, order_of

TEXTS_A_PAGE = 20
KAPPA, OBSERVED, BOTH = "kappa", "accord", "deux"
_COLUMNS: Mapping[str, Callable[[Agreement], float]] = {
    KAPPA: lambda line: -2.0 if line.kappa is None else line.kappa,
    OBSERVED: lambda line: line.observed or 0.0,
    BOTH: lambda line: line.both,
}


@dataclass(frozen=True)
class AgreementPage:
    """How two people agree, need by need."""

    names: tuple[str, str]
    texts: int
    identical: int
    lines: Sequence[tuple[str, Agreement]]
    """The words of a need that one of them found, and how they agree on it."""
    never: Sequence[str]
    """Needs that neither found."""
    order: Order
    has_few: bool


def _sorted(lines: list[tuple[str, Agreement]], order: Order) -> list[tuple[str, Agreement]]:
    if order.column == NAME:
        lines.sort(key=lambda line: spelling(line[0]), reverse=order.is_descending)
    elif measure := _COLUMNS.get(order.column):
        lines.sort(key=lambda line: measure(line[1]), reverse=order.is_descending)
    return lines


def _agreement_page(work: Work, names: tuple[str, str], pairs: Sequence[Pair]) -> AgreementPage:
    order = order_of("accord", request.args.get("tri", ""), {NAME, *_COLUMNS}, usual=f"-{KAPPA}")
    words = {need.code: typeset(need.label.french) for need in work.taxonomy.needs()}
    lines = [(words[line.code], line) for line in agreements(words, pairs)]
    found = [line for line in lines if line[1].no_kappa is not NoKappa.NEVER]
    never = [label for label, line in lines if line.no_kappa is NoKappa.NEVER]
    return AgreementPage(
        names, len(pairs), identical(pairs), _sorted(found, order), never, order, len(pairs) < FEW)


def _chosen(found: Mapping[tuple[str, str], Sequence[Pair]]) -> tuple[str, str] | None:
    """The two people an address names, or those who read most texts together."""
    first, _between, second = request.args.get("entre", "").partition("+")
    return (first, second) if (first, second) in found else next(iter(found), None)


@staff.get("/accord")
@roles(Role.COORDINATOR)
def agreement(slug: str) -> ResponseReturnValue:
    work = load_work(slug)
    found = pairs_of_readers(work.every)
    names = _chosen(found)
    shown = _agreement_page(work, names, found[names]) if names else None
    return render_template("desk/coding_agreement.html", work=work, campaign=work.campaign, shown=shown,
                           pairs=list(found))


@dataclass(frozen=True)
class Dispute:
    """A text, and what each person read in it: what all did, then what only some did."""

    coded: CodedText
    readings: Mapping[str, tuple[list[str], list[str]]]


def _dispute(work: Work, coded: CodedText) -> Dispute:
    common = frozenset.intersection(*coded.codings.values())
    return Dispute(coded, {coder: (work.labels_of(codes & common), work.labels_of(codes - common))
                           for coder, codes in sorted(coded.codings.items())})


@staff.get("/desaccords")
@roles(Role.COORDINATOR)
def disagreements(slug: str) -> ResponseReturnValue:
    work = load_work(slug)
    to_settle = [coded for coded in work.every if coded.is_to_settle]
    page = max(1, request.args.get("page", 1, type=int))
    shown = to_settle[(page - 1) * TEXTS_A_PAGE:page * TEXTS_A_PAGE]
    return render_template(
        "desk/coding_disagreements.html", work=work, disputes=[_dispute(work, coded) for coded in shown],
        total=len(to_settle), page=page)


@dataclass(frozen=True)
class SettlingPage:
    dispute: Dispute
    picker: Picker


def _settling_page(work: Work, coded: CodedText, form: CodingForm, *, has_changed: bool = False) -> str:
    read = frozenset[str]().union(*coded.codings.values())
    in_order = [need.code for need in work.taxonomy.needs() if need.code in read]
    shown = SettlingPage(_dispute(work, coded), picker(
        work.taxonomy, first=in_order, ticked=form.ticked, searched=form.searched.data or "", keys=9))
    form.read.data = coded.text.fingerprint
    form.searched.data = ""
    return render_template(
        "desk/coding_settle.html", work=work, shown=shown, form=form, has_changed=has_changed)


def _find_dispute(work: Work, handle: str) -> CodedText:
    """A text that people read differently, settled or not. Raises NotFound."""
    coded = work.find(handle)
    if not coded.differs:
        raise NotFound
    return coded


@staff.get("/<handle>/accord")
@roles(Role.COORDINATOR)
def settle(slug: str, handle: str) -> ResponseReturnValue:
    work = load_work(slug)
    coded = _find_dispute(work, handle)
    return _settling_page(
        work, coded, CodingForm(work.taxonomy, formdata=None, codes=sorted(coded.final or ())))


@staff.post("/<handle>/accord")
@roles(Role.COORDINATOR)
def keep(slug: str, handle: str) -> ResponseReturnValue:
    with reading():
        work = load_work(slug)
        coded, form = _find_dispute(work, handle), CodingForm(work.taxonomy)
        if form.read.data != coded.text.fingerprint:
            return _settling_page(work, coded, form, has_changed=True), 409
        if form.is_search or not form.validate():
            return _settling_page(work, coded, form), 422 if form.errors else 200
    service.settle(coded.text, now=text_now(coded.text), by=work.name, codes=form.ticked, on=clock.today())
    keep_in_step(coded.text)
    log_action("règle un désaccord", slug, texte=handle)
    db.session.commit()
    flash(_("C’est noté. Les deux lectures restent, ce que vous avez choisi compte."), "done")
    return redirect(url_for(".disagreements", slug=slug), 303)
