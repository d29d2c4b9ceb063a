"""When a question is asked, in words. Pure.

What has no words here stays an expression, as its author wrote it: a wrong sentence would be worse.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consult.exports.tables import offered, other_text, wording
from consult.surveys.questions import OTHER, Expression, Question, Questionnaire, Section, Tree
from consult.text import typeset

_COMPARED = {"=": "est", "!=": "n’est pas", "<": "est inférieure à", "<=": "est au plus",
             ">": "est supérieure à", ">=": "est au moins"}
_OPPOSITES = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_JOINED = {"and": " et ", "or": " ou "}


class NoWords(Exception):
    """This expression does more than the sentences below can say."""


@dataclass(frozen=True)
class _Speaker:
    questions: Mapping[str, Question]

    def _question(self, tree: Tree) -> Question:
        if isinstance(tree, list) and tree[:1] == ["$"] and tree[1] in self.questions:
            return self.questions[tree[1]]
        raise NoWords

    def compared(self, sign: str, left: Tree, right: Tree) -> str:
        question = self._question(left)
        asked = wording(question.label) or question.name
        if right == "" and sign in {"=", "!="}:
            return f"« {asked} » {'est sans réponse' if sign == '=' else 'a une réponse'}"
        return f"la réponse à « {asked} » {_COMPARED[sign]} {self._named(question, right)}"

    def selected(self, left: Tree, right: Tree, *, is_not: bool = False) -> str:
        question = self._question(left)
        asked = wording(question.label) or question.name
        verb = "n’est pas choisi" if is_not else "est choisi"
        return f"{self._named(question, right)} {verb} à « {asked} »"

    def _named(self, question: Question, value: Tree) -> str:
        if isinstance(value, list | bool):
            raise NoWords
        if isinstance(value, str):
            return f"« {offered(question).get(value, value)} »"
        return f"{value:.15g}".replace(".", ",")

    def negated(self, tree: Tree) -> str:
        operator, *operands = tree if isinstance(tree, list) else [""]
        # The opposite of "below 3" is not "3 or more" where nothing was answered.
        if operator in {"=", "!="}:
            return self.compared(_OPPOSITES[operator], *operands)
        if operator == "selected":
            return self.selected(*operands, is_not=True)
        raise NoWords

    def joined(self, operator: str, operands: Sequence[Tree]) -> str:
        parts = [self.words(operand) for operand in operands]
        mixed = [isinstance(operand, list) and operand[0] in _JOINED for operand in operands]
        return _JOINED[operator].join(
            f"({part})" if is_mixed else part for part, is_mixed in zip(parts, mixed, strict=True))

    def words(self, tree: Tree) -> str:
        operator, *operands = tree if isinstance(tree, list) and tree else [""]
        if operator in _JOINED:
            return self.joined(operator, operands)
        if operator in _COMPARED:
            return self.compared(operator, *operands)
        if operator == "selected":
            return self.selected(*operands)
        if operator == "not":
            return self.negated(*operands)
        raise NoWords


def _asked_if(items: Sequence[Question | Section], before: tuple[Expression, ...] = ()
              ) -> Iterator[tuple[Question, tuple[Expression, ...]]]:
    """Each question with all the conditions that lead to it, from the outside in."""
    for item in items:
        here = (*before, item.relevant) if item.relevant else before
        if isinstance(item, Section):
            yield from _asked_if(item.items, here)
        else:
            yield item, here
            if item.or_other:
                tree = ["selected", ["$", item.name], OTHER]
                yield other_text(item), (*here, Expression(f"selected(${{{item.name}}}, '{OTHER}')", tree))


def conditions(questionnaire: Questionnaire) -> dict[str, str]:
    """When each question is asked that is not asked to everybody, by its name."""
    speaker = _Speaker({question.name: question for question in questionnaire.questions()})
    found = {question.name: dict.fromkeys(_said(speaker, expression) for expression in expressions)
             for question, expressions in _asked_if(questionnaire.sections)}
    return {name: f"Question posée si {' et '.join(said)}." for name, said in found.items() if said}


def _said(speaker: _Speaker, expression: Expression) -> str:
    try:
        words = speaker.words(expression.tree)
    except NoWords:
        return " ".join(expression.source.split())
    return typeset(f"({words})" if expression.tree[0] == "or" else words)
