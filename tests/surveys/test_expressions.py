"""What an author may write, and where what she may not write is found."""

import csv
import json

import pytest

from consult.surveys import questions
from consult.surveys.expressions.parsing import ExpressionError, columns_used, parse, references

SHIPPED = f"{questions.__file__.removesuffix('questions.py')}data/questionnaire-besoins-petite-enfance.csv"


@pytest.mark.parametrize(("source", "tree"), [
    ("${age} < 3 and selected(${mode}, 'creche')",
     ["and", ["<", ["$", "age"], 3], ["selected", ["$", "mode"], "creche"]]),
    ("1 + 2 * 3", ["+", 1, ["*", 2, 3]]),
    ("(1 + 2) * 3", ["*", ["+", 1, 2], 3]),
    ("8 - 2 - 1", ["-", ["-", 8, 2], 1]),
    ("-3", -3),
    ("- ${a} mod 2", ["mod", ["-", 0, ["$", "a"]], 2]),
    ("1 or 2 or 3 and 4", ["or", 1, 2, ["and", 3, 4]]),
    (". = \"l'enfant\"", ["=", ["."], "l'enfant"]),
    (".5 div 2.", ["div", 0.5, 2.0]),
    ("true()", True),
    ("position(..) = 1", ["=", ["position"], 1]),
    ("once(today())", ["coalesce", ["."], ["today"]]),
    ("boolean(.)", ["not", ["not", ["."]]]),
    ("regex(., '^[0-9]{2}$')", ["regex", ["."], "^\\d{2}$"]),
])
def test_an_expression_is_read_into_a_tree(source, tree):
    expression = parse(source)

    assert expression.tree == tree
    assert expression.source == source


@pytest.mark.parametrize(("source", "column", "word"), [
    ("", 1, "vide"),
    ("${b} =", 7, "manque"),
    ("slected(${b}, 'x')", 1, "selected"),
    ("1 + slected(${b}, 'x')", 5, "selected"),
    ('selected(${b}, "x"', 19, "colonne 9"),
    ("if(1, 2)", 1, "3 valeur"),
    ("1 + coalesce(1)", 5, "au moins 2"),
    ("substr('a')", 1, "de 2 à 3"),
    ("age > 3", 1, "${age}"),
    ("selected(${b}, ’x’)", 16, "guillemets"),
    ("'x", 1, "guillemet"),
    ("1 = ${b", 5, "}"),
    ("${b c} = 1", 1, "b c"),
    ("1 2", 3, "2"),
    ("or 1", 1, "or"),
    ("/data/b = 1", 1, "chemins"),
    ("../b", 1, "chemins"),
    ("${b}[1]", 5, "chemins"),
    ("instance('villages')/root/item", 1, "instance"),
    ("pulldata('f', 'a', 'b', ${c})", 1, "pulldata"),
    ("indexed-repeat(${a}, ${b}, 1)", 1, "indexed-repeat"),
    ("jr:choice-name(${a}, '${a}')", 1, "jr:choice-name"),
    (". > now()", 5, "today()"),
    ("position(.)", 10, "position(..)"),
    ("regex(., ${b})", 10, "guillemets"),
    ("regex(., '(a+)+')", 15, "répétition"),
    ("regex(., '(?=a)')", 11, "(?="),
    ("format-date(., '%d %H')", 20, "%H"),
    ("1 + 12345678901234567890", 5, "chiffres"),
    ("(" * 70 + "1" + ")" * 70, 65, "parenthèses"),
    ("1" + " + 1" * 100, 1, "calculs"),
    ("'" + "a" * 5000 + "'", 4000, "longue"),
])
def test_a_broken_expression_is_refused_with_its_column(source, column, word):
    with pytest.raises(ExpressionError) as refused:
        parse(source)

    assert refused.value.column == column
    assert word in refused.value.message


def test_a_long_row_of_alternatives_is_not_too_deep():
    source = " or ".join(f"${{village}} = 'v{number}'" for number in range(150))

    assert len(parse(source).tree) == 151


def test_columns_of_the_choices_sheet_are_known_in_a_choice_filter_only():
    tree = parse("commune = ${commune} and selected(${kept}, name)", columns={"commune", "name"}).tree

    assert columns_used(tree) == {"commune", "name"}
    assert references(tree) == {"commune", "kept"}
    with pytest.raises(ExpressionError):
        parse("commune = ${commune}")


def test_references_are_found_at_any_depth():
    tree = parse("if(${a} > 1, concat(${b}, 'c'), sum(${d}))").tree

    assert references(tree) == {"a", "b", "d"}
    assert references(3) == set()


def test_every_expression_of_the_shipped_questionnaire_is_understood_and_fits_json():
    with open(SHIPPED, encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    sources = [row[name] for row in rows for name in ("relevant", "constraint") if row[name]]

    trees = [parse(source).tree for source in sources]

    assert len(trees) == 26
    assert json.loads(json.dumps(trees)) == trees
