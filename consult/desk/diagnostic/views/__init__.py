"""The pages of diagnostics."""

from consult.desk.diagnostic.views import commitments, composing, deciding, downloads, snapshots
from consult.desk.diagnostic.views.blueprint import staff

__all__ = ("MODULES", "staff")
MODULES = (composing, deciding, snapshots, downloads, commitments)
