"""The forms of what stands around a campaign: phases, documents, news, relays."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from consult.campaigns.forms.campaign import MARKDOWN_HINT, day_field
from consult.campaigns.forms.choices import interviewer_options, options, place_options
from consult.campaigns.forms.texts import REQUIRED, TOO_LONG, Text, TextForm
from consult.campaigns.models import Mode, Relay, RelayKind
from consult.campaigns.service import RelayPlan
from consult.web.forms import Form

KINDS = {
    RelayKind.PMI: _l("PMI"),
    RelayKind.SCHOOL: _l("École"),
    RelayKind.ASSOCIATION: _l("Association"),
    RelayKind.TOWN_HALL: _l("Mairie"),
    RelayKind.OTHER: _l("Autre"),
}
MODES = {
    Mode.SELF: _l("Les familles répondent seules"),
    Mode.ASSISTED: _l("Une personne aide les familles à répondre"),
    Mode.PAPER: _l("Des réponses sur papier sont recopiées"),
}


class PhaseForm(TextForm):
    texts = (
        Text("title", _l("Titre"), longest=160),
        Text("text", _l("Ce qui se passe"), longest=1000, is_required=False, is_long=True),
    )
    starts_on = day_field(_l("Commence le"))
    ends_on = day_field(_l("Finit le"), is_required=False)

    def validate_ends_on(self, field: Field) -> None:
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise ValidationError(_l("La fin est avant le début."))


class NewsForm(TextForm):
    texts = (
        Text("title", _l("Titre"), longest=160),
        Text("body", _l("Texte"), MARKDOWN_HINT, 20_000, is_required=False, is_markdown=True),
    )
    published_on = day_field(_l("Date"))


class DocumentForm(TextForm):
    texts = (Text("title", _l("Titre du document"), longest=160),)


class NewDocumentForm(DocumentForm):
    file = FileField(_l("Fichier"), [FileRequired(_l("Choisissez un fichier."))])


class RelayForm(Form):
    name = StringField(_l("Nom du relais"), [DataRequired(REQUIRED), Length(max=120, message=TOO_LONG)])
    kind = SelectField(_l("Genre de lieu"), choices=options(KINDS))
    territory_code = SelectField(_l("Lieu"), choices=place_options)
    mode = SelectField(_l("Comment les familles répondent"), choices=options(MODES))
    account_id = SelectField(_l("Enquêteur ou enquêtrice"), choices=interviewer_options)

    @classmethod
    def of(cls, relay: Relay) -> "RelayForm":
        """The form as it stands before anybody typed."""
        return cls(name=relay.name, kind=relay.kind, mode=relay.mode,
                   territory_code=relay.territory_code or "", account_id=str(relay.account_id or ""))

    def plan(self) -> RelayPlan:
        account = self.account_id.data
        return RelayPlan(
            name=self.name.data, kind=RelayKind(self.kind.data), mode=Mode(self.mode.data),
            territory_code=self.territory_code.data or None, account_id=UUID(account) if account else None)
