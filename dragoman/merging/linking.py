"""What an analyst says of two events: that they are one happening, or two. It holds over all likeness."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from dragoman.merging.tellings import Telling

Ref = tuple[str, str]
"""An event: its report's id and its own."""
Pair = tuple[Ref, Ref]


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of events that are one happening (`same`), and pairs that are two (`apart`).

    Where both follow from what is said (a is b, b is c, but a is not c), `apart` holds.
    """

    same: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.same or self.apart)


def parted(voice: Sequence[Telling], links: Links) -> list[list[Telling]]:
    """The copies of one sentence, without those that are said to tell another happening: each of these is alone."""
    refs = {(t.report, t.event) for t in voice}
    out = {b for a, b in map(_ordered, links.apart) if a in refs and b in refs}
    together = [t for t in voice if (t.report, t.event) not in out]
    return [together, *([t] for t in voice if (t.report, t.event) in out)]


def relinked(
    groups: Sequence[Sequence[int]], links: Links, at: Mapping[Ref, int], likeness: Callable[[int, int], float | None]
) -> list[list[int]]:
    """`groups` (lists of tellings by number) with `links` obeyed; `at` says which telling an event is in.

    What is set apart takes along those of its group that are more like it than like the event it was set apart from.
    Links of events that are not there have no effect. The outcome does not depend on the order of `groups`.
    """
    of: dict[int, list[int]] = {}

    def put(group: list[int]) -> None:
        for n in group:
            of[n] = group

    for group in groups:
        put([*group])

    def there(pairs: frozenset[Pair]) -> list[tuple[int, int]]:
        return [(at[a], at[b]) for a, b in sorted(map(_ordered, pairs)) if a in at and b in at and at[a] != at[b]]

    same = there(links.same)
    for a, b in same:
        if of[a] is not of[b]:
            put(of[a] + of[b])
    for a, b in there(links.apart):
        if of[a] is of[b]:
            stuck = {b: a, a: b}
            for x, y in same:
                for one, other in ((x, y), (y, x)):
                    if one in (a, b) and other not in stuck:
                        stuck[other] = one
            stays, goes = [a], [b]
            for n in of[a]:
                if n not in (a, b):
                    mine, its = (_alike(n, a, likeness), _alike(n, b, likeness))
                    to_b = stuck[n] == b if n in stuck else its > mine
                    (goes if to_b else stays).append(n)
            put(stays)
            put(goes)
    return list({id(group): group for group in of.values()}.values())


def _alike(n: int, other: int, likeness: Callable[[int, int], float | None]) -> float:
    score = likeness(n, other)
    return -inf if score is None else score


def _ordered(pair: Pair) -> Pair:
    return pair if pair[0] <= pair[1] else (pair[1], pair[0])
