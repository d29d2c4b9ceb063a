"""The verbs of meetings: plan, take sign-ups, tell, welcome, and forget."""

from consult.meetings.service.delivering import doubt_unsent
from consult.meetings.service.figures import Figures, figures_of
from consult.meetings.service.forgetting import (
    Forgotten,
    erase_phone,
    forget_sign_ups,
    forget_words,
    forgotten_on,
)
from consult.meetings.service.invitees import (
    find_invitees,
    forget_invitee,
    forget_invitees,
    keep_invitee,
)
from consult.meetings.service.listing import count_uncoded, find_family, find_standings, list_sign_ups
from consult.meetings.service.messages import (
    AlreadyDecided,
    find_notice,
    leave,
    leave_prepared,
    let_go,
    mark_done,
    messages_in,
    messages_of,
    own_words,
    send_again,
    unwrite_words,
    write_words,
)
from consult.meetings.service.minutes import (
    NotHeld,
    NothingWritten,
    publish_minutes,
    withdraw_minutes,
    write_minutes,
)
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
from consult.meetings.service.statements import (
    LONGEST_STATEMENT,
    code_statement,
    edit_statement,
    find_statement,
    next_to_code,
    note_statement,
    remove_statement,
    spoken_in,
    statement_to_change,
    statements_of,
)
from consult.meetings.service.upkeep import attempt, keep_up
from consult.meetings.service.welcoming import arrivals_of, families_at_the_door, welcome, welcoming_meetings

__all__ = (
    "AlreadyDecided", "COMING", "Coming", "FewerSeatsThanTaken", "Figures", "Forgotten",
    "LONGEST_STATEMENT", "NoRoom", "NotHeld", "NothingWritten", "Outcome", "Plan", "Resolve",
    "SignUpsOver", "Status", "TooFar", "accept", "agenda", "arrivals_of", "attempt", "cancel",
    "cancel_meeting", "change", "code_statement", "count_uncoded", "differences", "doubt_unsent",
    "edit_meeting", "edit_statement", "erase_phone", "families_at_the_door", "figures_of", "find_family",
    "find_invitees", "find_meeting", "find_notice", "find_public_meeting", "find_sign_up",
    "find_standings", "find_statement", "forget_invitee", "forget_invitees", "forget_sign_ups",
    "forget_words", "forgotten_on", "hold_meeting", "keep_invitee", "keep_up", "leave", "leave_prepared",
    "let_go", "list_meetings", "list_sign_ups", "mark_done", "messages_in", "messages_of",
    "next_to_code", "note_statement", "open_meeting", "open_meetings", "other_meetings", "own_words",
    "plan_meeting", "plan_series", "public_meetings", "publish_minutes", "rank_of", "remove_statement",
    "send_again", "settle", "sign_up", "spoken_in", "statement_to_change", "statements_of", "take_in",
    "unwrite_words", "welcome", "welcoming_meetings", "withdraw_minutes", "write_minutes", "write_words")
