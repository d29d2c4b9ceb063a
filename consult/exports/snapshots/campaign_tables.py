"""The tables of what campaigns say: needs by group, who took part, how they differ from everybody. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from consult.diagnostic.figures import (
    EVERYWHERE,
    Breakdown,
    CampaignUsed,
    Distance,
    Figure,
    Group,
    QuestionnaireUsed,
    Row,
)
from consult.diagnostic.snapshot import Snapshot
from consult.exports.snapshots.columns import Column, Kind, Link, Shape, State, explained, share, yes
from consult.exports.snapshots.words import ALL_FAMILIES, DRAWN, SCOPES
from consult.text import Localized

_CAMPAIGN = "Identifiant de la consultation."
_TO_CAMPAIGN = Link(("consultation",), "consultations", ("consultation",))
_GROUP = ("consultation", "profil", "groupe")


@dataclass(frozen=True)
class _Shown:
    """A figure with the words that go with its codes."""

    figure: Figure
    need: str
    group: str

    @property
    def strong(self) -> int | None:
        return self.figure.strong if self.figure.asks_strong else None

    @property
    def priority(self) -> int | None:
        return self.figure.priority if self.figure.asks_priority else None


def _groups(snapshot: Snapshot) -> Iterator[tuple[CampaignUsed, Group]]:
    """Everybody first, as a group of its own, so that each figure has a group."""
    everybody = Group(EVERYWHERE, Localized(ALL_FAMILIES), EVERYWHERE, Localized(ALL_FAMILIES))
    for campaign in snapshot.campaigns:
        yield campaign, everybody
        yield from ((campaign, group) for group in campaign.groups)


def need_labels(snapshot: Snapshot) -> dict[str, str]:
    """By code of the taxonomy, the words of the need it was kept or set aside as."""
    aside = {need.code: need.label.french for need in snapshot.set_aside}
    return aside | {code: need.label.french for need in snapshot.needs for code in need.codes}


def _figures(snapshot: Snapshot) -> Iterator[_Shown]:
    needs = need_labels(snapshot)
    groups = {(campaign.slug, group.profile, group.code): group.label.french
              for campaign, group in _groups(snapshot)}
    for figure in snapshot.figures():
        group = groups.get((figure.campaign, figure.profile, figure.group or EVERYWHERE), "")
        yield _Shown(figure, needs.get(figure.need, ""), group)


FIGURES = Shape(
    "chiffres", "Chiffres", "Chaque besoin dans chaque groupe de familles. Les nombres sont des familles.",
    _figures, (
        Column("consultation", "Consultation", _CAMPAIGN, lambda each: each.figure.campaign, Kind.CODE, True),
        Column("besoin", "Besoin", "Code du besoin dans la taxonomie.", lambda each: each.figure.need,
               Kind.CODE, True),
        Column("besoin_libelle", "Besoin (libellé)",
               "Libellé du besoin retenu ou écarté qui porte ce code. Vide s’il n’est ni l’un ni l’autre.",
               lambda each: each.need),
        Column("profil", "Profil", "« all » : toutes les familles. « place » : par lieu.",
               lambda each: each.figure.profile, Kind.CODE, True),
        Column("groupe", "Groupe", "Code du groupe. « all » : toutes les familles.",
               lambda each: each.figure.group or EVERYWHERE, Kind.CODE, True),
        Column("groupe_libelle", "Groupe (libellé)", "Libellé du groupe.", lambda each: each.group),
        *explained("base", "Base", "Familles à qui on l’a demandé et qui ont répondu.",
                   lambda each: each.figure.base),
        *explained("expriment", "Expriment", "Familles de la base qui expriment le besoin.",
                   lambda each: each.figure.expressing),
        *explained("fortement", "Fortement", "Familles qui l’expriment fortement.",
                   lambda each: each.strong, absent=lambda each: (
                       State.WITHHELD if each.figure.asks_strong else State.POINTLESS)),
        *explained("prioritaire", "Prioritaire", "Familles qui le placent parmi leurs priorités.",
                   lambda each: each.priority, absent=lambda each: (
                       State.WITHHELD if each.figure.asks_priority else State.POINTLESS)),
        Column("masque", "Masqué", "« oui » si la part ne peut pas être publiée.",
               lambda each: yes(each.figure.is_withheld), Kind.YES, True),
        Column("part", "Part", "Expriment ÷ base, entre 0 et 1.", lambda each: share(each.figure.share),
               Kind.SHARE, states=("base_etat", "expriment_etat")),
        Column("intensite", "Intensité", "Fortement ÷ expriment, entre 0 et 1.",
               lambda each: share(each.figure.intensity), Kind.SHARE,
               states=("expriment_etat", "fortement_etat")),
        Column("part_ponderee", "Part pondérée",
               "Part une fois les réponses redressées, à deux décimales. Vide sans redressement.",
               lambda each: each.figure.weighted, Kind.SHARE),
        Column("borne_basse", "Borne basse", "De l’intervalle à 95 % de la part pondérée. Seulement si les "
               "familles ont été tirées au hasard.", lambda each: each.figure.low, Kind.SHARE),
        Column("borne_haute", "Borne haute", "De l’intervalle à 95 % de la part pondérée.",
               lambda each: each.figure.high, Kind.SHARE),
    ), ("consultation", "besoin", "profil", "groupe"), (_TO_CAMPAIGN, Link(_GROUP, "groupes", _GROUP)))

GROUPS = Shape(
    "groupes", "Groupes", "Les groupes de familles, par profil.", _groups, (
        Column("consultation", "Consultation", _CAMPAIGN, lambda each: each[0].slug, Kind.CODE, True),
        Column("profil", "Profil", "Code de ce qui distingue les groupes.",
               lambda each: each[1].profile, Kind.CODE, True),
        Column("profil_libelle", "Profil (libellé)", "Ce qui distingue les groupes.",
               lambda each: each[1].profile_label.french),
        Column("groupe", "Groupe", "Code du groupe.", lambda each: each[1].code, Kind.CODE, True),
        Column("groupe_libelle", "Groupe (libellé)", "Libellé du groupe.",
               lambda each: each[1].label.french),
    ), _GROUP, (_TO_CAMPAIGN,))


def _participation(snapshot: Snapshot) -> Iterator[tuple[CampaignUsed, Breakdown, Row]]:
    for campaign in snapshot.campaigns:
        for breakdown in campaign.participation:
            yield from ((campaign, breakdown, row) for row in breakdown.rows)


PARTICIPATION = Shape(
    "participation", "Participation", "Qui a répondu : par lieu, langue, façon de répondre et relais.",
    _participation, (
        Column("consultation", "Consultation", _CAMPAIGN, lambda each: each[0].slug, Kind.CODE, True),
        Column("repartition", "Répartition", "Code de la répartition.", lambda each: each[1].code, Kind.CODE,
               True),
        Column("repartition_libelle", "Répartition (libellé)", "Ce qui distingue les réponses.",
               lambda each: each[1].title),
        Column("code", "Code", "Code de la ligne.", lambda each: each[2].code, Kind.CODE, True),
        Column("libelle", "Libellé", "Libellé de la ligne.", lambda each: each[2].label),
        *explained("reponses", "Réponses", "Nombre de réponses.", lambda each: each[2].count),
    ), ("consultation", "repartition", "code"), (_TO_CAMPAIGN,))


def _distances(snapshot: Snapshot) -> Iterator[tuple[CampaignUsed, int, Distance]]:
    for campaign in snapshot.campaigns:
        yield from ((campaign, rank, distance) for rank, distance in enumerate(campaign.distances, 1))


DISTANCES = Shape(
    "ecarts", "Écarts à la population", "Les réponses reçues à côté de ce que l’on sait de la population.",
    _distances, (
        Column("consultation", "Consultation", _CAMPAIGN, lambda each: each[0].slug, Kind.CODE, True),
        Column("rang", "Rang", "Numéro de la ligne dans la consultation.", lambda each: each[1], Kind.WHOLE,
               True),
        Column("question", "Question", "Nom de la question.", lambda each: each[2].question, Kind.CODE, True),
        Column("categorie", "Catégorie", "Réponse, ou réponses réunies.", lambda each: each[2].label),
        Column("source", "Source", "D’où vient la population.", lambda each: each[2].source),
        Column("part_population", "Part de la population", "Entre 0 et 1.",
               lambda each: share(each[2].population), Kind.SHARE, True),
        *explained("part_reponses", "Part des réponses", "Entre 0 et 1.",
                   lambda each: share(each[2].responses), kind=Kind.SHARE),
    ), ("consultation", "rang"), (_TO_CAMPAIGN,))


def _campaigns(snapshot: Snapshot) -> tuple[CampaignUsed, ...]:
    return snapshot.campaigns


def _either(_campaign: CampaignUsed) -> State:
    return State.EITHER


CAMPAIGNS = Shape(
    "consultations", "Consultations", "Les consultations dont viennent les chiffres.", _campaigns, (
        Column("consultation", "Consultation", _CAMPAIGN, lambda each: each.slug, Kind.CODE, True),
        Column("titre", "Titre", "Titre publié.", lambda each: each.title.french),
        Column("debut", "Début", "Premier jour pour répondre.", lambda each: each.opens_on, Kind.DAY, True),
        Column("fin", "Fin", "Dernier jour pour répondre.", lambda each: each.closes_on, Kind.DAY, True),
        Column("tirage", "Qui a répondu", "volontaires, tirage au sort ou toutes les familles.",
               lambda each: DRAWN[each.sampling], Kind.CODE, True),
        Column("portee", "Portée", "Ce que l’on peut en dire.", lambda each: SCOPES[each.sampling]),
        Column("demonstration", "Démonstration", "« oui » si les réponses sont simulées.",
               lambda each: yes(each.is_demonstration), Kind.YES, True),
        *explained("reponses", "Réponses", "Nombre de réponses.", lambda each: each.responses),
        Column("reunions", "Réunions tenues", "Réunions publiques qui ont eu lieu.",
               lambda each: each.gathered.meetings, Kind.WHOLE, True),
        *explained("familles_inscrites", "Familles inscrites", "Aux réunions.",
                   lambda each: each.gathered.families, absent=_either),
        *explained("presents", "Adultes présents", "Aux réunions, s’ils ont été comptés à chacune.",
                   lambda each: each.gathered.present, absent=_either),
        *explained("femmes", "Femmes présentes", "Aux réunions, si elles ont été comptées à chacune.",
                   lambda each: each.gathered.women, absent=_either),
        Column("paroles_notees", "Paroles notées", "Pendant les réunions.",
               lambda each: each.gathered.statements, Kind.WHOLE, True),
        Column("nombres", "Nombres non nuls", "Nombres calculés, autres que zéro.",
               lambda each: each.counts, Kind.WHOLE, True),
        Column("nombres_petits", "Masqués car petits", "Parmi eux, masqués car trop petits.",
               lambda each: each.small, Kind.WHOLE, True),
        Column("nombres_proteges", "Masqués pour protéger", "Parmi eux, masqués pour protéger les premiers.",
               lambda each: each.complements, Kind.WHOLE, True),
        Column("repris_de", "Repris du diagnostic", "Numéro du diagnostic figé dont viennent ces chiffres, "
               "si trop peu de familles ont répondu depuis.", lambda each: each.carried_from, Kind.WHOLE),
    ), ("consultation",))


def _questionnaires(snapshot: Snapshot) -> Iterator[tuple[CampaignUsed, QuestionnaireUsed]]:
    for campaign in snapshot.campaigns:
        yield from ((campaign, version) for version in campaign.questionnaires)


QUESTIONNAIRES = Shape(
    "questionnaires", "Questionnaires", "Les versions auxquelles les familles ont pu répondre.",
    _questionnaires, (
        Column("consultation", "Consultation", _CAMPAIGN, lambda each: each[0].slug, Kind.CODE, True),
        Column("version", "Version", "Numéro de la version.", lambda each: each[1].number, Kind.WHOLE, True),
        Column("publie_le", "Publié le", "Jour de sa publication.", lambda each: each[1].published_on,
               Kind.DAY, True),
        Column("empreinte", "Empreinte", "SHA-256 de son document canonique.",
               lambda each: each[1].content_hash, Kind.CODE, True),
    ), ("consultation", "version"), (_TO_CAMPAIGN,))
