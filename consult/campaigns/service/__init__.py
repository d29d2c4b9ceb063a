"""The verbs of campaigns: find, plan, take from stage to stage, publish around, hand on."""

from consult.campaigns.service.finding import (
    coming_campaigns,
    find_campaign,
    find_relay,
    list_campaigns,
    open_campaigns,
    past_campaigns,
    relays_of_account,
)
from consult.campaigns.service.planning import (
    AddressFrozen,
    AddressTaken,
    Plan,
    WrongDays,
    edit_campaign,
    plan_campaign,
)
from consult.campaigns.service.publishing import (
    add_document,
    add_news,
    add_phase,
    edit_news,
    edit_phase,
    find_part,
    remove_part,
    retitle_document,
)
from consult.campaigns.service.relays import RelayPlan, add_relay, edit_relay, interviewers
from consult.campaigns.service.staging import close_campaign, open_campaign, reopen_campaign, report_campaign

__all__ = (
    "AddressFrozen", "AddressTaken", "Plan", "RelayPlan", "WrongDays",
    "add_document", "add_news", "add_phase", "add_relay", "close_campaign", "coming_campaigns",
    "edit_campaign", "edit_news", "edit_phase", "edit_relay", "find_campaign", "find_part", "find_relay",
    "interviewers", "list_campaigns", "open_campaign", "open_campaigns", "past_campaigns", "plan_campaign",
    "relays_of_account", "remove_part", "reopen_campaign", "report_campaign", "retitle_document")
