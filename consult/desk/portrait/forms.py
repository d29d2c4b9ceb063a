"""The form of a value: where, when, how much, and by whose word."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField

from consult.campaigns.forms.choices import territory_options
from consult.desk.cells import CellsForm
from consult.territories.gazetteer import Gazetteer
from consult.territories.indicator_cells import CHECKS, cells_of_value, value_faults, value_of
from consult.territories.indicators import Indicator, Value

NUMBER = {"inputmode": "decimal"}


class ValueForm(CellsForm):
    columns = tuple(CHECKS)
    territory_code = SelectField(_l("Lieu"), choices=territory_options, validate_choice=False)
    value = StringField(_l("Valeur"), render_kw=NUMBER)
    numerator = StringField(_l("Numérateur"), render_kw=NUMBER)
    denominator = StringField(_l("Dénominateur"), render_kw=NUMBER)
    year = StringField(_l("Année"), render_kw={"inputmode": "numeric"})
    nature = StringField(_l("Nature du nombre"))
    source_title = StringField(_l("Source"))
    source_url = StringField(_l("Adresse de la source"), render_kw={"type": "url"})
    note = TextAreaField(_l("Remarque"), render_kw={"rows": 2})

    def __init__(self, indicator: Indicator, **values: Any) -> None:
        super().__init__(**values)
        self.indicator = indicator
        if indicator.unit:
            self.value.label.text = _("Valeur (%(unit)s)", unit=indicator.unit)
        if not indicator.is_rate:
            del self.numerator, self.denominator

    @classmethod
    def of(cls, value: Value, indicator: Indicator) -> "ValueForm":
        return cls(indicator, data=cells_of_value(value))

    def read(self, gazetteer: Gazetteer) -> bool:
        """Whether everything that was typed is right."""
        return bool(self.validate_on_submit()) and self.tell(value_faults(self.cells(), gazetteer))

    def typed(self) -> Value:
        return value_of(self.cells(), self.indicator)
