"""Cue verbs: who speaks, to whom, by whom it is carried, and what the verb carries."""

from __future__ import annotations

from collections.abc import Collection

from dragoman.coding.statements.content import (
    around,
    behind,
    clause_content,
    cut_off,
    infinitive,
    mended,
    named_before,
    prepositional,
    raised,
    strayed,
    without_occasion,
    without_opening_day,
)
from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.lexicon import CARRYING, Cue, speakers, verb_cue
from dragoman.coding.statements.objects import object_content, taken_apart
from dragoman.coding.statements.relatives import gapped
from dragoman.coding.statements.syntax import (
    OCCASIONS,
    REFLEXIVES,
    agent_of,
    conjoined,
    ids,
    modal,
    negated,
    passive,
    subject_of,
    to_infinitive,
    trim,
    within_break,
    without_subject,
)
from dragoman.language import Token
from dragoman.language.words import words
from dragoman.model import Span, Stance

# "went on to say" says; "refused to say", "was asked to explain" do not.
GOING_ON = frozenset(
    "go continue proceed come begin start rush move manage dare venture step try seek attempt seem appear tend like "
    "love prefer".split()
)
# "was quick to point out".
PROMPT = frozenset({"quick", "swift"})
# "forced him to admit".
CAUSING = frozenset("lead force prompt cause drive compel push allow".split())
# "..., he said, referring to the sanctions": the reporter's gloss on what was said.
GLOSSING = frozenset({"refer", "allude", "reference"})
# "refused to admit", "failed to mention".
WITHHOLDING = frozenset("refuse decline fail omit neglect forget".split())
# What one who will not speak will not do: only with these is declining a stance toward words.
SILENT = frozenset(
    "comment say discuss answer elaborate confirm disclose respond reply reveal explain identify name specify give "
    "provide speak talk address detail speculate divulge share release rule mention announce".split()
)

# What the report tells of only because it could have been said: "has not endorsed her", "did not admit guilt".
WITHHELD = frozenset("endorse admit acknowledge concede apologise apologize accuse propose".split())


