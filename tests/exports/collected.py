"""A campaign with every kind of question, and answers sent through the real way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Flask

from consult.campaigns.models import Campaign, Mode, Relay
from consult.responses.packing import layout
from consult.responses.service import Status, Submission, receive
from consult.surveys.models import QuestionnaireVersion
from consult.surveys.questions import Choice, Kind, Question, Questionnaire, Section
from consult.text import localized
from tests.factories import a_campaign, a_territory

PHONE, FIRST_NAME = "0639112233", "Zaïnaba-Unique"
CONTACT = "coordonnée, table séparée"


def choices(**labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(name, localized(label)) for name, label in labels.items())


CARE = Question(
    "garde", Kind.MULTIPLE, localized("Qui garde l’enfant ?"), number="2", sensitivity="aucune",
    or_other=True, choices=choices(creche="Crèche ; micro-crèche", famille="Famille"))
VILLAGE = Question("village", Kind.ONE, localized("Votre village ?"), topic="lieu", number="1",
                   choices=choices(kaweni="Kawéni", cavani="Cavani", vahibe="Vahibé"))
CHILDREN = Section("enfants", localized("Vos enfants"), is_repeat=True, items=(
    Question("age", Kind.INTEGER, localized("Quel âge ?")),
    Section("soins", localized("Ses soins"), is_repeat=True, items=(
        Question("lieu", Kind.TEXT, localized("Où ?")),))))
CONTACTS = Section("contact", localized("Pour vous inviter"), (
    Question("prenom", Kind.TEXT, localized("Votre prénom"), sensitivity=CONTACT),
    Question("telephone", Kind.TEXT, localized("Votre téléphone"), sensitivity=CONTACT)))


def a_questionnaire(*more: Question | Section) -> Questionnaire:
    """Two versions of it differ by `more` only."""
    return Questionnaire(localized("Petite enfance"), "essai", ("fr", "swb"), (
        Section("famille", localized("Votre famille"), (
            Question("bonjour", Kind.NOTE, localized("Bonjour.")), VILLAGE, CARE,
            Question("enfants_nombre", Kind.INTEGER, localized("Combien d’enfants ?")),
            Question("prix", Kind.DECIMAL, localized("Quel prix ?")),
            Question("jour", Kind.DATE, localized("Quel jour ?")),
            Question("heure", Kind.TIME, localized("Quelle heure ?")),
            Question("ordre", Kind.RANK, localized("Dans quel ordre ?"),
                     choices=choices(prix="Prix", lieu="Lieu")),
            Question("accord", Kind.ACKNOWLEDGE, localized("D’accord")),
            Question("total", Kind.CALCULATE), Question("mot", Kind.TEXT, localized("Un mot ?")), *more)),
        CHILDREN, CONTACTS))


ANSWERS: Mapping[str, Any] = {
    "village": "kaweni", "garde": ["creche", "other"], "garde_other": "Une voisine", "enfants_nombre": 2,
    "prix": 12.5, "jour": "2026-11-02", "heure": "07:30", "ordre": ["lieu", "prix"], "accord": True,
    "total": "4", "mot": "Merci ;\nà vous", "enfants": [
        {"age": 3, "soins": [{"lieu": "PMI"}, {"lieu": None}]}, {"age": None, "soins": []}]}


class Collected:
    """A campaign in the database of a test, and what families send to it."""

    def __init__(self, app: Flask, campaign_id: UUID, versions: Mapping[int, QuestionnaireVersion]) -> None:
        self.app, self.campaign_id = app, campaign_id
        self.versions = {number: version.id for number, version in versions.items()}
        self.layouts = {number: layout(a_questionnaire(*MORE[number])) for number in versions}

    def answer(self, answers: Mapping[str, Any] = ANSWERS, *, version: int = 1, **changes: Any) -> None:
        submission = Submission(uuid4(), self.versions[version], self.campaign_id, "fr", Mode.SELF, None,
                                date(2026, 11, 23), answers)
        with self.app.app_context():
            outcome = receive(
                replace(submission, **changes), layout=self.layouts[version], secret="for tests only")
        assert outcome.status is Status.STORED


MORE: dict[int, tuple[Question, ...]] = {
    1: (), 2: (Question("avis", Kind.TEXT, localized("Votre avis ?")),)}
"""What each version asks besides."""


def a_version(campaign_id: UUID, number: int, **changes: Any) -> QuestionnaireVersion:
    questionnaire, moment = a_questionnaire(*MORE[number]), datetime(2026, 1, number, tzinfo=UTC)
    return QuestionnaireVersion(**{
        "id": uuid4(), "campaign_id": campaign_id, "number": number, "document": questionnaire.to_document(),
        "content_hash": questionnaire.content_hash, "imported_at": moment, "published_at": moment, **changes})


def collect(app: Flask, stored: Callable[..., None], *, versions: int = 1, **changes: Any) -> Collected:
    campaign: Campaign = a_campaign(id=uuid4(), **changes)
    made = {number: a_version(campaign.id, number) for number in range(1, versions + 1)}
    collected = Collected(app, campaign.id, made)
    stored(a_territory(), campaign)
    stored(*made.values())
    return collected


def a_relay(campaign_id: UUID, name: str) -> Relay:
    return Relay(id=uuid4(), campaign_id=campaign_id, code="abc234", name=name)
