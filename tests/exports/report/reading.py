"""Reports to write, small and large, and what is read back from their files."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
from odfdo import Document

from consult.campaigns.models import Sampling
from consult.diagnostic.figures import CampaignUsed
from consult.diagnostic.snapshot import Heading, Snapshot, Tier
from consult.exports.report.blocks import Bullets, Chart, Paragraph, Quote, Report, Table, plain
from consult.exports.report.content.full import full
from consult.exports.report.content.one_page import one_page
from consult.exports.report.content.two_pages import two_pages
from consult.exports.report.content.village import village
from consult.text import localized
from tests.diagnostic.frozen import a_campaign_used, a_snapshot

KAWENI = "97611-kaweni"
REPORTS = {"one": one_page, "two": two_pages, "full": full,
           "village": lambda snapshot: village(snapshot, KAWENI)}
LONG = ("Un besoin au nom très long, écrit par quelqu’un qui a voulu tout dire en une fois, et même "
        "davantage encore, sans jamais s’arrêter ni reprendre son souffle")
TEXT = "Une phrase que la coordinatrice a écrite sans compter, avec beaucoup de mots et de détails. " * 50


def nothing(**changes: Any) -> Snapshot:
    """A diagnostic without a campaign, a need or a text."""
    return a_snapshot(**{"campaigns": (), "needs": (), "set_aside": (), "indicators": (), "supply": (),
                         "texts": {}, **changes})


def another_campaign(slug: str, sampling: Sampling, **changes: Any) -> CampaignUsed:
    """With the figures of the first one, under another name."""
    used = a_campaign_used(sampling)
    figures = tuple(replace(figure, campaign=slug) for figure in used.figures)
    return replace(used, slug=slug, title=localized(f"Consultation {slug} des familles reçues en protection "
                                                    "maternelle et infantile"), figures=figures, **changes)


def large() -> Snapshot:
    """More of everything than any page has room for: forty needs, four campaigns, endless texts."""
    snapshot = a_snapshot()
    needs = tuple(
        replace(need, key=f"{need.key}{number}", label=localized(f"{number}. {LONG}"), tier=tier,
                statement=TEXT)
        for number in range(7) for need in snapshot.needs[:2] for tier in Tier)
    campaigns = tuple(another_campaign(f"numéro {number}", list(Sampling)[number % 3], carried_from=1)
                      for number in range(4))
    supply = tuple(replace(snapshot.supply[0], place=KAWENI, name=f"{LONG} {number}", note=TEXT,
                           opening_hours=LONG, manager=LONG) for number in range(9))
    indicators = tuple(replace(snapshot.indicators[0], label=LONG, values=tuple(
        replace(value, place=KAWENI, source_title=LONG) for value in snapshot.indicators[0].values))
        for _ in range(9))
    return replace(
        snapshot, title=LONG, campaigns=campaigns, supply=supply, indicators=indicators,
        needs=tuple(sorted(needs, key=lambda need: need.tier)), texts=dict.fromkeys(Heading, TEXT))


def _table_words(table: Table) -> Iterator[str]:
    yield from (table.caption, *table.headings, *table.notes)
    yield from (plain(cell) for row in table.rows for cell in row.cells)


def _block_words(block: Any) -> Iterator[str]:
    if isinstance(block, Table):
        yield from _table_words(block)
    elif isinstance(block, Chart):
        yield from (block.title, block.description, *_table_words(block.table))
    elif isinstance(block, Bullets):
        yield from map(plain, block.items)
    elif isinstance(block, Quote):
        yield from (block.said, block.meant, block.source)
    else:
        text = getattr(block, "text", "")
        yield plain(text) if isinstance(text, tuple) else text


def words_of(report: Report) -> str:
    """All that a report says, with ordinary spaces."""
    said = [report.title, report.subtitle, report.footer, report.warning]
    said += [words for block in report.blocks for words in _block_words(block)]
    return "\n".join(said).replace("\u00a0", " ")


def tables_of(report: Report) -> list[Table]:
    return [block.table if isinstance(block, Chart) else block for block in report.blocks
            if isinstance(block, Table | Chart)]


def paragraphs_of(report: Report) -> list[str]:
    return [plain(block.text) for block in report.blocks if isinstance(block, Paragraph)]


def unpacked(pdf: bytes) -> bytes:
    """The objects of a PDF, those that are compressed included."""
    found = [pdf]
    for stream in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        if stream[1][:1] == b"\x78":
            found.append(zlib.decompressobj().decompress(stream[1]))
    return b"\n".join(found)


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", unpacked(pdf)))


def opened_docx(content: bytes) -> Any:
    return docx.Document(BytesIO(content))


def opened_odt(content: bytes) -> Any:
    return Document(BytesIO(content))
