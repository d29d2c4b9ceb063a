"""One form for one meeting or for a series: the text they share, and a row for each place."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from itertools import chain
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, IntegerField, ValidationError
from wtforms.validators import Optional

from consult.meetings.forms.keyed import KeyedForm
from consult.meetings.forms.meeting import PlaceAndTime, SharedForm, a_number
from consult.meetings.parties import MOST_SEATS
from consult.meetings.service import Plan
from consult.meetings.venues import Venue
from consult.territories.models import Territory
from consult.web.forms import Form

SPARE_ROWS = 3
USUAL_HOURS = {"starts": time(16), "ends": time(18)}
NO_DAY = _l("Écrivez le jour d’au moins une réunion.")


class RowForm(PlaceAndTime):
    """A place; it becomes a meeting where somebody gave it a day."""

    class Meta(Form.Meta):
        csrf = False  # the form around has it

    seats = IntegerField(_l("Places"), [Optional(), a_number(1, MOST_SEATS)])

    def __init__(self, number: int, places: Sequence[Territory], today: date, hall: Venue | None) -> None:
        hours = {"starts": hall.slot.starts, "ends": hall.slot.ends} if hall and hall.slot else USUAL_HOURS
        known = {"territory_code": hall.territory_code, "venue": hall.name} if hall else {}
        super().__init__(prefix=f"ligne{number}", **known, **hours)
        self.hall, self.today = hall, today
        self.offer(places)
        self._name_fields(number, {place.code: place.name for place in places})

    def _name_fields(self, number: int, names: dict[str, str]) -> None:
        """Each field says which row it is of: an error is read far from its row."""
        row = names.get(self.territory_code.data or "") or gettext("Ligne %(number)d", number=number)
        for field in self:
            field.label.text = f"{row}, {str(field.label.text).lower()}"

    @property
    def is_wanted(self) -> bool:
        return bool("".join(self.day.raw_data or ()).strip())

    def validate_day(self, field: Field) -> None:
        super().validate_day(field)
        if field.data and field.data < self.today:
            raise ValidationError(_l("Ce jour est déjà passé."))

    def validate(self, extra_validators: Any = None) -> bool:
        return not self.is_wanted or bool(super().validate(extra_validators))

    def plan(self, shared: dict[str, Any]) -> Plan:
        return Plan(**{**shared, **self.place_and_time(), "seats": self.seats.data or shared["seats"]})


class SeriesForm(SharedForm, KeyedForm):
    """Its fields are those of every row, then those of the shared text: errors are told of all of them."""

    def __init__(self, places: Sequence[Territory], halls: Sequence[Venue], *, today: date) -> None:
        super().__init__()
        rows = enumerate([*halls, *[None] * SPARE_ROWS], 1)
        self.rows = [RowForm(number, places, today, hall) for number, hall in rows]

    def __iter__(self) -> Iterator[Field]:
        return chain(*self.rows, super().__iter__())

    @property
    def errors(self) -> dict[str, Any]:
        return {field.name: field.errors for field in self if field.errors}

    def validate(self, extra_validators: Any = None) -> bool:
        # Every row is looked at, so that all that is wrong is told at once.
        checked = [row.validate() for row in self.rows]
        if not any(row.is_wanted for row in self.rows):
            self.rows[0].day.errors = [NO_DAY]
            checked.append(False)
        return bool(super().validate(extra_validators)) and all(checked)

    def plans(self) -> list[Plan]:
        """The meetings to make, in the order of the rows."""
        shared = self.shared()
        return [row.plan(shared) for row in self.rows if row.is_wanted]
