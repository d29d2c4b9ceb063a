"""Margins as people write them, line by line: read whole, or refused with every fault and its place. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from consult.errors import N_, TableFault
from consult.needs.margins import BETWEEN, Categories, Population, Target
from consult.needs.weighting import SAME_TOTAL
from consult.territories.figures import WrongFigure, in_figures, read_figure
from consult.text import folded

OUT = "hors"
"""Written instead of a number for choices of those who are not of the population."""
LONGEST_SOURCE = 1000
MOST_LINES = 1000
MOST_HELPED = 100
"""Names that are compared with every choice to find which one was meant; who has more looks for himself."""

NOTHING = N_("Aucun nombre n’est écrit dans ce tableau.")
EMPTY_QUESTION = N_("Cette case est vide : écrivez le nom d’une question.")
NO_QUESTION = N_("Le questionnaire n’a pas de question « %(question)s ».")
UNFIT = N_("La question « %(question)s » ne peut pas avoir de marge : %(why)s. Prenez une question à un seul "
           "choix.")
NO_CHOICE = N_("« %(choice)s » n’est pas un choix de la question « %(question)s ».")
NO_CHOICE_BUT = N_("« %(choice)s » n’est pas un choix de la question « %(question)s ». Est-ce "
                   "« %(near)s » ?")
MANY_CHOICES = N_("Cette case réunit plus de choix que la question « %(question)s » n’en a.")
TOO_MANY_LINES = N_("Ce tableau a trop de lignes : 1 000 au plus.")
TWO_CHOICES = N_("« %(choice)s » peut être %(near)s. Écrivez le code du choix.")
EMPTY_CHOICE = N_("Cette case est vide : écrivez un choix de la question « %(question)s ».")
DOUBLED = N_("« %(choice)s » est déjà compté à la ligne %(line)s.")
MISSING = N_("Il manque : %(choices)s. Écrivez 0, « hors », ou réunissez ce choix avec un autre.")
NO_COUNT = N_("Il manque le nombre de « %(choice)s » : écrivez 0, « hors », ou réunissez ce choix avec un "
              "autre.")
REFUSAL = N_("« %(choice)s » n’est pas une partie de la population. Écrivez « hors » à la place du nombre.")
FORMULA = N_("Cette case contient une formule. Écrivez son résultat à la place.")
NO_SOURCE = N_("Écrivez d’où viennent ces nombres : titre, année, adresse.")
LONG_SOURCE = N_("Cette source est trop longue : 1 000 lettres au plus.")
ALL_ZERO = N_("Le total de la marge « %(question)s » est zéro.")
UNEQUAL = N_("La marge « %(question)s » fait %(own)s en tout, et la marge « %(other)s » fait %(total)s. Les "
             "marges décrivent une même population : leurs totaux doivent être égaux.")


@dataclass(frozen=True)
class Line:
    """What is written of one choice, or of a group of choices joined with `|`."""

    row: int
    question: str
    choices: str
    count: str
    source: str = ""
    formulas: frozenset[str] = frozenset()
    """Which of these cells hold a formula."""

    @property
    def cells(self) -> dict[str, str]:
        return {"question": self.question, "choice": self.choices, "count": self.count,
                "source": self.source}

    @property
    def computed(self) -> list[str]:
        return [name for name, cell in self.cells.items() if name in self.formulas or cell.startswith("=")]

    @property
    def is_blank(self) -> bool:
        """As the template came: no number, or only that a choice is not of the population."""
        return folded(self.count) in {"", OUT} and not self.source and not self.formulas


class BrokenMargins(Exception):
    """The lines cannot be taken in; nothing of them is."""

    def __init__(self, faults: Iterable[TableFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} faults")


@dataclass
class _Draft:
    """A margin while its lines are read."""

    categories: Categories
    question: str
    row: int
    targets: list[Target] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    faults: list[TableFault] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.categories.title(self.question)

    def refuse(self, row: int, column: str, sentence: str, **values: str) -> None:
        self.faults.append(TableFault(row, column, sentence, values))

    def add(self, line: Line) -> None:
        for name in line.computed:
            self.refuse(line.row, name, FORMULA)
        if line.source and "source" not in line.computed:
            self.sources.setdefault(line.source, line.row)
        choices = self._choices(line) if "choice" not in line.computed else ()
        if choices and "count" not in line.computed:
            self._count(line, choices)

    def _choices(self, line: Line) -> tuple[str, ...]:
        whole = self.categories.find_choices(self.question, line.choices)
        written = [line.choices] if len(whole) == 1 else line.choices.split(BETWEEN)
        if len(written) > max(1, len(self.categories.questions[self.question].choices)):
            self.refuse(line.row, "choice", MANY_CHOICES, question=self.title)
            return ()
        found = [choice for name in written for choice in self._choice(line.row, name.strip())]
        return tuple(found)

    def _choice(self, row: int, written: str) -> Iterator[str]:
        found = self.categories.find_choices(self.question, written) if written else []
        if len(found) != 1:
            self._refuse_choice(row, written, found)
        elif found[0] in self.seen:
            self.refuse(row, "choice", DOUBLED, choice=written, line=str(self.seen[found[0]]))
        else:
            self.seen[found[0]] = row
            yield found[0]

    def _refuse_choice(self, row: int, written: str, found: list[str]) -> None:
        if not written:
            return self.refuse(row, "choice", EMPTY_CHOICE, question=self.title)
        if found:
            near = ", ".join(f"« {name} »" for name in found)
            return self.refuse(row, "choice", TWO_CHOICES, choice=written, near=near)
        names = {folded(name): name for name in self.categories.names(self.question)}
        is_helped = len(self.faults) < MOST_HELPED
        near_names = get_close_matches(folded(written), names, n=1, cutoff=0.75) if is_helped else []
        if near_names:
            return self.refuse(row, "choice", NO_CHOICE_BUT, choice=written, question=self.title,
                               near=names[near_names[0]])
        return self.refuse(row, "choice", NO_CHOICE, choice=written, question=self.title)

    def _count(self, line: Line, choices: tuple[str, ...]) -> None:
        label = self.categories.label(self.question, BETWEEN.join(choices))
        is_refused = [self.categories.is_refused(self.question, choice) for choice in choices]
        if folded(line.count) == OUT or (not line.count and all(is_refused)):
            return self.targets.append(Target(choices, None))
        if not line.count:
            return self.refuse(line.row, "count", NO_COUNT, choice=label)
        if any(is_refused):
            refused = choices[is_refused.index(True)]
            return self.refuse(line.row, "count", REFUSAL,
                               choice=self.categories.label(self.question, refused))
        try:
            self.targets.append(Target(choices, read_figure(line.count)))
        except WrongFigure as problem:
            self.refuse(line.row, "count", problem.sentence, **problem.values)

    def finish(self) -> Population:
        """The margin; what it lacks is added to its faults."""
        missing = [choice.name for choice in self.categories.questions[self.question].choices
                   if choice.name not in self.seen]
        silent = [name for name in missing if self.categories.is_refused(self.question, name)]
        self.targets += [Target((name,), None) for name in silent]
        if labels := [self.categories.label(self.question, name) for name in missing if name not in silent]:
            self.refuse(self.row, "choice", MISSING, choices=", ".join(f"« {label} »" for label in labels))
        self._check_sources()
        found = Population(self.question, tuple(self.targets), " ; ".join(self.sources))
        if not self.faults and not found.total:
            self.refuse(self.row, "count", ALL_ZERO, question=self.title)
        return found

    def _check_sources(self) -> None:
        if not self.sources and not any(fault.column == "source" for fault in self.faults):
            self.refuse(self.row, "source", NO_SOURCE)
        elif len(" ; ".join(self.sources)) > LONGEST_SOURCE:
            self.refuse(next(iter(self.sources.values())), "source", LONG_SOURCE)


def _no_question(line: Line, categories: Categories) -> TableFault:
    """Why a line is about no question that may have a margin."""
    if "question" in line.computed:
        return TableFault(line.row, "question", FORMULA)
    if not line.question:
        return TableFault(line.row, "question", EMPTY_QUESTION)
    why = categories.why_not(line.question)
    if why:
        return TableFault(line.row, "question", UNFIT, {"question": line.question, "why": why})
    return TableFault(line.row, "question", NO_QUESTION, {"question": line.question})


def _by_question(lines: Sequence[Line], categories: Categories) -> Iterator[tuple[str, list[Line]]]:
    """The lines of each question, without the questions left as the template came."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        if name := categories.find_question(line.question):
            found.setdefault(name, []).append(line)
    return ((name, own) for name, own in found.items() if not all(line.is_blank for line in own))


