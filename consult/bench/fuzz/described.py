"""What schemathesis makes of the OpenAPI description: good requests, and bad ones made from good ones."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from flask import Flask

from consult.bench.fuzz.attacks import Target
from consult.web.openapi import describe

MODES = 2
"""Half of the requests keep to the description, half depart from it."""
LEADS_SOMEWHERE = 0.8
Send = Callable[[dict[str, Any]], None]


class Described:
    """The operations of a site, as schemathesis reads them."""

    def __init__(self, app: Flask) -> None:
        # Read here: only whoever asks for it needs it, and it is not installed on a town's server.
        import schemathesis

        schema: Any = schemathesis.openapi.from_dict(describe(app))
        self.operations: dict[str, Any] = {}
        for found in schema.get_all_operations():
            operation = found.ok()
            self.operations[f"{operation.method.upper()} {operation.path}"] = operation

    def send(self, address: str, target: Target, *, count: int, seed: int, send: Send) -> None:
        """So many requests for one operation, handed to `send` as WSGI environments."""
        rng, operation = Random(f"{seed}/{address}"), self.operations[f"{target.method} {address}"]
        for mode in _modes():
            _draw(operation, mode, count // MODES, seed, lambda case: send(_environ(case, target, rng)))


def _modes() -> Iterator[Any]:
    from schemathesis import GenerationMode
    yield from (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def _draw(operation: Any, mode: Any, count: int, seed: int, use: Callable[[Any], None]) -> None:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded
    from hypothesis.errors import Unsatisfiable

    if count < 1:
        return
    drawing: Any = given  # its own types say nothing of a strategy that is only known here
    limits: Any = settings(max_examples=count, database=None, deadline=None, phases=[Phase.generate],
                           suppress_health_check=list(HealthCheck))

    def one(case: Any) -> None:
        use(case)
    try:
        seeded(seed)(limits(drawing(operation.as_strategy(mode))(one)))()
    except Unsatisfiable:
        # An operation that asks for nothing cannot be asked wrongly.
        return


def _environ(case: Any, target: Target, rng: Random) -> dict[str, Any]:
    """The case as a WSGI server would hand it over, mostly at an address that leads somewhere."""
    from schemathesis.transport.wsgi import WSGI_TRANSPORT
    from werkzeug.test import EnvironBuilder

    words = WSGI_TRANSPORT.serialize_case(case)
    words["headers"].pop("Cookie", None)
    if rng.random() < LEADS_SOMEWHERE:
        words["path"] = target.path(rng)
    with_words = EnvironBuilder(**words)
    try:
        return dict(with_words.get_environ())
    finally:
        with_words.close()
