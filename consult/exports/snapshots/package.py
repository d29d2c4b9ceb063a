"""A frozen diagnostic as a Frictionless data package: aggregates only, for an open data portal. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from consult.diagnostic.snapshot import Snapshot
from consult.exports.snapshots.catalogue import (
    SCHEMA_URL,
    Publisher,
    catalogue_line,
    description,
    keywords,
    title,
)
from consult.exports.snapshots.columns import NO, YES, Column, Kind, Link, State, Table
from consult.exports.snapshots.csv_tables import standard_csv, standard_lines
from consult.exports.snapshots.package_notes import read_me
from consult.exports.snapshots.tables import tables_of
from consult.exports.snapshots.words import LICENCE, LICENCE_URL
from consult.exports.snapshots.zipped import zipped

NO_PUBLISHER = Publisher()
_TYPES: Mapping[Kind, Mapping[str, Any]] = {
    Kind.CODE: {"type": "string"}, Kind.TEXT: {"type": "string"}, Kind.WHOLE: {"type": "integer"},
    Kind.NUMBER: {"type": "number"}, Kind.SHARE: {"type": "number"}, Kind.DAY: {"type": "date"},
    Kind.YES: {"type": "boolean", "trueValues": [YES], "falseValues": [NO]}, Kind.STATE: {"type": "string"}}
_LIMITS: Mapping[Kind, Mapping[str, Any]] = {
    Kind.WHOLE: {"minimum": 0}, Kind.SHARE: {"minimum": 0, "maximum": 1},
    Kind.STATE: {"enum": [state.value for state in State]}}


def _field(column: Column) -> dict[str, Any]:
    limits = {**_LIMITS.get(column.kind, {}), **({"required": True} if column.is_needed else {})}
    return {"name": column.name, "title": column.title, "description": column.about, **_TYPES[column.kind],
            **({"constraints": limits} if limits else {})}


def _holds(link: Link, table: Table, targets: Mapping[str, Table]) -> bool:
    """Whether every row has its target: the source of an indicator may be of a place outside."""
    known = set(targets[link.table].cells(*link.targets))
    return all(cells in known for cells in table.cells(*link.columns))


def _links(table: Table, targets: Mapping[str, Table]) -> Iterator[dict[str, Any]]:
    for link in table.shape.links:
        if _holds(link, table, targets):
            yield {"fields": list(link.columns),
                   "reference": {"resource": link.table, "fields": list(link.targets)}}


def _resource(table: Table, content: bytes, targets: Mapping[str, Table]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns], "missingValues": [""],
        "primaryKey": list(table.shape.key)}
    if links := list(_links(table, targets)):
        schema["foreignKeys"] = links
    return {
        "name": table.name, "path": f"{table.name}.csv", "profile": "tabular-data-resource",
        "title": table.shape.title, "description": table.shape.about, "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8", "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n"},
        "schema": schema}


def _sources(snapshot: Snapshot) -> list[dict[str, str]]:
    """Where the figures that are not ours come from, each once."""
    figures = [value for indicator in snapshot.indicators for value in indicator.values]
    found = dict.fromkeys([*((each.source_title, each.source_url) for each in figures),
                           *((each.source_title, each.source_url) for each in snapshot.supply)])
    return [{"title": name, "path": url} if url.startswith(("http://", "https://")) else {"title": name}
            for name, url in found if name]


def _descriptor(snapshot: Snapshot, publisher: Publisher, catalogue: Mapping[str, str],
                resources: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    known = {name: value for name, value in catalogue.items() if value}
    contributors = [{"title": publisher.name, "role": "publisher"}] if publisher.name else []
    sources = _sources(snapshot)
    return {
        "profile": "tabular-data-package", "name": snapshot.name, "title": title(snapshot),
        "description": description(snapshot), "version": str(snapshot.number),
        "created": f"{snapshot.frozen_on.isoformat()}T00:00:00Z", "keywords": list(keywords(snapshot)),
        "licenses": [{"name": "etalab-2.0", "title": LICENCE, "path": LICENCE_URL}],
        **({"contributors": contributors} if contributors else {}),
        **({"sources": sources} if sources else {}),
        "empreinte": snapshot.content_hash, "demonstration": snapshot.is_demonstration,
        "regle": {"base_minimale": snapshot.minimum_base, "nombre_minimal": snapshot.minimum_count},
        "catalogue": {"schema": SCHEMA_URL, **known}, "resources": list(resources)}


def package_files(snapshot: Snapshot, publisher: Publisher = NO_PUBLISHER) -> dict[str, bytes]:
    """Content by name. What one person said is in none of them."""
    tables = {table.name: table for table in tables_of(snapshot) if table.shape.is_aggregate}
    contents = {name: standard_csv(table) for name, table in tables.items()}
    catalogue = catalogue_line(snapshot, publisher, resources=len(tables))
    resources = [_resource(table, contents[name], tables) for name, table in tables.items()]
    descriptor = _descriptor(snapshot, publisher, catalogue, resources)
    return {
        "datapackage.json": (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode(),
        "README.md": read_me(snapshot, list(tables.values()), catalogue).encode(),
        "catalogue.csv": standard_lines([list(catalogue), list(catalogue.values())]),
        **{f"{name}.csv": content for name, content in contents.items()}}


def package_zip(snapshot: Snapshot, publisher: Publisher = NO_PUBLISHER) -> bytes:
    """The same bytes for the same diagnostic."""
    return zipped(package_files(snapshot, publisher), day=snapshot.frozen_on)
