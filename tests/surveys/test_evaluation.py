"""Expressions mean the same on the server and in browsers: a table of cases, and thousands of random ones."""

import base64
import json
import math
import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from consult.surveys.expressions.evaluation import Scope, evaluate, fill_in, truth
from consult.surveys.expressions.functions import ARGUMENTS
from consult.surveys.expressions.operations import OPERATIONS
from consult.surveys.expressions.parsing import parse
from consult.surveys.expressions.values import as_text

HERE = Path(__file__).parent
TABLE = json.loads((HERE / "expression_cases.json").read_text(encoding="utf-8"))
SCRIPT = HERE.parents[1] / "static" / "expressions.js"
NODE = shutil.which("node")
COLUMNS = {"commune", "name"}
ASK_NODE = """
import {{ readFileSync }} from "node:fs";
import {{ evaluate, truth }} from "data:text/javascript;base64,{script}";
const asked = JSON.parse(readFileSync(0, "utf8"));
const plain = v => typeof v == "number" && !isFinite(v) ? "" + v : v === 0 ? 0 : v;
console.log(JSON.stringify(asked.map(({{ tree, values, ...rest }}) => {{
  const scope = {{ ...rest, value: name => values[name] === undefined ? "" : values[name] }};
  return [plain(evaluate(tree, scope)), truth(tree, scope)];
}})));
"""


def _plain(value):
    if isinstance(value, float) and not math.isfinite(value):
        return as_text(value)
    return value


def _asked(case):
    shared = {"self": "", "position": 1, "row": {}, "values": TABLE["values"], "today": TABLE["today"]}
    return {**shared, **case, "tree": parse(case["source"], columns=COLUMNS).tree}


def _answered_here(asked):
    scope = Scope(asked["values"], asked["self"], asked["today"], asked["position"], asked["row"])
    return [_plain(evaluate(asked["tree"], scope)), truth(asked["tree"], scope)]


def _answered_by_node(asked):
    code = ASK_NODE.format(script=base64.b64encode(SCRIPT.read_bytes()).decode())
    ran = subprocess.run([NODE, "--input-type=module", "-e", code], input=json.dumps(asked), check=True,
                         capture_output=True, encoding="utf-8", timeout=120)
    return json.loads(ran.stdout)


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["source"])
def test_an_expression_means_what_the_table_says(case):
    value, _ = _answered_here(_asked(case))

    assert value == case["expected"]
    assert isinstance(value, bool) is isinstance(case["expected"], bool)


def test_the_table_speaks_of_every_function():
    sources = " ".join(case["source"] for case in TABLE["cases"])

    assert [name for name in ARGUMENTS if f"{name}(" not in sources] == []
    assert [sign for sign in OPERATIONS if sign not in sources] == []


@pytest.mark.skipif(not NODE, reason="needs node")
def test_browsers_agree_on_the_table():
    asked = [_asked(case) for case in TABLE["cases"]]

    answered = _answered_by_node(asked)

    told = [(case["source"], value) for case, (value, _) in zip(TABLE["cases"], answered, strict=True)]
    assert told == [(case["source"], case["expected"]) for case in TABLE["cases"]]


ANSWERS = ("", "0", "1", "2", "-3", "3.5", " 7", "12", "oui", "non", "creche ecole", "ecole", "é😀", "false",
           "2026-11-23", "2024-02-29", "2023-02-29", "09:30", "0.1", "1e3")
LITERALS = (0, 1, 2, 3, 10, 0.5, 2.25, -1, True, False, "", "oui", "ecole", "2026-01-15", "é", "3")
PATTERNS = ("^[a-z]+$", "\\d+", ".*", "^(?:oui|non)$")


def _tree(rng, depth=0):
    """A tree as the parser makes them; what it fixes (patterns, formats) is fixed here too."""
    kind = rng.random()
    if depth > 4 or kind < 0.18:
        return rng.choice(LITERALS)
    if kind < 0.42:
        return rng.choice((["$", "a"], ["$", "b"], ["$", "c"], ["$", "list"], ["$", "nobody"], ["."],
                           ["today"], ["position"], ["@", "commune"]))
    sign = rng.choice(("and", "or", "if", *OPERATIONS))
    if sign == "regex":
        return [sign, _tree(rng, depth + 1), rng.choice(PATTERNS)]
    if sign == "format-date":
        return [sign, _tree(rng, depth + 1), "%Y-%n %e.%d/%m/%y"]
    least, most = ARGUMENTS.get(sign, (2, 2))
    return [sign, *(_tree(rng, depth + 1) for _ in range(rng.randint(least, min(most, least + 2))))]


def _random_case(rng):
    values = {name: rng.choice(ANSWERS) for name in "abc"}
    values["list"] = rng.choices(ANSWERS, k=rng.randrange(4))
    return {"tree": _tree(rng), "values": values, "self": rng.choice(ANSWERS), "today": "2026-11-23",
            "position": rng.randint(1, 5), "row": rng.choice(({}, {"commune": rng.choice(ANSWERS)}))}


@pytest.mark.skipif(not NODE, reason="needs node")
def test_browsers_agree_on_thousands_of_random_expressions():
    rng = random.Random(20261123)
    asked = [_random_case(rng) for _ in range(8000)]

    there = _answered_by_node(asked)

    different = [(case, here, other) for case, other in zip(asked, there, strict=True)
                 if repr(here := _same_form(_answered_here(case))) != repr(_same_form(other))]
    assert different[:3] == []


def _same_form(answer):
    value, holds = answer
    return [float(value) + 0.0 if type(value) in {int, float} else value, holds]


def test_a_label_carries_the_answers_it_names():
    scope = Scope({"prenom": "Zaïna", "ages": ["2", "4"]})

    assert fill_in("Merci ${prenom} (${ages}, ${inconnu}).", scope) == "Merci Zaïna (2, )."
    assert fill_in("Merci.", scope) == "Merci."


def test_a_text_too_long_for_a_pattern_does_not_match():
    tree = parse("regex(., '.*')").tree
    scope = Scope(current="x" * 1000)

    assert truth(tree, scope)
    assert not truth(tree, replace(scope, current="x" * 1001))
