"""A form that is one thing to do, however often it is sent."""

from typing import Any
from uuid import UUID, uuid4

from wtforms import HiddenField

from consult.web.forms import Form


class KeyedForm(Form):
    """Carries a key made when the page was shown: a second tap does nothing more."""

    key = HiddenField()

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"key": str(uuid4()), **values})

    def sent_key(self) -> UUID:
        """The key of the page that was sent; one that somebody rewrote is a page of its own."""
        try:
            return UUID(self.key.data)
        except ValueError:
            return uuid4()

    def start_afresh(self) -> None:
        """What is sent next is something else."""
        self.key.data = str(uuid4())
