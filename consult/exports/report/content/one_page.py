"""One page for elected members: what it is, who answered, the needs to answer first, the limits. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from consult.diagnostic.snapshot import Snapshot, Tier
from consult.exports.report.blocks import Block, Bullets, KeyFigures, Paragraph, Report, heading, words
from consult.exports.report.content.identity import (
    key_figures,
    limits,
    no_campaign,
    report,
    seal,
    who_answered,
)
from consult.exports.report.content.needs_table import more_campaigns, needs_table
from consult.exports.report.content.numbers import several
from consult.exports.report.content.room import fitting
from consult.exports.report.content.terms import NOT_WRITTEN

MOST_CAMPAIGNS = 2
WHAT = ("Ce diagnostic met côte à côte ce que des familles ont dit et ce qui existe sur le territoire. Un "
        "comité a retenu des besoins et donné un niveau à chacun.")


@dataclass(frozen=True)
class Size:
    """How much is shown: needs, letters of each of their names, letters of what the coordinator wrote."""

    needs: int
    label: int = 90
    letters: int = 320


SIZES = (*(Size(needs) for needs in (14, 12, 11, 10, 9, 8, 7)), Size(6, 70, 160), Size(5, 60, 120),
         Size(4, 46, 90), Size(3, 46, 60))


def _needs(snapshot: Snapshot, size: Size) -> Iterator[Block]:
    first = [need for need in snapshot.needs if need.tier is not Tier.C]
    others = len(snapshot.needs) - len(first)
    yield heading(1, "Les besoins à traiter d’abord")
    if first:
        yield needs_table(snapshot, first, size.needs, MOST_CAMPAIGNS, size.label)
    else:
        yield Paragraph(words("Aucun besoin de niveau A ou B n’est retenu à cette date."))
    if others:
        yield Paragraph(words(f"{several(others, 'besoin est gardé', 'besoins sont gardés')} en vue, au "
                              "niveau C : voir le rapport complet."))


def _blocks(snapshot: Snapshot, size: Size) -> Iterator[Block]:
    yield KeyFigures(key_figures(snapshot))
    yield heading(1, "Ce que c’est")
    yield Paragraph(words(WHAT if snapshot.needs else NOT_WRITTEN))
    yield heading(1, "Qui a répondu")
    yield from no_campaign(snapshot)
    yield from who_answered(snapshot.campaigns[:MOST_CAMPAIGNS], 80)
    if left := more_campaigns(snapshot, MOST_CAMPAIGNS):
        yield Paragraph(words(left))
    yield from _needs(snapshot, size)
    yield heading(1, "Les limites")
    yield Bullets(limits(snapshot, size.letters))
    yield seal(snapshot)


def one_page(snapshot: Snapshot) -> Report:
    return fitting(lambda size: report(snapshot, "Une page pour les élus", _blocks(snapshot, size),
                                       is_short=True), SIZES)
