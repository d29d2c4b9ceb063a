"""A family that phones the office or stands there: the fields of its own form, typed by staff."""

import re
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from consult.campaigns.forms.choices import options
from consult.campaigns.forms.texts import REQUIRED, TOO_LONG
from consult.meetings.forms.keyed import KeyedForm
from consult.meetings.forms.meeting import SPOKEN, a_number
from consult.meetings.models import Meeting, SignUp
from consult.meetings.parties import MOST_ADULTS, MOST_CHILDREN, Party, Room
from consult.meetings.phones import in_pairs, phone_digits
from consult.text import FRENCH
from consult.web.forms import Form

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_UNREMEMBERED = {"autocomplete": "off"}
_NUMBERS = ("adults", "under_3", "from_3_to_5", "from_6")
_NEEDS = ("wants_childminding", "wants_interpreter", "wants_transport", "wants_step_free")


def _children(label: Any) -> IntegerField:
    return IntegerField(label, [InputRequired(REQUIRED), a_number(0, MOST_CHILDREN)], default=0)


class FamilyForm(Form):
    name = StringField(_l("Prénom ou surnom"), [DataRequired(REQUIRED), Length(max=60, message=TOO_LONG)],
                       render_kw=_UNREMEMBERED)
    phone = StringField(_l("Téléphone"), [Optional(), Length(max=40, message=TOO_LONG)],
                        render_kw={**_UNREMEMBERED, "inputmode": "tel"})
    email = StringField(_l("Adresse e-mail"), [Optional(), Length(max=254, message=TOO_LONG)],
                        render_kw={**_UNREMEMBERED, "inputmode": "email"})
    language = RadioField(_l("Langue des messages"), [DataRequired(REQUIRED)], choices=options(SPOKEN),
                          default=FRENCH)
    adults = IntegerField(_l("Adultes"), [InputRequired(REQUIRED), a_number(1, MOST_ADULTS)], default=1)
    under_3 = _children(_l("Enfants de moins de 3 ans"))
    from_3_to_5 = _children(_l("Enfants de 3 à 5 ans"))
    from_6 = _children(_l("Enfants de 6 ans et plus"))
    wants_childminding = BooleanField(_l("Faire garder les enfants pendant la réunion"))
    wants_interpreter = BooleanField(_l("Une personne qui traduit"))
    wants_transport = BooleanField(_l("Un transport pour venir"))
    wants_step_free = BooleanField(_l("Une entrée sans marche"))

    def validate_phone(self, field: Field) -> None:
        if not phone_digits(field.data):
            raise ValidationError(_l("Ce numéro n’est pas complet. Exemple : 0639 12 34 56."))

    def validate_email(self, field: Field) -> None:
        if not _ADDRESS.fullmatch(field.data):
            raise ValidationError(_l("Cette adresse n’est pas complète. Exemple : amina@exemple.yt."))

    def __init__(self, hall: Room, **values: Any) -> None:
        super().__init__(**values)
        self.hall = hall
        if not hall.minded:
            del self.wants_childminding

    @classmethod
    def of(cls, family: SignUp, hall: Room) -> "FamilyForm":
        """The form as it stands before anybody typed."""
        names = ("name", "email", "language", *_NUMBERS, *_NEEDS)
        return cls(hall, **{name: getattr(family, name) for name in names},
                   phone=family.phone_typed or in_pairs(family.phone))

    def party(self) -> Party:
        names = ("name", "language", *_NUMBERS, *_NEEDS)
        typed = self.phone.data or ""
        return Party(**{name: self[name].data for name in names if name in self},
                     phone=phone_digits(typed), phone_typed=typed, email=self.email.data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(super().validate(extra_validators)) and self._fits()

    def _fits(self) -> bool:
        """A group that this hall could never hold would wait for nothing."""
        party, values = self.party(), vars(self.hall)
        if party.room.seats > self.hall.seats:
            self.adults.errors = [gettext("La salle n’a que %(seats)d places.", **values)]
        elif party.wants_childminding and not party.children:
            self.wants_childminding.errors = [gettext("Écrivez combien d’enfants sont à garder.")]
        elif party.room.minded > self.hall.minded:
            self.wants_childminding.errors = [gettext("On peut garder %(minded)d enfants au plus.", **values)]
        return not self.errors


class NewFamilyForm(FamilyForm, KeyedForm):
    relay_id = SelectField(_l("Relais qui peut la prévenir"), default="")

    @classmethod
    def for_meeting(cls, meeting: Meeting, hall: Room) -> "NewFamilyForm":
        form = cls(hall)
        relays = [SelectChoice(str(relay.id), relay.name) for relay in meeting.campaign.relays]
        form.relay_id.choices = [SelectChoice("", _l("Aucun")), *relays]
        return form

    def relay(self) -> UUID | None:
        return UUID(self.relay_id.data) if self.relay_id.data else None
