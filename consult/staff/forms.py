"""Forms of sign-in and accounts."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, PasswordField, RadioField, SelectChoice, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from consult.errors import Refused
from consult.staff.access import ROLE_NAMES
from consult.staff.models import Role
from consult.web.forms import Form

REQUIRED = _l("Ce champ est nécessaire.")
TOO_LONG = _l("C’est trop long.")
DIFFERENT = _l("Les deux nouveaux mots de passe ne sont pas les mêmes.")
_CODE = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
_NAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


def note_refusal(field: Field, refusal: Refused) -> None:
    """Show under a field what the service refused about it."""
    field.errors = [*field.errors, gettext(refusal.sentence, **refusal.values)]


class SignInForm(Form):
    name = StringField(_l("Nom du compte"), [DataRequired(REQUIRED), Length(max=80, message=TOO_LONG)],
                       render_kw=_NAME)
    password = PasswordField(_l("Mot de passe"), [DataRequired(REQUIRED)],
                             render_kw={"autocomplete": "current-password"})


class CodeForm(Form):
    code = StringField(_l("Code"), [DataRequired(REQUIRED), Length(max=40, message=TOO_LONG)],
                       render_kw=_CODE)


class OwnPasswordForm(Form):
    """Asked before anything that would help somebody who found the page open."""

    current = PasswordField(_l("Mot de passe actuel"), [DataRequired(REQUIRED)],
                            render_kw={"autocomplete": "current-password"})


class SetUpForm(OwnPasswordForm):
    """Who finds an open page must not tie the account to a phone of their own."""

    code = StringField(_l("Code"), [DataRequired(REQUIRED), Length(max=40, message=TOO_LONG)],
                       render_kw=_CODE)


class PasswordForm(OwnPasswordForm):
    fresh = PasswordField(_l("Nouveau mot de passe"), [DataRequired(REQUIRED)],
                          render_kw={"autocomplete": "new-password"})
    again = PasswordField(
        _l("Nouveau mot de passe, encore une fois"),
        [DataRequired(REQUIRED), EqualTo("fresh", DIFFERENT)],
        render_kw={"autocomplete": "new-password"})


def _role_field() -> RadioField:
    return RadioField(_l("Rôle"), [DataRequired(REQUIRED)], default=Role.INTERVIEWER.value,
                      choices=[SelectChoice(role.value, _l(name)) for role, name in ROLE_NAMES.items()])


class AccountForm(Form):
    name = StringField(_l("Nom du compte"), [DataRequired(REQUIRED), Length(max=80, message=TOO_LONG)],
                       render_kw={**_NAME, "autocomplete": "off"})
    role = _role_field()


class RoleForm(Form):
    role = _role_field()


class ResetForm(Form):
    drop_second_step = BooleanField(_l("Le téléphone est perdu\u00a0: retirer aussi la double vérification"))
