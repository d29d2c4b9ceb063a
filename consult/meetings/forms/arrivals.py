"""One row of the door, as a form sends it where no script does."""

from datetime import datetime
from uuid import UUID, uuid5

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, IntegerField, ValidationError
from wtforms.validators import AnyOf, NumberRange, Optional, Regexp

from consult.meetings.arrivals import KINDS, MOST_OF_A_KIND, Entry, WrongEntries, stamp
from consult.web.forms import Form

A_NUMBER = _l("Écrivez un nombre entre 0 et 60.")
FAMILY, WALK_IN, NEW = "family", "walk_in", "new"
"""A family that had signed up; people who had not, to correct; people who had not, counted just now."""
A_KEY = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


def _count(label: str) -> IntegerField:
    """How many of a kind; nothing typed is nobody."""
    return IntegerField(label, [Optional(), NumberRange(0, MOST_OF_A_KIND, message=A_NUMBER)],
                        invalid_value_message=A_NUMBER)


class ArrivalForm(Form):
    id = HiddenField(validators=[Regexp(A_KEY)])
    row = HiddenField(default=FAMILY, validators=[AnyOf((FAMILY, WALK_IN, NEW))])
    women = _count(_l("Femmes"))
    men = _count(_l("Hommes"))
    children = _count(_l("Enfants"))

    def validate_women(self, _field: Field) -> None:
        counts = [self[kind].data for kind in KINDS]
        if self.row.data == NEW and not any(counts) and not self.men.errors and not self.children.errors:
            raise ValidationError(_l("Comptez au moins une personne."))

    def refuse_strange(self) -> None:
        """Raises WrongEntries for what no form of ours sends."""
        if self.id.errors or self.row.errors:
            raise WrongEntries

    def entry(self, known: dict[UUID, Entry], *, at: datetime) -> Entry:
        """The row, later than the one it replaces."""
        counts = {kind: self[kind].data or 0 for kind in KINDS}
        key = UUID(self.id.data)
        if self.row.data == NEW:
            # Back, then other numbers, is another group; the same numbers again are a second tap.
            key = uuid5(key, "-".join(map(str, counts.values())))
        return Entry(key, self.row.data != FAMILY, **counts, noted_at=stamp(at=at, after=known.get(key)))
