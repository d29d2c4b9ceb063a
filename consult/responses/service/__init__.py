"""The verbs of responses: take in, give back, count, keep in order."""

from consult.responses.service.reading import (
    Answered,
    Coded,
    Participation,
    Table,
    iter_responses,
    load_rows,
    load_table,
    participation,
    reference_of,
)
from consult.responses.service.receiving import (
    Outcome,
    Status,
    Submission,
    as_other_family,
    layout_of,
    receipt_of,
    receive,
    record_response,
    replace_response,
    slug_of_version,
    submission_of,
)
from consult.responses.service.upkeep import Upkeep, check_responses, rebuild_packed
from consult.responses.service.withdrawing import (
    Kept,
    WithdrawalOver,
    erase_by_receipt,
    find_by_receipt,
    withdrawn_from,
)

__all__ = [
    "Answered", "Coded", "Kept", "Outcome", "Participation", "Status", "Submission", "Table", "Upkeep",
    "WithdrawalOver", "as_other_family", "check_responses", "erase_by_receipt",
    "find_by_receipt", "iter_responses", "layout_of", "load_rows", "load_table", "participation",
    "rebuild_packed", "receipt_of", "receive", "record_response", "reference_of", "replace_response",
    "slug_of_version", "submission_of", "withdrawn_from"]
