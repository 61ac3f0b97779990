"""Stories: which reports are the same report again, as a syndicated copy or as a later revision.

Two reports belong to one story if most of the shorter one's four-word shingles stand in the other (containment, since
copies are cut from the end) and their days lie within `DAYS`. Candidates are reports that share a whole sentence: desks
cut, retitle and touch up a wire story, but never all its sentences. Every candidate is then verified on all shingles.
The result does not depend on the order in which the reports come, nor on how many copies a story has.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from itertools import pairwise

from dragoman.model import BlockKind, Report, identity

SHINGLE = 4
# Real copies share as little as a third of their words' runs once desks have edited them; half keeps two separate
# reports of one happening apart, which quote the same sentences but tell them in other words.
CONTAINMENT = 0.5
SMALLEST = 20
DAYS = 3
# A sentence of fewer words is a formula ("He did not elaborate") and finds nothing.
SENTENCE = 8

WORD = re.compile(r"\w+")
_STOP = re.compile(r"[.!?][\"'”’)]*\s+|\n")


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
    index = StoryIndex()
    for report in reports:
        index.add(report)
    return index.stories()


@dataclass(frozen=True, slots=True)
class _Entry:
    """What of a report is kept to know its copies by; its text is not."""

    id: str
    url: str | None
    publisher: str | None
    order: tuple[str, str, int, str]
    day: int | None
    shingles: array[int]
    sentences: frozenset[int]


class StoryIndex:
    """The stories of reports that come one after another; the same set gives the same stories in any order."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._where: dict[int, dict[int | None, list[str]]] = defaultdict(dict)
        """Reports with a sentence, by a few days: a formula of the trade stands in every year's reports."""
        self._at: dict[str, list[str]] = defaultdict(list)
        """Reports of an address, which are compared at any distance."""
        self._overlap: dict[str, dict[str, float]] = {}

    def add(self, report: Report) -> frozenset[str]:
        """Take a report in; gives the ids of all reports of its story. A known id is left as it is."""
        if report.id not in self._entries:
            entry = _entry(report)
            self._entries[entry.id] = entry
            self._overlap[entry.id] = {}
            mine = frozenset(entry.shingles)
            if len(mine) >= SMALLEST:
                near = {other for key in entry.sentences for other in self._found(self._where[key], entry.day)}
                if entry.url is not None:
                    near.update(r for r in self._at[entry.url] if self._entries[r].sentences & entry.sentences)
                    self._at[entry.url].append(entry.id)
                for other in near:
                    self._compare(entry, mine, self._entries[other])
                for key in entry.sentences:
                    self._where[key].setdefault(_bucket(entry.day), []).append(entry.id)
        return self.members(report.id)

    def discard(self, report: str) -> None:
        """Forget a report."""
        entry = self._entries.pop(report)
        for other in self._overlap.pop(report):
            del self._overlap[other][report]
        if entry.url is not None and report in self._at[entry.url]:
            self._at[entry.url].remove(report)
        for key in entry.sentences:
            there = self._where[key].get(_bucket(entry.day), [])
            if report in there:
                there.remove(report)

    def members(self, report: str) -> frozenset[str]:
        """The ids of all reports of a report's story."""
        found, waiting = {report}, [report]
        while waiting:
            for other in self._overlap[waiting.pop()]:
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return frozenset(found)

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

    @staticmethod
    def _found(there: dict[int | None, list[str]], day: int | None) -> Iterator[str]:
        """The reports that are near a day; one without a day is near all."""
        bucket = _bucket(day)
        keys = there if bucket is None else (bucket - 1, bucket, bucket + 1, None)
        for key in keys:
            yield from there.get(key, ())

    def _compare(self, a: _Entry, mine: frozenset[int], b: _Entry) -> None:
        smaller = min(len(mine), len(b.shingles))
        if not _near(a, b):
            return
        shared = len(mine.intersection(b.shingles)) / smaller
        if shared >= CONTAINMENT:
            self._overlap[a.id][b.id] = self._overlap[b.id][a.id] = shared

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
        return Story(identity("story", *sorted(c.report for c in copies)), tuple(copies))


def _entry(report: Report) -> _Entry:
    shingles: set[int] = set()
    sentences: set[int] = set()
    for block in report.blocks:
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        text = report.slice(block.span).lower().replace("’", "'")
        words = WORD.findall(text)
        shingles.update(_hash(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))
        for a, b in pairwise([0, *(m.end() for m in _STOP.finditer(text)), len(text)]):
            run = WORD.findall(text, a, b)
            if len(run) >= SENTENCE:
                sentences.add(_hash(run))
    day = report.day
    return _Entry(
        report.id,
        report.url,
        report.publisher,
        (_stamp(report.published), _stamp(report.updated), -len(report.text), report.id),
        day.toordinal() if day else None,
        array("Q", sorted(shingles)),
        frozenset(sentences),
    )


def _hash(words: list[str]) -> int:
    """64 bits of a run of words; that two runs share them by chance is rarer than a misprint that joins them."""
    return int.from_bytes(blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _near(a: _Entry, b: _Entry) -> bool:
    """Whether two reports' days lie near each other; the same address is near at any distance."""
    if a.url is not None and a.url == b.url:
        return True
    if a.day is None or b.day is None:
        return True
    return abs(a.day - b.day) <= DAYS


def _bucket(day: int | None) -> int | None:
    """Days no farther apart than `DAYS` lie in one bucket or in neighbours."""
    return None if day is None else day // (DAYS + 1)


def _stamp(when: datetime | date | None) -> str:
    return "9999" if when is None else when.isoformat()
