import zipfile
from io import BytesIO

import pytest

from consult.campaigns import files
from consult.campaigns.files import HEAVIEST, Kind, TooHeavy, UnknownKind

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = f'<Types><Override PartName="/word/document.xml" ContentType="{WORD}.main+xml"/></Types>'
TEXT = "application/vnd.oasis.opendocument.text"


def an_archive(**entries: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(("content", "extension"), [
    (b"%PDF-1.7\n", "pdf"),
    (b"\x89PNG\r\n\x1a\n....", "png"),
    (b"\xff\xd8\xff\xe0....", "jpg"),
    (an_archive(mimetype=TEXT), "odt"),
    (an_archive(**{"[Content_Types].xml": TYPES}), "docx"),
])
def test_a_file_is_known_by_its_content(content: bytes, extension: str) -> None:
    assert files.kind_of(content).extension == extension


BROKEN = an_archive(mimetype=TEXT * 50)


@pytest.mark.parametrize("content", [
    b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<!doctype html><script>alert(1)</script>",
    b"  %PDF-1.7", b"PK\x03\x04", b"PK\x03\x04" + b"\x00" * 500, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    an_archive(mimetype="text/html"), an_archive(autre="x"), BROKEN[:-30],
    BROKEN[:45] + b"\xff" * 20 + BROKEN[65:],
    an_archive(**{"mimetype": TEXT, "Basic/Standard/Module1.xml": "x"}),
    an_archive(**{"[Content_Types].xml": TYPES, "word/vbaProject.bin": "x"}),
    an_archive(**{"[Content_Types].xml": TYPES.replace("wordprocessingml.document", "word.macroEnabled")}),
    an_archive(mimetype=TEXT + " " + "a" * 5_000_000),
])
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(UnknownKind):
        files.kind_of(content)


def test_a_file_too_heavy_for_a_phone_is_refused() -> None:
    with pytest.raises(TooHeavy):
        files.kind_of(b"%PDF-" + b"0" * HEAVIEST)


@pytest.mark.parametrize(("name", "expected"), [
    ("Compte rendu du 3 mars.docx", "Compte rendu du 3 mars.pdf"),
    ("L’été à Kawéni.PDF", "L’été à Kawéni.pdf"),
    ("../../etc/passwd", "passwd.pdf"),
    ("C:\\rapports\\rapport.exe", "rapport.pdf"),
    ("a\"\r\nSet-Cookie: b.pdf", "a-Set-Cookie- b.pdf"),
    ("page.html.svg", "page-html.pdf"),
    ("", "document.pdf"),
    ("...", "document.pdf"),
    ("é" * 300 + ".pdf", "é" * 80 + ".pdf"),
])
def test_a_download_has_a_quiet_name_and_our_extension(name: str, expected: str) -> None:
    assert files.safe_name(name, Kind("application/pdf", "pdf")) == expected