def verb_draft(token: Token, quoted: Collection[int]) -> Draft | None:
    """What a verb token carries as a cue; None if it is none, or reports no speech here."""
    cue = verb_cue(token)
    if cue is None or _said_by_quoter(token) or _topic(token) or (cue.lemma in GLOSSING and token.tag == "VBG"):
        return None
    stance = _stance(token, cue)
    if stance is None or cited(token) is not None:
        return None
    speaker, addressee, carrier = _roles(token, cue)
    draft = Draft(token, _cue_span(token, cue), cue, speaker, addressee=addressee, stance=stance)
    if to_infinitive(token) and token.head.lemma in WITHHOLDING and token.i - 3 <= token.head.i < token.i:
        draft.cue_span = Span(token.head.start, token.end)  # "declined to say"
    if carrier is not None:
        draft.carriers.append(carrier)
    citing = [c for v in (token, *token.kids("ccomp")) for c in v.kids("advcl") if cited(c) is not None]
    source = cited(citing[0]) if citing else None
    if source is not None and speaker is not None and token.lemma in CARRYING:
        draft.speaker = source  # "Reuters reported, citing a hospital official"
        draft.carriers.append(speaker)
    saying = _as_saying(token)
    doing = [v for p in token.kids("prep") if p.lower == "as" for v in p.kids("pcomp")]
    if cue.lemma == "describe" and any(verb_cue(v) is not None for v in doing):
        return None  # "has been described as telling them that ...": the telling is the cue
    if saying is not None and saying.i > token.i:
        if saying.i <= token.i + 2:  # "quoted as saying", not "quoted a witness as saying"
            draft.cue_span = Span(token.start, saying.end)
        draft.tokens = clause_content(saying, cue)
    if not draft.tokens and (cue.takes("c") or cue.takes("q")):
        draft.tokens = within_break(clause_content(token, cue), token)
        if draft.tokens and draft.tokens[-1].i < token.i and cue.takes("p"):
            whole = around(token, cue, speaker, quoted)  # "The rail would be examined, she said, to find out why"
            if len(whole) > len(draft.tokens) and whole[-1].i > token.i:
                draft.tokens = whole
        if not cue.takes("c") and not any(t.i in quoted for t in draft.tokens):
            draft.tokens = []  # "began airing advertisements"
        if draft.tokens and draft.tokens[-1].i < token.i and not cue.takes("p"):
            draft.tokens = []  # only verbs that stand as insertions have their clause before them
        if not draft.tokens and cue.takes("c"):
            draft.tokens = gapped(token) or _as_he_says(token)
        if not draft.tokens and cue.takes("c"):
            draft.tokens = strayed(token)
        if not draft.tokens and cue.takes("c") and cue.takes("p"):
            draft.tokens = behind(token)
            if draft.tokens and draft.speaker is None:
                draft.speaker = named_before(token)
        if not draft.tokens and cue.takes("c"):
            draft.tokens = around(token, cue, speaker, quoted)
    if not draft.tokens and cue.takes("c") and not cue.takes("a"):
        draft.tokens = raised(token)
        if draft.tokens:
            draft.speaker = agent_of(token)
            draft.unnamed = draft.speaker is None
    calling = cue.lemma == "call" and not (
        any(p.lower in cue.preps for p in token.kids("prep", "prt"))
        or any(m.lower == "for" for c in token.kids("xcomp", "advcl") for m in c.kids("mark"))
        or (token.child("dobj") is None and any(to_infinitive(c) for c in token.kids("xcomp")))
    )
    sum_asked = cue.lemma == "ask" and _asks_for(token)
    against = cue.lemma == "vote" and (
        token.dep == "pcomp" or any(p.lower in cue.preps for p in token.kids("prep"))
    )  # "voted against the bill to save the deal"
    if not draft.tokens and (cue.takes("i") or cue.takes("o")) and not (calling or against or sum_asked):
        draft.tokens = infinitive(token, cue)
        if cue.lemma == "look" and draft.tokens and draft.tokens[0].lemma in ("be", "have", "see"):
            return None  # "look to be over"
        if cue.lemma == "agree" and draft.tokens:
            draft.stance = Stance.PROMISES
        if cue.lemma == "tell" and draft.tokens:
            draft.stance = Stance.ASKS
        if cue.takes("i") and draft.tokens and draft.speaker is None:
            draft.unnamed = passive(token)  # "have been told to evacuate"
        if cue.stance is Stance.REFUSES and not _silent(draft.tokens) and _withheld(draft.tokens):
            return None  # "refused to say that ...": the saying is the cue
        if cue.stance is Stance.ASKS and draft.tokens and draft.tokens[-1].lemma in ("name", "identify", "quote"):
            return None  # "asked not to be named"
    # "thanked them for coming", "blamed him for the raid": the object comes first
    object_first = cue.stance in (Stance.BLAMES, Stance.PRAISES) and cue.takes("n")
    if not draft.tokens and cue.preps:
        draft.tokens, prep = prepositional(token, cue) if not object_first else ([], None)
        if prep is not None and prep.i <= token.i + 2 and prep.head.i <= token.i:
            draft.cue_span = Span(token.start, prep.end)
        if prep is not None and prep.lower == "against" and draft.stance in OPPOSITES:
            draft.stance = Stance.OPPOSES  # "voted against the war"
        if prep is not None and prep.lower in ("on", "upon") and cue.lemma == "call":
            whom = prep.child("pobj")
            asked = next((c for c in token.kids("xcomp", "advcl") if to_infinitive(c) and c.i > prep.i), None)
            if whom is not None and asked is not None:  # "called on the parliament to convene"
                draft.addressee, draft.tokens = whom, without_subject(asked)
        draft.nominal = bool(draft.tokens)
    if not draft.tokens and (cue.takes("n") or cue.takes("s")) and saying is None:
        draft.tokens = object_content(token, cue)
        draft.nominal = bool(draft.tokens)
        if draft.nominal and cue.takes("c") and cue.takes("p") and cut_off(draft.tokens):
            draft.tokens = behind(token) or draft.tokens  # "said the men released by Oslo were close to home"
            draft.nominal = False
        participle = token.tag == "VBN" and (token.child("auxpass") is not None or token.dep == "acl")
        if draft.nominal and cue.takes("s") and participle and token.child("oprd", "prep"):
            draft.unnamed = draft.speaker is None and draft.attitude  # "is seen as a threat"
        if draft.nominal and cue.lemma == "call":  # "called the vote a sham" asks for nothing
            draft.stance = Stance.ASSERTS
    if draft.nominal and draft.speaker is None and passive(token):
        # "is accused of spying", "was widely criticized for the raid": by some, not said by whom
        reason = cue.stance is Stance.BLAMES and any(p.lower == "for" for p in token.kids("prep"))
        draft.unnamed = draft.unnamed or reason or cue.lemma in ("accuse", "charge", "suspect")
    if not draft.tokens and cue.preps and object_first:
        draft.tokens, _ = prepositional(token, cue)
        draft.nominal = bool(draft.tokens)
    if cue.lemma == "ask" and draft.speaker is None and len(draft.tokens) > 1 and _asked(token):
        draft.unnamed = True  # "was asked whether ...": by somebody who was there
    if citing:
        off = ids(citing[0].subtree())
        draft.tokens = trim([t for t in draft.tokens if t.i not in off])
    if (
        cue.lemma == "determine"
        and draft.tokens
        and (draft.tokens[0].tag[:1] == "W" or draft.tokens[0].lower == "whether")
    ):
        return None  # "to determine who fired": what is looked for, not found
    draft.tokens = mended(without_occasion(without_opening_day(draft.tokens, token)))
    if not draft.tokens and draft.stance is Stance.REFUSES and cue.lemma in ("respond", "reply"):
        to = next(
            (p for p in token.kids("prep") if p.lower == "to"), None
        )  # "did not respond to a request for comment"
        asked = to.child("pobj") if to is not None else None
        if to is not None and asked is not None and asked.lemma in ("request", "question", "message", "call", "email"):
            draft.tokens, draft.nominal, draft.cue_span = trim(asked.subtree()), True, Span(token.start, to.end)
    if not draft.tokens and token.tag == "VBG" and token.dep == "acl" and _a_noun(token):
        return None
    if draft.addressee is not None and draft.addressee.lower in REFLEXIVES:
        return None  # "convinced himself"
    if draft.addressee is not None and draft.addressee in draft.tokens:
        draft.addressee = None
    return draft


