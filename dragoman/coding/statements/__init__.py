"""Statements: who said what, to whom, and through whom it came (ANNOTATION standard, section Statements)."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple, Protocol

from dragoman.coding.statements.binding import bind
from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.finding import find_drafts
from dragoman.coding.statements.finishing import finish, spoken
from dragoman.coding.statements.nesting import nest, redundant
from dragoman.coding.statements.parting import part
from dragoman.coding.statements.quotations import Quotation, find_quotations
from dragoman.coding.statements.relays import take_carriers
from dragoman.language import Analysis, Token
from dragoman.language.coreference import noun_span
from dragoman.model import Party, Span, Statement, identity

__all__ = ["Attributions", "find_statements"]


class Actors(Protocol):
    """What statements need of the resolved actors."""

    def party(self, token: Token) -> Party | None: ...

    def actor_id(self, token: Token) -> str | None: ...


class Attributions(NamedTuple):
    """All that a report gives as somebody's: words, and views or wishes told without words."""

    statements: list[Statement]
    attitudes: list[Statement]


def find_statements(analysis: Analysis, *, actors: Actors) -> Attributions:
    """All statements and attitudes of a report, by the place of their first words."""
    text = analysis.report.text
    quotations = [q for q in find_quotations(analysis.report) if not q.is_title(text)]
    drafts = find_drafts(analysis, _numbers(analysis, quotations))
    part(drafts, analysis)
    drafts = bind(analysis, quotations, drafts)
    drafts = take_carriers(drafts, actors)
    kept = [d for d in drafts if spoken(d, analysis, actors) and finish(d, analysis, quotations)]
    outer = nest(kept, analysis)
    kept = [d for d in kept if id(d) not in outer or not redundant(d, outer[id(d)], analysis)]
    made = {id(d): _statement(d, analysis, actors) for d in kept}
    out: dict[tuple[tuple[Span, ...], Span | None], Statement] = {}
    for d in kept:
        s = made[id(d)]
        holder = made.get(id(outer[id(d)])) if id(d) in outer else None
        out.setdefault((s.content, s.speaker), replace(s, inside=holder.id) if holder is not None else s)
    found = sorted(out.values(), key=lambda s: (s.content[0], s.id))
    ids = {s.id for s in found}
    found = [replace(s, inside=None) if s.inside not in ids else s for s in found]
    return Attributions([s for s in found if not s.stance.is_attitude], [s for s in found if s.stance.is_attitude])


def _numbers(analysis: Analysis, quotations: list[Quotation]) -> frozenset[int]:
    """Numbers of the tokens that stand in quotations long enough to be speech."""
    text, out, n = analysis.report.text, set(), 0
    spans = [q.outer for q in quotations if q.words(text) > 2]
    for t in analysis.tokens:
        while n < len(spans) and spans[n].end <= t.start:
            n += 1
        if n < len(spans) and spans[n].start <= t.start:
            out.add(t.i)
    return frozenset(out)


def _statement(d: Draft, analysis: Analysis, actors: Actors) -> Statement:
    speaker = d.speaker_span or _words(d.speaker, analysis)
    addressee = _words(d.addressee, analysis)
    carriers = tuple(s for c in d.carriers if (s := _words(c, analysis)))
    content = tuple(d.content)
    return Statement(
        id=identity("statement", analysis.report.id, content, speaker, d.cue_span),
        content=content,
        speaker=speaker,
        speaker_actor=actors.actor_id(d.speaker) if d.speaker is not None else None,
        cue=d.cue_span,
        form=d.form,
        stance=d.stance,
        addressee=addressee,
        addressee_actor=actors.actor_id(d.addressee) if d.addressee is not None else None,
        relayed_by=carriers,
    )


def _words(token: Token | None, analysis: Analysis) -> Span | None:
    """The words that name somebody: the name without titles, or the noun phrase."""
    if token is None:
        return None
    m = analysis.mention(token)
    if m is not None and m.kind == "name":
        return m.span
    return noun_span(token) if token.is_noun or token.tag == "CD" else token.span
