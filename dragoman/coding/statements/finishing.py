"""Settles what a bound draft is: whether anybody speaks in it, its form, and its content as spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.coding.statements.binding import form_of
from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.lexicon import documents, speakers
from dragoman.coding.statements.quotations import Marks
from dragoman.coding.statements.relays import is_outlet
from dragoman.coding.statements.syntax import trim
from dragoman.language import Analysis, Token
from dragoman.language.words import words
from dragoman.model import Form, Span, Stance

if TYPE_CHECKING:
    from dragoman.coding.statements import Actors

# Subjects that say nothing themselves: "this suggests that ...", "which indicates".
NOBODY = frozenset({"this", "that", "which", "what", "there", "these", "those"})
# Only these report findings; anything else that shows or finds is no source.
FINDERS = frozenset(
    "report poll survey study investigation inquiry analysis review audit data figure document record".split()
)


# Words that stand for people without naming them: "many fear", "61 percent say", "some want".
SOME = frozenset(
    "many most some few others several more majority percent % third half quarter plurality all both".split()
)
AMOUNTS = frozenset(
    "number dozen hundred thousand pair trio series handful lot score variety host spate chorus array".split()
)
# The author and his reader are nobody's source.
NO_ONE = frozenset({"nobody", "none", "neither", "nothing", "no-one", "noone"})
AUTHOR = frozenset({"i", "we", "you", "us", "me"})


def spoken(d: Draft, analysis: Analysis, actors: Actors) -> bool:
    """Whether somebody can be meant to speak where the cue alone does not show it.

    A verb with an object ("stressed the economy") or infinitive, a noun ("the wave of reports that ...") and any view
    or wish are somebody's only where an actor or person is behind them; a clause or quotation after a verb of saying
    is speech whoever it is.
    """
    if d.speaker_span is not None:
        return True
    if d.speaker is not None and d.speaker.lower in AUTHOR and not d.quotations:
        return False
    if d.speaker is not None and (d.speaker.lower in NO_ONE or any(c.lower in ("no", "neither") for c in d.speaker.kids("det"))):
        return False
    if d.by_phrase is not None and d.speaker is not None and d.speaker.lemma in MEASURES:
        return False
    if d.verbal and d.kind is not None and (d.kind.takes("x") or set(d.kind.frames) <= {"q"}):
        # things show, reveal and begin without a word
        return d.speaker is None or _somebody(d.speaker, analysis, actors)
    if d.quotations:
        if d.kind is None and d.verbal:  # a clause before a colon, without a verb of saying
            return d.speaker is not None and _somebody(d.speaker, analysis, actors)
        return not (d.attitude and d.speaker is None)
    if d.attitude:
        if d.speaker is None:  # "is widely expected to win": held by some, the report does not say by whom
            return d.unnamed
        return _somebody(d.speaker, analysis, actors)
    if d.by_phrase is not None or d.unnamed or not (d.nominal or not d.verbal or _own_infinitive(d)):
        return True
    return d.speaker is not None and (_somebody(d.speaker, analysis, actors) or is_outlet(d.speaker, actors))


# "According to the prevailing mood", "to plan": what is done by them is nobody's word.
MEASURES = frozenset(
    "mood preference taste need rule principle plan schedule size age law custom tradition wish".split()
)
# What one does who thinks, wants, fears, supports or opposes in words.
SPOKEN = {
    Stance.THINKS: Stance.ASSERTS,
    Stance.DOUBTS: Stance.DENIES,
    Stance.WANTS: Stance.ASKS,
    Stance.FEARS: Stance.WARNS,
    Stance.SUPPORTS: Stance.PRAISES,
    Stance.OPPOSES: Stance.DENIES,
}


def _labels(d: Draft) -> set[int]:
    """Words before a colon that stands before the cue: "Even in Iraq it is a problem: a commander said ..."."""
    if d.cue is None:
        return set()
    before = [t for t in d.cue.sentence.tokens if t.i < d.cue.i and t.text == ":"]
    return {t.i for t in d.tokens if before and t.i <= before[-1].i}


def names_in(analysis: Analysis) -> set[str]:
    """Words of the names of a report, for where the tagger reads one as a common noun ("Sanders is thanking ...")."""
    return {t.text for n in analysis.names for t in n.tokens}


def _somebody(token: Token, analysis: Analysis, actors: Actors) -> bool:
    """Whether words mean people, or an actor."""
    if token.tag in ("PRP", "PRP$"):
        return token.lower != "it" or actors.party(token) is not None
    if token.text[:1].isupper() and token.text in names_in(analysis):
        return True
    if token.lemma in AMOUNTS:  # "a number of delegates"
        of = next((p.child("pobj") for p in token.kids("prep") if p.lower == "of"), None)
        if of is not None and of is not token:
            return _somebody(of, analysis, actors)
    if token.lower in SOME or token.lemma in SOME or token.tag in ("CD", "NNPS"):
        return True
    if token.lemma in words("person_nouns") or token.lemma.lower() in speakers() or token.lemma in documents():
        return True
    m = analysis.mention(token)
    if m is not None and m.entity is not None and (m.entity.person or m.kind == "name"):
        return True
    return token.tag == "NNP" or actors.party(token) is not None


def asides(tokens: list[Token]) -> set[int]:
    """Words of "which"- and "who"-clauses between commas: the reporter's explanation of what was named."""
    out: set[int] = set()
    inside = {t.i for t in tokens}
    for t in tokens:
        if t.dep != "relcl" or not any(x.lower in ("which", "who", "whose") for x in t.subtree()[:2]):
            continue
        clause = t.subtree()
        row = t.sentence.tokens
        a, b = clause[0].i - row[0].i, clause[-1].i - row[0].i + 1
        if a > 0 and b < len(row) and row[a - 1].text == "," and row[b].text == "," and row[b].i in inside:
            out |= {x.i for x in clause} | {row[a - 1].i, row[b].i}
    return out


