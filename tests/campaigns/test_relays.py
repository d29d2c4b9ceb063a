import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import segno
from flask import Flask
from flask.testing import FlaskClient

from consult.campaigns import posters, service
from consult.campaigns.models import Mode, RelayKind, Stage
from consult.campaigns.posters import Sheet
from consult.db import db, writing
from consult.staff.models import Role
from consult.text import Localized, State, localized
from tests.factories import a_campaign, a_territory

Store = Callable[..., None]
SignedIn = Callable[[Role], FlaskClient]
FORM = {"name": "PMI de Kawéni", "kind": "pmi", "territory_code": "97611", "mode": "assisted",
        "account_id": ""}
SHEET = Sheet(town="Ville de Mamoudzou", accent="#0b5d5b", title=Localized("Petite enfance"),
              summary=Localized("Dites ce qui manque."), last_day="jeudi 31 décembre 2026", relay="PMI",
              url="https://exemple.yt/fr/r/k7m3pt", shown="exemple.yt/fr/r/k7m3pt")


@pytest.fixture
def desk(app: Flask, stored: Store, signed_in: SignedIn) -> FlaskClient:
    stored(a_territory(), a_campaign(slug="ouverte"))
    return signed_in(Role.COORDINATOR)


def _relay(app: Flask, **changes: object) -> str:
    """The code of a relay of the open campaign."""
    plan = service.RelayPlan(**{"name": "École", "kind": RelayKind.SCHOOL, "mode": Mode.SELF, **changes})
    with app.app_context(), writing():
        relay = service.add_relay(service.find_campaign("ouverte"), plan)
        db.session.commit()
        return relay.code


def test_a_relay_gets_a_code_and_a_page(app: Flask, desk: FlaskClient, visit: Callable[..., object]) -> None:
    answer = desk.post("/staff/campagnes/ouverte/relais/nouveau", data=FORM)
    with app.app_context():
        relay = service.find_campaign("ouverte").relays[0]
        assert (relay.kind, relay.mode, relay.territory_code) == (RelayKind.PMI, Mode.ASSISTED, "97611")
        assert answer.location == f"/staff/campagnes/ouverte/relais/{relay.code}"

    page = desk.get(answer.location)
    visit(answer.location)

    assert f"/fr/r/{relay.code}" in page.text
    assert "CONSULT_PUBLIC_URL" in page.text


@pytest.mark.parametrize("change", [
    {"name": ""}, {"name": "a" * 121}, {"kind": "bar"}, {"mode": "imported"}, {"territory_code": "x"},
    {"account_id": "pas-un-uuid"}])
def test_a_wrong_relay_is_refused(app: Flask, desk: FlaskClient, change: dict[str, str]) -> None:
    page = desk.post("/staff/campagnes/ouverte/relais/nouveau", data={**FORM, **change})

    assert page.status_code == 422
    with app.app_context():
        assert service.find_campaign("ouverte").relays == []


def test_a_relay_written_again_keeps_its_code(app: Flask, desk: FlaskClient) -> None:
    code = _relay(app)

    answer = desk.post(f"/staff/campagnes/ouverte/relais/{code}/modifier", data=FORM)

    assert answer.status_code == 303
    with app.app_context():
        assert service.find_relay(code).name == "PMI de Kawéni"


def test_a_relay_belongs_to_one_campaign(app: Flask, desk: FlaskClient, stored: Store) -> None:
    stored(a_campaign(slug="autre"))
    code = _relay(app)

    assert desk.get(f"/staff/campagnes/autre/relais/{code}").status_code == 404


def test_the_public_address_of_the_settings_is_printed(app: Flask, desk: FlaskClient) -> None:
    app.config["PUBLIC_URL"] = "https://consultation.exemple.yt"
    code = _relay(app)

    page = desk.get(f"/staff/campagnes/ouverte/relais/{code}").text

    assert f"https://consultation.exemple.yt/fr/r/{code}" in page
    assert "CONSULT_PUBLIC_URL" not in page


@pytest.mark.parametrize(("name", "media_type", "start"), [
    ("qr.svg", "image/svg+xml", b"<?xml"), ("qr.png", "image/png", b"\x89PNG"),
    ("affiche.pdf", "application/pdf", b"%PDF-"), ("prospectus.pdf", "application/pdf", b"%PDF-")])
def test_what_a_relay_hangs_on_its_wall(
        app: Flask, desk: FlaskClient, name: str, media_type: str, start: bytes) -> None:
    file = desk.get(f"/staff/relais/{_relay(app)}/{name}")

    assert file.status_code == 200
    assert file.mimetype == media_type
    assert file.data.startswith(start)


def _interviewer(app: Flask, signed_in: SignedIn) -> tuple[FlaskClient, object]:
    browser = signed_in(Role.INTERVIEWER)
    with app.app_context():
        return browser, service.interviewers()[0].id


