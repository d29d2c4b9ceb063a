"""Needs as one table: their level, and how many families express each, consultation by consultation. Pure."""

from collections.abc import Sequence

from consult.diagnostic.figures import CampaignUsed
from consult.diagnostic.snapshot import KeptNeed, Snapshot, Tier
from consult.exports.report.blocks import Align, Chart, Row, Table, chart, clean, row, strong, table, words
from consult.exports.report.charts import Line, bars
from consult.exports.report.content.figures import bar, headline, merged_note, of_all
from consult.exports.report.content.numbers import several, shortened
from consult.exports.report.content.terms import TIERS

MOST_CAMPAIGNS = 3
"""Columns that a page has room for."""
EXPRESSED = "Familles qui l’expriment"


def heading(snapshot: Snapshot, campaign: CampaignUsed) -> str:
    if len(snapshot.campaigns) == 1:
        return EXPRESSED
    return shortened(clean(campaign.title.french), 60)


def label(need: KeptNeed, letters: int = 90) -> str:
    return shortened(clean(need.label.french), letters)


def more(needs: Sequence[KeptNeed], shown: int) -> str:
    """How many needs there was no room for, level by level; empty where all are there."""
    left = [need.tier for need in needs[shown:]]
    if not left:
        return ""
    tiers = " et ".join(f"{left.count(tier)} de niveau {tier}" for tier in Tier if tier in left)
    return f"Et {several(len(left), 'autre besoin', 'autres besoins')} ({tiers}) : voir le rapport complet."


def more_campaigns(snapshot: Snapshot, shown: int) -> str:
    left = len(snapshot.campaigns) - shown
    if left <= 0:
        return ""
    return f"Et {several(left, 'autre consultation', 'autres consultations')} : voir le rapport complet."


def _row(snapshot: Snapshot, need: KeptNeed, campaigns: Sequence[CampaignUsed], letters: int) -> Row:
    figures = (of_all(headline(snapshot, campaign, need)) for campaign in campaigns)
    return row(words(strong(need.tier)), label(need, letters), *figures)


def needs_table(snapshot: Snapshot, needs: Sequence[KeptNeed], most: int,
                campaigns: int = MOST_CAMPAIGNS, letters: int = 90) -> Table:
    """One line for each need, as they stand in the snapshot, and how many there was no room for."""
    shown = snapshot.campaigns[:campaigns]
    columns = [("Niveau", Align.LEFT, 0.9), ("Besoin", Align.LEFT, 6.6 - 1.2 * len(shown)),
               *((heading(snapshot, campaign), Align.RIGHT, 2.2) for campaign in shown)]
    rows = [_row(snapshot, need, shown, letters) for need in needs[:most]]
    caption = "Besoins retenus : familles qui l’expriment, sur celles qui ont répondu"
    return table(caption, columns, rows, more(needs, most), more_campaigns(snapshot, campaigns),
                 merged_note(needs[:most]))


def needs_chart(snapshot: Snapshot, needs: Sequence[KeptNeed], most: int, campaigns: int = 2,
                letters: int = 90) -> Chart:
    """A bar for each need and consultation, under the names of the levels, and the same table."""
    used = snapshot.campaigns[:campaigns]
    lines: list[Line] = []
    for tier in Tier:
        of_tier = [need for need in needs[:most] if need.tier is tier]
        lines += [Line(TIERS[tier])] if of_tier else []
        lines += [Line(label(need, letters), tuple(bar(headline(snapshot, campaign, need), tint)
                                          for tint, campaign in enumerate(used))) for need in of_tier]
    title = "Part des familles qui expriment chaque besoin"
    description = f"{title}. Une barre pleine vaut toutes les familles. Le tableau dit la même chose."
    names = [heading(snapshot, campaign) for campaign in used] if len(used) > 1 else []
    return chart(title, description, bars(title, description, lines, series=names),
                 needs_table(snapshot, needs, most, campaigns, letters))
