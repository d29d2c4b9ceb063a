"""Expressions of XLSForm, read into a tree that Python and browsers evaluate alike.

A tree is what JSON holds: a number, a text or a boolean is itself; a list is an operation and its operands.
`["$", "age"]` is `${age}`, `["."]` the current answer, `["@", "commune"]` a column of the choices sheet.
Whatever cannot be evaluated on a phone is refused here, with its column, when the questionnaire is imported.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass

from consult.errors import N_
from consult.surveys.expressions import functions
from consult.surveys.expressions.functions import ExpressionError
from consult.surveys.questions import Expression, Tree

__all__ = ["ExpressionError", "columns_used", "parse", "references"]

MOST_LETTERS = 4000
DEEPEST = 64
NAME = re.compile(r"[^\W\d][\w.-]*")
_TOKEN = re.compile(r"""\s*(?:
    (?P<number>\d+(?:\.\d*)?|\.\d+) | (?P<string>'[^']*'|"[^"]*") | (?P<reference>\$\{[^}]*\})
    | (?P<name>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?) | (?P<sign><=|>=|!=|\.\.|//|::|[-=<>+*(),./@\[\]|])
    | (?P<end>$))""", re.VERBOSE)
_POWERS = {"or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5,
           "*": 6, "div": 6, "mod": 6}
_MINUS = 7
_PATHS = frozenset({"/", "//", "..", "@", "[", "]", "::", "|"})

EMPTY = N_("Cette formule est vide.")
TOO_LONG = N_("Cette formule est trop longue.")
TOO_DEEP = N_("Cette formule a trop de parenthèses ou de calculs les uns dans les autres.")
UNKNOWN_SIGN = N_("Le signe « %(sign)s » n’est pas attendu ici.")
QUOTES = N_("Les guillemets « %(sign)s » ne sont pas compris. Utilisez ' ou \".")
UNCLOSED_TEXT = N_("Ce texte n’est pas fermé : il manque un guillemet.")
UNCLOSED_NAME = N_("Il manque « } » après « ${ ».")
BAD_NAME = N_("« %(sign)s » n’est pas un nom de question.")
PATH = N_("Les chemins et les filtres (« %(sign)s ») ne sont pas acceptés. Écrivez le nom : ${nom}.")
UNFINISHED = N_("Il manque quelque chose à la fin de la formule.")
UNEXPECTED = N_("« %(sign)s » n’est pas attendu ici.")
UNCLOSED = N_("La parenthèse ouverte en colonne %(open)d n’est pas fermée.")
BARE_NAME = N_("« %(sign)s » n’est pas compris. Une question s’écrit ${%(sign)s}, un texte '%(sign)s'.")
TOO_MANY_DIGITS = N_("Ce nombre a trop de chiffres.")


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    column: int


def _not_a_token(source: str, at: int) -> ExpressionError:
    sign, column = source[at], at + 1
    if sign in "'\"":
        return ExpressionError(UNCLOSED_TEXT, column)
    if source.startswith("${", at):
        return ExpressionError(UNCLOSED_NAME, column)
    return ExpressionError(QUOTES if sign in "‘’“”«»" else UNKNOWN_SIGN, column, sign=sign)


def _tokens(source: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while not tokens or tokens[-1].kind != "end":
        found = _TOKEN.match(source, at)
        if not found or not found.lastgroup:
            spaces = len(source[at:]) - len(source[at:].lstrip())
            raise _not_a_token(source, at + spaces)
        tokens.append(_Token(found.lastgroup, found[found.lastgroup], found.start(found.lastgroup) + 1))
        at = found.end()
    return tokens


class _Parser:
    """A Pratt parser: each operator binds its neighbours with a power of its own."""

    def __init__(self, tokens: list[_Token], columns: Collection[str]) -> None:
        self.tokens, self.at, self.depth, self.columns = tokens, 0, 0, columns

    @property
    def next(self) -> _Token:
        return self.tokens[self.at]

    def take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, sign: str, *, opened: _Token) -> None:
        if self.next.kind == "end":
            raise ExpressionError(UNCLOSED, self.next.column, open=opened.column)
        if self.next.text != sign or self.next.kind != "sign":
            raise self.unexpected(self.next)
        self.at += 1

    def unexpected(self, token: _Token) -> ExpressionError:
        if token.kind == "end":
            return ExpressionError(UNFINISHED, token.column)
        path = token.kind == "sign" and token.text in _PATHS
        return ExpressionError(PATH if path else UNEXPECTED, token.column, sign=token.text)

    def expression(self, power: int = 0) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(TOO_DEEP, self.next.column)
        left = self.operand()
        while self.next.kind in {"sign", "name"} and _POWERS.get(self.next.text, 0) > power:
            operator = self.take().text
            left = _joined(operator, left, self.expression(_POWERS[operator]))
        self.depth -= 1
        return left

    def operand(self) -> Tree:
        token = self.take()
        read = _OPERANDS.get(token.kind if token.kind != "sign" else token.text)
        if read is None:
            raise self.unexpected(token)
        return read(self, token)

    def string(self, token: _Token) -> Tree:
        return token.text[1:-1]

    def number(self, token: _Token) -> Tree:
        if len(token.text) > 15:
            raise ExpressionError(TOO_MANY_DIGITS, token.column)
        return int(token.text) if token.text.isdigit() else float(token.text)

    def current(self, token: _Token) -> Tree:
        return ["."]

    def reference(self, token: _Token) -> Tree:
        name = token.text[2:-1].strip()
        if not NAME.fullmatch(name):
            raise ExpressionError(BAD_NAME, token.column, sign=name)
        return ["$", name]

    def minus(self, token: _Token) -> Tree:
        operand = self.expression(_MINUS)
        return -operand if type(operand) in {int, float} and operand else ["-", 0, operand]

    def parenthesis(self, token: _Token) -> Tree:
        inside = self.expression()
        self.expect(")", opened=token)
        return inside

    def name(self, token: _Token) -> Tree:
        if self.next.text == "(" and self.next.kind == "sign":
            return self.call(token)
        if token.text in self.columns:
            return ["@", token.text]
        if token.text in _POWERS:
            raise self.unexpected(token)
        raise ExpressionError(BARE_NAME, token.column, sign=token.text)

    def call(self, token: _Token) -> Tree:
        opening = self.take()
        functions.check_known(token.text, token.column)
        if token.text == "position" and self.next.text == "..":
            self.at += 1
            self.expect(")", opened=opening)
            return ["position"]
        arguments, columns = self.arguments(opening)
        return functions.called(token.text, token.column, arguments, columns)

    def arguments(self, opening: _Token) -> tuple[list[Tree], list[int]]:
        arguments: list[Tree] = []
        columns: list[int] = []
        if self.next.text != ")" or self.next.kind != "sign":
            while not arguments or self.next.text == ",":
                self.at += bool(arguments)
                columns.append(self.next.column)
                arguments.append(self.expression())
        self.expect(")", opened=opening)
        return arguments, columns


_OPERANDS: dict[str, Callable[[_Parser, _Token], Tree]] = {
    "string": _Parser.string,
    "number": _Parser.number,
    "reference": _Parser.reference,
    "name": _Parser.name,
    ".": _Parser.current,
    "-": _Parser.minus,
    "(": _Parser.parenthesis,
}


def _joined(operator: str, left: Tree, right: Tree) -> Tree:
    """Long rows of `or` are one operation, not a deep tree."""
    if operator in {"or", "and"} and isinstance(left, list) and left[0] == operator:
        return [*left, right]
    return [operator, left, right]


def _depth(tree: Tree) -> int:
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((item, depth + 1) for item in node[1:] if isinstance(item, list)) if node else None
    return deepest


def parse(source: str, *, columns: Collection[str] = ()) -> Expression:
    """The expression an author wrote; `columns` are the names of the choices sheet, for `choice_filter`."""
    text = unicodedata.normalize("NFC", source)
    if not text.strip():
        raise ExpressionError(EMPTY, 1)
    if len(text) > MOST_LETTERS:
        raise ExpressionError(TOO_LONG, MOST_LETTERS)
    parser = _Parser(_tokens(text), columns)
    tree = parser.expression()
    if parser.next.kind != "end":
        raise parser.unexpected(parser.next)
    if isinstance(tree, list) and _depth(tree) > DEEPEST:
        raise ExpressionError(TOO_DEEP, 1)
    return Expression(source, tree)


def _named(tree: Tree, sign: str) -> set[str]:
    if not isinstance(tree, list):
        return set()
    if tree[0] == sign:
        return {tree[1]}
    return set().union(*(_named(item, sign) for item in tree[1:]))


def references(tree: Tree) -> set[str]:
    """Names of the questions, repeats and groups an expression looks at."""
    return _named(tree, "$")


def columns_used(tree: Tree) -> set[str]:
    """Columns of the choices sheet a `choice_filter` looks at."""
    return _named(tree, "@")
