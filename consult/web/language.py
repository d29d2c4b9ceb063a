"""The language of a page comes from its address; templates are shown texts that know their language."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from babel import Locale
from flask import Flask, g, has_request_context, request, url_for
from flask_babel import Babel, get_translations
from werkzeug.routing import AnyConverter, Map

from consult import i18n
from consult.text import FRENCH, Localized, Shown

_LANGUAGE = "lang"
KEPT_IN_SWITCH = ("recu", "relais")
"""Query arguments that a page needs to stay the same page in another language."""


class LanguageConverter(AnyConverter):
    """`/<language:lang>/…`: one of our languages, anything else is not a page."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, *i18n.LANGUAGES)


def current_tag() -> str:
    """The language tag of the page being made; French on the desk and outside requests."""
    return g.get("lang", i18n.DEFAULT) if has_request_context() else i18n.DEFAULT


def _select_locale() -> Locale:
    return i18n.locale(current_tag())


def show(text: Localized | str) -> Shown:
    """What the reader of this page sees of a text."""
    return text.read_in(current_tag()) if isinstance(text, Localized) else Shown(text, page=current_tag())


def _shown(french: str, translated: str, drafts: Mapping[str, Mapping[str, str]]) -> Shown:
    tag = current_tag()
    if tag == FRENCH:
        return Shown(translated)
    if translated != french:
        return Shown(translated, lang=tag, page=tag)
    draft = drafts.get(tag, {}).get(french, "")
    return Shown(draft, lang=tag, page=tag, french=french) if draft else Shown(french, page=tag)


def _gettext(drafts: Mapping[str, Mapping[str, str]], message: str) -> Shown:
    return _shown(message, get_translations().ugettext(message), drafts)


def _ngettext(drafts: Mapping[str, Mapping[str, str]], singular: str, plural: str, count: int) -> Shown:
    translated = get_translations().ungettext(singular, plural, count)
    if current_tag() == FRENCH or translated in (singular, plural):
        # gettext's own fallback follows English; French says « 0 réponse ».
        untranslated = singular if count < 2 else plural
        return Shown(untranslated if translated in (singular, plural) else translated, page=current_tag())
    return Shown(translated, lang=current_tag(), page=current_tag())


def plain(message: str, **values: object) -> str:
    """A text for an attribute or a title, where no markup can say its language: reviewed, or French."""
    translated: str = get_translations().ugettext(message)
    return translated % values if values else translated


def _pull_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    tag = (values or {}).pop(_LANGUAGE, None)
    if tag is not None:
        g.lang = tag


def _push_language(app: Flask, endpoint: str, values: dict[str, Any]) -> None:
    if _LANGUAGE not in values and app.url_map.is_endpoint_expecting(endpoint, _LANGUAGE):
        values[_LANGUAGE] = current_tag()


def in_language(tag: str) -> str:
    """The address of the page being made, in another language."""
    if request.endpoint is None or _LANGUAGE not in (request.url_rule.arguments if request.url_rule else ()):
        return f"/{tag}/"
    kept = {name: request.args[name] for name in KEPT_IN_SWITCH if name in request.args}
    values: dict[str, Any] = {**(request.view_args or {}), **kept, _LANGUAGE: tag}
    return url_for(request.endpoint, **values)


def accepted_tag() -> str:
    """Accept-Language is a hint only, for the address that names no language."""
    return i18n.negotiate(list(request.accept_languages))


def init_app(app: Flask, *, catalogues: Path) -> None:
    i18n.compile_catalogues(catalogues)
    app.url_map.converters["language"] = LanguageConverter
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(catalogues)
    Babel(app, locale_selector=_select_locale)
    drafts = {tag: i18n.drafts(catalogues, tag) for tag in i18n.LANGUAGES if tag != FRENCH}
    gettext: Callable[..., Any] = partial(_gettext, drafts)
    ngettext: Callable[..., Any] = partial(_ngettext, drafts)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(plain=plain, show=show, in_language=in_language,
                                 languages=i18n.LANGUAGES, current_tag=current_tag)
    app.url_value_preprocessor(_pull_language)
    app.url_defaults(partial(_push_language, app))
