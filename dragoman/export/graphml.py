"""Who acts toward whom, as a directed graph in GraphML: actors are nodes, and all acts of one toward another one edge.

Counts are held in memory until the end, so this one format needs memory by its number of actors and pairs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from dragoman.coding.ontology import load
from dragoman.export.acts import Act, Side, acts, number, pairs
from dragoman.model import CodedReport

_NODE = {"name": "string", "country": "string", "sector": "string", "acts": "int", "suffers": "int"}
QUADS = {
    "verbal_cooperation": "V-COOP",
    "material_cooperation": "M-COOP",
    "verbal_conflict": "V-CONF",
    "material_conflict": "M-CONF",
}
"""Attributes of an edge and the quadrants whose share of its acts each of them tells."""
_EDGE = {
    "events": "int",
    "reports": "int",
    "mean_score": "double",
    **dict.fromkeys(QUADS, "double"),
    "first_day": "string",
    "last_day": "string",
}
_NO_XML = re.compile("[\ufffe\uffff]")


@dataclass(slots=True)
class _Node:
    side: Side
    acts: int = 0
    suffers: int = 0


@dataclass(slots=True)
class _Edge:
    events: int = 0
    reports: int = 0
    last_report: str = ""
    score: float = 0.0
    scored: int = 0
    quads: Counter[str] = field(default_factory=Counter)
    first: date | None = None
    last: date | None = None

    def count(self, act: Act) -> None:
        """One more act of the pair."""
        self.events += 1
        if act.coded.report.id != self.last_report:
            self.reports += 1
            self.last_report = act.coded.report.id
        if act.event.score is not None:
            self.score += act.event.score
            self.scored += 1
        self.quads[load().quad(act.event.type)] += 1
        if act.event.date:
            first, last = act.event.date
            self.first = min(self.first or first, first)
            self.last = max(self.last or last, last)

    def told(self) -> dict[str, str | int]:
        """The edge's attributes."""
        mean = number(self.score / self.scored) if self.scored else ""
        shares = {name: number(self.quads[quad] / self.events) for name, quad in QUADS.items()}
        days = {"first_day": str(self.first or ""), "last_day": str(self.last or "")}
        return {"events": self.events, "reports": self.reports, "mean_score": mean, **shares, **days}


def lines(records: Iterable[CodedReport]) -> Iterator[str]:
    """The document; nodes and edges in the order in which the record first tells of them."""
    nodes, edges = _count(records)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for domain, keys in (("node", _NODE), ("edge", _EDGE)):
        for name, kind in keys.items():
            yield f'<key id="{domain}_{name}" for="{domain}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph id="record" edgedefault="directed">\n'
    for id, node in nodes.items():
        side = node.side
        yield f"<node id={quoteattr(id)}>"
        told = {"name": side.name, "country": side.country, "sector": side.sector}
        yield from _data("node", told | {"acts": node.acts, "suffers": node.suffers})
        yield "</node>\n"
    for n, ((source, target), edge) in enumerate(edges.items(), 1):
        yield f'<edge id="e{n}" source={quoteattr(source)} target={quoteattr(target)}>'
        yield from _data("edge", edge.told())
        yield "</edge>\n"
    yield "</graph>\n</graphml>\n"


def _count(records: Iterable[CodedReport]) -> tuple[dict[str, _Node], dict[tuple[str, str], _Edge]]:
    nodes: dict[str, _Node] = {}
    edges: dict[tuple[str, str], _Edge] = {}
    for coded in records:
        for act in acts(coded):
            for side in filter(_told, act.actors):
                nodes.setdefault(side.id, _Node(side)).acts += 1
            for side in filter(_told, act.recipients):
                nodes.setdefault(side.id, _Node(side)).suffers += 1
            found = {(a.id, b.id) for _, a, b in pairs(act) if a and b and a.id != b.id and _told(a) and _told(b)}
            for pair in sorted(found):
                edges.setdefault(pair, _Edge()).count(act)
    return nodes, edges


def _told(side: Side) -> bool:
    """Whether anything is known of a party; what is not even named is nobody to draw."""
    return bool(side.name or side.country)


def _data(domain: str, told: Mapping[str, str | int | None]) -> Iterator[str]:
    for name, value in told.items():
        if value not in (None, ""):
            words = escape(_NO_XML.sub("\ufffd", str(value)))
            yield f'<data key="{domain}_{name}">{words}</data>'
