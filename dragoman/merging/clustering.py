"""Clustering: from pairs that are alike to happenings, such that no chain of likenesses glues unlike things.

Groups are joined from the most alike down, where two groups are as alike as their tellings are on average, and never
if a telling of the one contradicts one of the other; so "bombing in Herat on the 3rd" and "bombing in Kabul on the
3rd" stay two however many vague reports of "a bombing in Afghanistan" stand between them. What would fit two groups
that cannot be one about equally well joins neither. Background joins last and never brings two happenings together.
The outcome is a function of the set of tellings, not of the order they came in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from heapq import heapify, heappop, heappush
from math import sqrt

from dragoman.merging.likeness import ENOUGH
from dragoman.merging.tellings import Telling, kind_of

CUT = ENOUGH - 0.7
"""How alike two groups must be on average."""
MARGIN = 0.6
"""How much better a telling must fit one group than its rival."""
PIECE = 0.4
"""The least cosine between the words of two groups, each with at least `_SEVERAL` tellings, that may be one."""
ALONE = 0.6
"""By how much more tellings must be alike while they are few and nothing else speaks for them; deeds by half of it."""
CLOSE = 0.6
"""The least such cosine of groups that are less than `CUT` alike, by `EASE` at most."""
EASE = 1.0
LATE = 1.2
"""By how much less background must be alike: it tells little, and joins no two happenings."""
_SEVERAL = 3
SLIPS = 0.08
"""The share of contradictions that is put down to slips of coding: none in small groups."""
_TOP, _BOTTOM = 8.0, -4.0
"""A pair counts no more and no less than this in the mean: one verbatim sentence cannot outweigh ten doubts."""
_SURE = ENOUGH + 3.0
_MANY = 240
"""Tellings of one part that are all weighed against one another; of more, those surely alike are joined beforehand."""
_MOST = 12
"""Members that speak for a group joined beforehand."""

Link = tuple[float, float, int, int]
"""Of two groups: weighted sum and weight of the likenesses, pairs that contradict, pairs."""
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
    told = {n: tellings(n) for n in sorted({n for pair in pairs for n in pair[1:]})}
    groups = {n: [n] for n in told}
    if len(told) > _MANY:
        groups = _joined_beforehand(pairs, told, likeness)
    late = {n: group for n, group in groups.items() if all(told[m].background for m in group)}
    core = {n: group for n, group in groups.items() if n not in late}
    tree = _Tree(told, likeness)
    for group in core.values():
        tree.put(group)
    tree.run()
    for group in late.values():
        tree.put(group, late=True)
    tree.run()
    return [g for g in tree.groups.values() if len(g) > 1]


class _Tree:
    """Joins groups by their mean likeness, highest first."""

    def __init__(self, told: dict[int, Telling], likeness: Likeness) -> None:
        self.told, self.likeness = told, likeness
        self.exact = {n: 1.0 + exactness(t) for n, t in told.items()}
        self.groups: dict[int, list[int]] = {}
        self.late: set[int] = set()
        self.first: dict[int, tuple[str, ...]] = {}
        self.links: dict[int, dict[int, Link]] = {}
        """What is known of two groups; no entry where they contradict."""
        self.next = 0

    def put(self, group: list[int], *, late: bool = False) -> None:
        g = self.next
        self.next += 1
        self.links[g] = {}
        self.first[g] = min(self.told[n].order for n in group)
        speakers = _speakers(group, self.told)
        for other, members in self.groups.items():
            self.links[g][other] = self.links[other][g] = self._link(speakers, _speakers(members, self.told))
        self.groups[g] = group
        if late:
            self.late.add(g)

    def run(self) -> None:
        heap = [self._rank(a, b) for a, others in self.links.items() for b in others if a < b and self._may(a, b)]
        heapify(heap)
        while heap:
            _, _, a, b, mean = heappop(heap)
            if a not in self.groups or b not in self.groups or self._mean(a, b) != mean:
                continue
            if mean < CUT - EASE:
                return
            if self._near_enough(a, b, mean) and not self._doubtful(a, b, mean):
                for other in self._join(a, b):
                    if self._may(self.next - 1, other):
                        heappush(heap, self._rank(self.next - 1, other))

    def _may(self, a: int, b: int) -> bool:
        """Background brings no two happenings together."""
        return not self.late or a in self.late or b in self.late

    def _doubtful(self, a: int, b: int, mean: float) -> bool:
        """Whether a lone telling fits another group, which cannot be one with this, about as well."""
        for one, here in ((a, b), (b, a)):
            if len(self.groups[one]) > 1 or len(self.groups[here]) < 2:
                continue
            for rival in self.links[one]:
                if rival == here or len(self.groups[rival]) < 2 or self._mean(one, rival) < mean - MARGIN:
                    continue
                if self._mean(here, rival) < CUT:
                    return True
        return False

    def _near_enough(self, a: int, b: int, mean: float) -> bool:
        """Whether two groups are alike enough, on average and in their words as a whole.

        Two tellings of one happening may share no word; two times several of them do. This is what keeps the bomb at
        the school apart from the bomb at the barracks, that day in that town, by that group, and what brings together
        a demand that is told in five ways. Nor do the names that each keeps coming back to differ.
        """
        one, two = self.groups[a], self.groups[b]
        late = a in self.late or b in self.late
        kind = kind_of(self.told[one[0]].type).kind
        if max(len(one), len(two)) < _SEVERAL:
            if kind != "deed" or late:
                return mean >= ENOUGH + ALONE
            return mean >= (ENOUGH + ALONE / 2 if len(one) == len(two) == 1 else ENOUGH - ALONE / 2)
        if min(len({self.told[n].words for n in group}) for group in (one, two)) < _SEVERAL:
            return mean >= (CUT - LATE if late else CUT)
        mine, yours = self._names(one), self._names(two)
        if mine and yours and not mine & yours:
            return False
        if mine & yours or kind == "meeting":
            return mean >= CUT
        alike = _cosine(self._profile(one), self._profile(two))
        return alike >= (PIECE if mean >= CUT else CLOSE)

    def _names(self, group: list[int]) -> set[str]:
        """Proper nouns that more than one telling of a group has."""
        voices = {self.told[n].words: self.told[n].names for n in group}  # a touched-up copy is no second voice
        counts = Counter(name for names in voices.values() for name in names)
        return {name for name, count in counts.items() if count > 1}

    def _profile(self, group: list[int]) -> Counter[str]:
        out: Counter[str] = Counter()
        for n in group:
            out.update(self.told[n].words)
            out.update(self.told[n].names)
        return out

    def _join(self, a: int, b: int) -> list[int]:
        g = self.next
        self.next += 1
        links = {}
        one, two = self.links.pop(a), self.links.pop(b)
        for other in one.keys() - {b}:
            x, y = one[other], two[other]
            links[other] = (x[0] + y[0], x[1] + y[1], x[2] + y[2], x[3] + y[3])
            del self.links[other][a], self.links[other][b]
        for other, link in links.items():
            self.links[other][g] = link
        self.links[g] = links
        self.groups[g] = [*self.groups.pop(a), *self.groups.pop(b)]
        self.first[g] = min(self.first[a], self.first[b])
        if a in self.late and b in self.late:
            self.late.add(g)
        return list(links)

    def _link(self, some: list[int], others: list[int]) -> Link:
        total, weight, against = 0.0, 0.0, 0
        for x in some:
            for y in others:
                s = self.likeness(x, y)
                if s is None:
                    against += 1
                # who tells little has little to say on whether two groups are one
                w = self.exact[x] * self.exact[y]
                total += w * (_BOTTOM if s is None else max(_BOTTOM, min(_TOP, s)))
                weight += w
        return (total, weight, against, len(some) * len(others))

    def _mean(self, a: int, b: int) -> float:
        """The mean likeness of two groups, -inf where they contradict."""
        total, weight, against, pairs = self.links[a][b]
        if against > SLIPS * pairs:
            return float("-inf")
        return round(total / weight, 6)  # the sum of the same numbers differs in its last digits with their order

    def _rank(self, a: int, b: int) -> tuple[float, tuple[tuple[str, ...], ...], int, int, float]:
        mean = self._mean(a, b)
        return (-mean, tuple(sorted((self.first[a], self.first[b]))), a, b, mean)


def _cosine(a: Counter[str], b: Counter[str]) -> float:
    both = sum(n * b[word] for word, n in a.items() if word in b)
    size = sum(n * n for n in a.values()) * sum(n * n for n in b.values())
    return both / sqrt(size) if size else 1.0


def _joined_beforehand(pairs: Sequence[Pair], told: dict[int, Telling], likeness: Likeness) -> dict[int, list[int]]:
    """Groups of what is surely alike, to have fewer to weigh: none of their most telling members contradict."""
    groups = {n: [n] for n in told}
    of = {n: n for n in told}

    def rank(pair: Pair) -> tuple[float, tuple[tuple[str, ...], ...]]:
        return (-pair[0], tuple(sorted((told[pair[1]].order, told[pair[2]].order))))

    for score, x, y in sorted(pairs, key=rank):
        a, b = of[x], of[y]
        if score < _SURE or told[x].background or told[y].background:
            continue
        if a != b and all(
            (s := likeness(m, n)) is not None and s > 0
            for m in _speakers(groups[a], told)
            for n in _speakers(groups[b], told)
        ):
            groups[a] += groups.pop(b)
            for n in groups[a]:
                of[n] = a
    return groups


def _speakers(group: list[int], told: dict[int, Telling]) -> list[int]:
    """The members that speak for a group: those that tell most, in an order that depends on nothing else."""
    if len(group) <= _MOST:
        return group
    return sorted(group, key=lambda n: (-exactness(told[n]), told[n].order))[:_MOST]


def exactness(t: Telling) -> int:
    """How much a telling tells that can contradict another: day, place, parties, figures."""
    return (
        (2 if t.first is not None and t.first == t.last else 0)
        + (2 if t.where and t.where.precise else 0)
        + (1 if t.actors else 0)
        + (1 if t.recipients else 0)
        + (1 if t.magnitudes else 0)
    )
