"""The steps of a meeting from one stage to the next, each after a confirmation."""

from collections.abc import Callable, Iterator, Mapping

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult import clock
from consult.campaigns.models import Stage
from consult.db import db
from consult.errors import N_, NotFound
from consult.meetings import service
from consult.meetings.forms import CancellationForm
from consult.meetings.models import Meeting
from consult.meetings.stages import TRANSITIONS, Transition, WrongStage
from consult.meetings.states import MeetingStage
from consult.meetings.views.blueprint import staff
from consult.staff.access import log_action, roles
from consult.staff.models import Role
from consult.web.forms import Form

HAS_BEGUN = N_("La réunion a déjà commencé : plus personne ne peut s’inscrire.")
NOT_BEGUN = N_("La réunion n’a pas encore commencé.")
HIDDEN_CAMPAIGN = N_("La campagne est un brouillon : le public verra la réunion quand elle sera ouverte.")


def _open(meeting: Meeting, _form: Form) -> int:
    service.open_meeting(meeting)
    return 0


def _cancel(meeting: Meeting, form: Form) -> int:
    texts = form.read_texts() if isinstance(form, CancellationForm) else {}
    return service.cancel_meeting(meeting, why=texts["why_cancelled"], at=clock.now())


def _hold(meeting: Meeting, _form: Form) -> int:
    service.hold_meeting(meeting)
    return 0


STEPS: Mapping[str, Callable[[Meeting, Form], int]] = {"ouvrir": _open, "annuler": _cancel, "tenue": _hold}
"""How many families each leaves to be told."""
FORMS: Mapping[str, type[Form]] = {"annuler": CancellationForm}
LOGGED = {"ouvrir": "ouvre une réunion", "annuler": "annule une réunion", "tenue": "note une réunion tenue"}


def _cautions(meeting: Meeting, name: str) -> Iterator[str]:
    """What she should know before she says yes; none of it forbids the step."""
    has_begun = meeting.starts_at <= clock.now()
    if name == "ouvrir" and has_begun:
        yield HAS_BEGUN
    if name == "ouvrir" and meeting.campaign.stage is Stage.DRAFT:
        yield HIDDEN_CAMPAIGN
    if name == "tenue" and not has_begun:
        yield NOT_BEGUN


def _concerned(meeting: Meeting, name: str) -> int:
    """Families that will have to be told."""
    if name != "annuler" or meeting.stage is not MeetingStage.OPEN:
        return 0
    shares = service.find_standings([meeting])[meeting.id].shares
    return sum(share.families for state, share in shares.items() if state in service.COMING)


def _transition(meeting: Meeting, name: str) -> Transition:
    if name not in TRANSITIONS:
        raise NotFound
    if meeting.stage not in TRANSITIONS[name].starts:
        raise WrongStage
    return TRANSITIONS[name]


@staff.route("/reunions/<code>/etape/<name>", methods=["GET", "POST"])
@roles(Role.COORDINATOR)
def step(code: str, name: str) -> ResponseReturnValue:
    meeting = service.find_meeting(code)
    transition, form = _transition(meeting, name), FORMS.get(name, Form)()
    if not form.validate_on_submit():
        page = render_template("meetings/stage.html", meeting=meeting, transition=transition, form=form,
                               cautions=list(_cautions(meeting, name)), concerned=_concerned(meeting, name))
        return page, 422 if form.errors else 200
    told = STEPS[name](meeting, form)
    log_action(LOGGED[name], meeting.code, **({"told": told} if told else {}))
    db.session.commit()
    flash(_("C’est fait."), "done")
    if told:
        flash(ngettext("%(num)s famille est à prévenir. Relisez le message, puis envoyez-le.",
                       "%(num)s familles sont à prévenir. Relisez le message, puis envoyez-le.", told),
              "warning")
    return redirect(url_for(".show", code=meeting.code), 303)
