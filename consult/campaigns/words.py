"""The French words for how people answer. Pure."""

from collections.abc import Mapping

from consult.campaigns.models import Mode

MODES: Mapping[str, str] = {
    Mode.SELF: "Par la famille",
    Mode.ASSISTED: "Avec une aide",
    Mode.PAPER: "Sur papier",
    Mode.IMPORTED: "Importée",
}
