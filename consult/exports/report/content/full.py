"""The full report for the technical committee, under the headings of decree 2025-253. Pure."""

from collections.abc import Iterator

from consult.diagnostic.snapshot import Heading as Subject
from consult.diagnostic.snapshot import Snapshot
from consult.exports.report.blocks import (
    Align,
    Block,
    KeyFigures,
    PageBreak,
    Paragraph,
    Report,
    clean,
    heading,
    row,
    table,
    words,
)
from consult.exports.report.content.annexes import annexes
from consult.exports.report.content.identity import key_figures, report, seal, who_answered, written
from consult.exports.report.content.needs import need_blocks
from consult.exports.report.content.needs_table import label, needs_chart
from consult.exports.report.content.participation import participation
from consult.exports.report.content.portrait import indicators
from consult.exports.report.content.supply import supply_table
from consult.exports.report.content.terms import places


def _opening(snapshot: Snapshot) -> Iterator[Block]:
    yield KeyFigures(key_figures(snapshot, 3))
    yield from who_answered(snapshot.campaigns)
    yield seal(snapshot)


def _needs(snapshot: Snapshot) -> Iterator[Block]:
    yield heading(1, "4. Les besoins")
    if not snapshot.needs:
        yield Paragraph(words("Aucun besoin n’est retenu à cette date."))
        return
    yield needs_chart(snapshot, snapshot.needs, len(snapshot.needs), 3)
    for number, need in enumerate(snapshot.needs, 1):
        yield PageBreak()
        yield from need_blocks(snapshot, need, f"4.{number}")


def _tension(snapshot: Snapshot) -> Iterator[Block]:
    yield heading(1, "5. Les secteurs en tension")
    yield from written(snapshot, Subject.TENSION)
    pressing = [(name, [need for need in snapshot.needs if code in need.tension])
                for code, name in places(snapshot).items()]
    rows = [row(name, " ; ".join(f"{label(need)} ({need.tier})" for need in needs))
            for name, needs in pressing if needs]
    if rows:
        yield table("Lieux où des besoins pèsent le plus", (
            ("Lieu", Align.LEFT, 2), ("Besoins, avec leur niveau", Align.LEFT, 6)), rows)


def _set_aside(snapshot: Snapshot) -> Iterator[Block]:
    yield heading(1, "6. Les besoins écartés")
    if not snapshot.set_aside:
        yield Paragraph(words("Aucun besoin n’est écarté."))
        return
    rows = [row(each.code, clean(each.label.french), clean(each.reason)) for each in snapshot.set_aside]
    yield table("Besoins écartés et raisons", (
        ("Code", Align.LEFT, 1), ("Besoin", Align.LEFT, 3), ("Raison", Align.LEFT, 4)), rows)


def _blocks(snapshot: Snapshot) -> Iterator[Block]:
    yield from _opening(snapshot)
    yield PageBreak()
    yield heading(1, "1. Le territoire")
    yield from written(snapshot, Subject.CONTEXT)
    yield from indicators(snapshot)
    yield heading(1, "2. Ce qui existe")
    yield from supply_table(snapshot)
    yield heading(1, "3. Participation et méthode")
    yield from participation(snapshot)
    yield from _needs(snapshot)
    yield from _tension(snapshot)
    yield from _set_aside(snapshot)
    yield heading(1, "7. Les orientations")
    yield from written(snapshot, Subject.ORIENTATIONS)
    yield heading(1, "8. Le calendrier")
    yield from written(snapshot, Subject.CALENDAR)
    yield heading(1, "Annexes")
    yield from annexes(snapshot)


def full(snapshot: Snapshot) -> Report:
    return report(snapshot, "Rapport complet", _blocks(snapshot))
