"""How a DOCX report looks: real styles that a town may change, one accent colour, A4, in French."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from consult.exports.report.docx_parts import element
from consult.exports.report.looks import ACCENT, HAIR, KICKER, LOOKS, TABLE, WASH, Look, size_of

FONT = "Cambria"
_AFTER_SHADE = ("w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
                "w:outlineLvl")
_TABLE_STYLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="TableauRapport">
<w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>
<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:color="{ACCENT}"/>
<w:bottom w:val="single" w:sz="4" w:color="{HAIR}"/><w:insideH w:val="single" w:sz="4" w:color="{HAIR}"/>
</w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
<w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{WASH}"/></w:tcPr>
</w:tblStylePr></w:style>"""


def _set_font(style: Any, look: Look, size: float) -> None:
    if style.element.rPr is not None:
        style.element.remove(style.element.rPr)
    style.font.size, style.font.bold, style.font.italic = Pt(size), look.bold, look.italic
    style.font.color.rgb = RGBColor.from_string(look.colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def _set_paragraph(style: Any, look: Look) -> None:
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(look.before), Pt(look.after), 1.08
    spacing.keep_with_next, spacing.left_indent = look.keep, Mm(look.indent) if look.indent else None
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    if look.fill:
        properties.insert_element_before(
            element("w:shd", val="clear", color="auto", fill=look.fill), *_AFTER_SHADE)
    colour, size = (look.left, 16) if look.left else (look.fill, 32)
    if colour:
        properties.insert_element_before(_sides(colour, size, bool(look.fill)), "w:shd", *_AFTER_SHADE)


def _sides(colour: str, size: int, is_around: bool) -> Any:
    around = element("w:pBdr")
    for side in ("top", "left", "bottom", "right") if is_around else ("left",):
        space = 6 if side == "left" else 1
        around.append(element(f"w:{side}", val="single", sz=size, space=space, color=colour))
    return around


def set_styles(document: Document, *, is_short: bool) -> dict[str, str]:
    """Every named style, and the key each has in the file."""
    styles = document.styles
    for name, look in LOOKS.items():
        found = name in [style.name for style in styles]
        style = styles[name] if found else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if not found:
            style.base_style = styles["Normal"]
        _set_font(style, look, size_of(name, is_short=is_short))
        if name != "List Bullet":
            _set_paragraph(style, look)
    if not is_short:
        styles[KICKER].paragraph_format.space_before = Pt(60)
    styles["List Bullet"].paragraph_format.space_after = Pt(3)
    styles.element.append(parse_xml(_TABLE_STYLE))
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "fr-FR")
    return {name: styles[name].style_id for name in LOOKS}


def set_page(document: Document, *, is_short: bool) -> Mm:
    """A4; the width that is left for what is written."""
    section, side = document.sections[0], 20 if is_short else 24
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(side)
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)
    section.header_distance, section.footer_distance = Mm(9), Mm(9)
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    return Mm(210 - 2 * side)
