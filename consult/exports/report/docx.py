"""A report as a DOCX file, for Word and LibreOffice: real styles, real tables, described pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, RGBColor

from consult.exports.report import looks
from consult.exports.report.blocks import (
    Bullets,
    Chart,
    Heading,
    KeyFigures,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Report,
    Span,
    Table,
    Words,
    contents,
)
from consult.exports.report.docx_parts import (
    add_bookmark,
    add_field,
    describe_picture,
    link,
    set_language,
    set_style,
)
from consult.exports.report.docx_styles import set_page, set_styles
from consult.exports.report.docx_tables import Tables
from consult.exports.report.packed import without_hours
from consult.exports.report.pictures import pngs
from consult.text import FRENCH

LONGEST_PROPERTY = 255
"""Letters of what a file says of itself: the format takes no more."""


def add_words(paragraph: Any, text: Words) -> None:
    for span in text:
        run = paragraph.add_run(span.words)
        run.bold = span.is_strong or None
        if span.language != FRENCH:
            set_language(run, span.language)
        if span.url:
            run.font.color.rgb = RGBColor.from_string(looks.ACCENT)
            link(paragraph, [run], url=span.url)


class _Writer:
    """Adds blocks to a document, in order."""

    def __init__(self, report: Report) -> None:
        self.report, self.document = report, Document()
        self.styles = set_styles(self.document, is_short=report.is_short)
        self.width = set_page(self.document, is_short=report.is_short)
        self.tables = Tables(self.document, self.width, self.styles)
        charts = [block.svg for block in report.blocks if isinstance(block, Chart)]
        self.pictures: Iterator[bytes] = iter(pngs(charts))
        self.headings, self.has_contents, self.opens_page = 0, report.is_short, False

    def paragraph(self, style: str, text: Words = ()) -> Any:
        added = self.document.add_paragraph()
        set_style(added, self.styles[style])
        add_words(added, text)
        if self.opens_page:
            added.paragraph_format.page_break_before, self.opens_page = True, False
        return added

    def heading(self, block: Heading) -> None:
        self.headings += 1
        added = self.paragraph(f"Heading {block.level}", (Span(block.text),))
        add_bookmark(added, f"partie{self.headings}", self.headings)

    def text(self, block: Paragraph) -> None:
        self.paragraph(looks.LEAD if block.is_lead else "Normal", block.text)

    def bullets(self, block: Bullets) -> None:
        for item in block.items:
            self.paragraph("List Bullet", item)

    def quote(self, block: Quote) -> None:
        self.paragraph("Quote", (Span(block.said, block.language),))
        if block.meant:
            self.paragraph("Quote", (Span(block.meant),))
        self.paragraph(looks.SOURCE, (Span(block.source),))

    def table(self, block: Table) -> None:
        self.paragraph("Caption", (Span(block.caption),))
        self.tables.add(block, add_words)
        for note in block.notes:
            self.paragraph(looks.TABLE_NOTE, (Span(note),))
        if not block.notes:
            self.paragraph(looks.SPACE)

    def figures(self, block: KeyFigures) -> None:
        self.tables.add_figures(block)
        self.paragraph(looks.SPACE)

    def chart(self, block: Chart) -> None:
        self.paragraph("Caption", (Span(block.title),))
        holder = self.paragraph(looks.PICTURE)
        width = Mm(150) if self.report.is_short else self.width
        picture = holder.add_run().add_picture(BytesIO(next(self.pictures)), width=width)
        describe_picture(picture, block.title, block.description)
        self.table(block.table)

    def note(self, block: Note) -> None:
        self.paragraph(looks.WARNING if block.is_warning else looks.NOTE, block.text)

    def page_break(self, _block: PageBreak) -> None:
        self.opens_page = True
        if not self.has_contents:
            self.has_contents = True
            self.contents()
            self.opens_page = True

    def contents(self) -> None:
        """Links to each part; page numbers come when the file is opened."""
        self.paragraph(looks.CONTENTS_TITLE, (Span("Sommaire"),))
        for entry in contents(self.report):
            added = self.paragraph(looks.CONTENTS)
            added.paragraph_format.left_indent = Mm(6 * (entry.level - 1))
            added.paragraph_format.tab_stops.add_tab_stop(self.width, WD_TAB_ALIGNMENT.RIGHT)
            run = added.add_run(entry.text)
            run.bold = entry.level == 1
            link(added, [run], bookmark=f"partie{entry.number}")
            added.add_run("\t")
            add_field(added, f"PAGEREF partie{entry.number} \\h", "")

    def front(self) -> None:
        report = self.report
        self.paragraph(looks.KICKER, (Span(f"{report.town} · {report.kind}"),))
        self.paragraph("Title", (Span(report.title),))
        self.paragraph("Subtitle", (Span(report.subtitle),))

    def running(self) -> None:
        """What stands on every page."""
        section = self.document.sections[0]
        if self.report.warning:
            top = section.header.paragraphs[0]
            top.style = self.document.styles[looks.WARNING]
            top.add_run(self.report.warning)
        foot = section.footer.paragraphs[0]
        foot.paragraph_format.tab_stops.clear_all()
        foot.paragraph_format.tab_stops.add_tab_stop(self.width, WD_TAB_ALIGNMENT.RIGHT)
        foot.add_run(f"{self.report.footer}\tPage ")
        add_field(foot, "PAGE", "1")
        foot.add_run(" sur ")
        add_field(foot, "NUMPAGES", "1")

    def properties(self) -> None:
        known, day = self.document.core_properties, datetime.fromisoformat(self.report.made_on)
        known.title, known.language = self.report.name[:LONGEST_PROPERTY], "fr-FR"
        known.author = known.last_modified_by = self.report.town[:LONGEST_PROPERTY]
        known.subject, known.keywords, known.comments = self.report.footer, "", self.report.warning
        known.created = known.modified = day.replace(tzinfo=UTC)
        known.revision = 1


_KINDS = {Heading: _Writer.heading, Paragraph: _Writer.text, Bullets: _Writer.bullets, Quote: _Writer.quote,
          Table: _Writer.table, KeyFigures: _Writer.figures, Chart: _Writer.chart, Note: _Writer.note,
          PageBreak: _Writer.page_break}


def write(report: Report) -> bytes:
    """The report as a file; the same report gives the same bytes."""
    writer = _Writer(report)
    writer.properties()
    writer.running()
    writer.front()
    for block in report.blocks:
        _KINDS[type(block)](writer, block)  # type: ignore[operator]
    out = BytesIO()
    writer.document.save(out)
    return without_hours(out.getvalue())
