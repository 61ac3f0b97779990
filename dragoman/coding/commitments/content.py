"""What is promised or demanded: the verb phrase or object below a trigger, without its modal and its conditions."""

from __future__ import annotations

from dragoman.coding.commitments.terms import is_condition
from dragoman.language import Analysis, Token
from dragoman.model import Span

MODALS = frozenset({"should", "must", "will", "would", "shall", "may", "could", "can", "ought", "'ll", "wo", "might"})
# Verbs whose complement is the act itself: "agreed to send", "will consider deploying".
CARRIERS = frozenset(
    "agree want wish need ask urge demand call pledge promise vow offer threaten commit plan consider decide propose "
    "suggest request intend hope prepare stand continue seek expect refuse tell order advise "
    "invite begin warn talk say insist assure".split()
)
# What is demanded with these is their object, and nobody who should do what follows.
NAMING = frozenset({"demand", "propose", "request", "suggest"})
TOLD = frozenset("ask urge tell order advise press beg instruct command warn invite".split())
# "announced that they would stop": what they will do is the act.
TELLING = frozenset({"announce", "declare", "confirm"})
# Clauses with these tell why, not what.
REASONS = frozenset({"as", "because", "since", "after", "while", "although", "though"})
# What is said of the act, and where it is said: "in view of its losses", "in a statement", "according to".
PRETEXTS = frozenset("amid despite because owing given following according".split())
PRETEXT_NOUNS = frozenset("view light response retaliation wake face case attempt bid effort".split())
WORDINGS = frozenset(
    "statement letter message tweet post interview speech address report memo note alert advisory warning notice "
    "communique communiqué briefing conference release telegram remark comment broadcast".split()
)
ASIDES = frozenset("move step decision act development measure".split())
LEFT_OUT = frozenset({"aux", "auxpass", "nsubj", "nsubjpass", "mark", "cc", "punct", "expl", "neg"})


def clause_content(analysis: Analysis, head: Token, trigger: Span) -> tuple[Span, Token] | None:
    """The span of the act and the token that heads it; None where the syntax does not tell it."""
    verb = head
    for _ in range(4):
        below = _complement(verb)
        if below is None:
            break
        verb = below
        if verb.lemma not in CARRIERS:
            break
    if verb is head and not head.is_verb:
        return _noun_content(head)
    if verb is not head and verb.lemma in NAMING and _complement(verb) is None:
        return object_content(verb)  # "began demanding a vote"
    if verb is head and head.lemma in CARRIERS:
        return object_content(head, prepositions=("for", "to", "of"))
    span = span_of(verb, head=head)
    return (span, verb) if span else None


def _complement(verb: Token) -> Token | None:
    """The infinitive, gerund or clause in which the act itself stands."""
    for c in verb.children:
        if c.i < verb.i:
            continue
        if c.dep == "xcomp" and c.is_verb:
            named = verb.child("dobj") if verb.lemma in NAMING - {"request"} else None
            if named is not None and named.i < c.i and any(x.tag == "TO" for x in c.children):
                return None  # "demanded a vote to decide": the vote is demanded
            return c
        if c.dep == "ccomp" and (verb.lemma == "call" or _asks(c)):
            continue
        if (
            c.dep in ("ccomp", "acl")
            and c.is_verb
            and verb.lemma in CARRIERS | {"readiness", "decision", "plan", "promise"}
        ):
            return c
        if c.dep == "acl" and c.is_verb and any(x.tag == "TO" for x in c.children):
            return c
        aux = {x.lower for x in c.kids("aux")} if c.dep == "ccomp" and verb.lemma in TELLING else set()
        if aux & {"will", "would"} and "be" not in aux:
            return c
        if c.dep == "advcl" and _is_taken_for_purpose(verb, c):
            return c
        carries = verb.lemma in CARRIERS or not verb.is_verb  # "talked of returning", not "pay for rebuilding"
        if (
            carries
            and c.dep == "prep"
            and c.lower in ("to", "of", "for", "about", "on")
            and c.child("pcomp") is not None
        ):
            return c.child("pcomp")
        if c.dep == "dobj" and verb.lemma in TOLD and c.child("acl") is not None:
            act = c.child("acl")  # "advised people of the town to leave"
            if act is not None and act.is_verb and any(x.tag == "TO" for x in act.children):
                return act
        if c.dep == "acomp":  # "is ready to help"
            return _complement(c)
        if (
            c.dep in ("dobj", "attr")
            and c.child("acl") is not None
            and c.lemma
            in (
                "decision",
                "promise",
                "pledge",
                "readiness",
                "plan",
                "intention",
                "help",
                "support",
                "obligation",
                "offer",
            )
        ):
            return c.child("acl")
    return None


