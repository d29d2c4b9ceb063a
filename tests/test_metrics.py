"""The text that Prometheus reads, written by ourselves."""

from consult.metrics import Counter, Histogram, exposition, gauge


def test_a_counter_counts_by_label() -> None:
    counter = Counter("passages", "Who came.", ("door",))

    counter.add("north")
    counter.add("north")
    counter.add('so"uth\\')

    assert list(counter.lines()) == [
        "# HELP passages Who came.", "# TYPE passages counter",
        'passages{door="north"} 2', 'passages{door="so\\"uth\\\\"} 1']


def test_a_counter_that_never_counted_says_zero() -> None:
    assert list(Counter("passages", "Who came.").lines())[-1] == "passages 0"


def test_a_histogram_counts_up_to_each_bound_and_beyond() -> None:
    histogram = Histogram("seconds", "How long.", (0.1, 1), ("rule",))

    for value in (0.05, 0.1, 0.5, 7):
        histogram.observe(value, "/")

    assert list(histogram.lines())[2:] == [
        'seconds_bucket{rule="/",le="0.1"} 2', 'seconds_bucket{rule="/",le="1"} 3',
        'seconds_bucket{rule="/",le="+Inf"} 4', 'seconds_sum{rule="/"} 7.65', 'seconds_count{rule="/"} 4']
    assert histogram.count("/") == 4
    assert histogram.count("/elsewhere") == 0


def test_the_page_ends_with_what_is_so_now() -> None:
    page = exposition(gauge("up", "Whether it answers.", [((), 1)]))

    assert page.endswith("# HELP up Whether it answers.\n# TYPE up gauge\nup 1\n")
    assert "# TYPE consult_request_seconds histogram" in page
