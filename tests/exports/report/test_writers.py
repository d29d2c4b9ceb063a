"""The files of a report: what Word, LibreOffice and PDF readers find in them."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from shutil import which
from subprocess import run
from typing import Any

import pytest
from docx.oxml.ns import qn

from consult.diagnostic.snapshot import Quote, Snapshot
from consult.exports.report import WRITERS, blocks, write
from consult.exports.report.pdf import to_document
from tests.diagnostic.frozen import a_snapshot
from tests.exports.report.reading import (
    REPORTS,
    large,
    nothing,
    opened_docx,
    opened_odt,
    pages_of,
    unpacked,
)

MARKUP = 'A & B <b>gras</b> "cité" #eval("1") $x$ *étoile* _trait_ \\ @renvoi `code` // fin ]]> ${y}'
every_report = pytest.mark.parametrize("name", REPORTS)
every_ending = pytest.mark.parametrize("ending", WRITERS)


def with_words(words: str) -> Snapshot:
    """A diagnostic that says something wherever somebody can write."""
    snapshot = a_snapshot()
    need = replace(snapshot.needs[0], statement=words, reason=words,
                   quotes=(Quote(words, "fr", "", False), Quote(words, "swb", words, True)))
    supply = replace(snapshot.supply[0], name=words, note=words)
    return replace(snapshot, title=words, needs=(need,), supply=(supply,), texts={"context": words})


def docx_texts(content: bytes) -> list[str]:
    document = opened_docx(content)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def odt_texts(content: bytes) -> list[str]:
    found: list[Any] = opened_odt(content).body.get_elements("//text:p|//text:h")
    return [paragraph.text_recursive for paragraph in found]


@every_report
@every_ending
@pytest.mark.parametrize("make", [a_snapshot, nothing])
def test_every_report_of_every_diagnostic_makes_every_file(name: str, ending: str, make: Any) -> None:
    content = write(REPORTS[name](make()), ending)

    assert content[:4] == (b"%PDF" if ending == ".pdf" else b"PK\x03\x04")


@every_ending
def test_the_same_report_gives_the_same_bytes(ending: str) -> None:
    report = REPORTS["two"](a_snapshot())

    assert write(report, ending) == write(report, ending)


def test_no_writer_for_another_ending() -> None:
    with pytest.raises(KeyError):
        write(REPORTS["one"](nothing()), ".html")


@pytest.mark.parametrize(("name", "pages"), [("one", 1), ("two", 2), ("village", 1)])
@pytest.mark.parametrize("make", [a_snapshot, large])
def test_one_page_is_one_page_and_two_are_two(name: str, pages: int, make: Any) -> None:
    assert pages_of(write(REPORTS[name](make()), ".pdf")) == pages


@every_ending
def test_what_people_write_stays_text(ending: str) -> None:
    content = write(REPORTS["full"](with_words(MARKUP)), ending)

    if ending == ".docx":
        assert any("<b>gras</b>" in text and "#eval" in text for text in docx_texts(content))
    elif ending == ".odt":
        assert any("<b>gras</b>" in text and "#eval" in text for text in odt_texts(content))
    else:
        document = json.dumps(to_document(REPORTS["full"](with_words(MARKUP))), ensure_ascii=False)
        assert "#eval" in document
        assert b"eval" not in unpacked(content).replace(b"#eval", b"")


@pytest.mark.skipif(which("pdftotext") is None, reason="nothing to read a PDF with")
def test_the_text_of_a_pdf_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(write(REPORTS["full"](with_words(MARKUP)), ".pdf"))

    read = run(["pdftotext", "-raw", tmp_path / "report.pdf", "-"], capture_output=True, check=True)

    said = " ".join(read.stdout.decode().split())
    assert '#eval("1") $x$ *étoile* _trait_' in said
    assert "<b>gras</b>" in said


@every_ending
def test_a_word_longer_than_the_page_makes_a_file(ending: str) -> None:
    assert write(REPORTS["full"](with_words("mot" * 200)), ending)


def test_a_pdf_is_tagged_for_screen_readers() -> None:
    objects = unpacked(write(REPORTS["full"](a_snapshot()), ".pdf"))

    for expected in (b"<pdfuaid:part>1</pdfuaid:part>", b"/Lang(fr-FR)", b"/Lang(swb)", b"/S/TH", b"/S/H1",
                     b"/S/Caption", b"/S/Figure"):
        assert expected in objects.replace(b" ", b"")
    charts = [block for block in REPORTS["full"](a_snapshot()).blocks if isinstance(block, blocks.Chart)]
    assert objects.count(b"/Alt") >= len(charts) > 0


def test_a_docx_has_real_styles_and_headings() -> None:
    document = opened_docx(write(REPORTS["full"](a_snapshot()), ".docx"))

    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Heading 3", "Caption", "Quote", "List Bullet"} <= styles
    assert document.styles["Normal"].font.name == "Cambria"
    assert {language.get(qn("w:val")) for language in document.styles.element.iter(qn("w:lang"))} == {"fr-FR"}


def test_a_docx_is_on_a4_with_the_hash_and_the_page_in_its_footer() -> None:
    snapshot = a_snapshot()
    document = opened_docx(write(REPORTS["one"](snapshot), ".docx"))

    section = document.sections[0]
    fields = [field.text for field in section.footer._element.iter(qn("w:instrText"))]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert f"empreinte {snapshot.content_hash[:12]}" in section.footer.paragraphs[0].text
    assert [field.strip() for field in fields] == ["PAGE", "NUMPAGES"]
    assert section.header.paragraphs[0].text.startswith("Données de démonstration")
    assert document.core_properties.title.startswith("Diagnostic petite enfance")
    assert document.core_properties.modified.date() == snapshot.frozen_on


def test_tables_of_a_docx_have_headers_that_come_back_and_rows_that_do_not_break() -> None:
    report = REPORTS["full"](a_snapshot())
    document = opened_docx(write(report, ".docx"))

    tables = [table for table in document.tables if table.style.name == "Tableau de rapport"]
    written = [block.table if isinstance(block, blocks.Chart) else block for block in report.blocks
               if isinstance(block, blocks.Table | blocks.Chart)]
    assert [[cell.text for cell in table.rows[0].cells] for table in tables] == [
        list(block.headings) for block in written]
    for table, block in zip(tables, written, strict=True):
        assert len(table.rows) == len(block.rows) + 1
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_pictures_of_a_docx_are_described_in_words() -> None:
    document = opened_docx(write(REPORTS["full"](a_snapshot()), ".docx"))

    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(described) > 4
    assert all(words and words.endswith(".") for words in described)


def test_words_in_shimaore_are_marked_as_such() -> None:
    report = REPORTS["full"](a_snapshot())

    document = opened_docx(write(report, ".docx"))
    marked = [run.text for paragraph in document.paragraphs for run in paragraph.runs
              if run._r.rPr is not None and run._r.rPr.find(qn("w:lang")) is not None]
    spans = opened_odt(write(report, ".odt")).body.get_elements("//text:span[@text:style-name='lang-swb']")
    assert marked == ["Ntsina muntru"]
    assert [span.text_recursive for span in spans] == ["Ntsina muntru"]


def test_an_odt_has_headings_header_rows_and_described_pictures() -> None:
    report = REPORTS["full"](a_snapshot())
    body = opened_odt(write(report, ".odt")).body

    headings = [(int(each.get_attribute("text:outline-level")), each.text_recursive)
                for each in body.get_elements("//text:h")]
    assert headings == [(block.level, block.text) for block in report.blocks
                        if isinstance(block, blocks.Heading)]
    charts = [block for block in report.blocks if isinstance(block, blocks.Chart)]
    assert [each.text_recursive for each in body.get_elements("//draw:frame/svg:desc")] == [
        chart.description for chart in charts]
    assert len(body.get_elements("//table:table-header-rows")) == len(charts) + sum(
        isinstance(block, blocks.Table) for block in report.blocks)


def test_an_odt_says_its_footer_its_warning_and_its_day() -> None:
    snapshot = a_snapshot()
    content = write(REPORTS["one"](snapshot), ".odt")

    with zipfile.ZipFile(BytesIO(content)) as files:
        styles, meta = files.read("styles.xml").decode(), files.read("meta.xml").decode()
        assert files.namelist()[0] == "mimetype"
        assert {entry.date_time[0] for entry in files.infolist()} == {1980}
    assert f"empreinte {snapshot.content_hash[:12]}" in styles
    assert "Données de démonstration" in styles
    assert "2026-11-26" in meta


@every_ending
def test_links_to_sources_are_links_and_nothing_else_is(ending: str) -> None:
    snapshot = a_snapshot()
    value = replace(snapshot.indicators[0].values[0], source_url="javascript:alert(1)")
    bad = replace(snapshot.indicators[0], values=(value, *snapshot.indicators[0].values))

    content = write(REPORTS["full"](replace(snapshot, indicators=(bad,))), ending)

    if ending == ".pdf":
        found = unpacked(content)
        assert b"/URI(https://www.insee.fr/)" in found.replace(b" ", b"")
        assert b"/URI(javascript" not in found.replace(b" ", b"")
    else:
        with zipfile.ZipFile(BytesIO(content)) as files:
            name = "content.xml" if ending == ".odt" else "word/_rels/document.xml.rels"
            assert "https://www.insee.fr/" in files.read(name).decode()
            assert '="javascript:' not in files.read(name).decode()
