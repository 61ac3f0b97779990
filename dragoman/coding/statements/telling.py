"""When and where the words were spoken, as far as the report tells: "told reporters in Kabul on Monday"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.syntax import OCCASIONS
from dragoman.language import Analysis, Token
from dragoman.model import Place, Span, Time

# Through these a phrase tells of the speaking; "from Moscow", "via Kyiv" do not tell where somebody spoke for sure.
PLACING = frozenset({"in", "at", "from", "outside", "near"})


# "About the 2013 breach, she added": what the words are about.
TOPICAL = frozenset("about since despite regarding concerning over after before".split())
# What words are spoken at.
GATHERINGS = frozenset(
    "rally summit forum ceremony event visit trip gathering session parade funeral press reception dinner lunch "
    "meeting congress march vigil protest inauguration anniversary opening".split()
)


class Telling:
    """Times and places of a report by their words, for finding those that hang on a cue."""

    def __init__(self, analysis: Analysis, *, times: Sequence[Time], places: Sequence[Place], day: date | None) -> None:
        self._day = day
        self._times: dict[int, Time] = {}
        for time in times:
            if time.kind in ("DATE", "TIME") and time.interval is not None:
                for t in analysis.tokens_in(time.span):
                    self._times[t.i] = time
        self._places: dict[int, Place] = {t.i: p for p in places for t in analysis.tokens_in(p.span)}

    def when(self, d: Draft) -> tuple[date, date] | None:
        """First and last day of the speaking; None where it is not told, or lies after the report."""
        found: list[tuple[date, date]] = []
        for t in self._around(d):
            time = self._times.get(t.i)
            if time is None or time.interval is None:
                continue
            if self._day is not None and time.interval[0] > self._day:
                continue  # "said on Friday they will meet": that is the meeting's
            if t.dep == "pobj" and t.head.lower in ("since", "until", "till", "by", "before", "after", "for", "from"):
                continue
            found.append(time.interval)
        return min(found, key=lambda days: days[1] - days[0], default=None)  # "last week, on 8 December"

    def where(self, d: Draft) -> Place | None:
        """The place of the speaking; None where it is not told."""
        for t in self._around(d):
            if t.dep == "pobj" and t.head.lower in PLACING and t.i in self._places and t.head.head.dep != "pobj":
                return self._places[t.i]
            if (
                t.dep == "pobj"
                and t.head.head.lemma in OCCASIONS | GATHERINGS
                and t.head.lower in PLACING
                and t.i in self._places
            ):
                return self._places[t.i]
        return None

    def _around(self, d: Draft) -> list[Token]:
        """The words that hang on the cue itself: not those that were said, nor the speaker's or addressee's."""
        if d.cue is None or not d.cue.is_verb:
            return []
        off = {t.i for t in d.tokens}
        spans = [q.outer for q in d.quotations] + d.content
        for somebody in (d.speaker, d.addressee):
            if somebody is not None:
                off |= {t.i for t in somebody.subtree()}
        below = list(d.cue.children)
        if d.cue.tag == "VBG" and d.cue.dep in ("advcl", "conj", "xcomp") and d.cue.head.is_verb:
            # "On Wednesday he went on, accusing ..."
            below += [c for c in d.cue.head.kids("npadvmod", "prep") if not c.child("pcomp")]
        speaking = [*d.cue.kids("advcl"), *(d.speaker.kids("acl") if d.speaker is not None else ())]
        for v in speaking:
            if v.lemma == "speak":  # "Speaking in Geneva, ...", "Velik, speaking in London on Monday, said"
                below += v.children
                off -= {t.i for t in v.subtree()}
        between = []  # "said on Friday he has not changed his mind": a day that the parser hung on the clause
        if d.tokens and d.cue.i < d.tokens[0].i <= d.cue.i + 4:
            between = [t for t in d.cue.sentence.tokens if d.cue.i < t.i < d.tokens[0].i]
        near = [t for c in below if c.lower not in TOPICAL for t in _phrase(c)]
        return [t for t in [*near, *between] if t.i not in off and not _within(t, spans)]


def _phrase(token: Token) -> list[Token]:
    """A time or place phrase right below a cue: "on Monday", "at a news conference in Kabul"; clauses are left out."""
    if token.dep not in ("prep", "npadvmod", "advmod", "dative", "dobj"):
        return []
    out, todo = [], [token]
    while todo:
        t = todo.pop()
        out.append(t)
        held = t.lemma in OCCASIONS | GATHERINGS  # "a statement read on Monday", "a ceremony held at the base"
        todo += [c for c in t.children if held and c.dep == "acl" and c.tag == "VBN"]
        loose = ("relcl", "acl", "advcl", "appos", "conj", *(() if t.lemma in OCCASIONS else ("poss",)))
        todo += [c for c in t.children if not (c.is_verb or c.dep in loose)]
    return sorted(out, key=lambda t: t.i)


def _within(token: Token, spans: Sequence[Span]) -> bool:
    return any(s.start <= token.start < s.end for s in spans)
