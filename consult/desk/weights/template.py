"""The table to fill in: the questionnaire's own questions and choices, with what is known already."""

from collections.abc import Iterator, Mapping, Sequence
from tempfile import TemporaryDirectory, TemporaryFile

from consult.exports.workbook_cells import Book, Cell
from consult.exports.workbook_styles import ACCENT, SOFT
from consult.needs.margin_lines import OUT
from consult.needs.margin_tables import HEADINGS
from consult.needs.margins import Categories, Population

SHEET, GUIDE = "marges", "mode d’emploi"
WORDS = "texte de la question"
"""A column for people; it is not read."""
WIDTHS = (22, 24, 40, 14, 50, 60)
RULES = (
    "Remplissez la colonne « nombre » des questions que vous connaissez : combien de familles dans la "
    "population.",
    "Laissez vides les lignes des autres questions : elles n’ont pas de marge.",
    "Pour une question, chaque choix a un nombre. Zéro s’écrit 0.",
    "Pour réunir des choix sous un seul nombre, écrivez-les sur une ligne, séparés par « | » : un|deux. "
    "Supprimez l’autre ligne.",
    "Écrivez « hors » à la place du nombre pour les familles qui ne sont pas de la population : une autre "
    "commune, « Je préfère ne pas répondre ».",
    "Écrivez la source une fois par question : titre, année, adresse.",
    "Toutes les marges ont le même total, puisqu’elles décrivent la même population.",
    "Pas de formule : le résultat seulement. Le fichier est pris en entier, ou pas du tout.",
)


def _targets(question: str, known: Population | None, categories: Categories
             ) -> Iterator[tuple[str, float | str | None]]:
    if known is not None:
        yield from ((target.key, OUT if target.number is None else target.number) for target in known.targets)
    counted = known.choices if known else ()
    for choice in categories.questions[question].choices:
        if choice.name not in counted:
            yield choice.name, OUT if categories.is_refused(question, choice.name) else None


def _rows(categories: Categories, known: Mapping[str, Population]) -> Iterator[tuple[Cell, ...]]:
    for question in categories.questions:
        population = known.get(question)
        source, words = population.source if population else "", categories.title(question)
        for key, number in _targets(question, population, categories):
            yield question, key, categories.label(question, key), number, source, words
            source, words = "", ""


def write_template(categories: Categories, populations: Sequence[Population]) -> bytes:
    """The workbook (.xlsx); sent back as it is, it changes nothing."""
    known = {population.question: population for population in populations}
    with TemporaryDirectory() as folder, TemporaryFile() as file:
        book = Book(file, folder)
        sheet, guide = book.add_sheet(SHEET, ACCENT, SHEET), book.add_sheet(GUIDE, SOFT, GUIDE)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        book.put_row(sheet, 0, [*(names[0] for names in HEADINGS.values()), WORDS], "lead")
        for number, row in enumerate(_rows(categories, known), 1):
            book.put_row(sheet, number, row, "wrapped")
        guide.set_column(0, 0, 100)
        for number, rule in enumerate(RULES):
            book.put(guide, number, 0, rule, "wrapped")
        book.close()
        file.seek(0)
        return file.read()
