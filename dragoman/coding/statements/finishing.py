"""Settles what a bound draft is: its sides and stance, its form, and its content as spans."""

from __future__ import annotations

from dragoman.coding.statements.binding import form_of
from dragoman.coding.statements.content import going_on
from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.quotations import Marks
from dragoman.coding.statements.syntax import trim
from dragoman.language import Analysis, Token
from dragoman.model import Form, Span, Stance

# Subjects that say nothing themselves: "this suggests that ...", "which indicates".
NOBODY = frozenset({"this", "that", "which", "what", "there", "these", "those"})
# Only these report findings; anything else that shows or finds is no source.
FINDERS = frozenset(
    "analysis archive assessment audit average census chart clip communication data datum document email "
    "examination figure file filing finding footage graph image inquiry investigation ledger letter log memo "
    "message outcome photo photograph picture poll polling post probe projection record recording report research "
    "result review screenshot search statistic study survey table tally tape test transcript tweet video".split()
)
# Whose findings may stand as a mere object ("the poll found 90 per cent support").
POLLS = frozenset(
    "poll survey polling study report investigation inquiry record document filing audit analysis data datum".split()
)
# Signs behind which the reporter adds something.
DASHES = (",", "—", "–", "-", "--")
# What one does who thinks, wants, fears, supports or opposes in words.
SPOKEN = {
    Stance.THINKS: Stance.ASSERTS,
    Stance.DOUBTS: Stance.DENIES,
    Stance.WANTS: Stance.ASKS,
    Stance.FEARS: Stance.WARNS,
    Stance.SUPPORTS: Stance.PRAISES,
    Stance.OPPOSES: Stance.DENIES,
}


def finish(d: Draft, analysis: Analysis, marks: Marks) -> bool:
    """Settles sides, stance, form and content of a draft; False if it is no statement."""
    _settle_sides(d, analysis)
    if not _has_source(d):
        return False
    if d.quotations and d.attitude:  # what is quoted was said
        d.stance = SPOKEN[d.stance]
    drop = set() if d.nominal else _labels(d)
    drop |= set() if d.quotations else asides(d.tokens)
    d.tokens = trim([t for t in d.tokens if t.i not in drop and not (d.verbal and _within(t, d.cue_span))])
    d.tokens = without_gloss(d)
    d.tokens = _only_quoted(d)
    if d.quotations and d.verbal and d.kind is not None and not d.nominal and not d.kind.takes("c"):
        d.tokens = []  # 'shouted "God is great" as they stormed the gate'
    d.tokens = d.tokens + _going_on(d, analysis)
    return _fill(d, analysis.report.text, marks)


def _only_quoted(d: Draft) -> list[Token]:
    """Without what announces a quotation: 'told us what she would write: "..."'."""
    opening = min((q.outer.start for q in d.quotations), default=None)
    before = [t for t in d.tokens if opening is not None and t.start < opening]
    if len(before) > 1 and before[-1].text == ":" and before[0].tag[:1] == "W":
        return [t for t in d.tokens if opening is not None and t.start >= opening]
    return d.tokens


def _going_on(d: Draft, analysis: Analysis) -> list[Token]:
    """What goes on behind the cue's clause, quotation or object."""
    if d.cue is None or not d.verbal or d.kind is None or not (d.kind.takes("c") or d.nominal):
        return []
    last = d.tokens[-1] if d.tokens else None
    if d.quotations:
        quoted = analysis.tokens_in(max(d.quotations).outer)
        last = max(
            [t for t in (last, quoted[-1] if quoted else None) if t is not None], key=lambda t: t.i, default=None
        )
    if last is None or last.i < d.cue.i or last.sentence is not d.cue.sentence:
        return []
    return going_on(d.tokens, last, d.cue, nominal=d.nominal)


def _settle_sides(d: Draft, analysis: Analysis) -> None:
    """Turns round what the parser took for its contrary, and leaves "it" out where it stands for nobody."""
    behind = d.cue is not None and bool(d.quotations) and d.quotations[0].outer.end <= d.cue.start
    if behind and d.speaker is None and d.addressee is not None and d.cue is not None and d.cue.i < d.addressee.i:
        d.speaker, d.addressee = d.addressee, None  # '"Why now?" asked Holm'
    if d.speaker is not None and d.cue is not None and any(_within(d.speaker, q.outer) for q in d.quotations):
        subjects = d.cue.kids("nsubj", "nsubjpass")  # '"That," Holm said, "is bad"'
        d.speaker = next((t for t in subjects if not any(_within(t, q.outer) for q in d.quotations)), None)
    if d.addressee is not None and d.addressee.tag in ("WP", "WDT"):
        d.addressee = None
    if d.speaker is not None and d.speaker.lower == "it" and not d.quotations:
        # "It was reported that ...": nobody is named; "it said" is somebody
        m = analysis.mention(d.speaker)
        if m is not None and m.entity is not None and len(m.entity.mentions) == 1:
            d.speaker = None


def _has_source(d: Draft) -> bool:
    """Whether the words have a source, named or left out by a passive; "which shows that ..." has none."""
    if d.speaker is not None and d.speaker.lower in NOBODY and d.speaker.child("relcl", "acl", "prep") is None:
        return False
    if d.kind is not None and d.kind.lemma in ("show", "find"):
        named = d.speaker is not None and d.speaker.tag in ("NNP", "PRP") and d.kind.lemma == "find"
        finding = d.speaker is not None and told_of(d.speaker).lemma.lower() in (POLLS if d.nominal else FINDERS)
        if not (finding or (named and not d.nominal)):
            return False
    if d.speaker is not None or d.quotations or d.unnamed or d.by_phrase is not None:
        return True
    # without a source, only a passive tells of words ("It was reported that ...")
    passive = d.cue is not None and d.cue.tag not in ("VB", "VBG") and d.cue.child("auxpass") is not None
    return passive and not d.nominal


