"""Languages are a table, and Shimaoré is a real locale.

Babel ships no `swb`: our own locale data (`swb.json` beside this file) is registered on top of French
before any view or command runs. An interface text that is only a draft (`#, fuzzy` in the catalogue) is
not compiled; it is read here, and shown beside its French.
"""

import copy
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, localedata
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.plural import PluralRule


@dataclass(frozen=True)
class Language:
    tag: str
    name: str
    """The language's own name, as its speakers write it."""
    plural: str
    """gettext's rule. Ours to say: French has two plurals in our sentences, three for Babel since 2.19."""
    direction: str = "ltr"
    inherits: str = ""


LANGUAGES = {language.tag: language for language in (
    Language(tag="fr", name="Français", plural="nplurals=2; plural=(n > 1);"),
    Language(tag="swb", name="Shimaore", plural="nplurals=2; plural=(n != 1);", inherits="fr"),
)}
DEFAULT = "fr"


def _with_numbers(node: Any) -> Any:
    """JSON has no integer keys; CLDR day and month tables have no others."""
    if not isinstance(node, dict):
        return node
    return {(int(key) if key.isdigit() else key): _with_numbers(value) for key, value in node.items()}


def _name_tables(data: Any, ours: dict[str, Any]) -> None:
    # Every width and context is set: an alias left behind would be resolved into the cached French table.
    for table in ("months", "days"):
        wide = ours.pop(table)
        narrow = {number: name[:1].upper() for number, name in wide.items()}
        widths = {"wide": wide, "abbreviated": wide, "short": wide, "narrow": narrow}
        data[table] = {context: {width: dict(names) for width, names in widths.items()}
                       for context in ("format", "stand-alone")}


def register(tag: str = "swb", *, base: str = "fr", also: tuple[str, ...] = ("swb_YT",)) -> None:
    """Teach Babel a language it does not know. `localedata._cache` is the only private name touched."""
    if tag in localedata._cache:
        return
    source = tag if localedata.exists(tag) else base
    data: Any = copy.deepcopy(localedata.load(source))
    path = Path(__file__).with_name(f"{tag}.json")
    ours = _with_numbers(json.loads(path.read_text(encoding="utf-8")))
    _name_tables(data, ours)
    localedata.merge(data, ours)
    data["plural_form"] = PluralRule({"one": "i = 1 and v = 0"})
    for name in (tag, *also):
        localedata._cache[name] = data


register()


def negotiate(accepted: list[tuple[str, float]]) -> str:
    """The first language of an Accept-Language header that we speak, in the header's own order."""
    for tag, quality in accepted:
        primary = tag.replace("_", "-").split("-")[0].lower()
        if quality > 0 and primary in LANGUAGES:
            return primary
    return DEFAULT


def locale(tag: str) -> Locale:
    return Locale.parse(tag)


def _catalogue(root: Path, tag: str) -> Path:
    return root / tag / "LC_MESSAGES" / "messages.po"


def compile_catalogues(root: Path) -> None:
    """Write the .mo files that are missing or older than their .po, whole or not at all."""
    for tag in LANGUAGES:
        source = _catalogue(root, tag)
        target = source.with_suffix(".mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
            continue
        # An installed package may be read-only: then what it shipped is read as it is.
        with suppress(OSError):
            _compile(source, target, tag)


def _compile(source: Path, target: Path, tag: str) -> None:
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=tag)
    # Several first starts at once each write a file of their own; the last one to finish stays.
    scratch = target.with_suffix(f".{os.getpid()}.tmp")
    with scratch.open("wb") as stream:
        write_mo(stream, catalogue)
    scratch.replace(target)


def drafts(root: Path, tag: str) -> Mapping[str, str]:
    """Translations nobody has reviewed yet, by their French."""
    source = _catalogue(root, tag)
    return _drafts(source, tag, source.stat().st_mtime_ns) if source.exists() else {}


@lru_cache(maxsize=8)
def _drafts(source: Path, tag: str, _changed: int) -> Mapping[str, str]:
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=tag)
    unread = [message for message in catalogue if message.id and message.string and message.fuzzy]
    return {str(message.id): str(message.string) for message in unread if isinstance(message.string, str)}
