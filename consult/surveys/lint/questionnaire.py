"""What can be seen of the whole: questions nobody will see, missing translations, sensitive answers."""

from collections.abc import Iterator, Mapping

from consult.i18n import LANGUAGES
from consult.surveys.expressions.parsing import references
from consult.surveys.lint.conditions import absent_choices, never_true
from consult.surveys.lint.findings import Finding, error, note, warning
from consult.surveys.lint.length import estimated_bytes, estimated_minutes, sections_of, texts
from consult.surveys.questions import ASKED, Question, Questionnaire, Section, walk
from consult.surveys.xlsform.building import Material
from consult.surveys.xlsform.columns import Table
from consult.text import FRENCH

Rows = Mapping[str, int]
"""Row number of each question and group, by name."""
_RULES = ("relevant", "constraint", "required", "calculation", "choice_filter")


def lint_questionnaire(questionnaire: Questionnaire, survey: Table, choices: Table,
                       material: Material) -> list[Finding]:
    rows = {line.name: number for number, line in material.lines.items() if str(line.type)[:3] != "end"}
    findings = [*_absent(questionnaire, survey, rows), *_never(questionnaire, survey, rows),
                *_later(questionnaire, survey, rows), *_separate(questionnaire, survey, rows),
                *_empty(questionnaire, survey, rows), *_sensitive(questionnaire, survey, rows)]
    for tag in questionnaire.languages[1:]:
        findings += _untranslated(questionnaire, tag, survey, choices, material)
    return [*findings, *_length(questionnaire)]


def _items(questionnaire: Questionnaire) -> Iterator[Question | Section]:
    yield from questionnaire.questions()
    yield from sections_of(questionnaire.sections)


def _absent(questionnaire: Questionnaire, survey: Table, rows: Rows) -> Iterator[Finding]:
    """Conditions on a choice that its list does not have."""
    for item in _items(questionnaire):
        for column in _RULES:
            rule = getattr(item, column, None)
            for name, choice in absent_choices(rule, item.name, questionnaire) if rule else ():
                yield error("survey", rows[item.name], survey.header(column),
                            f"Le choix « {choice} » n’existe pas dans la liste de « {name} » : "
                            "cette condition ne peut pas être remplie.")


def _never(questionnaire: Questionnaire, survey: Table, rows: Rows) -> Iterator[Finding]:
    """Questions and groups that no answer can make appear."""
    hidden: set[str] = set()
    for section in sections_of(questionnaire.sections):
        if section.relevant and never_true(section.relevant, questionnaire, hidden):
            hidden |= {question.name for question in walk(section)}
            yield warning("survey", rows[section.name], survey.header("relevant"),
                          "Ce groupe ne peut jamais apparaître : sa condition est toujours fausse.")
    for question in questionnaire.questions():
        rule = question.relevant if question.name not in hidden else None
        if rule and never_true(rule, questionnaire, hidden):
            hidden.add(question.name)
            yield warning("survey", rows[question.name], survey.header("relevant"),
                          "Cette question ne peut jamais apparaître : sa condition est toujours fausse.")


def _later(questionnaire: Questionnaire, survey: Table, rows: Rows) -> Iterator[Finding]:
    for item in _items(questionnaire):
        used = references(item.relevant.tree) if item.relevant else set()
        for name in sorted(name for name in used if rows.get(name, 0) > rows.get(item.name, 0)):
            yield warning("survey", rows[item.name], survey.header("relevant"),
                          f"La condition dépend de « {name} », qui est posée plus loin.")


def _is_contact(question: Question) -> bool:
    return "table séparée" in question.sensitivity or "contact" in question.sensitivity


def _separate(questionnaire: Questionnaire, survey: Table, rows: Rows) -> Iterator[Finding]:
    """A contact detail must not be stored with the answers because its group asks something else too."""
    for section in sections_of(questionnaire.sections):
        apart = [] if section.is_contact else [
            item for item in section.items
            if isinstance(item, Question) and item.kind in ASKED and _is_contact(item)]
        for question in apart:
            yield error("survey", rows[question.name], survey.header("sensitivity"),
                        "Cette coordonnée serait gardée avec les réponses. Mettez-la dans un groupe où "
                        "toutes les "
                        "questions ont la mention « table séparée ».")
    for section in questionnaire.sections:
        if section.is_contact:
            yield note("survey", rows.get(section.name), "",
                       f"Les réponses du groupe « {section.name} » sont gardées à part, sans lien avec les "
                       "autres.")


def _empty(questionnaire: Questionnaire, survey: Table, rows: Rows) -> Iterator[Finding]:
    if not any(question.kind in ASKED for question in questionnaire.questions()):
        yield error("survey", None, survey.header("type"), "Ce questionnaire ne pose aucune question.")
    for section in sections_of(questionnaire.sections):
        if not section.items:
            yield warning("survey", rows[section.name], survey.header("type"), "Ce groupe est vide.")
        if section.is_repeat and not section.label:
            yield warning("survey", rows[section.name], survey.header("label::fr"),
                          "Cette répétition n’a pas de titre : la famille ne saura pas ce qu’elle ajoute.")


def _sensitive(questionnaire: Questionnaire, survey: Table, rows: Rows) -> Iterator[Finding]:
    for question in questionnaire.questions():
        mention = question.sensitivity
        if mention.lower() not in {"", "aucune", "non"} and not _is_contact(question):
            yield note("survey", rows[question.name], survey.header("sensitivity"), "Réponse sensible : "
                                                                                f"{mention}.")


def _untranslated(questionnaire: Questionnaire, tag: str, survey: Table, choices: Table,
                  material: Material) -> list[Finding]:
    language = LANGUAGES[tag].name if tag in LANGUAGES else tag
    missing = [warning("survey", line.row.number, survey.header(f"{column}::{tag}"),
                       f"La traduction manque ({language}).")
               for line in material.lines.values() for column in ("label", "hint", "constraint_message")
               if f"{column}::{FRENCH}" in line.row.cells and f"{column}::{tag}" not in line.row.cells]
    missing += [warning("choices", row.number, choices.header(f"label::{tag}"), "La traduction manque "
                                                                                f"({language}).")
                for same in material.lists.values() for row in same if f"label::{tag}" not in row.cells]
    written = any(text.others.get(tag) for text in texts(questionnaire))
    if not written:
        return [warning("survey", None, f"label::{tag}", f"Rien n’est traduit en {language} : les familles "
                                                         "liront le "
                        "français.")]
    return missing


def _length(questionnaire: Questionnaire) -> Iterator[Finding]:
    minutes, size = estimated_minutes(questionnaire), estimated_bytes(questionnaire)
    yield note("survey", None, "", f"Durée estimée : {minutes} minutes au plus. Compte : 7 secondes par "
                                   "question à "
               "choix, 10 par nombre ou date, 20 par texte, et la lecture à 180 mots par minute.")
    yield note("survey", None, "", f"Poids estimé de la page : {round(size / 1000)} Ko une fois compressée.")
