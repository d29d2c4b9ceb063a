"""The form of one meeting, and what it shares with that of a series."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    FloatField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from consult.campaigns.forms.campaign import A_DAY, MARKDOWN_HINT, day_field
from consult.campaigns.forms.choices import options
from consult.campaigns.forms.texts import REQUIRED, TOO_LONG, Text, TextForm, filled
from consult.i18n import LANGUAGES
from consult.meetings.models import Meeting
from consult.meetings.parties import MOST_MINDED, MOST_SEATS
from consult.meetings.service import Plan
from consult.meetings.states import Purpose
from consult.meetings.times import instant, local_day, local_hour
from consult.territories.models import Territory
from consult.web.forms import Form

AN_HOUR = _l("Écrivez une heure, par exemple 16:00.")
HOURS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh", "%H h %M", "%H h", "%H"]
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
PURPOSES = {
    Purpose.CONSULTS: _l("Consulter : on écoute les familles et on note ce qu’elles disent"),
    Purpose.INFORMS: _l("Informer : on explique et on répond aux questions"),
    Purpose.REPORTS: _l("Rendre compte : on dit ce qu’on a fait de ce qui a été dit"),
}
SPOKEN = {language.tag: language.name for language in LANGUAGES.values()}


def a_number(least: int, most: int) -> NumberRange:
    return NumberRange(least, most, message=_l("Écrivez un nombre entre %(min)d et %(max)d."))


class SharedForm(TextForm):
    """What the meetings of a series have in common."""

    texts = (
        Text("title", _l("Titre"), longest=160),
        Text("text", _l("De quoi on parle"), MARKDOWN_HINT, 20_000, is_required=False, is_markdown=True),
        Text("access", _l("Comment venir et entrer"), _l("Marches, rampe, arrêt de bus, parking."), 600,
             is_required=False, is_long=True),
    )
    purpose = RadioField(_l("Pourquoi cette réunion"), [DataRequired(REQUIRED)], choices=options(PURPOSES),
                         default=Purpose.CONSULTS.value)
    languages = SelectMultipleField(
        _l("Langues parlées"), [DataRequired(_l("Cochez au moins une langue."))], choices=options(SPOKEN),
        default=list(SPOKEN), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    has_interpreter = BooleanField(_l("Une personne traduit"))
    women_only = BooleanField(_l("Réservée aux femmes"))
    seats = IntegerField(_l("Places dans la salle"), [InputRequired(REQUIRED), a_number(1, MOST_SEATS)])
    minded_seats = IntegerField(_l("Places pour la garde des enfants"),
                                [InputRequired(REQUIRED), a_number(0, MOST_MINDED)], default=0)

    def shared(self, before: Meeting | None = None) -> dict[str, Any]:
        """These columns of the plan. `before` is the meeting they were read from."""
        names = ("has_interpreter", "women_only", "seats", "minded_seats")
        return {**{name: self[name].data for name in names}, **self.read_texts(before),
                "purpose": Purpose(self.purpose.data), "languages": tuple(self.languages.data)}


class PlaceAndTime(Form):
    """Where and when."""

    territory_code = SelectField(_l("Village"), [DataRequired(REQUIRED)])
    venue = StringField(_l("Salle"), [DataRequired(REQUIRED), Length(max=160, message=TOO_LONG)])
    day = day_field(_l("Jour"))
    starts = TimeField(_l("Début"), [InputRequired(REQUIRED)], format=HOURS, invalid_value_message=AN_HOUR)
    ends = TimeField(_l("Fin"), [InputRequired(REQUIRED)], format=HOURS, invalid_value_message=AN_HOUR)

    def offer(self, places: Iterable[Territory]) -> None:
        """The villages to choose from."""
        names = [SelectChoice(place.code, place.name) for place in places]
        self.territory_code.choices = [SelectChoice("", _l("Choisir")), *names]

    def validate_day(self, field: Field) -> None:
        if field.data and not FIRST_DAY <= field.data <= LAST_DAY:
            raise ValidationError(A_DAY)

    def validate_ends(self, field: Field) -> None:
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(_l("La fin est avant le début."))

    def place_and_time(self) -> dict[str, Any]:
        """These columns of the plan."""
        return {"territory_code": self.territory_code.data, "venue": self.venue.data,
                "starts_at": instant(self.day.data, self.starts.data),
                "ends_at": instant(self.day.data, self.ends.data)}


class DegreesField(FloatField):
    """Decimal degrees, with a comma or a point, as maps give them."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([typed.replace(",", ".").replace("\u2212", "-") for typed in valuelist])


def _degrees(label: Any, most: int) -> DegreesField:
    said = _l("Écrivez des degrés entre %(min)d et %(max)d, par exemple -12,78.")
    return DegreesField(label, [Optional(), NumberRange(-most, most, message=said)])


class MeetingForm(SharedForm, PlaceAndTime):
    latitude = _degrees(_l("Latitude"), 90)
    longitude = _degrees(_l("Longitude"), 180)

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = bool(super().validate(extra_validators))
        # An empty field runs no rule of its own: what the two say together is looked at here.
        if is_right and (self.latitude.data is None) is not (self.longitude.data is None):
            self.longitude.errors = [_l("Écrivez la latitude et la longitude, ou aucune des deux.")]
            return False
        return is_right

    @classmethod
    def of(cls, meeting: Meeting, places: Iterable[Territory]) -> "MeetingForm":
        """The form as it stands before anybody typed."""
        names = ("purpose", "languages", "has_interpreter", "women_only", "seats", "minded_seats",
                 "territory_code", "venue", "latitude", "longitude")
        form = cls(**{name: getattr(meeting, name) for name in names}, **filled(cls.texts, meeting),
                   day=local_day(meeting.starts_at), starts=local_hour(meeting.starts_at),
                   ends=local_hour(meeting.ends_at))
        form.offer(places)
        return form

    def plan(self, before: Meeting) -> Plan:
        return Plan(**self.shared(before), **self.place_and_time(), latitude=self.latitude.data,
                    longitude=self.longitude.data)


class CancellationForm(TextForm):
    texts = (Text("why_cancelled", _l("Pourquoi la réunion est annulée"),
                  _l("Les familles lisent cette phrase."), 300, is_long=True),)
