"""Finding the words of the trigger lexicon in the syntax: acts, and operators over acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dragoman.coding.events.lexicon import Lexicon, Operator, Trigger
from dragoman.coding.events.syntax import (
    governing_verb,
    modifiers,
    possessors,
    prepositional,
    subject,
    undergoer,
)
from dragoman.coding.status.syntax import WILL as WILL_WORDS
from dragoman.language.analysis import Token
from dragoman.language.coreference import PERIODS

PREPOSITIONS = frozenset(
    "on in at to for with against from of by about over under into near along after during".split()
)


@dataclass(frozen=True, slots=True)
class Act:
    """A lexicon row found at a token. `carrier` is the verb that a noun's act is done with ("held" in "held talks")."""

    row: Trigger
    token: Token
    carrier: Token | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An operator found at a token with the word that carries its content ("urged ... to free": free)."""

    row: Operator
    token: Token
    content: Token | None
    how: str


class Matcher:
    """Looks tokens up. `is_party` tells whether a token means a political actor."""

    def __init__(
        self, lexicon: Lexicon, *, is_party: Callable[[Token], bool], is_site: Callable[[Token], bool]
    ) -> None:
        self.lexicon = lexicon
        self.is_party = is_party
        self.is_site = is_site

    def has_site(self, noun: Token) -> bool:
        """Whether a noun's act is aimed at a known place or building ("attack on a base in Yemen")."""
        around = prepositional(noun, "on", "against", "in", "at")
        around += [x for o in around for x in prepositional(o, "in", "at", "near", "of")]
        return any(self.is_site(o) for o in around)

    # -- acts

    def act(self, token: Token) -> Act | None:
        """The first row of the lexicon that fits a token in its place, or None."""
        pos = pos_of(token)
        if pos is None:
            return None
        for word in words_of(token):
            for row in self.lexicon.triggers.get(word, ()):
                if row.pos == pos:
                    carrier = self.carrier(token) if pos == "n" else None
                    if self._fits(row, token, carrier):
                        return None if row.type == "NONE" else Act(row, token, carrier)
        return None

    def carrier(self, noun: Token) -> Token | None:
        """The light verb that a noun's act is done with, or None."""
        verb = governing_verb(noun)
        light, occur = self.lexicon.classes["light"], self.lexicon.classes["occur"]
        if noun.dep == "pobj" and noun.head.lower == "for" and noun.head.head.lemma == "responsibility":
            claim = governing_verb(noun.head.head)  # "claimed responsibility for the attack"
            return claim if claim is not None and claim.lemma in ("claim", "take", "admit", "accept") else None
        counted = noun.dep == "pobj" and noun.head.lower == "of" and noun.head.head.lemma in COUNTING  # "a series of"
        if verb is not None and (noun.dep != "pobj" or counted or noun.head.lower in ("in", "into")):
            name = particle_lemma(verb)
            if noun.dep == "nsubj" or (noun.dep == "conj" and verb.child("nsubj") is noun.head):
                return verb if verb.lemma in occur else None
            if verb.lemma in light or name in light:
                return verb
        for c in noun.kids("acl", "relcl"):
            if c.tag == "VBN" and (c.lemma in light or particle_lemma(c) in light):
                return c
        return None

    def _fits(self, row: Trigger, token: Token, carrier: Token | None) -> bool:
        return all(self._holds(name, values, token, carrier) for name, values in row.needs)

    def _holds(self, name: str, values: tuple[str, ...], token: Token, carrier: Token | None) -> bool:
        match name:
            case "obj":
                return self._object_is(token, self.lexicon.expand(values))
            case "mod-obj":
                goal = self.lexicon.expand(values)
                o = undergoer(token)
                return o is not None and any(t.lemma in goal for t in o.subtree())
            case "subj":
                who = subject(token)
                return who is not None and self._head_or_named(who, self.lexicon.expand(values))
            case "prep":
                near = [c for c in token.children if c.dep == "prep" and c.lower in values]
                # "attacked bases over two weeks" tells how long, not what for
                return bool(prepositional(token, *values) or near) and not any(
                    o.lemma in PERIODS for c in near for o in c.kids("pobj")
                )
            case "pobj":
                goal = self.lexicon.expand(values)
                return any(self._head_or_named(o, goal) for o in prepositional(token, *PREPOSITIONS))
            case "mod":
                goal = self.lexicon.expand(values)
                return any(m.lower in goal or m.lemma in goal for m in modifiers(token))
            case "noobj":
                return undergoer(token) is None
            case "party":
                o = undergoer(token)
                return o is not None and any(self.is_party(t) for t in o.conjuncts())
            case "people":
                return self._people(undergoer(token))
            case "light":
                return carrier is not None
            case "plural":
                return token.tag in ("NNS", "NNPS")
            case "sides":
                return self._sides(token) >= 2
            case "oneside":
                return carrier is not None or self._sides(token) >= 1 or self.has_site(token)
            case "terrorlist":
                return any(t.lemma in ("terrorist", "terrorism") for t in token.subtree())
            case "hostage":
                return any(t.lemma == "hostage" for c in token.children for t in (c, *c.children))
            case "sexually":
                return any(c.lower == "sexually" for c in token.children)
        raise ValueError(f"unknown condition {name!r} in the trigger lexicon")

    def _object_is(self, token: Token, goal: frozenset[str]) -> bool:
        o = undergoer(token)
        return o is not None and any(self._head_or_named(t, goal) for t in o.conjuncts())

    def _head_or_named(self, token: Token, goal: frozenset[str]) -> bool:
        """Whether a noun, or what a quantity noun counts ("a series of attacks", "tons of food"), is in a class."""
        if token.lemma in goal or token.lower in goal:
            return True
        inner = [o for p in token.kids("prep") if p.lower == "of" for o in p.kids("pobj")]
        return any(o.lemma in goal for o in inner) and token.lemma in COUNTING

    def _people(self, o: Token | None) -> bool:
        if o is None:
            return False
        goal = self.lexicon.classes["people"]
        for t in o.conjuncts():
            if t.lemma in goal or t.tag == "CD" or t.tag == "PRP" or self.is_party(t):
                return True
            if t.is_noun and any(c.tag == "CD" or c.dep == "nummod" for c in t.children):
                return True
        return False

    def _sides(self, token: Token) -> int:
        """How many parties a noun names around itself."""
        around = [
            *possessors(token),
            *modifiers(token),
            *prepositional(token, "between", "with", "against", "on", "by", "to", "for", "of", "among"),
        ]
        return sum(self.is_party(t) for a in around for t in ([a] if a in modifiers(token) else a.conjuncts()))

    # -- operators

    def operator(self, token: Token) -> Found | None:
        """The first operator row that fits a token, with its content; None if it has none."""
        pos = "a" if token.tag[:2] == "JJ" else pos_of(token)
        for word in words_of(token):
            for row in self.lexicon.operators.get(word, ()):
                if row.pos != pos and not (row.pos == "a" and token.tag == "VBN" and token.dep in ("acomp", "oprd")):
                    continue
                for how in row.content:
                    content = content_of(token, how)
                    if content is None or not self._accepts(row, how, token, content):
                        continue
                    return Found(row, token, content, how)
        return None

    def _accepts(self, row: Operator, how: str, token: Token, content: Token) -> bool:
        if "help" in row.flags and how == "obj":
            return content.lemma in self.lexicon.classes["help"] and content.lemma not in ("money", "food")
        if "other" in row.flags:
            own = content.child("nsubj") or (token.child("dobj") if token.child("dobj") else None)
            return own is not None and own.lower not in ("i", "we", "you", "it")
        if row.kind == "refuse" and how == "obj":
            known = (content.lemma, "n") in self.lexicon.contents or self.act_like(content)
            return content.lemma not in self.lexicon.classes["accusation"] and (row.word != "oppose" or known)
        if row.kind == "demand" and how == "that":
            # "insisted that it was his" only says so; "insisted that he go" wants it
            helpers = content.kids("aux", "auxpass")
            return content.tag in ("VB", "VBP") or any(
                a.lower in ("should", "must") or (a.tag == "VB" and a.lower == "be") for a in helpers
            )
        if row.kind == "promise" and (others := prepositional(token, "with")):
            told = [*token.kids("ccomp"), *(x for o in others for x in o.kids("acl", "relcl", "ccomp"))]
            if how == "that" or any(x.child("mark") is not None for x in told):
                return False  # "agree with them that ..." is an opinion
        if row.kind == "announce" and how == "that":
            return any(a.lower in WILL for a in content.kids("aux"))
        if row.kind == "accuse":
            who = content.child("nsubj")
            return who is not None and self.is_party(who)
        if "light" in row.flags and row.pos == "n":
            return self.carrier(token) is not None or token.child("poss") is not None
        if row.kind in ("promise", "wish", "future", "propose", "announce") and how in ("obj", "on", "to", "with"):
            return (content.lemma, "n") in self.lexicon.contents or self.act_like(content)
        if how == "on" and row.word == "call":
            return content.is_verb
        return True

    def act_like(self, noun: Token) -> bool:
        """Whether a noun can name an act of the lexicon at all."""
        return any(row.pos == "n" for word in words_of(noun) for row in self.lexicon.triggers.get(word, ()))


