"""Controls of what the site keeps: responses, receipts, documents under a hash, seats of meetings."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from consult.db.keys import digest_of
from consult.diagnostic.models import Frozen
from consult.meetings.models import Meeting, SignUp
from consult.meetings.states import HOLDING
from consult.needs.models import TaxonomyVersion
from consult.operations.anonymising import NO_RECEIPT
from consult.operations.checks.control import Control, Site
from consult.responses.models import Response
from consult.responses.service import check_responses, receipt_of
from consult.surveys.models import QuestionnaireVersion

SOME = 1000
"""One receipt would tell that the secret is another site's; some more tell of single rows."""
HASHED = {"questionnaire": QuestionnaireVersion, "liste de besoins": TaxonomyVersion, "état figé": Frozen}
NO_DOCUMENT = "{} réponses sont illisibles, ou ne vont pas avec leur questionnaire"
OTHER_ROW = "{} lignes compactes sont à refaire avec «\u00a0consult responses rebuild\u00a0»"
CLOSED = "{} reçus sur {} n’ouvrent plus rien\u00a0: le secret n’est pas celui de ce site"


def responses(_site: Site) -> Control:
    """Every packed row says what its document says."""
    found = check_responses()
    faults = ((NO_DOCUMENT, found.unreadable), (OTHER_ROW, found.wrong))
    return Control(f"{found.responses} comparées à leur ligne compacte",
                   tuple(sentence.format(len(keys)) for sentence, keys in faults if keys))


def receipts(site: Site) -> Control:
    """The secret of the site is the one that made the receipts."""
    given_out = ~Response.receipt_hash.startswith(NO_RECEIPT)
    some = select(Response.key, Response.receipt_hash).where(given_out).order_by(Response.key).limit(SOME)
    given = site.connection.execute(some).all()
    closed = sum(not receipt_of(key, kept, site.secret) for key, kept in given)
    return Control(f"{len(given)} essayés", (CLOSED.format(closed, len(given)),) if closed else ())


def _documents(connection: Connection, model: Any) -> Iterator[bool]:
    found = select(model.document, model.content_hash).order_by(model.id)
    for document, kept in connection.execute(found, execution_options={"yield_per": 1}):
        yield digest_of(document) == kept


def fingerprints(site: Site) -> Control:
    """What stands under a hash is what it was when the hash was made."""
    right = {name: list(_documents(site.connection, model)) for name, model in HASHED.items()}
    count = sum(map(len, right.values()))
    changed = {name: found.count(False) for name, found in right.items() if not all(found)}
    return Control(f"{count} documents", tuple(
        f"{number} documents changés ({name})" for name, number in changed.items()))


def meetings(site: Site) -> Control:
    """The seats that are counted as taken are those that families hold."""
    holding = (select(SignUp.meeting_id, func.sum(SignUp.seats), func.sum(SignUp.minded))
               .where(SignUp.state.in_(HOLDING)).group_by(SignUp.meeting_id))
    held = {key: (seats, minded) for key, seats, minded in site.connection.execute(holding)}
    columns = select(Meeting.id, Meeting.code, Meeting.seats_taken, Meeting.minded_taken)
    found = site.connection.execute(columns.order_by(Meeting.code)).all()
    wrong = [code for key, code, *taken in found if tuple(taken) != held.get(key, (0, 0))]
    return Control(f"{len(found)} réunions, places comptées", tuple(
        f"les places prises de la réunion {code} ne sont pas celles de ses inscriptions" for code in wrong))
