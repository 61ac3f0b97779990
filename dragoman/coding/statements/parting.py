"""Parts statements that the parser ran together: the reporter's next cue out of the words that the last one carries."""

from __future__ import annotations

from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.syntax import ids, modal, to_infinitive, trim
from dragoman.language import Analysis, Token
from dragoman.model import Stance

FINITE = ("VBD", "VBZ", "VBP")


def part(drafts: list[Draft], analysis: Analysis) -> None:
    """Takes out of each draft's words the sister cues inside them, and gives those the outer speaker.

    "She said it was late, adding that ...", "He said he makes little and questioned how ...": the second cue is the
    reporter's, by the same speaker. "Critics said it was late, and officials said ...": by another.
    """
    cues = {d.cue.i: d for d in drafts if d.verbal and d.cue is not None}
    for outer in drafts:
        if not outer.verbal or outer.cue is None or not outer.tokens:
            continue
        cut = _cut_reporter(outer)
        if cut is not None and cut.i in cues and cut.child("nsubj", "nsubjpass") is None:
            cues[cut.i].speaker = outer.speaker
        for token in outer.tokens[1:]:
            inner = cues.get(token.i)
            if inner is None or inner is outer or token.sentence is not outer.cue.sentence:
                continue
            own = token.child("nsubj", "nsubjpass")
            if not _sister(outer, inner, token, own, analysis):
                continue
            off = ids(token.subtree())
            opening = [c for c in token.head.kids("cc") if c.i < token.i and c.i >= min(off) - 2]
            outer.tokens = trim([t for t in outer.tokens if t.i not in off and t not in opening])
            if own is None:
                inner.speaker = outer.speaker
            break


def _cut_reporter(outer: Draft) -> Token | None:
    """Takes off a finite verb that the parser joined to a participle or infinitive, or that disagrees with its subject.

    Returns what was cut. "Proposed cutting aid and signalled support", "urged him to go and tried to ...", "They say he left
    and admit ...".
    """
    for t in outer.tokens[1:]:
        bare = t.head.tag == "VBG" and t.head.child("aux") is None
        bare = bare or (t.head.tag == "VB" and to_infinitive(t.head) and t.head.head is outer.cue)
        joined = t.dep == "conj" and t.tag in FINITE and bare and outer.cue is not None and t.i > outer.cue.i
        joined = joined or _disagreeing(t, outer)
        if joined and t.head.dep in ("xcomp", "pcomp", "advcl", "ccomp") and t.child("nsubj", "nsubjpass") is None:
            off = ids(t.subtree())
            outer.tokens = trim([x for x in outer.tokens if x.i not in off])
            return t
    return None


def _disagreeing(t: Token, outer: Draft) -> bool:
    """Whether a verb has the number of the outer speaker, not of the subject that it was joined to."""
    if t.dep != "conj" or outer.cue is None or outer.cue.tag != "VBP" or t.child("aux") is not None:
        return False
    bare = t.tag == "VB" and t.head.tag not in ("VB", "VBP") and not modal(t.head) and not to_infinitive(t.head)
    if t.tag != "VBP" and not bare:
        return False
    one = t.head.child("nsubj", "nsubjpass")
    return one is not None and one.tag in ("NN", "NNP") and one.child("cc") is None and t.head.tag != "VBP"


def _sister(outer: Draft, inner: Draft, token: Token, own: Token | None, analysis: Analysis) -> bool:
    assert outer.cue is not None
    if token.i < outer.cue.i or inner.attitude:
        return False
    if own is not None:  # ", and officials said"; ", though he also acknowledged"
        finite = _finite(token) and _finite(outer.cue) and bool(inner.tokens or inner.quotations)
        mark = token.child("mark")
        turned = token.dep == "advcl" and mark is not None and mark.lower in ("though", "although", "while", "whereas")
        other = mark is not None and mark.lower in ("while", "whereas") and _behind_sign(token.subtree()[0])
        again = turned and _tense(token) == _tense(outer.cue) and (other or _same(own, outer, analysis))
        return finite and (token.dep == "conj" or again)
    first = outer.tokens[0]
    subject = next((t for t in outer.tokens[:12] if t.dep in ("nsubj", "nsubjpass", "expl")), None)
    if token.tag == outer.cue.tag == "VBG" and token.dep == "conj" and token.head.tag in (*FINITE, "VB", "VBN"):
        return token.child("aux") is None  # "warning that it could fail and implying that ..."
    if token.tag == "VBG" and token.dep in ("advcl", "conj", "acl") and _behind_sign(token):
        if token.lemma == "add":
            return True
        return not _could_speak(subject, outer, analysis)
    thing = subject is not None and subject.tag in ("NN", "NNS") and not _could_speak(subject, outer, analysis)
    if thing and token.dep == "conj" and _finite(token) and _finite(outer.cue) and bool(inner.tokens):
        return True  # "says the goal is clear but conceded that ...": goals concede nothing
    if (
        token.dep == "conj"
        and _finite(token)
        and _finite(outer.cue)
        and _tense(token) == _tense(outer.cue)
        and (inner.stance is not Stance.REFUSES or token.head.child("aux") is not None)
    ):
        times = {_tense(t) for t in outer.tokens if t.i < token.i and (t.tag in FINITE or t.child("aux") is not None)}
        if _tense(outer.cue) not in times and first.i < token.i and bool(inner.tokens):
            return True
        return not _could_speak(subject, outer, analysis) and bool(inner.tokens)
    return False


def _finite(token: Token) -> bool:
    """Whether a verb is finite, with "has" or read as a participle where nothing makes it one."""
    if token.tag in FINITE:
        return True
    helpers = [c.lemma for c in token.kids("aux")]
    return token.tag == "VBN" and token.child("auxpass") is None and (not helpers or "have" in helpers)


def _tense(token: Token) -> str:
    """past, present, or perfect past ("had asked")."""
    helpers = {c.lower for c in token.kids("aux")}
    if token.tag == "VBN" and helpers & {"has", "have", "'s", "'ve", "’s", "’ve"}:
        return "present"
    if token.tag == "VBN" and helpers & {"had", "'d", "’d"}:
        return "perfect past"
    return "past" if token.tag in ("VBD", "VBN") else "present"


def _behind_sign(token: Token) -> bool:
    tokens = token.sentence.tokens
    at = token.i - tokens[0].i
    if at and tokens[at - 1].lower in ("and", "but", "while", "also"):
        at -= 1
    return at > 0 and tokens[at - 1].text in (",", "—", "–", "-", "”", '"', "''", ";")


def _could_speak(subject: Token | None, outer: Draft, analysis: Analysis) -> bool:
    """Whether the subject of the words said is somebody else who could speak."""
    if subject is None or subject.dep == "expl":
        return False
    mention = analysis.mention(subject)
    speaker = analysis.mention(outer.speaker) if outer.speaker is not None else None
    if mention is None or mention.entity is None:
        return subject.tag == "PRP" and subject.lower not in ("it",)
    if speaker is not None and speaker.entity is mention.entity:
        return False
    return bool(mention.entity.person) or (mention.entity.plural and mention.kind != "name")


def _same(subject: Token, outer: Draft, analysis: Analysis) -> bool:
    """Whether a pronoun takes up the outer speaker."""
    if subject.lower not in ("he", "she", "they", "it") or outer.speaker is None:
        return False
    one, other = analysis.mention(subject), analysis.mention(outer.speaker)
    return one is not None and other is not None and one.entity is other.entity
