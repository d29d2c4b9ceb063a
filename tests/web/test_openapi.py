"""The description of the site is made from the site, and follows the standard."""

from functools import cache
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from schemathesis.specs.openapi.definitions import OPENAPI_31

from consult.app import create_app
from consult.web.openapi import describe

FORM = "application/x-www-form-urlencoded"


@cache
def site() -> Flask:
    return create_app({"SECRET_KEY": "for tests only", "SQLALCHEMY_DATABASE_URI": "sqlite://"})


@cache
def document() -> dict[str, Any]:
    return describe(site())


@pytest.fixture
def paths() -> dict[str, dict[str, Any]]:
    paths: dict[str, dict[str, Any]] = document()["paths"]
    return paths


def _names(operation: dict[str, Any], where: str) -> set[str]:
    return {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == where}


def _fields(operation: dict[str, Any], kind: str) -> dict[str, Any]:
    fields: dict[str, Any] = operation["requestBody"]["content"][kind]["schema"]["properties"]
    return fields


def test_it_follows_the_standard() -> None:
    standard = jsonschema_rs.Draft202012Validator(OPENAPI_31)

    assert [error.message for error in standard.iter_errors(document())] == []
    assert not standard.is_valid({**document(), "paths": {"/": {"get": {"responses": 3}}}})


def test_every_address_and_method_of_the_site_is_in_it(paths: dict[str, dict[str, Any]]) -> None:
    described = {operation["operationId"] for path in paths.values() for operation in path.values()}
    answered = {f"{rule.endpoint}:{method.lower()}" for rule in site().url_map.iter_rules()
                for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}

    assert described == answered


def test_every_part_of_an_address_is_described(paths: dict[str, dict[str, Any]]) -> None:
    for address, operations in paths.items():
        written = {part.split("}")[0] for part in address.split("{")[1:]}
        assert all(_names(operation, "path") == written for operation in operations.values()), address
        assert "<" not in address


def test_a_form_s_fields_are_read_from_its_class(paths: dict[str, dict[str, Any]]) -> None:
    phase = paths["/staff/campagnes/{slug}/phases/nouvelle"]["post"]
    file = paths["/staff/campagnes/{slug}/documents/nouveau"]["post"]

    assert {"title", "title_swb", "starts_on", "ends_on"} <= set(_fields(phase, FORM))
    assert _fields(file, "multipart/form-data")["file"] == {"type": "string", "format": "binary"}


def test_what_a_view_reads_is_found_in_its_code(paths: dict[str, dict[str, Any]]) -> None:
    assert _names(paths["/{lang}/consultations/{slug}/merci"]["get"], "query") == {"recu"}
    assert {"code", "effacer"} <= set(_fields(paths["/{lang}/recu"]["post"], FORM))


def test_a_staff_page_names_its_roles(paths: dict[str, dict[str, Any]]) -> None:
    assert paths["/staff/equipe"]["get"]["x-roles"] == ["coordinator"]
    assert paths["/staff/equipe"]["get"]["security"] == [{"staff": []}]
    assert "security" not in paths["/{lang}/"]["get"]
    assert paths["/{lang}/"]["get"]["parameters"][0]["schema"]["enum"] == ["fr", "swb"]
