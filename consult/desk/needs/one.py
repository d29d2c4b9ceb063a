"""A need's own page: what it is, what counts as evidence, and its figures group by group."""

from collections.abc import Iterator
from dataclasses import dataclass

from consult.desk.coding.work import said_in
from consult.desk.needs.lines import Counts, Figured
from consult.desk.needs.loading import Reading
from consult.needs.coverage import Coverage
from consult.needs.evidence import Reading as InWords
from consult.needs.evidence import in_words
from consult.needs.profiles import Profile
from consult.needs.service import CodedCount, coded_counts, coded_texts, quotes_in
from consult.needs.tables import is_sensitive
from consult.needs.taxonomy import Need
from consult.needs.verbatims import Quote


@dataclass(frozen=True)
class Table:
    """The figures of one profile."""

    profile: Profile
    rows: tuple[tuple[str, Counts], ...]
    """Label of the group, and its figures."""


@dataclass(frozen=True)
class NeedPage:
    need: Need
    is_possible: bool
    evidence: list[list[InWords]]
    strong: list[list[InWords]]
    everywhere: Counts
    tables: tuple[Table, ...]
    coverage: Coverage
    is_sensitive: bool
    """Evidence of a special category: it is published for the commune only."""
    coded: CodedCount | None
    """Texts in which somebody read the need; None in what anybody may see."""
    quotes: tuple[Quote, ...]
    """Words chosen by hand; those that others may read, in what anybody may see."""

    def rows(self) -> Iterator[tuple[str, str, Counts]]:
        """Every group, with the title of its profile."""
        yield "Toutes les familles", "", self.everywhere
        for table in self.tables:
            for label, counts in table.rows:
                yield str(table.profile.label), label, counts


def need_page(reading: Reading, figured: Figured, need: Need, *, name: str) -> NeedPage:
    survey = reading.survey
    possible = survey.is_possible(need)
    profiles = [*([survey.place] if survey.place else []), *survey.profiles] if possible else []
    tables = tuple(Table(profile, tuple(
        (str(group.label), figured.counts(need, profile.code, group.code)) for group in profile.groups))
        for profile in profiles)
    newest = survey.samples[0].questionnaire if survey.samples else None
    rules = survey.rules(0, need) if newest else None
    texts = coded_texts(reading.campaign.id, said_in(reading.campaign))
    return NeedPage(
        need, possible, in_words(rules.evidence, newest) if rules and newest else [],
        in_words(rules.strong, newest) if rules and newest else [],
        figured.counts(need) if possible else Counts(0, 0, 0, 0, 0), tables,
        reading.coverage_of(need),
        is_sensitive(survey, need),
        # Beside the survey's figures, and never in them.
        None if figured.published else coded_counts(texts).get(need.code, CodedCount()),
        tuple(quote for quote in quotes_in(reading.campaign.id, texts) if quote.need == need.code
              and (quote.is_published if figured.published else quote.is_readable_by(name))))
