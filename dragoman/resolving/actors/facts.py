"""What a report says in its own words that somebody is: titles, appositions, "X is the foreign minister of Y"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dragoman.language.analysis import Analysis, Entity, Mention
from dragoman.model import Fact, Span
from dragoman.resolving.actors.describing import Description
from dragoman.resolving.actors.judging import ROLES
from dragoman.resolving.actors.syntax import phrase


def facts_of(
    entity: Entity,
    analysis: Analysis,
    *,
    describe: Callable[[Mention], Description | None],
    predicates: Callable[[Mention], Iterable[tuple[Mention, Description]]],
) -> Iterator[Fact]:
    """The facts of one entity, in text order; `describe` reads a mention's phrase, `predicates` what is said of it."""
    for m in entity.mentions:
        d = describe(m) if m.kind != "pronoun" else None
        if m.kind == "nominal" and m.head.dep == "appos" and d is not None and d.kind in ROLES and d.sector:
            yield _fact(analysis, d, m.span)
        if m.kind != "name":
            continue
        if d is not None and d.kind == "person" and d.noun is not None:
            inside = phrase(m.head, m)
            yield _fact(analysis, d, Span(min(t.start for t in inside), max(t.end for t in inside)))
        for other, said in predicates(m):
            yield _fact(analysis, said, other.span)


def _fact(analysis: Analysis, d: Description, span: Span) -> Fact:
    """A fact as its words say it: a country that only the words around them tell is none of theirs."""
    country = None if d.open else d.country
    return Fact(words=analysis.text(span), span=span, role=d.role, country=country, sector=d.sector, former=d.former)
