"""Files to download are what their first octets say, never what their name says."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from consult.errors import N_, Refused

HEAVIEST = 10_000_000
_DESCRIPTION_OCTETS = 200_000
_MACROS = re.compile(r"vbaproject|^basic/|^scripts/", re.IGNORECASE)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Kind:
    media_type: str
    extension: str


STARTS = {
    b"%PDF-": Kind("application/pdf", "pdf"),
    b"\x89PNG\r\n\x1a\n": Kind("image/png", "png"),
    b"\xff\xd8\xff": Kind("image/jpeg", "jpg"),
}
ARCHIVES = {
    f"{_OPEN_DOCUMENT}text": Kind(f"{_OPEN_DOCUMENT}text", "odt"),
    f"{_OPEN_DOCUMENT}spreadsheet": Kind(f"{_OPEN_DOCUMENT}spreadsheet", "ods"),
    f"{_OPEN_DOCUMENT}presentation": Kind(f"{_OPEN_DOCUMENT}presentation", "odp"),
    f"{_OFFICE}wordprocessingml.document": Kind(f"{_OFFICE}wordprocessingml.document", "docx"),
    f"{_OFFICE}spreadsheetml.sheet": Kind(f"{_OFFICE}spreadsheetml.sheet", "xlsx"),
    f"{_OFFICE}presentationml.presentation": Kind(f"{_OFFICE}presentationml.presentation", "pptx"),
}


class UnknownKind(Refused):
    """Not one of the kinds of file that we hand out."""

    status = 422
    sentence = N_("Ce fichier n’est pas accepté. Choisissez un fichier PDF, ODT, DOCX, ODS, XLSX, ODP, PPTX, "
                  "PNG ou JPG, sans macro et sans mot de passe.")


class TooHeavy(Refused):
    """More than a phone on a bad line should be asked to load."""

    status = 422
    sentence = N_("Ce fichier est trop lourd : 10 Mo au plus.")


def _declared(archive: zipfile.ZipFile) -> str:
    """What an office archive says it is; empty when it does not."""
    names = set(archive.namelist())
    name = "mimetype" if "mimetype" in names else "[Content_Types].xml"
    if name not in names or any(_MACROS.search(entry) for entry in names):
        return ""
    with archive.open(name) as stream:
        # Reading stops here whatever the archive says of its own size.
        text = stream.read(_DESCRIPTION_OCTETS).decode("utf-8", "replace").strip()
    main = re.search(r'ContentType="([^"]+?)\.main\+xml"', text)
    return main[1] if main else text


def _archive_kind(content: bytes) -> Kind | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return ARCHIVES.get(_declared(archive))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        # zipfile has as many words for a damaged or encrypted archive as there are ways to damage one.
        return None


def kind_of(content: bytes) -> Kind:
    """What a file really is. Raises UnknownKind or TooHeavy."""
    if len(content) > HEAVIEST:
        raise TooHeavy
    for start, kind in STARTS.items():
        if content.startswith(start):
            return kind
    found = _archive_kind(content) if content.startswith(b"PK\x03\x04") else None
    if found is None:
        raise UnknownKind
    return found


def safe_name(name: str, kind: Kind) -> str:
    """The name of a download: the author's words, our extension."""
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    words = re.sub(r"[^\w\- ’'()]+", "-", stem).strip("- ")[:80]
    return f"{words or 'document'}.{kind.extension}"
