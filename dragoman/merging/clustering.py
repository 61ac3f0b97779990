"""Clustering: from pairs that are alike to happenings, such that no chain of likenesses glues unlike things.

Pairs are joined from the most alike down. Two groups become one only if no telling of the one contradicts any of the
other and all pairs between them are alike on average; so "bombing in Herat on the 3rd" and "bombing in Kabul on the 3rd"
stay two however many vague reports of "a bombing in Afghanistan" stand between them. Background joins last and never
brings two happenings together. The outcome is a function of the set of tellings, not of the order they came in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from dragoman.merging.likeness import ENOUGH
from dragoman.merging.tellings import Telling

SLACK = 0.8
"""How far below `ENOUGH` the mean of all pairs between two groups may lie."""
_TOP, _BOTTOM = 8.0, -4.0
"""A pair counts no more and no less than this in the mean: one verbatim sentence cannot outweigh ten doubts."""
_MOST = 24
"""Members of a group that are asked when groups join; larger groups speak by their most telling members."""

Pair = tuple[float, int, int]
Likeness = Callable[[int, int], float | None]


def components(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """The pairs of each connected part."""
    root: dict[int, int] = {}

    def find(a: int) -> int:
        root.setdefault(a, a)
        while root[a] != a:
            root[a] = root[root[a]]
            a = root[a]
        return a

    for _, a, b in pairs:
        root[find(a)] = find(b)
    parts: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        parts[find(pair[1])].append(pair)
    return list(parts.values())


def cluster(pairs: Sequence[Pair], tellings: Callable[[int], Telling], likeness: Likeness) -> list[list[int]]:
    """Groups of the tellings of one connected part, each told at least twice; the rest stay alone."""
    known = {(min(a, b), max(a, b)): score for score, a, b in pairs}
    order = {n: tellings(n) for pair in pairs for n in pair[1:]}

    def score(a: int, b: int) -> float | None:
        key = (min(a, b), max(a, b))
        if key not in known:
            found = likeness(a, b)
            known[key] = float("-inf") if found is None else found
        return None if known[key] == float("-inf") else known[key]

    groups = {n: [n] for n in order}
    of = {n: n for n in order}

    def joins(a: list[int], b: list[int]) -> bool:
        total, count = 0.0, 0
        for x in _speakers(a, order):
            for y in _speakers(b, order):
                s = score(x, y)
                if s is None:
                    return False
                total += max(_BOTTOM, min(_TOP, s))
                count += 1
        return total / count >= ENOUGH - SLACK

    def rank(pair: Pair) -> tuple[bool, float, tuple[tuple[str, ...], tuple[str, ...]]]:
        s, a, b = pair
        first, second = sorted((order[a].order, order[b].order))
        return (order[a].background or order[b].background, -s, (first, second))

    core = {n: not t.background for n, t in order.items()}
    for pair in sorted(pairs, key=rank):
        a, b = of[pair[1]], of[pair[2]]
        late = not (core[pair[1]] and core[pair[2]])
        if a == b or (late and _holds(groups[a], core) and _holds(groups[b], core)):
            continue
        if joins(groups[a], groups[b]):
            if len(groups[a]) < len(groups[b]):
                a, b = b, a
            groups[a] += groups.pop(b)
            for n in groups[a]:
                of[n] = a
    return [g for g in groups.values() if len(g) > 1]


def _holds(group: list[int], core: dict[int, bool]) -> bool:
    return any(core[n] for n in group)


def _speakers(group: list[int], order: dict[int, Telling]) -> list[int]:
    """The members that speak for a group: those that tell most, in an order that depends on nothing else."""
    if len(group) <= _MOST:
        return group
    return sorted(group, key=lambda n: (-exactness(order[n]), order[n].order))[:_MOST]


def exactness(t: Telling) -> int:
    """How much a telling tells that can contradict another: day, place, parties, figures."""
    return (
        (2 if t.first is not None and t.first == t.last else 0)
        + (2 if t.where and t.where.precise else 0)
        + (1 if t.actors else 0)
        + (1 if t.recipients else 0)
        + (1 if t.magnitudes else 0)
    )
