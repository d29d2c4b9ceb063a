"""Conditions that no answer can meet, as far as it is cheap to see."""

from collections.abc import Iterator

from consult.surveys.questions import CHOOSING, OTHER, Expression, Kind, Question, Questionnaire, Tree

Pair = tuple[str, str]
"""A question, and the choice that a condition asks of it."""


def _name(tree: Tree, own: str) -> str:
    """The question a tree reads: `${q}`, or `.` for the question the rule belongs to."""
    if isinstance(tree, list) and tree and tree[0] == "$":
        return str(tree[1])
    return own if tree == ["."] else ""


def _pair(tree: Tree, own: str) -> Pair | None:
    """`${q} = 'a'`, `'a' = ${q}`, `selected(${q}, 'a')` → (q, a)."""
    if not isinstance(tree, list) or len(tree) != 3 or tree[0] not in {"=", "!=", "selected"}:
        return None
    for read, literal in ((tree[1], tree[2]), (tree[2], tree[1])):
        name = _name(read, own)
        if name and isinstance(literal, str):
            return name, literal
    return None


def _pairs(tree: Tree, own: str) -> Iterator[Pair]:
    if found := _pair(tree, own):
        yield found
    elif isinstance(tree, list):
        for part in tree[1:]:
            yield from _pairs(part, own)


def _question(questionnaire: Questionnaire, name: str) -> Question | None:
    return next((question for question in questionnaire.questions() if question.name == name), None)


def absent_choices(rule: Expression, own: str, questionnaire: Questionnaire) -> list[Pair]:
    """Choices that a rule asks for and their list does not have."""
    absent = []
    for name, choice in dict.fromkeys(_pairs(rule.tree, own)):
        asked = _question(questionnaire, name)
        if choice and asked and asked.kind in CHOOSING and choice not in _answers(asked):
            absent.append((name, choice))
    return absent


def _answers(question: Question) -> set[str]:
    return {choice.name for choice in question.choices} | ({OTHER} if question.or_other else set())


def never_true(rule: Expression, questionnaire: Questionnaire, hidden: set[str]) -> bool:
    """Whether a condition is false whatever is answered; `hidden` questions are never answered."""
    single = {question.name for question in questionnaire.questions() if question.kind is Kind.ONE}
    return _truth(rule.tree, single, hidden) is False


def _truth(tree: Tree, single: set[str], hidden: set[str]) -> bool | None:
    """True, False, or None where it depends on the answers."""
    if not isinstance(tree, list):
        return bool(tree) if isinstance(tree, (bool, int, float)) else None
    parts = [_truth(part, single, hidden) for part in tree[1:]] if tree[0] in {"and", "or", "not"} else []
    if tree[0] == "not":
        return None if parts[0] is None else not parts[0]
    if tree[0] == "or":
        return True if True in parts else False if set(parts) == {False} else None
    if tree[0] == "and":
        return False if False in parts or _clash(tree, single) else True if set(parts) == {True} else None
    return _asks_hidden(tree, hidden)


def _asks_hidden(tree: Tree, hidden: set[str]) -> bool | None:
    pair = _pair(tree, "") if tree[0] != "!=" else None
    return False if pair and pair[1] and pair[0] in hidden else None


def _clash(tree: Tree, single: set[str]) -> bool:
    """`${q} = 'a' and ${q} = 'b'`, where q takes one choice."""
    asked: dict[str, str] = {}
    for part in _flat(tree):
        pair = _pair(part, "") if isinstance(part, list) and part and part[0] == "=" else None
        if pair and pair[0] in single and asked.setdefault(*pair) != pair[1]:
            return True
    return False


def _flat(tree: Tree) -> Iterator[Tree]:
    for part in tree[1:]:
        if isinstance(part, list) and part and part[0] == "and":
            yield from _flat(part)
        else:
            yield part
