"""What the coordinator writes of a diagnostic and of its needs."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from consult.campaigns.slugs import slug_of
from consult.diagnostic.commitments import OPENED_BY_BROWSERS, STATES, PromiseState
from consult.diagnostic.models import Decision
from consult.diagnostic.service import Promised
from consult.diagnostic.snapshot import Heading, Tier
from consult.needs.taxonomy import Need
from consult.web.forms import Form

NEW = "nouveau"
"""Where a diagnostic is begun: none can have this address."""
REQUIRED = _l("Ce champ est nécessaire.")
TOO_LONG = _l("C’est trop long.")
TIERS: Mapping[str, Any] = {
    Tier.A: _l("A : répondre d’abord"), Tier.B: _l("B : répondre ensuite"),
    Tier.C: _l("C : répondre plus tard")}
DECISIONS: Mapping[str, Any] = {Decision.KEPT: _l("Garder ce besoin"), Decision.SET_ASIDE: _l("L’écarter")}
HEADINGS: Mapping[Heading, tuple[Any, Any]] = {
    Heading.CONTEXT: (_l("Le territoire"), _l("Ce qui aide à comprendre les chiffres du portrait.")),
    Heading.METHOD: (_l("La méthode"), _l("Comment les familles ont été consultées, par qui, où.")),
    Heading.LIMITS: (_l("Les limites"), _l("Qui a peu répondu, ce que ces réponses ne disent pas.")),
    Heading.TENSION: (_l("Les zones en tension"), _l("Où les besoins pressent le plus, et pourquoi.")),
    Heading.ORIENTATIONS: (
        _l("Les orientations"), _l("Laissées au comité : écrivez-les après qu’il a décidé.")),
    Heading.CALENDAR: (_l("Le calendrier"), _l("Les prochaines étapes, avec leurs dates.")),
}


def _options(words: Mapping[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(value), label) for value, label in words.items()]


class Boxes(SelectMultipleField):
    """Several choices, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class DiagnosticForm(Form):
    title = StringField(_l("Nom du diagnostic"), [
        DataRequired(REQUIRED), Length(max=120, message=TOO_LONG)])
    campaigns = Boxes(_l("Consultations lues"), [InputRequired(_l("Choisissez au moins une consultation."))])

    def __init__(self, known: Mapping[str, str], **values: Any) -> None:
        super().__init__(**values)
        self.campaigns.choices = dict(known)

    def validate_title(self, field: StringField) -> None:
        if not slug_of(field.data):
            raise ValidationError(_l("Ce nom n’a ni lettre ni chiffre."))
        if slug_of(field.data) == NEW:
            raise ValidationError(_l("Ce nom est celui d’une page du site. Ajoutez un mot."))


class TextsForm(Form):
    context = TextAreaField(HEADINGS[Heading.CONTEXT][0])
    method = TextAreaField(HEADINGS[Heading.METHOD][0])
    limits = TextAreaField(HEADINGS[Heading.LIMITS][0])
    tension = TextAreaField(HEADINGS[Heading.TENSION][0])
    orientations = TextAreaField(HEADINGS[Heading.ORIENTATIONS][0])
    calendar = TextAreaField(HEADINGS[Heading.CALENDAR][0])

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = super().validate(extra_validators)
        for heading in Heading:
            if len(self[heading].data or "") > 20_000:
                self[heading].errors = [TOO_LONG]
                is_right = False
        return bool(is_right)

    @property
    def texts(self) -> dict[Heading, str]:
        return {heading: self[heading].data or "" for heading in Heading}


class DecisionForm(Form):
    decision = RadioField(_l("Décision"), [InputRequired(_l("Gardez ce besoin, ou écartez-le."))],
                          choices=_options(DECISIONS))
    tier = RadioField(_l("Rang"), choices=_options({"": _l("Pas encore"), **TIERS}), default="")
    reason = TextAreaField(_l("Pourquoi"), [Length(max=2000, message=TOO_LONG)])
    statement = TextAreaField(_l("Le besoin, en une phrase"), [Length(max=500, message=TOO_LONG)])
    concerned = StringField(_l("Qui est concerné"), [Length(max=300, message=TOO_LONG)])
    offer = TextAreaField(_l("Ce qui existe déjà"), [Length(max=2000, message=TOO_LONG)])
    tension = Boxes(_l("Lieux où il presse le plus"))
    joined = Boxes(_l("Réunir avec"))

    def __init__(self, places: Mapping[str, str], others: Iterable[Need], **values: Any) -> None:
        super().__init__(**values)
        self.tension.choices = dict(places)
        self.joined.choices = {need.code: need.label.french for need in others}

    def validate_reason(self, field: TextAreaField) -> None:
        """A decision that a committee reads says why."""
        is_set_aside = self.decision.data == Decision.SET_ASIDE
        if not field.data and (is_set_aside or self.tier.data):
            raise ValidationError(_l("Dites pourquoi : le comité le lira."))


class CommitmentForm(Form):
    need = SelectField(_l("Besoin"), name="besoin")
    what = StringField(_l("Ce qui est promis"), [DataRequired(REQUIRED), Length(max=300, message=TOO_LONG)])
    who = StringField(_l("Qui le fait"), [DataRequired(REQUIRED), Length(max=200, message=TOO_LONG)])
    due_on = DateField(_l("Pour quand"), [Optional()])
    state = RadioField(_l("Où en est-on ?"), choices=_options(
        {state: _l(words) for state, words in STATES.items()}), default=PromiseState.PLANNED.value)
    evidence = TextAreaField(_l("La preuve"), [Length(max=1000, message=TOO_LONG)])
    evidence_url = StringField(_l("Adresse de la preuve"), [Length(max=500, message=TOO_LONG)])
    news = TextAreaField(_l("Dernière nouvelle"), [Length(max=1000, message=TOO_LONG)])

    def __init__(self, needs: Mapping[str, str], **values: Any) -> None:
        super().__init__(**values)
        self.need.choices = dict(needs)

    def validate_evidence_url(self, field: StringField) -> None:
        if field.data and not field.data.lower().startswith(OPENED_BY_BROWSERS):
            raise ValidationError(_l("Une adresse commence par https:// ou http://."))

    @property
    def promised(self) -> Promised:
        """What was written, once it is valid."""
        return Promised(
            self.what.data, self.who.data, self.due_on.data, PromiseState(self.state.data),
            self.evidence.data or "", self.evidence_url.data or "", self.news.data or "")
