"""Commitments that no coded event carries: verbs and nouns that make one, agreements, and announced deeds.

Events of promising and demanding are coded where their act has a type of its own; "proposed a joint commission" or
"requested an exemption" may have none, and is a commitment all the same.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from dragoman.coding.commitments.content import WORDINGS, acts, clause_content, object_content, span_of
from dragoman.coding.commitments.deals import DEALS, held, is_deal, sides
from dragoman.coding.commitments.making import worded
from dragoman.coding.events.syntax import doer, undergoer
from dragoman.coding.events.voices import Voices
from dragoman.coding.status import modality_of
from dragoman.language import Analysis, Token
from dragoman.model import CommitmentKind, Party, Span, Statement

WILL = frozenset({"will", "shall", "'ll", "’ll"})
OFFICIAL = frozenset({"GOV", "MIL", "COP", "LEG", "IGO", "REB", "JUD", "UAF"})
WILLING = WILL | {"would", "should", "must"}
IDLE_ACTS = frozenset({"be", "do", "have", "say", "see", "know"})
PLANS = frozenset({"initiative", "proposal", "roadmap", "blueprint"})
# What is committed in numbers, and is no crime: "has committed 30 aircraft".
MEANS = frozenset(
    "troop soldier force aircraft jet ship vehicle tank gun dollar euro pound yen million billion fund money aid tonne "
    "ton doctor officer personnel".split()
)
# "uses sanctions", "launches an attack": with any of these verbs what follows is a harm.
WIELDING = frozenset(
    "use impose apply launch levy slap order start declare begin unleash adopt enact introduce expand intensify".split()
)
GIFTS = frozenset("grant loan donation package credit contribution gift aid".split())


@dataclass(frozen=True, slots=True)
class Made:
    """A commitment as the syntax tells it: `head` the token that makes it, `verb` the one that heads its content."""

    kind: CommitmentKind
    head: Token
    content: Span
    verb: Token
    party: Party
    counterparty: Party | None
    statement: Statement | None = None


def as_threat(kind: CommitmentKind, act: Token) -> CommitmentKind:
    """A promise or an offer of harm is a threat: "ready to impose sanctions", "will use force"."""
    if kind not in (CommitmentKind.PLEDGE, CommitmentKind.OFFER) or act.lemma not in WIELDING:
        return kind
    thing = act.child("dobj")
    if thing is None or thing.lemma not in listed("threatened.txt"):
        return kind
    lawful = any(x.lemma == "law" for p in thing.kids("prep") for x in p.kids("pobj"))  # "the full force of the law"
    return kind if lawful else CommitmentKind.THREAT


def provided(analysis: Analysis, voices: Voices) -> Iterator[Made]:
    """What agreements hold: "the pact requires Peru to reopen the port"."""
    for head, content, act, own, other in held(analysis, voices):
        yield Made(CommitmentKind.AGREEMENT, head, content, act, own, other)


def performed(analysis: Analysis, voices: Voices) -> Iterator[Made]:
    """What is committed to by verbs of committing, in text order."""
    for verb in analysis.tokens:
        rows = _verbs().get(verb.lemma, []) if verb.is_verb and verb.tag != "MD" else []
        if not rows or modality_of(verb) != "asserted" or modality_of(first_of(verb)) != "asserted":
            continue
        parties = _makers(verb, rows, voices)
        found = next(((k, got) for k, how in rows if (got := _content(analysis, verb, how)) is not None), None)
        if not parties or found is None:
            continue
        kind, (content, act) = found
        if kind is CommitmentKind.AGREEMENT and len(parties) < 2:
            other = _partner(verb, voices, parties[0])
            if other is None and not _frees(act):
                kind = CommitmentKind.PLEDGE
        else:
            other = parties[1] if kind is CommitmentKind.AGREEMENT else toward(verb, act, voices, parties[0])
        if verb.lemma == "agree" and act.is_noun and (other is None or verb.tag not in ("VBD", "VBN")):
            continue  # "they agree with him on the policy", "had agreed on the outlines"
        if kind is CommitmentKind.OFFER and act.is_noun and other is None:
            continue  # "offered his condolences", or goods to whoever buys them
        if kind is CommitmentKind.THREAT and act.is_noun and act.lemma not in listed("threatened.txt"):
            continue  # "warned them of floods"
        for one in acts(verb, act):
            span = content if one is act else span_of(one, head=verb)
            if span is not None:
                yield Made(as_threat(kind, one), verb, span, one, parties[0], other, voices.statement(verb))


def made_with_nouns(analysis: Analysis, voices: Voices) -> Iterator[Made]:
    """What is committed to with a noun: "gave its word that", "made an offer of", "gave Peru a week to"."""
    for kind, verb, content, act, own, words in worded(analysis, voices):
        named = (_other(voices.parties(w), own) for w in words)
        other = next((p for p in named if p is not None), None) or toward(verb, act, voices, own)
        if kind is CommitmentKind.PLEDGE and act.lemma in listed("harms.txt"):
            kind = CommitmentKind.THREAT
        yield Made(as_threat(kind, act), verb, content, act, own, other, voices.statement(verb))


def _makers(verb: Token, rows: Sequence[tuple[CommitmentKind, tuple[str, ...]]], voices: Voices) -> list[Party]:
    """Who makes the commitment: the verb's doer, or those whom the agreement is between that "was signed"."""
    who = doer(verb)
    made = verb.child("nsubjpass") if who is None and any(how == ("deal",) for _, how in rows) else None
    if made is not None and is_deal(made):  # "an accord between Peru and Chile was signed to"
        return sides(made, voices)
    who = _writer(who)
    return [p for p in voices.parties(who) if p.country and p.sector != "JRN"] if who is not None else []


