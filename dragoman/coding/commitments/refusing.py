"""What looks like a commitment and is none: opinions, questions, cases only thought of, and words that tell no act.

A commitment that was never made is worse than one that is missed, since later reports are held against it.
"""

from __future__ import annotations

from dragoman.language import Token
from dragoman.model import CommitmentKind, Event

# Clauses that only think of a case; with "when" only in the present, where it means "whenever".
CASES = frozenset({"if", "unless", "whether", "whenever"})
SAYING = frozenset("say tell report announce add claim think believe mean".split())
# "agreed that it is late", "insists there are no soldiers": what is so, not what shall be.
HOLDING = frozenset("agree insist say".split())
NEEDS = frozenset("need want be have".split())
WILLED = frozenset({"will", "would", "shall", "should", "must", "ought", "'ll", "’ll"})
SHOWING = frozenset({"face", "pose", "represent"})  # "faces a threat"
SPANS = frozenset("second minute hour day week month year decade time while moment".split())


def is_only_thought(head: Token) -> bool:
    """Whether words of committing stand in a question, in a case that is only thought of, or under a "not"."""
    if head.sentence.tokens and any(t.text == "?" for t in head.sentence.tokens[-2:]):
        return True
    below = head
    for t in (head, *head.ancestors()):
        marks = [c for c in t.children if c.dep in ("mark", "advmod") and c.i < t.i]
        if any(c.lower in CASES for c in marks) and t.dep in ("advcl", "ccomp", "pcomp"):
            return True
        if t.dep == "advcl" and t.tag in ("VBZ", "VBP") and any(c.lower == "when" for c in marks):
            return True
        if t is not head and t.child("neg") is not None and (t.lemma in SAYING or below.dep == "advcl"):
            return True  # "did not say that he would", "not because he is ready to"
        below = t
    return False


def tells_no_act(kind: CommitmentKind, head: Token, verb: Token, event: Event | None = None) -> bool:
    """Whether what is promised or demanded is no act: a person, a time, an opinion, or the demanding itself.

    `head` makes the commitment, `verb` heads what was found to be its content.
    """
    if verb.tag in ("NNP", "NNPS", "PRP", "CD") or (verb.is_noun and verb.lemma in SPANS):
        return True
    if head.lemma in SHOWING or (head.lemma == "expect" and head.tag == "VBN"):
        return True
    if verb is head:
        # "lobbied Congress", "brokered an agreement": that it was done, not what is to be done ("should leave")
        asked = event is not None and event.type == "REQUEST" and not any(c.lower in WILLED for c in head.kids("aux"))
        return kind is CommitmentKind.AGREEMENT or asked
    if verb.is_noun and head.lemma == "want":
        return True  # "wants weapons": nobody is asked
    if head.lemma == "call" and head.is_verb and head.child("dobj") is not None:
        return not any(p.lower in ("on", "upon", "for") for p in head.kids("prep"))  # "called the king to discuss"
    return head.lemma in HOLDING and _is_held_so(head, verb)


def _is_held_so(head: Token, verb: Token) -> bool:
    """Whether a clause says how things are: finite, without "will" or "should", and not "that they leave"."""
    clause = verb
    while clause.dep in ("xcomp", "conj") and clause.head is not head and clause.head.is_verb:
        clause = clause.head
    if clause.dep != "ccomp" or clause.head is not head:
        return False
    if clause.lemma in NEEDS:
        return True
    if any(c.lower in WILLED for c in clause.kids("aux")) or any(c.tag == "TO" for c in clause.children):
        return False
    return clause.tag in ("VBZ", "VBD", "VBN", "VBP") or any(c.dep in ("aux", "auxpass") for c in clause.children)
