"""Each need that was kept: what is said of it, its figures everywhere, by place and by profile. Pure."""

from collections.abc import Iterator, Sequence

from consult.diagnostic.figures import PLACE, Group
from consult.diagnostic.snapshot import KeptNeed, Snapshot
from consult.exports.report.blocks import (
    Align,
    Block,
    Paragraph,
    Quote,
    Row,
    Table,
    chart,
    clean,
    heading,
    row,
    strong,
    table,
    words,
)
from consult.exports.report.charts import Line, bars
from consult.exports.report.content.figures import (
    Series,
    bar,
    count,
    first,
    in_group,
    interval,
    of_all,
    series_of,
    share,
    strongly,
    weighted,
)
from consult.exports.report.content.identity import paragraphs
from consult.exports.report.content.needs_table import EXPRESSED
from consult.exports.report.content.terms import NO_PLACE, NOTHING, TIERS, places

SIDE_BY_SIDE = 3
"""Series that stand in one table: more go to the next one."""
READING = ("« – » : aucune question ne permet de le dire.",)
DETAILED = (("Ont répondu (n)", Align.RIGHT, 1.3), ("L’expriment", Align.RIGHT, 1.4),
            ("Part", Align.RIGHT, 1.2), ("Fortement", Align.RIGHT, 1.3), ("En priorité", Align.RIGHT, 1.3))


def _said(snapshot: Snapshot, need: KeptNeed) -> Iterator[Block]:
    yield from (Paragraph(text, is_lead=True) for text in paragraphs(need.statement))
    names = places(snapshot)
    pressing = ", ".join(names.get(code, code) for code in need.tension)
    facts = (("Ce que c’est. ", clean(need.definition.french)),
             ("Domaine. ", clean(need.domain.french)),
             (f"{TIERS[need.tier]}. ", clean(need.reason)),
             (f"La règle proposait le niveau {need.suggested}. ", clean(need.suggested_because)),
             ("Qui est concerné. ", clean(need.concerned)),
             ("Ce qui existe. ", clean(need.offer)),
             ("Secteurs en tension. ", pressing))
    yield from (Paragraph(words(strong(name), value)) for name, value in facts
                if value or name.startswith(("Niveau", "La règle")))


def _everywhere(snapshot: Snapshot, need: KeptNeed, series: Sequence[Series]) -> Table:
    """Series one under the other; columns of weights only where a figure has some."""
    figures = [(each, figure) for each in series if (figure := in_group(snapshot, each)) is not None]
    has_weights = any(figure.weighted is not None for _each, figure in figures)
    has_intervals = any(figure.low is not None for _each, figure in figures)
    columns = [("Consultation", Align.LEFT, 2.6), *DETAILED,
               *((("Part pondérée", Align.RIGHT, 1.3),) if has_weights else ()),
               *((("Intervalle à 95 %", Align.RIGHT, 1.8),) if has_intervals else ())]
    rows = [row(each.name or clean(each.campaign.title.french), count(figure.base), count(figure.expressing),
                share(figure), strongly(figure), first(figure), *([weighted(figure)] if has_weights else []),
                *([interval(figure)] if has_intervals else [])) for each, figure in figures]
    codes = f"Besoins réunis : {', '.join(need.codes)}." if len(need.codes) > 1 else ""
    return table("Toutes les familles", columns, rows, codes, *READING)


def _groups(series: Sequence[Series], of_places: bool) -> list[Group]:
    """Groups of all the campaigns, each once, in the order of the first that has it."""
    found: dict[tuple[str, str], Group] = {}
    for each in series:
        for group in each.campaign.groups:
            if (group.profile == PLACE) is of_places:
                found.setdefault((group.profile, group.code), group)
    return list(found.values())


def _cells(snapshot: Snapshot, series: Sequence[Series], group: Group) -> list[str]:
    """In full for one series; in one cell for each where there are several."""
    if len(series) > 1:
        return [of_all(in_group(snapshot, each, group)) for each in series]
    figure = in_group(snapshot, series[0], group)
    if figure is None:
        return [NOTHING] * len(DETAILED)
    return [count(figure.base), count(figure.expressing), share(figure), strongly(figure), first(figure)]


def _rows(snapshot: Snapshot, series: Sequence[Series], groups: Sequence[Group]) -> Iterator[Row]:
    """A line for each group, under the name of its profile where there are several."""
    named = ""
    for group in groups:
        if group.profile != PLACE and group.profile != named:
            named = group.profile
            yield row(words(strong(clean(group.profile_label.french))))
        yield row(clean(group.label.french), *_cells(snapshot, series, group))


def _table(snapshot: Snapshot, caption: str, series: Sequence[Series], groups: Sequence[Group]) -> Table:
    columns = DETAILED if len(series) == 1 else tuple((each.name, Align.RIGHT, 2.2) for each in series)
    return table(caption, (("Groupe de familles", Align.LEFT, 3), *columns),
                 _rows(snapshot, series, groups))


def _by_place(snapshot: Snapshot, series: Sequence[Series]) -> Iterator[Block]:
    groups = _groups(series, of_places=True)
    if not groups:
        return
    shown = _table(snapshot, f"Lieu par lieu : {EXPRESSED.lower()}", series, groups)
    shares = [figure.share for group in groups for each in series
              if (figure := in_group(snapshot, each, group)) is not None]
    if not any(value is not None for value in shares):
        yield shown
        return
    title = "Part des familles qui l’expriment, lieu par lieu"
    description = f"{title}. Une barre pleine vaut toutes les familles du lieu."
    lines = [Line(group.label.french, tuple(bar(in_group(snapshot, each, group), tint)
                                            for tint, each in enumerate(series))) for group in groups]
    names = [each.name for each in series] if len(series) > 1 else []
    yield chart(title, description, bars(title, description, lines, series=names), shown)


def _by_profile(snapshot: Snapshot, series: Sequence[Series]) -> Iterator[Block]:
    groups = _groups(series, of_places=False)
    if groups:
        yield _table(snapshot, f"Profil par profil : {EXPRESSED.lower()}", series, groups)


def _quotes(need: KeptNeed) -> Iterator[Block]:
    if need.quotes:
        yield heading(3, "Paroles")
    for quote in need.quotes:
        yield Quote(clean(quote.words), quote.language, clean(quote.in_french),
                    "Dit dans une réunion" if quote.is_statement else "Écrit dans une réponse")
    if need.quotes:
        yield Paragraph(words(NO_PLACE))


def need_blocks(snapshot: Snapshot, need: KeptNeed, place: str) -> Iterator[Block]:
    """All that is frozen of a need; `place` is its number in the report."""
    yield heading(2, f"{place} {clean(need.label.french)} (niveau {need.tier})")
    yield from _said(snapshot, need)
    series = series_of(snapshot, need)
    if series:
        yield _everywhere(snapshot, need, series)
    else:
        yield Paragraph(words("Aucune consultation de ce diagnostic ne permet de compter ce besoin."))
    for begin in range(0, len(series), SIDE_BY_SIDE):
        together = series[begin:begin + SIDE_BY_SIDE]
        yield from _by_place(snapshot, together)
        yield from _by_profile(snapshot, together)
    yield from _quotes(need)