def _asks_for(token: Token) -> bool:
    """Whether a thing is asked for, not somebody to act: "asked for two billion to fight the fires"."""
    p = next((p for p in token.kids("prep") if p.lower == "for" and p.i == token.i + 1), None)
    thing = p.child("pobj") if p is not None else None
    return thing is not None and thing.tag in ("CD", "NN", "NNS") and thing.lemma not in speakers()


def _asked(token: Token) -> bool:
    """Whether "asked" is a passive whose question is told: "when asked how ...", "was asked about the raid"."""
    return passive(token) or (token.dep in ("advcl", "acl") and token.child("nsubj") is None and token.tag != "VBG")


def _withheld(tokens: list[Token]) -> bool:
    """Whether what is refused is to say something, which that verb carries itself."""
    inner = verb_cue(tokens[0]) if tokens else None
    return not tokens or (inner is not None and (inner.stance in _SAID or tokens[0].lemma in SILENT))


def _a_noun(token: Token) -> bool:
    """Whether a gerund right behind a noun makes one thing with it: "a rise in victim reporting on assault"."""
    row = token.sentence.tokens
    at = token.i - row[0].i
    after = row[at + 1].text if at + 1 < len(row) else ""
    return at > 0 and row[at - 1].is_noun and after not in (":", ",", '"', "“", "``")


def _silent(tokens: list[Token]) -> bool:
    """Whether what is refused is to speak, and the speaking carries nothing of its own ("declined to say who ...")."""
    if not tokens or tokens[0].lemma not in SILENT:
        return False
    inner = verb_cue(tokens[0])
    carries = tokens[0].child("ccomp") is not None or (inner is not None and inner.takes("n"))
    return inner is None or not carries


def _topic(token: Token) -> bool:
    """ "Talking about the border, she said ...": only what her words are about."""
    head = token.head
    return token.lemma in ("talk", "speak") and token.dep == "advcl" and token.i < head.i and verb_cue(head) is not None


def _as_he_says(token: Token) -> list[Token]:
    """The clause that "as the minister says" comments on."""
    mark = token.child("mark")
    if token.dep != "advcl" or mark is None or mark.lower != "as" or token.child("dobj", "ccomp", "xcomp") is not None:
        return []
    off = ids(token.subtree())
    return trim([t for t in token.head.subtree() if t.i not in off])


def cited(token: Token) -> Token | None:
    """The people that a verb of citing names ("citing a hospital official"): they speak, not its subject."""
    if token.lemma not in ("cite", "quote") or token.child("auxpass") is not None:
        return None
    found = token.child("dobj")
    if found is None or _as_saying(token) is not None or found.child("poss") is not None:
        return None
    # "an official", "Omar Hadi, head of the clinic", "hospital official Omar Hadi"
    told_by = [found, *found.kids("appos", "compound", "nmod")]
    people = any(t.lemma in words("person_nouns") or t.lemma in speakers() for t in told_by)
    return found if people and not any(c.lower == "as" for c in token.kids("prep")) else None


def _cue_span(token: Token, cue: Cue) -> Span:
    """The verb with its particle where the lexicon has both ("ruled out") and they stand together."""
    if " " not in cue.lemma:
        return token.span
    particle = next((c for c in token.children if c.lower == cue.lemma.split()[1]), None)
    return Span(token.start, particle.end) if particle is not None and particle.i == token.i + 1 else token.span


