"""Incidents: the same happening in many reports, once, with all its evidence.

    incidents = find_incidents(reports)

`find_incidents` is a pure function of the set of reports. `Merger` keeps what it needs between calls, so that a record
that grows by a thousand reports compares those alone; it gives the same incidents as one call with all of them.

How it goes: `stories` finds syndicated copies and versions; `tellings` boils every event down; copies of a sentence
become one telling; `blocks` says which tellings meet, `likeness` scores them, `clustering` groups them, `summing`
sums a group up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dragoman.merging.blocks import is_sided, keys, meet
from dragoman.merging.clustering import Pair, cluster, components
from dragoman.merging.likeness import ENOUGH, likeness
from dragoman.merging.linking import Links, parted, relinked
from dragoman.merging.stories import Story, StoryIndex
from dragoman.merging.summing import Incident, Known, sum_up
from dragoman.merging.tellings import Telling, tellings
from dragoman.model import CodedReport

LARGEST = 256
"""Tellings of a block that are all compared with one another; in a larger one each meets its `NEIGHBOURS` next in time,
place and wording."""
NEIGHBOURS = 96


def find_incidents(reports: Iterable[CodedReport], *, links: Links = ()) -> list[Incident]:
    """The happenings that a set of reports tells, by first day and id; an event like no other is an incident alone.

    The order of the reports does not matter, nor does a report given twice. `links` are events that an analyst says are
    one happening, or two; they hold whatever the reports look like. Takes each report's text once and keeps none: some
    7 KB an event stay in memory while it runs.
    """
    merger = Merger(links=links)
    for report in reports:
        merger.add(report)
    return merger.incidents()


@dataclass(slots=True, eq=False)
class _Unit:
    """A telling with its copies, the earliest first."""

    first: Telling
    copies: tuple[Telling, ...]
    reports: frozenset[str]
    story: Known
    keys: frozenset[str]
    sort: tuple[bool, bool]


@dataclass(slots=True)
class _Block:
    """The units under one key; `pairs` are those alike among the first `compared` of them."""

    units: list[int]
    compared: int
    pairs: list[Pair]


_LATE = date.max


class Merger:
    """Incidents of reports that come one after another.

        merger = Merger()
        merger.add(coded)            # again and again
        merger.incidents()           # what they tell so far

    The outcome depends on the set of reports held alone: A and then B, B and then A, or both at once is the same.
    """

    def __init__(self, *, links: Links = ()) -> None:
        self._links = tuple(links)
        self._stories = StoryIndex()
        self._tellings: dict[str, tuple[Telling, ...]] = {}
        self._units: dict[int, _Unit] = {}
        self._of_report: dict[str, set[int]] = defaultdict(set)
        self._blocks: dict[str, _Block] = {}
        self._dirty: set[str] = set()
        self._stale: set[str] = set()
        self._touched: set[int] = set()
        self._grouped: dict[frozenset[int], list[list[int]]] = {}
        self._summed: dict[frozenset[int], Incident] = {}
        self._next = 0

    def add(self, coded: CodedReport) -> None:
        """Take a report in. One of a known id is taken to be coded anew, and replaces what it told before."""
        told = tuple(tellings(coded))
        report = coded.report.id
        if report in self._tellings:
            if self._tellings[report] == told:
                return
            self.discard(report)
        self._tellings[report] = told
        self._stale |= self._stories.add(coded.report)

    def discard(self, report: str) -> None:
        """Forget a report; raises `KeyError` where it is not held."""
        del self._tellings[report]
        self._stale |= self._stories.members(report) - {report}
        self._stories.discard(report)
        self._drop(report)

    def incidents(self) -> list[Incident]:
        """The happenings told so far, by first day and id."""
        self._rebuild()
        self._compare()
        pairs = self._pairs()
        groups: list[list[int]] = []
        grouped: dict[frozenset[int], list[list[int]]] = {}
        for part in components(pairs):
            members = frozenset(n for _, a, b in part for n in (a, b))
            found = None if members & self._touched else self._grouped.get(members)
            if found is None:
                found = cluster(part, lambda n: self._units[n].first, self._likeness)
            grouped[members] = found
            groups += found
        self._grouped = grouped
        alone = set(self._units).difference(*groups) if groups else set(self._units)
        self._touched.clear()
        groups += [[n] for n in alone]
        if self._links:
            at = {(t.report, t.event): n for n, unit in self._units.items() for t in unit.copies}
            groups = relinked(groups, self._links, at, self._likeness)
        return sorted(self._sum(groups), key=lambda i: (i.first_day or _LATE, i.id))

    def stories(self) -> list[Story]:
        """The stories of the reports taken in so far, by id (`find_stories`)."""
        return self._stories.stories()

    # Inside

    def _drop(self, report: str) -> None:
        """Take the units that a report has a part in out of all blocks."""
        for n in self._of_report.pop(report, set()):
            unit = self._units.pop(n, None)
            if unit is None:
                continue
            for t in unit.copies:
                if t.report != report:
                    self._of_report[t.report].discard(n)
            for key in unit.keys:
                block = self._blocks[key]
                self._touched.update(block.units)
                block.units.remove(n)
                if block.units:
                    block.compared, block.pairs = 0, []
                    self._dirty.add(key)
                else:
                    del self._blocks[key]
                    self._dirty.discard(key)

    def _rebuild(self) -> None:
        """Make the units of every story that changed."""
        stale, self._stale = self._stale, set()
        for report in sorted(stale):
            self._drop(report)
        done: set[str] = set()
        for report in sorted(stale):
            if report in done or report not in self._tellings:
                continue
            story = self._known(report)
            done |= story.reports
            voices: dict[str, list[Telling]] = defaultdict(list)
            for member in story.reports:
                for t in self._tellings[member]:
                    voices[t.voice].append(t)
            for same in (part for voice in voices.values() for part in parted(voice, self._links)):
                same.sort(key=lambda t: t.order)
                first = same[0]
                reports = frozenset(t.report for t in same)
                sort = (is_sided(first), first.background)
                self._put(_Unit(first, tuple(same), reports, story, frozenset(keys(first)), sort))

    def _known(self, report: str) -> Known:
        story = self._stories.story(report)
        old = frozenset(before for before, _ in self._stories.versions(report))
        return Known(story.id, frozenset(c.report for c in story.reports), old)

    def _put(self, unit: _Unit) -> None:
        n = self._next
        self._next += 1
        self._units[n] = unit
        self._touched.add(n)
        for t in unit.copies:
            self._of_report[t.report].add(n)
        for key in unit.keys:
            block = self._blocks.get(key)
            if block is None:
                self._blocks[key] = _Block([n], 0, [])
            else:
                block.units.append(n)
                self._dirty.add(key)

    def _compare(self) -> None:
        """Compare in every block that changed what has not been compared there."""
        for key in self._dirty:
            block = self._blocks[key]
            units = block.units
            if len(units) > LARGEST:
                self._compare_neighbours(key, block)
                continue
            for j in range(max(1, block.compared), len(units)):
                for i in range(j):
                    self._meet(key, units[i], units[j], block)
            block.compared = len(units)
        self._dirty.clear()

    def _compare_neighbours(self, key: str, block: _Block) -> None:
        block.pairs = []
        self._touched.update(block.units)
        ordered = sorted(block.units, key=lambda n: _neighbourly(self._units[n].first))
        for i, a in enumerate(ordered):
            for b in ordered[i + 1 : i + 1 + NEIGHBOURS]:
                self._meet(key, a, b, block)

    def _meet(self, key: str, a: int, b: int, block: _Block) -> None:
        u, v = self._units[a], self._units[b]
        if not meet(u.sort, v.sort, key):
            return
        score = _alike(u, v)
        if score is not None and score >= ENOUGH:
            block.pairs.append((score, a, b))
            self._touched.add(a)
            self._touched.add(b)

    def _likeness(self, a: int, b: int) -> float | None:
        return _alike(self._units[a], self._units[b])

    def _pairs(self) -> list[Pair]:
        """Every pair that is alike, once."""
        out: dict[tuple[int, int], float] = {}
        for block in self._blocks.values():
            for score, a, b in block.pairs:
                out[(a, b) if a < b else (b, a)] = score
        return [(score, a, b) for (a, b), score in out.items()]

    def _sum(self, groups: list[list[int]]) -> list[Incident]:
        summed = {}
        for group in groups:
            members = frozenset(group)
            found = self._summed.get(members)
            if found is None:
                units = sorted((self._units[n] for n in group), key=lambda u: u.first.order)
                found = sum_up([(u.copies, u.story) for u in units])
            summed[members] = found
        self._summed = summed
        return list(summed.values())


def _neighbourly(t: Telling) -> tuple[int, str, str, tuple[str, ...]]:
    day = t.first if t.first is not None else t.day
    place = t.where.place.name if t.where else ""
    return (day or 0, place, min(t.words, default=""), t.order)


def _alike(u: _Unit, v: _Unit) -> float | None:
    together = u.story is v.story and not u.reports.isdisjoint(v.reports)
    return likeness(u.first, v.first, kin=u.story is v.story and not together, together=together)