def _asks(clause: Token) -> bool:
    """Whether a clause is a question: "should decide who is to lead"."""
    return min(clause.subtree(), key=lambda t: t.i).lower in ("who", "what", "which", "whether", "how", "why")


def _is_taken_for_purpose(verb: Token, below: Token) -> bool:
    """ "called on Chad on Monday to leave": an infinitive that other phrases have cut off from its verb."""
    if verb.lemma not in CARRIERS or not any(x.tag == "TO" for x in below.children):
        return False
    if verb.lemma in TOLD and verb.child("dobj") is not None:
        return min(below.subtree(), key=lambda t: t.i).tag == "TO"  # "advised people of the town to leave"
    return not any(c.dep == "dobj" or (c.dep == "prep" and c.lower == "for") for c in verb.children)


def _noun_content(noun: Token) -> tuple[Span, Token] | None:
    """For a trigger that is a noun: its infinitive, its of- or on-phrase, else the noun phrase itself."""
    for c in noun.kids("prep"):
        if c.lower in ("of", "on", "for"):
            inner = c.child("pcomp", "pobj")
            if inner is not None:
                span = span_of(inner)
                if span:
                    return span, inner
    # "the deal", "a pact": what is to be done is not said
    return None


def is_none(subject: Token) -> bool:
    """Whether a subject turns its clause round: "no one", "nobody", "no state"."""
    return subject.lower in ("nobody", "none", "no-one") or any(c.lower in ("no", "neither") for c in subject.children)


def object_content(verb: Token, *, prepositions: tuple[str, ...] = ()) -> tuple[Span, Token] | None:
    """What a verb has for its object, or behind one of the prepositions if it has no object or may not have one."""
    asked = verb.lemma in ("ask", "beg", "press") and any(c.lower == "for" for c in verb.kids("prep"))
    for c in verb.children:
        if c.dep == "dobj" and prepositions in ((), ("for", "to", "of")) and not asked:
            span = span_of(c)
            return (_without_receiver(c, span), c) if span else None
    for wanted in prepositions:
        for c in verb.kids("prep"):
            inner = c.child("pobj", "pcomp")
            if c.lower == wanted and inner is not None:
                span = span_of(inner)
                return (span, inner) if span else None
    return None


def _is_left_over(run: list[Token]) -> bool:
    """Whether a run of words ends in a conjunction whose second part was cut off: "but rather"."""
    return run[-1].dep == "cc" or (run[-1].dep == "advmod" and len(run) > 1 and run[-2].dep == "cc")


def _without_receiver(thing: Token, span: Span) -> Span:
    """ "promised the islanders two ships": whom the parser takes for a part of the thing's name stands outside."""
    number = next((c for c in thing.children if c.dep == "nummod" and c.i < thing.i), None)
    before = [c for c in thing.children if number is not None and c.i < number.i and c.tag in ("NNP", "NNPS")]
    return Span(number.start, span.end) if number is not None and before else span


def is_beside(token: Token, act: Token) -> bool:
    """Whether a phrase within an act's clause tells something else: why it is done, where it was said, what others make
    of it ("a move that angered Peru", ", which Peru calls its own")."""
    if token.dep == "prep" and token.head is act:
        inner = token.child("pobj")
        if token.lower in PRETEXTS or (token.lower == "due" and token.i > act.i):
            return True
        if token.lower == "in" and inner is not None and inner.i > token.i and inner.lemma in WORDINGS:
            return True
    if token.dep == "prep" and token.lower == "in" and token.i > act.i:
        why = token.child("pobj")  # "in view of", "in an apparent attempt to", wherever the parser hangs it
        return why is not None and why.lemma in PRETEXT_NOUNS and why.child("poss", "prep", "acl") is not None
    if token.dep == "appos" and token.lemma in ASIDES:
        return any(c.dep == "relcl" for c in token.children)
    if token.dep == "relcl" and token.i > token.head.i:
        first = min(token.subtree(), key=lambda t: t.i)
        before = token.sentence.tokens[first.i - token.sentence.tokens[0].i - 1]
        return before.text == "," and first.lower in ("which", "who", "whose", "where")
    return False


