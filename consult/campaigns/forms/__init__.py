"""What the coordinator types about a campaign."""

from consult.campaigns.forms.around import DocumentForm, NewDocumentForm, NewsForm, PhaseForm, RelayForm
from consult.campaigns.forms.campaign import CampaignForm

__all__ = ("CampaignForm", "DocumentForm", "NewDocumentForm", "NewsForm", "PhaseForm", "RelayForm")
