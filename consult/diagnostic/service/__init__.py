"""The verbs of a diagnostic: compose it, freeze it, show it, keep its promises in sight."""

from consult.diagnostic.service.committing import (
    Promised,
    commitments_of,
    count_late,
    find_commitment,
    follow_up,
    forget_commitment,
    promise,
    promises_of,
)
from consult.diagnostic.service.composing import (
    Decided,
    DecidedElsewhere,
    HasCommitments,
    SameName,
    change_diagnostic,
    create_diagnostic,
    decide,
    decided_of,
    find_diagnostic,
    kept_needs,
    list_diagnostics,
    put_before,
    undecide,
    write_texts,
)
from consult.diagnostic.service.freezing import (
    NotYet,
    assemble,
    find_frozen,
    freeze,
    has_public,
    latest_public,
    missing,
    show_to_everybody,
    snapshot_of,
    withdrawn_since,
)
from consult.diagnostic.service.measures import measured
from consult.diagnostic.service.sharing import Shared, is_over, move_figures, shared_figures
from consult.diagnostic.service.territory import places_of

__all__ = (
    "Decided", "DecidedElsewhere", "HasCommitments", "NotYet", "Promised", "SameName", "Shared", "assemble",
    "change_diagnostic", "commitments_of", "count_late", "create_diagnostic", "decide", "decided_of",
    "find_commitment", "find_diagnostic", "find_frozen", "follow_up", "forget_commitment", "freeze",
    "kept_needs", "has_public", "is_over", "latest_public", "list_diagnostics", "measured", "missing",
    "move_figures", "places_of", "promise", "promises_of", "put_before", "shared_figures",
    "show_to_everybody", "snapshot_of", "undecide",
    "withdrawn_since", "write_texts")