def _stance(token: Token, cue: Cue) -> Stance | None:
    """What the cue does with the words here; None if it reports no speech ("if he says", "would say", "to explain").

    Words that somebody will not say, or has not said, are no words of his: the stance is a refusal.
    """
    if any(c.dep == "mark" and c.lower in ("if", "unless", "whether") for c in token.children):
        return None
    if token.dep == "pcomp" and token.head.lower in ("from", "without", "against"):  # "kept him from declaring"
        return None
    if token.dep == "pcomp" and token.head.lower == "of" and token.head.head.lower == "short":
        return None  # "stopped short of saying"
    had = next((c for c in token.kids("aux") if c.lower == "had"), None)
    subject = token.child("nsubj")
    if token.dep == "advcl" and had is not None and subject is not None and had.i < subject.i:
        return None  # "Had he said so, ..."
    if token.tag == "VB" and token.dep == "conj" and token.child("aux") is None and modal(conjoined(token)):
        return None
    if token.tag == "VB" and token.dep == "conj" and token.child("aux") is None and to_infinitive(conjoined(token)):
        return None
    if _asked_by_reporter(token):
        return None
    if modal(token):
        would = any(c.lower in ("would", "'d", "’d") for c in token.kids("aux"))
        if would and any(c.lower in ("only", "later") for c in token.kids("advmod")):  # "would only say"
            return cue.stance
        return Stance.REFUSES if negated(token) and token.lemma in SILENT else None
    if to_infinitive(token) and token.head is not token and token.head.lemma in WITHHOLDING:
        return Stance.REFUSES if cue.stance in _SAID else None
    if to_infinitive(token) and (not _performed(token) or (cue.stance.is_attitude and token.dep == "advcl")):
        return None
    if negated(token) and cue.stance.is_attitude:
        return OPPOSITES.get(cue.stance)
    if negated(token):
        if cue.stance is Stance.DENIES:  # "did not rule out sending troops"
            return Stance.HINTS
        if token.lemma in ("agree", "concur"):
            return Stance.DENIES
        return Stance.REFUSES if token.lemma in SILENT or token.lemma in WITHHELD else None
    return cue.stance


def _asked_by_reporter(token: Token) -> bool:
    """Whether a verb asks the reader: "What does the distance tell us?", "Is the team planning to stay?"."""
    subject = token.child("nsubj", "nsubjpass")
    opening = token.child("aux", "auxpass")
    asked = token.is_root and subject is not None and opening is not None and opening.i < subject.i < token.i
    return asked and any(t.text == "?" for t in token.sentence.tokens[-2:])


# What one does who does not think, want, support it.
OPPOSITES = {
    Stance.THINKS: Stance.DOUBTS,
    Stance.WANTS: Stance.OPPOSES,
    Stance.SUPPORTS: Stance.OPPOSES,
    Stance.DOUBTS: Stance.THINKS,
}
_SAID = frozenset({Stance.ASSERTS, Stance.CLAIMS, Stance.DENIES, Stance.ADMITS, Stance.HINTS})


def _performed(token: Token) -> bool:
    """Whether an infinitive tells of something done: "went on to say", "used the platform to denounce"."""
    head = token.head
    if head.lemma == "hesitate":  # "did not hesitate to say"
        return negated(head) and not modal(head)
    if head is token or modal(head) or negated(head) or to_infinitive(head):
        return False
    if (token.dep == "xcomp" and _brought_to(head)) or _the_first_to(token):
        return True
    if head.lemma in GOING_ON or (token.dep == "xcomp" and head.lower in PROMPT):
        return True
    perfect = head.tag == "VBN" and any(c.lemma == "have" for c in head.kids("aux"))
    done = head.tag in ("VBD", "VBG") or (perfect and head.lemma in ("take", "use", "go", "turn"))
    if token.dep == "advcl" and done and token.i > head.i:  # "took to the radio to denounce"
        return True
    if token.dep in ("xcomp", "ccomp") and head.tag == "VBD" and head.lemma in CAUSING:
        return True
    return head.tag in ("VBD", "VBZ", "VBG") and head.lemma in (
        "use",
        "take",
        "tweet",
        "write",
        "stand",
        "rise",
        "join",
    )


