"""The desk's main navigation: the same few places in the same order, those the person may open."""

from dataclasses import dataclass

from flask import Flask, current_app, g, request

from consult.errors import N_

PLACES = (
    ("/staff/", N_("Vue d’ensemble")),
    ("/staff/mes-liens", N_("Mes liens")),
    ("/staff/campagnes", N_("Campagnes")),
    ("/staff/diagnostics", N_("Diagnostics")),
    ("/staff/portrait", N_("Portrait du territoire")),
    ("/staff/offre", N_("Offre existante")),
    ("/staff/accueil", N_("Accueil")),
    ("/staff/messages", N_("Messages")),
    ("/staff/equipe", N_("Équipe")),
    ("/staff/donnees", N_("Données personnelles")),
    ("/staff/journal", N_("Journal")),
    ("/staff/etat", N_("Tout va bien ?")),
    ("/staff/compte", N_("Compte")),
)
"""Addresses, because `staff` does not know the parts above it."""


@dataclass(frozen=True)
class Place:
    address: str
    label: str
    is_here: bool


def _roles_by_address() -> dict[str, frozenset[object]]:
    rules = current_app.url_map.iter_rules()
    return {rule.rule: getattr(current_app.view_functions[rule.endpoint], "roles", frozenset())
            for rule in rules if "GET" in (rule.methods or ())}


def _is_here(address: str) -> bool:
    under = request.path.startswith(f"{address}/") and address != "/staff/"
    return request.path == address or under


def navigation() -> list[Place]:
    """Where the signed-in person can go; nothing for strangers."""
    who = g.get("signed_in")
    if who is None:
        return []
    allowed = _roles_by_address()
    return [Place(address=address, label=label, is_here=_is_here(address))
            for address, label in PLACES if who.role in allowed.get(address, frozenset())]


def init_app(app: Flask) -> None:
    app.jinja_env.globals["navigation"] = navigation
