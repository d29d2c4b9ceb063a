"""The verbs of needs: keep a taxonomy, know margins, give codes to texts."""

from consult.needs.service.margins import (
    categories_in,
    check_margins,
    find_margin,
    list_margins,
    remove_margin,
    take_margins,
)
from consult.needs.service.taxonomies import (
    SHIPPED,
    ChangedMeanwhile,
    InUse,
    find_version,
    keep_taxonomy,
    list_versions,
    taxonomy_in_use,
    taxonomy_numbered,
)

__all__ = (
    "ChangedMeanwhile", "InUse", "SHIPPED", "categories_in", "check_margins", "find_margin",
    "find_version", "keep_taxonomy", "list_margins", "list_versions", "remove_margin", "take_margins",
    "taxonomy_in_use", "taxonomy_numbered")
