"""The DDI codebook: the structure the published schema asks for, and what it says of each column."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

from consult.campaigns.models import Mode
from consult.exports.archive import responses_zip
from consult.exports.ddi import NAMESPACE, describe
from consult.exports.ddi_elements import LANGUAGE
from consult.exports.extract import Extract
from consult.exports.tables import Version, tables_of
from consult.exports.values import Words
from consult.responses.service import Participation
from consult.surveys.expressions.parsing import parse
from consult.surveys.questions import Choice, Kind, Question, Questionnaire
from consult.text import Localized, localized
from tests.exports.collected import ANSWERS
from tests.exports.collected import a_questionnaire as every_kind
from tests.exports.test_tables import a_questionnaire, a_response, an_extract

REACHED = Participation(7, {}, {}, {Mode.SELF: 5, Mode.PAPER: 2}, {})
ORDER = {
    "codeBook": "docDscr stdyDscr fileDscr dataDscr",
    "docDscr": "citation",
    "stdyDscr": "citation stdyInfo method dataAccs notes",
    "citation": "titlStmt rspStmt prodStmt verStmt",
    "titlStmt": "titl IDNo",
    "rspStmt": "AuthEnty",
    "prodStmt": "producer prodDate software",
    "verStmt": "version notes",
    "stdyInfo": "sumDscr",
    "sumDscr": "collDate geogCover",
    "method": "dataColl",
    "dataColl": "sampProc collMode resInstru",
    "dataAccs": "useStmt",
    "useStmt": "confDec restrctn disclaimer",
    "fileDscr": "fileTxt",
    "fileTxt": "fileName fileCont dimensns fileType",
    "dimensns": "caseQnty varQnty",
    "dataDscr": "var",
    "var": "labl security qstn valrng invalrng universe catgry concept varFormat notes",
    "qstn": "qstnLit postQTxt",
    "valrng": "item range",
    "invalrng": "item",
    "catgry": "catValu labl",
}
"""Children in the order of DDI Codebook 2.5; what is not here holds text only."""
REPEATED = {"fileDscr", "var", "verStmt", "notes", "collDate", "collMode", "resInstru", "labl", "qstnLit",
            "postQTxt", "item", "catgry"}


def root_of(extract: Extract) -> Element:
    return fromstring(describe(extract, REACHED))  # noqa: S314, our own


def plain(element: Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def variable(root: Element, name: str) -> Element:
    return next(each for each in root.iter(f"{{{NAMESPACE}}}var") if each.get("name") == name)


def texts(parent: Element, path: str) -> list[tuple[str | None, str | None]]:
    path = "/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/"))
    return [(element.get(LANGUAGE), element.text) for element in parent.findall(path)]


def many() -> Extract:
    """Two versions, and a little of everything."""
    more = Question("note", Kind.RANGE, localized("Quelle note ?"), localized("De 0 à 5"),
                    relevant=parse("${village} = 'kaweni'"), parameters={"start": "0", "end": "5"},
                    sensitivity="santé", topic="avis", number="9")
    extract = an_extract(every_kind(), every_kind(more))
    return replace(extract, controller="Ville\n1 rue", is_demonstration=True)


def test_elements_come_in_the_order_of_the_schema() -> None:
    for extract in (many(), an_extract()):
        root = root_of(extract)

        for parent in root.iter():
            order, names = ORDER.get(plain(parent), "").split(), [plain(child) for child in parent]
            assert names == sorted(names, key=order.index), plain(parent)
            assert {name for name in names if names.count(name) > 1} <= REPEATED
            assert not names or not (parent.text or "").strip()


def test_identities_are_unique_and_what_points_to_one_finds_it() -> None:
    root = root_of(many())

    identities = [element.get("ID") for element in root.iter() if element.get("ID")]
    pointers = {element.get(name) for element in root.iter() for name in ("files", "qstn")} - {None}
    assert len(set(identities)) == len(identities)
    assert pointers <= set(identities)
    assert len(pointers) > 3


def test_there_is_a_variable_for_each_column_of_the_files_of_codes() -> None:
    extract = many()
    content = b"".join(responses_zip(extract, [(1, a_response(**ANSWERS))], words=Words.CODES))

    root = root_of(extract)

    with ZipFile(io.BytesIO(content)) as archive:
        for number, name in enumerate(texts(root, "fileDscr/fileTxt/fileName"), 1):
            text = archive.read(str(name[1])).decode("utf-8-sig")
            head = next(csv.reader(io.StringIO(text), delimiter=";"))
            described = [each.get("name") for each in root.iter(f"{{{NAMESPACE}}}var")
                         if each.get("files") == f"F{number}"]
            assert described == head


def test_a_question_is_told_with_its_choices_and_its_absences() -> None:
    village = variable(root_of(many()), "village")

    assert texts(village, "labl") == [("fr", "1. Votre village ?")]
    assert texts(village, "qstn/qstnLit") == [("fr", "Votre village ?")]
    values = [text for _, text in texts(village, "catgry/catValu")]
    assert values == ["kaweni", "cavani", "vahibe", "(sans réponse)", None]
    assert texts(village, "catgry/labl")[0] == ("fr", "Kawéni")
    missing = [each.get("missing") for each in village.iter(f"{{{NAMESPACE}}}catgry")]
    assert missing == [None, None, None, "Y", "Y"]
    assert texts(village, "notes") == [(None, "Versions du questionnaire qui l’ont posée\u00a0: 1, 2.")]


def test_a_question_tells_whom_it_is_asked_and_within_which_bounds() -> None:
    note = variable(root_of(many()), "note")

    [(_, universe)] = texts(note, "universe")
    assert str(universe).replace("\u00a0", " ") == (
        "Question posée si la réponse à « Votre village ? » est « Kawéni ».")
    [bounds] = note.iter(f"{{{NAMESPACE}}}range")
    assert (bounds.get("min"), bounds.get("max")) == ("0", "5")
    assert texts(note, "qstn/postQTxt") == [("fr", "De 0 à 5")]
    assert (texts(note, "security"), texts(note, "concept")) == ([(None, "santé")], [(None, "avis")])


def test_a_choice_of_several_points_to_its_question() -> None:
    root = root_of(many())

    care, nursery = variable(root, "garde"), variable(root, "garde/creche")
    [asked] = care.iter(f"{{{NAMESPACE}}}qstn")
    assert nursery.get("qstn") == asked.get("ID")
    assert texts(nursery, "labl") == [("fr", "2. Qui garde l’enfant ? · Crèche ; micro-crèche")]
    assert [text for _, text in texts(nursery, "catgry/catValu")][:2] == ["0", "1"]


def test_only_what_somebody_read_again_is_in_another_language() -> None:
    draft = Localized("Rouge").with_translation("swb", "à relire")
    question = Question("q", Kind.ONE, localized("Quoi ?", swb="relu"), number="3",
                        choices=(Choice("a", draft), Choice("b", localized("Bleu", swb="relu aussi"))))
    questionnaire = Questionnaire(
        localized("Essai"), "essai", ("fr", "swb"), a_questionnaire(question).sections)

    alone, whole = (variable(root_of(replace(
        an_extract(), versions=(version,), tables=tables_of([version]))), "q")
        for version in (Version(1, questionnaire), Version(1, questionnaire, frozenset({"swb"}))))

    assert texts(alone, "labl") == [("fr", "3. Quoi ?"), ("swb", "3. relu")]
    assert [text for tag, text in texts(alone, "catgry/labl") if tag == "swb"] == ["relu aussi"]
    assert [text for tag, text in texts(whole, "catgry/labl") if tag == "swb"] == ["à relire", "relu aussi"]


def test_the_study_says_who_when_how_and_how_many() -> None:
    root = root_of(many())

    assert texts(root, "stdyDscr/citation/rspStmt/AuthEnty") == [(None, "Ville")]
    assert [text for _, text in texts(root, "stdyDscr/method/dataColl/collMode")] == [
        "Par la famille", "Sur papier"]
    assert [text for _, text in texts(root, "fileDscr/fileTxt/dimensns/caseQnty")] == ["7"]
    assert "simulées" in str(texts(root, "stdyDscr/dataAccs/useStmt/disclaimer"))
    versions = texts(root, "stdyDscr/citation/verStmt/notes")
    assert [str(text).split()[-1] for _, text in versions] == [
        version.questionnaire.content_hash for version in many().versions]


def test_the_same_campaign_gives_the_same_octets_whatever_its_texts_hold() -> None:
    broken = an_extract(a_questionnaire(Question("q", Kind.TEXT, localized("a\x00b <&>\ufffe"))))

    assert describe(many(), REACHED) == describe(many(), REACHED)
    assert texts(variable(root_of(broken), "q"), "qstn/qstnLit") == [("fr", "ab <&>")]
