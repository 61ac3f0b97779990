"""What a report says twice is one commitment: the headline and the lead, a demand and its echo further down."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.language import Analysis
from dragoman.model import BlockKind, Commitment, CommitmentKind, Span

BESIDE = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION})
# What one telling may call a promise, another calls an offer or an agreement.
LIKE = {
    CommitmentKind.OFFER: CommitmentKind.PLEDGE,
    CommitmentKind.AGREEMENT: CommitmentKind.PLEDGE,
    CommitmentKind.PROPOSAL: CommitmentKind.DEMAND,
}
SAME, SHORT = 0.6, 0.4  # share of the words of the shorter; of a headline's


def told_once(analysis: Analysis, commitments: Sequence[Commitment]) -> list[Commitment]:
    """The commitments without those that another one tells: the first in the body stays, else the first.

    Two are one if kind and sides agree and the shorter has three fifths of its words in the other; figures must be the
    same. A headline is short of names, so that its party need not be the same, but must be known, and two fifths do.
    """
    beside = [b.span for b in analysis.report.blocks if b.kind in BESIDE]
    apart = {c.id: any(c.content.within(b) for b in beside) for c in commitments}
    out: list[Commitment] = []
    words = {c.id: _words(analysis, c.content) for c in commitments}
    for c in sorted(commitments, key=lambda c: (apart[c.id], c.content)):
        if apart[c.id] and c.party.country is None:
            continue
        if not any(_is_same(analysis, c, k, words[c.id], words[k.id], apart[c.id]) for k in out):
            out.append(c)
    return sorted(out, key=lambda c: c.content)


def _is_same(
    analysis: Analysis, one: Commitment, kept: Commitment, a: frozenset[str], b: frozenset[str], headline: bool
) -> bool:
    if LIKE.get(one.kind, one.kind) is not LIKE.get(kept.kind, kept.kind):
        return False
    if (one.party.country, one.party.sector) != (kept.party.country, kept.party.sector) and not headline:
        return False
    a_side, b_side = (c.counterparty.country if c.counterparty is not None else None for c in (one, kept))
    if a_side is not None and b_side is not None and a_side != b_side:
        return False
    if {w for w in a if w.isdigit()} != {w for w in b if w.isdigit()} and not headline:
        return False
    if one.party.actor == kept.party.actor and _opening(analysis, one) == _opening(analysis, kept) is not None:
        return True
    return bool(a and b) and len(a & b) >= (SHORT if headline else SAME) * min(len(a), len(b))


def _opening(analysis: Analysis, commitment: Commitment) -> tuple[str, str] | None:
    """The act's verb and what it is done to: "withdraw the bill"."""
    for verb in analysis.tokens_in(commitment.content):
        thing = verb.child("dobj") if verb.is_verb else None
        if thing is not None:
            return verb.lemma, thing.lemma
        if verb.is_verb:
            return None
    return None


def _words(analysis: Analysis, span: Span) -> frozenset[str]:
    """What tells acts and things apart: lemmas of verbs, nouns, adjectives and figures."""
    return frozenset(t.lemma for t in analysis.tokens_in(span) if t.tag[:2] in ("VB", "NN", "JJ", "CD"))
