"""What python-docx has no call for: fields, links, bookmarks, languages; each is a few lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def element(name: str, /, **attributes: str | int) -> Any:
    """`element("w:shd", fill="FFFFFF")`; attributes are of the same namespace as the element."""
    made, prefix = OxmlElement(name), name.split(":")[0]
    for key, value in attributes.items():
        made.set(qn(f"{prefix}:{key}"), str(value))
    return made


def set_language(run: Any, tag: str) -> None:
    run._r.get_or_add_rPr().append(element("w:lang", val=tag))


def set_style(paragraph: Any, style_id: str) -> None:
    """The library looks every style up among all of them: with thousands of cells, that is seconds."""
    paragraph._p.get_or_add_pPr().style = style_id


def add_field(paragraph: Any, instruction: str, shown: str) -> None:
    """A value that the program works out when the file is opened, and what stands there until it does."""
    written = element("w:instrText")
    written.set(qn("xml:space"), "preserve")
    written.text = f" {instruction} "
    for piece in (element("w:fldChar", fldCharType="begin", dirty="true"), written,
                  element("w:fldChar", fldCharType="separate")):
        paragraph.add_run()._r.append(piece)
    paragraph.add_run(shown)
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def add_bookmark(paragraph: Any, name: str, number: int) -> None:
    """Around what the paragraph holds so far."""
    first = 0 if paragraph._p.pPr is None else 1
    paragraph._p.insert(first, element("w:bookmarkStart", id=number, name=name))
    paragraph._p.append(element("w:bookmarkEnd", id=number))


def link(paragraph: Any, runs: Sequence[Any], *, bookmark: str = "", url: str = "") -> None:
    """Put runs of the paragraph inside a link, to a place of the document or elsewhere."""
    around = element("w:hyperlink")
    if bookmark:
        around.set(qn("w:anchor"), bookmark)
    else:
        target = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        around.set(qn("r:id"), target)
    paragraph._p.append(around)
    for run in runs:
        around.append(run._r)


def describe_picture(picture: Any, title: str, description: str) -> None:
    """The words that stand for it."""
    properties = picture._inline.docPr
    properties.set("title", title)
    properties.set("descr", description)


def describe_table(table: Any, caption: str) -> None:
    table._tbl.tblPr.append(element("w:tblCaption", val=caption))


def keep_row_whole(tr: Any, *, is_header: bool = False) -> None:
    """A row does not break between two pages; a header comes back on each."""
    properties = tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if is_header:
        properties.append(element("w:tblHeader"))


def span_row(tr: Any, count: int) -> Any:
    """The first cell takes the whole row."""
    first, *others = tr.tc_lst
    for other in others:
        tr.remove(other)
    first.grid_span = count
    return first
