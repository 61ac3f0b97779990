"""Commitments made with a noun: "gave its word that", "made an offer of", "issued an appeal to", "gave Peru a week to".

The verb says little; the noun says what is made and what stands below it is the content.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib.resources import files

from dragoman.coding.commitments.content import object_content, span_of
from dragoman.coding.events.syntax import doer
from dragoman.coding.events.voices import Voices
from dragoman.coding.status import modality_of
from dragoman.language import Analysis, Token
from dragoman.model import CommitmentKind, Party, Span

# What one does with such a noun when one makes the commitment, or makes it again.
MAKING = frozenset(
    "give make issue send deliver extend submit table present serve voice launch set renew repeat reiterate".split()
)
GIVING = frozenset({"give", "grant", "leave"})
SPANS = frozenset("minute hour day week fortnight month year time".split())
OWN_CLAUSE = frozenset({"acl", "relcl", "ccomp", "advcl", "xcomp"})
WILLED = frozenset({"will", "would", "shall", "should", "must"})
# What is asked of somebody in a clause with a bare verb ("a demand that they leave"), and what is not.
ASKED = frozenset({CommitmentKind.DEMAND, CommitmentKind.PROPOSAL})


def worded(
    analysis: Analysis, voices: Voices
) -> Iterator[tuple[CommitmentKind, Token, Span, Token, Party, list[Token]]]:
    """Commitments made with nouns, in text order: kind, the verb, the content and its head, the party, and the words
    that may name the other side."""
    for verb in analysis.tokens:
        if not verb.is_verb or verb.lemma not in MAKING | GIVING or modality_of(verb) != "asserted":
            continue
        who = doer(verb)
        parties = [p for p in voices.parties(who) if p.country and p.sector != "JRN"] if who is not None else []
        if not parties:
            continue
        found = _time_given(verb) or _noun_made(verb)
        if found is not None:
            kind, content, act, others = found
            yield kind, verb, content, act, parties[0], others


def _time_given(verb: Token) -> tuple[CommitmentKind, Span, Token, list[Token]] | None:
    """ "gave Peru a week to leave", "gave Peru until Friday to leave": a demand with its deadline."""
    if verb.lemma not in GIVING:
        return None
    things = verb.kids("dobj", "dative", "npadvmod", "iobj")
    spans = [t for t in things if t.lemma in SPANS]
    until = any(p.lower in ("until", "till") for p in verb.kids("prep"))
    told = [t for t in things if t not in spans and t.is_noun]
    if not told or not (spans or until):
        return None
    places = [*(c for s in spans for c in s.children), *verb.children, *(c for t in told for c in t.children)]
    places += [c for p in verb.kids("prep") for x in p.kids("pobj") for c in x.children]
    for c in places:
        if c.is_verb and c.dep in OWN_CLAUSE and c.i > verb.i and any(x.tag == "TO" for x in c.children):
            span = span_of(c)
            return (CommitmentKind.DEMAND, span, c, told[:1]) if span is not None else None
    return None


def _noun_made(verb: Token) -> tuple[CommitmentKind, Span, Token, list[Token]] | None:
    if verb.lemma not in MAKING:
        return None
    noun = next((c for c in verb.kids("dobj") if c.lemma in _nouns()), None)
    if noun is None or any(c.lower == "no" for c in noun.children):
        return None
    kind = _nouns()[noun.lemma]
    others = [c for c in verb.kids("dative", "iobj") if c is not noun]
    others += [
        x for t in (verb, noun) for p in t.kids("prep", "dative") if p.lower in ("to", "on") for x in p.kids("pobj")
    ]
    clauses = [c for c in (*noun.children, *verb.children) if c.dep in OWN_CLAUSE and c.i > noun.i and c.is_verb]
    for act in clauses:
        if not _is_told(act, kind):
            continue
        span = span_of(act)
        if span is not None:
            return kind, span, act, [*others, *(act.kids("nsubj") if kind in ASKED else [])]
    for prepositions in (("of",), ("for",)):
        got = object_content(noun, prepositions=prepositions)
        if got is not None and not got[1].tag.startswith("NNP") and noun.lemma != "deadline":
            return kind, got[0], got[1], others
    return None


def _is_told(act: Token, kind: CommitmentKind) -> bool:
    """Whether a clause is what the noun stands for: "to leave", "that it would leave", "that they leave"."""
    if any(x.tag == "TO" for x in act.children):
        return True
    if {c.lower for c in act.kids("aux")} & WILLED:
        return True
    return kind in ASKED and act.tag == "VB" and not act.kids("aux")


@functools.cache
def _nouns() -> dict[str, CommitmentKind]:
    text = (files("dragoman.coding.commitments") / "data" / "nouns.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return {noun: CommitmentKind(kind) for noun, kind in rows}
