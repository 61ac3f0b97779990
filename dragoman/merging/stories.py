"""Stories: which reports are the same report again, as a syndicated copy or as a later revision.

Candidates are reports of nearby days whose MinHash signatures agree in a band (`shingles.signatures`). Every candidate
is then verified on all shingles (`shingles.Likeness`): what is shared is most of the shorter report and reaches the
longer one's top (a cut or edited copy), or is most of both (a copy with another lead or order). A follow-up that prints
the earlier story's background again, a rival's report with the same quotations and a round-up do neither.

The result does not depend on the order in which the reports come, nor on how many copies a story has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from rensa import RMinHashLSH

from dragoman.merging.shingles import BANDS, ROWS, Sketch, likeness, signatures, sketch
from dragoman.model import Report, identity

DAYS = 3
"""Reports of one story lie at most so many days apart, unless it is said otherwise; those of one address at any
distance."""
SMALLEST = 20
"""Shingles that a copy has at least: two short notices share most of their words by chance."""


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
    """All reports that are one report, the original first.

    `earliest` is the report with the earliest stamp, None where none has one; `fullest` the one with most words, the
    earlier of two.
    """

    id: str
    reports: tuple[Copy, ...]
    earliest: str | None = None
    fullest: str | None = None


def find_stories(reports: Iterable[Report], *, days: int = DAYS) -> list[Story]:
    """The stories of a set of reports; a report that is like no other is a story of its own.

    `days` is how far apart the days of two reports of one story may lie. Raises `ValueError` where it is negative.
    """
    index = StoryIndex(days=days)
    for report in reports:
        index.add(report)
    return index.stories()


@dataclass(frozen=True, slots=True)
class _Entry:
    """What of a report is kept to know its copies by; its text is not."""

    number: int
    id: str
    url: str | None
    publisher: str | None
    order: tuple[str, str, int, str]
    day: int | None
    sketch: Sketch

    @property
    def is_known(self) -> bool:
        """Whether it is long enough to be told from others."""
        return self.sketch.size >= SMALLEST


class StoryIndex:
    """The stories of reports that come one after another; the same set gives the same stories in any order."""

    def __init__(self, *, days: int = DAYS) -> None:
        if days < 0:
            raise ValueError(f"days is {days}: how far apart reports of a story may lie is 0 or more")
        self._days = days
        self._entries: dict[str, _Entry] = {}
        self._ids: dict[int, str] = {}
        self._near: dict[int | None, RMinHashLSH] = {}
        """Signatures by a few days: a report on a form meets those of its week, not those of every year."""
        self._at: dict[str, list[str]] = defaultdict(list)
        """Reports of an address, which are compared at any distance."""
        self._overlap: dict[str, dict[str, float]] = {}
        self._groups: dict[str, set[str]] = {}
        """The story of each report, one set for all of its reports."""
        self._next = 0

    def add(self, report: Report) -> frozenset[str]:
        """Take a report in; gives the ids of all reports of its story. A known id is left as it is."""
        if report.id not in self._entries:
            entry = _entry(self._next, report)
            self._next += 1
            self._entries[entry.id] = entry
            self._overlap[entry.id] = {}
            self._groups[entry.id] = {entry.id}
            if entry.is_known:
                mine = frozenset(entry.sketch.shingles)
                for other in self._candidates(entry):
                    self._compare(entry, mine, self._entries[other])
                self._ids[entry.number] = entry.id
        return self.members(report.id)

    def discard(self, report: str) -> None:
        """Forget a report."""
        entry = self._entries.pop(report)
        for other in self._overlap.pop(report):
            del self._overlap[other][report]
        left = self._groups.pop(report) - {report}
        while left:  # what it held together may fall apart
            group = self._linked(next(iter(left)))
            left -= group
            self._groups.update(dict.fromkeys(group, group))
        if not entry.is_known:
            return
        del self._ids[entry.number]
        for key in _keys(entry):
            self._near[self._bucket(entry.day)].remove(key)
        if entry.url is not None:
            self._at[entry.url].remove(report)

    def members(self, report: str) -> frozenset[str]:
        """The ids of all reports of a report's story."""
        return frozenset(self._groups[report])

    def story(self, report: str) -> Story:
        """The story of a report."""
        return self._story(sorted((self._entries[r] for r in self.members(report)), key=lambda e: e.order))

    def stories(self) -> list[Story]:
        """All stories, by id."""
        out: list[Story] = []
        seen: set[str] = set()
        for report in self._entries:
            if report not in seen:
                story = self.story(report)
                seen.update(c.report for c in story.reports)
                out.append(story)
        return sorted(out, key=lambda s: s.id)

    def versions(self, report: str) -> Iterator[tuple[str, str]]:
        """Pairs (version, next version) within a report's story: of one address, or of one publisher."""
        story = sorted((self._entries[r] for r in self.members(report)), key=lambda e: e.order)
        last: dict[tuple[str, str], str] = {}
        for e in story:
            marks = [(k, v) for k, v in (("url", e.url), ("publisher", e.publisher)) if v is not None]
            yield from sorted({(last[m], e.id) for m in marks if m in last})
            last.update(dict.fromkeys(marks, e.id))

    # Inside

    def _candidates(self, entry: _Entry) -> set[str]:
        """The reports to compare a new one with; puts it where later ones find it."""
        mine = self._bucket(entry.day)
        if mine not in self._near:
            self._near[mine] = RMinHashLSH(0.5, ROWS, BANDS)  # the threshold is not used where bands are given
        near = list(self._near) if mine is None else [mine - 1, mine, mine + 1, None]
        whole_and_top = signatures(entry.sketch)
        found = {
            key // 2
            for signature in whole_and_top
            for bucket in near
            if bucket in self._near
            for key in self._near[bucket].query(signature)
        }
        for key, signature in zip(_keys(entry), whole_and_top, strict=True):
            self._near[mine].insert(key, signature)
        ids = {self._ids[number] for number in found}
        if entry.url is not None:
            ids.update(self._at[entry.url])
            self._at[entry.url].append(entry.id)
        return ids

    def _compare(self, a: _Entry, mine: frozenset[int], b: _Entry) -> None:
        same_address = a.url is not None and a.url == b.url
        if not same_address and a.day is not None and b.day is not None and abs(a.day - b.day) > self._days:
            return
        found = likeness(a.sketch, b.sketch, of_a=mine)
        if found.is_story(same_address=same_address):
            self._overlap[a.id][b.id] = self._overlap[b.id][a.id] = found.shorter
            small, large = sorted((self._groups[a.id], self._groups[b.id]), key=len)
            if small is not large:
                large |= small
                self._groups.update(dict.fromkeys(small, large))

    def _linked(self, report: str) -> set[str]:
        """The reports that hang together with one, by whatever links there are."""
        found, waiting = {report}, [report]
        while waiting:
            for other in self._overlap[waiting.pop()]:
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    def _bucket(self, day: int | None) -> int | None:
        """Days no farther apart than the window lie in one bucket or in neighbours."""
        return None if day is None else day // (self._days + 1)

    def _story(self, group: list[_Entry]) -> Story:
        first = group[0]
        copies = [Copy(first.id, "original")]
        place = {e.id: n for n, e in enumerate(group)}
        for n, e in enumerate(group[1:], start=1):
            # what it is a copy of: the earlier report that it shares most with
            earlier = [(share, -place[o]) for o, share in self._overlap[e.id].items() if place[o] < n]
            share, at = max(earlier, default=(0.0, 0))
            of = group[-at]
            same = (e.url is not None and e.url == of.url) or (e.publisher is not None and e.publisher == of.publisher)
            copies.append(Copy(e.id, "revision" if same else "copy", of.id, round(share, 3) if share else None))
        return Story(
            id=identity("story", *sorted(c.report for c in copies)),
            reports=tuple(copies),
            earliest=first.id if first.order[:2] != (_UNKNOWN, _UNKNOWN) else None,
            fullest=max(group, key=lambda e: (e.sketch.words, -place[e.id])).id,
        )


def _entry(number: int, report: Report) -> _Entry:
    day = report.day
    return _Entry(
        number=number,
        id=report.id,
        url=report.url,
        publisher=report.publisher,
        order=(_stamp(report.published), _stamp(report.updated), -len(report.text), report.id),
        day=day.toordinal() if day else None,
        sketch=sketch(report),
    )


def _keys(entry: _Entry) -> tuple[int, int]:
    """The keys of a report's two signatures."""
    return 2 * entry.number, 2 * entry.number + 1


_UNKNOWN = "9999-99"


def _stamp(when: datetime | date | None) -> str:
    """A stamp as it sorts: moments in UTC where the zone is told; a bare day after all moments of that day."""
    if when is None:
        return _UNKNOWN
    if not isinstance(when, datetime):
        return f"{when.isoformat()}T~"
    try:
        return (when.astimezone(UTC) if when.tzinfo else when).isoformat()[:26]
    except OverflowError:  # in UTC it would lie before year 1 or after 9999
        return when.isoformat()[:26]
