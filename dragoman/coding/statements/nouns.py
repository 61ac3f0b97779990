"""Noun and adjective cues: "the ministry's claim that", "criticism of the deal by Iran", "is confident that"."""

from __future__ import annotations

from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.lexicon import LENDING, Cue, adjective_cue, noun_cue, verb_cue
from dragoman.coding.statements.syntax import (
    agent_of,
    ids,
    modal,
    negated,
    phrase,
    subject_of,
    to_infinitive,
    trim,
    without_subject,
)
from dragoman.coding.statements.verbs import OPPOSITES
from dragoman.language import Token
from dragoman.model import Span, Stance


def noun_draft(token: Token) -> Draft | None:
    """What a noun carries as a cue: a clause, an infinitive or the object of one of its prepositions."""
    cue = noun_cue(token)
    if cue is None or token.dep in ("compound", "nmod"):
        return None
    if token.lemma == "order" and token.head.lower == "in" and token.child("det") is None:
        return None  # "in order to"
    if cue.lemma in ("favor", "favour") and not _taking_sides(token):
        return None  # "curry favour"
    if (given := _given_to(token)) is not None:  # "won the endorsement of the union", "drew criticism from both"
        giver, words = given
        return Draft(token, token.span, cue, giver, words, nominal=True, stance=cue.stance)
    words, span, nominal = _carried(token, cue)
    if not words:
        return None
    source = noun_source(token)
    if source is not None and nominal and source.i in ids(words):
        source = None  # "accounts of his testimony": what is told of, not who tells
    many = token.tag == "NNS" or token.lemma == "speculation"
    told = not nominal and any(t.dep in ("nsubj", "nsubjpass", "expl") for t in words)
    held = nominal and cue.lemma in RAISED and ((cue.stance.is_attitude and many) or _met(token))
    unnamed = source is None and ((told and cue.stance in HEARSAY and (many or cue.lemma in CLAIMED)) or held)
    return Draft(token, span, cue, source, words, nominal=nominal, stance=cue.stance, unnamed=unnamed)


# "Reports that", "claims that", "warnings that": words of somebody even where nobody is named. "Calls for change",
# "proposals to act" of nobody only name what there is.
RAISED = frozenset(
    "call demand appeal question request accusation allegation claim criticism concern fear hope rumor rumour "
    "doubt".split()
)
# "The suggestion that": one is enough.
CLAIMED = frozenset("allegation accusation claim rumor rumour suggestion insinuation charge complaint".split())
HEARSAY = frozenset(
    {Stance.ASSERTS, Stance.CLAIMS, Stance.WARNS, Stance.BLAMES, Stance.DENIES, Stance.ASKS, Stance.FEARS, Stance.WANTS}
)


# Verbs by which somebody gets, or is met with, what others say of him.
RECEIVING = frozenset(
    "win get receive gain earn draw attract face meet spark provoke prompt trigger elicit enjoy snag secure lock land "
    "collect claim garner encounter have pick rally".split()
)
# What is said, or held, of the one who gets it.
OF_HOLDER = frozenset(
    "endorsement support backing praise criticism condemnation applause approval opposition rebuke ridicule backlash "
    "outrage scorn blessing".split()
)


def _given_to(token: Token) -> tuple[Token, list[Token]] | None:
    """Who endorses or criticizes, and whom, where the verb has the one who gets it for its subject."""
    verb = token.head
    if token.lemma not in OF_HOLDER or token.dep != "dobj" or verb.lemma not in RECEIVING:
        return None
    if token.child("poss") is not None or modal(verb) or negated(verb) or to_infinitive(verb):
        return None
    preps = [p for t in (token, verb) for p in t.kids("prep") if p.i > token.i]
    if any(p.lower in ("for", "to", "over") for p in preps if p.head is token):
        return None  # "had praise for", "won support for the plan": of something else
    opening = ("from", "among", "by", "of") if token.lemma in OF_WHOM else ("from", "among", "by")
    giver = next((g for p in preps if p.lower in opening and (g := p.child("pobj")) is not None), None)
    held = subject_of(verb)
    if giver is None or held is None or held.lower in ("it", "that", "this"):
        return None
    return giver, trim(held.subtree()) if held.head is verb else [held]


# "The endorsement of the union" that one wins is the union's.
OF_WHOM = frozenset("endorsement support backing blessing approval".split())


def _met(token: Token) -> bool:
    """Whether a question or reproach of people who are not named is told of: "faced questions about the sale"."""
    verb = token.head if token.dep == "dobj" else token.head.head if token.dep == "pobj" else token.head
    several = token.lemma in ("question", "accusation", "allegation", "complaint") and token.tag == "NNS"
    if token.lemma in ("question", "request") and verb.lemma in ANSWERING:  # "declined a question about the sale"
        return not modal(verb)
    return (several or token.lemma == "criticism") and verb.lemma in MEETING and not (modal(verb) or negated(verb))


