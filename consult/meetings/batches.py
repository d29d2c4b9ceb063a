"""The messages of a meeting put together: what waits to be read, and what became of the others. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consult.meetings.notices import Notice, Site, Words, channel_for, compose
from consult.meetings.sms import fold, size_of
from consult.meetings.states import Channel, MessageKind, MessageState
from consult.meetings.wording import NAMES


@dataclass(frozen=True)
class Preview:
    """The message of the first family that reads this language, and what all of them cost."""

    tag: str
    lang: str
    text: str
    characters: int
    families: int
    most_parts: int
    sms: int
    """SMS to pay, all families of this language together."""


@dataclass(frozen=True)
class Batch:
    """Messages prepared on one occasion: read, then let go or left together."""

    kind: MessageKind
    name: str
    occasion: str
    notices: tuple[Notice, ...]
    channels: Mapping[Channel, int]
    previews: tuple[Preview, ...]


def _preview(tag: str, told: list[tuple[Notice, Words]]) -> Preview:
    folded = [(size_of(fold(words.text)), channel_for(notice)) for notice, words in told]
    _first, words = told[0]
    by_sms = [size.parts for size, channel in folded if channel is Channel.SMS]
    return Preview(tag, words.lang, words.text, folded[0][0].characters, len(told),
                   max(size.parts for size, _channel in folded), sum(by_sms))


def _previews(notices: Iterable[Notice], site: Site) -> tuple[Preview, ...]:
    told: defaultdict[str, list[tuple[Notice, Words]]] = defaultdict(list)
    for notice in notices:
        told[notice.language].append((notice, compose(notice, site)))
    return tuple(_preview(tag, told[tag]) for tag in sorted(told))


def _by_channel(notices: Iterable[Notice]) -> dict[Channel, int]:
    counts = Counter(map(channel_for, notices))
    return {channel: counts[channel] for channel in Channel if counts[channel]}


def prepared_batches(notices: Iterable[Notice], site: Site) -> list[Batch]:
    """What waits until she has read it, the latest occasion last."""
    found: defaultdict[tuple[MessageKind, str], list[Notice]] = defaultdict(list)
    for notice in notices:
        if notice.state is MessageState.PREPARED:
            found[notice.kind, notice.occasion].append(notice)
    return [Batch(kind, NAMES[kind], occasion, tuple(batch), _by_channel(batch), _previews(batch, site))
            for (kind, occasion), batch in sorted(found.items())]


@dataclass(frozen=True)
class Told:
    """How far the messages of one kind, or of one occasion, have come."""

    name: str
    number: int | None
    """Which change it was: a meeting may move more than once."""
    counts: Mapping[MessageState, int]

    def count(self, *states: MessageState) -> int:
        return sum(self.counts.get(state, 0) for state in states)


def told_so_far(notices: Iterable[Notice]) -> list[Told]:
    """Every message counted by its kind and its state, in the order of a meeting's life."""
    found: defaultdict[tuple[MessageKind, int], Counter[MessageState]] = defaultdict(Counter)
    for notice in notices:
        number = int(notice.occasion) if notice.kind is MessageKind.CHANGED else 0
        found[notice.kind, number][notice.state] += 1
    order = {kind: place for place, kind in enumerate(MessageKind)}
    return [Told(NAMES[kind], number or None, found[kind, number])
            for kind, number in sorted(found, key=lambda key: (order[key[0]], key[1]))]
