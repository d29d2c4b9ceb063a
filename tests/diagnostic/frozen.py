"""A diagnostic as it is frozen, made of the shipped questionnaire and simulated families."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from functools import cache
from typing import Any

from consult.campaigns.models import Sampling
from consult.diagnostic.figures import PLACE, CampaignUsed, Gathered, QuestionnaireUsed
from consult.diagnostic.measuring import Answered, Way, measure
from consult.diagnostic.snapshot import (
    Heading,
    Indicator,
    IndicatorValue,
    KeptNeed,
    Place,
    Quote,
    SetAside,
    Snapshot,
    Supply,
    Tier,
)
from consult.needs.disclosure import PLAIN
from consult.needs.estimates import Survey
from consult.needs.margins import Population, Target
from consult.needs.taxonomy import Need, shipped_taxonomy
from consult.needs.weights import weights_of
from consult.text import localized
from tests.needs.families import documents
from tests.needs.test_estimates import QUESTIONNAIRE, a_survey

CAMPAIGN = "besoins-petite-enfance"
FROZEN_ON = date(2026, 11, 26)
SOURCE = ("Insee, essai", "https://www.insee.fr/")
LABELS = {choice.name: str(choice.label) for choice in QUESTIONNAIRE["village"].choices}


def ways(survey: Survey) -> tuple[Way, ...]:
    villages = [answers.get("village") for answers in documents(len(survey))]
    return (Way(PLACE, "Lieu", LABELS, {code: villages.count(code) for code in LABELS}),
            Way("mode", "Façon de répondre", {"self": "Par la famille", "paper": "Sur papier"},
                {"self": len(survey) - 12, "paper": 12}))


@cache
def an_answered(sampling: Sampling = Sampling.VOLUNTARY) -> Answered:
    """Three hundred families, with a known margin of grown-ups."""
    survey = a_survey()
    targets = (Target(("un",), 900.0), Target(("deux",), 300.0), Target(("trois_plus",), 100.0),
               Target(("nsp",), None))
    weights = weights_of([Population("adultes", targets, "Insee, essai, 2026")], survey.samples)
    survey = replace(survey, strata=weights.strata, has_intervals=sampling is Sampling.RANDOM)
    return Answered(CAMPAIGN, survey, ways(survey), weights)


@cache
def a_campaign_used(sampling: Sampling = Sampling.VOLUNTARY) -> CampaignUsed:
    measured = measure(an_answered(sampling), list(shipped_taxonomy().needs()))
    return CampaignUsed(
        CAMPAIGN, localized("Besoins des familles avec de jeunes enfants"), date(2026, 9, 1),
        date(2026, 10, 31), sampling, True,
        (QuestionnaireUsed(1, QUESTIONNAIRE.content_hash, date(2026, 9, 1)),),
        gathered=Gathered(3, 42, 57, 48, 9), carried_from=None,
        **{name: getattr(measured, name) for name in asdict(measured)})


def _kept(need: Need, tier: Tier, **changes: Any) -> KeptNeed:
    domain = next(each for each in shipped_taxonomy().domains if need in each.needs)
    kept = KeptNeed(
        need.code.lower(), (need.code,), need.label, need.definition, domain.label, tier,
        "Le comité l’a placé ainsi après lecture des chiffres.", tier,
        "Au moins une famille sur trois l’exprime.", f"Il faut répondre à ce besoin : {need.label.french}.",
        "Familles avec un enfant de moins de 3 ans", "Une crèche municipale, 24 places", (), ())
    return replace(kept, **changes)


def a_snapshot(**changes: Any) -> Snapshot:
    """Four needs kept, one of them made of two; places, supply and indicators with and without a value."""
    needs = shipped_taxonomy().by_code()
    quotes = (Quote("Je pars à 5 h et je n’ai personne pour garder mon fils.", "fr", "", False),
              Quote("Ntsina muntru", "swb", "Je n’ai personne.", True))
    snapshot = Snapshot(
        "petite-enfance-2026", 2, "Diagnostic petite enfance de Mamoudzou", "97611", FROZEN_ON,
        PLAIN.minimum_base, PLAIN.minimum_count, 3, shipped_taxonomy().content_hash,
        {Heading.CONTEXT: "Mamoudzou est la commune la plus peuplée de Mayotte.\n\nLe texte a deux parties.",
         Heading.LIMITS: "Les familles sans téléphone ont peu répondu."},
        (Place("97611", "Mamoudzou", "commune", "976", None, None),
         *(Place(code, label, "village", "97611", None, None)
           for code, label in LABELS.items() if code.startswith("97611-"))),
        (a_campaign_used(),),
        (Indicator("DEMO-1", "démographie", "Enfants de moins de 3 ans", "Enfants de 0 à 2 ans révolus",
                   "personnes", (
                       IndicatorValue("97611", None, None, 6120.0, "2017", "recensement", *SOURCE, ""),
                       IndicatorValue("97611", None, None, 7400.0, "2024", "estimation", *SOURCE, "cité"))),
         Indicator("OFF-3", "offre", "Capacité théorique d’accueil formel", "", "places pour 100 enfants",
                   ())),
        (Supply("97611-mgombani", "creche", "Crèche municipale Djoumoi M’Rakodro", 24.0, "places",
                "en service", "2024", "07:00-17:00", "Ville de Mamoudzou", *SOURCE, ""),
         Supply("97611", "rpe", "Relais petite enfance", None, "", "annoncé", "2023", "", "", *SOURCE, "")),
        (_kept(needs["ACC-1"], Tier.A, quotes=quotes, tension=("97611-kaweni", "97611-cavani")),
         _kept(needs["HOR-1"], Tier.B, key="horaires", codes=("HOR-1", "HOR-2")),
         _kept(needs["INC-2"], Tier.B, suggested=Tier.C),
         _kept(needs["PAR-1"], Tier.C)),
        (SetAside("QUA-1", needs["QUA-1"].label, "Traité par le schéma départemental."),))
    return replace(snapshot, **changes)
