"""The texts of a campaign that are somebody's to read, and what they may know of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import current_app

from consult.campaigns.models import Campaign
from consult.campaigns.service import find_campaign
from consult.desk.coding import queue
from consult.desk.coding.queue import SAID, Progress, Wanted
from consult.errors import N_, NotFound
from consult.exports.tables import wording
from consult.i18n import LANGUAGES
from consult.meetings.service import spoken_in, statement_to_change
from consult.needs import service
from consult.needs.coded_texts import CodedText
from consult.needs.taxonomy import Taxonomy
from consult.needs.texts import Said, Text, open_questions
from consult.staff.access import current_account
from consult.staff.models import Role
from consult.surveys.questions import OTHER
from consult.text import typeset

SAID_LABEL = N_("Dit en réunion")
_OTHER_LABEL = " (autre, précisez)"


@dataclass(frozen=True)
class Work:
    campaign: Campaign
    name: str
    """Of the person who reads."""
    is_coordinator: bool
    every: Sequence[CodedText]
    labels: Mapping[str, str]
    """Words of each question that has texts."""
    taxonomy: Taxonomy

    @property
    def texts(self) -> list[CodedText]:
        """Theirs to read: all of them, or those of the sample for the second reader."""
        return [coded for coded in self.every if self.is_coordinator or coded.text.is_double]

    def find(self, handle: str) -> CodedText:
        """Raises NotFound, for a text that is somebody else's to read too."""
        found = next((coded for coded in self.texts if coded.text.handle == handle), None)
        if found is None:
            raise NotFound
        return found

    def handles(self, wanted: Wanted) -> list[str]:
        """The addresses of the texts wanted, in order."""
        return [coded.text.handle for coded in self.texts if wanted.lets_through(coded, self.name)]

    @property
    def progress(self) -> Progress:
        return self.progress_in(self.texts)

    def progress_in(self, texts: Sequence[CodedText]) -> Progress:
        """Of some texts, how many are read: by anybody, or by the second reader alone."""
        return queue.progress(texts) if self.is_coordinator else queue.own_progress(texts, self.name)

    def place(self, handle: str) -> int:
        return [coded.text.handle for coded in self.texts].index(handle) + 1

    def question(self, text: Text) -> str:
        return SAID_LABEL if text.is_statement else self.labels.get(text.question, text.question)

    def language(self, text: Text) -> str:
        return LANGUAGES[text.language].name if text.language in LANGUAGES else text.language

    def labels_of(self, codes: Iterable[str]) -> list[str]:
        """The words of some needs, in the order of the taxonomy; a code that left it stands for itself."""
        known = self.taxonomy.by_code()
        gone = [code for code in sorted(codes) if code not in known]
        return [typeset(need.label.french) for need in known.values() if need.code in codes] + gone

    def is_closed(self, coded: CodedText) -> bool:
        return coded.is_closed_to(self.name, blind=not self.is_coordinator)

    def what_others_read(self, coded: CodedText) -> dict[str, list[str]]:
        """What other people read in a text, where this person may know it."""
        if not self.is_coordinator or not coded.is_open_to(self.name):
            return {}
        return {coder: self.labels_of(codes) for coder, codes in sorted(coded.codings.items())
                if coder != self.name}


def _labels(campaign: Campaign) -> dict[str, str]:
    labels: dict[str, str] = {}
    for questionnaire in service.published_questionnaires(campaign.id).values():
        for question in open_questions(questionnaire):
            words = wording(question.label) or question.name
            other = _OTHER_LABEL if question.name.endswith(f"_{OTHER}") else ""
            labels.setdefault(question.name, words + other)
    return labels


def said_in(campaign: Campaign) -> list[Said]:
    return [Said(each.id, each.text, each.language) for _, each in spoken_in(campaign.id)]


def load_work(slug: str) -> Work:
    """Raises NotFound where there is no such campaign."""
    campaign, account = find_campaign(slug), current_account()
    texts = service.list_texts(campaign.id, said_in(campaign), secret=current_app.config["SECRET_KEY"])
    return Work(campaign, account.name, account.role is Role.COORDINATOR,
                service.with_codings(campaign.id, texts), _labels(campaign),
                service.taxonomy_in_use().taxonomy)


def text_now(text: Text) -> str | None:
    """What stands where this text stood, in the transaction that is about to write."""
    if text.statement_id is None:
        return service.text_now(text)
    statement = statement_to_change(text.statement_id)
    return statement.text if statement else None


def question_choices(work: Work) -> dict[str, str]:
    """The questions that texts answer, for the filter; statements have one line of their own."""
    names = {SAID if coded.text.is_statement else coded.text.question for coded in work.texts}
    questions = {name: words for name, words in work.labels.items() if name in names}
    return {**questions, SAID: SAID_LABEL} if SAID in names else questions


def language_choices(work: Work) -> dict[str, str]:
    tags = sorted({coded.text.language for coded in work.texts})
    return {tag: LANGUAGES[tag].name if tag in LANGUAGES else tag for tag in tags}
