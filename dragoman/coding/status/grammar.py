"""What the grammar around a token says of the happening that it names, without the calendar."""

from __future__ import annotations

from typing import NamedTuple

from dragoman.coding.status.syntax import (
    CLAUSES,
    IFS,
    MAY,
    WILL,
    above,
    auxiliaries,
    first_conjunct,
    how,
    is_finite,
    is_infinitive,
    particle_lemma,
)
from dragoman.coding.status.words import embeddings, modifiers
from dragoman.language.analysis import Token


class Reading(NamedTuple):
    """What the grammar says of a happening, the word that says it, and why: ("planned", will, "its own auxiliary")."""

    label: str
    word: Token
    why: str


_DEPTH = 12
_ARGUMENTS = frozenset({"dobj", "nsubjpass", "pobj", "attr", "oprd", "dative", "appos"})
_OCCUR = frozenset({"happen", "occur", "begin", "start", "resume", "continue", "follow", "take"})


def modality(token: Token) -> Reading:
    """asserted, planned, possible, negated or requested: the strongest that holds from the token upward."""
    return _climb(token, 0)


def _plain(token: Token) -> Reading:
    return Reading("asserted", token, "told as a fact")


def _climb(token: Token, depth: int) -> Reading:
    own = _own(token)
    if own is not None:
        return own
    if depth > _DEPTH:
        return _plain(token)
    first = first_conjunct(token)
    if first is not token and not _stands_alone(token):
        return _climb(first, depth + 1)
    return _from_above(first if not _stands_alone(token) else token, depth)


def _own(token: Token) -> Reading | None:
    """What the token's own auxiliaries, negations and modifiers say; None if nothing."""
    if _negated(token):
        return Reading("negated", token, "negated in its own clause")
    for c in token.children:
        if c.dep in ("amod", "advmod", "compound", "neg", "predet") and c.i < token.i:
            label = modifiers().get(c.lower)
            if label in ("planned", "possible", "negated"):
                return Reading(label, c, "its modifier")
    if not (token.is_verb or token.pos in ("VERB", "AUX")):
        return None
    helpers = auxiliaries(token)
    aux = [a.lower for a in helpers]
    may = next((a for a in helpers if a.lower in MAY), None)
    if may is not None and not _past_habit(token, aux):
        return Reading("possible", may, "its own auxiliary")
    will = next((a for a in helpers if a.lower in WILL), token if token.lower in WILL else None)
    if will is not None:
        if _under_if(token):
            return Reading("possible", will, "its own auxiliary, under a condition")
        return Reading("planned", will, "its own auxiliary")
    if any(a == "to" for a in aux) and _be_to(token):
        return Reading("planned", token.head, "an infinitive under a form of be")
    mark = token.child("mark")
    if mark is not None and mark.lower in IFS:
        return Reading("possible", mark, "a condition or an open question")
    return None


def _negated(token: Token) -> bool:
    for c in token.children:
        if c.dep == "neg" or (c.lower in ("not", "never", "n't", "n’t") and c.dep in ("neg", "advmod", "preconj")):
            # "not only" says that it did happen
            return not any(x.lower in ("only", "just", "merely") and x.i == c.i + 1 for x in token.sentence.tokens)
        if c.dep in ("det", "preconj") and c.lower in ("no", "neither"):
            return True
        if c.lower == "nor" and c.i < token.i and c.dep in ("cc", "advmod", "preconj", "neg"):
            return True
        if c.lower == "longer" and c.dep == "advmod" and any(x.lower == "no" for x in c.children):
            return True
        if c.dep in ("nsubj", "nsubjpass", "dobj") and (token.is_verb or token.pos == "AUX"):
            if c.lower in ("nobody", "none", "nothing", "neither") or any(
                x.dep in ("det", "preconj") and x.lower in ("no", "neither") for x in c.children
            ):
                return True
            if c.lower == "one" and any(x.lower == "no" for x in c.children):
                return True
    if token.head.lower == "without" and token.dep in ("pobj", "pcomp"):
        return True
    return token.dep == "pcomp" and token.head.lower == "of" and token.head.head.lower == "instead"


def _past_habit(token: Token, aux: list[str]) -> bool:
    return "had" in aux and token.tag == "VBN" and "'d" in aux and "would" not in aux


def _be_to(token: Token) -> bool:
    """ "is to visit", "are set to": an infinitive under a bare form of be."""
    head = token.head
    return token.dep in ("xcomp", "ccomp") and head.lemma == "be" and head.child("attr", "acomp") is None


def _under_if(token: Token) -> bool:
    return any(
        c.dep == "advcl" and any(m.dep in ("mark", "advmod") and m.lower in IFS - {"whether"} for m in c.children)
        for c in token.children
    )


