"""The verbs of needs: keep a taxonomy, know margins, give codes to texts, quote them."""

from consult.needs.service.codings import (
    SETTLED,
    CodedCount,
    CodingClosed,
    NothingToSettle,
    TextChanged,
    code_text,
    coded_counts,
    coded_texts,
    coding_of,
    settle,
    undo_coding,
    with_codings,
)
from consult.needs.service.learning import suggester_for
from consult.needs.service.margins import (
    categories_in,
    check_margins,
    find_margin,
    list_margins,
    remove_margin,
    take_margins,
)
from consult.needs.service.masks import (
    Masks,
    TextMasked,
    mask,
    masked_answers,
    masks_of,
    refuse_masked,
    unmask,
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
from consult.needs.service.texts import list_texts, published_questionnaires, text_now
from consult.needs.service.verbatims import NotOfTheNeed, quote, quotes_in, unquote

__all__ = (
    "ChangedMeanwhile", "CodedCount", "CodingClosed", "InUse", "Masks", "NotOfTheNeed", "NothingToSettle",
    "SETTLED", "SHIPPED", "TextChanged", "TextMasked", "categories_in", "check_margins", "code_text",
    "coded_counts", "coded_texts", "coding_of", "find_margin", "find_version", "keep_taxonomy",
    "list_margins", "list_texts", "list_versions", "mask", "masked_answers", "masks_of",
    "published_questionnaires", "quote", "quotes_in", "refuse_masked", "remove_margin", "settle",
    "suggester_for", "take_margins", "taxonomy_in_use", "taxonomy_numbered", "text_now", "undo_coding",
    "unmask", "unquote", "with_codings")
