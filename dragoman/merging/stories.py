"""Stories: which reports are the same report again, as a syndicated copy or as a later revision.

Candidates are reports of nearby days whose MinHash signatures agree in a band (`shingles.signatures`). Every candidate
is then verified on all shingles (`shingles.Likeness`): what is shared is most of the shorter report and reaches the
longer one's top (a cut or edited copy), or is most of both (a copy with another lead or order). A follow-up that prints
the earlier story's background again, a rival's report with the same quotations and a round-up do neither.

The result does not depend on the order in which the reports come, nor on how many copies a story has. Reports whose
shingles are all the same (an agency's story in a thousand papers) are compared with others once for all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from rensa import RMinHashLSH

from dragoman.merging.shingles import BANDS, ROWS, Sets, Sketch, likeness, signatures, sketch
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


@dataclass(slots=True, eq=False)
class _Print:
    """Reports of one day that have the same shingles, as papers have that print an agency's story as it came.

    They are compared with others once for all of them, and are one story among themselves. `links` are the prints that
    are of the same story, with the share of the shorter one's shingles.
    """

    number: int
    day: int | None
    sketch: Sketch
    members: dict[str, None] = field(default_factory=dict)
    links: dict[_Print, float] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether it is long enough to be told from others."""
        return self.sketch.size >= SMALLEST

    @property
    def keys(self) -> tuple[int, int]:
        """The keys of its two signatures."""
        return 2 * self.number, 2 * self.number + 1


@dataclass(frozen=True, slots=True)
class _Entry:
    """What of a report is kept to know its copies by; its text is not."""

    id: str
    url: str | None
    publisher: str | None
    order: tuple[str, str, int, str]
    words: int
    print: _Print