def first_of(verb: Token) -> Token:
    """The first of some coordinated verbs, whose "must" or "will" holds for all: "has to meet and demand"."""
    while verb.dep == "conj" and verb.head.is_verb and verb.child("nsubj") is None:
        verb = verb.head
    return verb


def _writer(who: Token | None) -> Token | None:
    """Who has written the text that does the asking: "sent a letter demanding", "his letter demands"."""
    if who is None or who.lemma not in WORDINGS:
        return who
    owner = who.child("poss")
    if owner is not None:
        return owner
    return doer(who.head) if who.dep == "dobj" and who.head.is_verb else who


def _frees(act: Token) -> bool:
    """Whether the agreement itself does it: "a deal that will exempt them"."""
    return act.dep == "relcl" and is_deal(act.head)


def announced(analysis: Analysis, voices: Voices) -> Iterator[Made]:
    """What a report tells in its own words that a state will do: "Ghana will send observers"."""
    for verb in analysis.tokens:
        if verb.tag != "VB" or verb.lemma not in listed("deeds.txt"):
            continue
        due = _is_due(verb)
        subject = verb.head.child("nsubj") if due else verb.child("nsubj")
        top = verb.head if due else verb
        if subject is None or not (due or {c.lower for c in verb.kids("aux")} & WILL):
            continue
        if not top.is_root and not (due and _is_told_by_its_own(top, subject, voices)):
            continue
        own, span = state(subject, voices), span_of(verb)
        if own is None or span is None or verb.child("neg") or top.child("neg"):
            continue
        if voices.statement(verb) is not None and not due:
            continue
        kind = CommitmentKind.THREAT if verb.lemma in listed("harms.txt") else CommitmentKind.PLEDGE
        yield Made(kind, top, span, verb, own, toward(verb, verb, voices, own))


def _is_due(verb: Token) -> bool:
    """ "is to give": what is arranged."""
    top = verb.head
    return verb.dep == "xcomp" and top.lower in ("is", "are") and any(c.tag == "TO" for c in verb.children)


def _is_told_by_its_own(top: Token, subject: Token, voices: Voices) -> bool:
    """Whether the side itself says what it is to do: "Peru is to give it, its minister said"."""
    said = voices.statement(top)
    if said is None or top.dep not in ("ccomp", "parataxis"):
        return False
    own = state(subject, voices)
    return own is not None and any(p.country == own.country for p in voices.speaker(said))


def state(subject: Token, voices: Voices) -> Party | None:
    """The state that a name stands for; None for people, firms and pronouns."""
    if subject.tag != "NNP":
        return None
    found = voices.parties(subject)
    return found[0] if len(found) == 1 and found[0].country and found[0].sector in ("GOV", "IGO") else None


def is_main(verb: Token, statement: Statement) -> bool:
    """Whether a verb heads what is said, or stands beside what does; not a clause within it."""
    top = verb
    while top.dep == "conj" and top.head.is_verb:
        top = top.head
    if top.dep in ("relcl", "advcl", "acl", "pcomp", "csubj"):
        return False
    inside = any(top.head.span.within(c) for c in statement.content)
    return top.is_root or not inside or top.dep in ("ROOT", "parataxis")


def is_one(subject: Token, speaker: Party, voices: Voices) -> bool:
    """Whether a subject is the speaker's own side: its state ("Argentina will"), or the speaker again ("he will")."""
    parties = voices.parties(subject)
    return bool(parties) and all(
        p.country == speaker.country and p.sector in (*OFFICIAL, None) and p.sector not in ("REB", "UAF")
        for p in parties
    )


def _content(analysis: Analysis, verb: Token, carriers: tuple[str, ...]) -> tuple[Span, Token] | None:
    if carriers == ("deal",):
        return _deal(verb)
    found = clause_content(analysis, verb, verb.span)
    if found is not None and found[1].is_verb and found[1] is not verb:
        return found if _is_act(verb, found[1], carriers) else None
    for how in carriers:
        if how == "obj":
            got = object_content(verb)
        elif how == "means":
            got = object_content(verb)
            got = got if got is not None and got[1].lemma in MEANS else None
        elif how == "gift":
            got = object_content(verb)
            got = got if got is not None and got[1].lemma in GIFTS and _is_of_some_size(got[1]) else None
        elif how == "itself":
            got = _of_itself(verb)
        elif how == "plan":
            got = object_content(verb)
            got = got if got is not None and got[1].lemma in PLANS else None
        elif how in ("for", "to", "on", "with", "of"):
            got = None if verb.lemma == "call" and verb.child("dobj") else object_content(verb, prepositions=(how,))
        else:
            continue
        if got is not None and not _is_person(got[1]):
            return got
    return None


