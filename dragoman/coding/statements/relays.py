"""Who carried the words to the reader: outlets and agencies, taken off the speech and put on its chain."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.lexicon import CARRYING, OUTLET_NOUNS
from dragoman.coding.statements.syntax import trim
from dragoman.language import Token

if TYPE_CHECKING:
    from dragoman.coding.statements import Actors


def is_outlet(token: Token, actors: Actors) -> bool:
    """Whether a phrase names a news agency, a paper, a broadcaster or their reports; people who work there are none."""
    modifiers = {c.lemma for c in token.children if c.dep in ("compound", "amod", "nmod")}
    if token.lemma in OUTLET_NOUNS:
        return True
    if token.lemma in ("report", "dispatch"):
        if modifiers & (OUTLET_NOUNS | {"news", "media"}):
            return True
        named = [c for c in token.children if c.dep in ("compound", "nmod", "poss") and c.tag[:3] == "NNP"]
        if any((p := actors.party(c)) is not None and p.sector == "JRN" for c in named):
            return True
    party = actors.party(token)
    return (
        party is not None
        and party.sector == "JRN"
        and token.lemma not in ("journalist", "reporter", "correspondent", "editor")
    )


def take_carriers(drafts: list[Draft], actors: Actors, speaks: Callable[[Draft], bool]) -> list[Draft]:
    """Drops the drafts that only say who carried another's words, and puts the outlet on the other's chain.

    "Shoigu told Taliban leaders that ..., Russian news agencies reported": one statement, by Shoigu, relayed by the
    agencies. An outlet's own words ("Reuters reported that the strike was the deadliest") stay its statement, and so
    does what it tells of somebody's view ("reported that most back the pact"); `speaks` tells whether a draft is
    somebody's.
    """
    gone: set[int] = set()
    by_cue = {d.cue.i: d for d in drafts if d.cue is not None and (d.tokens or d.quotations)}
    for outer in drafts:
        if outer.speaker is None or (outer.kind is not None and outer.kind.lemma not in CARRYING):
            continue
        inner = _carried(outer, by_cue)
        if inner is not None and inner is not outer and speaks(inner) and is_outlet(outer.speaker, actors):
            inner.carriers.append(outer.speaker)
            if outer.by_phrase is not None:
                off = {t.i for t in outer.by_phrase.subtree()}
                inner.tokens = trim([t for t in inner.tokens if t.i not in off])
            gone.add(id(outer))
    for d in drafts:
        d.carriers = [c for c in d.carriers if is_outlet(c, actors)]
    return [d for d in drafts if id(d) not in gone]


def _carried(outer: Draft, by_cue: dict[int, Draft]) -> Draft | None:
    """The statement that is the whole of what an outlet is said to report."""
    if outer.cue is not None:
        for c in outer.cue.kids("ccomp", "parataxis"):
            if c.i in by_cue:
                return by_cue[c.i]
        head = outer.cue.head
        if outer.cue.dep in ("ccomp", "parataxis") and head.is_verb:  # "told ..., agencies reported, Reuters said"
            for c in head.kids("ccomp"):
                if c.i < outer.cue.i and c.i in by_cue:
                    return by_cue[c.i]
        if (
            outer.cue.dep in ("parataxis", "ccomp", "advcl", "dep")
            and head.i in by_cue
            and outer.cue.child("mark") is None
        ):
            return by_cue[head.i]
    if outer.by_phrase is not None:
        for t in outer.by_phrase.ancestors():
            if t.i in by_cue:
                return by_cue[t.i]
    return None
