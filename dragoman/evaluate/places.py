"""Place names: found, and resolved to the right country, gazetteer entry and point.

Rules. *wanted*: gold toponyms; where the corpus tells kinds of marks (GeoWebNews) only those with coordinates that are
names, not expressions. Other marks, and marks whose offsets do not fit the text, are neither wanted nor wrong.
*strict*: same start and end. *relaxed*: any overlap, paired one to one, largest overlap first. A prediction that
overlaps no gold toponym is wrong; one that only overlaps an unwanted mark is left out. *country*: ISO 3166-1 alpha-3,
over toponyms that have one. *id*: the same GeoNames id. *161 km* (100 miles, the literature's usual bound): the
predicted point lies that near the gold's, or the id is the same. "Of those found" is over paired toponyms, "end to
end" over all. The file as a whole and by corpus. *given*: the same questions over all wanted toponyms, each resolved
with its span given, in sections of their own; predictions without such answers have none of these.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.evaluate.measures import Cells, Figures, mates, overlap, prf, rate
from dragoman.evaluate.rows import Row
from dragoman.model import Span

_NEAR_KM = 161
_EARTH_DIAMETER_KM = 12742


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """One place name and what it was resolved to; `wanted` is meaningful for gold only."""

    span: Span
    country: str | None = None
    geonameid: str | None = None
    point: tuple[float, float] | None = None
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class PlacesGold:
    """One text with its marks."""

    id: str
    text: str
    corpus: str
    toponyms: tuple[Toponym, ...]


def read_gold(row: Row) -> PlacesGold:
    """One line of places_*.jsonl."""
    return PlacesGold(row.id, row.text("text"), row.text("corpus"), tuple(map(_gold_toponym, row.rows("toponyms"))))


def _gold_toponym(t: Row) -> Toponym:
    kind, found = t.maybe_text("kind") or "", _toponym(t)
    expression = kind.endswith("_Expression") or kind == "Non_Toponym"
    wanted = t.flag("span_ok", default=True) and not expression and not (kind and found.point is None)
    return Toponym(
        span=found.span, country=t.maybe_text("country"), geonameid=found.geonameid, point=found.point, wanted=wanted
    )


@dataclass(frozen=True, slots=True)
class PlacesPrediction:
    """What was found in one text, and what the gold's spans were resolved to; None if that was not asked."""

    found: tuple[Toponym, ...] = ()
    given: tuple[Toponym, ...] | None = None


def read_prediction(row: Row) -> PlacesPrediction:
    """`{"id": ..., "toponyms": [{"start", "end", "country", "geonameid", "lat", "lon"}]}`, unresolved ones null.

    "given", in the same form, has the gold's spans as resolved, and may be left out.
    """
    given = tuple(map(_toponym, row.rows("given"))) if row.has("given") else None
    return PlacesPrediction(tuple(map(_toponym, row.rows("toponyms"))), given)


def _toponym(t: Row) -> Toponym:
    lat, lon = t.maybe_decimal("lat"), t.maybe_decimal("lon")
    return Toponym(
        span=Span(t.number("start"), t.number("end")),
        country=(t.maybe_text("country") or "").upper(),
        geonameid=t.maybe_token("geonameid"),
        point=None if lat is None or lon is None else (lat, lon),
    )


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points given as (latitude, longitude) in degrees."""
    p = math.pi / 180
    x = (
        0.5
        - math.cos((b[0] - a[0]) * p) / 2
        + math.cos(a[0] * p) * math.cos(b[0] * p) * (1 - math.cos((b[1] - a[1]) * p)) / 2
    )
    return _EARTH_DIAMETER_KM * math.asin(math.sqrt(min(1.0, max(0.0, x))))


_QUESTIONS = ("country", "GeoNames id", "161 km")


def score(gold: Sequence[PlacesGold], predicted: Mapping[str, PlacesPrediction]) -> Figures:
    """Sections: all and, if there are several, one for each corpus; then the same with the spans given."""
    corpora = sorted({d.corpus for d in gold})
    parts = {"all": list(gold)}
    if len(corpora) > 1:
        parts |= {c: [d for d in gold if d.corpus == c] for c in corpora}
    out = {name: _lines(docs, predicted) for name, docs in parts.items()}
    if any(p.given is not None for p in predicted.values()):
        out |= {f"{name}, given": _given_lines(docs, predicted) for name, docs in parts.items()}
    return out


def _lines(gold: Sequence[PlacesGold], predicted: Mapping[str, PlacesPrediction]) -> dict[str, Cells]:
    n: Counter[str] = Counter()
    for d in gold:
        _count(n, d.toponyms, predicted.get(d.id, PlacesPrediction()).found)
    out = {
        "toponyms strict": prf(n["strict"], n["pred"], n["strict"], n["gold"]),
        "toponyms relaxed": prf(n["pairs"], n["pred"], n["pairs"], n["gold"]),
    }
    for name in _QUESTIONS:
        out[f"{name}, of those found"] = rate(n[f"{name} right"], n[f"{name} found"])
        out[f"{name}, end to end"] = rate(n[f"{name} right"], n[f"{name} all"])
    return out


def _given_lines(gold: Sequence[PlacesGold], predicted: Mapping[str, PlacesPrediction]) -> dict[str, Cells]:
    n: Counter[str] = Counter()
    for d in gold:
        answers = {p.span: p for p in predicted.get(d.id, PlacesPrediction()).given or ()}
        for t in d.toponyms:
            if t.wanted:
                _compare(n, t, answers.get(t.span))
    return {f"given: {name}": rate(n[f"{name} right"], n[f"{name} all"]) for name in _QUESTIONS if n[f"{name} all"]}


def _count(n: Counter[str], marks: Sequence[Toponym], predicted: Sequence[Toponym]) -> None:
    gold = [t for t in marks if t.wanted]
    other = [t for t in marks if not t.wanted]
    guess = [
        p
        for p in predicted
        if any(overlap(p.span, g.span) > 0 for g in gold) or not any(overlap(p.span, o.span) > 0 for o in other)
    ]
    n["gold"] += len(gold)
    n["pred"] += len(guess)
    n["strict"] += len({g.span for g in gold} & {p.span for p in guess})
    mate = mates([g.span for g in gold], [p.span for p in guess])
    n["pairs"] += len(mate)
    for i, g in enumerate(gold):
        _compare(n, g, guess[mate[i]] if i in mate else None)


def _compare(n: Counter[str], g: Toponym, p: Toponym | None) -> None:
    same_id = bool(p and g.geonameid and p.geonameid == g.geonameid)
    if g.country:
        _ask(n, "country", p, right=bool(p and p.country == g.country))
    if g.geonameid:
        _ask(n, "GeoNames id", p, right=same_id)
    if g.point:
        near = bool(p and p.point and kilometres(g.point, p.point) <= _NEAR_KM)
        _ask(n, "161 km", p, right=same_id or near)


def _ask(n: Counter[str], name: str, found: Toponym | None, *, right: bool) -> None:
    n[f"{name} all"] += 1
    n[f"{name} found"] += found is not None
    n[f"{name} right"] += right
