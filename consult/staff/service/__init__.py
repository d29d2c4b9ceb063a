"""The verbs of staff: accounts, sign-ins, second step, log."""

from consult.staff.service.accounts import (
    LENT_FOR,
    LastCoordinator,
    NameTaken,
    WrongName,
    account_to_change,
    add_account,
    change_password,
    change_role,
    check_password,
    deactivate,
    find_account,
    is_own_password,
    known_name,
    lend_password,
    list_accounts,
    normal_name,
    reactivate,
    reset,
)
from consult.staff.service.log import (
    SCHEDULED,
    LogPage,
    latest_actions,
    log_page,
    people_in_log,
    record_action,
    verbs_in_log,
    write_action,
)
from consult.staff.service.second_step import (
    renew_recovery_codes,
    turn_off_second_step,
    turn_on_second_step,
    use_code,
)
from consult.staff.service.sessions import (
    account_of_session,
    close_listed_session,
    close_other_sessions,
    close_session,
    forget_sessions,
    handle_of,
    open_session,
    sessions_of,
)

__all__ = (
    "LENT_FOR", "LastCoordinator", "LogPage", "NameTaken", "SCHEDULED", "WrongName", "account_of_session",
    "account_to_change", "add_account", "change_password", "change_role", "check_password",
    "close_listed_session", "close_other_sessions", "close_session", "deactivate", "find_account",
    "forget_sessions", "handle_of", "is_own_password", "known_name", "latest_actions", "lend_password",
    "list_accounts", "log_page", "normal_name", "open_session", "people_in_log", "reactivate",
    "record_action", "renew_recovery_codes", "reset", "sessions_of", "turn_off_second_step",
    "turn_on_second_step", "use_code", "verbs_in_log", "write_action")
