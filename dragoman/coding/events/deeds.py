"""Whose the deed is that a later sentence only names: "condemned the attack", "backed the call".

A report tells an act with its doer once and then speaks of "the attack" or "the move". Who praises, blames or rejects
that means the doer.
"""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.coding.events.syntax import modifiers, possessors, prepositional
from dragoman.language.analysis import Token
from dragoman.model import Party

Parties = tuple[Party, ...]

# Nouns for an attack that somebody is said to have done, to claim or to answer for.
ATTACKS = frozenset(
    "attack assault bombing bomb blast explosion raid strike airstrike ambush shooting killing massacre murder "
    "assassination kidnapping abduction hijacking shelling bombardment invasion incursion offensive violence".split()
)
# Nouns for a deed, and the types of act that they may name; any type where there is none.
DEEDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(ATTACKS, frozenset({"ASSAULT"})),
    **dict.fromkeys("call appeal demand request".split(), frozenset({"REQUEST"})),
    **dict.fromkeys("offer pledge promise proposal".split(), frozenset({"AGREE", "REQUEST"})),
    **dict.fromkeys("sanction embargo ban blockade".split(), frozenset({"SANCTION", "COERCE"})),
    **dict.fromkeys("threat ultimatum".split(), frozenset({"THREATEN"})),
    **dict.fromkeys("accusation criticism allegation".split(), frozenset({"ACCUSE"})),
    **dict.fromkeys("arrest detention crackdown deportation expulsion".split(), frozenset({"COERCE"})),
    **dict.fromkeys("withdrawal release ceasefire".split(), frozenset({"RETREAT", "CONCEDE"})),
    **dict.fromkeys("deployment mobilisation mobilization build-up".split(), frozenset({"MOBILIZE"})),
    **dict.fromkeys("move decision step action gesture".split(), frozenset()),
}
# How many sentences back a deed is told; "the move" means what was told last.
REACH, NEAR = 6, 1
AGAIN = frozenset({"further", "again", "also", "additionally"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})


@dataclass(frozen=True, slots=True)
class Deed:
    """One act told: its word, its type and who did it."""

    token: Token
    type: str
    actors: Parties


class Deeds:
    """The acts of a report told so far, in text order."""

    def __init__(self) -> None:
        self._told: list[Deed] = []

    def remember(self, token: Token, type: str, actors: Parties) -> None:
        """Keep an act whose doer is known."""
        if any(p.country or p.sector == "REB" for p in actors):
            self._told.append(Deed(token, type, actors))

    def again(self, verb: Token, type: str) -> Parties:
        """Who did, a sentence before at most, what a passive without a doer says was done "further", "again"."""
        if not any(c.lower in AGAIN for c in verb.kids("advmod")):
            return ()
        for deed in reversed(self._told):
            if verb.sentence.index - deed.token.sentence.index > NEAR:
                break
            if deed.type == type and deed.token.i < verb.i:
                return deed.actors
        return ()

    def whose(self, noun: Token) -> Parties:
        """Who did what "the attack", "these sanctions" name; empty where the words tell it themselves or nobody has."""
        types = DEEDS.get(noun.lemma)
        if types is None or not any(c.lower in DEFINITE for c in noun.children):
            return ()
        if possessors(noun) or prepositional(noun, "by", "from") or any(m.text[:1].isupper() for m in modifiers(noun)):
            return ()
        for deed in reversed(self._told):
            back = noun.sentence.index - deed.token.sentence.index
            if back > (REACH if types else NEAR) or deed.token.sentence.block.kind is not noun.sentence.block.kind:
                break
            if deed.token.i < noun.i and back > 0 and (not types or deed.type in types):
                return deed.actors if types or self._leads(deed) else ()
        return ()

    def _leads(self, deed: Deed) -> bool:
        """Whether the doer is also that of the deed that the report opens with.

        "The move" is as often the report's own news as what was told last; where the two have different doers it is not
        known whose it was.
        """
        return bool({p.country or p.actor for p in deed.actors} & {p.country or p.actor for p in self._told[0].actors})
