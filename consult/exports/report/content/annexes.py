"""What lets a reader check the report: words explained, versions, the rule, every source. Pure."""

from collections.abc import Iterator

from consult.diagnostic.snapshot import IndicatorValue, Snapshot, Supply
from consult.exports.report.blocks import (
    Align,
    Block,
    Bullets,
    Paragraph,
    clean,
    heading,
    row,
    strong,
    table,
    words,
)
from consult.exports.report.content.numbers import SPACE, day, number
from consult.exports.report.content.supply import source
from consult.exports.report.content.terms import DEMONSTRATION, NEVER_ADDED, loss, rule

GLOSSARY = (
    ("Besoin retenu", "Un besoin que le comité garde, avec un niveau et une raison."),
    ("Niveau A, B ou C", "À traiter d’abord, ensuite, ou à garder en vue. Des personnes en décident."),
    ("Règle", "Un calcul propose un niveau d’après les chiffres publiés. Il ne décide de rien."),
    ("n", "Nombre de familles à qui la question a été posée et qui ont répondu."),
    ("L’expriment", "Familles dont les réponses montrent ce besoin."),
    ("Fortement", "Parmi elles, celles dont les réponses le montrent avec force."),
    ("En priorité", "Familles qui l’ont nommé parmi ce qui compte le plus."),
    ("Part pondérée", "Part calculée en rapprochant les réponses de ce qui est connu de la population. La "
     "part simple est toujours à côté."),
    ("Intervalle à 95 %", "Où se trouve sans doute la part de toutes les familles. Il n’existe que si les "
     "familles ont été tirées au hasard."),
    ("Masqué", "Nombre trop petit pour être publié, ou qui permettrait de retrouver un nombre trop petit. Ce "
     "n’est pas zéro."),
    ("Inconnu", "Rien n’a été trouvé. Ce n’est pas zéro."),
    ("Secteur en tension", "Lieu où le besoin pèse le plus."),
    ("Empreinte", "Suite de signes calculée d’après tout le diagnostic. Un seul chiffre changé en donne une "
     "autre."),
)
"""Only terms a reader meets in the report."""


def _glossary() -> Iterator[Block]:
    yield heading(2, "Annexe 1. Mots employés")
    yield Bullets(tuple(words(strong(f"{term} : "), meaning) for term, meaning in GLOSSARY))


def _versions(snapshot: Snapshot) -> Iterator[Block]:
    yield heading(2, "Annexe 2. Questionnaires et liste des besoins")
    rows = [row(clean(campaign.title.french), number(used.number), day(used.published_on), used.content_hash)
            for campaign in snapshot.campaigns for used in campaign.questionnaires]
    if rows:
        yield table("Questionnaires", (
            ("Consultation", Align.LEFT, 2.6), ("Version", Align.RIGHT, 1), ("Publiée le", Align.LEFT, 1.8),
            ("Empreinte", Align.LEFT, 4)), rows)
    yield Paragraph(words(f"Liste des besoins : version {number(snapshot.taxonomy_number)}, empreinte "
                          f"{snapshot.taxonomy_hash}"))
    yield Paragraph(words(
        f"Diagnostic n°{SPACE}{number(snapshot.number)}, arrêté le {day(snapshot.frozen_on)}, empreinte "
        f"SHA-256 : {snapshot.content_hash}"))


def _disclosure(snapshot: Snapshot) -> Iterator[Block]:
    yield heading(2, "Annexe 3. Règle de publication")
    yield Paragraph(words(rule(snapshot)))
    yield Paragraph(words("Tous les nombres de ce diagnostic ont été protégés ensemble. Rien de ce qui en "
                          "est imprimé, montré ou donné en fichier n’en dit plus."))
    several = len(snapshot.campaigns) > 1
    yield from (Paragraph(words(strong(f"{clean(campaign.title.french)} : ") if several else "",
                                loss(campaign))) for campaign in snapshot.campaigns)
    if several:
        yield Paragraph(words(NEVER_ADDED))
    if snapshot.is_demonstration:
        yield Paragraph(words(DEMONSTRATION))


def _sources(snapshot: Snapshot) -> Iterator[Block]:
    yield heading(2, "Annexe 4. Sources")
    cited: list[IndicatorValue | Supply] = [
        *(value for each in snapshot.indicators for value in each.values), *snapshot.supply]
    found = sorted({(clean(each.source_title), clean(each.source_url)) for each in cited
                    if each.source_title or each.source_url})
    if found:
        yield Bullets(tuple(words(source(title, url), f", {url}" if url else "") for title, url in found))
    else:
        yield Paragraph(words("Aucune source extérieure n’est citée."))


def annexes(snapshot: Snapshot) -> Iterator[Block]:
    yield from _glossary()
    yield from _versions(snapshot)
    yield from _disclosure(snapshot)
    yield from _sources(snapshot)
