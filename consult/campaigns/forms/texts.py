"""Texts asked in French and, where somebody has it, in every other language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from consult.campaigns.rewording import Typed, reworded
from consult.i18n import LANGUAGES
from consult.text import FRENCH, Localized, State
from consult.web.forms import Form
from consult.web.html import TooLong, markdown

REQUIRED = _l("Ce champ est nécessaire.")
TOO_LONG = _l("Ce texte est trop long : %(max)d caractères au plus.")
REVIEWED = _l("Relu par une deuxième personne")
OTHERS = tuple(language for language in LANGUAGES.values() if language.tag != FRENCH)


def can_be_shown(_form: Form, field: Field) -> None:
    """A Markdown text that would make too long a page is told here, not to the families."""
    try:
        markdown(field.data or "")
    except TooLong as refusal:
        raise ValidationError(_l("Ce texte est trop long à afficher.")) from refusal


@dataclass(frozen=True)
class Text:
    """A text of a form: its French field, and for each other language a field and a tick."""

    name: str
    label: Any
    hint: Any = ""
    longest: int = 200
    is_required: bool = True
    is_long: bool = False
    is_markdown: bool = False

    def _field(self, label: Any, *validators: Any) -> Any:
        rules = [*validators, Length(max=self.longest, message=TOO_LONG)]
        if self.is_markdown:
            return TextAreaField(label, [*rules, can_be_shown], render_kw={"rows": 16})
        return (TextAreaField if self.is_long else StringField)(label, rules)

    def fields(self) -> dict[str, Any]:
        """The fields, by name, in the order they are asked."""
        required = (DataRequired(REQUIRED),) if self.is_required else ()
        fields = {self.name: self._field(self.label, *required)}
        for language in OTHERS:
            fields[f"{self.name}_{language.tag}"] = self._field(
                _l("%(label)s, en %(language)s", label=self.label, language=language.name))
            fields[f"{self.name}_{language.tag}_reviewed"] = BooleanField(REVIEWED)
        return fields


def filled(texts: Iterable[Text], thing: Any) -> dict[str, Any]:
    """What the fields of these texts show of a campaign, a phase, a piece of news."""
    values: dict[str, Any] = {}
    for text in texts:
        written: Localized = getattr(thing, text.name)
        values[text.name] = written.french
        for language in OTHERS:
            other = written.others.get(language.tag)
            values[f"{text.name}_{language.tag}"] = other.text if other else ""
            values[f"{text.name}_{language.tag}_reviewed"] = written.state(language.tag) is State.REVIEWED
    return values


class TextForm(Form):
    """A form with texts in several languages: a subclass lists them in `texts`."""

    texts: ClassVar[tuple[Text, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for text in cls.texts:
            for name, field in text.fields().items():
                setattr(cls, name, field)

    def _typed(self, name: str) -> dict[str, Typed]:
        return {language.tag: Typed(self[f"{name}_{language.tag}"].data or "",
                                    reviewed=self[f"{name}_{language.tag}_reviewed"].data)
                for language in OTHERS}

    def read_texts(self, before: Any = None) -> dict[str, Localized]:
        """The texts as typed. `before` is the thing they were read from: reviews depend on it."""
        return {text.name: reworded(getattr(before, text.name, None) or Localized(),
                                    french=self[text.name].data or "", translations=self._typed(text.name))
                for text in self.texts}
