"""Questionnaires that come with the product, read by the same importer as anybody's."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from consult.errors import NotFound
from consult.surveys.authoring import read_upload
from consult.surveys.questions import Questionnaire
from consult.surveys.xlsform.sheets import Upload
from consult.text import Localized

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True)
class Shipped:
    name: str
    """What commands and forms call it."""
    title: str
    survey: str
    choices: str
    """File names in `data/`."""


_SHIPPED = (
    Shipped("besoins-petite-enfance", "Les besoins des familles pour leurs jeunes enfants",
            "questionnaire-besoins-petite-enfance.csv", "questionnaire-choices.csv"),
)


def shipped_questionnaires() -> tuple[Shipped, ...]:
    """What can be taken as it is, in the order it is offered."""
    return _SHIPPED


def find_shipped(name: str) -> Shipped:
    """Raises NotFound for a name that is not shipped."""
    found = next((shipped for shipped in _SHIPPED if shipped.name == name), None)
    if found is None:
        raise NotFound
    return found


def shipped_upload(name: str) -> Upload:
    """A shipped questionnaire as if somebody had just sent its two files."""
    shipped = find_shipped(name)
    return Upload(shipped.survey, (DATA / shipped.survey).read_bytes(),
                  shipped.choices, (DATA / shipped.choices).read_bytes())


@cache
def load_shipped(name: str) -> Questionnaire:
    """A shipped questionnaire, ready to be published."""
    questionnaire = read_upload(shipped_upload(name)).questionnaire
    if questionnaire is None:
        raise RuntimeError(f"The shipped questionnaire {name} has errors.")
    return replace(questionnaire, title=Localized(find_shipped(name).title), form_id=name.replace("-", "_"))
