"""The oldest copies of a folder go, and nothing else."""

from datetime import UTC, datetime, timedelta

from consult.operations.rotation import left_behind, name_at, too_old

FIRST = datetime(2026, 11, 26, 3, 15, tzinfo=UTC)


def test_names_sort_as_the_copies_came() -> None:
    names = [name_at(FIRST + timedelta(days=day), is_sealed=day % 2 == 0) for day in range(40)]

    assert names[0] == "consult-20261126T031500Z.jsonl.gz.chiffre"
    assert names == sorted(names)
    assert too_old(reversed(names), keep=30) == names[:10]
    assert too_old(names, keep=40) == []


def test_other_files_of_the_folder_stay() -> None:
    others = ["consult.sqlite3", "consult-avant-travaux.jsonl.gz", "notes.txt", ".consult-20261126T031500Z.x"]

    assert too_old([*others, name_at(FIRST, is_sealed=False)], keep=1) == []


def test_copies_that_a_power_cut_ended_go_too() -> None:
    cut, under_way = (f".{name_at(FIRST, is_sealed=sealed)}.k3x9_a" for sealed in (False, True))
    written = {cut: FIRST, under_way: FIRST + timedelta(days=2), ".bashrc": FIRST, "notes.txt": FIRST}

    assert left_behind(written, at=FIRST + timedelta(days=2, hours=1)) == [cut]
