"""Who stands where around a trigger: subjects through control, coordination, relative clauses; prepositional phrases.

Everything here works on the syntax alone, so that swapping two names in a text swaps them in the answer.
"""

from __future__ import annotations

from dragoman.language.analysis import Token

RELATIVE = frozenset({"who", "which", "that", "whom"})
# Verbs whose object does what their infinitive or gerund says ("urged Iran to leave", "accused Iran of bombing").
OBJECT_CONTROL = frozenset(
    (
        "urge ask tell order press pressure call allow permit force compel invite persuade want warn get help "
        "enable require instruct command direct request expect encourage implore beg push authorize authorise "
        "accuse blame charge suspect prevent stop bar ban prohibit condemn criticize criticise denounce lead "
        "prompt see watch advise convince let make"
    ).split()
)


BLAMING = frozenset({"accuse", "suspect", "charge", "blame", "convict"})


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive, also as a bare participle behind its noun ("sanctions imposed by ...")."""
    if verb.child("auxpass", "nsubjpass") is not None or _absolute(verb):
        return True
    return (
        verb.tag == "VBN"
        and (verb.dep in ("acl", "relcl", "amod", "ccomp", "xcomp", "oprd", "advcl") or verb.child("agent") is not None)
        and verb.child("nsubj", "aux", "dobj") is None
    )


def _absolute(verb: Token) -> bool:
    """ "with 95 civilians killed": a bare participle whose subject suffers it."""
    return (
        verb.tag == "VBN"
        and verb.dep == "pcomp"
        and verb.head.lower in ("with", "without")
        and verb.child("aux", "dobj") is None
    )


def agent(verb: Token) -> Token | None:
    """The doer of a passive: "by the army"."""
    for c in verb.children:
        if c.dep == "agent" or (c.dep == "prep" and c.lower == "by" and is_passive(verb)):
            found = c.child("pobj")
            if found is not None:
                return found
    if verb.lemma in BLAMING and is_passive(verb):
        # "was accused of spying by Chile": the parser hangs the accuser on the spying
        for deed in (d for p in verb.kids("prep") for d in p.kids("pcomp", "pobj") if d.tag in ("VBG", "NN")):
            last = deed.kids("prep", "agent")[-1:]
            if last and last[0].lower == "by" and last[0].child("pobj") is not None:
                return last[0].child("pobj")
    return None


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for; any other token itself."""
    if token.lower in RELATIVE and token.tag in ("WDT", "WP", "IN"):
        for t in token.ancestors():
            if t.dep == "relcl":
                return t.head
    return token


def subject(verb: Token, depth: int = 0) -> Token | None:
    """Who does what an active verb says: its own subject, or the one it shares with the verb above it."""
    own = verb.child("nsubj", "expl")
    if own is not None:
        return None if own.dep == "expl" else antecedent(own)
    if verb.is_root or depth > 8:
        return None
    head = verb.head
    if verb.dep == "conj":
        if head.is_verb or head.pos in ("VERB", "AUX"):
            return (
                agent(head)
                if is_passive(head) and is_passive(verb)
                else passive_subject(head) or subject(head, depth + 1)
            )
        return None
    if verb.dep in ("acl", "relcl"):
        if verb.tag == "VBG" or any(c.lower == "to" for c in verb.kids("aux")):
            # "troops leaving the town"; "their decision to leave" belongs to whose decision it is
            owner = _owner(head)
            return owner if owner is not None and verb.tag != "VBG" else head
        return None
    if verb.dep in ("xcomp", "advcl", "ccomp", "pcomp"):
        upper = head
        while upper.dep in ("prep", "agent") and not upper.is_root:
            upper = upper.head
        while upper.tag[:2] == "JJ" and not upper.is_root:
            upper = upper.head  # "was blunt in blaming": whoever was blunt
        if upper.is_noun:
            return _owner(upper)
        if upper.lemma in OBJECT_CONTROL and verb.dep != "advcl":
            controlled = upper.child("dobj", "dative") or passive_subject(upper)
            if (controlled is not None and controlled.is_noun) or (controlled is not None and controlled.tag == "PRP"):
                return controlled
            if verb.dep == "ccomp" and controlled is None:
                return None
            for p in upper.kids("prep"):
                if p.lower in ("on", "upon") and upper.lemma == "call":
                    return p.child("pobj")
        if verb.dep == "ccomp" and verb.tag in ("VBD", "VBZ", "VBP"):
            return None
        if verb.dep == "advcl" and verb.tag == "VBG" and is_passive(upper) and agent(upper) is not None:
            return agent(upper)  # "was attacked by gunmen, killing ten"
        return passive_subject(upper) or subject(upper, depth + 1)
    return None


