"""What went wrong, told without what was sent: kinds of errors and places in the code, never their words.

Context: the words of an error repeat what it was given, and a database adds the values of the row. Choice:
types, what the database calls its refusal, and one line for each place. Consequence: a log can be read by
anybody who looks after the server.
"""

import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

_PACKAGES = Path(__file__).parents[2]
DEEPEST = 10
"""Of the errors behind an error."""
RULE = "consult.rule"
"""Where a request says its rule that reached no view."""
NUMBER = "consult.number"
"""Where a request's number in the log stands."""
NO_RULE = "-"
MOST_PLACES = 30
"""The nearest ones tell; a recursion would fill the log."""


def _kind(problem: BaseException) -> str:
    """Its type, with what the database calls the refusal and the constraint; those are ours."""
    diagnosis = getattr(problem, "diag", None)
    said = (getattr(problem, "sqlite_errorname", None), getattr(problem, "sqlstate", None),
            getattr(diagnosis, "constraint_name", None))
    name = f"{type(problem).__module__}.{type(problem).__qualname__}".removeprefix("builtins.")
    return " ".join([name, *(word for word in said if word)])


def _behind(problem: BaseException) -> Iterator[BaseException]:
    """An error, then the one that caused it, and so on."""
    found: BaseException | None = problem
    for _step in range(DEEPEST):
        if found is None:
            return
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _place(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    known = path.relative_to(_PACKAGES) if path.is_relative_to(_PACKAGES) else path
    return f"{known}:{frame.lineno} {frame.name}"


def _stack(found: TracebackType | None) -> list[str]:
    # Without the lines of code either: some of them hold nothing but a value.
    frames = traceback.StackSummary.extract(traceback.walk_tb(found), lookup_lines=False)
    return [_place(frame) for frame in frames]


def facts_of(problem: BaseException) -> dict[str, Any]:
    """The kinds of an error and of those behind it, and the places it passed, the last one nearest to it."""
    deepest = list(_behind(problem))[-1]
    places = _stack(problem.__traceback__)
    if deepest is not problem:
        places += _stack(deepest.__traceback__)
    return {"error": [_kind(each) for each in _behind(problem)], "places": places[-MOST_PLACES:]}


def rule_of(environ: dict[str, Any]) -> str:
    """Which of our addresses was asked, without what stands in it."""
    if known := environ.get(RULE):
        return str(known)
    rule = getattr(environ.get("werkzeug.request"), "url_rule", None)
    return rule.rule if rule else NO_RULE
