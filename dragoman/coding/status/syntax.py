"""How one token hangs on the next above it: as infinitive, finite clause, gerund or noun."""

from __future__ import annotations

from dragoman.language.analysis import Token

WILL = frozenset({"will", "'ll", "’ll", "shall", "wo", "wil"})
MAY = frozenset({"would", "could", "may", "might", "can", "should", "must", "ought", "ca", "'d", "’d"})
CLAUSES = frozenset({"xcomp", "ccomp", "advcl", "acl", "relcl", "pcomp", "csubj", "csubjpass"})
IFS = frozenset({"if", "unless", "whether", "lest", "should", "provided", "assuming"})


def auxiliaries(token: Token) -> list[Token]:
    """The auxiliaries of a verb, in text order; a copula's predicate borrows those of its verb."""
    return token.kids("aux", "auxpass")


def is_infinitive(token: Token) -> bool:
    """Whether a verb stands with "to"."""
    return any(c.lower == "to" and c.dep == "aux" for c in token.children)


def is_finite(token: Token) -> bool:
    """Whether a verb shows tense, itself or in an auxiliary."""
    return token.tag in ("VBD", "VBZ", "VBP", "MD") or any(
        c.tag in ("VBD", "VBZ", "VBP", "MD") for c in auxiliaries(token)
    )


def how(token: Token) -> str:
    """The way a happening hangs on its head: inf, that, ing, obj, or from ("barred from entering")."""
    if not token.is_verb:
        return "obj"
    if is_infinitive(token):
        return "inf"
    if token.dep == "pcomp" and token.head.lower == "from":
        return "from"
    if token.tag == "VBG" and not auxiliaries(token):
        return "ing"
    if is_finite(token) or token.child("nsubj", "nsubjpass"):
        return "that"
    return "inf" if token.tag == "VB" else "ing"


def particle_lemma(token: Token) -> str:
    """The lemma with its particle: "rule+out"."""
    particle = token.child("prt")
    return f"{token.lemma}+{particle.lower}" if particle else token.lemma


def above(token: Token) -> Token | None:
    """The word that a token depends on, looking through prepositions; None at the root."""
    t = token
    while not t.is_root:
        t = t.head
        if t.dep not in ("prep", "agent", "dative") or t.is_verb:
            return t
    return None


def first_conjunct(token: Token) -> Token:
    """The first of the words that a token is coordinated with."""
    t = token
    while t.dep == "conj" and not t.is_root:
        t = t.head
    return t


def clause_verb(token: Token) -> Token | None:
    """The verb whose clause a token stands in, itself included; None in a verbless fragment."""
    t = token
    while not (t.is_verb or t.pos in ("VERB", "AUX")) or t.dep in ("amod", "aux", "auxpass"):
        if t.is_root:
            return None
        t = t.head
    return t
