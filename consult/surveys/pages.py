"""The family's page: the whole questionnaire as one HTML form.

A fresh page differs from one family to the next by its response key only. It is rendered and compressed
once for each version, language and address; the key is then spliced in, into the compressed bytes too.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from flask import Response, current_app, render_template
from werkzeug.datastructures import MultiDict

from consult import clock
from consult.surveys.cut import PLACEHOLDER, Cut
from consult.surveys.published import PublishedSurvey
from consult.surveys.questions import Kind, Question, Questionnaire, Section, Tree
from consult.surveys.reading.answers import Problem, Reading
from consult.surveys.reading.plan import contact_names
from consult.text import Localized, Shown, State
from consult.web.warm import offer

CONTROLS: Mapping[Kind, str] = {
    Kind.NOTE: "note",
    Kind.TEXT: "line",
    Kind.INTEGER: "whole_number",
    Kind.DECIMAL: "decimal_number",
    Kind.RANGE: "slider",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.ONE: "one",
    Kind.MULTIPLE: "several",
    Kind.RANK: "rank",
    Kind.ACKNOWLEDGE: "acknowledge",
    Kind.CALCULATE: "computed",
    Kind.HIDDEN: "computed",
}
"""The macro of `templates/surveys/question_controls.html` that asks each kind of question."""
RULES = {"relevant": "relevant", "constraint": "constraint", "required": "required",
         "calculate": "calculation", "filter": "choice_filter", "count": "repeat_count"}
LONG_LIST = 20
"""Beyond this many choices a drop-down list is shorter to walk than cards."""
FIRST_INSTANCES = 1
MOST_INSTANCES = 50
_REFERENCE = re.compile(r"\$\{(\w[\w.-]*)\}")
KEPT_PAGES = 500


def _compact(tree: Tree) -> str:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def _functions(tree: Tree) -> Iterator[str]:
    """Names of the functions and operators written as words in a parsed expression."""
    if isinstance(tree, list):
        if tree[0].isalpha() or "-" in tree[0][1:]:
            yield tree[0]
        for branch in tree[1:]:
            yield from _functions(branch)


@dataclass(frozen=True)
class Page:
    """What is shown: texts in one language, and what was typed so far, by field name."""

    title: Localized
    questionnaire: Questionnaire
    tag: str
    today: date
    """The server's day, for rules that need one; the phone's clock may be wrong."""
    action: str = ""
    """Address to send to; a preview has none."""
    hidden: Mapping[str, str] = field(default_factory=dict)
    reviewed: frozenset[str] = frozenset()
    fields: MultiDict[str, str] = field(default_factory=MultiDict)
    reading: Reading = field(default_factory=lambda: Reading({}, {}))
    """What the server made of what was typed."""
    is_demonstration: bool = False
    in_parts = frozenset({"one", "several", "rank", "acknowledge"})
    """Controls made of several parts, framed by a fieldset."""

    def say(self, text: Localized) -> Shown:
        """A text of the questionnaire; a version read by a second person has no drafts."""
        if self.tag in self.reviewed and text.state(self.tag) is State.DRAFT:
            return Shown(text.others[self.tag].text, lang=self.tag, page=self.tag)
        return text.read_in(self.tag)

    def pieces(self, text: Localized) -> list[tuple[Shown, str]]:
        """A text cut at its `${name}` references: (words, name that follows them or "")."""
        shown = self.say(text)
        if "${" not in shown.text:
            return [(shown, "")]
        cut = _REFERENCE.split(shown.text)
        words = [Shown(piece, shown.lang, shown.page) for piece in cut[::2]]
        return list(zip(words, [*cut[1::2], ""], strict=True))

    def rules(self, item: Question | Section) -> list[tuple[str, str]]:
        """The parsed rules a phone follows while the family answers, by the name of their attribute."""
        found = [(name, getattr(item, column, None)) for name, column in RULES.items()]
        return [(name, _compact(expression.tree)) for name, expression in found if expression]

    @property
    def has_more(self) -> bool:
        return has_more_to_ask(self.reading, self.fields)

    @property
    def script(self) -> dict[str, str | None]:
        """What the family's script must be able to do for this questionnaire (see web/assets.py)."""
        sections, questions = list(self.questionnaire.all_sections()), list(self.questionnaire.questions())
        listed = any(section.is_repeat for section in sections) or any(
            question.choice_filter or question.randomize for question in questions)
        trees = [getattr(item, column, None) for item in [*sections, *questions] for column in RULES.values()]
        used = {name for expression in trees if expression for name in _functions(expression.tree)}
        return {"listes": "1" if listed else None, "avec": ",".join(sorted(used))}

    def value_of(self, name: str) -> str:
        """What a `${name}` in a label stands for, where the server knows it."""
        value = self.reading.values.get(name, "")
        return value if isinstance(value, str) else ", ".join(value)

    def typed(self, path: str, default: str = "") -> str:
        return str(self.fields.get(path, default))

    def chosen(self, path: str) -> list[str]:
        return self.fields.getlist(path)

    def problem(self, path: str) -> Problem | None:
        return next((problem for problem in self.reading.problems if problem.field == path), None)

    def instances(self, path: str) -> range:
        """Which instances of a repeat to show: those already there, and one more where it was asked for."""
        shown = self.fields.get(f"{path}#", "")
        count = max(int(shown) if shown.isdigit() else FIRST_INSTANCES, self.reading.counts.get(path, 0))
        return range(min(count + (self.fields.get("_add") == path), MOST_INSTANCES))

    def is_private(self, question: Question) -> bool:
        """Contact details: the phone must not offer them to the next family that uses it."""
        return question.name in contact_names(self.questionnaire)

    def control(self, question: Question) -> str:
        """The macro that asks this question; a long list of choices is a drop-down."""
        long_list = question.appearance == "minimal" or len(question.choices) > LONG_LIST
        return "drop_down" if question.kind is Kind.ONE and long_list else CONTROLS[question.kind]

    def first_control(self, problem: Problem) -> str:
        """The id an error links to: the first thing one can type or tick."""
        numbered = self.control(problem.question) in {"one", "several", "rank"}
        return f"q_{problem.field}-0" if numbered else f"q_{problem.field}"

    def render(self) -> str:
        return render_template("surveys/questionnaire.html", page=self)


