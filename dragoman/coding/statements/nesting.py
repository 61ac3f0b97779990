"""Speech inside speech: which statement's words report another."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from dragoman.coding.statements.drafts import Draft
from dragoman.language import Analysis, Entity
from dragoman.model import Span


def nest(drafts: Sequence[Draft]) -> dict[int, Draft]:
    """The draft whose words hold another's cue and words, by the other's `id()`; the narrowest where several do."""
    out: dict[int, Draft] = {}
    ordered = deque(sorted(drafts, key=lambda d: (d.content[0].start, -d.content[-1].end)))
    open_: list[Draft] = []  # those that begin before the present one and may hold it
    for inner in sorted(drafts, key=lambda d: min(d.content[0].start, d.cue_span.start)):
        at = min(inner.content[0].start, inner.cue_span.start)
        while ordered and ordered[0].content[0].start <= at:
            open_.append(ordered.popleft())
        open_ = [o for o in open_ if o.content[-1].end > at]
        holding = [o for o in open_ if o is not inner and _holds(o, inner)]
        if holding:
            out[id(inner)] = min(holding, key=lambda d: _length(d.content))
    return out


def _holds(outer: Draft, inner: Draft) -> bool:
    spans = [*inner.content, inner.cue_span]
    whole = all(any(o.start <= s.start and s.end <= o.end for o in outer.content) for s in spans)
    return whole and _length(outer.content) > _length(inner.content)


def redundant(inner: Draft, outer: Draft, analysis: Analysis) -> bool:
    """Whether a nested draft only names again what its speaker says anyhow.

    "She called for action on what she called a crisis", "He said he wanted peace": the outer statement has it all. A
    clause that the same speaker said another time ("he said he had told them that ...") is a statement of its own.
    """
    same = _entity(inner, analysis) is not None and _entity(inner, analysis) is _entity(outer, analysis)
    if inner.attitude:  # "She said she wanted peace": the pronoun is hers for want of another
        pronoun = inner.speaker is not None and inner.speaker.tag in ("PRP", "PRP$")
        return same or outer.attitude or pronoun
    return same and (inner.nominal or not inner.verbal)


def _entity(d: Draft, analysis: Analysis) -> Entity | None:
    mention = analysis.mention(d.speaker) if d.speaker is not None else None
    return mention.entity if mention is not None else None


def _length(spans: Sequence[Span]) -> int:
    return sum(s.end - s.start for s in spans)
