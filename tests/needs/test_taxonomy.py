"""The taxonomy: read whole or not at all, written back equal, kept in versions that never change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from consult.db import db, writing
from consult.errors import NotFound
from consult.exports.taxonomies import MOST_BYTES, read_taxonomy_file, taxonomy_csv
from consult.formulas import neutral_in_line, reversible, unguarded
from consult.needs import service
from consult.needs.evidence import parse_rule
from consult.needs.models import TaxonomyVersion
from consult.needs.rule_check import hold_against
from consult.needs.service import ChangedMeanwhile
from consult.needs.taxonomy import (
    Domain,
    Need,
    Taxonomy,
    cues_of,
    from_document,
    read_taxonomy,
    shipped_taxonomy,
)
from consult.needs.taxonomy_changes import changes_between
from consult.needs.taxonomy_table import HEADINGS, MOST_ROWS, BrokenTaxonomy
from consult.surveys.shipped import load_shipped
from consult.surveys.xlsform.sheets import UnreadableWorkbook
from consult.text import Localized, State
from tests.needs.taxonomy_files import DOMAIN, NEED, as_csv, as_xlsx
from tests.needs.test_evidence import ASKED
from tests.surveys.xlsform_files import an_xlsx

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
SHIPPED = shipped_taxonomy()
WORDS = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=30).map(str.strip).filter(
    lambda words: not words.startswith("=") and "_x000D_" not in words)
LABELS = WORDS.filter(bool)


def faults(content: bytes, name: str = "besoins.csv") -> list[tuple[int, str, str]]:
    with pytest.raises(BrokenTaxonomy) as broken:
        read_taxonomy_file(name, content)
    return [(fault.row, fault.column, str(fault)) for fault in broken.value.faults]


def one_need(**changes: str) -> Taxonomy:
    return read_taxonomy([DOMAIN, {**NEED, **changes}])


class TestReading:
    """A table is a taxonomy, or a list of faults with their places."""

    def test_the_shipped_table_has_ten_domains_and_thirty_six_needs(self) -> None:
        assert (len(SHIPPED.domains), len(list(SHIPPED.needs()))) == (10, 36)

    @pytest.mark.parametrize(("rows", "place"), [
        ([DOMAIN, NEED, NEED], [(3, "code"), (4, "code")]),
        ([DOMAIN, {**NEED, "parent": "NUL"}], [(3, "parent")]),
        ([DOMAIN, NEED, {**NEED, "code": "ACC-2", "parent": "ACC-1"}], [(4, "parent")]),
        ([{**NEED, "code": "A", "parent": "B"}, {**NEED, "code": "B", "parent": "A"}],
         [(2, "parent"), (3, "parent")]),
        ([{**NEED, "code": "A", "parent": "A"}], [(2, "parent")]),
        ([DOMAIN, {**NEED, "level": "3"}], [(3, "level")]),
        ([{**DOMAIN, "level": "2"}, NEED], [(2, "level")]),
        ([DOMAIN, {**NEED, "code": "acc 1"}], [(3, "code")]),
        ([DOMAIN, {**NEED, "code": "", "level": "", "label_fr": ""}],
         [(3, "code"), (3, "level"), (3, "label_fr")]),
        ([DOMAIN, {**NEED, "label_fr": "=1+1"}], [(3, "label_fr")]),
        ([DOMAIN, {**NEED, "evidence_any": "=cmd()"}], [(3, "evidence_any")]),
        ([DOMAIN, {**NEED, "evidence_any": "jours", "evidence_strong": "a=1|"}],
         [(3, "evidence_any"), (3, "evidence_strong")]),
        ([{**DOMAIN, "evidence_any": "a=1"}, NEED], [(2, "evidence_any")]),
        ([DOMAIN, {**NEED, "label_fr": "x" * 201, "lead_actors": "x" * 2001}],
         [(3, "label_fr"), (3, "lead_actors")]),
        ([DOMAIN], [(1, "code")]),
        ([], [(1, "code")]),
    ])
    def test_every_fault_has_its_place(
            self, rows: list[dict[str, str]], place: list[tuple[int, str]]) -> None:
        assert [fault[:2] for fault in faults(as_csv(*rows))] == place

    def test_everything_wrong_is_told_at_once_in_the_order_of_the_file(self) -> None:
        found = faults(as_csv(DOMAIN, {**NEED, "parent": "NUL", "evidence_any": "jours"},
                              {**NEED, "code": "ACC-2", "level": "1"}))

        assert [fault[:2] for fault in found] == [
            (3, "parent"), (3, "evidence_any"), (4, "level"), (4, "evidence_any"), (4, "evidence_strong")]
        assert "Le domaine « NUL » n’est pas dans le tableau." in found[0][2].replace("\u00a0", " ")

    def test_rows_are_numbered_as_in_the_file_that_has_empty_lines(self) -> None:
        found = faults(as_csv(DOMAIN, {}, {}, {**NEED, "level": "9"}))

        assert [fault[:2] for fault in found] == [(5, "level")]

    def test_a_column_that_is_missing_or_misspelt_is_told(self) -> None:
        headings = ("code", "level", "label_fr", "evidence_stong")

        assert [fault[:2] for fault in faults(as_csv(DOMAIN, headings=headings))] == [
            (1, "parent"), (1, "evidence_stong")]

    def test_a_table_too_long_is_refused(self) -> None:
        rows = ({**NEED, "code": f"ACC-{number}"} for number in range(MOST_ROWS))

        assert faults(as_csv(DOMAIN, *rows))[0][:2] == (MOST_ROWS + 2, "code")

    def test_a_label_in_another_language_is_a_draft_unless_somebody_read_it_again(self) -> None:
        draft = one_need(label_swb="Fasi").by_code()["ACC-1"]
        reviewed = one_need(label_swb="Fasi", label_swb_reviewed="Oui").by_code()["ACC-1"]

        assert [need.label.state("swb") for need in (draft, reviewed)] == [State.DRAFT, State.REVIEWED]

    @pytest.mark.parametrize(("label", "word"), [("Fasi", "peut-être"), ("", "oui")])
    def test_a_review_is_yes_or_no_and_of_something(self, label: str, word: str) -> None:
        with pytest.raises(BrokenTaxonomy) as broken:
            one_need(label_swb=label, label_swb_reviewed=word)

        assert [fault.column for fault in broken.value.faults] == ["label_swb_reviewed"]


class TestFiles:
    """What people send, and what comes back."""

    def test_the_shipped_taxonomy_comes_back_equal(self) -> None:
        back = read_taxonomy_file("besoins.csv", taxonomy_csv(SHIPPED))

        assert back == SHIPPED
        assert back.content_hash == SHIPPED.content_hash

    @settings(max_examples=60)
    @given(LABELS, WORDS, WORDS, WORDS, WORDS, st.booleans())
    def test_whatever_is_written_comes_back_equal(
            self, label: str, definition: str, cues: str, other: str, actors: str, is_reviewed: bool) -> None:
        state = State.REVIEWED if is_reviewed else State.DRAFT
        need = Need("ACC-1", Localized(label).with_translation("swb", other, state=state),
                    Localized(definition), parse_rule("a=1&b=2;c=3|4"), parse_rule("c=4"),
                    cues_of(cues.replace("=", "")), other, definition, actors)
        written = Taxonomy((Domain("ACC", Localized(label), Localized(definition), (need,)),))

        assert read_taxonomy_file("besoins.csv", taxonomy_csv(written)) == written

    @given(st.text(alphabet="'=-+@,;\"a \t\n|", max_size=12).map(str.strip))
    def test_the_guard_against_formulas_is_taken_off_exactly(self, written: str) -> None:
        assert unguarded(neutral_in_line(reversible(written))) == written

    def test_a_workbook_gives_the_same_taxonomy_whatever_its_sheet_is_called(self) -> None:
        assert read_taxonomy_file("b.xlsx", as_xlsx(DOMAIN, NEED)) == one_need()
        assert read_taxonomy_file("b.CSV", as_csv(DOMAIN, NEED, separator=";")) == one_need()

    def test_a_formula_in_a_workbook_is_told_with_its_place(self) -> None:
        content = as_xlsx(DOMAIN, {**NEED, "definition_fr": '=HYPERLINK("http://a.test")'})

        assert [fault[:2] for fault in faults(content, "b.xlsx")] == [(3, "definition_fr")]

    @pytest.mark.parametrize(("name", "content", "words"), [
        ("b.csv", b"", "vide"), ("b.csv", b"  \n ", "vide"), ("b.xlsx", b"code;level", "finit par"),
        ("b.csv", b"\x00\x01\x02", "lisible"), ("b.xlsx", b"PK\x03\x04 and no more", "ne peut pas être lu"),
        ("b.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xlsx"), ("b.pdf", b"%PDF-1.7", "finit par"),
        ("b.csv", b'code,level\n"never closed', "guillemet"), ("b.csv", b"x" * 6_000_000, "trop lourd"),
        ("b.csv", b"code,code\n1,2", "deux colonnes"),
    ])
    def test_a_file_that_is_no_table_is_refused_with_a_sentence(
            self, name: str, content: bytes, words: str) -> None:
        with pytest.raises(UnreadableWorkbook) as refused:
            read_taxonomy_file(name, content)

        assert words in str(refused.value)

    def test_a_file_too_heavy_to_be_confirmed_is_refused(self) -> None:
        heavy = dict.fromkeys(("definition_fr", "lead_actors", "vulnerability_lens"), "é" * 2000)
        rows = [{**NEED, **heavy, "code": f"ACC-{number}"} for number in range(MOST_BYTES // 10_000)]

        with pytest.raises(UnreadableWorkbook, match="trop de texte"):
            read_taxonomy_file("b.csv", as_csv(DOMAIN, *rows))

    def test_a_workbook_without_a_line_says_which_columns_it_lacks(self) -> None:
        assert [fault[1] for fault in faults(an_xlsx(Besoins=[]), "b.xlsx")] == [
            "code", "level", "parent", "label_fr"]

    def test_the_columns_are_those_of_the_shipped_table_first(self) -> None:
        first = taxonomy_csv(SHIPPED).decode("utf-8-sig").splitlines()[0]

        assert first.split(";") == list(HEADINGS)
        assert HEADINGS[-2:] == ("label_swb", "label_swb_reviewed")


class TestChanges:
    """What a new table changes, told before it is kept."""

    def test_nothing_changes_with_the_same_table(self) -> None:
        assert not changes_between(SHIPPED, read_taxonomy_file("b.csv", taxonomy_csv(SHIPPED)))

    def test_what_is_added_removed_and_written_otherwise_is_told_apart(self) -> None:
        before = read_taxonomy([DOMAIN, NEED, {**NEED, "code": "ACC-2"}])
        after = read_taxonomy([DOMAIN, {**NEED, "evidence_any": "garde_souhaitee=halte"},
                               {**NEED, "code": "ACC-3"}])

        changes = changes_between(before, after)

        assert [row["code"] for row in changes.added] == ["ACC-3"]
        assert [row["code"] for row in changes.removed] == ["ACC-2"]
        assert [(changed.row["code"], *((cell.column, cell.after) for cell in changed.cells))
                for changed in changes.changed] == [("ACC-1", ("evidence_any", "garde_souhaitee=halte"))]
        assert not changes.is_reordered

    def test_another_order_is_a_change(self) -> None:
        backwards = Taxonomy(SHIPPED.domains[::-1])

        assert changes_between(SHIPPED, backwards).is_reordered


class TestAgainstAQuestionnaire:
    """Which rules name what is not asked, and which answers no rule uses."""

    QUESTIONNAIRE = load_shipped("besoins-petite-enfance")

    def test_the_shipped_rules_fit_the_shipped_questionnaire(self) -> None:
        held = hold_against(SHIPPED, self.QUESTIONNAIRE)

        assert (held.faults, held.unknown, held.impossible) == ((), (), ())
        assert "village" in [question.name for question in held.aside]

    def test_a_wrong_choice_and_an_unknown_question_are_told_with_their_piece(self) -> None:
        need = replace(SHIPPED.by_code()["ACC-1"], strong=parse_rule("priorites=place"),
                       evidence=parse_rule("garde=creche;garde_souhaitee=chateau"))
        held = hold_against(SHIPPED.with_need(need), self.QUESTIONNAIRE)

        assert [(found.need.code, found.is_strong, found.fault.piece) for found in held.faults] == [
            ("ACC-1", False, "garde=creche"), ("ACC-1", False, "garde_souhaitee=chateau")]
        assert [found.code for found in held.impossible] == ["ACC-1"]

    def test_an_answer_left_by_every_rule_is_told_and_a_refusal_is_not(self) -> None:
        held = hold_against(SHIPPED, self.QUESTIONNAIRE)
        left = {question.name: [choice.name for choice in choices] for question, choices in held.partly}

        assert left["garde_souhaitee"] == ["rien_changer"]
        assert not any("refus" in name or "dire" in name for names in left.values() for name in names)

    def test_a_need_that_a_choice_names_and_nobody_has_is_told(self) -> None:
        assert [fault.piece for fault in hold_against(SHIPPED, ASKED).unknown] == []
        assert [fault.piece for fault in hold_against(one_need(), ASKED).unknown] == ["HOR-2", "HOR-3"]


class TestVersions:
    """Kept one after the other, none of them ever changed."""

    @pytest.fixture(autouse=True)
    def _inside(self, app: Flask) -> Any:
        with app.app_context(), writing():
            yield

    def keep(self, taxonomy: Taxonomy, source: str = "") -> TaxonomyVersion | None:
        version = service.keep_taxonomy(taxonomy, source_name=source, at=NOW)
        db.session.commit()
        return version

    def test_before_anybody_keeps_one_the_shipped_taxonomy_is_in_use(self) -> None:
        in_use = service.taxonomy_in_use()

        assert (in_use.number, in_use.taxonomy) == (service.SHIPPED, SHIPPED)

    def test_the_same_content_makes_no_version(self) -> None:
        assert self.keep(SHIPPED) is None
        assert self.keep(one_need()) is not None
        assert self.keep(one_need()) is None
        assert [version.number for version in service.list_versions()] == [1]

    def test_a_version_comes_back_as_it_was_kept(self) -> None:
        self.keep(one_need(label_swb="Fasi"), "b.csv")
        self.keep(one_need(label_fr="Autre"))

        assert service.taxonomy_numbered(1).taxonomy == one_need(label_swb="Fasi")
        assert service.taxonomy_in_use().number == 2
        assert from_document(service.list_versions()[0].document) == one_need(label_fr="Autre")
        with pytest.raises(NotFound):
            service.taxonomy_numbered(3)

    def test_the_database_refuses_to_change_a_version(self) -> None:
        self.keep(one_need())

        with pytest.raises(DatabaseError, match="taxonomy_version_refuses_update"):
            db.session.execute(text("UPDATE taxonomy_version SET source_name = 'autre'"))
        db.session.rollback()
        assert service.list_versions()[0].source_name == ""

    def test_of_two_people_at_the_same_moment_one_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = service.taxonomy_in_use()
        self.keep(one_need())
        # What somebody read before the other one committed.
        monkeypatch.setattr("consult.needs.service.taxonomies.taxonomy_in_use", lambda: before)

        with pytest.raises(ChangedMeanwhile):
            service.keep_taxonomy(one_need(label_fr="Autre"), source_name="", at=NOW)
        db.session.rollback()
        assert [version.number for version in service.list_versions()] == [1]
