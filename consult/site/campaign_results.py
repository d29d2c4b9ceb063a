"""What became of the answers to a campaign, for people without an account."""

from collections.abc import Iterable

from flask import render_template

from consult import clock
from consult.diagnostic.commitments import Promise
from consult.diagnostic.snapshot import Snapshot
from consult.site.results import results_page


def results_shown(slug: str, snapshot: Snapshot, promises: Iterable[Promise]) -> str:
    """The page of a campaign whose results are public, as it reads today."""
    page = results_page(snapshot, slug, promises, clock.today())
    return render_template("site/results.html", page=page)
