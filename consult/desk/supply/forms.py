"""The forms of the supply: one line, and a file."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectChoice, SelectField, StringField, TextAreaField

from consult.campaigns.forms.choices import territory_options
from consult.desk.cells import CellsForm
from consult.territories.gazetteer import Gazetteer
from consult.territories.supply import KINDS, Offer
from consult.territories.supply_cells import CHECKS, PLACE, line_faults, offer_of
from consult.territories.supply_table import cells_of
from consult.web.forms import Form


def _kind_options() -> list[SelectChoice]:
    return [SelectChoice("", _("Choisir")), *(SelectChoice(kind, _(label)) for kind, label in KINDS.items())]


def _place_options() -> list[SelectChoice]:
    return [SelectChoice("", _("Choisir")), *territory_options()]


class OfferForm(CellsForm):
    columns = tuple(name for name in CHECKS if name != PLACE[1])
    territory_code = SelectField(_l("Lieu"), choices=_place_options, validate_choice=False)
    kind = SelectField(_l("Type"), choices=_kind_options, validate_choice=False)
    name = StringField(_l("Nom"))
    value = StringField(_l("Nombre"), render_kw={"inputmode": "decimal"})
    unit = StringField(_l("Unité"))
    status = StringField(_l("État"))
    year = StringField(_l("Année"), render_kw={"inputmode": "numeric"})
    hours = StringField(_l("Horaires"))
    manager = StringField(_l("Gestionnaire"))
    source_title = StringField(_l("Source"))
    source_url = StringField(_l("Adresse de la source"), render_kw={"type": "url"})
    note = TextAreaField(_l("Remarque"), render_kw={"rows": 2})

    @classmethod
    def of(cls, offer: Offer, gazetteer: Gazetteer) -> "OfferForm":
        return cls(data={**cells_of(offer, gazetteer), "kind": offer.kind})

    def read(self, gazetteer: Gazetteer) -> bool:
        """Whether everything that was typed is right."""
        return bool(self.validate_on_submit()) and self.tell(line_faults(1, self.cells(), gazetteer))

    def offer(self, gazetteer: Gazetteer) -> Offer:
        return offer_of(self.cells(), gazetteer)


class TableForm(Form):
    file = FileField(_l("Tableau (.xlsx ou .csv)"), [FileRequired(_l("Choisissez un fichier."))])
