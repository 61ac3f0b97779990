"""How often an event is found where CAMEO's coders saw only a neutral statement. Lower is better.

Rule: a sentence counts once, however many events are predicted for it. CAMEO's neutral class joins plain statements
with appeals, and PLOVER codes an appeal as REQUEST: on sentences with a verb of asking a REQUEST is therefore no error.
The figure to watch is "no request wording: any event".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.evaluate.measures import Cells, Figures, event_type
from dragoman.evaluate.rows import Row

_APPEAL = frozenset({"REQUEST"})


@dataclass(frozen=True, slots=True)
class NegativeGold:
    """One sentence without an event, but perhaps with the wording of an appeal."""

    id: str
    text: str
    request_wording: bool


def read_gold(row: Row) -> NegativeGold:
    """One line of events_negative_*.jsonl."""
    return NegativeGold(row.id, row.text("text"), row.flag("request_wording"))


def read_prediction(row: Row) -> frozenset[str]:
    """`{"id": ..., "events": [{"type": ...}]}` or `{"id": ..., "root": ...}`, as the set of types."""
    found = [e.maybe_text("type") for e in row.rows("events")] + [row.maybe_text("root")]
    return frozenset(kind for kind in map(event_type, found) if kind)


def score(gold: Sequence[NegativeGold], predicted: Mapping[str, frozenset[str]]) -> Figures:
    """Sections: sentences with an event (shares), sentences by predicted type."""
    nothing: frozenset[str] = frozenset()
    plain = [predicted.get(g.id, nothing) for g in gold if not g.request_wording]
    asking = [predicted.get(g.id, nothing) for g in gold if g.request_wording]

    def share(sentences: Sequence[frozenset[str]], *, but: frozenset[str] = nothing) -> Cells:
        hits = sum(bool(kinds - but) for kinds in sentences)
        return {"share": hits / len(sentences) if sentences else 0.0, "n": len(sentences)}

    by_type = Counter(kind for kinds in plain + asking for kind in sorted(kinds))
    return {
        "sentences with an event": {
            "no request wording: any event": share(plain),
            "request wording: other than REQUEST": share(asking, but=_APPEAL),
            "all: other than REQUEST": share(plain + asking, but=_APPEAL),
            "all: any event": share(plain + asking),
        },
        "sentences by predicted type": {k: {"n": n} for k, n in by_type.most_common()} or {"none": {"n": 0}},
    }