class StoryIndex:
    """The stories of reports that come one after another; the same set gives the same stories in any order."""

    def __init__(self, *, days: int = DAYS) -> None:
        if days < 0:
            raise ValueError(f"days is {days}: how far apart reports of a story may lie is 0 or more")
        self._days = days
        self._entries: dict[str, _Entry] = {}
        self._prints: dict[tuple[int | None, bytes], _Print] = {}
        self._numbers: dict[int, _Print] = {}
        self._near: dict[int | None, RMinHashLSH] = {}
        """Signatures by a few days: a report on a form meets those of its week, not those of every year."""
        self._at: dict[str, list[str]] = defaultdict(list)
        """Reports of an address, which are compared at any distance."""
        self._versions: dict[str, dict[str, float]] = {}
        """Reports of one address that are versions of each other, with what they share."""
        self._groups: dict[str, set[str]] = {}
        """The story of each report, one set for all of its reports."""
        self._next = 0

    def add(self, report: Report) -> frozenset[str]:
        """Take a report in; gives the ids of all reports of its story. A known id is left as it is."""
        if report.id not in self._entries:
            of = sketch(report)
            printed = self._print(report.day, of)
            entry = _entry(report, of.words, printed)
            self._entries[entry.id] = entry
            self._versions[entry.id] = {}
            self._groups[entry.id] = {entry.id}
            printed.members[entry.id] = None
            if printed.is_known:
                for near in (printed, *printed.links):
                    if near.members:
                        self._join(entry.id, next(iter(near.members)))
                if entry.url is not None:
                    self._compare_versions(entry, entry.url)
        return self.members(report.id)

    def discard(self, report: str) -> None:
        """Forget a report."""
        entry = self._entries.pop(report)
        printed = entry.print
        del printed.members[report]
        versions = self._versions.pop(report)
        for other in versions:
            del self._versions[other][report]
        group = self._groups.pop(report)
        group.discard(report)
        if not printed.members:
            self._forget(printed)
        if versions or not printed.members:
            self._part(group)
        if printed.is_known and entry.url is not None:
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

    def _print(self, day: date | None, of: Sketch) -> _Print:
        """The print of reports with these shingles and this day; a new one is compared with all that may be like it."""
        at = day.toordinal() if day else None
        key = (at, of.digest)
        printed = self._prints.get(key)
        if printed is None:
            printed = _Print(self._next, at, of)
            self._next += 1
            if printed.is_known:  # of two short notices that say the same, each is a story of its own
                self._prints[key] = self._numbers[printed.number] = printed
                mine = Sets.of(of)
                for other in self._candidates(printed):
                    self._compare(printed, mine, other)
        return printed

    def _forget(self, printed: _Print) -> None:
        """Take a print that has no report any more out of where it is found."""
        for other in printed.links:
            del other.links[printed]
        if printed.is_known:
            del self._numbers[printed.number]
            del self._prints[printed.day, printed.sketch.digest]
            for key in printed.keys:
                self._near[self._bucket(printed.day)].remove(key)

    def _candidates(self, printed: _Print) -> list[_Print]:
        """The prints to compare a new one with; puts it where later ones find it."""
        mine = self._bucket(printed.day)
        if mine not in self._near:
            self._near[mine] = RMinHashLSH(0.5, ROWS, BANDS)  # the threshold is not used where bands are given
        near = list(self._near) if mine is None else [mine - 1, mine, mine + 1, None]
        whole_and_top = signatures(printed.sketch)
        found = {
            key // 2
            for signature in whole_and_top
            for bucket in near
            if bucket in self._near
            for key in self._near[bucket].query(signature)
        }
        for key, signature in zip(printed.keys, whole_and_top, strict=True):
            self._near[mine].insert(key, signature)
        return [self._numbers[number] for number in found]

    def _compare(self, a: _Print, mine: Sets, b: _Print) -> None:
        if a.day is not None and b.day is not None and abs(a.day - b.day) > self._days:
            return
        found = likeness(a.sketch, b.sketch, of_a=mine)
        if found.is_story():
            a.links[b] = b.links[a] = found.shorter

    def _compare_versions(self, entry: _Entry, url: str) -> None:
        mine: Sets | None = None
        for id in self._at[url]:
            other = self._entries[id]
            if other.print is entry.print or other.print in entry.print.links:
                continue
            mine = Sets.of(entry.print.sketch) if mine is None else mine
            found = likeness(entry.print.sketch, other.print.sketch, of_a=mine)
            if found.is_story(same_address=True):
                self._versions[entry.id][id] = self._versions[id][entry.id] = found.shorter
                self._join(entry.id, id)
        self._at[url].append(entry.id)

    def _join(self, a: str, b: str) -> None:
        """Make one story of those of two reports."""
        small, large = sorted((self._groups[a], self._groups[b]), key=len)
        if small is not large:
            large |= small
            self._groups.update(dict.fromkeys(small, large))

    def _part(self, group: set[str]) -> None:
        """Make stories anew of one that lost a report: what that held together may fall apart."""
        while group:
            linked = self._linked(next(iter(group)), within=len(group))
            group = group - linked
            self._groups.update(dict.fromkeys(linked, linked))

    def _linked(self, report: str, *, within: int) -> set[str]:
        """The reports that hang together with one, by whatever links there are, of so many that may."""
        found, waiting = {report}, [report]
        seen: set[_Print] = set()
        while waiting and len(found) < within:
            id = waiting.pop()
            printed = self._entries[id].print
            beside = [*self._versions[id]]
            if printed not in seen:
                seen.add(printed)
                beside += [other for near in (printed, *printed.links) for other in near.members]
            for other in beside:
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
        opening = {first.print: 0}  # of each print the place of its first report
        for n, e in enumerate(group[1:], start=1):
            # what it is a copy of: the earlier report that it shares most with, of several the first
            earlier = [(share, -place[o]) for o, share in self._versions[e.id].items() if place[o] < n]
            earlier += [(share, -opening[p]) for p, share in e.print.links.items() if p in opening]
            if e.print in opening:
                earlier.append((1.0, -opening[e.print]))
            opening.setdefault(e.print, n)
            share, at = max(earlier, default=(0.0, 0))
            of = group[-at]
            same = (e.url is not None and e.url == of.url) or (e.publisher is not None and e.publisher == of.publisher)
            copies.append(Copy(e.id, "revision" if same else "copy", of.id, round(share, 3) if share else None))
        return Story(
            id=identity("story", *sorted(c.report for c in copies)),
            reports=tuple(copies),
            earliest=first.id if first.order[:2] != (_UNKNOWN, _UNKNOWN) else None,
            fullest=max(group, key=lambda e: (e.words, -place[e.id])).id,
        )


def _entry(report: Report, words: int, printed: _Print) -> _Entry:
    return _Entry(
        id=report.id,
        url=report.url,
        publisher=report.publisher,
        order=(_stamp(report.published), _stamp(report.updated), -len(report.text), report.id),
        words=words,
        print=printed,
    )


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
