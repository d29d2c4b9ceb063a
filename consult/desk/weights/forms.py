"""Forms of margins: numbers typed choice by choice, or a table sent whole."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import DataRequired

from consult.desk.weights.known import KnownPlace, source_of
from consult.errors import N_, TableFault
from consult.needs.margin_lines import OUT, Line
from consult.needs.margins import BETWEEN, Categories, Population
from consult.surveys.xlsform.sheets import Upload
from consult.text import folded
from consult.web.forms import Form

ONE_NUMBER = N_("Le groupe « %(group)s » a déjà un nombre. Écrivez-le une seule fois, pour tout le groupe.")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class TableForm(Form):
    table = FileField(_l("Classeur (.xlsx ou .xls), ou fichier .csv"), [
        FileRequired(_l("Choisissez un fichier."))])

    def upload(self) -> Upload:
        file = self.table.data
        return Upload(file.filename or "", file.read())


class MarginForm(Form):
    """One margin. The fields of its choices are added by `margin_form`."""

    question = ""
    choices: tuple[str, ...] = ()
    understood = BooleanField(_l("J’ai lu ces limites. Ces nombres sont ceux que je veux pour cette marge."))
    source = TextAreaField(_l("D’où viennent ces nombres ?"))

    def count(self, place: int) -> Field:
        return self[f"nombre_{place}"]

    def group(self, place: int) -> Field:
        return self[f"groupe_{place}"]

    @property
    def rows(self) -> list[tuple[Field, Field]]:
        """For each choice, its number and its group."""
        return [(self.count(place), self.group(place)) for place in range(len(self.choices))]

    def _groups(self) -> Iterator[list[int]]:
        """Places of the choices that are counted together."""
        found: dict[str, list[int]] = {}
        for place in range(len(self.choices)):
            written = folded(self.group(place).data or "")
            found.setdefault(written or f"#{place}", []).append(place)
        return iter(found.values())

    def lines(self) -> list[Line]:
        """What was typed. The row of a line is the place of the field its faults belong to."""
        return [self._line(group) for group in self._groups()]

    def _line(self, group: list[int]) -> Line:
        written = [place for place in group if self.count(place).data]
        row = written[0] if written else group[0]
        return Line(row, self.question, BETWEEN.join(self.choices[place] for place in group),
                    self.count(row).data or "", " ".join((self.source.data or "").split()))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        is_good = bool(super().validate(*args, **kwargs))
        for group in self._groups():
            for place in [place for place in group if self.count(place).data][1:]:
                sentence = gettext(ONE_NUMBER, group=self.group(place).data)
                self.count(place).errors = [*self.count(place).errors, sentence]
                is_good = False
        return is_good

    def note(self, faults: Iterable[TableFault]) -> None:
        """Show each fault under the field it is about."""
        for fault in faults:
            field = self.source if fault.column == "source" else self.count(fault.row)
            field.errors = [*field.errors, gettext(fault.sentence, **fault.values)]


class MustRead(MarginForm):
    """The same where published populations were put in: somebody must have read what they are."""

    understood = BooleanField(
        _l("J’ai lu ces limites. Ces nombres sont ceux que je veux pour cette marge."),
        [DataRequired(_l("Lisez les limites de ces nombres, puis cochez la case."))])


def _written(number: float | None) -> str:
    return OUT if number is None else f"{number:.12g}".replace(".", ",")


def filled_from(population: Population, choices: tuple[str, ...]) -> dict[str, str]:
    """The fields of a margin that is known."""
    filled, letters = {"source": population.source}, iter(LETTERS)
    places = {choice: place for place, choice in enumerate(choices)}
    for target in population.targets:
        known = [places[choice] for choice in target.choices if choice in places]
        letter = next(letters, "") if len(known) > 1 else ""
        filled |= {f"groupe_{place}": letter for place in known}
        filled |= {f"nombre_{place}": _written(target.number) for place in known[:1]}
    return filled


def filled_with_places(places: list[KnownPlace], choices: tuple[str, ...]) -> dict[str, str]:
    """The fields with published populations; a place of which nothing is known stays empty, never zero."""
    numbers = {place.choice: place.number for place in places}
    known = {f"nombre_{place}": str(numbers[choice]) for place, choice in enumerate(choices)
             if numbers.get(choice) is not None}
    return {**known, "source": source_of(places)}


def margin_form(question: str, categories: Categories, filled: Mapping[str, str], *,
                must_read: bool = False) -> MarginForm:
    """The form of one question: a number and a group for each choice."""
    names = tuple(choice.name for choice in categories.questions[question].choices)
    refused = {f"nombre_{place}": OUT for place, name in enumerate(names)
               if categories.is_refused(question, name)}
    fields: dict[str, Any] = {"question": question, "choices": names}
    for place, name in enumerate(names):
        label = categories.label(question, name)
        fields[f"nombre_{place}"] = StringField(label)
        fields[f"groupe_{place}"] = StringField(label)
    made = type("ThisMarginForm", (MustRead if must_read else MarginForm,), fields)
    form: MarginForm = made(data={**refused, **filled})
    return form
