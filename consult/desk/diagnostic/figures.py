"""The figures a diagnostic is composed with: those that may be published."""

from consult.desk.diagnostic.board import Figures
from consult.diagnostic import service
from consult.diagnostic.models import Diagnostic
from consult.needs.service import taxonomy_in_use


def figures_of(diagnostic: Diagnostic) -> Figures:
    """Of the campaigns it reads. Protecting takes seconds the first time."""
    taxonomy = taxonomy_in_use().taxonomy
    return Figures({campaign.slug: service.measured(campaign, taxonomy)[0]
                    for campaign in diagnostic.campaigns})
