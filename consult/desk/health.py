"""Whether all is well, for the coordinator: a page, and a word on her first page when something is wrong."""

from dataclasses import dataclass

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from consult import clock
from consult.desk.blueprint import staff
from consult.operations.health import STATES, Sign, State, in_state, signs, worst
from consult.operations.vitals import Vitals, read_vitals
from consult.staff.access import roles
from consult.staff.models import Role


@dataclass(frozen=True)
class Health:
    """All that was looked at, and what the whole is called."""

    vitals: Vitals
    signs: list[Sign]

    @property
    def state(self) -> State:
        return worst(self.signs)

    @property
    def wrong(self) -> list[Sign]:
        return in_state(self.signs, State.WRONG)

    @property
    def to_look_at(self) -> list[Sign]:
        return in_state(self.signs, State.LOOK)


def read_health() -> Health:
    vitals = read_vitals(current_app, at=clock.now())
    return Health(vitals, signs(vitals))


@staff.get("/etat")
@roles(Role.COORDINATOR)
def health() -> ResponseReturnValue:
    return render_template("desk/health.html", health=read_health(), states=STATES)