def passive_subject(verb: Token) -> Token | None:
    """Who suffers what a passive verb says, also when shared through coordination or as the noun it stands behind."""
    own = verb.child("nsubjpass") or (verb.child("nsubj") if _absolute(verb) else None)
    if own is not None:
        return antecedent(own)
    if not is_passive(verb) or verb.is_root:
        return None
    if verb.dep in ("acl", "relcl"):
        return verb.head
    if verb.dep == "amod":
        return verb.head
    if verb.dep == "conj" and verb.head.is_verb:
        return passive_subject(verb.head) or subject(verb.head)
    return None


def doer(verb: Token) -> Token | None:
    """Who does what a verb says, active or passive."""
    return agent(verb) if is_passive(verb) else subject(verb)


def undergoer(verb: Token) -> Token | None:
    """Whom or what a verb is done to."""
    if is_passive(verb):
        return passive_subject(verb)
    found = verb.child("dobj")
    if found is not None and found.lower in RELATIVE:
        return antecedent(found)
    if found is None and verb.dep == "relcl":
        # "the town that they attacked": the object is what the clause stands behind
        marks = [c for c in verb.children if c.lower in RELATIVE and c.dep in ("dobj", "mark")]
        if marks:
            return verb.head
    if found is None and verb.dep == "conj" and verb.head.is_verb and verb.head.child("dobj") is None:
        return None
    if found is None:
        # "bombed and shelled the town": the last verb has the object
        for c in verb.kids("conj"):
            if c.tag == verb.tag and c.child("dobj") is not None and c.child("nsubj") is None and c.i - verb.i <= 2:
                return c.child("dobj")
    return found


def prepositional(token: Token, *prepositions: str) -> list[Token]:
    """The objects of a token's phrases with one of these prepositions, nearest first."""
    out = []
    for c in token.children:
        if c.dep in ("prep", "agent", "dative") and c.lower in prepositions:
            out.extend(c.kids("pobj"))
            # "by and against": a second preposition coordinated with the first
            out.extend(x for k in c.kids("conj") if k.lower in prepositions for x in k.kids("pobj"))
            for inner in c.kids("prep"):  # "from within", "out of"
                if inner.lower in prepositions or c.lower in ("out",):
                    out.extend(inner.kids("pobj"))
        elif c.dep == "prep" and c.lower == "out" and "of" in prepositions:
            out.extend(x for k in c.kids("prep") for x in k.kids("pobj"))
    return out


def possessors(token: Token) -> list[Token]:
    """Whose a noun is: "Iran's attack", "its attack"."""
    return token.kids("poss")


def modifiers(token: Token) -> list[Token]:
    """What stands before a noun as adjective or noun: "Iranian attack", "U.S. sanctions"."""
    out = []
    for c in token.children:
        if c.dep in ("amod", "compound", "nmod") and c.i < token.i:
            out.append(c)
            out.extend(k for k in c.conjuncts() if k is not c)
    return out


def _owner(noun: Token) -> Token | None:
    """Who has a plan, an offer, an effort: its possessor, its modifier's nation, else the subject of its verb."""
    found = noun.child("poss")
    if found is not None:
        return found
    t = noun
    while t.dep in ("dobj", "pobj", "prep", "conj", "attr", "acomp") and not t.is_root:
        t = t.head
        if t.is_verb or t.pos in ("VERB", "AUX"):
            return doer(t)
    return None


def governing_verb(token: Token) -> Token | None:
    """The verb that a noun is object, passive subject or subject of, through "in" ("engage in talks"); else None."""
    t = token
    while t.dep == "conj" and not t.is_root and t.head.is_noun:
        t = t.head
    if t.dep in ("dobj", "nsubjpass", "nsubj", "attr") and (t.head.is_verb or t.head.pos == "AUX"):
        return t.head
    if t.dep == "pobj" and t.head.dep == "prep" and t.head.head.is_verb:
        return t.head.head
    if (
        t.dep == "pobj"
        and t.head.lower == "of"
        and t.head.head.lemma in ("round", "series", "wave", "number", "day", "set")
    ):
        return governing_verb(t.head.head)
    return None
