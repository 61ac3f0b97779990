"""Whom a report lays an attack at the door of, in other words than the attack's own.

"Nine fell in the raid, by all accounts staged by Boko Haram"; "the bombing was blamed on the ELN"; "the group
claimed responsibility". The attack told nearest before gets them as its actors, if it has none but unknown hands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dragoman.coding.events.deeds import ATTACKS
from dragoman.coding.events.syntax import agent, passive_subject, prepositional, subject
from dragoman.coding.events.voices import Voices
from dragoman.coding.status.syntax import clause_verb
from dragoman.language.analysis import Analysis, Token
from dragoman.model import Event, Party, Span, Status

DOING = frozenset("conduct carry perpetrate commit stage launch mount orchestrate execute".split())
LAYING = {"ascribe": ("to",), "attribute": ("to",), "blame": ("on",), "pin": ("on",)}
UNKNOWN = frozenset({"UAF", "UNK", "CRM", None})
# How many sentences back the attack may have been told.
REACH = 3


@dataclass(frozen=True, slots=True)
class Blame:
    """ "The group claimed the attack": who, the word for the attack if there is one, and the word that says it."""

    parties: tuple[Party, ...]
    attack: Token | None
    at: Token


def lay(events: list[Event], analysis: Analysis, voices: Voices) -> list[Event]:
    """The events, attacks by nobody known with those whom the report names as their authors."""
    out = list(events)
    for blame in _blames(analysis, voices):
        n = _meant(out, blame, analysis)
        if n is not None:
            out[n] = replace(out[n], actors=blame.parties)
    return out


def _blames(analysis: Analysis, voices: Voices) -> Iterator[Blame]:
    for sentence in analysis.sentences:
        for t in sentence.tokens:
            if not t.is_verb or t.kids("neg"):
                continue
            attack, who = _claim(t) if t.lemma == "claim" else _laid(t)
            parties = tuple(p for x in who for p in voices.parties(x) if p.country or p.sector)
            if parties and not any(p.sector in UNKNOWN and not p.country for p in parties):
                yield Blame(parties, attack, t)


def _claim(verb: Token) -> tuple[Token | None, list[Token]]:
    """ "X claimed responsibility (for the attack)", "X claimed the attack"."""
    o, who = verb.child("dobj"), subject(verb)
    if o is None or who is None or (o.lemma != "responsibility" and o.lemma not in ATTACKS):
        return None, []
    if any(c.lower in ("no", "neither") for c in (*who.children, *o.children)):
        return None, []
    if o.lemma in ATTACKS:
        return o, [who]
    return next(iter(x for x in prepositional(o, "for") if x.lemma in ATTACKS), None), [who]


def _laid(verb: Token) -> tuple[Token | None, list[Token]]:
    """ "the raid, staged by X", "the attack was blamed on X"."""
    if verb.tag != "VBN":
        return None, []
    if verb.lemma in LAYING:
        who = prepositional(verb, *LAYING[verb.lemma])
    elif verb.lemma in DOING and (by := agent(verb)) is not None:
        who = [by]
    else:
        return None, []
    attack = passive_subject(verb)
    if attack is None and verb.dep == "advcl":  # "fell in the raid, by all accounts staged by"
        before = [t for t in verb.sentence.tokens if t.i < verb.i and t.lemma in ATTACKS]
        attack = before[-1] if before else None
    return (attack, who) if attack is not None and attack.lemma in ATTACKS else (None, [])


def _meant(events: list[Event], blame: Blame, analysis: Analysis) -> int | None:
    """The number of the attack that is meant: the one with that word, else the nearest told before."""
    open_ = [
        (n, e)
        for n, e in enumerate(events)
        if e.type == "ASSAULT"
        and e.status in (Status.OCCURRED, Status.HISTORICAL)
        and all(p.sector in UNKNOWN for p in e.actors)
    ]
    if blame.attack is not None:
        for n, e in open_:
            if any(blame.attack.span.within(m) for m in (e.trigger, *e.mentions)):
                return n
    here = blame.at.sentence.index
    # what the words stand in is told together with the attack: only of the same clause chain or before
    near = [
        (sentence, e.trigger.start, n)
        for n, e in open_
        if e.trigger.start < blame.at.start and here - REACH <= (sentence := _sentence(e.trigger, analysis)) <= here
    ]
    if blame.attack is not None and not _takes_up(blame.attack):
        near = [x for x in near if x[0] == here and _apposed(blame.attack)]
    return max(near)[2] if near else None


def _sentence(span: Span, analysis: Analysis) -> int:
    return next((s.index for s in analysis.sentences if s.start <= span.start < s.span.end), -1)


def _takes_up(noun: Token) -> bool:
    return any(c.lower in ("the", "this", "that", "both", "all") for c in noun.children)


def _apposed(noun: Token) -> bool:
    """ "a bombing killed five, another attack ascribed to the group": the noun says what the clause before it told."""
    return any(c.lower in ("another", "an", "a") for c in noun.children) and clause_verb(noun) is not None
