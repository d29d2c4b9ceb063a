from uuid import UUID

from consult.db.keys import digest_of, key_of_other_family, keyed_hash

KEY = UUID("8d3c1f0a-53c1-4b2e-9a70-0d9b1a5c2e11")


def test_another_family_on_the_same_page_gets_one_key_for_one_set_of_details() -> None:
    key = key_of_other_family(KEY, "digest", "secret")

    assert key == key_of_other_family(KEY, "digest", "secret")
    assert len({key, KEY, key_of_other_family(KEY, "other digest", "secret")}) == 3


def test_a_digest_does_not_depend_on_the_order_of_the_parts() -> None:
    assert digest_of({"a": 1, "b": "é"}) == digest_of({"b": "é", "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})


def test_one_use_of_the_secret_does_not_answer_for_another() -> None:
    assert keyed_hash("secret", "one use", b"") != keyed_hash("secret", "another use", b"")