ANSWERING = frozenset("answer respond response reply decline refuse reject dodge duck sidestep deflect".split())


MEETING = frozenset(
    "face draw spark prompt provoke raise trigger answer dodge duck deflect dismiss reject take field evade brush "
    "attract receive encounter confront fuel renew bring follow weather address respond hear invite rise emerge mount "
    "linger remain".split()
)


def _carried(token: Token, cue: Cue) -> tuple[list[Token], Span, bool]:
    if cue.takes("c"):
        for c in token.kids("acl", "ccomp", "relcl"):
            that = next((x for x in c.children if x.dep == "mark" and x.lower == "that"), None)
            bare = c.i > token.i and c.child("nsubj", "nsubjpass") is not None  # "his proposal they be released"
            if c.dep != "relcl" and (that is not None or (bare and c.dep == "acl")):
                return phrase(c), token.span, False
        at_be = _clause_of_be(token) or _hung_above(token, cue)
        if at_be is not None:
            return phrase(at_be), token.span, False
    of = next((p for p in token.kids("prep") if p.i == token.i + 1 and p.lower in cue.preps), None)
    if cue.takes("i") and of is None:  # "promises of aid to help" are of aid
        for c in token.kids("acl", "relcl", "xcomp"):
            if to_infinitive(c) and c.tag == "VB" and c.i > token.i:
                opening = c.child("mark")
                if opening is not None and opening.lower == "for":  # "a plea for both sides to stop"
                    return trim([t for t in c.subtree() if t is not opening]), token.span, False
                return without_subject(c), token.span, False
        c = _hung_to(token)
        if c is not None:
            return without_subject(c), token.span, False
    for p in token.kids("prep"):
        if p.lower not in cue.preps:
            continue
        inner = p.child("pobj", "pcomp")
        lent = token.dep == "dobj" and _lends(token.head, token)  # "had a favourable opinion of her"
        if inner is not None and (lent or not (p.lower == "of" and _is_source(cue, inner))):
            return trim(inner.subtree()), Span(token.start, p.end) if p.i == token.i + 1 else token.span, True
    return [], token.span, False


# What claims and suspicions do: "suspicions persist that ...".
LASTING = frozenset("persist grow mount emerge abound swirl remain arise spread circulate linger surface rise".split())


def _hung_above(token: Token, cue: Cue) -> Token | None:
    """The clause of a noun that the parser hung on the verb: "made the case for weeks that ...", "doubts grew that ...".

    Without "that" only right behind it: "renewed accusations he had fled".
    """
    verb = token.head
    if not verb.is_verb or token.dep not in ("dobj", "nsubj", "nsubjpass"):
        return None
    carrying = verb_cue(verb)
    if carrying is not None and carrying.takes("c"):
        return None
    last = token.subtree()[-1].i
    for c in verb.kids("ccomp"):
        first = c.subtree()[0]
        that = first.dep == "mark" and first.lower == "that" and first.head is c
        if first.i <= token.i or c.child("nsubj", "nsubjpass", "expl") is None:
            continue
        if token.dep != "dobj":
            if that and verb.lemma in LASTING and first.i > verb.i:
                return c
        elif (that and (first.i == last + 1 or verb.lemma in LENDING)) or (
            first.i == last + 1 and cue.lemma in CLAIMED and c.tag != "VB"
        ):
            return c
    return None


def _hung_to(token: Token) -> Token | None:
    """The infinitive right behind a noun that the parser hung on the verb: "kept up his theme and his call to unite"."""
    first = token.head if token.dep == "conj" else token
    verb = first.head
    if not verb.is_verb or not (token.dep == "conj" or verb.lemma in LENDING):
        return None
    last = token.subtree()[-1].i
    found = (c for c in verb.kids("advcl", "xcomp") if to_infinitive(c) and c.subtree()[0].i == last + 1)
    return next(found, None)


def _clause_of_be(token: Token) -> Token | None:
    """ "The hope is that the talks resume": the clause behind the verb that a noun is the subject of."""
    verb = token.head
    if token.dep != "nsubj" or verb.lemma != "be":
        return None
    return next((c for c in verb.kids("ccomp") if c.i > verb.i and any(x.dep == "mark" for x in c.children)), None)


# Nouns whose of-phrase names who speaks or holds the view, unless a possessive does.
OF_SOURCE = frozenset("opinion view position stance hope expectation promise perception account testimony word".split())


def _is_source(cue: Cue, inner: Token) -> bool:
    return (
        cue.lemma in OF_SOURCE
        and inner.head.head.child("poss") is None
        and (inner.tag[:3] == "NNP" or inner.tag == "NNS")
    )


