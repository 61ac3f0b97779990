"""What an analyst says of two events: that they are one happening, or two. It holds over all likeness."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from dragoman.merging.tellings import Telling

Ref = tuple[str, str]
"""An event: its report's id and its own."""
Likeness = Callable[[int, int], float | None]


@dataclass(frozen=True, slots=True)
class Link:
    """Two events that are one happening (`same`), or two."""

    one: Ref
    other: Ref
    same: bool


Links = Sequence[Link]
"""What has been said, the oldest first: where two sayings cannot both hold, the later one does."""


def parted(voice: Sequence[Telling], links: Links) -> list[list[Telling]]:
    """The copies of one sentence, without those that are said to tell another happening: each of these is alone."""
    refs = {(t.report, t.event) for t in voice}
    out = {max(k.one, k.other) for k in links if not k.same and k.one in refs and k.other in refs}
    together = [t for t in voice if (t.report, t.event) not in out]
    return [together, *([t] for t in voice if (t.report, t.event) in out)]


def relinked(
    groups: Sequence[Sequence[int]], links: Links, at: Mapping[Ref, int], likeness: Likeness
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
    held: list[tuple[int, int]] = []
    for link in links:
        if link.one not in at or link.other not in at:
            continue
        a, b = at[link.one], at[link.other]
        if a == b:
            continue
        if link.same:
            held.append((a, b))
            if of[a] is not of[b]:
                put(of[a] + of[b])
        elif of[a] is of[b]:
            for part in _split(of[a], a, b, held, likeness):
                put(part)
    return list({id(group): group for group in of.values()}.values())


def _split(
    group: Sequence[int], a: int, b: int, held: Sequence[tuple[int, int]], likeness: Likeness
) -> tuple[list[int], list[int]]:
    """A group without `b` and what belongs to it, and these; what was said to be one with either stays with it."""
    stays, goes = [a], [b]
    with_b = {n for pair in held if b in pair for n in pair} - {a}
    with_a = {n for pair in held if a in pair for n in pair} - {b}
    for n in group:
        if n in (a, b):
            continue
        to_b = n in with_b if (n in with_a) != (n in with_b) else _alike(n, b, likeness) > _alike(n, a, likeness)
        (goes if to_b else stays).append(n)
    return stays, goes


def _alike(n: int, other: int, likeness: Likeness) -> float:
    score = likeness(n, other)
    return -inf if score is None else score
