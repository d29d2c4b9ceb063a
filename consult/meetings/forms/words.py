"""The words of a kind of message, in French and in every other language."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError

from consult.campaigns.forms.texts import OTHERS, Text, TextForm
from consult.errors import Refused
from consult.meetings.states import MessageKind
from consult.meetings.wording import check

Rule = Callable[[TextForm, Field], None]


class WordsForm(TextForm):
    texts = (Text("text", _l("Message"), longest=600, is_long=True),)


def blanks_known(kind: MessageKind) -> Mapping[str, Sequence[Any]]:
    """The rule of each field of a WordsForm: a family must never read a brace."""
    def rule(_form: TextForm, field: Field) -> None:
        try:
            check(field.data or "", kind)
        except Refused as refusal:
            raise ValidationError(gettext(refusal.sentence, **refusal.values)) from refusal
    return {name: [rule] for name in ("text", *(f"text_{language.tag}" for language in OTHERS))}
