"""Stories: which reports are the same report again, as a syndicated copy or as a later revision.

Two reports belong to one story if most of the shorter one's four-word shingles stand in the other (containment, since
copies are cut from the end) and their days lie within `DAYS`. Verified exactly; nothing is hashed down. The result does
not depend on the order in which the reports come.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from dragoman.model import BlockKind, Report, identity

SHINGLE = 4
# Real copies share as little as a third of their words' runs once desks have edited them; half keeps two separate
# reports of one happening apart, which quote the same sentences but tell them in other words.
CONTAINMENT = 0.5
SMALLEST = 20
DAYS = 3
# A shingle that stands in more reports than this is a formula ("said in a statement on") and finds nothing.
COMMON = 50

WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Copy:
    """One report of a story: "report B is a revision of report A, sharing 90 % of the shorter one's words".

    `kind` original, copy (another publisher's) or revision (the same page or publisher, later); `of` and `overlap`
    are None for the original.
    """

    report: str
    kind: str
    of: str | None = None
    overlap: float | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """All reports that are one report, the original first."""

    id: str
    reports: tuple[Copy, ...]


def find_stories(reports: Iterable[Report]) -> list[Story]:
    """The stories of a set of reports; a report that is like no other is a story of its own."""
    by_id = {r.id: r for r in reports}
    ordered = sorted(by_id.values(), key=_order)
    shingles = {r.id: _shingles(r) for r in ordered}
    overlap = _overlaps(ordered, shingles)
    root = {r.id: r.id for r in ordered}

    def find(a: str) -> str:
        while root[a] != a:
            root[a] = root[root[a]]
            a = root[a]
        return a

    for a, b in sorted(overlap):
        root[find(b)] = find(a)
    groups: dict[str, list[Report]] = defaultdict(list)
    for r in ordered:
        groups[find(r.id)].append(r)
    return sorted((_story(g, overlap) for g in groups.values()), key=lambda s: s.id)


def _order(r: Report) -> tuple[str, str, int, str]:
    """Earliest published first, then earliest updated, then the longer; the id leaves no order open."""
    return (_stamp(r.published), _stamp(r.updated), -len(r.text), r.id)


def _stamp(when: datetime | date | None) -> str:
    return "9999" if when is None else when.isoformat()


def _shingles(report: Report) -> frozenset[tuple[str, ...]]:
    out: set[tuple[str, ...]] = set()
    for block in report.blocks:
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        words = [w.lower() for w in WORD.findall(report.slice(block.span).replace("’", "'"))]
        out.update(tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))
    return frozenset(out)


def _overlaps(reports: list[Report], shingles: dict[str, frozenset[tuple[str, ...]]]) -> dict[tuple[str, str], float]:
    """Containment of every pair that passes, keyed in the reports' order."""
    where: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for r in reports:
        if len(shingles[r.id]) >= SMALLEST:
            for s in shingles[r.id]:
                where[s].append(r.id)
    shared: Counter[tuple[str, str]] = Counter()
    for ids in where.values():
        if len(ids) <= COMMON:
            shared.update((a, b) for i, a in enumerate(ids) for b in ids[i + 1 :])
    by_id = {r.id: r for r in reports}
    out = {}
    for (a, b), n in shared.items():
        smaller = min(len(shingles[a]), len(shingles[b]))
        if n / smaller >= CONTAINMENT and _near(by_id[a], by_id[b]):
            out[a, b] = n / smaller
    return out


def _near(a: Report, b: Report) -> bool:
    """Whether two reports' days lie near each other; the same address is near at any distance."""
    if a.url is not None and a.url == b.url:
        return True
    if a.day is None or b.day is None:
        return True
    return abs((a.day - b.day).days) <= DAYS


def _story(group: list[Report], overlap: dict[tuple[str, str], float]) -> Story:
    first = group[0]
    copies = [Copy(first.id, "original")]
    for n, r in enumerate(group[1:], start=1):
        # what it is a copy of: the earlier report that it shares most with
        share, of = max(
            ((overlap.get((o.id, r.id), overlap.get((r.id, o.id), 0.0)), o) for o in group[:n]),
            key=lambda pair: (pair[0], -group.index(pair[1])),
        )
        same = (r.url is not None and r.url == of.url) or (r.publisher is not None and r.publisher == of.publisher)
        copies.append(Copy(r.id, "revision" if same else "copy", of.id, round(share, 3) if share else None))
    return Story(identity("story", *sorted(c.report for c in copies)), tuple(copies))
