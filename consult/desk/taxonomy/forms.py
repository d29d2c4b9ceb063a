"""The forms of the taxonomy: one need, a file, and what the file would change."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired

from consult.campaigns.forms.texts import REQUIRED, Text, TextForm, filled
from consult.needs.evidence import Fault, check_rule, parse_rule
from consult.needs.taxonomy import Need, cues_of, need_row
from consult.needs.taxonomy_table import TRANSLATIONS, cell_faults, cleaned
from consult.surveys.questions import Questionnaire
from consult.text import Localized
from consult.web.forms import Form

FIELDS: Mapping[str, str] = {
    "label_fr": "label", "definition_fr": "definition", "evidence_any": "evidence",
    "evidence_strong": "strong", "free_text_cues_fr": "cues", "vulnerability_lens": "vulnerability",
    "supply_or_context_indicator": "indicator", "lead_actors": "actors",
    **{name: name for name in TRANSLATIONS}}
"""The field of each column that can be written again on the desk."""
RULE = {"rows": 3, "spellcheck": "false"}
PLAIN = ("vulnerability", "indicator", "actors")


def mark_of(need: Need) -> str:
    """Changes with anything in the need: tells whether somebody else wrote it meanwhile."""
    return hashlib.sha256(repr(sorted(need_row(need).items())).encode()).hexdigest()[:16]


def said(fault: Fault) -> str:
    """What is wrong with a rule, and the piece that is."""
    sentence: str = _(fault.sentence) % dict(fault.values)
    return sentence if fault.piece in sentence else _("%(sentence)s Passage : « %(piece)s ».",
                                                      sentence=sentence, piece=fault.piece)


class NeedForm(TextForm):
    texts = (Text("label", _l("Nom du besoin")),)
    definition = TextAreaField(_l("Définition"), render_kw={"rows": 3})
    evidence = TextAreaField(_l("Réponses qui comptent"), render_kw=RULE)
    strong = TextAreaField(_l("Réponses qui comptent fortement"), render_kw=RULE)
    cues = StringField(_l("Mots qui le disent souvent"))
    vulnerability = StringField(_l("Sur qui il pèse davantage"))
    indicator = StringField(_l("Ce qu’il faut savoir de l’offre"))
    actors = StringField(_l("Qui peut agir"))
    before = HiddenField()

    @classmethod
    def of(cls, need: Need) -> "NeedForm":
        """The form as it stands before anybody typed; what was sent comes on top of it."""
        return cls(definition=need.definition.french, evidence=str(need.evidence), strong=str(need.strong),
                   cues=", ".join(need.cues), before=mark_of(need), **filled(cls.texts, need),
                   **{name: getattr(need, name) for name in PLAIN})

    def filter_definition(self, typed: str | None) -> str:
        """One paragraph, however it was broken into lines."""
        return " ".join((typed or "").split())

    filter_evidence = filter_strong = filter_definition

    def validate(self, extra_validators: Any = None) -> bool:
        """What the table of a taxonomy would refuse is refused here."""
        is_right = super().validate(extra_validators)
        typed = {column: self[name].data or "" for column, name in FIELDS.items()}
        row = cleaned({"code": "X", "level": "2", "parent": "X", **typed})
        faults = list(cell_faults(0, row))
        for fault in faults:
            self._tell(FIELDS[fault.column], _(fault.sentence) % fault.values)
        return is_right and not faults

    def _tell(self, name: str, sentence: str) -> None:
        if not self[name].errors:
            self[name].errors = [sentence]

    def check_against(self, questionnaire: Questionnaire) -> bool:
        """Whether the rules name only what this questionnaire has; what else is told at its field."""
        found = {name: check_rule(parse_rule(self[name].data), questionnaire)
                 for name in ("evidence", "strong")}
        for name, faults in found.items():
            self._tell_all(name, faults)
        return not any(found.values())

    def _tell_all(self, name: str, faults: Iterable[Fault]) -> None:
        self[name].errors = list(dict.fromkeys(map(said, faults)))

    def need(self, before: Need) -> Need:
        """The need as it was typed."""
        return Need(before.code, self.read_texts(before)["label"], Localized(self.definition.data),
                    parse_rule(self.evidence.data), parse_rule(self.strong.data), cues_of(self.cues.data),
                    *(self[name].data for name in PLAIN))


class TableForm(Form):
    file = FileField(_l("Tableau des besoins (.xlsx ou .csv)"), [FileRequired(_l("Choisissez un fichier."))])


class KeepForm(Form):
    """The table that was read, with the confirmation: it is checked again as if it were a file."""

    table = HiddenField(validators=[DataRequired(REQUIRED)])
    source = HiddenField()
    number = HiddenField(validators=[DataRequired(REQUIRED)])
    """The version the changes were shown against."""
