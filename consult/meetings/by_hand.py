"""What a person needs to tell a family herself: the words, and links that open them on her phone. Pure."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from consult.meetings.notices import Notice, Site, channel_for, compose, recipient_of
from consult.meetings.phones import in_pairs, international
from consult.meetings.sms import Size, fold, size_of
from consult.meetings.states import Channel, MessageState
from consult.meetings.wording import NAMES


@dataclass(frozen=True)
class Way:
    """A link that opens a program with the message in it."""

    name: str
    address: str


@dataclass(frozen=True)
class ByHand:
    """A message as the list of messages to send by hand shows it."""

    notice: Notice
    kind: str
    channel: Channel
    recipient: str
    """The number or the address to write down with it."""
    shown: str
    """The number in pairs, or the mail address; empty where neither is known."""
    text: str
    lang: str
    size: Size
    ways: tuple[Way, ...]


def _by_phone(number: str, text: str) -> tuple[Way, ...]:
    words = quote(text)
    return (Way("call", f"tel:{number}"), Way("sms", f"sms:{number}?body={quote(fold(text))}"),
            Way("whatsapp", f"https://wa.me/{number.removeprefix('+')}?text={words}"))


def _ways(notice: Notice, text: str, subject: str, prefix: str) -> tuple[Way, ...]:
    phone = _by_phone(international(notice.phone, prefix=prefix), text) if notice.phone else ()
    if not notice.email:
        return phone
    filled = urlencode({"subject": subject, "body": text}, quote_via=quote)
    return (*phone, Way("mail", f"mailto:{quote(notice.email, safe='@')}?{filled}"))


def by_hand(notice: Notice, site: Site, *, prefix: str) -> ByHand:
    """The message for who sends it. What may have gone out already is shown as it was."""
    words, may_have_left = compose(notice, site), notice.state is MessageState.UNKNOWN
    text = (may_have_left and notice.body) or words.text
    return ByHand(
        recipient=(may_have_left and notice.recipient) or recipient_of(notice),
        notice=notice, kind=NAMES[notice.kind], channel=channel_for(notice),
        shown=in_pairs(notice.phone) if notice.phone else notice.email, text=text, lang=words.lang,
        size=size_of(fold(text)), ways=_ways(notice, text, words.subject, prefix))
