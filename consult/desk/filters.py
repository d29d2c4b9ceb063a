"""Which answers a page of the desk is about: said by its address, so that it can be kept and sent. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from uuid import UUID

from consult.errors import NotFound

NO_RELAY = "aucun"


@dataclass(frozen=True)
class Filters:
    """Each empty one lets everything through; together they narrow. Names are those of the address."""

    village: str = ""
    langue: str = ""
    mode: str = ""
    relais: str = ""
    """Key of a relay, or « aucun »."""
    jour: str = ""
    choix: str = ""
    """A question and one of its choices: `garde/creche`."""
    version: str = ""

    def query(self, **changes: str) -> dict[str, str]:
        """The arguments of an address with these filters, some of them changed."""
        changed = replace(self, **changes)
        return {item.name: value for item in fields(changed) if (value := getattr(changed, item.name))}

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.jour) if self.jour else None

    @property
    def number(self) -> int | None:
        return int(self.version) if self.version else None

    @property
    def relay_id(self) -> UUID | None:
        return UUID(self.relais) if self.relais and self.relais != NO_RELAY else None

    @property
    def choice(self) -> tuple[str, str]:
        """Question and choice; the name of a question holds no slash."""
        question, _, name = self.choix.partition("/")
        return question, name


def filters_of(arguments: Mapping[str, str]) -> Filters:
    """The filters of an address. Raises NotFound for one that nobody can have clicked."""
    known = {item.name: arguments.get(item.name, "").strip() for item in fields(Filters)}
    filters = Filters(**known)
    try:
        _ = filters.day, filters.number, filters.relay_id
    except ValueError as problem:
        raise NotFound from problem
    return filters
