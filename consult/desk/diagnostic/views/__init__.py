"""The pages of diagnostics."""

from consult.desk.diagnostic.views import commitments, composing, deciding, snapshots
from consult.desk.diagnostic.views.blueprint import staff

__all__ = ("MODULES", "staff")
MODULES = (composing, deciding, snapshots, commitments)
