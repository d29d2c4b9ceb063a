"""What a view reads of a request, found in its own code and in what it calls beside it."""

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from wtforms import FileField
from wtforms import Form as AnyForm
from wtforms.fields.core import UnboundField

_LOWER = (".service", ".models", "consult.db", "consult.staff.access")
"""Where no request is read: views stop there."""
_SOURCES = {"args": "query", "form": "form", "fields": "form", "files": "form"}
"""`request.args`, and the names views give to what was sent."""


@dataclass(frozen=True)
class Inputs:
    """Names of query arguments and of fields; `*` among them where the view reads whatever there is."""

    query: frozenset[str] = frozenset()
    form: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _is_followed(thing: Any, package: str) -> bool:
    module = getattr(thing, "__module__", None) or ""
    is_near = module.startswith((f"consult.{package}.", "consult.web."))
    return is_near and not any(part in module for part in _LOWER)


def _functions_of(thing: Any) -> Iterator[FunctionType]:
    if isinstance(thing, FunctionType):
        yield thing
    else:
        yield from (member for member in vars(thing).values() if isinstance(member, FunctionType))


def _reached(view: FunctionType) -> Iterator[FunctionType | type]:
    """The view, and what it calls in its own package and in `web`."""
    package = view.__module__.split(".")[1]
    waiting: list[Any] = [view]
    seen: set[Any] = {view}
    while waiting:
        thing = waiting.pop()
        yield thing
        for function in _functions_of(thing):
            called = {function.__globals__.get(name) for name in _names(function.__code__)
                      if isinstance(function.__globals__.get(name), FunctionType | type)}
            new = [other for other in called - seen if _is_followed(other, package)]
            seen.update(new)
            waiting += new


def _literal(node: ast.AST | None) -> str:
    """The name in `args.get("name")`; `*` where it is not written there."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else "*"


def _source(node: ast.AST) -> str:
    """Which part of the request a name stands for, if any."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "request":
        return _SOURCES.get(node.attr, "")
    return "form" if isinstance(node, ast.Name) and node.id == "fields" else ""


def _read_at(node: ast.AST) -> tuple[str, str] | None:
    """(part of the request, name) where this piece of code reads one."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _source(node.func.value), _literal(node.args[0] if node.args else None)
    if isinstance(node, ast.Subscript):
        return _source(node.value), _literal(node.slice)
    if isinstance(node, ast.Compare):
        return _source(node.comparators[0]), _literal(node.left)
    if isinstance(node, ast.Call) and any(_source(argument) for argument in node.args):
        return next(_source(argument) for argument in node.args if _source(argument)), "*"
    return None


@lru_cache(maxsize=500)
def _written_in(path: Path) -> dict[int, ast.AST]:
    """The functions of a file by the line where each begins, as Python counts it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return {min([node.lineno, *(part.lineno for part in node.decorator_list)]): node for node in functions}


@lru_cache(maxsize=2000)
def _read_by(function: FunctionType) -> frozenset[tuple[str, str]]:
    path = Path(function.__code__.co_filename)
    # What a dataclass makes is written in no file.
    written = _written_in(path).get(function.__code__.co_firstlineno) if path.is_file() else None
    nodes = ast.walk(written) if written else ()
    return frozenset(found for node in nodes if (found := _read_at(node)) and found[0])


def _fields(form: type) -> dict[str, type]:
    """The fields of a form class that do not wait for the data to be known."""
    members = {name: getattr(form, name, None) for name in dir(form)}
    return {name: field.field_class for name, field in members.items() if isinstance(field, UnboundField)}


def _forms(things: list[Any]) -> dict[str, type]:
    classes = [thing for thing in things if isinstance(thing, type) and issubclass(thing, AnyForm)]
    return {name: kind for form in classes for name, kind in _fields(form).items()}


def inputs_of(view: Callable[..., Any]) -> Inputs:
    """What this view may read of a request."""
    function = inspect.unwrap(view)
    if not isinstance(function, FunctionType) or not function.__module__.startswith("consult."):
        return Inputs()
    things = list(_reached(function))
    read = {found for thing in things for part in _functions_of(thing) for found in _read_by(part)}
    fields = _forms(things)
    files = frozenset(name for name, kind in fields.items() if issubclass(kind, FileField))
    return Inputs(
        query=frozenset(name for part, name in read if part == "query"),
        form=frozenset({name for part, name in read if part == "form"} | (fields.keys() - files)),
        files=files)
