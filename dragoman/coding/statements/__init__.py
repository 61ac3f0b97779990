"""Statements: who said what, to whom, and through whom it came (ANNOTATION standard, section Statements)."""

from __future__ import annotations

from typing import Protocol

from dragoman.coding.statements.binding import bind, form_of
from dragoman.coding.statements.finding import Draft, find_drafts
from dragoman.coding.statements.quotations import Quotation, find_quotations
from dragoman.coding.statements.relays import is_outlet, take_carriers
from dragoman.language import Analysis, Token
from dragoman.language.coreference import noun_span
from dragoman.model import Party, Span, Statement, identity

__all__ = ["find_statements"]


class Actors(Protocol):
    """What statements need of the resolved actors."""

    def party(self, token: Token) -> Party | None: ...

    def actor_id(self, token: Token) -> str | None: ...


def find_statements(analysis: Analysis, *, actors: Actors) -> list[Statement]:
    """All statements of a report, by the place of their first words."""
    text = analysis.report.text
    quotations = [q for q in find_quotations(analysis.report) if not q.is_title(text)]
    quoted = _numbers(analysis, quotations)
    drafts = find_drafts(analysis, quoted)
    drafts = bind(analysis, quotations, drafts)
    drafts = take_carriers(drafts, actors)
    kept = [d for d in drafts if _spoken(d, analysis, actors) and _finish(d, analysis, quotations)]
    out: dict[tuple[tuple[Span, ...], Span | None], Statement] = {}
    for d in kept:
        s = _statement(d, analysis, actors)
        out.setdefault((s.content, s.speaker), s)
    return sorted(out.values(), key=lambda s: (s.content[0], s.id))


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


# Subjects that say nothing themselves: "this suggests that ...", "which indicates".
NOBODY = frozenset({"this", "that", "which", "what", "there", "these", "those"})
# Only these report findings; anything else that shows or finds is no source.
FINDERS = frozenset(
    "report poll survey study investigation inquiry analysis review audit data figure document record".split()
)


def _spoken(d: Draft, analysis: Analysis, actors: Actors) -> bool:
    """Whether somebody can be meant to speak where the cue alone does not show it.

    A verb with an object ("stressed the economy") or infinitive, and a noun ("the wave of reports that ..."), are
    speech only where an actor is behind them; a clause or quotation after a cue is speech whoever it is.
    """
    if d.quotations or d.speaker is None or not (d.nominal or d.kind is None or _own_infinitive(d)):
        return True
    if d.by_phrase is not None or d.speaker.tag in ("PRP", "PRP$"):
        return True
    m = analysis.mention(d.speaker)
    if m is not None and m.entity is not None and m.entity.person:
        return True
    return actors.party(d.speaker) is not None or is_outlet(d.speaker, actors)


def _own_infinitive(d: Draft) -> bool:
    return d.cue is not None and d.kind is not None and d.kind.takes("o") and d.cue.child("xcomp") is not None


def _finish(d: Draft, analysis: Analysis, quotations: list[Quotation]) -> bool:
    """Settles content and form of a draft; False if it is no statement."""
    subject = d.speaker
    if subject is not None and subject.lower in NOBODY:
        return False
    if subject is not None and subject.lower == "it" and not d.quotations and analysis.mention(subject) is not None:
        # "It was reported that ...": nobody is named; "it said" is somebody
        m = analysis.mention(subject)
        if m is not None and m.entity is not None and len(m.entity.mentions) == 1:
            d.speaker = None
    if d.kind is not None and d.kind.lemma in ("show", "find"):
        head = d.speaker.lemma if d.speaker is not None else ""
        if head not in FINDERS and not (
            d.speaker is not None and d.speaker.tag in ("NNP", "PRP") and d.kind.lemma == "find"
        ):
            return False
        if d.nominal:
            return False
    if d.speaker is None and (d.nominal or d.kind is None) and not d.quotations:
        return False
    if d.speaker is None and d.cue is not None and d.cue.tag in ("VB", "VBG") and not d.quotations:
        return False
    inner = [q.inner for q in sorted(d.quotations, key=lambda q: q.inner)]
    outside = [
        t
        for t in d.tokens
        if t.pos != "PUNCT" and not any(s.start <= t.start < s.end for s in (q.outer for q in d.quotations))
    ]
    if not d.quotations:
        elsewhere = [
            t
            for t in d.tokens
            if any(q.outer.start <= t.start < q.outer.end and q.words(analysis.report.text) > 3 for q in quotations)
        ]
        if elsewhere and len(d.tokens) - len(elsewhere) <= 2:
            return False  # somebody else's quotation
    if d.tokens and not d.nominal and len(outside) + len(inner) < 2 and not d.quotations:
        return False
    # quoted words of a statement inside this one ("Akar said Moscow had told Ankara that it had '...'") are its own too
    held = [
        q
        for q in quotations
        if q not in d.quotations and any(q.inner.start <= t.start and t.end <= q.inner.end for t in d.tokens)
    ]
    d.form = form_of(len(outside), len(d.quotations) + len(held))
    if d.form.value == "direct":
        d.content = inner
    else:
        # words outside the marks come with it, so the marks are the content's own and stay whole
        whole = [q.outer if any(t.start < q.outer.start for t in outside) else q.inner for q in [*d.quotations, *held]]
        d.content = _runs(d, analysis.report.text, whole)
    return bool(d.content)


def _runs(d: Draft, text: str, inner: list[Span]) -> list[Span]:
    """The words said as spans: broken where words of the cue stand between, never by mere punctuation."""
    spans = sorted([t.span for t in d.tokens] + inner)
    out: list[Span] = []
    for s in spans:
        if out and (s.start <= out[-1].end or not any(c.isalnum() for c in text[out[-1].end : s.start])):
            out[-1] = Span(out[-1].start, max(out[-1].end, s.end))
        else:
            out.append(s)
    return out


def _statement(d: Draft, analysis: Analysis, actors: Actors) -> Statement:
    speaker = _words(d.speaker, analysis)
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