def told_of(token: Token) -> Token:
    """The noun that an amount is of: the emails of "a series of emails"; any other token itself."""
    of = (
        next((p.child("pobj") for p in token.kids("prep") if p.lower == "of"), None) if token.lemma in AMOUNTS else None
    )
    return of if of is not None else token


# Words for how many there are of what follows.
AMOUNTS = frozenset(
    "number dozen hundred thousand pair trio series handful lot score variety host spate chorus array batch".split()
)


def _fill(d: Draft, text: str, marks: Marks) -> bool:
    """Sets form and content from the words and quotations of a draft; False if there is too little of them."""
    inner = [q.inner for q in sorted(d.quotations)]
    around = marks.over(d.tokens[0].start, d.tokens[-1].end) if d.tokens else []
    outside = [t for t in d.tokens if t.pos != "PUNCT" and not any(_within(t, q.outer) for q in d.quotations)]
    if d.tokens and not d.quotations:
        long = [q.outer for q in around if q.words(text) > 3]
        elsewhere = [t for t in d.tokens if any(_within(t, s) for s in long)]
        if elsewhere and len(d.tokens) - len(elsewhere) <= 2:
            return False  # somebody else's quotation
        short = len(outside) < 2 and not d.nominal and d.stance is not Stance.REFUSES
        if short and d.tokens[0].tag != "VB":
            return False
    # quoted words of a statement inside this one ("Akar said Moscow had told Ankara that it had '...'") are its own too
    held = [
        q
        for q in around
        if q not in d.quotations and any(q.inner.start <= t.start and t.end <= q.inner.end for t in d.tokens)
    ]
    subject = len(outside) == 1 and outside[0].dep in ("nsubj", "nsubjpass")  # 'said Russia "is tired of war"'
    d.form = form_of(2 if subject else len(outside), len(d.quotations) + len(held))
    if d.verbatim:
        d.form = Form.DIRECT
        d.content = _runs(d, text, [])
    elif d.form is Form.DIRECT:
        d.content = inner
    else:
        # words outside the marks come with it, so the marks are the content's own and stay whole
        whole = [q.outer if any(t.start < q.outer.start for t in outside) else q.inner for q in [*d.quotations, *held]]
        d.content = _runs(d, text, whole)
    return bool(d.content)


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
        if (
            a > 0
            and row[a - 1].text == ","
            and (b >= len(row) or row[b].i not in inside)
            and len(tokens) - len(clause) > 4
        ):
            out |= {x.i for x in clause} | {row[a - 1].i}
            continue
        # "Peru, which ..., should": the clause goes on behind it with its verb
        goes_on = b + 1 < len(row) and (row[b + 1].tag[:2] in ("VB", "MD") or row[b + 1].tag == "RB")
        if goes_on and a > 0 and row[a - 1].text == "," and row[b].text == "," and row[b].i in inside:
            out |= {x.i for x in clause} | {row[a - 1].i, row[b].i}
    return out


def without_gloss(d: Draft) -> list[Token]:
    """The words said without what the reporter adds behind a comma at their end: "the deal, a pact signed in May"."""
    tokens = d.tokens
    if d.verbatim:
        return tokens
    while (cut := _gloss(d, tokens)) is not None:
        tokens = trim(tokens[:cut])
    return tokens


def _apposed(top: Token, tail: list[Token]) -> bool:
    """Whether words tell again what a noun before them is; a list goes on with "and", a comma or "his"."""
    if top.dep != "appos" or top.child("conj", "cc") is not None or any(t.text == "," for t in tail):
        return False
    return tail[0].lower in ("a", "an", "the") or (tail[0].dep == "poss" and tail[0].tag[:3] == "NNP")


def _gloss(d: Draft, tokens: list[Token]) -> int | None:
    """Where an apposition (to an object) or a "which"-clause begins that ends the words; None where none does."""
    for n in range(len(tokens) - 4, 0, -1):
        if tokens[n - 1].text not in DASHES or tokens[n].i != tokens[n - 1].i + 1:
            continue
        whole = {t.i for t in tokens[n:]}
        tops = [t for t in tokens[n:] if t.head.i not in whole]
        if len(tops) != 1 or tops[0].head not in tokens[:n]:
            continue
        if any(_within(t, q.outer) for q in d.quotations for t in tokens[n:]):
            continue
        opening = tokens[n + 1] if tokens[n].tag == "IN" else tokens[n]  # "with whom"
        aside = tops[0].dep == "relcl" and opening.lower in ("who", "whom", "which", "whose", "where", "when")
        aside = aside or (d.nominal and tops[0].dep == "advcl" and tokens[n].lower == "when")
        aside = aside or _so_have(tokens[n:])
        if aside or (d.nominal and _apposed(tops[0], tokens[n:])):
            return n
    return None


def _so_have(tail: list[Token]) -> bool:
    """Whether words tell who else did it: ", as have other deputies"."""
    return tail[0].lower == "as" and tail[1].lower in ("have", "has", "had", "did", "do", "does", "are", "is", "was")


def _labels(d: Draft) -> set[int]:
    """Words before a colon that stands before the cue: "Even in Iraq it is a problem: a commander said ..."."""
    if d.cue is None:
        return set()
    before = [t for t in d.cue.sentence.tokens if t.i < d.cue.i and t.text == ":"]
    return {t.i for t in d.tokens if before and t.i <= before[-1].i}


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