def test_an_interviewer_sees_her_links_and_nothing_else(
        app: Flask, stored: Store, signed_in: SignedIn, visit: Callable[..., object]) -> None:
    stored(a_territory(), a_campaign(slug="ouverte"))
    browser, account_id = _interviewer(app, signed_in)
    mine, other = _relay(app, name="Le mien", account_id=account_id), _relay(app, name="Un autre")

    page = browser.get("/staff/mes-liens")
    visit("/staff/mes-liens")

    assert "Le mien" in page.text
    assert f"/fr/r/{mine}" in page.text
    assert other not in page.text
    assert browser.get(f"/staff/relais/{mine}/affiche.pdf").status_code == 200
    assert browser.get(f"/staff/relais/{other}/affiche.pdf").status_code == 404
    assert browser.get("/staff/campagnes/ouverte").status_code == 403


def test_a_closed_campaign_takes_its_links_away(app: Flask, stored: Store, signed_in: SignedIn) -> None:
    stored(a_territory(), a_campaign(slug="ouverte"))
    browser, account_id = _interviewer(app, signed_in)
    mine = _relay(app, account_id=account_id)
    with app.app_context(), writing():
        service.find_campaign("ouverte").stage = Stage.CLOSED
        db.session.commit()

    assert mine not in browser.get("/staff/mes-liens").text


def _words(pdf: bytes, folder: Path) -> str:
    path = folder / "sheet.pdf"
    path.write_bytes(pdf)
    command = ["pdftotext", "-layout", path, "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext reads the poster back")
@pytest.mark.parametrize("make", [posters.poster, posters.flyer])
def test_a_sheet_says_the_town_the_title_the_day_and_the_address(
        make: Callable[[Sheet], bytes], tmp_path: Path) -> None:
    drafted = SHEET.title.with_translation("swb", "Wana ɓweni ɗagoni", state=State.DRAFT)

    french = _words(make(SHEET), tmp_path)
    both = _words(make(Sheet(**{**vars(SHEET), "title": drafted})), tmp_path)
    reviewed = Sheet(**{**vars(SHEET), "title": localized("Petite enfance", swb="Wana ɓweni ɗagoni")})
    example = _words(make(Sheet(**{**vars(SHEET), "is_demonstration": True})), tmp_path)

    for said in ("VILLE DE MAMOUDZOU", "Petite enfance", "jeudi 31 décembre 2026", "exemple.yt/fr/r/k7m3pt"):
        assert said in french
    assert "à relire" not in french
    assert "Wana ɓweni ɗagoni" in both
    assert "à relire" in both
    assert "à relire" not in _words(make(reviewed), tmp_path)
    assert "démonstration" in example


@pytest.mark.parametrize("make", [posters.poster, posters.flyer])
@pytest.mark.parametrize("length", [1, 160])
def test_a_sheet_is_one_tagged_page_whatever_the_length_of_its_texts(
        make: Callable[[Sheet], bytes], length: int) -> None:
    words = ("consultation " * 60)
    texts = {"title": localized(words[:length], swb=words[:length]),
             "summary": localized((words * 2)[:length * 4], swb=(words * 2)[:length * 4])}

    pdf = make(Sheet(**{**vars(SHEET), **texts, "shown": "a" * 45 + ".exemple.yt/fr/r/k7m3pt"}))

    assert b"/Type/Pages/Count 1/" in pdf
    assert b"/StructTreeRoot" in pdf


@pytest.mark.parametrize("make", [posters.poster, posters.flyer])
def test_what_people_write_is_never_markup(make: Callable[[Sheet], bytes], tmp_path: Path) -> None:
    hostile = '#read("/etc/passwd") *gras* $x$ <a> \\ " ] #panic()'

    pdf = make(Sheet(**{**vars(SHEET), "title": Localized(hostile), "relay": hostile, "town": hostile}))

    assert pdf.startswith(b"%PDF-")


@pytest.mark.parametrize("make", [posters.poster, posters.flyer])
def test_a_picture_among_the_letters_is_left_out(make: Callable[[Sheet], bytes]) -> None:
    pictured = localized("👶 Petite\nenfance ✅", swb="👶")

    pdf = make(Sheet(**{**vars(SHEET), "title": pictured, "summary": pictured, "relay": "👶", "town": "✅"}))

    assert pdf.startswith(b"%PDF-")


def test_a_qr_code_is_a_drawing_with_a_quiet_margin() -> None:
    drawing = posters.qr_svg(SHEET.url).decode()

    # Four modules of margin on each side, or phones do not find it.
    modules = segno.make(SHEET.url, error="m", micro=False).symbol_size(border=0)[0]
    assert f'width="{(modules + 8) * 8}" height="{(modules + 8) * 8}"' in drawing
    assert "M4 4.5h7" in drawing
