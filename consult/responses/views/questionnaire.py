"""One GET shows the whole questionnaire, one POST takes it in, without a cookie and without a script."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from consult import clock
from consult.campaigns.models import Stage
from consult.errors import N_, NotFound
from consult.responses import service
from consult.responses.packing import Layout
from consult.responses.service import Outcome, Status, Submission
from consult.responses.views.blueprint import public
from consult.responses.views.ways import Way, way_of_relay, way_of_sent_relay
from consult.surveys.pages import filled_page, fresh_page, has_more_to_ask
from consult.surveys.published import PublishedSurvey, find_survey
from consult.surveys.reading.answers import Reading, read
from consult.web.language import current_tag
from consult.web.replies import (
    CORRECTION,
    OTHER_FAMILY,
    RESOLVE,
    Incomplete,
    Reply,
    Wording,
    correction_or_other_family,
    key_sent,
    may_store,
    reply_with,
    storing,
)
from consult.web.sendings import Fields

LARGEST_BODY = 1024 * 1024
SENDING = "/envoi"
COUNTED = "submission"
"""What too many of a minute are counted as."""
PROBLEMS = N_("Il reste des réponses à corriger.")
OVER = N_("Cette consultation est terminée.")
NOT_YET = N_("Cette consultation n’est pas encore ouverte.")
ANSWERS = Wording(
    unsent=N_("Vos réponses ne sont pas encore envoyées"),
    crowded=N_("Beaucoup de familles répondent en ce moment. Gardez cette page ouverte et recommencez "
               "dans une minute."),
    undecided=(N_("Des réponses ont déjà été envoyées depuis cette page."),
               N_("Celles-ci sont différentes.")),
    correction=N_("Je suis la même famille. Ces réponses remplacent les premières."),
    other_family=N_("Je suis une autre famille. Les deux sont gardées."))


@public.get("/consultations/<slug>/questionnaire")
def answer(slug: str) -> ResponseReturnValue:
    return _ask(Way(slug))


@public.get("/r/<code>")
def relay(code: str) -> ResponseReturnValue:
    return _ask(way_of_relay(code))


@public.route("/consultations/<slug>/questionnaire/envoi", methods=["GET", "POST"])
def send_answer(slug: str) -> ResponseReturnValue:
    """Where the page sends to. Another address than its own: a POST makes browsers drop the page they
    keep under the same address, and Back would lose its key with what was typed."""
    if request.method == "POST":
        return reply_with(lambda: _take_in(lambda _version_id: Way(slug)), wording=ANSWERS)
    return redirect(url_for(".answer", slug=slug), 303)


@public.route("/r/<code>/envoi", methods=["GET", "POST"])
def send_relay(code: str) -> ResponseReturnValue:
    if request.method == "POST":
        return reply_with(lambda: _take_in(partial(way_of_sent_relay, code)), wording=ANSWERS)
    return redirect(url_for(".relay", code=code), 303)


def _destination() -> str:
    return request.path.removesuffix(SENDING) + SENDING


def _ask(way: Way) -> ResponseReturnValue:
    survey = find_survey(way.slug)
    if survey is None or survey.stage is Stage.DRAFT:
        raise NotFound
    if not survey.may_begin_on(clock.today()):
        return _closed_page(survey, was_sent=False), _closed_status(survey)
    accepts_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    return fresh_page(survey, tag=current_tag(), action=_destination(), accepts_gzip=accepts_gzip)


def _is_over(survey: PublishedSurvey) -> bool:
    return survey.stage is not Stage.OPEN or survey.closes_on < clock.today()


def _closed_status(survey: PublishedSurvey) -> int:
    return 410 if _is_over(survey) else 409


def _closed_page(survey: PublishedSurvey, *, was_sent: bool) -> str:
    return render_template(
        "responses/closed.html", survey=survey, is_over=_is_over(survey), was_sent=was_sent)


@dataclass(frozen=True)
class Sent:
    """What arrived: the family's key, the version it read, and the first field of each name as typed."""

    key: UUID
    version_id: UUID
    fields: Mapping[str, str]


def _sent(fields: Mapping[str, str]) -> Sent:
    """Raises Incomplete where the page's own hidden fields are missing or made up."""
    try:
        return Sent(key_sent(fields), UUID(fields.get("_version", "")), fields)
    except ValueError as problem:
        raise Incomplete from problem


def _take_in(find_way: Callable[[UUID], Way]) -> Reply:
    request.max_content_length = LARGEST_BODY
    form = request.form
    sent = _sent(form)
    way = find_way(sent.version_id)
    survey = find_survey(way.slug, version_id=sent.version_id)
    if survey is None:
        raise Incomplete
    if not survey.may_send_at(clock.now()):
        sentence = OVER if _is_over(survey) else NOT_YET
        return Reply(_closed_status(survey), sentence, partial(_closed_page, survey, was_sent=True))
    reading = read(survey.questionnaire, form.items(multi=True), today=clock.today())
    if "_add" in form:
        return Reply(200, "", _shown_again(survey, sent.key, form, None))
    if reading.problems or has_more_to_ask(reading, form):
        return Reply(422, PROBLEMS, _shown_again(survey, sent.key, form, reading))
    intake = Intake(survey, way, current_tag(), way.thanks)
    return storing(partial(_store, intake, sent, reading), name=COUNTED, wording=ANSWERS)


def _shown_again(survey: PublishedSurvey, key: UUID, form: MultiDict[str, str],
                 reading: Reading | None) -> Callable[[], str]:
    return partial(filled_page, survey, tag=current_tag(), action=_destination(), key=key.hex,
                   fields=form, reading=reading)


@dataclass(frozen=True)
class Intake:
    """Where answers come in: by one address, for one published version, in one language."""

    survey: PublishedSurvey
    way: Way
    tag: str
    thanks: str

    def store(self, sent: Sent, reading: Reading) -> str:
        """The address of the page that says thank you; empty where the key has other answers already."""
        submission = service.submission_of(
            self.survey, key=sent.key, language=self.tag, mode=self.way.mode, relay_id=self.way.relay_id,
            day=clock.today(), answers=reading.answers, contacts=reading.contacts)
        resolve = sent.fields.get(RESOLVE, "")
        outcome = _receive(submission, layout=service.layout_of(self.survey), resolve=resolve)
        return "" if outcome.status is Status.DIFFERENT else f"{self.thanks}?recu={outcome.receipt}"

    def take(self, fields: Fields, address: str) -> str:
        """The same for a form that nobody has looked at yet; empty, too, where a page must be shown."""
        sent = _sent(dict(reversed(fields)))
        is_ours = sent.version_id == self.survey.version_id and self.survey.may_send_at(clock.now())
        if not is_ours or "_add" in sent.fields:
            return ""
        reading = read(self.survey.questionnaire, fields, today=clock.today())
        is_whole = not reading.problems and not has_more_to_ask(reading, sent.fields)
        return self.store(sent, reading) if is_whole and may_store(COUNTED, address) else ""


def _store(intake: Intake, sent: Sent, reading: Reading) -> Reply:
    if then := intake.store(sent, reading):
        return Reply(303, next=then, again=intake.take)
    return correction_or_other_family(wording=ANSWERS)


def _receive(submission: Submission, *, layout: Layout, resolve: str) -> Outcome:
    """Store for good. `resolve` is what the family said when its page had been sent with other answers."""
    secret = current_app.config["SECRET_KEY"]
    if resolve == OTHER_FAMILY:
        submission = service.as_other_family(submission, secret=secret)
    write = service.replace_response if resolve == CORRECTION else service.record_response
    return service.receive(submission, layout=layout, secret=secret, write=write)
