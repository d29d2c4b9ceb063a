"""What the pages of the coding desk show. Nothing here asks the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consult.desk.coding import queue
from consult.desk.coding.forms import CodingForm
from consult.desk.coding.picker import Picker, picker
from consult.desk.coding.queue import SAID, STATES, Progress, State, Wanted
from consult.desk.coding.work import Work, language_choices, question_choices
from consult.errors import N_
from consult.needs.coded_texts import CodedText
from consult.needs.suggestions import SUGGESTED


@dataclass(frozen=True)
class Source:
    """A question, or the meetings: how many texts it has, and how many are read."""

    name: str
    words: str
    progress: Progress


@dataclass(frozen=True)
class Overview:
    progress: Progress
    double: Progress
    masked: int
    to_settle: int
    sources: Sequence[Source]
    filters: Sequence[tuple[str, str, str, Mapping[str, str]]]
    """Of each its name, its title, the words for no choice, and the choices."""
    handles: Sequence[str]
    """Of the texts the filters let through."""
    waiting: str | None
    """The first text that waits for this person."""


def _sources(work: Work) -> list[Source]:
    found = []
    for name, words in question_choices(work).items():
        texts = [coded for coded in work.texts
                 if name == (SAID if coded.text.is_statement else coded.text.question)]
        found.append(Source(name, words, work.progress_in(texts)))
    return found


def overview(work: Work, wanted: Wanted) -> Overview:
    filters: list[tuple[str, str, str, Mapping[str, str]]] = [
        ("question", N_("Question"), N_("Toutes"), question_choices(work)),
        ("langue", N_("Langue"), N_("Toutes"), language_choices(work)),
        ("etat", N_("Textes"), N_("Tous"), STATES)]
    return Overview(
        work.progress, queue.double_progress(work.texts), sum(bool(coded.masked_by) for coded in work.texts),
        sum(coded.is_to_settle for coded in work.texts), _sources(work), filters, work.handles(wanted),
        min(work.handles(Wanted(etat=State.WAITING)), default=None))


@dataclass(frozen=True)
class TextPage:
    """One text, where it stands, and the needs to choose from."""

    coded: CodedText
    wanted: Wanted
    place: int
    before: str | None
    after: str | None
    picker: Picker
    others: Mapping[str, list[str]]
    """What other people read, by their names."""
    just_coded: CodedText | None
    """The text this person comes from."""


def _just_coded(work: Work, handle: str) -> CodedText | None:
    known = (coded for coded in work.texts if coded.text.handle == handle)
    return next((coded for coded in known if work.name in coded.codings), None)


def text_page(work: Work, coded: CodedText, wanted: Wanted, form: CodingForm, *, suggested: Sequence[str],
              came_from: str) -> TextPage:
    handle, handles = coded.text.handle, work.handles(wanted)
    return TextPage(
        coded, wanted, work.place(handle), queue.before(handles, handle), queue.after(handles, handle),
        picker(work.taxonomy, first=suggested, ticked=form.ticked, searched=form.searched.data or "",
               keys=min(SUGGESTED, len(suggested))),
        work.what_others_read(coded), _just_coded(work, came_from))