def _stands_alone(token: Token) -> bool:
    """Whether a coordinated word has a clause of its own, so that the first one's modality does not reach it."""
    if token.dep != "conj" or not token.is_verb:
        return token.dep != "conj"
    if token.child("nsubj", "nsubjpass") is not None or (is_finite(token) and bool(auxiliaries(token))):
        return True
    # "did not name him but said": a finite form shares no auxiliary with the bare one before it
    return token.tag in ("VBD", "VBZ") and first_conjunct(token).tag in ("VB", "VBN", "VBG")


def _from_above(token: Token, depth: int) -> Reading:
    if token.is_root:
        return _plain(token)
    head = above(token)
    if head is None:
        return _plain(token)
    hangs = how(token)
    if token.is_verb or token.pos in ("VERB", "AUX"):
        return _verb_below(token, head, hangs, depth)
    return _noun_below(token, head, depth)


def _lookup(head: Token, hangs: str) -> str | None:
    table = embeddings()
    return table.get((particle_lemma(head), hangs)) or table.get((head.lemma, hangs)) or table.get((head.lower, hangs))


def _verb_below(token: Token, head: Token, hangs: str, depth: int) -> Reading:
    if token.dep == "relcl":
        return _plain(token)
    if token.dep == "advcl" and not is_infinitive(token):
        mark = token.child("mark", "advmod")
        if mark is not None and mark.lower in IFS:
            return Reading("possible", mark, "a condition or an open question")
        if hangs == "ing" and mark is None:
            return _climb(head, depth + 1) if head.i < token.i else _plain(token)
        if mark is not None and mark.lower in ("when", "once", "until", "after", "before", "while", "as"):
            upper = _climb(head, depth + 1)
            later = upper.label == "planned" and token.tag in ("VBZ", "VBP")
            return Reading("planned", upper.word, "comes with what is planned") if later else _plain(token)
        return _plain(token)
    if token.dep in ("acl", "amod") and hangs in ("ing",) and token.tag == "VBN":
        return _plain(token)
    if token.dep not in CLAUSES and token.dep != "prep":
        return _plain(token)
    if hangs == "inf" and any(c.lower == "yet" for c in head.children) and head.lemma in ("have", "be"):
        return Reading("negated", head, "has yet to happen")
    if head.lower == "going" and hangs == "inf" and token.dep == "xcomp":
        return Reading("negated" if _negated(head) else "planned", head, "going to")
    label = _lookup(head, hangs)
    if label is None:
        if hangs == "inf":
            return _purpose(token, head)
        own = _own(head) if token.dep in ("xcomp", "pcomp") and hangs == "ing" else None
        return own if own is not None and own.label in ("planned", "possible") else _plain(token)
    if label == "same":
        return _climb(head, depth + 1)
    negated = _negated(head)
    if label == "asserted":
        # "did not say that", "if he says that": doubt about the saying is doubt about the said
        own = _own(head)
        open_question = own is not None and own.label == "possible" and _under_question(head)
        return Reading("possible", head, "what is said is in doubt") if negated or open_question else _plain(token)
    if negated:
        undone = label in ("planned", "possible", "requested")
        return Reading("negated" if undone else "asserted", head, "hangs on this word, which is negated")
    return Reading(label, head, "hangs on this word")


def _under_question(head: Token) -> bool:
    return any(c.lower == "whether" for c in head.children)


def _purpose(token: Token, head: Token) -> Reading:
    """An infinitive that no listed word governs: a purpose ("flew in to help"), or what a noun is for."""
    if head.lemma == "be" and token.dep == "xcomp":
        return Reading("planned", head, "an infinitive under a form of be")
    return Reading("possible", head, "a purpose, not told as done")


def _noun_below(token: Token, head: Token, depth: int) -> Reading:
    if token.dep == "compound":
        return _climb(head, depth + 1) if head.is_noun else _plain(token)
    if token.dep == "nsubj" and not head.is_noun:
        if head.lemma in _OCCUR:
            return _own(head) or (_climb(head, depth + 1) if head.dep in CLAUSES else _plain(token))
        return _plain(token)
    if token.dep in ("acomp", "attr") and head.lemma in ("be", "become", "remain", "seem", "appear"):
        return _climb(head, depth + 1)
    if token.dep == "nsubjpass":
        label = _lookup(head, "obj")
        if label == "same":
            return _climb(head, depth + 1)
        own = _own(head)
        if (label is None or _negated(head)) and own is not None and own.label == "planned":
            return own
        return _plain(token) if label is None else Reading(label, head, "is done to it")
    if token.dep in _ARGUMENTS:
        label = _lookup(head, "obj")
        if label == "same":
            return _climb(head, depth + 1)
        if label in ("planned", "requested", "possible") and token.dep == "pobj" and not _takes(head, token):
            label = None
        if label in ("planned", "possible", "negated", "requested"):
            if _negated(head) and label == "planned":
                return Reading("negated", head, "hangs on this word, which is negated")
            return Reading(label, head, "hangs on this word")
    return _plain(token)


def _takes(head: Token, token: Token) -> bool:
    """Whether the preposition between them is one that the head's complement takes: "call for talks", "plan for"."""
    return token.head.lower in ("for", "of", "on", "to", "against")
