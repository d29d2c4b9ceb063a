"""The named styles, the page and the footer of an ODT report. The same look as the DOCX one. Pure."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from consult.exports.report.blocks import Report
from consult.exports.report.looks import ACCENT, HAIR, INK, KICKER, LOOKS, WARNING, WASH, Look, size_of

FONT = "Liberation Serif"
SPACES = {
    "office": "office", "style": "style", "text": "text", "table": "table", "draw": "drawing"}
_OTHERS = ('xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
           'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
           'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"')
NAMESPACES = " ".join([*(f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
                         for prefix, name in SPACES.items()), _OTHERS])
_LEVELS = {"Heading 1": 1, "Heading 2": 2, "Heading 3": 3}
_INHERITED = {"Normal": "Standard", "Quote": "Quotations", "List Bullet": "List_20_Bullet"}


def style_name(name: str) -> str:
    """As files name a style: letters, and underscores for the rest."""
    if name in _INHERITED:
        return _INHERITED[name]
    return "".join(sign if sign.isalnum() else f"_{ord(sign):x}_" for sign in name)


def _paragraph_properties(name: str, look: Look, *, is_short: bool) -> str:
    before = 60 if name == KICKER and not is_short else look.before
    kept = ' fo:keep-with-next="always"' if look.keep else ""
    # What is filled keeps its words off its edges.
    fill = f' fo:background-color="#{look.fill}" fo:padding="0.15cm"' if look.fill else ""
    left = f' fo:border-left="2pt solid #{look.left}" fo:padding-left="0.2cm"' if look.left else ""
    return (f'<style:paragraph-properties fo:margin-top="{before}pt" fo:margin-bottom="{look.after}pt" '
            f'fo:margin-left="{look.indent}mm" fo:line-height="108%" fo:orphans="2" fo:widows="2"'
            f"{kept}{fill}{left}/>")


def _style(name: str, look: Look, *, is_short: bool) -> str:
    level = f' style:default-outline-level="{_LEVELS[name]}"' if name in _LEVELS else ""
    parent = "" if name == "Normal" else ' style:parent-style-name="Standard"'
    weight, slant = "bold" if look.bold else "normal", "italic" if look.italic else "normal"
    return (f'<style:style style:name={quoteattr(style_name(name))} style:display-name={quoteattr(name)} '
            f'style:family="paragraph"{parent}{level}>{_paragraph_properties(name, look, is_short=is_short)}'
            f'<style:text-properties fo:font-size="{size_of(name, is_short=is_short)}pt" '
            f'fo:font-weight="{weight}" fo:font-style="{slant}" fo:color="#{look.colour}"/></style:style>')


def side(report: Report) -> int:
    """Millimetres of margin."""
    return 20 if report.is_short else 24


def _page(report: Report) -> str:
    return f"""<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="210mm"
 fo:page-height="297mm" fo:margin-top="9mm" fo:margin-bottom="9mm" fo:margin-left="{side(report)}mm"
 fo:margin-right="{side(report)}mm"/>
<style:header-style><style:header-footer-properties fo:min-height="6mm" fo:margin-bottom="3mm"/>
</style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="7mm" fo:margin-top="4mm"/>
</style:footer-style>
</style:page-layout>
<style:style style:name="foot" style:family="paragraph" style:parent-style-name="Footer">
<style:paragraph-properties fo:border-top="0.5pt solid #{HAIR}" fo:padding-top="1mm"><style:tab-stops>
<style:tab-stop style:position="{210 - 2 * side(report)}mm" style:type="right"/></style:tab-stops>
</style:paragraph-properties></style:style>"""


def _running(report: Report) -> str:
    header = f"<text:p text:style-name={quoteattr(style_name(WARNING))}>{escape(report.warning)}</text:p>"
    return f"""<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page">
<style:header>{header if report.warning else '<text:p text:style-name="Header"/>'}</style:header>
<style:footer><text:p text:style-name="foot">{escape(report.footer)}<text:tab/>Page
 <text:page-number text:select-page="current">1</text:page-number> sur
 <text:page-count>1</text:page-count></text:p></style:footer></style:master-page></office:master-styles>"""


def styles_xml(report: Report) -> str:
    named = "".join(_style(name, look, is_short=report.is_short) for name, look in LOOKS.items())
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-styles {NAMESPACES}>
<office:font-face-decls><style:font-face style:name="serif" svg:font-family="'{FONT}'"
 style:font-family-generic="roman"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:text-properties style:font-name="serif"
 fo:language="fr" fo:country="FR" fo:hyphenate="false"/></style:default-style>{named}
<text:list-style style:name="bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•">
<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">
<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-4mm" fo:margin-left="6mm"
 text:list-tab-stop-position="6mm"/></style:list-level-properties></text:list-level-style-bullet>
</text:list-style></office:styles>
<office:automatic-styles>{_page(report)}</office:automatic-styles>{_running(report)}
</office:document-styles>"""


def automatic_styles(report: Report) -> str:
    """Of cells, words and pages, as the text uses them."""
    width, padding = 210 - 2 * side(report), 0.8 if report.is_short else 1.1
    line = f"0.5pt solid #{HAIR}"
    return f"""<style:style style:name="table" style:family="table"><style:table-properties
 style:width="{width}mm" table:align="margins" table:border-model="collapsing"/></style:style>
<style:style style:name="whole" style:family="table"><style:table-properties style:width="{width}mm"
 table:align="margins" table:border-model="collapsing" style:may-break-between-rows="false"/></style:style>
<style:style style:name="row" style:family="table-row"><style:table-row-properties
 fo:keep-together="always"/></style:style>
<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties
 fo:padding="{padding}mm" fo:border-bottom="{line}"/></style:style>
<style:style style:name="head" style:family="table-cell"><style:table-cell-properties fo:padding="{padding}mm"
 fo:background-color="#{WASH}" fo:border-top="1pt solid #{ACCENT}" fo:border-bottom="{line}"/></style:style>
<style:style style:name="figure" style:family="table-cell"><style:table-cell-properties
 fo:padding="{padding}mm" fo:border-top="1.5pt solid #{ACCENT}"/></style:style>
<style:style style:name="strong" style:family="text"><style:text-properties fo:font-weight="bold"/>
</style:style>
<style:style style:name="link" style:family="text"><style:text-properties fo:color="#{ACCENT}"
 style:text-underline-style="none"/></style:style>
<style:style style:name="quiet" style:family="text"><style:text-properties fo:color="#{INK}"
 style:text-underline-style="none"/></style:style>"""
