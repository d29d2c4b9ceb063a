"""Tables of an ODT report: header rows marked, widths in millimetres, short ones whole on a page. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from consult.exports.report import looks
from consult.exports.report.blocks import Align, KeyFigures, Row, Span, Table
from consult.exports.report.odt_styles import style_name
from consult.exports.report.odt_words import paragraph

SHORT = 14
"""Rows that stay on one page."""


def column_styles(tables: Iterable[Table | KeyFigures], width: int) -> str:
    """The widths of each table's columns, and how numbers are aligned."""
    styles = [f'<style:style style:name="right" style:family="paragraph" style:parent-style-name='
              f'"{style_name(looks.CELL)}"><style:paragraph-properties fo:text-align="end"/></style:style>'
              f'<style:style style:name="right-head" style:family="paragraph" style:parent-style-name='
              f'"{style_name(looks.HEAD)}"><style:paragraph-properties fo:text-align="end"/></style:style>']
    for number, each in enumerate(tables, 1):
        shares = each.widths if isinstance(each, Table) else (1.0,) * len(each.items)
        unit = width / sum(shares)
        styles += [f'<style:style style:name="t{number}c{place}" style:family="table-column">'
                   f'<style:table-column-properties style:column-width="{unit * share:.1f}mm"/></style:style>'
                   for place, share in enumerate(shares)]
    return "".join(styles)


def _columns(number: int, count: int) -> str:
    return "".join(f'<table:table-column table:style-name="t{number}c{place}"/>' for place in range(count))


def _cell(content: str, style: str = "cell", span: int = 1) -> str:
    spanned = f' table:number-columns-spanned="{span}"' if span > 1 else ""
    covered = "<table:covered-table-cell/>" * (span - 1)
    return (f'<table:table-cell table:style-name="{style}" office:value-type="string"{spanned}>{content}'
            f"</table:table-cell>{covered}")


def _row(block: Table, row: Row) -> str:
    count = len(block.headings)
    if len(row.cells) < count:
        whole = _cell(paragraph(looks.GROUP, row.cells[0]), span=count)
        return f'<table:table-row table:style-name="row">{whole}</table:table-row>'
    cells = "".join(_cell(paragraph(looks.CELL, text, right=side is Align.RIGHT))
                    for text, side in zip(row.cells, block.alignments, strict=True))
    return f'<table:table-row table:style-name="row">{cells}</table:table-row>'


def _head(block: Table) -> str:
    cells = (paragraph(looks.HEAD, (Span(heading),)) for heading in block.headings)
    right = f'text:style-name="{style_name(looks.HEAD)}"', 'text:style-name="right-head"'
    aligned = (cell.replace(*right) if side is Align.RIGHT else cell
               for cell, side in zip(cells, block.alignments, strict=True))
    return "".join(_cell(cell, "head") for cell in aligned)


def table(block: Table, number: int) -> str:
    style = "whole" if len(block.rows) <= SHORT else "table"
    rows = "".join(_row(block, row) for row in block.rows)
    return (f'<table:table table:name={quoteattr(f"Tableau {number}")} table:style-name="{style}">'
            f"{_columns(number, len(block.headings))}<table:table-header-rows><table:table-row "
            f'table:style-name="row">{_head(block)}</table:table-row></table:table-header-rows>{rows}'
            "</table:table>")


def figures(block: KeyFigures, number: int) -> str:
    """Numbers side by side, without lines between them."""
    said = (paragraph(looks.FIGURE, (Span(value),)) + paragraph(looks.FIGURE_LABEL, (Span(label),))
            for value, label in block.items)
    cells = "".join(_cell(each, "figure") for each in said)
    return ('<table:table table:name="Chiffres clés" table:style-name="whole">'
            f"{_columns(number, len(block.items))}<table:table-row>{cells}</table:table-row></table:table>")