def _brought_to(head: Token) -> bool:
    """Whether what stands above an infinitive tells that it came about: "had to explain", "was able to convince"."""
    if head.lemma == "have":
        return head.tag == "VBD" or (head.tag == "VBN" and head.child("aux") is not None)
    if head.lower == "able" or (head.tag == "VBN" and passive(head) and head.lemma in _BROUGHT):
        verb = head.head if head.lower == "able" else head
        return verb.tag in ("VBD", "VBN", "VBZ") and not (modal(verb) or negated(verb))
    return head.lemma in _SPEAKING_UP and head.tag in ("VBD", "VBZ", "VBN", "VBG")


def _the_first_to(token: Token) -> bool:
    """Whether the infinitive tells who did it first, last or alone: "became the first senator to endorse him"."""
    head = token.head
    noun = head if head.is_noun else head.child("attr") if head.lemma in ("be", "become", "remain") else None
    if noun is None or token.i < noun.i or token.dep not in ("relcl", "acl", "advcl", "xcomp"):
        return False
    return any(c.lower in _ALONE for c in noun.kids("amod", "advmod"))


_ALONE = frozenset("first second third last latest only earliest".split())
# "was prompted to say".
_BROUGHT = frozenset("prompt force oblige move compel drive".split())
# "interjected to say", "appeared on the show to praise her": the infinitive has the words.
_SPEAKING_UP = frozenset("interject interrupt chime appear break intervene phone email e-mail text".split())


def _said_by_quoter(token: Token) -> bool:
    """The "saying" of "quoted as saying": its cue is the quoting."""
    return token.dep == "pcomp" and token.head.lower == "as" and token.head.head.lemma in ("quote", "cite")


def _roles(token: Token, cue: Cue) -> tuple[Token | None, Token | None, Token | None]:
    """Who speaks, who is spoken to, and who carries it ("the agencies quoted him as saying")."""
    acted_on = passive(token) or (
        token.tag == "VBN" and token.dep == "advcl" and token.child("aux") is None  # "when asked whether ..."
    )
    acted_on = acted_on or (cue.lemma == "ask" and token.tag == "VBD" and token.dep == "advcl" and _asked(token))
    subject = subject_of(token)
    outer = verb_cue(token.head) if token.dep == "ccomp" else None
    if outer is not None and not outer.takes("c") and (cut := taken_apart(token.head, token)) is not None:
        subject = cut[1]
    addressee = _addressee(token, cue)
    if cue.lemma in ("quote", "cite") and not acted_on and _as_saying(token) is not None:
        quoted = token.child("dobj")
        return quoted, None, subject
    if cue.lemma in ("quote", "cite") and acted_on:
        saying = _as_saying(token)  # "was quoted as saying by the agency"
        by = agent_of(token) or (agent_of(saying) if saying is not None else None)
        return subject, None, by
    if acted_on and cue.lemma != "quote":
        by = agent_of(token)
        if cue.takes("a"):  # "reporters were told by the ministry"
            return by, addressee or subject, None
        return by, addressee, None
    if token.tag == "VBN" and token.dep == "acl" and agent_of(token) is not None:  # "a claim denied by Iran"
        return agent_of(token), addressee, None
    return subject, addressee, None


def _addressee(token: Token, cue: Cue) -> Token | None:
    if cue.takes("a"):
        for c in token.kids("dobj", "dative"):
            if c.dep == "dative" and c.tag == "IN":
                return c.child("pobj")
            if cue.takes("i") or cue.lemma not in ("ask",):
                return c
        # "asked Shoigu to help them": the one asked is the infinitive's subject
        for c in token.kids("ccomp", "xcomp"):
            if c.tag == "VB" and to_infinitive(c):
                asked = c.child("nsubj")
                if asked is not None:
                    return asked
        if passive(token):
            return token.child("nsubjpass", "nsubj")
    if cue.takes("t") or (cue.takes("n") and cue.stance is Stance.ASKS):
        for c in token.kids("prep", "dative"):
            if c.lower == "to":
                return c.child("pobj")
    subject = token.child("nsubj")
    around = [*token.children, *(subject.children if subject is not None else ())]
    for c in around:  # "in remarks to X, said", "in an interview with X"
        if c.dep == "prep" and c.lower in ("in", "during"):
            noun = c.child("pobj")
            if noun is not None and noun.lemma in OCCASIONS:
                for p in noun.kids("prep"):
                    if p.lower in ("to", "with"):
                        whom: Token | None = p.child("pobj")
                        return whom
    return None


def _as_saying(token: Token) -> Token | None:
    """ "quoted him as saying": the saying."""
    below = [*token.kids("prep"), *(p for o in token.kids("dobj") for p in o.kids("prep"))]
    for c in below:
        if c.lower == "as":
            said = c.child("pcomp")
            if said is not None and said.lemma in ("say", "tell", "write"):
                return said
    return None
