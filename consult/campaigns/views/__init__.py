"""Campaigns on the desk."""

from consult.campaigns.views import campaigns, documents, links, news, phases, preview, printing, relays
from consult.campaigns.views.blueprint import staff

MODULES = (campaigns, preview, phases, documents, news, relays, printing, links)
blueprints = (staff,)
