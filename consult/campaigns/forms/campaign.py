"""The form of a campaign."""

from dataclasses import fields
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from consult.campaigns.forms.choices import options, territory_options
from consult.campaigns.forms.texts import REQUIRED, TOO_LONG, Text, TextForm, filled
from consult.campaigns.models import Campaign, LegalBasis, Sampling
from consult.campaigns.service import Plan
from consult.campaigns.slugs import LONGEST, PATTERN
from consult.web.html import LONGEST as LONGEST_MARKDOWN

A_DAY = _l("Écrivez une date, par exemple 23/11/2026.")
SAMPLINGS = {
    Sampling.VOLUNTARY: _l("Répond qui veut (pas de marge d’erreur dans les résultats)"),
    Sampling.RANDOM: _l("Familles tirées au sort"),
    Sampling.CENSUS: _l("Toutes les familles concernées"),
}
LEGAL_BASES = {
    LegalBasis.PUBLIC_TASK: _l("Mission d’intérêt public de la commune (RGPD, article 6-1-e)"),
    LegalBasis.LEGAL_OBLIGATION: _l("Obligation légale (RGPD, article 6-1-c)"),
    LegalBasis.CONSENT: _l("Consentement des personnes (RGPD, article 6-1-a)"),
}
MARKDOWN_HINT = _l("Une ligne vide sépare deux paragraphes. « - » commence une liste, « ## » un titre. "
                   "**Deux étoiles** mettent en gras.")


def day_field(label: Any, *, is_required: bool = True) -> Any:
    """A day, typed as the office types it or chosen in the browser's calendar."""
    needed = [InputRequired(REQUIRED)] if is_required else [Optional()]
    return DateField(label, needed, format=["%Y-%m-%d", "%d/%m/%Y"], invalid_value_message=A_DAY)


class CampaignForm(TextForm):
    texts = (
        Text("title", _l("Titre"), longest=160),
        Text("summary", _l("Résumé"), _l("Deux phrases simples : de quoi s’agit-il, pour qui ?"), 600,
             is_required=False, is_long=True),
        Text("body", _l("Présentation"), MARKDOWN_HINT, LONGEST_MARKDOWN, is_required=False,
             is_markdown=True),
        Text("decided_by", _l("Qui décide, et quand"), longest=1000, is_required=False, is_long=True),
        Text("open_to_discussion", _l("Ce qui peut encore changer, et ce qui ne changera pas"), longest=2000,
             is_required=False, is_long=True),
    )
    slug = StringField(_l("Adresse de la page"), [
        Optional(), Length(max=LONGEST, message=TOO_LONG),
        Regexp(f"^{PATTERN}$", message=_l("Lettres minuscules sans accent, chiffres et tirets."))])
    territory_code = SelectField(_l("Territoire"), choices=territory_options)
    opens_on = day_field(_l("Premier jour pour répondre"))
    closes_on = day_field(_l("Dernier jour pour répondre"))
    sampling = SelectField(_l("Qui est invité à répondre"), choices=options(SAMPLINGS))
    controller = TextAreaField(_l("Responsable des données personnelles"),
                               [Length(max=500, message=TOO_LONG)])
    data_contact = TextAreaField(_l("Contact pour les données personnelles"),
                                 [Length(max=500, message=TOO_LONG)])
    legal_basis = SelectField(_l("Base légale"), choices=options(LEGAL_BASES))
    retention_days = IntegerField(_l("Jours pendant lesquels les réponses sont gardées"), [
        InputRequired(REQUIRED),
        NumberRange(1, 3650, message=_l("Écrivez un nombre de jours entre 1 et 3 650."))], default=730)
    contacts_forgotten_on = day_field(_l("Jour où les prénoms et téléphones sont effacés"), is_required=False)

    def validate_closes_on(self, field: Field) -> None:
        if self.opens_on.data and field.data and field.data < self.opens_on.data:
            raise ValidationError(_l("La date de fin est avant la date de début."))

    @classmethod
    def of(cls, campaign: Campaign) -> "CampaignForm":
        """The form as it stands before anybody typed; what was sent comes on top of it."""
        texts = filled(cls.texts, campaign)
        names = [field.name for field in fields(Plan) if field.name not in texts]
        others = {name: getattr(campaign, name) for name in names}
        return cls(**others, **texts)

    def plan(self, before: Campaign | None = None) -> Plan:
        values = {field.name: self[field.name].data for field in fields(Plan) if field.name in self}
        plan: dict[str, Any] = {**values, **self.read_texts(before)}
        plan["sampling"], plan["legal_basis"] = Sampling(plan["sampling"]), LegalBasis(plan["legal_basis"])
        return Plan(**plan)