def acts(head: Token, verb: Token) -> list[Token]:
    """The acts of one promise or demand: "promised to send food and to lift the ban" has two.

    `verb` heads the first of them, `head` makes the promise.
    """
    out = [verb]
    if not verb.is_verb or verb is head:
        return out
    for act in out:  # grows: the third act hangs on the second
        out += [c for c in act.children if _is_act_of_its_own(c, act)]
    if head.is_verb and head.tag != "VB":
        # the parser hangs "and to lift" on the promise
        out += [
            c for c in head.kids("conj") if c.tag == "VB" and c.i > verb.i and any(x.tag == "TO" for x in c.children)
        ]
    return out


def _is_act_of_its_own(token: Token, act: Token) -> bool:
    """Whether a verb beside an act has a "to" of its own, or another doer ("that Peru leave and Chile pay")."""
    if token.dep != "conj" or token.head is not act or token.tag != "VB":
        return False
    if any(c.tag == "TO" and c.i < token.i for c in token.children):
        return True
    return token.child("nsubj") is not None and not any(c.tag == "TO" for c in act.children)


def span_of(verb: Token, *, head: Token | None = None) -> Span | None:
    """From the act's verb to the end of its phrase; conditions, subjects and modals stay outside."""
    drop: set[int] = set()
    # "promised not to attack": from the negation on, or the promise would be turned round
    negation = next((c.i for c in verb.children if c.dep == "neg" and c.i < verb.i), None)
    for c in verb.children:
        if negation is not None and negation <= c.i < verb.i:
            continue
        wanting = head is not None and head.lemma == "want" and verb is not head and verb.child("nsubj") is not None
        if wanting and c.i < verb.i and c.dep in ("nsubj", "aux"):  # "wants foreign forces to leave"
            continue
        if c.dep in ("nsubj", "nsubjpass") and c.i < verb.i and is_none(c):  # "asked that nobody send weapons"
            continue
        if (c.dep in LEFT_OUT and c.i < verb.i and verb.is_verb and c.dep != "neg") or is_condition(c):
            drop.update(t.i for t in c.subtree())
        if c.dep == "advcl" and any(x.dep == "mark" and x.lower in REASONS for x in c.children):
            drop.update(t.i for t in c.subtree())
        if c.dep in ("ccomp", "parataxis", "relcl") and c.i < verb.i:
            drop.update(t.i for t in c.subtree())
        if c.dep == "conj" and c.is_verb and c.child("nsubj") is not None:
            drop.update(t.i for t in c.subtree())
        if c.dep in ("advcl", "cc", "punct", "npadvmod", "advmod") and c.i < verb.i and verb.is_verb:
            drop.update(t.i for t in c.subtree())
    for t in verb.subtree():
        if t is not verb and (is_beside(t, verb) or _is_act_of_its_own(t, verb)):
            drop.update(x.i for x in t.subtree())
    inside = [t for t in verb.subtree() if t.i not in drop]
    # One stretch: what the parser hung on from elsewhere is left out.
    run = [verb]
    at = {t.i: t for t in inside}
    i = verb.i
    while i - 1 in at:
        i -= 1
        run.insert(0, at[i])
    i = verb.i
    while i + 1 in at:
        i += 1
        run.append(at[i])
    while run and (run[-1].pos == "PUNCT" or run[-1].text in "\"'”’,.;:" or _is_left_over(run)):
        run.pop()
    while run and (run[0].pos == "PUNCT" or run[0].text in "\"'“‘,"):
        run.pop(0)
    if run and run[0].lower in ("n't", "n’t") and run[0].i:
        before = verb.sentence.tokens[run[0].i - verb.sentence.tokens[0].i - 1 : run[0].i - verb.sentence.tokens[0].i]
        run[:0] = before  # "would" of "wouldn't"
    if not run or (len(run) < 2 and not run[0].is_noun):
        return None
    return Span(run[0].start, run[-1].end)
