"""Files of answers, from the desk: for the coordinator only, and every download is in the log."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from consult import clock
from consult.campaigns.service import find_campaign
from consult.db import db, writing
from consult.exports import service
from consult.exports.archive import CHUNK, responses_zip
from consult.exports.csv_files import line_piece, responses_csv
from consult.exports.extract import Extract
from consult.exports.libraries import LIBRARIES, is_installed, require
from consult.exports.parquet import write_parquet
from consult.exports.rows import Filling, Given
from consult.exports.sav import write_sav
from consult.exports.spss import responses_spss
from consult.exports.values import Words
from consult.exports.workbook import write_workbook
from consult.responses.service import participation
from consult.staff.access import log_action, roles
from consult.staff.models import Role

staff = Blueprint("exports", __name__, url_prefix="/staff/campagnes/<slug>")
blueprints = (staff,)
Write = Callable[[IO[bytes], Extract, Iterable[tuple[int, Given]]], None]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _words() -> Words:
    return Words.CODES if request.args.get("valeurs") == Words.CODES else Words.LABELS


def _note_download(extract: Extract, name: str) -> None:
    # What was read ends here: a transaction that began by reading cannot write when families do too.
    db.session.rollback()
    with writing():
        log_action("télécharge les réponses", extract.slug, fichier=name)
        db.session.commit()


def _extract(slug: str) -> Extract:
    return service.extract_of(find_campaign(slug), on=clock.today())


def _streamed(chunks: Iterator[bytes], name: str, mimetype: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(stream_with_context(chunks), mimetype=mimetype, headers=headers)


def _read_and_close(file: IO[bytes], stack: ExitStack) -> Iterator[bytes]:
    with stack:
        file.seek(0)
        yield from iter(lambda: file.read(CHUNK), b"")


@staff.get("/exports")
@roles(Role.COORDINATOR)
def exports(slug: str) -> ResponseReturnValue:
    campaign = find_campaign(slug)
    return render_template(
        "exports/exports.html", campaign=campaign, extract=service.extract_of(campaign, on=clock.today()),
        count=participation(campaign.id).total,
        installed=[extra for extra in LIBRARIES if is_installed(extra)])


@staff.get("/reponses.csv")
@roles(Role.COORDINATOR)
def answers_csv(slug: str) -> ResponseReturnValue:
    extract, words = _extract(slug), _words()
    name = f"{extract.file_name}-{words}.csv"
    _note_download(extract, name)
    filling = Filling(extract, [line_piece], words=words)
    return _streamed(responses_csv(filling, service.responses_of(extract)), name, "text/csv")


@staff.get("/reponses.zip")
@roles(Role.COORDINATOR)
def answers_zip(slug: str) -> ResponseReturnValue:
    extract, words = _extract(slug), _words()
    name = f"{extract.file_name}-{words}.zip"
    _note_download(extract, name)
    return _streamed(
        responses_zip(extract, service.responses_of(extract), words=words), name, "application/zip")


def _made(extract: Extract, name: str, mimetype: str, write: Write) -> Response:
    """A file that is written whole before its first octet is sent."""
    _note_download(extract, name)
    with ExitStack() as stack:
        file = stack.enter_context(TemporaryFile())
        write(file, extract, service.responses_of(extract))
        response = _streamed(_read_and_close(file, stack.pop_all()), name, mimetype)
        response.content_length = file.tell()
        return response


@staff.get("/reponses.xlsx")
@roles(Role.COORDINATOR)
def answers_xlsx(slug: str) -> ResponseReturnValue:
    extract = _extract(slug)
    return _made(extract, f"{extract.file_name}.xlsx", XLSX, write_workbook)


@staff.get("/reponses.sps.zip")
@roles(Role.COORDINATOR)
def answers_sps(slug: str) -> ResponseReturnValue:
    extract = _extract(slug)
    name = f"{extract.file_name}.sps.zip"
    _note_download(extract, name)
    return _streamed(responses_spss(extract, service.responses_of(extract)), name, "application/zip")


@staff.get("/reponses.sav")
@roles(Role.COORDINATOR)
def answers_sav(slug: str) -> ResponseReturnValue:
    require("spss")
    extract = _extract(slug)
    return _made(extract, f"{extract.file_name}.sav", "application/x-spss-sav", write_sav)


@staff.get("/reponses.parquet")
@roles(Role.COORDINATOR)
def answers_parquet(slug: str) -> ResponseReturnValue:
    require("parquet")
    extract = _extract(slug)
    return _made(extract, f"{extract.file_name}.parquet", "application/vnd.apache.parquet", write_parquet)


@staff.get("/description.xml")
@roles(Role.COORDINATOR)
def description(slug: str) -> ResponseReturnValue:
    campaign, extract = find_campaign(slug), _extract(slug)
    content = service.description_of(campaign, extract)
    name = f"{extract.file_name.replace('reponses', 'description', 1)}.xml"
    _note_download(extract, name)
    return _streamed(iter((content,)), name, "application/xml")