def _unequal(drafts: Sequence[tuple[Population, int]], known: Sequence[Population],
             categories: Categories) -> Iterator[TableFault]:
    """Margins whose total is not that of the first one; both totals are said."""
    others = [*known, *(population for population, _ in drafts)]
    for population, row in drafts:
        first = others[0]
        if abs(population.total - first.total) > SAME_TOTAL * first.total:
            yield TableFault(row, "count", UNEQUAL, {
                "question": categories.title(population.question), "own": in_figures(population.total),
                "other": categories.title(first.question), "total": in_figures(first.total)})


def _drafts(lines: Sequence[Line], categories: Categories) -> list[_Draft]:
    drafts = []
    for question, own in _by_question(lines, categories):
        draft = _Draft(categories, question, own[0].row)
        for line in own:
            draft.add(line)
        drafts.append(draft)
    return drafts


def read_margins(lines: Sequence[Line], categories: Categories,
                 known: Sequence[Population] = ()) -> list[Population]:
    """The margins that lines give. Raises BrokenMargins with every fault.

    `known` are the margins there are already; those about the same questions are replaced.
    """
    if len(lines) > MOST_LINES:
        raise BrokenMargins([TableFault(lines[MOST_LINES].row, "question", TOO_MANY_LINES)])
    faults = [_no_question(line, categories) for line in lines if not categories.find_question(line.question)]
    drafts = _drafts(lines, categories)
    if not drafts and not faults:
        faults = [TableFault(lines[0].row if lines else 1, "count", NOTHING)]
    found = [(draft.finish(), draft.row) for draft in drafts]
    faults += [fault for draft in drafts for fault in draft.faults]
    if not faults:
        replaced = {draft.question for draft in drafts}
        faults = list(_unequal(found, [each for each in known if each.question not in replaced], categories))
    if faults:
        raise BrokenMargins(sorted(faults, key=lambda fault: fault.row))
    return [population for population, _ in found]
