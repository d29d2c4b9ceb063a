"""A line of a table as a form: what the table would refuse is refused here, at its field."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from flask_babel import gettext as _
from wtforms import HiddenField

from consult.errors import TableFault
from consult.web.forms import Form


class CellsForm(Form):
    columns: tuple[str, ...] = ()
    """The cells, each a field of that name."""
    key = HiddenField(name="cle")
    """Made when the form was shown: a second tap writes the same line again."""

    @property
    def chosen_key(self) -> UUID:
        try:
            return UUID(self.key.data or "")
        except ValueError:
            return uuid4()

    def cells(self) -> dict[str, str]:
        """What is typed, empty where a cell has no field in this form."""
        return {name: (self[name].data or "") if name in self else "" for name in self.columns}

    def tell(self, faults: Iterable[TableFault]) -> bool:
        """Tell each fault at its field; whether there was none."""
        found = list(faults)
        for fault in found:
            self[fault.column].errors = [_(fault.sentence, **fault.values)]
        return not found
