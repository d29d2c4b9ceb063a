"""The verbs of needs: keep a taxonomy, know margins, give codes to texts."""

from consult.needs.service.taxonomies import (
    InUse,
    find_version,
    keep_taxonomy,
    list_versions,
    taxonomy_in_use,
)

__all__ = ("InUse", "find_version", "keep_taxonomy", "list_versions", "taxonomy_in_use")
