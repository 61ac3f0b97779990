"""Phoenix' tab-separated events, 26 columns without a header; what is unknown is empty.

One row for each pair of a source and a target (`acts.pairs`). Unlike Phoenix nothing is left out as said once that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dragoman import __version__
from dragoman.coding.ontology.cameo import cameo
from dragoman.export import tsv
from dragoman.export.acts import (
    Act,
    Side,
    acts,
    address,
    compact,
    key,
    number,
    number_of,
    pairs,
    publisher,
    sentence,
)
from dragoman.export.tables import country, sector_words
from dragoman.model import CodedReport

# As phoenix_pipeline's postprocess.py has them; not GDELT's classes.
_QUADS = {0: ("01", "02"), 1: ("03", "04", "05"), 2: ("06", "07", "08"), 3: ("09", "10", "11", "12", "13", "16")}
_ROLES = frozenset("GOV MIL REB OPP PTY COP JUD SPY MED EDU BUS CRM CVL".split())


def lines(records: Iterable[CodedReport]) -> Iterator[str]:
    """A line a row."""
    for coded in records:
        for act in acts(coded):
            for n, source, target in pairs(act):
                yield tsv.row(_row(act, n, source, target))


def _row(act: Act, n: int, source: Side | None, target: Side | None) -> tuple[str | int | None, ...]:
    event, report, day = act.event, act.coded.report, act.filed_day
    category = cameo(event.type, event.mode, event.contexts)
    sentences = dict.fromkeys(sentence(report, span.start) for span in (event.trigger, *event.mentions))
    whole = compact(day)
    return (
        f"{number_of(act.id, n)}_{__version__}",
        whole,
        whole[:4],
        whole[4:6],
        whole[6:],
        *_side(source),
        *_side(target),
        category.code,
        category.root,
        next((quad for quad, roots in _QUADS.items() if category.root in roots), 4),
        number(event.score, 2),
        ";".join(f"{context},1" for context in event.contexts),
        *_where(act),
        ";".join(f"{key(report.id)}_{n}" for n in sentences),
        address(report),
        tsv.several([publisher(report)]),
    )


def _side(side: Side | None) -> tuple[str, str, str, str]:
    """The code whole, and in parts: "RUSGOV", RUS, GOV, and nothing more; "USAELI", USA, "", ELI."""
    if side is None:
        return "", "", "", ""
    state = country(side.state)
    entity = state.iso3 if state else "IGO" if "IGO" in (side.country, side.sector) else ""
    role = sector_words(side.sector).cameo or ""
    if role == entity or (role == "NGO" and not entity):
        return role, role, "", ""
    return entity + role, entity, role if role in _ROLES else "", "" if role in _ROLES else role


def _where(act: Act) -> tuple[str | None, ...]:
    place = act.place
    if place is None:
        return (None,) * 5
    return number(place.lat), number(place.lon), place.name, place.admin1, place.country
