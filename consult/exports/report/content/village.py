"""A page for one village: its figures beside those of everybody, what exists there, the limits. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consult.diagnostic.figures import PLACE, CampaignUsed
from consult.diagnostic.snapshot import KeptNeed, Quote, Snapshot
from consult.exports.report import blocks
from consult.exports.report.blocks import (
    Align,
    Block,
    Bullets,
    Paragraph,
    Report,
    Row,
    Table,
    clean,
    heading,
    row,
    strong,
    table,
    words,
)
from consult.exports.report.content.figures import count, headline, merged_note, of_all
from consult.exports.report.content.identity import limits, no_campaign, report, seal
from consult.exports.report.content.needs_table import label, more, more_campaigns
from consult.exports.report.content.numbers import shortened
from consult.exports.report.content.portrait import indicators_of
from consult.exports.report.content.room import fitting
from consult.exports.report.content.supply import NO_SUPPLY, supply_of
from consult.exports.report.content.terms import NOT_ASKED, SAMPLINGS

MOST_CAMPAIGNS, LONGEST_QUOTE = 2, 240


@dataclass(frozen=True)
class Size:
    """How much is shown: needs, lines of what is known and of services, quotes, letters of a text."""

    needs: int
    lines: int = 4
    quotes: int = 2
    letters: int = 240
    label: int = 70
    campaigns: int = MOST_CAMPAIGNS


SIZES = (Size(14), Size(14, 3, 1), *(Size(needs, 3, 0, 160) for needs in (14, 12, 11, 10, 9, 8, 7)),
         Size(6, 2, 0, 120, 60), Size(5, 1, 0, 90, 50), Size(4, 1, 0, 90, 46), Size(3, 1, 0, 60, 40, 1))
"""Quotes give way before needs: the other reports have them too."""
SAID_ANYWHERE = ("Ces familles habitent n’importe où sur le territoire : les paroles ne sont jamais reliées "
                 "à un village.")


def _answered(campaign: CampaignUsed, code: str) -> str:
    rows = [each for way in campaign.participation if way.code == PLACE for each in way.rows
            if each.code == code]
    return count(rows[0].count) if rows else NOT_ASKED


def _who(snapshot: Snapshot, code: str, most: int) -> Iterator[Block]:
    yield from no_campaign(snapshot)
    for campaign in snapshot.campaigns[:most]:
        yield Paragraph(words(
            strong(shortened(clean(campaign.title.french), 80)), f" : réponses de ce village, "
            f"{_answered(campaign, code)} ; de tout le territoire, {count(campaign.responses)}. "
            f"{SAMPLINGS[campaign.sampling]}"))
    if left := more_campaigns(snapshot, most):
        yield Paragraph(words(left))


def _row(snapshot: Snapshot, need: KeptNeed, code: str, campaigns: Sequence[CampaignUsed],
         letters: int) -> Row:
    cells = [of_all(headline(snapshot, campaign, need, *where)) for campaign in campaigns
             for where in ((PLACE, code), ())]
    return row(words(strong(need.tier)), label(need, letters), *cells, "oui" if code in need.tension else "")


def _needs_table(snapshot: Snapshot, code: str, size: Size) -> Table:
    shown = snapshot.campaigns[:size.campaigns]
    alone = len(snapshot.campaigns) < 2
    names = [(where if alone else f"{where}, {shortened(clean(campaign.title.french), 24)}")
             for campaign in shown for where in ("Ce village", "Tout le territoire")]
    columns = [("Niveau", Align.LEFT, 0.95), ("Besoin", Align.LEFT, 4.4 if alone else 3),
               *((name, Align.RIGHT, 1.9) for name in names), ("En tension", Align.LEFT, 1)]
    rows = [_row(snapshot, need, code, shown, size.label) for need in snapshot.needs[:size.needs]]
    return table("Familles qui expriment chaque besoin, sur celles qui ont répondu", columns, rows,
                 more(snapshot.needs, size.needs), merged_note(snapshot.needs[:size.needs]))


def _quotes(needs: Sequence[KeptNeed], most: int) -> Iterator[Block]:
    """A few short ones, of the first needs. Nobody knows of which village they come."""
    found: list[Quote] = [quote for need in needs for quote in need.quotes
                          if len(quote.words) + len(quote.in_french) < LONGEST_QUOTE][:most]
    if not found:
        return
    yield heading(1, "Des familles disent")
    for quote in found:
        yield blocks.Quote(clean(quote.words), quote.language, clean(quote.in_french),
                           "Dit dans une réunion" if quote.is_statement else "Écrit dans une réponse")
    yield Paragraph(words(SAID_ANYWHERE))


def _blocks(snapshot: Snapshot, code: str, size: Size) -> Iterator[Block]:
    yield heading(1, "Qui a répondu")
    yield from _who(snapshot, code, size.campaigns)
    yield heading(1, "Les besoins")
    if snapshot.needs:
        yield _needs_table(snapshot, code, size)
    else:
        yield Paragraph(words("Aucun besoin n’est retenu à cette date."))
    yield heading(1, "Ce qui existe")
    known = indicators_of(snapshot, code, size.lines)
    yield supply_of(snapshot, code, size.lines) or Paragraph(words(NO_SUPPLY))
    if known:
        yield known
    yield from _quotes(snapshot.needs, size.quotes)
    yield heading(1, "Les limites")
    yield Bullets(limits(snapshot, size.letters))
    yield seal(snapshot)


def village(snapshot: Snapshot, code: str) -> Report:
    """Raises KeyError for a place that is not in the snapshot."""
    name = {place.code: place.name for place in snapshot.places}[code]
    return fitting(lambda size: report(snapshot, f"Page de {clean(name)}", _blocks(snapshot, code, size),
                                       subtitle=clean(name), is_short=True), SIZES)