def _own_infinitive(d: Draft) -> bool:
    return d.cue is not None and d.kind is not None and d.kind.takes("o") and d.cue.child("xcomp") is not None


def finish(d: Draft, analysis: Analysis, marks: Marks) -> bool:
    """Settles content, form and stance of a draft; False if it is no statement."""
    if d.quotations and d.speaker is None and d.addressee is not None and d.cue is not None:
        if d.quotations[0].outer.end <= d.cue.start < d.addressee.start:  # "Why now?" asked Holm
            d.speaker, d.addressee = d.addressee, None
    if d.addressee is not None and d.addressee.tag in ("WP", "WDT"):
        d.addressee = None
    if d.quotations and d.attitude:  # what is quoted was said
        d.stance = SPOKEN[d.stance]
    subject = d.speaker
    if subject is not None and subject.lower in NOBODY and subject.child("relcl", "acl", "prep") is None:
        return False
    if subject is not None and subject.lower == "it" and not d.quotations and analysis.mention(subject) is not None:
        # "It was reported that ...": nobody is named; "it said" is somebody
        m = analysis.mention(subject)
        if m is not None and m.entity is not None and len(m.entity.mentions) == 1:
            d.speaker = None
    if d.kind is not None and d.kind.lemma in ("show", "find"):
        head = d.speaker.lemma if d.speaker is not None else ""
        if head not in FINDERS and not (
            d.speaker is not None and d.speaker.tag in ("NNP", "PRP") and d.kind.lemma == "find"
        ):
            return False
        if d.nominal:
            return False
    if d.speaker is None and not (d.quotations or d.unnamed or d.by_phrase is not None):
        # without a source, only a passive tells of words ("It was reported that ...")
        passive = d.cue is not None and d.cue.tag not in ("VB", "VBG") and d.cue.child("auxpass") is not None
        if d.nominal or not passive:
            return False
    if not d.quotations and not d.nominal:
        drop = asides(d.tokens) | _labels(d)
        d.tokens = trim([t for t in d.tokens if t.i not in drop])
    inner = [q.inner for q in sorted(d.quotations)]
    quoted_only = d.verbal and d.kind is not None and not d.nominal and not d.kind.takes("c")
    if d.quotations and quoted_only:  # 'shouted "God is great" as they stormed the gate'
        d.tokens = []
    around = [] if not d.tokens else marks.over(d.tokens[0].start, d.tokens[-1].end)
    outside = [t for t in d.tokens if t.pos != "PUNCT" and not any(_within(t, q.outer) for q in d.quotations)]
    if not d.quotations:
        long = [q.outer for q in around if q.words(analysis.report.text) > 3]
        elsewhere = [t for t in d.tokens if any(_within(t, s) for s in long)]
        if elsewhere and len(d.tokens) - len(elsewhere) <= 2:
            return False  # somebody else's quotation
    short = len(outside) + len(inner) < 2 and not d.nominal and d.stance is not Stance.REFUSES
    if d.tokens and short and d.tokens[0].tag != "VB" and not d.quotations:
        return False
    # quoted words of a statement inside this one ("Akar said Moscow had told Ankara that it had '...'") are its own too
    held = [
        q
        for q in around
        if q not in d.quotations and any(q.inner.start <= t.start and t.end <= q.inner.end for t in d.tokens)
    ]
    d.form = form_of(len(outside), len(d.quotations) + len(held))
    if d.form is Form.DIRECT:
        d.content = inner
    else:
        # words outside the marks come with it, so the marks are the content's own and stay whole
        whole = [q.outer if any(t.start < q.outer.start for t in outside) else q.inner for q in [*d.quotations, *held]]
        d.content = _runs(d, analysis.report.text, whole)
    return bool(d.content)


def _within(token: Token, span: Span) -> bool:
    return span.start <= token.start < span.end


def _runs(d: Draft, text: str, inner: list[Span]) -> list[Span]:
    """The words said as spans: broken where words of the cue stand between, never by mere punctuation."""
    spans = sorted([t.span for t in d.tokens] + inner)
    out: list[Span] = []
    for s in spans:
        gap = text[out[-1].end : s.start] if out else ""
        if out and (s.start <= out[-1].end or not ("\n" in gap or any(c.isalnum() for c in gap))):
            out[-1] = Span(out[-1].start, max(out[-1].end, s.end))
        else:
            out.append(s)
    bare = [_bare(s, text) for s in out]
    return [s for s in bare if any(c.isalnum() for c in text[s.start : s.end])]


def _bare(span: Span, text: str) -> Span:
    """Without commas and blanks at its ends, with the sign that closes a bracket or quotation inside it."""
    a, b = span
    while a < b and (text[a].isspace() or text[a] in ",;"):
        a += 1
    while b > a and (text[b - 1].isspace() or text[b - 1] in ",;"):
        b -= 1
    inside, after = text[a:b], text[b : b + 1]
    if (inside.count('"') % 2 and text[a - 1 : a] == '"') or (
        inside.count("”") > inside.count("“") and text[a - 1 : a] == "“"
    ):
        a -= 1
        inside = text[a:b]
    open_ = {")": inside.count("(") > inside.count(")"), "”": inside.count("“") > inside.count("”")}
    open_['"'] = inside.count('"') % 2 == 1
    return Span(a, b + 1 if open_.get(after) else b)
