"""Blocks: which tellings are compared at all, so that a record of millions costs little more than its length.

A telling is put under keys of type family, parties or place, and a few days; only tellings under one key meet. What
names two parties is sought by the pair; what leaves a side open, by the side it names or the country it happened in.
Background ("the 2008 bombing") has no few days: it is sought by year with something exact - a place, a person, a
name, a figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations, product

from dragoman.merging.tellings import WIDE, Telling, kind_of, kinds

DAYS = 4
"""Days a block spans. A telling whose window crosses a border is put into both blocks."""
_PARTIES = 4
"""Parties of a side that are keys: longer lists ("27 states condemned") are known by their first."""


@cache
def family(type_: str) -> str:
    """The name of all types that lead to each other by `near`: its first member."""
    links = {t: set(k.near) for t, k in kinds().items()}
    for t, near in list(links.items()):
        for other in near:
            links.setdefault(other, set()).add(t)
    found, waiting = {type_}, [type_]
    while waiting:
        for other in links.get(waiting.pop(), set()) - found:
            found.add(other)
            waiting.append(other)
    return min(found)


@cache
def _prefix(type_: str) -> str:
    return family(type_)


def is_sided(t: Telling) -> bool:
    """Whether a telling names a party that can be sought on either side."""
    if kind_of(t.type).kind == "meeting":
        return sum(1 for s in (*t.actors, *t.recipients) if s.keys) > 1
    return any(s.keys for s in t.actors) and any(s.keys for s in t.recipients)


def keys(t: Telling) -> Iterator[str]:
    """The blocks that a telling belongs to. `P` keys name a pair, `S` keys one party or country, `B` keys look back."""
    head = _prefix(t.type)
    background = t.background
    window = t.window
    if window is not None and not background:
        buckets = range(window[0] // DAYS, window[1] // DAYS + 1)
        one, two = _one(t), _two(t)
        for bucket in buckets:
            for k in one:
                yield f"S|{head}|{k}|{bucket}"
            for k in two:
                yield f"P|{head}|{k}|{bucket}"
    exact = list(_exact(t))
    for year in _years(t):
        for k in exact:
            yield f"B|{head}|{k}|{year}"
    if background and t.first is not None and t.last is not None and t.last - t.first >= WIDE:
        for k in _two(t):
            yield f"P|{head}|{k}|{t.first}-{t.last}"


def meet(a: tuple[bool, bool], b: tuple[bool, bool], key: str) -> bool:
    """Whether two tellings of a block are to be compared there; each is (`is_sided`, background)."""
    if key[0] == "S":
        return not (a[0] and b[0])
    return key[0] == "P" or a[1] or b[1]


def _sides(t: Telling) -> tuple[list[str], list[str]]:
    return tuple([k for s in side[:_PARTIES] for k in s.keys] for side in (t.actors, t.recipients))  # type: ignore[return-value]


def _one(t: Telling) -> set[str]:
    actors, recipients = _sides(t)
    out = {*actors, *recipients}
    if t.where and t.where.place.country:
        out.add(t.where.place.country)
    return out


def _two(t: Telling) -> set[str]:
    actors, recipients = _sides(t)
    if kind_of(t.type).kind == "meeting":
        actors = recipients = [*actors, *recipients]
    return {f"{min(a, b)} {max(a, b)}" for a, b in product(actors, recipients) if a != b or actors is not recipients}


def _exact(t: Telling) -> Iterator[str]:
    """What a telling names that few happenings share."""
    if t.where and t.where.precise and t.where.place.geonameid is not None:
        yield f"at {t.where.place.geonameid}"
    for m in t.magnitudes:
        if m.value >= 10 and m.value % 10:
            yield f"{m.kind} {m.value:g}"
    persons = [s.tokens[-1] for s in (*t.actors[:_PARTIES], *t.recipients[:_PARTIES]) if s.person and s.tokens]
    if kind_of(t.type).kind == "deed":
        for name in persons:
            yield f"who {name}"
    for one, other in combinations(sorted(set(persons)), 2):
        yield f"between {one} {other}"
    for name in t.names:
        yield f"of {name}"


def _years(t: Telling) -> range:
    """The years that background may meet a telling in: those told, else those up to its day."""
    if t.first is not None and t.last is not None:
        first, last = _year(t.first), _year(t.last)
        return range(first, min(last, first + 3) + 1)
    if t.day is None:
        return range(0)
    return range(_year(t.day) - (3 if t.background else 0), _year(t.day) + 1)


def _year(day: int) -> int:
    return int(day / 365.2425) + 1
