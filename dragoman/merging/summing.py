"""Summing up: what all tellings of one happening say together, and where they differ.

Nothing is averaged and nothing thrown away. Figures stand side by side with who tells them; of a report's versions the
latest is current and the earlier ones are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from dragoman.merging.likeness import party
from dragoman.merging.tellings import Side, Telling
from dragoman.model import Magnitude, Place, Status, identity

T = TypeVar("T")
Day = date

MOST_SURE = 0.99
CLAIM = 0.5
"""What a telling on somebody's word counts for beside one on the report's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One event of one report that tells of an incident: "report R, event E, of 3 May, a copy of story S".

    `copy`: another report of the same story told it before in the same words. `current`: False where a later version of
    the report exists. `background`: the report looks back at it. `statement` is the id, within the report, of the
    statement that it rests on.
    """

    report: str
    event: str
    day: date | None
    publisher: str | None
    story: str
    copy: bool
    current: bool
    background: bool
    status: Status
    statement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One size as somebody tells it: "killed, 12, at least, by reports A and B"; others stand beside it.

    `told_by` are (report, event) pairs; `current` is False where only superseded versions tell it.
    """

    kind: str
    value: float
    high: float | None
    unit: str | None
    bound: str | None
    told_by: tuple[tuple[str, str], ...]
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentParty:
    """A party of an incident under its most exact name, with the others: "Ali Rezaei" (also "Iran", "the minister").

    `actors` are the ids that reports give it; `n_stories` counts the stories that name it in any way.
    """

    name: str
    country: str | None
    sector: str | None
    variants: tuple[str, ...]
    actors: tuple[str, ...]
    n_stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One happening with all that tells of it: "a bombing in Herat on 3 May, 12 or 15 killed, 9 reports, 4 publishers".

    `id` is a hash of its earliest telling: reports that come later or tell of other things leave it as it is.
    `date` is the days on which all current tellings can be right, `hull` all days that any of them names; where none
    tells a day, `date` is the days before the first report within which such news is fresh, and `dated` is False.
    `place` is the most exact that a telling gives. `statuses` are all that tellings give, `status` that of the latest
    current one that has it happened, else of the latest. `confidence` grows with independent stories
    (docs/merging.md has the rule). `claimed` is True where every telling rests on somebody's word; `withdrawn` where
    the latest versions of all its reports have dropped it. `n_stories` counts copies once.
    """

    id: str
    type: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    actors: tuple[IncidentParty, ...]
    recipients: tuple[IncidentParty, ...]
    status: Status
    statuses: tuple[Status, ...]
    date: tuple[Day, Day] | None
    hull: tuple[Day, Day] | None
    dated: bool
    place: Place | None
    place_told_by: str | None
    figures: tuple[Figure, ...]
    confidence: float | None
    claimed: bool
    withdrawn: bool
    evidence: tuple[Evidence, ...]
    n_reports: int
    n_publishers: int
    n_stories: int
    first_day: Day | None
    last_day: Day | None


@dataclass(frozen=True, slots=True)
class Known:
    """What summing up knows of a story: its id, its reports, and those that a later version has taken the place of."""

    id: str
    reports: frozenset[str]
    old: frozenset[str]


def sum_up(units: Sequence[tuple[tuple[Telling, ...], Known]]) -> Incident:
    """The incident that units (a telling with its copies, and their story) tell of; at least one."""
    told = sorted((t for copies, _ in units for t in copies), key=lambda t: t.order)
    story_of = {t.report: story.id for copies, story in units for t in copies}
    old = {report for _, story in units for report in story.old}
    copies = {t.id for same, _ in units for t in same[1:]}
    current = [t for t in told if t.report not in old]
    speaking = current or told
    place = _place(speaking)
    days = [t.day for t in told if t.day is not None]
    dated, when, hull = _dates(speaking)
    publishers = {t.publisher for t in told if t.publisher is not None}
    return Incident(
        id=identity("incident", told[0].report, told[0].event),
        type=_commonest(speaking, lambda t: t.type),
        modes=tuple(_ranked(speaking, lambda t: [t.mode] if t.mode else [])),
        contexts=tuple(sorted({c for t in speaking for c in t.contexts})),
        actors=_parties(told, story_of, lambda t: t.actors),
        recipients=_parties(told, story_of, lambda t: t.recipients),
        status=_status(speaking),
        statuses=tuple(sorted({t.status for t in told})),
        date=when,
        hull=hull,
        dated=dated,
        place=place.where.place if place and place.where else None,
        place_told_by=place.report if place else None,
        figures=_figures(told, old),
        confidence=_confidence(speaking, story_of),
        claimed=all(t.claimed is not None for t in speaking),
        withdrawn=not current,
        evidence=tuple(
            Evidence(
                report=t.report,
                event=t.event,
                day=_day(t.day),
                publisher=t.publisher,
                story=story_of[t.report],
                copy=t.id in copies,
                current=t.report not in old,
                background=t.background,
                status=t.status,
                statement=t.claimed,
            )
            for t in told
        ),
        n_reports=len({t.report for t in told}),
        n_publishers=len(publishers),
        n_stories=len(set(story_of.values())),
        first_day=_day(min(days, default=None)),
        last_day=_day(max(days, default=None)),
    )


def _day(day: int | None) -> date | None:
    return date.fromordinal(day) if day is not None else None


def _status(told: Sequence[Telling]) -> Status:
    for wanted in ((Status.OCCURRED, Status.HISTORICAL), tuple(Status)):
        found = [t for t in told if t.status in wanted]
        if found:
            # looked back upon or not, what somebody has told as news has occurred
            return Status.OCCURRED if any(t.status is Status.OCCURRED for t in found) else found[-1].status
    raise AssertionError("an incident is told at least once")


def _dates(told: Sequence[Telling]) -> tuple[bool, tuple[date, date] | None, tuple[date, date] | None]:
    spans = [(t.first, t.last) for t in told if t.first is not None and t.last is not None]
    if not spans:
        days = [t.window for t in told if t.window is not None and not t.background]
        if not days:
            return False, None, None
        last = min(d[1] for d in days)
        first = max(d[0] for d in days if d[0] <= last)
        return False, (date.fromordinal(first), date.fromordinal(last)), None
    hull = (min(a for a, _ in spans), max(b for _, b in spans))
    both = (max(a for a, _ in spans), min(b for _, b in spans))
    a, b = both if both[0] <= both[1] else hull
    return True, (date.fromordinal(a), date.fromordinal(b)), (date.fromordinal(hull[0]), date.fromordinal(hull[1]))


_EXACT = ("point", "city", "admin2", "admin1", "country", "region")


def _place(told: Sequence[Telling]) -> Telling | None:
    """The telling with the most exact place; of equals the commonest, then the earliest."""
    placed = [t for t in told if t.where is not None]
    counts = Counter(t.where.place.name for t in placed if t.where)

    def rank(t: Telling) -> tuple[int, int, tuple[str, ...]]:
        assert t.where is not None
        precision = t.where.place.precision
        exact = _EXACT.index(precision) if precision in _EXACT else len(_EXACT)
        return (exact, -counts[t.where.place.name], t.order)

    return min(placed, key=rank, default=None)


def _figures(told: Sequence[Telling], old: set[str]) -> tuple[Figure, ...]:
    by: dict[tuple[str, float, float | None, str | None, str | None], list[Telling]] = {}
    for t in told:
        for m in dict.fromkeys(_size(m) for m in t.magnitudes):
            by.setdefault(m, []).append(t)
    figures = [
        Figure(
            kind=kind,
            value=value,
            high=high,
            unit=unit,
            bound=bound,
            told_by=tuple(t.id for t in tellers),
            current=any(t.report not in old for t in tellers),
        )
        for (kind, value, high, unit, bound), tellers in by.items()
    ]
    return tuple(sorted(figures, key=lambda f: (f.kind, f.value, f.high or 0.0, f.unit or "", f.bound or "")))


def _size(m: Magnitude) -> tuple[str, float, float | None, str | None, str | None]:
    return (m.kind, m.value, m.high, m.unit, m.bound)


def _confidence(told: Sequence[Telling], story_of: dict[str, str]) -> float | None:
    """1 less the chance that every story is wrong, each taken once at its surest; denials do not count."""
    best: dict[str, float] = {}
    for t in told:
        if t.confidence is not None and t.status is not Status.DENIED:
            sure = t.confidence * (CLAIM if t.claimed is not None else 1.0)
            story = story_of[t.report]
            best[story] = max(sure, best.get(story, 0.0))
    if not best:
        return None
    wrong = 1.0
    for sure in sorted(best.values()):
        wrong *= 1.0 - sure
    # Reports of one happening lean on each other: no number of them makes it surer than this.
    return round(max(min(MOST_SURE, 1.0 - wrong), max(best.values())), 4)


def _parties(
    told: Sequence[Telling], story_of: dict[str, str], sides: Callable[[Telling], tuple[Side, ...]]
) -> tuple[IncidentParty, ...]:
    named: dict[tuple[str, str | None, str | None, bool, bool], list[tuple[Side, str]]] = {}
    for t in told:
        for s in sides(t):
            named.setdefault((s.shown, s.country, s.sector, s.person, s.common), []).append((s, story_of[t.report]))
    stories = {k: len({story for _, story in found}) for k, found in named.items()}
    ranked = sorted(named, key=lambda k: (not k[3], k[4], k[1] is None, -stories[k], k[0], k[1] or "", k[2] or ""))
    groups: list[list[tuple[str, str | None, str | None, bool, bool]]] = []
    for key in ranked:
        side = named[key][0][0]
        likes = [(party(named[g[0]][0][0], side), -n) for n, g in enumerate(groups)]
        best, at = max(likes, default=(0.0, 0))
        if best > 0.25:
            groups[-at].append(key)
        else:
            groups.append([key])
    out = []
    for group in groups:
        found = [pair for key in group for pair in named[key]]
        name, country, sector = group[0][:3]
        out.append(
            IncidentParty(
                name=name,
                country=country or next((k[1] for k in group if k[1]), None),
                sector=sector or next((k[2] for k in group if k[2]), None),
                variants=tuple(sorted({k[0] for k in group} - {name})),
                actors=tuple(sorted({s.actor for s, _ in found if s.actor})),
                n_stories=len({story for _, story in found}),
            )
        )
    return tuple(sorted(out, key=lambda p: (-p.n_stories, p.name, p.country or "", p.sector or "")))


def _commonest(told: Sequence[Telling], of: Callable[[Telling], str]) -> str:
    counts = Counter(of(t) for t in told)
    return min(counts, key=lambda k: (-counts[k], k))


def _ranked(told: Iterable[Telling], of: Callable[[Telling], Iterable[T]]) -> list[T]:
    counts = Counter(x for t in told for x in of(t))
    return sorted(counts, key=lambda k: (-counts[k], str(k)))