WILL = WILL_WORDS | {"would", "'d", "’d"}
COUNTING = frozenset(
    (
        "series wave round number dozen ton tonne barrage group part piece set package load million billion "
        "score hundred thousand member volley deployment kg kilogram worth shipment amount convoy unit "
        "quantity hail salvo day week"
    ).split()
)


def pos_of(token: Token) -> str | None:
    """v, n or a; None for other words, auxiliaries and participles that only describe ("the occupied land")."""
    if token.dep in ("aux", "auxpass", "neg", "det", "punct"):
        return None
    if token.tag[:2] == "VB":
        return None if token.dep in ("amod", "compound") else "v"
    if token.tag in ("NN", "NNS") or (token.tag in ("NNP", "NNPS") and token.lemma in TITLED):
        return "n"
    return "a" if token.tag[:2] == "JJ" else None


TITLED = frozenset("sanctions sanction talks war summit treaty invasion talk massacre genocide accord".split())


def particle_lemma(verb: Token) -> str:
    """A verb's lemma with its particle: "blow+up"."""
    particle = verb.child("prt")
    if particle is None:
        particle = next(
            (
                c
                for c in verb.kids("advmod", "acomp")
                if c.lower in ("back", "down", "out", "off", "free") and c.i == verb.i + 1
            ),
            None,
        )
    return f"{verb.lemma}+{particle.lower}" if particle is not None else verb.lemma


