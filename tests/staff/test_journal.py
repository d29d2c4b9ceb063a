"""What was done, newest first, and never changed."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from consult.db import db, writing
from consult.staff import service
from consult.staff.models import Role


@pytest.fixture
def written(app: Flask) -> Callable[..., None]:
    def write(count: int, **line: Any) -> None:
        with app.app_context(), writing():
            for number in range(count):
                defaults = {"account_name": "amina", "verb": "essai", "subject": f"n° {number}"}
                service.record_action(**{**defaults, **line})
            db.session.commit()
    return write


def test_the_newest_line_is_on_top_with_its_detail(
        signed_in: Callable[..., Any], visit: Callable[..., Any], written: Callable[..., None]) -> None:
    written(2)
    written(1, subject="dernier", detail={"par_qui": "<b>elle</b>"})
    signed_in()

    page = visit("/staff/journal").text

    assert page.index("dernier") < page.index("n° 1") < page.index("n° 0")
    assert "par qui\u00a0: &lt;b&gt;elle&lt;/b&gt;" in page


def test_pages_follow_each_other_by_their_address(
        signed_in: Callable[..., Any], visit: Callable[..., Any], written: Callable[..., None]) -> None:
    written(51)
    signed_in()

    first, second = visit("/staff/journal").text, visit("/staff/journal?page=2").text

    assert "n° 50<" in first
    assert "n° 0<" not in first
    assert "n° 0<" in second
    assert "Plus ancien" in first
    assert "Plus ancien" not in second
    assert "Plus récent" in second


@pytest.mark.parametrize("query", ["personne=bacar", "verbe=autre+chose", "personne=bacar&verbe=autre+chose"])
def test_the_log_is_narrowed_by_person_and_by_verb(
        signed_in: Callable[..., Any], visit: Callable[..., Any], written: Callable[..., None],
        query: str) -> None:
    written(1, subject="celui d’Amina")
    written(1, account_name="bacar", verb="autre chose", subject="celui de Bacar")
    signed_in()

    page = visit(f"/staff/journal?{query}").text

    assert "celui de Bacar" in page
    assert "celui d’Amina" not in page


@pytest.mark.parametrize("query", ["page=0", "page=-3", "page=abc", "page=99999999999999999999",
                                   "personne=%00x&verbe=%00"])
def test_a_strange_address_is_no_trouble(
        signed_in: Callable[..., Any], visit: Callable[..., Any], query: str) -> None:
    signed_in()

    assert "Journal" in visit(f"/staff/journal?{query}").text


@pytest.mark.parametrize("statement", ["UPDATE staff_action SET verb = 'rien'", "DELETE FROM staff_action"])
def test_the_database_itself_keeps_the_log(app: Flask, written: Callable[..., None], statement: str) -> None:
    written(1)

    with app.app_context(), writing(), pytest.raises(DatabaseError):
        db.session.execute(text(statement))

    with app.app_context():
        assert [line.verb for line in service.log_page().actions] == ["essai"]


@pytest.mark.parametrize(("role", "places"), [
    (Role.COORDINATOR, ["Vue d’ensemble", "Équipe", "Journal", "Compte"]),
    (Role.INTERVIEWER, ["Vue d’ensemble", "Compte"]), (Role.READER, ["Vue d’ensemble", "Compte"])])
def test_the_navigation_shows_what_a_role_may_open(
        signed_in: Callable[..., Any], visit: Callable[..., Any], role: Role, places: list[str]) -> None:
    signed_in(role)

    page = visit("/staff/compte").text
    navigation = page.split('<nav class="side"')[1].split("</nav>")[0]

    everywhere = ("Vue d’ensemble", "Équipe", "Journal", "Compte")
    assert [place for place in everywhere if place in navigation] == places
    assert navigation.count('aria-current="page"') == 1
