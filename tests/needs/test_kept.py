"""What took long is made once for the same name, and the oldest is let go."""

from __future__ import annotations

from consult.needs.kept import Kept


def test_the_last_few_are_made_once() -> None:
    made: list[str] = []
    kept = Kept[str](2)

    def ask(name: str) -> str:
        return kept.get(name, lambda: made.append(name) or name.upper())

    assert [ask(name) for name in "abacab"] == list("ABACAB")
    assert made == ["a", "b", "c", "b"]
