"""A process of its own that signs families up, some of whom change their mind: `python -m` runs it."""

import random
import sys
from contextlib import suppress
from datetime import timedelta
from uuid import UUID, uuid4

from consult.app import create_app
from consult.db import durably
from consult.meetings import service
from consult.meetings.service import NoRoom
from tests.factories import a_party
from tests.meetings.conftest import NOW

FAMILIES = 40


def come(meeting_id: UUID, *, seed: int) -> None:
    """Families of one to four, some with children to look after; some cancel, some come back."""
    rng, codes = random.Random(seed), []
    for number in range(FAMILIES):
        party = a_party(name=f"Famille {seed}-{number}", adults=rng.randint(1, 4), under_3=rng.randint(0, 2),
                        wants_childminding=rng.random() < 0.5)
        outcome = durably(lambda connection, party=party: service.sign_up(
            connection, key=uuid4(), meeting_id=meeting_id, party=party, at=NOW))
        codes.append(outcome.code)
        change_mind(rng, rng.choice(codes), party)


def change_mind(rng: random.Random, code: str, party: object) -> None:
    verb = rng.choice([service.cancel, service.accept, service.change, None])
    words = (party,) if verb is service.change else ()
    if verb is not None:
        with suppress(NoRoom):
            durably(lambda connection: verb(connection, code, *words, at=NOW + timedelta(hours=1)))


if __name__ == "__main__":
    url, meeting, number = sys.argv[1:]
    app = create_app({"SECRET_KEY": "for tests only", "SQLALCHEMY_DATABASE_URI": url})
    with app.app_context():
        come(UUID(meeting), seed=int(number))
