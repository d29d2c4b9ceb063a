"""`consult questionnaire`: check an XLSForm, bring it in, take it out again."""

from pathlib import Path

import click

from consult import clock
from consult.campaigns.service import find_campaign
from consult.cli.application import data_option, open_application
from consult.db import db
from consult.errors import NotFound, Refused
from consult.staff.service import record_action
from consult.surveys import authoring, service
from consult.surveys.lint.findings import Report
from consult.surveys.questions import Questionnaire
from consult.surveys.xlsform.sheets import Upload

LOGGED_AS = "ligne de commande"
_THERE = click.Path(exists=True, dir_okay=False, path_type=Path)
_file = click.argument("file", metavar="FICHIER", type=_THERE)
_choices = click.option("--choices", type=_THERE,
                        help="La feuille choices, quand FICHIER est la feuille survey en .csv.")
_campaign = click.option("--campaign", "slug", required=True, help="L’adresse courte de la campagne.")


@click.group
def questionnaire() -> None:
    """Les questionnaires, au format XLSForm."""


def _upload(file: Path, choices: Path | None) -> Upload:
    try:
        second = (choices.name, choices.read_bytes()) if choices else ("", b"")
        return Upload(file.name, file.read_bytes(), *second)
    except OSError as problem:
        raise click.ClickException(f"Ce fichier ne peut pas être lu\u00a0: {problem.filename}") from problem


def _report(file: Path, choices: Path | None) -> Report:
    """What is in the files, said line by line."""
    try:
        report = authoring.read_upload(_upload(file, choices))
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    for line in authoring.summary(report.findings):
        click.echo(line)
    return report


def _questionnaire(file: Path, choices: Path | None) -> Questionnaire:
    found = _report(file, choices).questionnaire
    if found is None:
        raise click.ClickException("Ce questionnaire a des erreurs.")
    return found


@questionnaire.command
@_file
@_choices
def check(file: Path, choices: Path | None) -> None:
    """Dire ce qui va et ce qui ne va pas dans un XLSForm, sans rien enregistrer."""
    found = _questionnaire(file, choices)
    click.echo(f"Ce questionnaire peut être publié\u00a0: {sum(1 for _ in found.questions())} lignes.")


@questionnaire.command("import")
@_file
@_choices
@_campaign
@click.option("--publish", is_flag=True, help="Publier aussitôt\u00a0: les familles y répondent.")
@data_option
def import_(file: Path, choices: Path | None, slug: str, publish: bool, data: Path) -> None:
    """Faire d’un XLSForm le brouillon d’une campagne."""
    found = _questionnaire(file, choices)
    source = authoring.source_name(Upload(file.name, b"", choices.name if choices else ""))
    with open_application(data):
        try:
            campaign, now = find_campaign(slug), clock.now()
            version = service.import_version(campaign.id, found, source_name=source, at=now)
            if publish:
                service.publish_version(version, at=now)
        except Refused as refusal:
            raise click.ClickException(_sentence(refusal, slug)) from refusal
        verb = "questionnaire publié" if publish else "questionnaire importé"
        record_action(account_name=LOGGED_AS, verb=verb, subject=slug,
                      detail={"version": version.number, "source": source})
        db.session.commit()
        click.echo(f"Version {version.number} {'publiée' if publish else 'enregistrée comme brouillon'}.")


def _sentence(refusal: Refused, slug: str) -> str:
    if isinstance(refusal, NotFound):
        return f"Aucune campagne à l’adresse «\u00a0{slug}\u00a0»."
    return str(refusal)


@questionnaire.command
@click.argument("file", metavar="FICHIER", type=click.Path(dir_okay=False, path_type=Path))
@_campaign
@click.option("--number", type=int, help="Numéro de la version\u00a0; sans lui, la plus récente.")
@data_option
def export(file: Path, slug: str, number: int | None, data: Path) -> None:
    """Écrire une version dans un XLSForm (.xlsx) qui se réimporte à l’identique."""
    with open_application(data):
        try:
            version = service.find_number(find_campaign(slug).id, number)
        except NotFound as refusal:
            raise click.ClickException("Cette campagne ou cette version n’existe pas.") from refusal
        workbook = authoring.write_workbook(service.questionnaire_of(version))
    try:
        with file.open("xb") as stream:
            stream.write(workbook)
    except FileExistsError as problem:
        raise click.ClickException(f"Le fichier {file} existe déjà\u00a0: rien n’a été écrit.") from problem
    except OSError as problem:
        raise click.ClickException(f"Le fichier {file} ne peut pas être écrit.") from problem
    click.echo(f"Version {version.number} écrite dans {file}.")
