"""Papers the law asks for, filled with what the site knows: the register entry and the impact assessment.

What only the town can say stays an empty line that asks for it; nothing is said in its place.
"""

from collections.abc import Callable, Mapping

from consult.exports.report.blocks import Report
from consult.operations.papers.facts import Facts
from consult.operations.papers.impact import impact
from consult.operations.papers.register import register

PAPERS: Mapping[str, Callable[[Facts], Report]] = {"registre": register, "aipd": impact}
"""By the name of its file."""
