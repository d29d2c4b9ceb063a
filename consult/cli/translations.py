"""`translations`: the catalogues kept in step with the sentences of the code and the pages.

Plain `pybabel update` knows no Shimaoré and loses its plural rule, so this is the only way to update.
"""

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from consult.app import ROOT
from consult.i18n import DEFAULT, LANGUAGES, compile_catalogues

KEYWORDS = {**DEFAULT_KEYWORDS, "plain": None, "N_": None, "_l": None}
"""The functions whose first argument is a sentence."""
NOTE = ("I18N:",)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
FIRST_DAY = datetime(2026, 11, 23, tzinfo=UTC)
"""The date in the headers: git knows better ones, and a date that moves is a conflict at each update."""


def extract(root: Path) -> Catalog:
    """Every sentence of the code and the pages, in French, as a catalogue without translations."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    mappings = project["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options = {mapping["pattern"]: mapping for mapping in mappings}
    template = Catalog()
    for path, _line, sentence, comments, context in extract_from_dir(
            root, methods, options, KEYWORDS, NOTE, strip_comment_tags=True, directory_filter=_is_ours):
        template.add(sentence, None, [(path, 0)], auto_comments=comments, context=context)
    return template


def _is_ours(folder: str) -> bool:
    return not Path(folder).name.startswith(".") and Path(folder).name not in {"tests", "data", "dist"}


def _file(root: Path, tag: str) -> Path:
    return root / "translations" / tag / "LC_MESSAGES" / "messages.po"


def _new(tag: str) -> Catalog:
    catalogue = Catalog(
        locale=tag, project="consult", version="0", msgid_bugs_address="-", last_translator="-",
        language_team="-", creation_date=FIRST_DAY, revision_date=FIRST_DAY, fuzzy=False,
        header_comment=f"# {LANGUAGES[tag].name} ({tag}). fuzzy = brouillon à relire.")
    catalogue.mime_headers = [("Plural-Forms", LANGUAGES[tag].plural)]
    return catalogue


def _read(path: Path, tag: str) -> Catalog:
    if not path.exists():
        return _new(tag)
    with path.open("rb") as stream:
        return read_po(stream, locale=tag)


def _is_plural(message: Message) -> bool:
    return not isinstance(message.id, str)


def _fill_french(catalogue: Catalog) -> None:
    # French sentences translate themselves; its plurals must be there, or gettext counts as English does.
    for message in catalogue:
        if message.id and _is_plural(message):
            message.string = tuple(message.id)


def updated(root: Path, tag: str, template: Catalog) -> bytes:
    """The catalogue of a language, with the sentences there are now. No translation is guessed or dropped."""
    catalogue = _read(_file(root, tag), tag)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    if tag == DEFAULT:
        _fill_french(catalogue)
        catalogue.obsolete.clear()
    written = BytesIO()
    write_po(written, catalogue, width=100, sort_by_file=True, include_lineno=False)
    return written.getvalue()


def _names(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _wrong_names(message: Message) -> bool:
    """Whether a translation lost, or made up, a named value. A singular may leave its number out."""
    if not message.string or not message.id:
        return False
    if isinstance(message.id, str):
        return _names(message.id) != _names(str(message.string))
    *singulars, plural = [_names(form) for form in message.string]
    wanted = _names(message.id[1])
    return any(message.string) and (plural != wanted or not all(names <= wanted for names in singulars))


def problems(root: Path) -> Iterator[str]:
    """What is wrong with the catalogues, a sentence each."""
    template = extract(root)
    sentences = {message.id for message in template if message.id}
    for tag in LANGUAGES:
        catalogue = _read(_file(root, tag), tag)
        kept = {message.id for message in catalogue if message.id}
        if missing := len(sentences - kept):
            yield f"{tag}\u00a0: phrases nouvelles à ajouter\u00a0: {missing}."
        if gone := len(kept - sentences):
            yield f"{tag}\u00a0: phrases disparues à retirer\u00a0: {gone}."
        yield from (f"{tag}\u00a0: les valeurs diffèrent dans «\u00a0{message.id}\u00a0»."
                    for message in catalogue if _wrong_names(message))


def _checkout() -> Path:
    if not (ROOT / "pyproject.toml").is_file():
        raise click.ClickException("Cette commande se lance depuis les sources du projet.")
    return ROOT


@click.group()
def translations() -> None:
    """Tient à jour les catalogues de traduction."""


@translations.command()
def update() -> None:
    """Relit les phrases du code et des pages, et les ajoute aux catalogues."""
    root = _checkout()
    template = extract(root)
    for tag in LANGUAGES:
        path = _file(root, tag)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(updated(root, tag, template))
        click.echo(f"{tag}\u00a0: {len(template)} phrases.")


@translations.command()
def check() -> None:
    """Refuse un catalogue en retard ou dont les valeurs diffèrent."""
    found = list(problems(_checkout()))
    for problem in found:
        click.echo(problem)
    if found:
        raise click.ClickException("Les catalogues ne sont pas à jour\u00a0: consult translations update.")
    click.echo("Les catalogues sont à jour.")


@translations.command(name="compile")
def compile_all() -> None:
    """Écrit les fichiers .mo que le site lit."""
    compile_catalogues(ROOT / "translations")
    click.echo("Catalogues compilés.")
