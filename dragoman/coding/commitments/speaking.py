"""What speakers bind themselves or others to: "we will", "you must", "let us", "we are ready to"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.coding.commitments.content import span_of
from dragoman.coding.commitments.performing import (
    IDLE_ACTS,
    OFFICIAL,
    WILL,
    Made,
    as_threat,
    first_of,
    is_main,
    is_one,
    listed,
    state,
    toward,
)
from dragoman.coding.commitments.terms import is_condition
from dragoman.coding.events.voices import FIRST, Voices
from dragoman.language import Analysis, Token
from dragoman.model import CommitmentKind, Form, Party, Span, Stance, Statement

MUST = frozenset({"must"})
READY = frozenset({"ready", "prepared", "willing", "committed"})
THINGS = frozenset({"it", "this", "that", "there"})  # what they stand for binds itself to nothing
UNDERTAKING = frozenset("agree promise pledge vow undertake commit".split())
ACTED = frozenset("leave go stop end decide speak take keep hold".split())  # idle of oneself; asked of others, acts
OFFICES = frozenset(
    "minister commissioner spokesman spokeswoman spokesperson ministry president chancellor premier".split()
)
LETTING = frozenset({"let"})
IDLE_CALLS = frozenset(
    "learn dispel pretend imagine hear listen consider think admit pray remember hope be see face "
    "start begin look wait go keep say talk".split()
)


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


def _officials(statement: Statement, voices: Voices) -> list[Party]:
    """A speaker of whom only the office is told ("its trade commissioner"): who it is for, the content must tell."""
    speaker = voices.head(statement.speaker)
    if speaker is None or speaker.lemma not in OFFICES or any(p.country for p in voices.speaker(statement)):
        return []
    return [Party(span=statement.speaker, name=None, country=None, sector="GOV")]


def _is_itself(it: Token, statement: Statement, speaker: Party, voices: Voices) -> bool:
    """Whether "it" is whoever speaks, and does what states bind themselves to: "Peru said that it would reopen it"."""
    if it.head.lemma not in listed("deeds.txt") | listed("harms.txt"):
        return False
    return it.lower == "it" and statement.form is not Form.DIRECT and is_one(it, speaker, voices)


def _said(verb: Token, statement: Statement, speaker: Party, voices: Voices) -> Made | None:
    if not verb.is_verb or verb.tag == "MD" or voices.statement(verb) is not statement:
        return None
    if not is_main(verb, statement):
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
    if span is None and verb.lemma in listed("harms.txt") and any(is_condition(c) for c in verb.children):
        span = verb.span  # "will respond if"
    if span is None or children < 3:
        return None
    own = state(subject, voices)
    if speaker.country is None and own is not None:
        speaker = own  # "Peru will pay, the minister said": a minister of whom no more is told
    if speaker.country is None:
        return None
    mine = subject.lower in FIRST or is_one(subject, speaker, voices)
    if "be" in aux or verb.lemma in IDLE_ACTS:
        return None
    if (
        (aux & WILL or ("would" in aux and _is_backshifted(head, statement, voices)))
        and mine
        and verb.lemma not in listed("idle.txt")
    ):
        harm = verb.lemma in listed("harms.txt")
        kind = CommitmentKind.THREAT if harm or statement.stance is Stance.THREATENS else CommitmentKind.PLEDGE
        kind = as_threat(kind, verb)
        return Made(kind, head, span, verb, speaker, toward(head, verb, voices, speaker), statement)
    if subject.lower == "they" and statement.form is Form.DIRECT:
        mine = False  # nobody calls his own side "they" in his own words
    if aux & MUST and not mine and verb.lemma not in listed("idle.txt") - ACTED:
        others = [p for p in voices.parties(subject) if (p.country or p.sector) and p.country != speaker.country]
        others = others or [p for p in voices.parties(subject) if p.sector and subject.lower != "they"]
        if others or subject.lower in ("you", "they"):
            other = others[0] if others else None
            return Made(CommitmentKind.DEMAND, head, span, verb, speaker, other, statement)
    return None


def _is_backshifted(verb: Token, statement: Statement, voices: Voices) -> bool:
    """Whether "would" is what was "will" when it was said: "said that it would", not "said it was clear he would"."""
    cue = voices.cue(statement)
    first = first_of(verb)
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
                if not is_main(verb, statement) or subject.lower in THINGS or verb.child("neg") is not None:
                    continue
                if not (subject.lower in FIRST or is_one(subject, speakers[0], voices)):
                    continue
                act = _readied(word) or _continued(analysis, word, statement.content[n + 1 :])
                span = span_of(act) if act is not None else None
                if act is None or span is None or act.lemma in IDLE_ACTS or act.lemma in listed("idle.txt"):
                    continue
                kind = CommitmentKind.PLEDGE if word.lemma in ("committed", "commit") else CommitmentKind.OFFER
                other = toward(act, act, voices, speakers[0])
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
