"""Versions of questionnaires: brought in as drafts, published, read again by somebody else."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from consult.campaigns.models import Campaign, Stage
from consult.db import db
from consult.errors import N_, NotFound, Refused
from consult.surveys.authoring import report_on
from consult.surveys.lint.length import texts
from consult.surveys.models import QuestionnaireVersion
from consult.surveys.questions import Questionnaire, from_document
from consult.text import FRENCH


class QuestionnaireHasErrors(Refused):
    """A questionnaire that the importer would refuse is never stored."""

    status = 422
    sentence = N_("Ce questionnaire a des erreurs. Corrigez-les, puis envoyez-le à nouveau.")


class NotPublishable(Refused):
    """Said with the reason."""

    sentence = N_("Cette version ne peut pas être publiée.")


class NotReviewable(Refused):
    """Said with the reason."""

    status = 422
    sentence = N_("Cette langue ne peut pas être marquée comme relue.")


ALREADY_PUBLISHED = N_("Cette version est déjà publiée.")
SAME_AS_PUBLISHED = N_("Cette version est la même que celle qui est publiée.")
CAMPAIGN_OVER = N_("La campagne est close : son questionnaire ne change plus.")


def versions_of(campaign_id: UUID) -> list[QuestionnaireVersion]:
    """Every version of a campaign, the newest on top."""
    newest_first = (select(QuestionnaireVersion).where(QuestionnaireVersion.campaign_id == campaign_id)
                    .order_by(QuestionnaireVersion.number.desc(), QuestionnaireVersion.id))
    return list(db.session.scalars(newest_first))


def find_version(campaign_id: UUID, version_id: UUID) -> QuestionnaireVersion:
    """A version of this campaign. Raises NotFound, for another campaign's too."""
    version = db.session.get(QuestionnaireVersion, version_id)
    if version is None or version.campaign_id != campaign_id:
        raise NotFound
    return version


def find_number(campaign_id: UUID, number: int | None) -> QuestionnaireVersion:
    """The version with this number, or the newest. Raises NotFound."""
    versions = [version for version in versions_of(campaign_id) if number in {None, version.number}]
    if not versions:
        raise NotFound
    return versions[0]


def questionnaire_of(version: QuestionnaireVersion) -> Questionnaire:
    return from_document(version.document)


def import_version(campaign_id: UUID, questionnaire: Questionnaire, *,
                   source_name: str, at: datetime) -> QuestionnaireVersion:
    """Bring a questionnaire in as the campaign's draft, in place of the draft there was.

    Raises QuestionnaireHasErrors.
    """
    read_back = report_on(questionnaire).questionnaire
    if read_back is None or read_back.content_hash != questionnaire.content_hash:
        raise QuestionnaireHasErrors
    versions = versions_of(campaign_id)
    draft = next((version for version in versions if version.published_at is None), None)
    if draft is None:
        number = versions[0].number + 1 if versions else 1
        draft = QuestionnaireVersion(campaign_id=campaign_id, number=number, content_hash="")
        db.session.add(draft)
    if draft.content_hash != questionnaire.content_hash:
        draft.reviews = []
    draft.document = questionnaire.to_document()
    draft.content_hash = questionnaire.content_hash
    draft.source_name = source_name
    draft.imported_at = at
    return draft


def reasons_against_publishing(version: QuestionnaireVersion) -> list[str]:
    """Why a version cannot be published now; nothing where it can."""
    if version.published_at is not None:
        return [ALREADY_PUBLISHED]
    campaign = db.session.get_one(Campaign, version.campaign_id)
    published = next((other for other in versions_of(version.campaign_id) if other.published_at), None)
    reasons = {
        CAMPAIGN_OVER: campaign.stage in {Stage.CLOSED, Stage.REPORTED},
        SAME_AS_PUBLISHED: published is not None and published.content_hash == version.content_hash}
    return [reason for reason, holds in reasons.items() if holds]


def publish_version(version: QuestionnaireVersion, *, at: datetime) -> None:
    """From now on families answer this version. Raises NotPublishable with the first reason."""
    reasons = reasons_against_publishing(version)
    if reasons:
        raise NotPublishable(reasons[0])
    version.published_at = at


def translated_into(questionnaire: Questionnaire) -> list[str]:
    """The languages, beside French, in which at least one text is written."""
    return [tag for tag in questionnaire.languages
            if tag != FRENCH and any(text.state(tag) for text in texts(questionnaire))]


def review_language(version: QuestionnaireVersion, *, tag: str, by: str, on: date) -> None:
    """Record that somebody read the texts in this language again: they are no longer shown as drafts.

    Raises NotReviewable where nothing is written in that language, or nobody is named.
    """
    if tag not in translated_into(questionnaire_of(version)):
        raise NotReviewable(N_("Rien n’est écrit dans cette langue."))
    if not by.strip():
        raise NotReviewable(N_("Écrivez le nom de la personne qui a relu."))
    others = [review for review in version.reviews if review["tag"] != tag]
    version.reviews = [*others, {"tag": tag, "by": by.strip(), "on": on.isoformat()}]
