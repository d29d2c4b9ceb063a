"""Tables of a DOCX report: their header comes back on each page, no row breaks, short ones stay whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import _Cell

from consult.exports.report import looks
from consult.exports.report.blocks import Align, KeyFigures, Row, Span, Table, Words
from consult.exports.report.docx_parts import describe_table, element, keep_row_whole, set_style, span_row

SHORT = 14
"""Rows that stay on one page."""
Adding = Callable[[Any, Words], None]


def _set_widths(made: Any, widths: list[int]) -> None:
    made.autofit = False
    for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    for tr in made._tbl.tr_lst:
        for tc, width in zip(tr.tc_lst, widths, strict=True):
            tc.width = width


@dataclass(frozen=True)
class Tables:
    """Adds tables to a document of this width, with its styles."""

    document: Document
    width: int
    styles: Mapping[str, str]

    def _fill(self, made: Any, tc: Any, text: Words, style: str, add_words: Adding) -> Any:
        paragraph = _Cell(tc, made).paragraphs[0]
        set_style(paragraph, self.styles[style])
        add_words(paragraph, text)
        return paragraph

    def _row(self, made: Any, tr: Any, block: Table, line: Row, add_words: Adding, *, keep: bool) -> None:
        for tc, text, side in zip(tr.tc_lst, line.cells, block.alignments, strict=True):
            paragraph = self._fill(made, tc, text, looks.CELL, add_words)
            if side is Align.RIGHT:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if keep:
                paragraph.paragraph_format.keep_with_next = True

    def _head(self, made: Any, tr: Any, block: Table, add_words: Adding) -> None:
        keep_row_whole(tr, is_header=True)
        for tc, heading, side in zip(tr.tc_lst, block.headings, block.alignments, strict=True):
            paragraph = self._fill(made, tc, (Span(heading),), looks.HEAD, add_words)
            if side is Align.RIGHT:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def add(self, block: Table, add_words: Adding) -> None:
        count, rows = len(block.headings), block.rows
        style = self.document.styles[looks.TABLE]
        made: Any = self.document.add_table(len(rows) + 1, count, style=style)
        _set_widths(made, [int(self.width * each / sum(block.widths)) for each in block.widths])
        describe_table(made, block.caption)
        head, *lines = made._tbl.tr_lst
        self._head(made, head, block, add_words)
        for number, (tr, line) in enumerate(zip(lines, rows, strict=True), 1):
            keep_row_whole(tr)
            if len(line.cells) < count:
                self._fill(made, span_row(tr, count), line.cells[0], looks.GROUP, add_words)
            else:
                self._row(made, tr, block, line, add_words, keep=number < len(rows) <= SHORT)

    def add_figures(self, block: KeyFigures) -> None:
        """Numbers side by side, without lines between them."""
        made: Any = self.document.add_table(1, len(block.items))
        _set_widths(made, [self.width // len(block.items)] * len(block.items))
        describe_table(made, "Chiffres clés")
        for tc, (value, label) in zip(made._tbl.tr_lst[0].tc_lst, block.items, strict=True):
            borders = element("w:tcBorders")
            borders.append(element("w:top", val="single", sz=12, color=looks.ACCENT))
            tc.get_or_add_tcPr().append(borders)
            cell = _Cell(tc, made)
            set_style(cell.paragraphs[0], self.styles[looks.FIGURE])
            cell.paragraphs[0].add_run(value)
            set_style(cell.add_paragraph(label), self.styles[looks.FIGURE_LABEL])
