"""PostgreSQL stopped, crashed and started again under a real server and families who send."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest

from consult.bench.families import Families
from consult.bench.found import Found
from consult.surveys.published import KEPT_SECONDS
from tests.conftest import POSTGRESQL
from tests.faults.clusters import INSTALLED, Cluster, cluster
from tests.faults.sites import TrialServer

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(not INSTALLED, reason="no PostgreSQL server is installed here"),
    pytest.mark.skipif(not POSTGRESQL, reason="runs where the tests run on PostgreSQL")]
PAGE = "/fr/reunions"
"""A page that reads the database each time."""


@pytest.fixture(scope="module")
def own_cluster() -> Iterator[Cluster]:
    with cluster() as made:
        yield made


@pytest.fixture
def trial(own_cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TrialServer]:
    monkeypatch.setenv("CONSULT_DATABASE_URL", own_cluster.url)
    monkeypatch.setenv("CONSULT_SUBMISSIONS_PER_MINUTE", "0")
    trial = TrialServer(tmp_path / "site")
    trial.prepare()
    running = trial.serve()
    yield trial
    running.stop()


def check(trial: TrialServer, families: Families) -> Found:
    log = families.end()
    assert not log.surprises
    trial.sent |= log.sent
    trial.thanked |= log.thanked
    return trial.look()


def test_a_database_that_comes_and_goes_loses_nothing_and_is_found_again_by_itself(
        own_cluster: Cluster, trial: TrialServer) -> None:
    families = Families(trial.running.port, trial.requests, clients=8)
    families.begin()
    for mode in ("immediate", "fast"):
        families.wait_for(len(families.so_far()) + 30)
        own_cluster.stop(mode)
        sleep(KEPT_SECONDS)  # what the server remembers of the questionnaire is no help any more
        fields = trial.fill(1)
        refused = trial.send(1, fields)
        page, desk = trial.ask(PAGE), trial.ask("/staff/", Cookie="staff=somebody")
        own_cluster.start()
        families.wait_for(len(families.so_far()) + 30)
        assert [reply.status for reply in (refused, page, desk)] == [503, 503, 503]
        assert all(int(reply.headers["Retry-After"]) > 0 for reply in (refused, page, desk))
        assert sorted(refused.kept) == sorted(fields)
        assert trial.send(1, refused.kept).receipt
    found = check(trial, families)
    assert found.is_whole, found
    assert found.stored == len(trial.thanked)

    # Nobody asks anything while it restarts: what the server still holds of it is stale.
    for mode in ("immediate", "fast"):
        own_cluster.stop(mode)
        own_cluster.start()
        assert trial.ask(PAGE).status == 200
        own_cluster.stop(mode)
        own_cluster.start()
        assert trial.send(2, trial.fill(2)).receipt
