"""What is published around a campaign: phases, documents, news."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from consult.campaigns import files
from consult.campaigns.models import Campaign, News, Phase, PublishedDocument
from consult.db import db
from consult.errors import NotFound
from consult.text import Localized

Part = TypeVar("Part", Phase, PublishedDocument, News)


def find_part(kind: type[Part], campaign: Campaign, key: UUID) -> Part:
    """A phase, a document or a piece of news of this campaign. Raises NotFound."""
    part = db.session.get(kind, key)
    if part is None or part.campaign_id != campaign.id:
        raise NotFound
    return part


def remove_part(part: Phase | PublishedDocument | News) -> None:
    db.session.delete(part)


def add_phase(campaign: Campaign, *, title: Localized, text: Localized, starts_on: date,
              ends_on: date | None) -> Phase:
    phase = Phase(title=title, text=text, starts_on=starts_on, ends_on=ends_on)
    campaign.phases.append(phase)
    return phase


def edit_phase(phase: Phase, *, title: Localized, text: Localized, starts_on: date,
               ends_on: date | None) -> None:
    phase.title, phase.text, phase.starts_on, phase.ends_on = title, text, starts_on, ends_on


def add_news(campaign: Campaign, *, title: Localized, body: Localized, published_on: date) -> News:
    news = News(title=title, body=body, published_on=published_on)
    campaign.news.append(news)
    return news


def edit_news(news: News, *, title: Localized, body: Localized, published_on: date) -> None:
    news.title, news.body, news.published_on = title, body, published_on


def add_document(campaign: Campaign, *, title: Localized, name: str, content: bytes) -> PublishedDocument:
    """Take a file in. Raises UnknownKind, TooHeavy (`consult.campaigns.files`)."""
    kind = files.kind_of(content)
    document = PublishedDocument(
        title=title, filename=files.safe_name(name, kind), media_type=kind.media_type, size=len(content),
        content=content)
    campaign.documents.append(document)
    return document


def retitle_document(document: PublishedDocument, *, title: Localized) -> None:
    document.title = title
