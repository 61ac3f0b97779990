"""What the grammar around a token says of the happening that it names, without the calendar."""

from __future__ import annotations

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

_DEPTH = 12
_ARGUMENTS = frozenset({"dobj", "nsubjpass", "pobj", "attr", "oprd", "dative", "appos"})
_OCCUR = frozenset(
    {"happen", "occur", "begin", "start", "resume", "continue", "follow", "take", "be", "go", "end", "come"}
)


def modality(token: Token) -> str:
    """asserted, planned, possible, negated or requested: the strongest that holds from the token upward."""
    return _climb(token, 0)


def _climb(token: Token, depth: int) -> str:
    own = _own(token)
    if own is not None:
        return own
    if depth > _DEPTH:
        return "asserted"
    first = first_conjunct(token)
    if first is not token and not _stands_alone(token):
        return _climb(first, depth + 1)
    return _from_above(first if not _stands_alone(token) else token, depth)


def _own(token: Token) -> str | None:
    """What the token's own auxiliaries, negations and modifiers say; None if nothing."""
    if _negated(token):
        return "negated"
    for c in token.children:
        if c.dep in ("amod", "advmod", "compound", "neg", "predet") and c.i < token.i:
            label = modifiers().get(c.lower)
            if label in ("planned", "possible", "negated"):
                return label
    if not (token.is_verb or token.pos in ("VERB", "AUX")):
        return None
    aux = [a.lower for a in auxiliaries(token)]
    conditional = _under_if(token)
    if any(a in MAY for a in aux) and not _past_habit(token, aux):
        return "possible"
    if any(a in WILL for a in aux) or token.lower in WILL:
        return "possible" if conditional else "planned"
    if any(a == "to" for a in aux) and _be_to(token):
        return "planned"
    if token.child("mark") and token.child("mark").lower in IFS:  # type: ignore[union-attr]
        return "possible"
    return None


def _negated(token: Token) -> bool:
    for c in token.children:
        if c.dep == "neg" or (c.lower in ("not", "never", "n't", "n’t") and c.dep in ("neg", "advmod", "preconj")):
            # "not only" says that it did happen
            return not any(x.lower in ("only", "just", "merely") and x.i == c.i + 1 for x in token.sentence.tokens)
        if c.dep == "det" and c.lower in ("no", "neither"):
            return True
        if c.dep in ("nsubj", "nsubjpass", "dobj") and (token.is_verb or token.pos == "AUX"):
            if c.lower in ("nobody", "none", "nothing", "neither") or any(
                x.dep == "det" and x.lower in ("no", "neither") for x in c.children
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
    return token.child("nsubj", "nsubjpass") is not None or (is_finite(token) and bool(auxiliaries(token)))


def _from_above(token: Token, depth: int) -> str:
    if token.is_root:
        return "asserted"
    head = above(token)
    if head is None:
        return "asserted"
    hangs = how(token)
    if token.is_verb or token.pos in ("VERB", "AUX"):
        return _verb_below(token, head, hangs, depth)
    return _noun_below(token, head, depth)


def _lookup(head: Token, hangs: str) -> str | None:
    table = embeddings()
    return table.get((particle_lemma(head), hangs)) or table.get((head.lemma, hangs)) or table.get((head.lower, hangs))


def _verb_below(token: Token, head: Token, hangs: str, depth: int) -> str:
    if token.dep == "relcl":
        return "asserted"
    if token.dep == "advcl" and not is_infinitive(token):
        mark = token.child("mark", "advmod")
        if mark is not None and mark.lower in IFS:
            return "possible"
        if hangs == "ing" and mark is None:
            return _climb(head, depth + 1) if head.i < token.i else "asserted"
        if mark is not None and mark.lower in ("when", "once", "until", "after", "before", "while", "as"):
            upper = _climb(head, depth + 1)
            return "planned" if upper == "planned" and token.tag in ("VBZ", "VBP") else "asserted"
        return "asserted"
    if token.dep in ("acl", "amod") and hangs in ("ing",) and token.tag == "VBN":
        return "asserted"
    if token.dep not in CLAUSES and token.dep != "prep":
        return "asserted"
    if head.lower == "going" and hangs == "inf" and token.dep == "xcomp":
        return "negated" if _negated(head) else "planned"
    label = _lookup(head, hangs)
    if label is None:
        if hangs == "inf":
            return _purpose(token, head)
        own = _own(head) if token.dep in ("xcomp", "pcomp") and hangs == "ing" else None
        return own if own in ("planned", "possible") else "asserted"
    if label == "same":
        return _climb(head, depth + 1)
    if label == "asserted":
        # "did not say that", "if he says that": doubt about the saying is doubt about the said
        return "possible" if _negated(head) or (_own(head) == "possible" and _under_question(head)) else "asserted"
    if _negated(head):
        return "negated" if label in ("planned", "possible", "requested") else "asserted"
    return label


def _under_question(head: Token) -> bool:
    return any(c.lower == "whether" for c in head.children)


def _purpose(token: Token, head: Token) -> str:
    """An infinitive that no listed word governs: a purpose ("flew in to help"), or what a noun is for."""
    return "planned" if head.lemma == "be" and token.dep == "xcomp" else "possible"


def _noun_below(token: Token, head: Token, depth: int) -> str:
    if token.dep == "compound":
        return _climb(head, depth + 1) if head.is_noun else "asserted"
    if token.dep == "nsubj" and not head.is_noun:
        if head.lemma in _OCCUR:
            upper = _own(head)
            return upper or (_climb(head, depth + 1) if head.dep in CLAUSES else "asserted")
        return "asserted"
    if token.dep in ("acomp", "attr") and head.lemma in ("be", "become", "remain", "seem", "appear"):
        return _climb(head, depth + 1)
    if token.dep == "nsubjpass":
        label = _lookup(head, "obj")
        if label == "same":
            return _climb(head, depth + 1)
        if label is None or _negated(head):
            own = _own(head)
            return own if own == "planned" else label or "asserted"
        return label
    if token.dep in _ARGUMENTS:
        label = _lookup(head, "obj")
        if label == "same":
            return _climb(head, depth + 1)
        if label in ("planned", "requested", "possible") and token.dep == "pobj" and not _takes(head, token):
            label = None
        if label in ("planned", "possible", "negated", "requested"):
            return "negated" if _negated(head) and label == "planned" else label
    return "asserted"


def _takes(head: Token, token: Token) -> bool:
    """Whether the preposition between them is one that the head's complement takes: "call for talks", "plan for"."""
    return token.head.lower in ("for", "of", "on", "to", "against")
