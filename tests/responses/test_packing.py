"""A packed row says what its document says."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.responses.counting import answered, asked, chose, frequencies, numbers, places
from consult.responses.packing import Layout, layout, pack, unpack
from consult.surveys.questions import Choice, Kind, Question, Questionnaire, Section
from consult.text import localized

COUNTED = sorted(set(Kind) - {Kind.NOTE})


def a_questionnaire(*items: Question | Section) -> Questionnaire:
    return Questionnaire(localized("Essai"), "essai", ("fr",), (Section("s", items=items),))


def a_question(name: str, kind: Kind, choices: int = 0, **changes: Any) -> Question:
    listed = tuple(Choice(f"c{i}", localized("x")) for i in range(choices))
    return Question(name, kind, choices=listed, **changes)


def answers_to(question: Question) -> st.SearchStrategy[Any]:
    """Any answer a document can hold to a question; None for « asked, not answered »."""
    names = [choice.name for choice in question.choices]
    several = st.lists(st.sampled_from(names), unique=True) if names else st.none()
    by_kind: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.ONE: st.sampled_from(names) if names else st.none(),
        Kind.MULTIPLE: several,
        Kind.RANK: several,
        Kind.INTEGER: st.integers(-10**9, 10**9),
        Kind.DECIMAL: st.floats(-1e9, 1e9),
        Kind.RANGE: st.integers(0, 100),
        Kind.DATE: st.dates().map(lambda day: day.isoformat()),
        Kind.TIME: st.times().map(lambda time: time.strftime("%H:%M")),
    }
    return st.none() | by_kind.get(question.kind, st.text(min_size=1))


@st.composite
def answered_questionnaires(draw: st.DrawFn) -> tuple[Questionnaire, list[dict[str, Any]]]:
    kinds = draw(st.lists(st.sampled_from(COUNTED), min_size=1, max_size=8))
    questions = [a_question(f"q{i}", kind, draw(st.sampled_from([1, 2, 7, 8, 15, 31, 63, 64, 130])))
                 for i, kind in enumerate(kinds)]
    document = st.fixed_dictionaries({}, optional={q.name: answers_to(q) for q in questions})
    return a_questionnaire(*questions), draw(st.lists(document, max_size=5))


def is_answer(value: Any) -> bool:
    return value is not None and value != []


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(answered_questionnaires())
def test_packing_agrees_with_the_documents(drawn: tuple[Questionnaire, list[dict[str, Any]]]) -> None:
    questionnaire, documents = drawn
    rules = layout(questionnaire)

    rows = unpack(rules, b"".join(pack(rules, document) for document in documents))

    assert len(rows) == len(documents)
    for question in questionnaire.questions():
        found = [document.get(question.name) for document in documents]
        assert asked(rules, rows, question.name).tolist() == [question.name in d for d in documents]
        assert answered(rules, rows, question.name).tolist() == [is_answer(answer) for answer in found]
        check_choices(rules, rows, question, found)


def check_choices(rules: Layout, rows: Any, question: Question, found: list[Any]) -> None:
    counts = frequencies(rules, rows, question.name)
    for choice in (choice.name for choice in question.choices):
        if question.kind is Kind.ONE:
            held = [answer == choice for answer in found]
        elif question.kind in {Kind.MULTIPLE, Kind.RANK}:
            held = [choice in (answer or []) for answer in found]
        else:
            continue
        assert chose(rules, rows, question.name, choice).tolist() == held
        assert counts.by_choice[choice] == sum(held)


def test_numbers_come_back_without_the_empty_ones() -> None:
    rules = layout(a_questionnaire(a_question("age", Kind.DECIMAL)))

    documents = ({"age": 2.5}, {"age": None}, {}, {"age": 0})
    rows = unpack(rules, b"".join(pack(rules, answers) for answers in documents))

    assert numbers(rules, rows, "age").tolist() == [2.5, 0]


def test_a_ranking_keeps_the_place_of_each_choice() -> None:
    rules = layout(a_questionnaire(a_question("ordre", Kind.RANK, 3)))

    rows = unpack(rules, pack(rules, {"ordre": ["c2", "c0"]}) + pack(rules, {}))

    assert [places(rules, rows, "ordre", f"c{i}").tolist() for i in range(3)] == [[2, 0], [0, 0], [1, 0]]


def test_a_repeat_is_counted_and_its_questions_are_not_packed() -> None:
    repeat = Section("enfants", items=(a_question("age", Kind.INTEGER),), is_repeat=True)
    rules = layout(a_questionnaire(repeat))

    rows = unpack(rules, pack(rules, {"enfants": [{"age": 1}, {"age": 2}]}) + pack(rules, {"enfants": []}))

    assert list(rules.columns) == ["enfants"]
    assert frequencies(rules, rows, "enfants").answered == 1
    assert frequencies(rules, rows, "enfants").asked == 2


def test_contacts_are_never_packed() -> None:
    phone = a_question("telephone", Kind.TEXT, sensitivity="coordonnée, table séparée")
    rules = layout(a_questionnaire(a_question("age", Kind.INTEGER), Section("contact", items=(phone,))))

    packed = pack(rules, {"age": 3, "telephone": "0639000000"})

    assert list(rules.columns) == ["age"]
    assert packed == pack(rules, {"age": 3})


def test_the_other_choice_and_its_text_are_counted() -> None:
    rules = layout(a_questionnaire(a_question("mode", Kind.ONE, 2, or_other=True)))

    rows = unpack(rules, pack(rules, {"mode": "other", "mode_other": "grand-mère"}))

    assert frequencies(rules, rows, "mode").by_choice == {"c0": 0, "c1": 0, "other": 1}
    assert frequencies(rules, rows, "mode_other").answered == 1


@pytest.mark.parametrize("kind", [Kind.ONE, Kind.MULTIPLE])
def test_a_choice_the_questionnaire_has_not_is_refused(kind: Kind) -> None:
    rules = layout(a_questionnaire(a_question("q", kind, 70)))

    with pytest.raises(LookupError):
        pack(rules, {"q": "c99" if kind is Kind.ONE else ["c1", "c99"]})


def test_a_questionnaire_without_questions_still_has_rows() -> None:
    rules = layout(a_questionnaire(a_question("bonjour", Kind.NOTE)))

    assert len(unpack(rules, pack(rules, {}) * 3)) == 3