def has_more_to_ask(reading: Reading, fields: Mapping[str, str]) -> bool:
    """Without a script, an answer can call for more instances of a repeat than the page had."""
    return any(count > int(fields.get(f"{path}#") or 0) for path, count in reading.counts.items())


def preview_page(questionnaire: Questionnaire, *, tag: str, title: Localized,
                 reviewed: frozenset[str] = frozenset()) -> str:
    """The page as a phone shows it; it cannot be sent."""
    return Page(title, questionnaire, tag, clock.today(), reviewed=reviewed).render()


def _page(survey: PublishedSurvey, tag: str, action: str, key: str) -> Page:
    hidden = {"_key": key, "_version": str(survey.version_id)}
    return Page(survey.title, survey.questionnaire, tag, clock.today(), action, hidden, survey.reviewed,
                is_demonstration=survey.is_demonstration)


def filled_page(survey: PublishedSurvey, *, tag: str, action: str, key: str, fields: MultiDict[str, str],
                reading: Reading | None) -> str:
    """The page again with everything that was typed, and what is wrong with it."""
    page = replace(_page(survey, tag, action, key), fields=fields)
    return (replace(page, reading=reading) if reading else page).render()


_cuts: dict[tuple[object, ...], Cut] = {}


def _cut(survey: PublishedSurvey, tag: str, action: str) -> Cut:
    # The configuration's identity keeps the applications of a test process apart.
    name = (id(current_app.config), survey.version_id, survey.reviewed, str(survey.title.to_json()),
            survey.is_demonstration, tag, action, clock.today())
    if name not in _cuts:
        if len(_cuts) >= KEPT_PAGES:
            _cuts.clear()
        _cuts[name] = Cut.at_placeholder(_page(survey, tag, action, PLACEHOLDER).render().encode())
    return _cuts[name]


def fresh_page(survey: PublishedSurvey, *, tag: str, action: str, accepts_gzip: bool) -> Response:
    """An empty questionnaire with a key of its own.

    A browser may keep it (`no-store` would lose key and answers when a family goes Back after a lost
    reply), but asks again at each new visit, so that two families on one phone get two keys.
    """
    cut = _cut(survey, tag, action)
    fill = cut.gzipped if accepts_gzip else cut.plain

    def make() -> bytes:
        return fill(secrets.token_hex(16).encode())

    offer(make)
    response = Response(make(), mimetype="text/html")
    if accepts_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    return response
