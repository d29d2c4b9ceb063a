"""Who answered and how: consultation by consultation, with the distance to what is known. Pure."""

from collections.abc import Iterator

from consult.diagnostic.figures import Breakdown, CampaignUsed, Distance
from consult.diagnostic.snapshot import Heading as Subject
from consult.diagnostic.snapshot import Snapshot
from consult.exports.report.blocks import (
    Align,
    Block,
    Bullets,
    Paragraph,
    Table,
    chart,
    clean,
    heading,
    row,
    strong,
    table,
    words,
)
from consult.exports.report.charts import Bar, Line, bars
from consult.exports.report.content.figures import count
from consult.exports.report.content.identity import answered, limits, no_campaign, responses, written
from consult.exports.report.content.numbers import SPACE, day, number, percent
from consult.exports.report.content.terms import MASKED, loss, rule

LEAST_BARS = 3
"""Fewer are read in the table at once."""


def _breakdown_table(way: Breakdown) -> Table:
    rows = [row(clean(each.label), count(each.count)) for each in way.rows]
    columns = ((clean(way.title), Align.LEFT, 5), ("Réponses", Align.RIGHT, 1.6))
    return table(f"Réponses : {clean(way.title)}", columns, rows)


def _breakdown(way: Breakdown) -> Iterator[Block]:
    shown = _breakdown_table(way)
    if len(way.rows) < LEAST_BARS:
        yield shown
        return
    title = f"Réponses : {clean(way.title)}"
    description = f"{title}. Une barre par ligne du tableau qui suit."
    lines = [Line(each.label, (Bar(each.count, count(each.count)),)) for each in way.rows]
    longest = max((each.count or 0 for each in way.rows), default=0)
    yield chart(title, description, bars(title, description, lines, longest=float(longest)), shown)


def _points(distance: Distance) -> str:
    if distance.responses is None:
        return MASKED
    points = round(100 * (distance.responses - distance.population))
    sign = "+" if points > 0 else ""
    return f"{sign}{number(points)}{SPACE}{'point' if abs(points) < 2 else 'points'}"


def _distances(campaign: CampaignUsed) -> Iterator[Block]:
    """One table for each source of margins."""
    sources: dict[tuple[str, str], list[Distance]] = {}
    for distance in campaign.distances:
        sources.setdefault((distance.question, distance.source), []).append(distance)
    for (_question, source), found in sources.items():
        rows = [row(clean(each.label), percent(each.population),
                    MASKED if each.responses is None else percent(each.responses), _points(each))
                for each in found]
        yield table("Écart entre les réponses et la population", (
            ("Catégorie", Align.LEFT, 4), ("Population", Align.RIGHT, 1.6), ("Réponses", Align.RIGHT, 1.6),
            ("Écart", Align.RIGHT, 1.6)), rows, f"Source de la population : {clean(source)}")


def _gathered(campaign: CampaignUsed) -> Iterator[Block]:
    gathered = campaign.gathered
    if not gathered.meetings:
        return
    unknown = "non compté ou masqué"
    facts = (("Réunions tenues", number(gathered.meetings)),
             ("Familles inscrites", unknown if gathered.families is None else number(gathered.families)),
             ("Adultes présents", unknown if gathered.present is None else number(gathered.present)),
             ("Dont femmes", unknown if gathered.women is None else number(gathered.women)),
             ("Paroles notées", number(gathered.statements)))
    yield table("Réunions publiques", (("Ce qui est compté", Align.LEFT, 5), ("Nombre", Align.RIGHT, 2.4)),
                [row(*fact) for fact in facts],
                "Les personnes entendues en réunion ne sont jamais ajoutées aux réponses.")


def _campaign(campaign: CampaignUsed) -> Iterator[Block]:
    yield heading(2, clean(campaign.title.french))
    said = answered(campaign)
    yield Paragraph(words(said[:1].upper() + said[1:]))
    if campaign.carried_from is not None:
        yield Paragraph(words("Trop peu de familles ont répondu depuis. Ces chiffres sont repris du "
                              f"diagnostic n°{SPACE}{number(campaign.carried_from)}."))
    yield Paragraph(words(strong("Ce qui est masqué. "), loss(campaign)))
    for way in campaign.participation:
        yield from _breakdown(way)
    yield from _distances(campaign)
    yield from _gathered(campaign)


def participation(snapshot: Snapshot) -> Iterator[Block]:
    yield from written(snapshot, Subject.METHOD)
    yield from no_campaign(snapshot)
    if len(snapshot.campaigns) > 1:
        yield _side_by_side(snapshot)
    for campaign in snapshot.campaigns:
        yield from _campaign(campaign)
    yield heading(2, "Limites")
    yield Bullets(limits(snapshot))
    yield Paragraph(words(strong("Règle de publication. "), rule(snapshot)))


def _side_by_side(snapshot: Snapshot) -> Table:
    rows = [row(clean(campaign.title.french), f"{day(campaign.opens_on)} au {day(campaign.closes_on)}",
                responses(campaign)) for campaign in snapshot.campaigns]
    return table("Consultations côte à côte", (
        ("Consultation", Align.LEFT, 4), ("Dates", Align.LEFT, 3), ("Réponses", Align.RIGHT, 2)), rows)
