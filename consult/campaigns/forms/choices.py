"""What can be chosen in the forms of campaigns."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice

from consult.campaigns.service import interviewers
from consult.territories.models import Territory
from consult.territories.service import list_territories

TERRITORY_KINDS = {
    "commune": _l("Communes"),
    "epci": _l("Intercommunalités"),
    "departement": _l("Départements"),
    "village": _l("Villages"),
    "quartier": _l("Quartiers"),
    "autre": _l("Autres lieux"),
}


def options(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    """`{value: label}` as WTForms wants it when labels are translated late."""
    return [SelectChoice(str(value), label) for value, label in labels.items()]


def _place(place: Territory) -> SelectChoice:
    return SelectChoice(place.code, place.name, optgroup=str(TERRITORY_KINDS.get(place.kind, place.kind)))


def territory_options() -> list[SelectChoice]:
    """Every place, communes first: most consultations are of one."""
    order = {kind: rank for rank, kind in enumerate(TERRITORY_KINDS)}
    return [_place(place) for place in sorted(
        list_territories(), key=lambda place: (order.get(place.kind, len(order)), place.name))]


def place_options() -> list[SelectChoice]:
    return [SelectChoice("", _l("Partout")), *territory_options()]


def interviewer_options() -> list[SelectChoice]:
    names = [SelectChoice(str(account.id), account.name) for account in interviewers()]
    return [SelectChoice("", _l("Personne en particulier")), *names]
