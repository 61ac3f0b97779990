"""What looks like a commitment and is none: opinions, questions, cases only thought of, and words that tell no act.

A commitment that was never made is worse than one that is missed, since later reports are held against it.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date, timedelta
from importlib.resources import files

from dragoman.language import Token
from dragoman.model import CommitmentKind, Event, Party, Time

# Clauses that only think of a case; with "when" only in the present, where it means "whenever".
CASES = frozenset({"if", "unless", "whether", "whenever"})
PRESENT = frozenset({"when", "before", "until", "till"})
# "how far they are willing to go", "why he agreed": what is asked is not told.
ASKED = frozenset({"how", "why", "whether", "what", "which"})
WITHIN = frozenset({"xcomp", "acomp", "attr", "conj", "aux"})  # below a verb, and of its own clause
DOUBTS = frozenset("perhaps maybe possibly probably presumably conceivably supposedly".split())
# What is decided and what is wished, told as a thing; it is a commitment when it is made known.
DECIDED = frozenset({"decision", "choice"})
MAKING_KNOWN = frozenset("announce declare reveal confirm unveil disclose proclaim notify".split())
WISHES = frozenset({"want", "wish", "like", "love"})
SAYING = frozenset("say tell report announce add claim think believe mean".split())
# "agreed that it is late", "insists there are no soldiers": what is so, not what shall be.
HOLDING = frozenset("agree insist say".split())
NEEDS = frozenset("need want be have".split())
WILLED = frozenset({"will", "would", "shall", "should", "must", "ought", "'ll", "’ll"})
SHOWING = frozenset({"face", "pose", "represent"})  # "faces a threat"
OPEN = WILLED | {"may", "might", "can", "could"}  # with these "suggested that" tells what may be so
BEING = frozenset("is are was were be been being".split())
# "few states have proposed", "less willing to": that nobody does it, or that he would rather not.
HARDLY = frozenset("few no neither none nobody hardly no-one".split())
LESS = frozenset("less hardly barely scarcely hesitantly".split())
WILLING = frozenset("willing ready prepared willingness readiness".split())
# What others show or believe of somebody's mind: "the files show that he intended to".
SUPPOSING = frozenset("indicate show suggest prove believe think fear imply reveal suspect doubt assume guess".split())
MINDED = WISHES | WILLING | frozenset({"intend", "plan", "seek", "hope", "be", "stand"})
READINESS = frozenset({"readiness", "willingness"})
EXPRESSING = frozenset(
    "express voice show signal indicate state reiterate repeat stress reaffirm demonstrate underline".split()
)
MAY = frozenset({"can", "could", "may", "might"})
BELOW = frozenset({"ccomp", "xcomp", "acl", "dobj", "pcomp", "pobj", "prep"})
# What "threatens to" do these is a danger and no threat.
LOOMING = frozenset(
    "outpace become overwhelm undermine derail destabilize destabilise spill spread overshadow engulf worsen undo "
    "erode exacerbate jeopardize jeopardise plunge drag spiral escalate swamp eclipse complicate dent".split()
)
# What an infinitive may hang on and be an undertaking: "the promise to help", not "time for Peru to help".
UNDERTAKINGS = DECIDED | frozenset(
    "agreement deal accord pact treaty truce promise pledge vow commitment undertaking obligation offer proposal plan "
    "intention readiness willingness threat demand call appeal request order ultimatum warning".split()
)
LATELY = timedelta(days=60)
LONG_AGO = frozenset({"once", "formerly", "originally"})
FORMER = frozenset({"previous", "former", "last"})
RULE = frozenset({"government", "administration", "regime", "presidency", "cabinet"})
# Who only thinks and writes; and of whom no more is known than that they are people.
ONLOOKERS = frozenset({"JRN", "EDU"})
UNNAMED = frozenset({"UNK", "CVL"})
QUESTIONS = frozenset("what who whom whose which how when where why whether if".split())
# Going to see somebody is owed to nobody.
VISITS = frozenset("meet visit travel speak attend talk fly head".split())
JOKING = frozenset({"joke", "quip", "jest"})
# Nouns that make a threat; any other that seems to ("the attack on the agency would be seen as") is told of as done.
THREATS = frozenset(
    "threat warning ultimatum vow plan intention readiness willingness preparation promise pledge".split()
)
# With these and nothing but adverbs beside them ("we will work together") nothing is undertaken.
BARE = frozenset("aux nsubj advmod mark cc neg expl npadvmod".split())
EMPTY = frozenset("work act cooperate do go continue move proceed try stand help succeed fight compete".split())
SESSIONS = frozenset(
    "discussion consultation talk talks meeting summit session conference dialogue negotiation visit".split()
)
# What nobody can be held to.
GRACES = frozenset(
    "pray need importance necessity fact patience prayer privacy understanding sympathy forgiveness".split()
)
SPANS = frozenset("second minute hour day week month year decade time while moment".split())


def is_only_thought(head: Token) -> bool:
    """Whether words of committing stand in a question, in a case that is only thought of, or under doubt or a "not"."""
    if head.sentence.tokens and any(t.text == "?" for t in head.sentence.tokens[-2:]):
        return True
    if head.lemma in READINESS and not (head.dep in ("dobj", "conj") and head.head.lemma in EXPRESSING | MAKING_KNOWN):
        return True  # "exploits its willingness to", "positions regarding their readiness to"
    if head.lemma in DECIDED and not _is_made_known(head):
        return True
    below, own, thought = head, True, True
    for t in (head, *head.ancestors()):
        marks = [c for c in t.children if c.dep in ("mark", "advmod") and c.i < t.i]
        if any(c.lower in CASES for c in marks) and t.dep in ("advcl", "ccomp", "pcomp"):
            return True
        if t.dep == "advcl" and t.tag in ("VBZ", "VBP") and any(c.lower in PRESENT for c in marks):
            return True
        own = own and (t is head or below.dep in WITHIN)
        if own and t.dep in ("ccomp", "pcomp") and min(t.subtree(), key=lambda x: x.i).lower in ASKED:
            return True
        if t.lemma in JOKING:
            return True
        thought = thought and (t is head or below.dep in BELOW)
        if t is not head and t.is_verb and t.lemma not in SAYING and thought and _is_unsure(t, head):
            return True
        if t.lemma in SAYING and t is not head:
            return t.child("neg") is not None  # "did not say that he would"
        if any(c.lower in DOUBTS for c in marks):
            return True
        if t is not head and t.child("neg") is not None and below.dep == "advcl":
            return True  # "not because he is ready to"
        below = t
    return False


def is_of_nobody(head: Token) -> bool:
    """Whether hardly anybody made it: "few states have proposed", "Peru is less willing to"."""
    who = next((c for c in head.children if c.dep in ("nsubj", "nsubjpass")), None)
    if who is not None and (who.lower in HARDLY or any(c.lower in HARDLY for c in who.children)):
        return True
    near = [head, *head.kids("acomp", "oprd", "xcomp")]
    return any(t.lemma in WILLING and any(c.lower in LESS for c in t.kids("advmod", "neg")) for t in near)


def is_long_past(head: Token) -> bool:
    """Whether words beside it tell that it was made long ago: "once promised", "under the previous government"."""
    for t in (head, head.head) if head.dep in WITHIN else (head,):
        if any(c.dep == "advmod" and c.lower in LONG_AGO and c.i < t.i for c in t.children) and t.tag in ("VBD", "VBN"):
            return True
        for p in t.kids("prep"):
            inner = p.child("pobj")
            if p.lower == "under" and inner is not None and inner.lemma in RULE:
                return any(c.lower in FORMER for c in inner.children)
    return False


def was_ready(head: Token, dated: Sequence[tuple[Time, tuple[date, date]]], day: date | None) -> bool:
    """Whether a readiness is over: "last year Peru was ready to". `dated` are the times of its sentence."""
    if day is None or head.lemma != "be" or head.tag != "VBD":
        return False
    return any(interval[1] < day - LATELY for _, interval in dated)


def is_only_supposed(head: Token) -> bool:
    """Whether it is what others make of somebody's mind ("the files show that he intended to"), or of what he is like
    ("a president who was willing to")."""
    if head.lemma not in MINDED:
        return False
    below = head
    for t in head.ancestors():
        if below.dep == "relcl" and t.is_noun and any(c.lower in ("a", "an") for c in t.children):
            return True
        if t.lemma in SUPPOSING and below.dep == "ccomp":
            return True
        if t.lemma in SAYING:
            return False
        below = t
    return False


def _is_unsure(above: Token, head: Token) -> bool:
    """Whether the verb above tells that it is not so, or only may be: "has no trust that", "can make clear that"."""
    if any(c.lower in MAY for c in above.kids("aux")):
        return True
    return head.is_verb and above.child("neg") is not None


def _is_made_known(decision: Token) -> bool:
    """ "announced his decision to leave": what is told of any other decision is mostly what it has led to."""
    return decision.dep in ("dobj", "nsubjpass") and decision.head.lemma in MAKING_KNOWN


def is_only_wished(head: Token, party: Party, counterparty: Party | None, speakers: Sequence[Party]) -> bool:
    """Whether "wants to" offers nothing: it does where somebody of the party's own side tells another state.

    `speakers` are whose words it stands in, empty where it is told in the report's own.
    """
    if head.lemma not in WISHES:
        return False
    if counterparty is None or counterparty.country is None or counterparty.country == party.country:
        return True
    return not any(s.country is not None and s.country == party.country for s in speakers)


def is_nobody(party: Party) -> bool:
    """Whether a party can bind itself to nothing: a newspaper that tells of it, or "those" of whom nothing is known."""
    if party.sector in ONLOOKERS:
        return True
    return party.country is None and (party.sector is None or party.sector in UNNAMED)


def is_private(kind: CommitmentKind, party: Party, counterparty: Party | None) -> bool:
    """Whether it is what citizens mean to do for themselves: "she plans to come back every year"."""
    return party.sector == "CVL" and counterparty is None and kind in (CommitmentKind.PLEDGE, CommitmentKind.OFFER)


def tells_no_act(kind: CommitmentKind, head: Token, verb: Token, event: Event | None = None) -> bool:
    """Whether what is promised or demanded is no act: a person, a time, an opinion, or the demanding itself.

    `head` makes the commitment, `verb` heads what was found to be its content.
    """
    if verb.tag in ("NNP", "NNPS", "PRP", "CD") or (verb.is_noun and verb.lemma in SPANS):
        return True
    bare = head.tag == "VB" and head.dep in ("relcl", "acl") and any(c.tag == "TO" for c in head.children)
    if bare and head.head.lemma not in UNDERTAKINGS:
        return True
    if kind is CommitmentKind.THREAT and head.is_noun and head.lemma not in THREATS:
        return True
    if verb.is_verb and verb.lemma in EMPTY and all(c.pos == "PUNCT" or c.dep in BARE for c in verb.children):
        return True
    if head.lemma == "hope" or (kind is CommitmentKind.THREAT and verb.lemma in LOOMING):
        return True
    if head.lemma == "insist" and any(p.lower == "on" and p.child("pcomp") is not None for p in head.kids("prep")):
        return True  # "insisted on paying"
    if verb.lemma in GRACES or _is_asked(head, verb):
        return True
    if kind in (CommitmentKind.PLEDGE, CommitmentKind.AGREEMENT) and _is_visit(verb):
        return True
    if head.lemma in SHOWING or (head.lemma == "expect" and head.tag == "VBN"):
        return True
    willed = any(c.lower in WILLED for c in head.kids("aux"))
    willed = willed or head.head.lemma == "go"  # "is going to defend"
    if verb is head and head.is_verb and not willed and (head.tag != "VB" or any(c.tag == "TO" for c in head.children)):
        return True  # "a truce brokered by", "is due to fly": what was done or is expected, and no word of committing
    if head.lemma == "threaten" and verb.dep == "dobj" and verb.head is head and verb.lemma not in _threatened():
        return True  # "threatens the village": by whom or what, and with what, is not told
    if verb is head:
        # "lobbied Congress", "brokered an agreement": that it was done, not what is to be done ("should leave")
        return kind is CommitmentKind.AGREEMENT or (event is not None and event.type == "REQUEST" and not willed)
    if verb.is_noun and head.lemma == "want":
        return True  # "wants weapons": nobody is asked
    if head.lemma == "call" and any(c.lower in ("in", "off", "out", "up") for c in head.kids("prep", "prt")):
        return True  # "called in the envoy to explain"
    named = head.child("dobj") if head.lemma == "call" and head.is_verb else None
    if named is not None:
        # "called the king to discuss", "call the focus on Peru a diversion to": not "called on Peru to"
        return not any(p.lower in ("on", "upon", "for") and head.i < p.i < named.i for p in head.kids("prep"))
    return (head.lemma in HOLDING and _is_held_so(head, verb)) or (head.lemma == "suggest" and _is_guess(head, verb))


def _is_asked(head: Token, verb: Token) -> bool:
    """Whether a content is a question: "asked what Peru could give"."""
    clause = _clause(head, verb)
    if clause is head or clause.dep not in ("ccomp", "pcomp", "advcl", "xcomp"):
        return False
    first = min(clause.subtree(), key=lambda t: t.i)
    return first.lower in QUESTIONS and first.i > head.i and head.lemma in ("ask", "say", "request", "want")


def _is_visit(verb: Token) -> bool:
    """Whether an act is to see somebody: "to meet the king", "to hold talks", "to leave for Peru"."""
    if verb.lemma in ("leave", "depart") and verb.child("dobj") is None:
        return any(p.lower == "for" for p in verb.kids("prep"))
    if verb.lemma in VISITS and verb.is_verb:
        return True
    held = verb.child("dobj") if verb.lemma in ("hold", "have", "attend", "host", "continue") else verb
    return held is not None and held.is_noun and held.lemma in SESSIONS


def _is_held_so(head: Token, verb: Token) -> bool:
    """Whether a clause says how things are: finite, without "will" or "should", and not "that they leave"."""
    clause = _clause(head, verb)
    if clause.dep != "ccomp" or clause.head is not head:
        return False
    if clause.lemma in NEEDS:
        return True
    if head.lemma == "agree" and any(c.lower in ("should", "must", "ought") for c in clause.kids("aux")):
        return True  # "agreed that Peru should leave": an opinion
    if any(c.lower in WILLED for c in clause.kids("aux")) or any(c.tag == "TO" for c in clause.children):
        return False
    subject = clause.child("nsubj")
    if clause.tag == "VBP" and subject is not None and subject.tag == "NNP" and subject.child("conj") is None:
        return False  # "insists that Peru hand them over", which the parser takes for a plural
    return clause.tag in ("VBZ", "VBD", "VBN", "VBP") or any(c.dep in ("aux", "auxpass") for c in clause.children)


def _is_guess(head: Token, verb: Token) -> bool:
    """Whether "suggested that" tells what may be so: in the past, the progressive, or with "would" and the like."""
    clause = _clause(head, verb)
    if clause.dep != "ccomp" or clause.head is not head:
        return False
    aux = {c.lower for c in clause.kids("aux", "auxpass")}
    if "should" in aux or "ought" in aux:
        return False
    return clause.lemma in NEEDS or bool(aux & OPEN) or clause.tag in ("VBZ", "VBD") or bool(aux & (BEING - {"be"}))


def _clause(head: Token, verb: Token) -> Token:
    """The verb of the clause below `head` in which an act stands."""
    clause = verb
    while clause.dep in ("xcomp", "conj") and clause.head is not head and clause.head.is_verb:
        clause = clause.head
    return clause


@functools.cache
def _threatened() -> frozenset[str]:
    text = (files("dragoman.coding.commitments") / "data" / "threatened.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line.strip() and not line.startswith("#"))