def noun_source(token: Token) -> Token | None:
    """Whose claim it is: "Iran's claim", "a claim by Iran", "Iranian claims", "Iran made the claim"."""
    source = token.child("poss")
    if source is not None:
        return source
    for p in token.kids("prep", "agent"):
        if p.lower in ("by", "from", "among"):
            return p.child("pobj")
        if p.lower == "of" and (inner := p.child("pobj")) is not None and token.lemma in OF_SOURCE:
            return subject_of(token.head) if token.dep == "dobj" and _lends(token.head, token) else inner
    for c in token.kids("relcl"):  # "the promise that she made"
        if c.lemma in LENDING and (own := c.child("nsubj")) is not None and own.lower not in ("that", "which"):
            return own
    verb = token.head
    if token.dep == "dobj" and _lends(verb, token):
        return subject_of(verb)
    if token.dep == "nsubjpass" and verb.lemma in LENDING:
        return agent_of(verb)
    if token.dep == "pobj" and token.lemma == "hope" and token.head.head.is_verb:  # "in the hope of ..."
        return subject_of(token.head.head)
    if token.dep == "pobj" and token.head.lower in ("with", "in"):  # "opened with a call for ..."
        outer = token.head.head
        if outer.is_verb and token.lemma in ("favor", "favour", "support") and _taking_sides(token):
            return subject_of(outer)  # "spoke in favour of the bill"
        if outer.is_verb and outer.lemma in (
            "open",
            "begin",
            "close",
            "end",
            "respond",
            "follow",
            "conclude",
            "finish",
        ):
            return subject_of(outer)
    for c in token.children:
        if c.dep in ("amod", "compound", "nmod") and c.i < token.i and c.text[:1].isupper():
            return c
    return None


# What one does who takes a side in words or by a vote.
SIDING = frozenset("be vote speak come argue testify rule write rally campaign march demonstrate lobby".split())


def _taking_sides(token: Token) -> bool:
    """Whether somebody does something "in favour of", "in support of" a thing."""
    if token.dep != "pobj" or token.head.lower != "in" or token.child("det", "poss") is not None:
        return False
    verb = token.head.head
    return verb.is_verb and verb.lemma in SIDING and not (to_infinitive(verb) or modal(verb) or negated(verb))


def _lends(verb: Token, noun: Token) -> bool:
    """Whether a verb's subject is the noun's source: "issued a warning", not "raised concerns"."""
    if not verb.is_verb or verb.lemma not in LENDING or modal(verb) or negated(verb):
        return False
    if verb.lemma == "raise" and noun.lemma in RAISED:  # others are concerned
        return False
    bound = (
        to_infinitive(verb) and verb.head is not verb and verb.head.lemma not in ("seem", "appear", "go", "continue")
    )
    return verb.child("auxpass") is None and not bound


def adjective_draft(token: Token) -> Draft | None:
    """What somebody who "is confident", "was critical" is confident of or critical of."""
    cue = adjective_cue(token)
    if cue is None:
        return None
    verb = token.head if token.dep == "acomp" and token.head.is_verb else token
    row = token.sentence.tokens
    before = row[token.i - row[0].i - 1].lower if token.i > row[0].i else ""
    if modal(verb) or before == "as" or verb.lemma in ("get", "make"):  # "as opposed to", "made sure that"
        return None
    stance = OPPOSITES.get(cue.stance) if negated(verb) else cue.stance
    if stance is None:
        return None
    subject = subject_of(verb) if verb.is_verb else None
    if subject is None and token.dep in ("acl", "advcl", "amod"):
        subject = token.head if token.head.is_noun else subject_of(token.head) if token.head.is_verb else None
    if subject is None:
        return None
    words: list[Token] = []
    span, nominal = token.span, False
    hung = [c for c in verb.kids("ccomp") if verb is not token and c.subtree()[0].i == token.i + 1]
    for c in [*token.kids("ccomp", "xcomp", "advcl"), *hung]:
        if cue.takes("c") and c.dep == "ccomp" and c.child("nsubj", "nsubjpass", "csubj", "expl") is not None:
            words = phrase(c)
            break
        if cue.takes("i") and to_infinitive(c) and c.i > token.i:
            words = without_subject(c)
            break
    if not words:
        for p in token.kids("prep", "agent"):
            inner = p.child("pobj", "pcomp")
            if p.lower in cue.preps and inner is not None:
                words, nominal = trim(inner.subtree()), True
                span = Span(token.start, p.end) if p.i == token.i + 1 else span
                break
    if not words or cue.stance is Stance.REFUSES:
        return None
    return Draft(token, span, cue, subject, words, nominal=nominal, stance=stance)
