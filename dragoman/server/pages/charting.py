"""Charts as geometry, drawn by templates as SVG: they need no script, print, and do not jump while a page loads.

Lengths are in units of the drawing's `viewBox`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dragoman.server.pages.wording import period_end

COOPERATION = ("verbal_cooperation", "material_cooperation")
CONFLICT = ("verbal_conflict", "material_conflict")
WIDTH, LEFT, RIGHT = 1000.0, 44.0, 10.0
SCORE_TOP, SCORE_HEIGHT = 14.0, 130.0
BARS_TOP, BARS_HEIGHT = 176.0, 150.0
MOST_PERIODS = 2600
"""Fifty years of weeks; a longer timeline is cut to the latest."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One quarter's events in one period."""

    name: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Slot:
    """One period: where it stands, and what is told of it."""

    first: date
    last: date
    x: float
    width: float
    events: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """The scores of one direction, a point a period that has a score; `step` is how far apart periods are.

    The line is broken where a period has none: nothing is known of what lies between.
    """

    name: str
    points: tuple[tuple[float, float, float], ...]
    step: float

    @property
    def path(self) -> str:
        """The `d` of an SVG path."""
        out, before = [], -WIDTH
        for x, y, _ in self.points:
            out.append(f"{'L' if x - before < 1.5 * self.step else 'M'}{x:.1f} {y:.1f}")
            before = x
        return " ".join(out)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A timeline drawn: scores above, below them cooperation upward and conflict downward."""

    slots: tuple[Slot, ...]
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    scores: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    zero: float
    height: float = BARS_TOP + BARS_HEIGHT + 26.0
    width: float = WIDTH


def timeline(rows: Sequence[Mapping[str, Any]], by: str) -> Timeline | None:
    """The timeline of a dyad's rows by period and direction; None where no row lies in a period."""
    dated = [row for row in rows if row["period"] is not None]
    if not dated:
        return None
    starts = _periods(dated[0]["period"], dated[-1]["period"], by)[-MOST_PERIODS:]
    place = {start: n for n, start in enumerate(starts)}
    step = (WIDTH - LEFT - RIGHT) / len(starts)
    totals: dict[date, dict[str, int]] = {}
    for row in dated:
        counts = totals.setdefault(row["period"], dict.fromkeys((*COOPERATION, *CONFLICT, "events"), 0))
        for name in counts:
            counts[name] += row[name]
    up = max((sum(t[n] for n in COOPERATION) for t in totals.values()), default=0)
    down = max((sum(t[n] for n in CONFLICT) for t in totals.values()), default=0)
    unit = BARS_HEIGHT / max(up + down, 1)
    zero = BARS_TOP + up * unit
    slots = []
    for start, counts in totals.items():
        if start in place:
            x = LEFT + place[start] * step
            slots.append(
                Slot(start, period_end(start, by), x, step, counts["events"], _bars(counts, x, step, zero, unit))
            )
    lines = []
    for source, target, together in dict.fromkeys((r["source"], r["target"], r["together"]) for r in dated):
        points = tuple(
            (LEFT + (place[r["period"]] + 0.5) * step, _score_y(r["score"]), r["score"])
            for r in dated
            if (r["source"], r["target"], r["together"]) == (source, target, together)
            and r["score"] is not None
            and r["period"] in place
        )
        if points:
            lines.append(Line(f"{source} {'and' if together else '→'} {target}", points, step))
    return Timeline(
        tuple(slots),
        tuple(lines),
        _time_ticks(starts, step),
        tuple(Tick(_score_y(v), f"{v:+d}".replace("-", "\N{MINUS SIGN}") if v else "0") for v in (10, 5, 0, -5, -10)),
        tuple(Tick(zero - n * unit, str(abs(n))) for n in dict.fromkeys((up, 0, -down))),
        zero,
    )


def _bars(counts: Mapping[str, int], x: float, step: float, zero: float, unit: float) -> tuple[Bar, ...]:
    width = max(min(step * 0.8, 40.0), 0.8)
    x += (step - width) / 2
    out, at = [], zero
    for name in COOPERATION:
        at -= counts[name] * unit
        out.append(Bar(name, x, at, width, counts[name] * unit))
    at = zero
    for name in CONFLICT:
        out.append(Bar(name, x, at, width, counts[name] * unit))
        at += counts[name] * unit
    return tuple(bar for bar in out if bar.height)


def _score_y(score: float) -> float:
    return SCORE_TOP + (10.0 - max(-10.0, min(10.0, score))) / 20.0 * SCORE_HEIGHT


def _periods(first: date, last: date, by: str) -> list[date]:
    out = [first]
    while out[-1] < last:
        end = period_end(out[-1], by)
        if end == date.max:
            break
        out.append(end + timedelta(days=1))
    return out


def _time_ticks(starts: Sequence[date], step: float) -> tuple[Tick, ...]:
    """Years where there are several, else months; some are left out where they would touch."""
    years = starts[-1].year - starts[0].year >= 2
    ticks: list[Tick] = []
    told = None
    for n, start in enumerate(starts):
        label = str(start.year) if years else f"{start:%b %Y}"
        at = LEFT + n * step
        if label != told and (not ticks or at - ticks[-1].at > (36 if years else 62)) and at < WIDTH - RIGHT - 20:
            ticks.append(Tick(at, label))
        told = label
    return tuple(ticks)
