"""A report as an ODT file, for LibreOffice: the same blocks, named styles and words as in DOCX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from odfdo import Document

from consult.exports.report import looks
from consult.exports.report.blocks import (
    Block,
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
    contents,
)
from consult.exports.report.odt_styles import NAMESPACES, automatic_styles, side, style_name, styles_xml
from consult.exports.report.odt_tables import column_styles, figures, table
from consult.exports.report.odt_words import language_styles, paragraph
from consult.exports.report.packed import without_hours
from consult.exports.report.pictures import pngs, proportions


class _Writer:
    """Makes the text of the file from blocks, in order."""

    def __init__(self, report: Report, document: Document) -> None:
        self.report, self.width = report, 210 - 2 * side(report)
        charts = [block.svg for block in report.blocks if isinstance(block, Chart)]
        self.pictures: Iterator[tuple[str, float]] = iter([
            (document.add_file(BytesIO(png)), proportions(png)) for png in pngs(charts)])
        self.headings, self.tables, self.has_contents, self.opens_page = 0, 0, report.is_short, False

    def _breaking(self, made: str) -> str:
        """On a new page where one was asked for."""
        if not self.opens_page:
            return made
        self.opens_page = False
        return f'<text:p text:style-name="opening"/>{made}'

    def heading(self, block: Heading) -> str:
        self.headings += 1
        style, name = style_name(f"Heading {block.level}"), f"partie{self.headings}"
        if self.opens_page:
            style, self.opens_page = f"opening{block.level}", False
        return (f'<text:h text:style-name="{style}" text:outline-level="{block.level}">'
                f'<text:bookmark-start text:name="{name}"/>{escape(block.text)}'
                f'<text:bookmark-end text:name="{name}"/></text:h>')

    def text(self, block: Paragraph) -> str:
        return paragraph(looks.LEAD if block.is_lead else "Normal", block.text)

    def bullets(self, block: Bullets) -> str:
        items = "".join(f"<text:list-item>{paragraph('List Bullet', item)}</text:list-item>"
                        for item in block.items)
        return f'<text:list text:style-name="bullets">{items}</text:list>'

    def quote(self, block: Quote) -> str:
        said = paragraph("Quote", (Span(block.said, block.language),))
        meant = paragraph("Quote", (Span(block.meant),)) if block.meant else ""
        return said + meant + paragraph(looks.SOURCE, (Span(block.source),))

    def table(self, block: Table) -> str:
        self.tables += 1
        notes = "".join(paragraph(looks.TABLE_NOTE, (Span(note),)) for note in block.notes)
        return (paragraph("Caption", (Span(block.caption),)) + table(block, self.tables)
                + (notes or paragraph(looks.SPACE, ())))

    def figures(self, block: KeyFigures) -> str:
        self.tables += 1
        return figures(block, self.tables) + paragraph(looks.SPACE, ())

    def chart(self, block: Chart) -> str:
        path, height = next(self.pictures)
        width = 150 if self.report.is_short else self.width
        return (paragraph("Caption", (Span(block.title),))
                + f'<text:p text:style-name="{style_name(looks.PICTURE)}"><draw:frame '
                  f'draw:name={quoteattr(path)} text:anchor-type="as-char" svg:width="{width}mm" '
                  f'svg:height="{width * height:.1f}mm"><draw:image xlink:href={quoteattr(path)} '
                  'xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
                  f"<svg:title>{escape(block.title)}</svg:title><svg:desc>{escape(block.description)}</svg:desc>"
                  "</draw:frame></text:p>" + self.table(block.table))

    def note(self, block: Note) -> str:
        return paragraph(looks.WARNING if block.is_warning else looks.NOTE, block.text)

    def page_break(self, _block: PageBreak) -> str:
        self.opens_page = True
        if self.has_contents:
            return ""
        self.has_contents = True
        return self._contents()

    def _contents(self) -> str:
        """Links to each part, with its page."""
        title = '<text:p text:style-name="openingcontents">Sommaire</text:p>'
        return title + "".join(
            f'<text:p text:style-name="contents{entry.level}"><text:a xlink:type="simple" '
            f'xlink:href="#partie{entry.number}"><text:span text:style-name="quiet">{escape(entry.text)}'
            '</text:span></text:a><text:tab/><text:bookmark-ref text:reference-format="page" '
            f'text:ref-name="partie{entry.number}">–</text:bookmark-ref></text:p>'
            for entry in contents(self.report))

    def front(self) -> str:
        report = self.report
        return "".join((paragraph(looks.KICKER, (Span(f"{report.town} · {report.kind}"),)),
                        paragraph("Title", (Span(report.title),)),
                        paragraph("Subtitle", (Span(report.subtitle),))))

    def block(self, block: Block) -> str:
        made = _KINDS[type(block)](self, block)  # type: ignore[operator]
        return made if isinstance(block, PageBreak | Heading) else self._breaking(made)


_KINDS = {Heading: _Writer.heading, Paragraph: _Writer.text, Bullets: _Writer.bullets, Quote: _Writer.quote,
          Table: _Writer.table, KeyFigures: _Writer.figures, Chart: _Writer.chart, Note: _Writer.note,
          PageBreak: _Writer.page_break}


def _opening_styles(width: int) -> str:
    """Of what opens a page, and of the table of contents."""
    named = {f"opening{level}": f"Heading {level}" for level in (1, 2, 3)}
    named |= {"opening": looks.CELL, "openingcontents": looks.CONTENTS_TITLE}
    opening = "".join(
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name='
        f'"{style_name(parent)}"><style:paragraph-properties fo:break-before="page"/></style:style>'
        for name, parent in named.items())
    return opening + "".join(
        f'<style:style style:name="contents{level}" style:family="paragraph" style:parent-style-name='
        f'"{style_name(looks.CONTENTS)}"><style:paragraph-properties fo:margin-left="{6 * level - 6}mm">'
        f'<style:tab-stops><style:tab-stop style:position="{width - 6 * level + 6}mm" style:type="right"/>'
        f"</style:tab-stops></style:paragraph-properties></style:style>" for level in (1, 2))


def _tables(blocks: Iterable[Block]) -> Iterator[Table | KeyFigures]:
    """In the order they are written."""
    for block in blocks:
        if isinstance(block, Table | KeyFigures):
            yield block
        elif isinstance(block, Chart):
            yield block.table


def _content(report: Report, document: Document) -> str:
    writer = _Writer(report, document)
    said = writer.front() + "".join(writer.block(block) for block in report.blocks)
    styles = "".join((automatic_styles(report), _opening_styles(writer.width),
                      language_styles(report.blocks), column_styles(_tables(report.blocks), writer.width)))
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES}>'
            f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{said}"
            "</office:text></office:body></office:document-content>")


def _set_properties(report: Report, document: Document) -> None:
    meta, day = document.meta, datetime.fromisoformat(report.made_on)
    meta.title, meta.subject, meta.language = report.name, report.footer, "fr-FR"
    meta.creator = meta.initial_creator = report.town
    meta.creation_date = meta.date = day
    meta.description, meta.editing_cycles = report.warning, 1


def write(report: Report) -> bytes:
    """The report as a file; the same report gives the same bytes."""
    document = Document("text")
    parts = document.container
    if parts is None:
        raise RuntimeError("An empty document has no parts to fill.")
    _set_properties(report, document)
    parts.set_part("styles.xml", styles_xml(report).encode())
    parts.set_part("content.xml", _content(report, document).encode())
    out = BytesIO()
    document.save(out)
    return without_hours(out.getvalue())
