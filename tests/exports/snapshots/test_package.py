"""The open data package: aggregates only, described column by column, accepted by the tool of its format."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from consult.diagnostic.snapshot import Snapshot
from consult.exports.snapshots.catalogue import Publisher
from consult.exports.snapshots.package import package_files, package_zip
from tests.diagnostic.frozen import a_snapshot
from tests.exports.snapshots.dossier import an_empty_snapshot, unpacked, with_attacks
from tests.test_formulas import ATTACKS

FRICTIONLESS = shutil.which("frictionless", path=os.pathsep.join(
    [str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
NOT_THERE = "frictionless is not installed: pip install consult[validate]"
PUBLISHER = Publisher("Ville d’essai", "12345678901234", "https://exemple.yt/jeu", date(2026, 12, 1))
CATALOGUE = (
    "COLL_NOM", "COLL_SIRET", "ID", "TITRE", "DESCRIPTION", "THEME", "PRODUCTEUR_NOM", "PRODUCTEUR_SIRET",
    "COUV_SPAT_MAILLE", "COUV_SPAT_NOM", "COUV_TEMP_DEBUT", "COUV_TEMP_FIN", "DATE_PUBL", "FREQ_MAJ",
    "DATE_MAJ", "MOTS_CLES", "LICENCE", "NOMBRE_RESSOURCES", "FORMAT_RESSOURCES", "URL")
"""The columns of the schema `scdl/catalogue` 0.1.3, in its order."""


def descriptor(files: dict[str, bytes]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(files["datapackage.json"])
    return read


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def catalogue(files: dict[str, bytes]) -> dict[str, str]:
    [line] = rows_of(files["catalogue.csv"])
    return line


@pytest.mark.skipif(FRICTIONLESS is None, reason=NOT_THERE)
@pytest.mark.parametrize("snapshot", [a_snapshot(), an_empty_snapshot(), with_attacks(ATTACKS)],
                         ids=["whole", "empty", "formulas"])
def test_frictionless_accepts_it(tmp_path: Path, snapshot: Snapshot) -> None:
    folder = unpacked(package_zip(snapshot), tmp_path)

    done = subprocess.run([str(FRICTIONLESS), "validate", "--json", "datapackage.json"], cwd=folder,
                          capture_output=True, encoding="utf-8", check=False)

    report = json.loads(done.stdout)
    assert (report["valid"], report["stats"]["errors"], report["warnings"]) == (True, 0, [])
    assert report["stats"]["tasks"] == 13
    assert done.returncode == 0


@pytest.mark.skipif(FRICTIONLESS is None, reason=NOT_THERE)
@pytest.mark.parametrize(("old", "new"), [
    (b",296,", b",deux,"), (b"ACC-1,", b","), (b",all,all,", b",all,autre,"), (b",0.4764,", b",1.4764,")],
    ids=["type", "required", "foreign key", "maximum"])
def test_what_it_says_of_its_columns_is_checked(tmp_path: Path, old: bytes, new: bytes) -> None:
    folder = unpacked(package_zip(a_snapshot()), tmp_path)
    figures, described = folder / "chiffres.csv", folder / "datapackage.json"
    before = figures.read_bytes()
    after = before.replace(old, new, 1)
    figures.write_bytes(after)
    said = json.loads(described.read_bytes())
    [resource] = [each for each in said["resources"] if each["name"] == "chiffres"]
    resource |= {"bytes": len(after), "hash": f"sha256:{hashlib.sha256(after).hexdigest()}"}
    described.write_text(json.dumps(said), encoding="utf-8")

    done = subprocess.run([str(FRICTIONLESS), "validate", "datapackage.json"], cwd=folder,
                          capture_output=True, encoding="utf-8", check=False)

    assert after != before
    assert done.returncode == 1


@pytest.mark.parametrize("snapshot", [a_snapshot(), an_empty_snapshot()], ids=["whole", "empty"])
def test_each_resource_is_what_the_package_says(snapshot: Snapshot) -> None:
    files = package_files(snapshot)
    resources = {each["name"]: each for each in descriptor(files)["resources"]}
    assert {f"{name}.csv" for name in resources} == {
        name for name in files if name.endswith(".csv")} - {"catalogue.csv"}

    for name, resource in resources.items():
        content, schema = files[resource["path"]], resource["schema"]
        rows = rows_of(content)
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert [field["name"] for field in schema["fields"]] == content.decode().split("\r\n")[0].split(",")
        keys = [tuple(row[column] for column in schema["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
        for link in schema.get("foreignKeys", ()):
            target = resources[link["reference"]["resource"]]
            known = {tuple(row[column] for column in link["reference"]["fields"])
                     for row in rows_of(files[target["path"]])}
            assert {tuple(row[column] for column in link["fields"]) for row in rows} <= known, name


def test_what_people_said_is_no_open_data() -> None:
    files = package_files(a_snapshot())

    assert "paroles.csv" not in files
    assert all("je n’ai personne" not in content.decode().casefold() for content in files.values())


def test_the_package_says_its_licence_its_rule_and_its_hash() -> None:
    snapshot, read = a_snapshot(), descriptor(package_files(a_snapshot()))

    assert read["profile"] == "tabular-data-package"
    assert [each["name"] for each in read["licenses"]] == ["etalab-2.0"]
    assert read["licenses"][0]["path"].startswith("https://")
    assert read["empreinte"] == snapshot.content_hash
    assert read["regle"] == {"base_minimale": 11, "nombre_minimal": 5}
    assert read["demonstration"]
    assert "démonstration" in read["title"]
    assert read["sources"] == [{"title": "Insee, essai", "path": "https://www.insee.fr/"}]


def test_a_link_is_told_only_where_it_holds() -> None:
    def links(snapshot: Snapshot) -> list[str]:
        [supply] = [each for each in descriptor(package_files(snapshot))["resources"]
                    if each["name"] == "offre"]
        return [link["reference"]["resource"] for link in supply["schema"].get("foreignKeys", [])]

    [service, _planned] = a_snapshot().supply

    assert links(a_snapshot(supply=(replace(service, place="97611-kaweni"),))) == ["lieux"]
    assert links(a_snapshot(supply=(replace(service, place="976"),))) == []


def test_the_catalogue_has_the_columns_of_the_schema_and_invents_nothing() -> None:
    files = package_files(a_snapshot())
    line, read_me = catalogue(files), files["README.md"].decode()
    unknown = [name for name, value in line.items() if not value]

    assert tuple(line) == CATALOGUE
    assert unknown == ["COLL_NOM", "COLL_SIRET", "PRODUCTEUR_NOM", "PRODUCTEUR_SIRET", "DATE_PUBL", "URL"]
    assert all(f"`{name}`" in read_me for name in unknown)
    assert set(descriptor(files)["catalogue"]) == {"schema", *CATALOGUE} - set(unknown)
    assert (line["COUV_SPAT_MAILLE"], line["COUV_SPAT_NOM"]) == ("Communale", "Mamoudzou")
    assert (line["COUV_TEMP_DEBUT"], line["COUV_TEMP_FIN"]) == ("2026-09-01", "2026-10-31")
    assert (line["DATE_MAJ"], line["LICENCE"]) == ("2026-11-26", "Licence Ouverte-LO")
    assert (line["NOMBRE_RESSOURCES"], line["FORMAT_RESSOURCES"]) == ("13", "csv")
    assert line["MOTS_CLES"].split(";")[-1] == "mamoudzou"


def test_who_publishes_fills_the_catalogue() -> None:
    files = package_files(a_snapshot(), PUBLISHER)
    line = catalogue(files)

    assert all(line.values())
    assert (line["COLL_SIRET"], line["DATE_PUBL"]) == ("12345678901234", "2026-12-01")
    assert descriptor(files)["contributors"] == [{"title": "Ville d’essai", "role": "publisher"}]
    assert "À remplir" not in files["README.md"].decode()


def test_a_siret_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="fourteen"):
        Publisher("Ville d’essai", "123")


def test_the_archive_holds_the_files_and_the_same_bytes_each_time() -> None:
    content = package_zip(a_snapshot())

    assert content == package_zip(a_snapshot())
    with ZipFile(io.BytesIO(content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == package_files(a_snapshot())
