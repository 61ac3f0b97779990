"""Whether two reports tell of one commitment: the same sides, an act that goes with the other's, the same things."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.merging.threads.sides import any_same
from dragoman.merging.threads.terms import OTHERS_TO_DO, RELATED, SEVERAL, THING, Terms
from dragoman.merging.threads.words import Word, amounts
from dragoman.model import CommitmentKind

# How much of two commitments' words must agree for them to be one, each held against the other.
SAME, LEAST = 0.6, 0.3
ALIKE = 0.75  # the same where neither tells toward whom
LONGEST, NEAR, NEAREST = 365, 60, 14  # days


def same(a: Terms, b: Terms) -> bool:
    """Whether two commitments are one: kinds that go for each other, same sides as far as known, same content."""
    if b.kind not in RELATED[a.kind] or not _same_sides(a, b):
        return False
    if a.kind in OTHERS_TO_DO and b.kind not in OTHERS_TO_DO and a.kind is not CommitmentKind.PROPOSAL:
        return False
    if bool(a.about.things) is not bool(b.about.things):
        return False  # "to put the north first" names nothing that "to put the tax off" does
    if a.about.proper and b.about.proper and not a.about.proper & b.about.proper:
        return False  # "a tax on Norse cars", "a tax on Sunda cars"
    if a.within and b.within and not a.within & b.within:
        return False
    if not _goes_with(a, b) or _apart(a, b) > LONGEST:
        return False
    alike = likeness(a, b)
    if a.counterparty is None or b.counterparty is None:
        # "an inquiry", asked of nobody known, is another one elsewhere; within one affair the days are near
        if any(any_same(o, b.others) for o in a.others):
            return alike >= SAME and (min(a.about.things, b.about.things) >= SEVERAL or _apart(a, b) <= NEAR)
        return alike >= ALIKE and _apart(a, b) <= NEAREST and a.party.same(b.party)
    return alike >= SAME


def likeness(a: Terms | None, b: Terms | None) -> float:
    """How much of two contents' words agree, the smaller share of the two ways, then the greater."""
    if a is None or b is None:
        return 0.0
    one, other = a.about.share(b.about.names), b.about.share(a.about.names)
    return (min(one, other) + max(one, other)) / 2 if min(one, other) >= LEAST else 0.0


def other_amounts(terms: Terms | None, words: Sequence[Word]) -> bool:
    """Whether words tell other figures of a commitment's things: "900 tents" of "400 tents"."""
    if terms is None:
        return False
    now = list(amounts(words))
    pairs = [(a.value, b.value) for a in terms.about.amounts for b in now if set(a.things) & set(b.things)]
    return bool(pairs) and all(a != b for a, b in pairs)


def _same_sides(a: Terms, b: Terms) -> bool:
    if a.party.same(b.party):
        return a.counterparty is None or b.counterparty is None or a.counterparty.same(b.counterparty)
    if not (a.kind is b.kind is CommitmentKind.AGREEMENT) or a.counterparty is None or b.counterparty is None:
        return False
    return a.counterparty.same(b.party) and a.party.same(b.counterparty)


def _goes_with(a: Terms, b: Terms) -> bool:
    """Whether the act of the one is told by the other, and a thing of each: to give up is not to complete."""
    if not a.about.weights or not b.about.weights:
        return False
    if not (a.about.lead & b.about.names or b.about.lead & a.about.names):
        return False
    return all(x.about.matched(y.about.names) >= min(THING, x.about.things) for x, y in ((a, b), (b, a)))


def _apart(a: Terms, b: Terms) -> int:
    """Days between two reports; none known, none apart."""
    return abs((b.day - a.day).days) if a.day is not None and b.day is not None else 0
