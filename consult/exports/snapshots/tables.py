"""A frozen diagnostic as named tables: the one definition that every file follows. Pure."""

from consult.diagnostic.snapshot import Snapshot
from consult.exports.snapshots import campaign_tables, need_tables
from consult.exports.snapshots.columns import Shape, Table

SHAPES: tuple[Shape, ...] = (
    need_tables.KEPT, campaign_tables.FIGURES, campaign_tables.GROUPS, need_tables.ASIDE, need_tables.QUOTES,
    campaign_tables.PARTICIPATION, campaign_tables.DISTANCES, need_tables.INDICATORS, need_tables.SUPPLY,
    need_tables.PLACES, campaign_tables.CAMPAIGNS, campaign_tables.QUESTIONNAIRES, need_tables.TEXTS,
    need_tables.METHOD)


def tables_of(snapshot: Snapshot) -> tuple[Table, ...]:
    """Every table, in the order people read them; one without rows is there too."""
    return tuple(shape.filled(snapshot) for shape in SHAPES)
