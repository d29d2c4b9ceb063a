"""Some hundreds of the requests that `consult fuzz` sends by the ten thousand."""

import logging
from collections.abc import Iterator
from random import Random

import pytest
from flask import Flask

from consult import clock
from consult.bench.fuzz.attacks import Target, attempts
from consult.bench.fuzz.ground import WHO, Ground
from consult.bench.fuzz.known import Known, explore
from consult.bench.fuzz.run import Plan, report, run
from consult.bench.fuzz.watch import Watch
from consult.bench.site import SLUG, prepare_site
from consult.campaigns.service import find_campaign
from consult.cli.fuzz import prepare
from consult.cli.simulate import simulate_answers
from consult.db import db, writing
from consult.responses.models import Response

FEW = Plan(requests=200, seed=976, pages=1)


@pytest.fixture
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


# A request cut short leaves its files to be closed by whoever collects what nobody holds any more.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_nothing_breaks_whatever_is_sent(app: Flask, quiet: None) -> None:
    with app.app_context(), writing():
        starts = prepare()
        db.session.remove()

    verdict = run(app, FEW, starts=starts)

    # What is slow is told by the command: a busy machine is no fault of ours.
    broken = [fault for fault in verdict.faults.values() if not fault.what.startswith("slow:")]
    assert broken == [], "\n".join(report(verdict))
    assert verdict.requests > FEW.requests / 2
    assert {200, 303, 404, 422} <= verdict.statuses.keys()


def test_a_defect_is_seen_and_told_with_its_place(app: Flask, quiet: None) -> None:
    @app.get("/essai")
    def fail() -> str:
        raise ZeroDivisionError

    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == "fail")
    watch = Watch(app)

    for attempt in attempts(Target(rule, "GET", Known()), Random(1), 30):
        watch(attempt.environ(), lambda *_words: None)

    assert watch.verdict.statuses[500] > 0
    assert any("ZeroDivisionError" in fault.what for fault in watch.verdict.faults.values())
    assert "dépassé" in "".join(report(watch.verdict))


def test_an_answer_that_changed_is_harm_and_is_put_back(app: Flask) -> None:
    with app.app_context(), writing():
        prepare_site()
        simulate_answers(find_campaign(SLUG), count=3, seed=976, today=clock.today())
        db.session.remove()
    ground = Ground(app)
    assert list(ground.harmed()) == []

    with app.app_context(), writing():
        db.session.query(Response).update({"digest": "0" * 64})
        db.session.commit()

    assert len(list(ground.harmed())) == 2
    ground.put_back()
    assert list(ground.harmed()) == []
    assert set(ground.cookies) == set(WHO)


def test_forms_and_addresses_are_found_by_following_links(app: Flask) -> None:
    known = explore(app, app.test_client(), ["/fr/"], pages=1)

    assert dict(known.forms["responses.receipt"][0]) == {"code": ""}
    assert {"lang": "fr"} in known.arguments["site.home"]
