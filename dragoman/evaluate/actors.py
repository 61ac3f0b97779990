"""Country and sector of an actor mention.

Rules. *country*: over records whose gold country is not null; "" means that none is to be given. *sector*: likewise;
where the gold has a country and "" as sector (a bare country name), GOV is right as well. *both*: over records that
have both. *no actor*: records that must resolve to nothing. *title*: only if a prediction gives any. "our sectors"
leaves out sectors that the annotation standard does not list; "active" leaves out expectations that the source's own
test suite skips, expects to fail or never runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.evaluate.measures import Cells, Figures, country, rate
from dragoman.evaluate.rows import Row

_SECTORS = frozenset(
    "GOV MIL COP JUD LEG SPY PRM REB PTY OPP UAF BUS CRM CVL EDU ELI JRN LAB MED REF REL SOC AGR UNK IGO NGO".split()
) | {""}

# The day as of which mentions without a date are asked: about when the test suite behind actors_* was written, whose
# expectations of office holders hold then.
UNDATED = date(2022, 7, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorGold:
    """One mention and what it should resolve to: None is not asked, "" is none."""

    id: str
    text: str = ""
    context: str | None = None
    day: date | None = None
    country: str | None = None
    sector: str | None = None
    title: str | None = None
    no_actor: bool = False
    status: str = "active"


@dataclass(frozen=True, slots=True)
class ActorGuess:
    """What a mention was resolved to."""

    country: str | None = None
    sector: str = ""
    title: str = ""


def read_gold(row: Row) -> ActorGold:
    """One line of actors_*.jsonl."""
    return ActorGold(
        id=row.id,
        text=row.text("text"),
        context=row.maybe_text("context"),
        day=row.day("date"),
        country=row.maybe_text("country"),
        sector=row.maybe_text("sector"),
        title=row.maybe_text("title"),
        no_actor=row.flag("no_actor"),
        status=row.text("status"),
    )


def read_prediction(row: Row) -> ActorGuess:
    """`{"id": ..., "country": "FRA"|null, "sector": "MIL"|null}`, perhaps with a title."""
    return ActorGuess(
        country(row.maybe_text("country")), (row.maybe_text("sector") or "").upper(), row.maybe_text("title") or ""
    )


def score(gold: Sequence[ActorGold], predicted: Mapping[str, ActorGuess]) -> Figures:
    """Sections: all, active; lines country, sector, both, no actor and, where predicted, title."""
    return {
        "all": _lines(gold, predicted),
        "active": _lines([g for g in gold if g.status == "active"], predicted),
    }


def _lines(gold: Sequence[ActorGold], predicted: Mapping[str, ActorGuess]) -> dict[str, Cells]:
    lines: dict[str, list[bool]] = {k: [] for k in ("country", "sector", "sector, our sectors", "both", "no actor")}
    titled = any(g.id in predicted and predicted[g.id].title for g in gold)
    if titled:
        lines["title"] = []
    for g in gold:
        p = predicted.get(g.id, ActorGuess())
        right_country = right_sector = None
        if g.no_actor:
            lines["no actor"].append(not p.country and not p.sector)
        if g.country is not None:
            right_country = p.country == country(g.country)
            lines["country"].append(right_country)
        if g.sector is not None:
            right_sector = p.sector == g.sector or (g.sector == "" and bool(g.country) and p.sector == "GOV")
            lines["sector"].append(right_sector)
            if g.sector in _SECTORS:
                lines["sector, our sectors"].append(right_sector)
        if right_country is not None and right_sector is not None:
            lines["both"].append(right_country and right_sector)
        if titled and g.title:
            lines["title"].append(p.title.lower() == g.title.lower())
    return {k: rate(sum(v), len(v)) for k, v in lines.items()}
