"""Suggestions for a campaign, learnt again as its texts are coded."""

from collections.abc import Sequence
from threading import Lock
from uuid import UUID

from consult.needs.coded_texts import CodedText, examples
from consult.needs.suggestions import Suggester, learn, worth_learning
from consult.needs.taxonomy import Taxonomy

_State = tuple[UUID, str, int]
_MOST_KEPT = 8
_known: dict[_State, Suggester] = {}
_one_at_a_time = Lock()


def _step(count: int) -> int:
    """How many coded texts are learnt from: at first every one counts, then each tenth of what there is.

    Learning from two thousand takes a second, and one more text among them changes nothing.
    """
    return count - count % max(1, count // 10)


def suggester_for(campaign_id: UUID, texts: Sequence[CodedText], taxonomy: Taxonomy) -> Suggester:
    """What this campaign's coded texts teach, and the taxonomy's words before there are any."""
    known = [(coded.text.text, coded.final or ()) for coded in examples(texts)]
    state = campaign_id, taxonomy.content_hash, _step(len(known))
    with _one_at_a_time:
        if state not in _known:
            if len(_known) >= _MOST_KEPT:
                _known.clear()
            needs = list(taxonomy.needs())
            cues = {need.code: (*need.cues, need.label.french, need.definition.french) for need in needs}
            _known[state] = learn([need.code for need in needs], worth_learning(known), cues)
        return _known[state]
