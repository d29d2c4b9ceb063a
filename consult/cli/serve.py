"""`demo` and `serve`: the site on one machine, with a production server."""

import errno
import gc
import logging
import resource
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click
from flask import Flask
from waitress.server import BaseWSGIServer, create_server

from consult.cli.application import alone, data_option, ready_application
from consult.cli.background import keeping_up
from consult.cli.channel import Channel
from consult.cli.dispatcher import Dispatcher
from consult.cli.watching import notify, watched
from consult.db import db, writing
from consult.staff import service as staff
from consult.territories import service as territories

Command = TypeVar("Command", bound=Callable[..., Any])
NEW_ACCOUNT = "consult staff add NOM --data {data}"
THREADS = 16
"""While some wait for the disk, others read what comes next; more would only wait for each other."""
CONNECTIONS = 1000
"""Phones on a bad line stay connected for minutes without sending; each costs a descriptor, not a thread."""
YOUNG_OBJECTS = 10_000
"""Python's usual 700 are made by a few families: it looked for garbage where there was none."""
REFUSED = {
    errno.EADDRINUSE: "Le port {port} est déjà pris. Choisissez-en un autre\u00a0: --port.",
    errno.EACCES: "Ce compte n’a pas droit au port {port}. Choisissez-en un autre\u00a0: --port.",
    errno.EADDRNOTAVAIL: "Cette machine n’a pas l’adresse {host}. Choisissez-en une autre\u00a0: --host.",
}
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104, only to print an address that opens


def _listening_options(command: Command) -> Command:
    command = click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535),
                           help="Port\u00a0; 0 prend un port libre.")(command)
    command = click.option("--host", default="127.0.0.1", show_default=True,
                           help="Adresse où écouter.")(command)
    return data_option(command)


def _stops(server: Any) -> Callable[[int, object], NoReturn]:
    """What a signal to stop does: whoever comes now is refused at once, and turns to another process."""
    def stop(_number: int, _frame: object) -> NoReturn:
        for part in getattr(server, "map", server.__dict__.get("_map", {})).values():
            if isinstance(part, BaseWSGIServer):
                part.socket.close()
        raise SystemExit(0)

    return stop


def _allow_connections() -> None:
    """Raise this process's own limit of open files as far as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * CONNECTIONS if hard == resource.RLIM_INFINITY else min(4 * CONNECTIONS, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def _dispatcher(app: Flask) -> Dispatcher | None:
    """Ours where this process groups what it stores; PostgreSQL groups by itself, and wants many threads."""
    is_grouping = app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    return Dispatcher(THREADS) if is_grouping else None


def listen(app: Flask, *, host: str, port: int) -> Any:
    _allow_connections()
    BaseWSGIServer.channel_class = Channel
    # It would tell of each request that waits for a thread, at the very moment when there is much to do.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    try:
        # Who asked is read from a proxy's headers only where the settings say that there is a proxy.
        return create_server(
            app, _dispatcher=_dispatcher(app), host=host, port=port, threads=THREADS,
            connection_limit=CONNECTIONS, channel_timeout=120, cleanup_interval=10, asyncore_use_poll=True,
            max_request_body_size=16 * 1024 * 1024, ident="",
            clear_untrusted_proxy_headers=not app.config["PROXIES"])
    except ValueError as problem:
        raise click.ClickException(f"L’adresse {host} n’existe pas\u00a0: --host.") from problem
    except OSError as problem:
        sentence = REFUSED.get(problem.errno or 0, "Le serveur ne peut pas écouter sur {host}, port {port}.")
        raise click.ClickException(sentence.format(host=host, port=port)) from problem


def _address(app: Flask, server: Any) -> str:
    """Where a browser finds the site."""
    listening = getattr(server, "effective_listen", None) or [(server.effective_host, server.effective_port)]
    host, port = listening[0][:2]
    return str(app.config["PUBLIC_URL"] or f"http://{ANY_ADDRESS.get(host, host)}:{port}")


def _settle() -> None:
    """What was made so far stays: nobody looks through it for what can be thrown away, nor at every step."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])


def run(app: Flask, server: Any) -> None:
    """Serve until somebody stops it. Requests under way are answered first."""
    _settle()
    signal.signal(signal.SIGTERM, _stops(server))
    address = _address(app, server)
    click.echo(f"  Familles      {address}/fr/")
    click.echo(f"  Coordination  {address}/staff/connexion")
    click.echo("Le serveur tourne. Ctrl+C l’arrête.")
    notify("READY=1")
    server.run()
    notify("STOPPING=1")


def _load_reference() -> None:
    """What this release knows of its territory, where nobody has taken it in yet."""
    territories.load_reference()
    db.session.commit()


@click.command()
@_listening_options
def serve(data: Path, host: str, port: int) -> None:
    """Sert le site pour de vrai : aucune donnée de démonstration."""
    app = ready_application(data)
    server = listen(app, host=host, port=port)
    with app.app_context(), writing(), alone(app.config["DATA_DIR"]):
        _load_reference()
        nobody = not staff.list_accounts()
    click.echo(f"Site prêt. Ses données sont dans {app.config['DATA_DIR']}.")
    if nobody:
        click.echo(f"  Pour vous connecter, créez un compte\u00a0: {NEW_ACCOUNT.format(data=data)}")
    with watched(app), keeping_up(app):
        run(app, server)


@click.command()
@_listening_options
def demo(data: Path, host: str, port: int) -> None:
    """Sert une démonstration : la campagne de Mamoudzou et 600 réponses simulées."""
    from consult.cli.demonstration import ACCOUNT, prepare_demonstration

    app = ready_application(data)
    server = listen(app, host=host, port=port)
    with app.app_context(), writing(), alone(app.config["DATA_DIR"]):
        _load_reference()
        password = prepare_demonstration()
    click.echo(f"Démonstration prête. Ses données sont dans {app.config['DATA_DIR']}.")
    if password:
        click.echo(f"  Compte        {ACCOUNT}")
        click.echo(f"  Mot de passe  {password}   (notez-le\u00a0: il n’est affiché qu’une fois)")
    with watched(app), keeping_up(app):
        run(app, server)
