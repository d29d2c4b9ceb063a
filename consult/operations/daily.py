"""What the site does once a day, after midnight where the families live."""

from functools import partial

from consult import clock
from consult.diagnostic.service import move_figures
from consult.meetings.service import attempt
from consult.operations.mixing import mix
from consult.operations.retention import Moment, purge_apart


def once_a_day(moment: Moment) -> None:
    """Each step bears being done again, and fails alone."""
    purge_apart(moment)
    attempt("mixing", mix)
    attempt("figures", partial(move_figures, on=moment.at.astimezone(clock.ZONE).date()))
