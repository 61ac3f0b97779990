"""Statements: who said what, to whom, and through whom it came (ANNOTATION standard, section Statements)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple, Protocol

from dragoman.coding.statements.binding import bind
from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.finding import find_drafts
from dragoman.coding.statements.finishing import finish
from dragoman.coding.statements.nesting import nest, redundant
from dragoman.coding.statements.parting import part
from dragoman.coding.statements.quotations import Marks, Quotation, find_quotations
from dragoman.coding.statements.relays import take_carriers
from dragoman.coding.statements.speaking import Sources
from dragoman.coding.statements.telling import Telling
from dragoman.language import Analysis, Token
from dragoman.language.coreference import noun_span
from dragoman.model import BlockKind, Party, Place, Span, Statement, Time, identity

__all__ = ["Attributions", "find_statements"]


class Actors(Protocol):
    """What statements need of the resolved actors."""

    def party(self, token: Token) -> Party | None: ...

    def actor_id(self, token: Token) -> str | None: ...


class Attributions(NamedTuple):
    """All that a report gives as somebody's: words, and views or wishes told without words."""

    statements: list[Statement]
    attitudes: list[Statement]


def find_statements(
    analysis: Analysis,
    *,
    actors: Actors,
    times: Sequence[Time] = (),
    places: Sequence[Place] = (),
    day: date | None = None,
) -> Attributions:
    """All statements and attitudes of a report, by the place of their first words.

    A statement of the title is left out where one of the same speaker in the body repeats it. `times` and `places` are
    those of the report, `day` its date: they tell when and where the words were spoken.
    """
    text = analysis.report.text
    quotations = [q for q in find_quotations(analysis.report) if not q.is_title(text)]
    drafts = find_drafts(analysis, _numbers(analysis, quotations))
    part(drafts, analysis)
    drafts = bind(analysis, quotations, drafts)
    sources = Sources(analysis, actors)
    drafts = take_carriers(drafts, actors, lambda d: not d.attitude and sources.speak(d))
    marks = Marks(quotations)
    kept = [d for d in drafts if sources.speak(d) and finish(d, analysis, marks)]
    outer = nest(kept)
    kept = [d for d in kept if id(d) not in outer or not redundant(d, outer[id(d)], analysis)]
    telling = Telling(analysis, times=times, places=places, day=day)
    made = {id(d): _statement(d, analysis, actors, telling) for d in kept}
    out: dict[tuple[tuple[Span, ...], Span | None], Statement] = {}
    for d in kept:
        s = made[id(d)]
        holder = made.get(id(outer[id(d)])) if id(d) in outer else None
        out.setdefault((s.content, s.speaker), replace(s, inside=holder.id) if holder is not None else s)
    found = sorted(_unrepeated(list(out.values()), analysis), key=lambda s: (s.content[0], s.id))
    ids = {s.id for s in found}
    found = [replace(s, inside=None) if s.inside not in ids else s for s in found]
    return Attributions([s for s in found if not s.stance.is_attitude], [s for s in found if s.stance.is_attitude])


def _unrepeated(statements: list[Statement], analysis: Analysis) -> list[Statement]:
    """Without the title's statements that the body makes anew: same speaker, half of the words."""
    title = next((b for b in analysis.report.blocks if b.kind is BlockKind.TITLE), None)
    if title is None:
        return statements
    body = [(s, _content_words(s, analysis)) for s in statements if not title.start <= s.content[0].start < title.end]
    out = [s for s, _ in body]
    for s in statements:
        if title.start <= s.content[0].start < title.end:
            own = _content_words(s, analysis)
            if not any(_same_speaker(s, o, analysis) and len(own & said) * 2 >= len(own) for o, said in body):
                out.append(s)
    return out


def _same_speaker(a: Statement, b: Statement, analysis: Analysis) -> bool:
    if a.speaker is None or b.speaker is None or (a.speaker_actor is not None and a.speaker_actor == b.speaker_actor):
        return True
    return analysis.text(a.speaker).split()[-1] == analysis.text(b.speaker).split()[-1]


def _content_words(s: Statement, analysis: Analysis) -> frozenset[str]:
    """Lemmas of the nouns, verbs, adjectives and numbers of what was said."""
    inside = [t for span in s.content for t in analysis.tokens_in(span)]
    return frozenset(t.lemma.lower() for t in inside if t.pos in ("NOUN", "PROPN", "VERB", "ADJ", "NUM"))


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


def _statement(d: Draft, analysis: Analysis, actors: Actors, telling: Telling) -> Statement:
    speaker = d.speaker_span or _words(_named(d.speaker, analysis), analysis)
    addressee = _words(d.addressee, analysis)
    carriers = tuple(s for c in d.carriers if (s := _words(c, analysis)))
    content = tuple(d.content)
    return Statement(
        id=identity("statement", analysis.report.id, content, speaker, d.cue_span),
        content=content,
        speaker=speaker,
        speaker_actor=actors.actor_id(d.speaker) if d.speaker is not None else None,
        cue=d.cue_span if any(c.isalnum() for c in analysis.text(d.cue_span)) else None,
        form=d.form,
        stance=d.stance,
        addressee=addressee,
        addressee_actor=actors.actor_id(d.addressee) if d.addressee is not None else None,
        relayed_by=carriers,
        date=telling.when(d),
        place=telling.where(d),
    )


def _named(token: Token | None, analysis: Analysis) -> Token | None:
    """The name that stands in apposition nearest to the cue: "The judge, Bernard Schwartz, said" is Schwartz's."""
    if token is None or not token.is_noun or token.tag[:3] == "NNP":
        return token
    for c in token.kids("appos"):
        m = analysis.mention(c)
        if m is not None and m.kind == "name" and m.entity is not None and m.entity.person:
            return c
    return token


def _words(token: Token | None, analysis: Analysis) -> Span | None:
    """The words that name somebody: a person's name without titles, a body's with what it is of, or the noun phrase."""
    if token is None:
        return None
    m = analysis.mention(token)
    if m is None or m.kind != "name":
        return noun_span(token) if token.is_noun or token.tag == "CD" else token.span
    if m.entity is not None and m.entity.person:
        return m.span
    # "Russia's Defence Ministry", "the Conference of State Legislatures", "France 24"
    end, start = m.span.end, m.span.start
    owner = next((c for t in analysis.tokens_in(m.span) for c in t.kids("poss") if c.i < token.i), None)
    if owner is not None and owner.start < start:
        start = owner.subtree()[0].start
    last = analysis.tokens_in(m.span)[-1]
    after = [t for t in last.sentence.tokens if last.i < t.i <= last.i + 3]
    if after and after[0].tag == "CD" and after[0].text.isdigit() and len(after[0].text) <= 2:
        end = after[0].end
    elif (
        len(after) > 1
        and after[0].lower == "of"
        and after[1].tag in ("NNP", "NNPS", "JJ")
        and after[1].text[:1].isupper()
    ):
        of = noun_span(token)
        end = max(end, of.end) if of.end - end < 60 else end
    return Span(start, end)
