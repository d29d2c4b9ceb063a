"""Two pages for the steering committee: the territory, who answered, the needs and what follows. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from consult.diagnostic.figures import Breakdown
from consult.diagnostic.snapshot import Heading as Subject
from consult.diagnostic.snapshot import Snapshot
from consult.exports.report.blocks import (
    Align,
    Block,
    Bullets,
    KeyFigures,
    PageBreak,
    Paragraph,
    Report,
    Table,
    clean,
    heading,
    row,
    strong,
    table,
    words,
)
from consult.exports.report.content.figures import count
from consult.exports.report.content.identity import (
    in_short,
    key_figures,
    limits,
    no_campaign,
    report,
    seal,
    who_answered,
)
from consult.exports.report.content.needs_table import more_campaigns, needs_chart
from consult.exports.report.content.numbers import several, shortened
from consult.exports.report.content.room import fitting
from consult.exports.report.content.supply import supply_in_short
from consult.exports.report.content.terms import NOT_WRITTEN

MOST_CAMPAIGNS = 2
FOLLOWING = ((Subject.TENSION, "Secteurs en tension. "), (Subject.ORIENTATIONS, "Orientations. "),
             (Subject.CALENDAR, "Calendrier. "))


@dataclass(frozen=True)
class Size:
    """How much is shown: needs, rows of each way of answering, letters of what the coordinator wrote."""

    needs: int
    rows: int = 6
    letters: int = 400
    label: int = 90

    @property
    def context(self) -> int:
        return 2 * self.letters


SIZES = (*(Size(needs) for needs in (12, 10, 9, 8)), *(Size(needs, 5, 260) for needs in (8, 7, 6)),
         Size(5, 4, 200, 60), Size(4, 3, 140, 60), Size(3, 2, 90, 46))


def _ways(snapshot: Snapshot, size: Size) -> Iterator[Block]:
    """By mode and by language, of the first consultation: the others are in the full report."""
    for campaign in snapshot.campaigns[:1]:
        found = [way for way in campaign.participation if way.code in {"mode", "langue"}][:2]
        if found:
            yield _ways_table(shortened(clean(campaign.title.french), 60), found, size)


def _ways_table(title: str, ways: list[Breakdown], size: Size) -> Table:
    rows = [row(way.title, shortened(clean(each.label), 60), count(each.count))
            for way in ways for each in way.rows[:size.rows]]
    columns = (("Selon", Align.LEFT, 2.2), ("Catégorie", Align.LEFT, 4), ("Réponses", Align.RIGHT, 1.4))
    return table(f"Façons de répondre : {title}", columns, rows)


def _first_page(snapshot: Snapshot, size: Size) -> Iterator[Block]:
    yield KeyFigures(key_figures(snapshot))
    yield heading(1, "Le territoire")
    yield Paragraph(words(in_short(snapshot, Subject.CONTEXT, size.context) or NOT_WRITTEN))
    yield from supply_in_short(snapshot)
    yield heading(1, "Qui a répondu")
    yield from no_campaign(snapshot)
    yield from who_answered(snapshot.campaigns[:MOST_CAMPAIGNS], 80)
    if left := more_campaigns(snapshot, MOST_CAMPAIGNS):
        yield Paragraph(words(left))
    yield from _ways(snapshot, size)
    yield heading(1, "Les limites")
    yield Bullets(limits(snapshot, size.letters))


def _what_follows(snapshot: Snapshot, size: Size) -> Iterator[Block]:
    for subject, title in FOLLOWING:
        yield Paragraph(words(strong(title), in_short(snapshot, subject, size.letters) or NOT_WRITTEN))
    if snapshot.set_aside:
        apart = several(len(snapshot.set_aside), "besoin écarté", "besoins écartés")
        yield Paragraph(words(strong("Ce qui est écarté. "), f"{apart} : voir le rapport complet."))


def _blocks(snapshot: Snapshot, size: Size) -> Iterator[Block]:
    yield from _first_page(snapshot, size)
    yield PageBreak()
    yield heading(1, "Les besoins retenus")
    if snapshot.needs:
        yield needs_chart(snapshot, snapshot.needs, size.needs, MOST_CAMPAIGNS, size.label)
    else:
        yield Paragraph(words("Aucun besoin n’est retenu à cette date."))
    yield heading(1, "La suite")
    yield from _what_follows(snapshot, size)
    yield seal(snapshot)


def two_pages(snapshot: Snapshot) -> Report:
    return fitting(lambda size: report(snapshot, "Deux pages pour le comité de pilotage",
                                       _blocks(snapshot, size), is_short=True), SIZES)
