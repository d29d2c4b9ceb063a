"""Hours on the clocks of Mayotte, three ahead of UTC all year."""

from datetime import UTC, date, datetime, time

from consult.meetings.times import instant, local_day, local_hour


def test_an_hour_of_the_place_is_an_instant() -> None:
    assert instant(date(2026, 11, 23), time(16)) == datetime(2026, 11, 23, 13, tzinfo=UTC)
    assert instant(date(2026, 11, 23), time(1)) == datetime(2026, 11, 22, 22, tzinfo=UTC)


def test_what_was_written_is_read_back() -> None:
    moment = instant(date(2026, 11, 23), time(1, 30))

    assert (local_day(moment), local_hour(moment)) == (date(2026, 11, 23), time(1, 30))
