"""The filters of a page of the desk: what they are, what the form offers, what is at work."""

from flask import request

from consult.campaigns.models import Campaign
from consult.desk.filters import Filters, filters_of
from consult.desk.names import chips, form_choices, names_of
from consult.desk.reading import Answers


class Narrowing:
    """Read from the address of the page. Raises NotFound for filters that nobody can have clicked."""

    def __init__(self, answers: Answers, campaign: Campaign) -> None:
        self.filters: Filters = filters_of(request.args)
        self.sort = request.args.get("tri", "")
        self.names = names_of(answers, campaign)
        self.chips = list(chips(answers, self.names, self.filters))
        self.choices = list(form_choices(self.names, self.filters))
