"""What somebody types of a meeting while it is said, and which needs are heard in it."""

from uuid import UUID, uuid5

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, Regexp

from consult.campaigns.forms.choices import options
from consult.campaigns.forms.texts import REQUIRED, TOO_LONG
from consult.errors import N_, Refused
from consult.i18n import DEFAULT, LANGUAGES
from consult.meetings.forms.arrivals import A_KEY
from consult.meetings.service import LONGEST_STATEMENT
from consult.needs.cues import known
from consult.needs.service import taxonomy_in_use
from consult.web.forms import Form

TICK_SOMETHING = _l("Cochez au moins un besoin, ou choisissez «\u00a0Aucun besoin\u00a0».")
UNKNOWN_NEED = _l("Ce besoin n’existe plus. Cochez à nouveau.")


class WrongKey(Refused):
    """The form was changed on its way."""

    status = 422
    sentence = N_("Cet envoi n’est pas complet ou a été modifié. Ouvrez à nouveau la page, puis recommencez.")


def _languages() -> list[object]:
    return list(options({tag: language.name for tag, language in LANGUAGES.items()}))


class StatementForm(Form):
    text = StringField(_l("Ce qui a été dit"), [
        DataRequired(REQUIRED), Length(max=LONGEST_STATEMENT, message=TOO_LONG)],
        render_kw={"maxlength": LONGEST_STATEMENT, "autocomplete": "off"})
    language = SelectField(_l("Langue"), choices=_languages, default=DEFAULT)


class NewStatementForm(StatementForm):
    key = HiddenField(validators=[Regexp(A_KEY)])

    def statement_key(self) -> UUID:
        """A second tap is the same statement; Back, then other words, is another one."""
        return uuid5(UUID(self.key.data), self.text.data)

    def refuse_strange(self) -> None:
        """Raises WrongKey for what no form of ours sends."""
        if self.key.errors:
            raise WrongKey


class CodingForm(Form):
    needs = SelectMultipleField(
        _l("Besoins exprimés"), validate_choice=False, choices=lambda: options(
            {need.code: need.label for need in taxonomy_in_use().taxonomy.needs()}))

    def is_answered(self, *, none: bool) -> bool:
        """Whether somebody said which needs, or that there are none; if not, the field says so."""
        self.needs.data = [] if none else self.needs.data
        if len(known(taxonomy_in_use().taxonomy, self.needs.data)) < len(set(self.needs.data)):
            self.needs.errors = [UNKNOWN_NEED]
        elif not none and not self.needs.data:
            self.needs.errors = [TICK_SOMETHING]
        return not self.needs.errors
