"""What every report carries: its day, its hash, who answered, its limits, the rule of disclosure. Pure."""

from collections.abc import Iterable, Iterator

from consult.diagnostic.figures import CampaignUsed
from consult.diagnostic.snapshot import Heading as Subject
from consult.diagnostic.snapshot import Snapshot
from consult.exports.report.blocks import Block, Note, Paragraph, Report, Words, clean, strong, words
from consult.exports.report.content.figures import count
from consult.exports.report.content.numbers import SPACE, day, number, several, shortened
from consult.exports.report.content.terms import (
    DEMONSTRATION,
    MASKED,
    NEVER_ADDED,
    NO_PLACE,
    NOT_WRITTEN,
    SAMPLINGS,
    rule,
    town,
)
from consult.text import typeset

MOST_LIMITS, LONGEST_TITLE = 5, 110
SHOWN_OF_HASH = 12
"""Letters of it on every page; the whole of it stands once in each report."""


def report(snapshot: Snapshot, kind: str, blocks: Iterable[Block], *, subtitle: str = "",
           is_short: bool = False) -> Report:
    frozen = f"Arrêté le {day(snapshot.frozen_on)}, diagnostic n°{SPACE}{number(snapshot.number)}"
    whole = typeset(clean(snapshot.title)) or "Diagnostic"
    title = shortened(whole, LONGEST_TITLE) if is_short else whole
    footer = typeset(f"{shortened(title, 60)} · arrêté le {day(snapshot.frozen_on)} · "
              f"empreinte {snapshot.content_hash[:SHOWN_OF_HASH]}")
    return Report(
        typeset(clean(town(snapshot))), typeset(kind), title,
        typeset(f"{subtitle}, {frozen.lower()}") if subtitle else frozen,
        footer, typeset(DEMONSTRATION) if snapshot.is_demonstration else "", snapshot.frozen_on.isoformat(),
        tuple(blocks), is_short)


def responses(campaign: CampaignUsed) -> str:
    """« 300 réponses », or that their number is withheld."""
    if campaign.responses is None:
        return f"nombre de réponses {MASKED}"
    return several(campaign.responses, "réponse", "réponses")


def meetings(campaign: CampaignUsed) -> str:
    """Empty where there was none."""
    gathered = campaign.gathered
    if not gathered.meetings:
        return ""
    held = several(gathered.meetings, "réunion publique", "réunions publiques")
    if gathered.present is None:
        return f"{held}, présence non comptée ou masquée."
    return f"{held}, {several(gathered.present, 'adulte présent', 'adultes présents')}."


def answered(campaign: CampaignUsed) -> str:
    """How many, when, and how people came to answer."""
    return (f"{responses(campaign)}, du {day(campaign.opens_on)} au {day(campaign.closes_on)}. "
            f"{SAMPLINGS[campaign.sampling]} {meetings(campaign)}").strip()


def who_answered(campaigns: Iterable[CampaignUsed], letters: int = 400) -> Iterator[Paragraph]:
    """A paragraph for each consultation."""
    for campaign in campaigns:
        yield Paragraph(words(strong(shortened(clean(campaign.title.french), letters)),
                              f" : {answered(campaign)}"))


def no_campaign(snapshot: Snapshot) -> Iterator[Paragraph]:
    if not snapshot.campaigns:
        yield Paragraph(words("Aucune consultation n’est dans ce diagnostic."))


def paragraphs(text: str) -> tuple[Words, ...]:
    """What somebody wrote, line by line; nothing in it is markup."""
    return tuple(words(line) for written in text.split("\n") if (line := clean(written)))


def written(snapshot: Snapshot, subject: Subject) -> Iterator[Paragraph]:
    """What the coordinator wrote under a heading, or that nothing is written."""
    found = paragraphs(snapshot.texts.get(subject, ""))
    yield from (Paragraph(text) for text in found or (words(NOT_WRITTEN),))


def in_short(snapshot: Snapshot, subject: Subject, letters: int) -> str:
    """The beginning of it; empty where nothing is written."""
    return shortened(clean(snapshot.texts.get(subject, "")), letters)


def limits(snapshot: Snapshot, letters: int | None = None) -> tuple[Words, ...]:
    """What must be known before a figure is repeated; what the coordinator wrote comes first.

    With a number of letters it is kept short: the first lines only, which no output goes without.
    """
    own = paragraphs(snapshot.texts.get(Subject.LIMITS, ""))
    if letters and own:
        own = (words(in_short(snapshot, Subject.LIMITS, letters)),)
    common = [SAMPLINGS[sampling] for sampling in dict.fromkeys(
        campaign.sampling for campaign in snapshot.campaigns)]
    common += [NEVER_ADDED] if len(snapshot.campaigns) > 1 else []
    common += [f"« {shortened(clean(campaign.title.french), 60)} » : trop peu de familles ont répondu. Ses "
               f"chiffres sont ceux du diagnostic n°{SPACE}{number(campaign.carried_from)}."
               for campaign in snapshot.campaigns if campaign.carried_from is not None]
    common += [DEMONSTRATION] if snapshot.is_demonstration else []
    said = (*own, *(words(sentence) for sentence in (*common, NO_PLACE)))
    return said[:MOST_LIMITS] if letters else said


def seal(snapshot: Snapshot) -> Note:
    """The rule of disclosure, the day and the whole hash: what lets a reader check the paper in hand."""
    return Note(words(
        strong("Ce qui est masqué. "), f"{rule(snapshot)} ", strong("Preuve. "),
        f"Ces chiffres ont été arrêtés le {day(snapshot.frozen_on)} et ne changent plus. Empreinte SHA-256 : "
        f"{snapshot.content_hash}"))


def key_figures(snapshot: Snapshot, most: int = 2) -> tuple[tuple[str, str], ...]:
    """Responses of each consultation, never added up, then needs."""
    shown = snapshot.campaigns[:most]
    alone = len(snapshot.campaigns) == 1
    answered = [(count(campaign.responses), "réponses de familles" if alone else
                 f"réponses : {shortened(clean(campaign.title.french), 56)}") for campaign in shown]
    gathered = [(number(campaign.gathered.meetings), "réunions publiques")
                for campaign in shown if alone and campaign.gathered.meetings]
    first = sum(need.tier == "A" for need in snapshot.needs)
    kept = (number(len(snapshot.needs)), f"besoins retenus, dont {number(first)} de niveau A")
    return (*((value, typeset(label)) for value, label in (*answered, *gathered)), kept)
