"""The object of a cue as what was said: "denied the claim", "called the vote a sham", "a deal critics denounced"."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.coding.statements.content import CHANNELS, WEEKDAYS, purpose
from dragoman.coding.statements.lexicon import Cue, verb_cue
from dragoman.coding.statements.syntax import (
    OCCASIONS,
    REFLEXIVES,
    TRANSITIVE,
    agent_of,
    ids,
    passive,
    to_infinitive,
    trim,
)
from dragoman.language import Token
from dragoman.language.coreference import PERIODS

RELATIVE = ("who", "whom", "which", "that", "what")
# Objects that only stand for what was said, or whom it was said to.
EMPTY_OBJECTS = frozenset(
    "reporter journalist audience question comment it that this what statement himself herself itself themselves "
    "which who whom so something anything everything nothing one ones".split()
)
# Verbs by which a body only names itself.
NAMING = frozenset("call dub brand label term style name".split())
# "likened the plan to a trap": the to-phrase is a part of what was said.
COMPARING = frozenset("liken compare attribute ascribe equate".split())
# "A move seen as a threat": by some.
VIEWING = frozenset("see view regard consider perceive deem".split())
# Phrases that tell of the speaking rather than of what was said.
_LOOSE = frozenset("in on at by to during after before via".split())


def object_content(token: Token, cue: Cue) -> list[Token]:
    """The object that stands for what was said, with a small clause behind it; [] where there is none."""
    found = token.child("dobj") or _shared_object(token, cue)
    small = cue.takes("s") and not cue.takes("n")
    if small and token.dep == "acl" and token.tag == "VBN" and token.child("agent") is None:
        held = _as(token) if cue.lemma in VIEWING else None
        if held is None:
            return []  # "a man called Ahmed": a name, nobody's words
        return _above(token) + [t for p in token.kids("prep") if p.lower == "as" for t in trim(p.subtree())]
    if found is None and passive(token):
        found = token.child("nsubjpass", "nsubj")
        if found is not None and token.child("agent") is None and (no := found.child("det")) and no.lower == "no":
            return []  # "no evidence has been reported": that nobody spoke
    if small and not _with_complement(token, found):
        return []  # "called the president" on the phone
    if found is None:
        return _without_object(token, cue)
    if found.lower == "what":  # "what he called a crime"
        named = token.child("oprd") or next((c for c in token.kids("dobj") if c is not found), None) or _as(token)
        return trim(named.subtree()) if named is not None else []
    if small and found.lower in REFLEXIVES and token.lemma in NAMING:
        return []  # "militias calling themselves the Dawn"
    if found.lower in RELATIVE and token.dep == "relcl" and token.head.is_noun:
        named = token.child("oprd") or next(
            (p for p in token.kids("prep") if p.lower == "as"), None
        )  # "Hezbollah, which Washington considers a terrorist group"
        return _above(token) + (trim(named.subtree()) if named is not None else [])
    if (found.lower in EMPTY_OBJECTS or found.lemma in EMPTY_OBJECTS) and not (
        _compared(token) or (cue.takes("s") and _with_complement(token, found))
    ):
        return []
    return _with_companions(token, found, cue, small=small)


def _shared_object(token: Token, cue: Cue) -> Token | None:
    """The object of the verb joined to a cue without one: "condemned and mocked the plan"."""
    if not cue.takes("n") or cue.takes("s") or passive(token) or token.child("ccomp", "xcomp", "prep") is not None:
        return None
    joined = (c for c in token.kids("conj") if token.i < c.i <= token.i + 3 and c.tag == token.tag)
    return next((o for c in joined if (o := c.child("dobj")) is not None), None)


def rebuked(token: Token) -> bool:
    """Whether an attack is one in words: "attacked him for his vote", "attacked the plan as weak"."""
    found = token.child("dobj")
    if token.child("oprd") is not None or any(t.text in ("“", '"', "``") for t in (found.subtree() if found else ())):
        return True
    if any(c.tag == "VBG" and c.i > token.i and verb_cue(c) is not None for c in token.kids("advcl")):
        return True  # "attacked him, saying ..."
    near = [*token.kids("prep"), *(found.kids("prep") if found is not None else ())]
    told = [p.child("pobj", "pcomp") for p in near if p.lower in ("for", "over", "as")]
    return any(t is not None and t.lemma not in PERIODS and t.tag != "CD" for t in told)


def _without_object(token: Token, cue: Cue) -> list[Token]:
    """The noun that a relative clause tells of, or a small clause without an object."""
    noun = token.head
    if noun.is_noun and token.child("ccomp", "oprd") is None:
        subject = token.child("nsubj")
        relative = token.dep == "relcl" and subject is not None and subject.lower not in RELATIVE
        participle = token.dep == "acl" and token.tag == "VBN" and token.child("agent") is not None
        if relative or participle:  # "a deal critics have denounced", "a deal denounced by critics"
            of = [p for p in token.kids("prep") if p.lower == "of"] if token.lemma in TRANSITIVE else []
            return _above(token) + [t for p in of for t in trim(p.subtree())]
    for c in token.children:  # "ruled out sending troops": the particle read as a preposition
        if c.lower == cue.lemma.partition(" ")[2] and (inner := c.child("pcomp", "pobj")) is not None:
            return trim(inner.subtree())
        if " " in cue.lemma and c.tag == "VBG" and c.dep == "advcl" and c.i == token.i + 2:
            return trim(c.subtree())
    run_on = token.child("ccomp")
    if run_on is not None and (cut := taken_apart(token, run_on)) is not None:
        return trim(cut[0])
    clause = token.child("ccomp", "oprd") or next((c for c in token.kids("xcomp", "pcomp") if c.tag == "VBG"), None)
    return trim(clause.subtree()) if clause is not None else []


def taken_apart(token: Token, clause: Token) -> tuple[list[Token], Token] | None:
    """The object, and the next clause's subject, where the parser ran a cue's object into the clause behind it.

    "He denounced the bank and Smith has mocked farmers": the bank, Smith.
    """
    subject = clause.child("nsubj", "nsubjpass")
    if subject is None or clause.i < token.i or subject.i < token.i or to_infinitive(clause):
        return None
    own = next((c for c in subject.kids("conj") if c.i > subject.i), None)
    opening = next((c for c in subject.kids("cc") if c.i > subject.i), None)
    if own is None or opening is None:
        return None
    return [t for t in subject.subtree() if t.i < opening.i], own


def _above(token: Token) -> list[Token]:
    """The words before a relative clause that it tells of."""
    off = ids(token.subtree())
    return trim([t for t in token.head.subtree() if t.i not in off and t.i < token.i])


def _with_companions(token: Token, found: Token, cue: Cue, *, small: bool) -> list[Token]:
    """The object's words with what belongs to them by the cue's syntax."""
    drop = _asides(found)
    words = [t for t in found.subtree() if t.i not in drop]
    if not words:
        return []
    words += purpose(token, words[-1]) + _series(token, words[-1])
    by = agent_of(token)
    for c in [*token.children, *(p for p in (by.kids("prep") if by is not None else ()) if p.lower == "as")]:
        if small and c.dep == "dobj" and c is not found:  # "calling it an aggression"
            words += c.subtree()
        elif small and c.i > found.i and c.dep == "advcl" and c.subtree()[0].lower == "as" and c.child("nsubj") is None:
            words += c.subtree()  # "portrayed them as undocumented"
        elif c.i > found.i and c.dep == "oprd":
            loose = ids(t for p in c.kids("prep") if p.lower in ("on", "in", "during") for t in p.subtree())
            words += [t for t in c.subtree() if t.i not in loose]
        elif (
            c.i > found.i
            and c.dep in ("prep", "dative", "acl", "xcomp")
            and (not _is_loose(c, token) or _belongs(c, words, cue))
        ):
            words += c.subtree()
    if found.lower == "it":
        words += _extraposed(token, max(words, key=lambda t: t.i))
    return trim(sorted({t.i: t for t in words}.values(), key=lambda t: t.i))


def _series(token: Token, last: Token) -> list[Token]:
    """A gerund right behind the object that tells of it: "ordered releases at the end of the month beginning in May"."""
    for p in token.kids("prep"):
        if p.i == last.i + 1 and p.lower in ("at", "in", "on", "by", "for"):
            last = p.subtree()[-1]
    c = next((c for c in token.kids("xcomp") if c.tag == "VBG" and c.subtree()[0].i == last.i + 1), None)
    return c.subtree() if c is not None else []


def _extraposed(token: Token, last: Token) -> list[Token]:
    """The clause that "it" stands for: "sees it as crucial that they leave", "calls it wrong to wait"."""
    for c in token.kids("ccomp", "xcomp", "advcl"):
        words = c.subtree()
        if words[0].i == last.i + 1 and (words[0].lower == "that" or words[0].tag == "TO"):
            return words
    return []


def _belongs(c: Token, words: list[Token], cue: Cue) -> bool:
    """Whether a phrase right behind the object is about it: "attacked Rubio on trade", not "on Monday"."""
    noun = c.child("pobj", "pcomp")
    if noun is None or c.lower not in ("in", "on", "to") or c.i != max(t.i for t in words) + 1:
        return False
    if c.lower == "to" and cue.takes("t"):
        return False
    told = noun.lower in WEEKDAYS or noun.lemma in PERIODS or noun.lemma in OCCASIONS or noun.lower in CHANNELS
    return not told and noun.tag[:3] != "NNP" and noun.tag != "CD"


def _is_loose(c: Token, cue: Token) -> bool:
    return c.lower in _LOOSE and not (c.lower == "to" and cue.lemma in COMPARING)


def _with_complement(token: Token, found: Token | None) -> bool:
    """Whether a word that describes the object stands right behind it: "called its actions defensive"."""
    if token.child("oprd", "ccomp") is not None:
        return True
    if found is None:
        return False
    by = agent_of(token)  # "was seen by some as a threat"
    near = [*token.children, *found.children, *(by.children if by is not None else ())]
    if any(c.dep == "prep" and c.lower == "as" and c.i > found.i for c in near):
        return True
    last = found.subtree()[-1]
    before = [t for t in found.subtree() if t.i < found.i]
    if len(before) > 1 and any(t.text in ('"', "“", "``", "''") for t in before[1:]):
        return True  # 'called the strikers "traitors"', read as one noun phrase
    return any(
        c.i > found.i and c.dep in ("dobj", "amod", "acomp", "advcl", "xcomp", "appos", "dep") for c in token.children
    ) or (last.tag[:2] == "JJ" and last.i > found.i)


def _as(token: Token) -> Token | None:
    """What something is described as."""
    found: Iterable[Token | None] = (p.child("pobj", "pcomp", "amod") for p in token.kids("prep") if p.lower == "as")
    return next((t for t in found if t is not None), None)


def _compared(token: Token) -> bool:
    return token.lemma in COMPARING and any(p.lower == "to" for p in token.kids("prep", "dative"))


def _asides(noun: Token) -> set[int]:
    """Words of clauses that tell more of a thing ("which was joined by ..."): the reporter's, not the speaker's."""
    return ids(
        t
        for n in noun.subtree()
        for c in n.kids("relcl")
        if any(x.lower == "which" for x in c.children)
        for t in c.subtree()
    )
