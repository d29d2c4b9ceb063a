"""`consult staff`: accounts, from the machine itself; also the way back in when every password is lost."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from consult import clock
from consult.cli.application import data_option, open_application
from consult.db import db
from consult.errors import Refused
from consult.staff import service
from consult.staff.access import ROLE_NAMES
from consult.staff.models import Account, Role
from consult.staff.passwords import new_password

LOGGED_AS = "ligne de commande"
_from_stdin = click.option(
    "--password-stdin", is_flag=True, help="Lire le mot de passe sur l’entrée standard.")
_drop = click.option(
    "--drop-second-step", is_flag=True, help="Le téléphone est perdu\u00a0: retirer la double vérification.")


@contextmanager
def _at_work(data: Path, verb: str, name: str) -> Iterator[None]:
    """Open the site, say refusals in one line, and log what was done with the change itself."""
    with open_application(data):
        try:
            yield
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal
        service.record_action(account_name=LOGGED_AS, verb=verb, subject=service.normal_name(name))
        db.session.commit()


def _password(from_stdin: bool) -> str:
    return sys.stdin.readline().strip() if from_stdin else new_password()


def _lend(account: Account, from_stdin: bool) -> None:
    """A password that we made is shown on a screen: its owner chooses another at the first sign-in."""
    if not from_stdin:
        service.lend_password(account, at=clock.now())


def _tell(password: str, from_stdin: bool) -> None:
    if not from_stdin:
        click.echo(f"Mot de passe, montré une seule fois, bon sept jours\u00a0: {password}")


@click.group
def staff() -> None:
    """Les comptes de l’équipe."""


@staff.command
@click.argument("name", metavar="NOM")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.COORDINATOR.value,
              show_default=True, help="Ce que la personne peut faire.")
@_from_stdin
@data_option
def add(name: str, role: str, password_stdin: bool, data: Path) -> None:
    """Créer un compte, et montrer son mot de passe une seule fois."""
    password = _password(password_stdin)
    with _at_work(data, "compte créé", name):
        account = service.add_account(name, Role(role), password, at=clock.now())
        _lend(account, password_stdin)
    click.echo(f"Compte créé\u00a0: {service.normal_name(name)} ({ROLE_NAMES[Role(role)]})")
    _tell(password, password_stdin)


@staff.command("list")
@data_option
def list_(data: Path) -> None:
    """Montrer les comptes."""
    with open_application(data):
        for account in service.list_accounts():
            state = "actif" if account.is_active else "désactivé"
            second = "double vérification" if account.totp_secret else ""
            click.echo(f"{account.name:<24} {ROLE_NAMES[account.role]:<13} {state:<10} {second}".rstrip())


@staff.command
@click.argument("name", metavar="NOM")
@_drop
@_from_stdin
@data_option
def password(name: str, drop_second_step: bool, password_stdin: bool, data: Path) -> None:
    """Donner un nouveau mot de passe à un compte, et le rouvrir s’il était fermé."""
    fresh = _password(password_stdin)
    with _at_work(data, "mot de passe remplacé", name):
        account = service.find_account(name)
        service.reset(account, fresh, drop_second_step=drop_second_step)
        service.reactivate(account)
        _lend(account, password_stdin)
    _tell(fresh, password_stdin)


@staff.command
@click.argument("name", metavar="NOM")
@data_option
def deactivate(name: str, data: Path) -> None:
    """Fermer un compte. Le journal garde son nom."""
    with _at_work(data, "compte désactivé", name):
        service.deactivate(service.find_account(name))
    click.echo(f"Compte désactivé\u00a0: {service.normal_name(name)}")
