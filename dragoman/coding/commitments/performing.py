"""Commitments that no coded event carries: verbs that make one by being said, and "we will", "you must".

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
from dragoman.coding.commitments.terms import is_condition
from dragoman.coding.events.syntax import doer, undergoer
from dragoman.coding.events.voices import FIRST, Voices
from dragoman.coding.status import modality_of
from dragoman.language import Analysis, Token
from dragoman.model import CommitmentKind, Form, Party, Span, Stance, Statement

WILL = frozenset({"will", "shall", "'ll", "’ll"})
MUST = frozenset({"must"})
OFFICIAL = frozenset({"GOV", "MIL", "COP", "LEG", "IGO", "REB", "JUD", "UAF"})
READY = frozenset({"ready", "prepared", "willing", "committed"})
WILLING = WILL | {"would", "should", "must"}
THINGS = frozenset({"it", "this", "that", "there"})  # what they stand for binds itself to nothing
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
UNDERTAKING = frozenset("agree promise pledge vow undertake commit".split())
GIFTS = frozenset("grant loan donation package credit contribution gift aid".split())
ACTED = frozenset("leave go stop end decide speak take keep hold".split())  # idle of oneself; asked of others, acts
OFFICES = frozenset(
    "minister commissioner spokesman spokeswoman spokesperson ministry president chancellor premier".split()
)
LETTING = frozenset({"let"})
IDLE_CALLS = frozenset(
    "learn dispel pretend imagine hear listen consider think admit pray remember hope be see face "
    "start begin look wait go keep say talk".split()
)


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
    if thing is None or thing.lemma not in _list("threatened.txt"):
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
        if not rows or modality_of(verb) != "asserted" or modality_of(_first(verb)) != "asserted":
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
            other = parties[1] if kind is CommitmentKind.AGREEMENT else _toward(verb, act, voices, parties[0])
        if verb.lemma == "agree" and act.is_noun and (other is None or verb.tag not in ("VBD", "VBN")):
            continue  # "they agree with him on the policy", "had agreed on the outlines"
        if kind is CommitmentKind.OFFER and act.is_noun and other is None:
            continue  # "offered his condolences", or goods to whoever buys them
        if kind is CommitmentKind.THREAT and act.is_noun and act.lemma not in _list("threatened.txt"):
            continue  # "warned them of floods"
        for one in acts(verb, act):
            span = content if one is act else span_of(one, head=verb)
            if span is not None:
                yield Made(as_threat(kind, one), verb, span, one, parties[0], other, voices.statement(verb))


def made_with_nouns(analysis: Analysis, voices: Voices) -> Iterator[Made]:
    """What is committed to with a noun: "gave its word that", "made an offer of", "gave Peru a week to"."""
    for kind, verb, content, act, own, words in worded(analysis, voices):
        named = (_other(voices.parties(w), own) for w in words)
        other = next((p for p in named if p is not None), None) or _toward(verb, act, voices, own)
        if kind is CommitmentKind.PLEDGE and act.lemma in _list("harms.txt"):
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


def spoken(analysis: Analysis, voices: Voices) -> Iterator[Made]:
    """What speakers bind themselves or others to with "will", "must" and "let us", in the order of the statements."""
    for statement in voices.statements:
        speakers = [p for p in voices.speaker(statement) if p.sector in OFFICIAL]
        speakers = speakers or _officials(statement, voices)
        if not speakers or statement.stance.is_attitude:
            continue
        for content in statement.content:
            for verb in analysis.tokens_in(content):
                made = _said(verb, statement, speakers[0], voices)
                if made is not None:
                    yield made


def _first(verb: Token) -> Token:
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


def _officials(statement: Statement, voices: Voices) -> list[Party]:
    """A speaker of whom only the office is told ("its trade commissioner"): who it is for, the content must tell."""
    speaker = voices.head(statement.speaker)
    if speaker is None or speaker.lemma not in OFFICES or any(p.country for p in voices.speaker(statement)):
        return []
    return [Party(span=statement.speaker, name=None, country=None, sector="GOV")]


def _is_itself(it: Token, statement: Statement, speaker: Party, voices: Voices) -> bool:
    """Whether "it" is whoever speaks, and does what states bind themselves to: "Peru said that it would reopen it"."""
    if it.head.lemma not in _list("deeds.txt") | _list("harms.txt"):
        return False
    return it.lower == "it" and statement.form is not Form.DIRECT and _is_one(it, speaker, voices)


def _frees(act: Token) -> bool:
    """Whether the agreement itself does it: "a deal that will exempt them"."""
    return act.dep == "relcl" and is_deal(act.head)


def _said(verb: Token, statement: Statement, speaker: Party, voices: Voices) -> Made | None:
    if not verb.is_verb or verb.tag == "MD" or voices.statement(verb) is not statement:
        return None
    if not _is_main(verb, statement):
        return None
    aux = {c.lower for c in verb.kids("aux")}
    if any(c.dep == "neg" for c in verb.children) and not aux & MUST:
        return None
    if verb.lemma in LETTING:
        return _let_us(verb, statement, speaker, voices)
    subject = verb.child("nsubj")
    if subject is None or (subject.lower in THINGS and not _is_itself(subject, statement, speaker, voices)):
        return None
    children, head = len(verb.children), verb
    while verb.lemma in UNDERTAKING and (below := verb.child("xcomp")) is not None and below.is_verb:
        verb = below  # "would agree to leave"
    span = span_of(verb)
    if span is None and verb.lemma in _list("harms.txt") and any(is_condition(c) for c in verb.children):
        span = verb.span  # "will respond if"
    if span is None or children < 3:
        return None
    own = _state(subject, voices)
    if speaker.country is None and own is not None:
        speaker = own  # "Peru will pay, the minister said": a minister of whom no more is told
    if speaker.country is None:
        return None
    mine = subject.lower in FIRST or _is_one(subject, speaker, voices)
    if "be" in aux or verb.lemma in IDLE_ACTS:
        return None
    if (
        (aux & WILL or ("would" in aux and _is_backshifted(head, statement, voices)))
        and mine
        and verb.lemma not in _list("idle.txt")
    ):
        harm = verb.lemma in _list("harms.txt")
        kind = CommitmentKind.THREAT if harm or statement.stance is Stance.THREATENS else CommitmentKind.PLEDGE
        kind = as_threat(kind, verb)
        return Made(kind, head, span, verb, speaker, _toward(head, verb, voices, speaker), statement)
    if subject.lower == "they" and statement.form is Form.DIRECT:
        mine = False  # nobody calls his own side "they" in his own words
    if aux & MUST and not mine and verb.lemma not in _list("idle.txt") - ACTED:
        others = [p for p in voices.parties(subject) if (p.country or p.sector) and p.country != speaker.country]
        others = others or [p for p in voices.parties(subject) if p.sector and subject.lower != "they"]
        if others or subject.lower in ("you", "they"):
            other = others[0] if others else None
            return Made(CommitmentKind.DEMAND, head, span, verb, speaker, other, statement)
    return None


def _is_backshifted(verb: Token, statement: Statement, voices: Voices) -> bool:
    """Whether "would" is what was "will" when it was said: "said that it would", not "said it was clear he would"."""
    cue = voices.cue(statement)
    first = _first(verb)
    if any(c.lower in ("have", "be") for c in verb.kids("aux")) or not (first.is_root or first.head is cue):
        return False
    return statement.form is not Form.DIRECT and cue is not None and cue.tag in ("VBD", "VBN")


def _let_us(verb: Token, statement: Statement, speaker: Party, voices: Voices) -> Made | None:
    """ "let us build it": what a speaker proposes to those he speaks to."""
    act = verb.child("ccomp", "xcomp")
    if act is None or not act.is_verb or act.lemma in IDLE_CALLS | IDLE_ACTS:
        return None
    who, called = act.child("nsubj") or verb.child("dobj"), verb.child("nsubj")
    if who is None or who.lower not in ("us", "'s", "’s") or (called is not None and not _is_called(called)):
        return None
    span = span_of(act)
    if span is None or speaker.country is None:
        return None
    asked = voices.parties(called) if called is not None else voices.addressee(statement)
    return Made(CommitmentKind.PROPOSAL, verb, span, act, speaker, asked[0] if asked else None, statement)


def _is_called(name: Token) -> bool:
    """Whether a name is called out, with a comma behind it: "Members of the council, let us"."""
    last = name.subtree()[-1]
    place = last.i - last.sentence.tokens[0].i + 1
    return last.text == "," or (place < len(last.sentence.tokens) and last.sentence.tokens[place].text == ",")


def offered(analysis: Analysis, voices: Voices) -> Iterator[Made]:
    """What a speaker says that his side is ready or committed to do, in the order of the statements."""
    for statement in voices.statements:
        speakers = [p for p in voices.speaker(statement) if p.sector in OFFICIAL and p.country]
        if not speakers or statement.stance.is_attitude:
            continue
        for n, content in enumerate(statement.content):
            for verb in analysis.tokens_in(content):
                word = _readiness(verb)
                subject = verb.child("nsubj", "nsubjpass")
                if word is None or subject is None or voices.statement(verb) is not statement:
                    continue
                if not _is_main(verb, statement) or subject.lower in THINGS or verb.child("neg") is not None:
                    continue
                if not (subject.lower in FIRST or _is_one(subject, speakers[0], voices)):
                    continue
                act = _readied(word) or _continued(analysis, word, statement.content[n + 1 :])
                span = span_of(act) if act is not None else None
                if act is None or span is None or act.lemma in IDLE_ACTS or act.lemma in _list("idle.txt"):
                    continue
                kind = CommitmentKind.PLEDGE if word.lemma in ("committed", "commit") else CommitmentKind.OFFER
                other = _toward(act, act, voices, speakers[0])
                yield Made(as_threat(kind, act), verb, span, act, speakers[0], other, statement)


def _readiness(verb: Token) -> Token | None:
    """The word by which one is ready: "are ready", "stand prepared", "is committed"."""
    if verb.lemma in ("be", "stand", "remain"):
        return next((c for c in verb.kids("acomp", "oprd", "attr", "advmod") if c.lower in READY), None)
    return verb if verb.lower == "committed" and verb.child("auxpass") is not None else None


def _readied(word: Token) -> Token | None:
    """The act below it: "ready to help", "committed to helping"."""
    for c in word.children:
        if c.dep in ("xcomp", "advcl") and c.is_verb and any(x.tag == "TO" for x in c.children):
            return c
        if c.dep == "prep" and c.lower == "to" and c.child("pcomp") is not None:
            return c.child("pcomp")
    return None


def _continued(analysis: Analysis, word: Token, rest: Sequence[Span]) -> Token | None:
    """The act where its cue stands in between: "We are ready," she said, "to help them"."""
    following = analysis.tokens_in(rest[0]) if rest else []
    if len(following) < 2 or following[0].lower != "to" or following[0].sentence is not word.sentence:
        return None
    return following[0].head if following[0].head.is_verb and following[0].head.i - following[0].i < 3 else None


def announced(analysis: Analysis, voices: Voices) -> Iterator[Made]:
    """What a report tells in its own words that a state will do: "Ghana will send observers"."""
    for verb in analysis.tokens:
        if verb.tag != "VB" or verb.lemma not in _list("deeds.txt"):
            continue
        due = _is_due(verb)
        subject = verb.head.child("nsubj") if due else verb.child("nsubj")
        top = verb.head if due else verb
        if subject is None or not (due or {c.lower for c in verb.kids("aux")} & WILL):
            continue
        if not top.is_root and not (due and _is_told_by_its_own(top, subject, voices)):
            continue
        own, span = _state(subject, voices), span_of(verb)
        if own is None or span is None or verb.child("neg") or top.child("neg"):
            continue
        if voices.statement(verb) is not None and not due:
            continue
        kind = CommitmentKind.THREAT if verb.lemma in _list("harms.txt") else CommitmentKind.PLEDGE
        yield Made(kind, top, span, verb, own, _toward(verb, verb, voices, own))


def _is_due(verb: Token) -> bool:
    """ "is to give": what is arranged."""
    top = verb.head
    return verb.dep == "xcomp" and top.lower in ("is", "are") and any(c.tag == "TO" for c in verb.children)


def _is_told_by_its_own(top: Token, subject: Token, voices: Voices) -> bool:
    """Whether the side itself says what it is to do: "Peru is to give it, its minister said"."""
    said = voices.statement(top)
    if said is None or top.dep not in ("ccomp", "parataxis"):
        return False
    own = _state(subject, voices)
    return own is not None and any(p.country == own.country for p in voices.speaker(said))


def _state(subject: Token, voices: Voices) -> Party | None:
    """The state that a name stands for; None for people, firms and pronouns."""
    if subject.tag != "NNP":
        return None
    found = voices.parties(subject)
    return found[0] if len(found) == 1 and found[0].country and found[0].sector in ("GOV", "IGO") else None


def _is_main(verb: Token, statement: Statement) -> bool:
    """Whether a verb heads what is said, or stands beside what does; not a clause within it."""
    top = verb
    while top.dep == "conj" and top.head.is_verb:
        top = top.head
    if top.dep in ("relcl", "advcl", "acl", "pcomp", "csubj"):
        return False
    inside = any(top.head.span.within(c) for c in statement.content)
    return top.is_root or not inside or top.dep in ("ROOT", "parataxis")


def _is_one(subject: Token, speaker: Party, voices: Voices) -> bool:
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


def _toward(verb: Token, act: Token, voices: Voices, own: Party) -> Party | None:
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
def _list(name: str) -> frozenset[str]:
    return frozenset(_lines(name))


def _lines(name: str) -> list[str]:
    text = (files("dragoman.coding.commitments") / "data" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
