"""Guessing is slow, and locks nobody out."""

from flask import Flask
from flask.testing import FlaskClient

from consult import clock
from consult.staff import guesses
from tests.staff.people import PASSWORD, SECRET, code_at, hire, is_signed_in, type_code, type_password


def guess(app: Flask, times: int, *, name: str = "amina", address: str = "10.0.0.9") -> list[int]:
    """What a stranger's wrong guesses get, each from a browser of its own."""
    return [type_password(app.test_client(), name, "mauvaise devinette", address=address).status_code
            for _ in range(times)]


def test_the_eleventh_guess_at_a_name_from_one_address_has_to_wait(app: Flask) -> None:
    hire(app)

    answers = guess(app, 11)

    assert answers == [422] * 10 + [429]


def test_even_the_right_password_waits_where_it_was_guessed_at(app: Flask, client: FlaskClient) -> None:
    hire(app)
    guess(app, 10)

    answer = type_password(client, address="10.0.0.9")

    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert "Trop d’essais" in answer.text


def test_unknown_names_are_counted_like_known_ones(app: Flask) -> None:
    assert guess(app, 11, name="personne") == [422] * 10 + [429]


def test_one_address_may_not_try_many_names(app: Flask) -> None:
    answers = [status for number in range(31) for status in guess(app, 1, name=f"nom{number}")]

    assert answers == [422] * 30 + [429]


def test_an_attack_from_one_address_does_not_touch_another(app: Flask, client: FlaskClient) -> None:
    hire(app)
    guess(app, 12)

    answer = type_password(client, address="10.0.0.1")

    assert answer.status_code == 303


def test_a_browser_where_she_signed_in_before_opens_during_an_attack_from_her_own_address(
        app: Flask, client: FlaskClient) -> None:
    hire(app)
    type_password(client, address="10.0.0.9")
    client.post("/staff/deconnexion")
    guess(app, 31)

    answer = type_password(client, address="10.0.0.9")

    assert answer.status_code == 303


def test_a_known_browser_is_known_for_its_own_name_only(app: Flask, client: FlaskClient) -> None:
    hire(app)
    hire(app, "bacar")
    type_password(client, "bacar", address="10.0.0.9")
    client.post("/staff/deconnexion")
    guess(app, 10)

    answer = type_password(client, address="10.0.0.9")

    assert answer.status_code == 429


def test_a_known_browser_has_its_own_count(app: Flask, client: FlaskClient) -> None:
    hire(app)
    type_password(client)
    client.post("/staff/deconnexion")

    answers = [type_password(client, password="mauvaise devinette").status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_a_forged_mark_is_no_known_browser(app: Flask, client: FlaskClient) -> None:
    hire(app)
    guess(app, 10)
    client.set_cookie("staff_browser", "WyJhIiwiYiJd.aaaa.bbbb")

    assert type_password(client, address="10.0.0.9").status_code == 429


def test_a_mark_of_another_installation_is_no_known_browser(app: Flask, client: FlaskClient) -> None:
    hire(app)
    type_password(client, address="10.0.0.9")
    app.config["SECRET_KEY"] = "the secret of another town"
    guess(app, 10)

    assert type_password(client, address="10.0.0.9").status_code == 429


def test_a_right_password_forgets_the_wrong_ones(app: Flask, client: FlaskClient) -> None:
    hire(app)
    guess(app, 9)
    type_password(client, address="10.0.0.9")

    assert guess(app, 10) == [422] * 10


def test_a_name_that_everybody_guesses_at_slows_down_but_never_beyond_two_seconds() -> None:
    pauses = [guesses.pause_after(wrong) for wrong in (0, 20, 21, 40, 60, 10_000)]

    assert pauses == [0, 0, 0.05, 1.0, 2.0, 2.0]


def test_who_keeps_guessing_from_many_addresses_does_not_keep_her_out_of_a_new_browser(
        app: Flask, client: FlaskClient) -> None:
    hire(app)
    for number in range(25):
        guess(app, 1, address=f"10.0.1.{number}")
    for _ in range(guesses.WAITING_AT_ONCE):
        guesses._waiting_room.acquire()  # two of the attacker's guesses are waiting, whenever one looks
    try:
        attacker = guess(app, 1, address="10.0.1.3")
        hers = type_password(client, address="10.0.0.1").status_code
    finally:
        for _ in range(guesses.WAITING_AT_ONCE):
            guesses._waiting_room.release()

    assert (attacker, hers) == ([429], 303)


def test_few_requests_wait_at_once_and_a_known_browser_never_does(app: Flask, client: FlaskClient) -> None:
    hire(app)
    type_password(client)
    client.post("/staff/deconnexion")
    for number in range(22):
        guess(app, 1, address=f"10.0.1.{number}")

    for _ in range(guesses.WAITING_AT_ONCE):
        guesses._first_room.acquire()
    try:
        stranger = guess(app, 1, address="10.0.2.1")
        known = type_password(client).status_code
    finally:
        for _ in range(guesses.WAITING_AT_ONCE):
            guesses._first_room.release()

    assert (stranger, known) == ([429], 303)


def test_a_name_under_attack_still_opens_from_a_new_browser(app: Flask, client: FlaskClient) -> None:
    hire(app)
    for number in range(22):
        guess(app, 1, address=f"10.0.1.{number}")

    assert type_password(client, address="10.0.0.1").status_code == 303


def test_codes_are_guessed_a_few_times_only_from_wherever(app: Flask, client: FlaskClient) -> None:
    hire(app, totp_secret=SECRET)
    seen = []
    for number in range(7):
        thief = app.test_client()
        type_password(thief, address=f"10.0.3.{number}")
        seen += [type_code(thief, "000000", address=f"10.0.3.{number}").status_code for _ in range(9)]

    type_password(client)
    late = type_code(client, code_at(clock.now()))

    assert seen.count(422) == 60
    assert late.status_code == 429
    assert not is_signed_in(client)


def test_guesses_at_the_current_password_are_counted_too(app: Flask, client: FlaskClient) -> None:
    hire(app)
    type_password(client)
    form = {"current": "mauvaise devinette", "fresh": "un autre mot long", "again": "un autre mot long"}

    answers = [client.post("/staff/compte/mot-de-passe", data=form).status_code for _ in range(11)]
    right = client.post("/staff/compte/mot-de-passe", data={**form, "current": PASSWORD}).status_code

    assert answers == [422] * 10 + [429]
    assert right == 429
