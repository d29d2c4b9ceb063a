"""Forms of the desk about questionnaires."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import FileStorage
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from consult.i18n import LANGUAGES
from consult.surveys.shipped import shipped_questionnaires
from consult.surveys.xlsform.sheets import Upload
from consult.web.forms import Form


class UploadForm(Form):
    survey = FileField(_l("Classeur XLSForm (.xlsx ou .xls), ou feuille « survey » en .csv"),
                       [FileRequired(_l("Choisissez un fichier."))])
    choices = FileField(_l("Feuille « choices » en .csv, seulement avec un premier fichier .csv"))

    def upload(self) -> Upload:
        """The files that were sent."""
        survey, choices = self.survey.data, self.choices.data
        return Upload(_name(survey), _bytes(survey), _name(choices), _bytes(choices))


def _name(file: FileStorage | None) -> str:
    return (file.filename or "") if file else ""


def _bytes(file: FileStorage | None) -> bytes:
    return file.read() if file else b""


NOT_EMPTY = {"required": False}
"""HTML has `required` only on a list that begins with nothing chosen; these begin with a choice."""


class ShippedForm(Form):
    name = SelectField(_l("Questionnaire fourni"), [InputRequired(_l("Choisissez un questionnaire."))],
                       choices={shipped.name: shipped.title for shipped in shipped_questionnaires()},
                       render_kw=NOT_EMPTY)


class ReviewForm(Form):
    tag = SelectField(_l("Langue relue"), [InputRequired(_l("Choisissez une langue."))],
                      render_kw=NOT_EMPTY)
    by = StringField(_l("Nom de la personne qui a relu"), [
        DataRequired(_l("Écrivez le nom de la personne qui a relu.")),
        Length(max=80, message=_l("Ce nom est trop long : 80 lettres au plus."))])

    def offer(self, tags: list[str]) -> "ReviewForm":
        """Only languages that the questionnaire is written in."""
        self.tag.choices = {tag: LANGUAGES[tag].name if tag in LANGUAGES else tag for tag in tags}
        return self
