"""How countries stand, counted from the sheet of dyads: which pairs are busiest, and one pair by period.

A row of the sheet is an event between two countries; numbers are those of `Record.relations`, whose columns these have.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from dragoman.record.finding import QUARTERS, By
from dragoman.server.catalogue.choosing import Choice, Chooser, OneOf
from dragoman.server.catalogue.opened import NO_DAY, Sheet

_EPOCH = date(1970, 1, 1)
_QUADS = ("V-COOP", "M-COOP", "V-CONF", "M-CONF")


def choice_of(
    source: str | None,
    target: str | None,
    *,
    statuses: Sequence[str] = (),
    types: Sequence[str] = (),
    quads: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
) -> Choice:
    """The rows between two countries, either way; of one of them with all others; or all there are."""
    conditions = list[OneOf]()
    if source is not None and target is not None:
        conditions.append(OneOf(("pair",), ("-".join(sorted((source, target))),)))
    elif source is not None or target is not None:
        conditions.append(OneOf(("source", "target"), (source or target,)))
    for column, values in (("status", statuses), ("type", types), ("quad", quads)):
        if values:
            conditions.append(OneOf((column,), tuple(values)))
    return Choice(tuple(conditions), first, last)


def timeline(chooser: Chooser, choice: Choice, by: By) -> list[dict[str, Any]]:
    """Counts by period, direction and quarter, the oldest first, as `Record.relations` has them.

    Events without a day, or whose days are more than a period, stand in a period of None, at the end.
    """
    return chooser.counted(("timeline", choice, by), lambda: _timeline(chooser, choice, by))


def pairs(chooser: Chooser, choice: Choice, limit: int) -> list[dict[str, Any]]:
    """The pairs with the most events, whoever acts on whom; `a` is the first of the two by the alphabet."""
    return chooser.counted(("pairs", choice, limit), lambda: _pairs(chooser, choice, limit))


def _timeline(chooser: Chooser, choice: Choice, by: By) -> list[dict[str, Any]]:
    sheet, chosen = chooser.sheet, chooser.choose(choice)
    rows = chosen.numbers
    if not len(rows):
        return []
    periods = _periods(sheet, rows, by)
    sides = [sheet.postings(name) for name in ("source", "target")]
    source, target = (p.column[rows] for p in sides if p.column is not None)
    together = sheet.numbers("together")[rows].astype(np.int64)
    groups = np.stack([periods, source, target, together], axis=1)
    keys, which = _groups(groups)
    counts = _counted(sheet, rows, which, len(keys))
    told = [
        {
            "period": None if period == NO_DAY else _EPOCH + timedelta(days=int(period)),
            "source": sides[0].values[int(a)],
            "target": sides[1].values[int(b)],
            "together": bool(t),
            **{name: values[n] for name, values in counts.items()},
        }
        for n, (period, a, b, t) in enumerate(keys)
    ]
    return sorted(
        told, key=lambda r: (r["period"] is None, r["period"] or _EPOCH, r["source"], r["target"], r["together"])
    )


def _pairs(chooser: Chooser, choice: Choice, limit: int) -> list[dict[str, Any]]:
    sheet, chosen = chooser.sheet, chooser.choose(choice)
    rows = chosen.numbers
    if not len(rows):
        return []
    postings = sheet.postings("pair")
    assert postings.column is not None
    coded = postings.column[rows]
    total = np.bincount(coded, minlength=len(postings.values))
    best = np.lexsort((np.argsort(np.argsort(np.array(postings.values, dtype=object))), -total))[:limit]
    best = best[total[best] > 0]
    where = np.full(len(total), -1, dtype=np.int64)
    where[best] = np.arange(len(best))
    which = where[coded]
    if len(best) < np.count_nonzero(total):
        rows, which = rows[which >= 0], which[which >= 0]
    counts = _counted(sheet, rows, which, len(best))
    latest = np.full(len(best), NO_DAY, dtype=np.int64)
    latest[which[::-1]] = sheet.days[rows[::-1]]  # the newest stand first, and the last one written stays
    return [
        {
            "a": str(postings.values[code]).partition("-")[0],
            "b": str(postings.values[code]).partition("-")[2],
            **{name: values[n] for name, values in counts.items()},
            "last_day": None if latest[n] == NO_DAY else _EPOCH + timedelta(days=int(latest[n])),
        }
        for n, code in enumerate(best)
    ]


def _counted(sheet: Sheet, rows: npt.NDArray[Any], which: npt.NDArray[Any], n: int) -> dict[str, list[Any]]:
    """Events, those by the report's day, the quarters with their shares, and the mean score, of each of `n` groups."""
    events = np.bincount(which, minlength=n)
    out: dict[str, list[Any]] = {"events": events.tolist()}
    by_report = sheet.numbers("by_report")[rows] == 1
    out["by_report"] = np.bincount(which[by_report], minlength=n).tolist()
    quads = sheet.postings("quad")
    assert quads.column is not None
    of = quads.column[rows]
    for number, name in QUARTERS:
        code = quads.code_of(_QUADS[number - 1])
        out[name] = [0] * n if code is None else np.bincount(which[of == code], minlength=n).tolist()
    for _, name in QUARTERS:
        out[f"{name}_share"] = [c / e if e else None for c, e in zip(out[name], out["events"], strict=True)]
    score = sheet.numbers("score")[rows]
    has = score == score
    sums = np.bincount(which[has], weights=score[has], minlength=n)
    have = np.bincount(which[has], minlength=n)
    out["score"] = [float(s / h) if h else None for s, h in zip(sums, have, strict=True)]
    return out


def _groups(columns: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """The different rows of some columns, and which of them each row is."""
    low, high = columns.min(axis=0), columns.max(axis=0)
    spans = (high - low + 1).astype(np.int64)
    coded = np.zeros(len(columns), dtype=np.int64)
    if low[0] == NO_DAY:  # days are few, but no day is far from them
        known = columns[:, 0] != NO_DAY
        base = columns[known, 0].min() - 1 if known.any() else 0
        columns = columns.copy()
        columns[~known, 0] = base
        keys, which = _groups(columns)
        keys[keys[:, 0] == base, 0] = NO_DAY
        return keys, which
    for n in range(columns.shape[1]):
        coded = coded * spans[n] + (columns[:, n] - low[n])
    _, first, which = np.unique(coded, return_index=True, return_inverse=True)
    return columns[first], which


def _periods(sheet: Sheet, rows: npt.NDArray[Any], by: By) -> npt.NDArray[np.int64]:
    """The first day of each row's period; `NO_DAY` where it lies in none."""
    first, last = sheet.days[rows].astype(np.int64), sheet.numbers("last_day")[rows].astype(np.int64)
    within = (first != NO_DAY) & (last - first < by.days)
    days = np.where(within, first, 0)
    match by:
        case By.WEEK:
            start = days - (days + 3) % 7  # 1970-01-01 was a Thursday
        case By.MONTH:
            start = days.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
        case By.YEAR:
            start = days.astype("datetime64[D]").astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    return np.where(within, start, NO_DAY)