def words_of(token: Token) -> list[str]:
    """The keys under which a token may stand in the tables, the most special first."""
    if token.tag[:2] == "VB":
        whole = particle_lemma(token)
        return [whole, token.lemma] if whole != token.lemma else [token.lemma]
    out = [f"{m.lemma}_{token.lemma}" for m in modifiers(token)]
    return [*out, token.lemma]


def content_of(token: Token, how: str) -> Token | None:
    """What hangs on a token in this way: inf, that, ing, obj or after a preposition."""
    match how:
        case "inf":
            for c in token.children:
                if c.dep in ("xcomp", "ccomp", "acl", "advcl") and any(
                    a.lower == "to" and a.dep == "aux" for a in c.children
                ):
                    return c
            return None
        case "that":
            for c in token.kids("ccomp", "acl", "xcomp"):
                if (c.is_verb or c.pos == "AUX") and c.i > token.i and not any(a.lower == "to" for a in c.kids("aux")):
                    return c
            return None
        case "ing":
            return next((c for c in token.kids("xcomp", "ccomp") if c.tag == "VBG"), None)
        case "obj":
            o = undergoer(token) if token.is_verb else None
            return o if o is not None and o.is_noun else None
    for c in token.children:
        if c.dep in ("prep", "dative") and c.lower == how:
            found = c.child("pobj", "pcomp")
            if found is not None:
                inner = next((x for x in found.kids("relcl", "acl", "xcomp", "advcl") if _to(x)), None)
                if how in ("on", "upon", "to") and inner is not None:
                    return inner
                return found
            found = c.child("xcomp", "ccomp")
            if found is not None:
                return found
    return None


def _to(verb: Token) -> bool:
    return any(a.lower == "to" and a.dep == "aux" for a in verb.children)
