"""By which address a family answers: the consultation's own, or a relay's."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from flask import request, url_for

from consult.campaigns.models import Mode
from consult.campaigns.service import find_relay
from consult.errors import NotFound
from consult.responses import service
from consult.web.language import current_tag


@dataclass(frozen=True)
class Way:
    slug: str
    mode: Mode = Mode.SELF
    relay_id: UUID | None = None
    code: str = ""
    """The relay's, as printed."""

    @property
    def address(self) -> str:
        """Of the questionnaire."""
        if self.code:
            return url_for("responses.relay", code=self.code)
        return url_for("responses.answer", slug=self.slug)

    @property
    def thanks(self) -> str:
        """Of the page that says thank you."""
        return _thanks(request.script_root, current_tag(), self.slug, self.code)


@lru_cache(maxsize=1000)
def _thanks(_root: str, tag: str, slug: str, code: str) -> str:
    """Worked out once: finding an address among all of the site's costs more than checking twenty answers."""
    if code:
        return url_for("responses.relay_thanks", lang=tag, code=code)
    return url_for("responses.thanks", lang=tag, slug=slug)


def way_of_relay(code: str) -> Way:
    """Raises NotFound for a code that is nobody's."""
    relay = find_relay(code)
    return Way(relay.campaign.slug, relay.mode, relay.id, relay.code)


def way_of_sent_relay(code: str, version_id: UUID) -> Way:
    """The same for answers: when the relay is gone meanwhile, its families still reach the consultation."""
    try:
        return way_of_relay(code)
    except NotFound:
        return Way(service.slug_of_version(version_id))
