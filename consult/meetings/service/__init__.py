"""The verbs of meetings: plan, take sign-ups, tell, welcome, and forget."""

from consult.meetings.service.forgetting import forgotten_on
from consult.meetings.service.invitees import (
    erase_phone,
    find_invitees,
    forget_invitee,
    forget_invitees,
    keep_invitee,
)
from consult.meetings.service.listing import count_uncoded, find_family, find_standings, list_sign_ups
from consult.meetings.service.planning import (
    COMING,
    FewerSeatsThanTaken,
    Plan,
    TooFar,
    cancel_meeting,
    differences,
    edit_meeting,
    find_meeting,
    hold_meeting,
    list_meetings,
    open_meeting,
    plan_meeting,
    plan_series,
)
from consult.meetings.service.seats import settle
from consult.meetings.service.sending import Coming, Resolve, take_in
from consult.meetings.service.showing import (
    agenda,
    find_public_meeting,
    open_meetings,
    other_meetings,
    public_meetings,
    rank_of,
)
from consult.meetings.service.signing_up import (
    NoRoom,
    Outcome,
    SignUpsOver,
    Status,
    accept,
    cancel,
    change,
    find_sign_up,
    sign_up,
)
from consult.meetings.service.welcoming import arrivals_of, families_at_the_door, welcome, welcoming_meetings

__all__ = (
    "COMING", "Coming", "FewerSeatsThanTaken", "NoRoom", "Outcome", "Plan", "Resolve", "SignUpsOver",
    "Status", "TooFar", "accept", "agenda", "arrivals_of", "cancel", "cancel_meeting", "change",
    "count_uncoded", "differences", "edit_meeting", "erase_phone", "families_at_the_door",
    "find_family", "find_invitees", "find_meeting", "find_public_meeting", "find_sign_up",
    "find_standings", "forget_invitee", "forget_invitees", "forgotten_on", "hold_meeting",
    "keep_invitee", "list_meetings", "list_sign_ups", "open_meeting", "open_meetings", "other_meetings",
    "plan_meeting", "plan_series", "public_meetings", "rank_of", "settle", "sign_up", "take_in",
    "welcome", "welcoming_meetings")
