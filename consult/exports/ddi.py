"""The published questionnaires and their variables as a DDI Codebook 2.5: what archives and catalogues read.

It describes the files of codes (`reponses.zip` with codes). It holds counts, and no answer. Pure.
"""

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element, indent, tostring

from consult.campaigns.words import MODES
from consult.exports.ddi_elements import LANGUAGE, element, elements
from consult.exports.ddi_variables import add_variables
from consult.exports.extract import Extract, reading_rules
from consult.exports.tables import wording
from consult.exports.words import DEMONSTRATION, NO_CONTACT, ORDER, SAMPLINGS, WHO_MAY_READ
from consult.i18n import LANGUAGES
from consult.responses.service import Participation
from consult.text import FRENCH

NAMESPACE = "ddi:codebook:2_5"
_SCHEMA = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


def _dated(parent: Element, tag: str, day: date, **attributes: str) -> None:
    element(parent, tag, day.isoformat(), date=day.isoformat(), **attributes)


def _document(root: Element, extract: Extract) -> None:
    citation = element(element(root, "docDscr"), "citation")
    title = element(citation, "titlStmt")
    element(title, "titl", f"Description des réponses : {extract.title}")
    produced = element(citation, "prodStmt")
    _dated(produced, "prodDate", extract.made_on)
    element(produced, "software", "consult")


def _citation(study: Element, extract: Extract) -> None:
    citation = element(study, "citation")
    title = element(citation, "titlStmt")
    element(title, "titl", extract.title)
    element(title, "IDNo", extract.slug)
    if controller := extract.controller.partition("\n")[0].strip():
        element(element(citation, "rspStmt"), "AuthEnty", controller)
        element(element(citation, "prodStmt"), "producer", controller)
    for version in extract.versions:
        stated = element(citation, "verStmt")
        day = version.published_on.isoformat() if version.published_on else ""
        element(stated, "version", f"Questionnaire, version {version.number}", date=day)
        element(stated, "notes", f"SHA-256 : {version.questionnaire.content_hash}")


def _summary(study: Element, extract: Extract) -> None:
    summary = element(element(study, "stdyInfo"), "sumDscr")
    _dated(summary, "collDate", extract.opens_on, event="start")
    _dated(summary, "collDate", extract.closes_on, event="end")
    element(summary, "geogCover", extract.territory)


def _instruments(extract: Extract) -> Iterator[str]:
    for version in extract.versions:
        tags = version.questionnaire.languages
        names = ", ".join(LANGUAGES[tag].name if tag in LANGUAGES else tag for tag in tags)
        title = wording(version.questionnaire.title)
        yield f"Questionnaire « {title} », version {version.number}. Langues : {names}."


def _method(study: Element, extract: Extract, reached: Participation) -> None:
    method = element(study, "method")
    collected = element(method, "dataColl")
    element(collected, "sampProc", SAMPLINGS[extract.sampling])
    elements(collected, (("collMode", label) for mode, label in MODES.items() if mode in reached.by_mode))
    elements(collected, (("resInstru", words) for words in _instruments(extract)))


def _access(study: Element, extract: Extract) -> None:
    use = element(element(study, "dataAccs"), "useStmt")
    element(use, "confDec", NO_CONTACT)
    element(use, "restrctn", WHO_MAY_READ)
    elements(use, [("disclaimer", DEMONSTRATION if extract.is_demonstration else "")])
    element(study, "notes", ORDER)
    elements(study, (("notes", f"{name} : {value}") for name, value in reading_rules(extract)))


def _files(root: Element, extract: Extract, reached: Participation) -> dict[str, Element]:
    """A description for each text file; what it needs to know of the variables is put in later."""
    found = {}
    for place, table in enumerate(extract.tables, 1):
        described = element(root, "fileDscr", ID=f"F{place}")
        text = element(described, "fileTxt")
        name = f"partie-{table.name}.csv" if table.repeat else f"{table.name}.csv"
        elements(text, [("fileName", name), ("fileCont", table.title)])
        found[f"F{place}"] = size = element(text, "dimensns")
        # Repeats are not counted here: that would take reading every answer.
        elements(size, [("caseQnty", "" if table.repeat else str(reached.total))])
        element(text, "fileType", "CSV en UTF-8, séparé par des points-virgules")
    return found


def describe(extract: Extract, reached: Participation) -> bytes:
    """The codebook, the same to the octet for the same campaign, counts and day."""
    root = Element("codeBook", {"xmlns": NAMESPACE, "xmlns:xsi": _INSTANCE, "version": "2.5",
                                "xsi:schemaLocation": f"{NAMESPACE} {_SCHEMA}", LANGUAGE: FRENCH})
    _document(root, extract)
    study = element(root, "stdyDscr")
    for part in (_citation, _summary):
        part(study, extract)
    _method(study, extract, reached)
    _access(study, extract)
    files = _files(root, extract, reached)
    data = element(root, "dataDscr")
    for (file, size), table in zip(files.items(), extract.tables, strict=True):
        element(size, "varQnty", str(add_variables(data, table, extract, file=file)))
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
