"""Repeats: several children, each with answers of its own."""

from consult.surveys.expressions.evaluation import fill_in
from consult.surveys.questions import Kind
from tests.surveys.forms import a_question, a_questionnaire, a_section, read_form, wrong_fields

CHILDREN = a_questionnaire(
    a_question("adults", Kind.INTEGER),
    a_section(
        a_question("first_name"),
        a_question("age", Kind.INTEGER, constraint=". >= 0 and . <= 17", required="true()"),
        a_question("school", Kind.ONE, choices=("oui", "non"), relevant="${age} >= 3"),
        a_question("rank", Kind.CALCULATE, calculation="concat(position(..), '/', ${adults})"),
        name="children", is_repeat=True),
    a_section(
        a_question("how_many", Kind.CALCULATE, calculation="count(${children})"),
        a_question("oldest", Kind.CALCULATE, calculation="max(${age})"),
        a_question("teenager", relevant="${oldest} > 12"),
        name="after"))


def test_each_instance_of_a_repeat_has_its_own_answers():
    reading = read_form(
        CHILDREN, ("children#", "2"), ("children.0.first_name", "Anli"), ("children.0.age", "2"),
        ("children.0.school", "oui"), ("children.1.age", "5"), ("children.1.school", "oui"), adults="2")

    assert reading.problems == ()
    assert reading.answers == {
        "adults": 2, "how_many": 2.0, "oldest": 5.0, "children": [
            {"first_name": "Anli", "age": 2, "rank": "1/2"},
            {"first_name": None, "age": 5, "school": "oui", "rank": "2/2"}]}
    assert reading.counts == {"children": 2}
    assert {"children", "children.0", "children.1.school"} <= reading.relevant
    assert "children.0.school" not in reading.relevant


def test_empty_instances_at_the_end_are_dropped_and_those_between_are_kept():
    none = read_form(CHILDREN, ("children#", "3"), ("children.0.age", ""), ("children.1.age", " "))
    between = read_form(CHILDREN, ("children.0.age", ""), ("children.1.age", "4"), ("children.2.age", ""))

    assert (none.answers["children"], none.problems) == ([], ())
    assert [child["age"] for child in between.answers["children"]] == [None, 4]
    assert wrong_fields(between) == ["children.0.age"]


def test_problems_in_a_repeat_name_the_instance():
    reading = read_form(CHILDREN, ("children.0.age", "4"), ("children.1.age", "40"))

    assert wrong_fields(reading) == ["children.1.age"]
    assert reading.problems[0].question.name == "age"


def test_a_repeat_count_decides_how_many_instances_there_are():
    questionnaire = a_questionnaire(
        a_question("number", Kind.INTEGER),
        a_section(a_question("age", Kind.INTEGER, required="true()"), name="child", is_repeat=True,
                  repeat_count="${number}"))

    reading = read_form(questionnaire, ("child.0.age", "1"), ("child.5.age", "9"), number="2")

    assert reading.counts == {"child": 2}
    assert reading.answers["child"] == [{"age": 1}, {"age": None}]
    assert wrong_fields(reading) == ["child.1.age"]
    assert read_form(questionnaire).counts == {"child": 0}
    assert read_form(questionnaire, number="4000").counts == {"child": 50}


def test_repeats_may_stand_in_repeats():
    questionnaire = a_questionnaire(
        a_section(
            a_question("house"),
            a_section(a_question("age", Kind.INTEGER),
                      a_question("same", relevant="${house} = 'A' and ${age} > 1"),
                      name="child", is_repeat=True),
            a_question("ages", Kind.CALCULATE, calculation="sum(${age})"), name="home", is_repeat=True),
        a_section(a_question("all", Kind.CALCULATE, calculation="join(' ', ${age})"), name="end"))

    reading = read_form(
        questionnaire, ("home.0.house", "A"), ("home.0.child#", "2"), ("home.0.child.0.age", "1"),
        ("home.0.child.1.age", "2"), ("home.1.child.0.age", "3"), ("home.1.child.0.same", "x"))

    assert reading.answers == {"all": "1 2 3", "home": [
        {"house": "A", "child": [{"age": 1}, {"age": 2, "same": None}], "ages": 3.0},
        {"house": None, "child": [{"age": 3}], "ages": 3.0}]}
    assert reading.counts == {"home": 2, "home.0.child": 2, "home.1.child": 1}


def test_a_default_left_as_it_is_fills_no_instance():
    questionnaire = a_questionnaire(
        a_section(a_question("age", Kind.INTEGER, default="0"), name="child", is_repeat=True))

    assert read_form(questionnaire, ("child.0.age", "0")).answers == {"child": []}
    assert read_form(questionnaire, ("child.0.age", "1")).answers == {"child": [{"age": 1}]}


def test_contacts_in_a_repeat_stand_apart_too():
    questionnaire = a_questionnaire(
        a_section(a_question("age"), a_section(a_question("phone"), name="contact", sensitivity="contact"),
                  name="child", is_repeat=True))

    reading = read_form(questionnaire, ("child.0.age", "3"), ("child.0.phone", "0639001234"))

    assert reading.answers == {"child": [{"age": "3"}]}
    assert reading.contacts == {"child": [{"phone": "0639001234"}]}


def test_labels_name_answers_of_their_own_instance():
    reading = read_form(CHILDREN, ("children.0.first_name", "Anli"), ("children.0.age", "2"),
                        ("children.1.first_name", "Zaïna"), ("children.1.age", "5"), adults="2")

    assert fill_in("${first_name}, ${age} ans", reading.scope("children.1.")) == "Zaïna, 5 ans"
    assert fill_in("${how_many} enfants", reading.scope()) == "2 enfants"
