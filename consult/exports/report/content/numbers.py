"""Numbers and days as French prints them. Pure."""

from datetime import date

from babel.dates import format_date

SPACE = "\u00a0"
UNKNOWN = "inconnu"


def number(value: float) -> str:
    """Thousands apart, two decimals at most, and a comma."""
    written = f"{round(value, 2):,.2f}".rstrip("0").rstrip(".")
    return written.replace(",", SPACE).replace(".", ",").replace("-", "–")


def percent(share: float) -> str:
    """Whole, and never rounded to nobody or to everybody."""
    if 0 < share < 0.005:
        return f"moins de{SPACE}1{SPACE}%"
    if 0.995 < share < 1:
        return f"plus de{SPACE}99{SPACE}%"
    return f"{100 * share:.0f}{SPACE}%"


def day(moment: date) -> str:
    """« 26 novembre 2026 », « 1er décembre 2026 »."""
    written = format_date(moment, "d MMMM y", locale="fr")
    first, rest = written.split(" ", 1)
    return f"{'1er' if first == '1' else first}{SPACE}{rest.replace(' ', SPACE)}"


def several(count: int, one: str, many: str) -> str:
    """« 1 réponse », « 0 réponse », « 2 réponses »."""
    return f"{number(count)}{SPACE}{one if count < 2 else many}"


def shortened(text: str, letters: int) -> str:
    """The beginning of a text that has no more room, cut between words."""
    if len(text) <= letters:
        return text
    cut = text[:letters - 1]
    kept = cut.rsplit(" ", 1)[0] if " " in cut[letters // 2:] else cut
    return kept.rstrip(" ,;:.(–-" + SPACE) + SPACE + "…"