def _is_of_some_size(gift: Token) -> bool:
    """Whether a gift has a figure: "a grant of 80 million dollars"; "announced help" says little."""
    return any(t.tag == "CD" or t.lower in ("million", "billion") for t in gift.subtree())


def _of_itself(verb: Token) -> tuple[Span, Token] | None:
    """ "committed itself to training them"."""
    thing = verb.child("dobj")
    if thing is None or not thing.lower.endswith(("self", "selves")):
        return None
    return object_content(verb, prepositions=("to",))


def _is_act(verb: Token, act: Token, carriers: tuple[str, ...]) -> bool:
    """Whether a clause tells what is to be done: "urged them to leave", "suggested that they leave"."""
    aux = {c.lower for c in act.kids("aux")}
    top = act
    while top.head is not verb and top.head.is_verb and not top.is_root:
        top = top.head
    if top.dep in ("ccomp", "parataxis") and "that" not in carriers:
        return False  # "offered this: \"It needs to be done\""
    if act.lemma in IDLE_ACTS or "be" in aux:
        return False
    if any(x.tag == "TO" for x in act.children):
        by_call = any(c.dep == "prep" and c.lower in ("on", "upon", "for") for c in verb.children)
        return "inf" in carriers and (verb.lemma != "call" or by_call)
    if "that" not in carriers and act.tag != "VBG":
        return False
    if act.tag == "VBG" and act.dep == "pcomp" and verb.lemma == "commit":
        return True  # "committed itself to training them"
    if act.tag == "VBG":
        return verb.lemma in ("propose", "suggest") and not aux
    return (act.tag == "VB" or act.lower == act.lemma) and bool(aux & WILLING or not aux)


def _deal(verb: Token) -> tuple[Span, Token] | None:
    """ "signed an agreement under which X will ship wheat", "reached a deal to free them"."""
    noun = next((c for c in verb.kids("dobj", "nsubjpass") if c.lemma in DEALS), None)
    if noun is None:
        return None
    # "signed a deal on Monday to free them": the parser hangs the act on the verb
    for c in (*noun.children, *verb.kids("advcl", "xcomp")):
        told = c.dep in ("acl", "advcl", "xcomp") and any(x.tag == "TO" for x in c.children)
        told = told or (c.dep == "relcl" and any(x.lower in WILL | {"would"} for x in c.kids("aux")))
        if c.is_verb and told:
            span = span_of(c)
            return (span, c) if span else None
    return None


def _is_person(token: Token) -> bool:
    return token.tag in ("PRP", "NNP") or token.lower in ("people", "reporters", "journalists")


def _partner(verb: Token, voices: Voices, own: Party) -> Party | None:
    made = [c for c in verb.kids("dobj") if c.lemma in DEALS]  # "reached an agreement with Chile"
    for prep in (p for t in (verb, *made) for p in t.kids("prep")):
        inner = prep.child("pobj")
        if prep.lower == "with" and inner is not None:
            found = _other(voices.parties(inner), own)
            if found is not None:
                return found
    return None


def toward(verb: Token, act: Token, voices: Voices, own: Party) -> Party | None:
    """The other side: whom it is said to, who shall do it, or whom the act is done to, in this order."""
    places: list[Token | None] = [c for c in verb.children if c.dep in ("dative", "dobj", "iobj") and c is not act]
    places += [p.child("pobj") for p in verb.kids("prep", "dative") if p.lower in ("on", "upon", "to", "with", "from")]
    places += act.kids("nsubj") if act is not verb else []
    places += [undergoer(act)] if act.is_verb else []
    places += act.kids("dative")
    places += [
        p.child("pobj") for p in act.kids("prep", "dative") if p.lower in ("to", "from", "with", "against", "for")
    ]
    below = act.child("dobj") if act.is_verb else act
    places += below.kids("poss", "amod", "compound", "nmod") if below is not None else []
    places += (
        [p.child("pobj") for p in below.kids("prep") if p.lower in ("to", "from", "with", "on", "of")] if below else []
    )
    for place in places:
        found = _other(voices.parties(place), own) if place is not None else None
        if found is not None:
            return found
    return None


def _other(parties: tuple[Party, ...], own: Party) -> Party | None:
    return next((p for p in parties if p.country is not None and p.country != own.country), None)


@functools.cache
def _verbs() -> dict[str, list[tuple[CommitmentKind, tuple[str, ...]]]]:
    out: dict[str, list[tuple[CommitmentKind, tuple[str, ...]]]] = {}
    for lemma, kind, carriers in (line.split("\t") for line in _lines("verbs.tsv")):
        out.setdefault(lemma, []).append((CommitmentKind(kind), tuple(carriers.split(","))))
    return out


@functools.cache
def listed(name: str) -> frozenset[str]:
    """The words of one of the lists in `data/`."""
    return frozenset(_lines(name))


def _lines(name: str) -> list[str]:
    text = (files("dragoman.coding.commitments") / "data" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
