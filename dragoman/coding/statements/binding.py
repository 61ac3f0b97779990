"""Which cue a quotation belongs to: the one beside it, the one whose clause it stands in, or the speaker in play."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.quotations import SCARE_WORDS, Quotation
from dragoman.coding.statements.syntax import DOCUMENTS, modal, subject_of
from dragoman.language import Analysis, Token
from dragoman.model import BlockKind, Form, Span

SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(]*[A-Z])")
ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Gov|Sen|Rep|Lt|Col|St|Jr|No)|\b[A-Z])\.\s*$")
# Characters between a cue and the quotation before or behind it: a phrase at most, never another sentence.
WINDOW = 160
# Characters between a quotation and the cue of a long sentence that it stands in.
REACH = 1200
# What opens a clause of its own behind a quotation, whose cue is not the quotation's.
NEXT_CLAUSE = ("and ", "but ", "while ", "though ", "although ")


def bind(analysis: Analysis, quotations: Sequence[Quotation], drafts: Sequence[Draft]) -> list[Draft]:
    """Gives every quotation that somebody speaks to its draft; returns the drafts and those made for follow-ons."""
    return _Binder(analysis, quotations, drafts).run()


def form_of(words_outside: int, quotations: int) -> Form:
    """Direct if all words are quoted, mixed if some are, indirect if none."""
    if not quotations:
        return Form.INDIRECT
    return Form.MIXED if words_outside > 1 else Form.DIRECT


class _Binder:
    def __init__(self, analysis: Analysis, quotations: Sequence[Quotation], drafts: Sequence[Draft]) -> None:
        self.analysis = analysis
        self.text = analysis.report.text
        self.blocks = analysis.report.blocks
        self.quotations = quotations
        self._starts = [q.outer.start for q in quotations]
        self.drafts = sorted(drafts, key=lambda d: d.cue_span)
        self._cues = [d.cue_span.start for d in self.drafts]
        self.out = list(drafts)
        self.last: tuple[Quotation, Draft] | None = None  # the quotation that somebody spoke last
        self.before: dict[int, Draft] = {}  # the last draft in each block that may go with a quotation
        block_starts = [b.start for b in self.blocks]
        for d in self.drafts:
            n = bisect_right(block_starts, d.cue_span.start) - 1
            if d.quoting and self.blocks[n].kind is not BlockKind.TITLE:
                self.before[n] = d

    def run(self) -> list[Draft]:
        bound: dict[int, Draft] = {}
        for n, q in enumerate(self.quotations):
            draft = self._beside(n) or self._follow_on(q) or self._nearest(n) or self._colon(q)
            if draft is not None:
                bound[n] = self._give(q, draft)
        self._reach_back(bound)
        return self.out

    def _give(self, q: Quotation, draft: Draft) -> Draft:
        if draft.nominal and not draft.quotations and self._opens(q).endswith(":"):
            # "The ministry defended the strike: '...'": the object is one statement, the quotation another
            draft = self._again(draft)
        draft.quotations.append(q)
        self.last = (q, draft)
        return draft

    def _again(self, d: Draft) -> Draft:
        """A further draft of the same cue."""
        fresh = Draft(d.cue, d.cue_span, d.kind, d.speaker, carriers=list(d.carriers), stance=d.stance)
        self.out.append(fresh)
        return fresh

    def _reach_back(self, bound: dict[int, Draft]) -> None:
        """Gives paragraphs that leave their closing mark out to the cue behind the last of them: "A. / "B," he said."""
        for n in reversed(range(len(self.quotations) - 1)):
            q, after = self.quotations[n], self.quotations[n + 1]
            goes_on = q.open_end and after.block == q.block + 1 and not self._opens(after)
            if goes_on and n not in bound and n + 1 in bound and not self._opens(q):
                bound[n] = bound[n + 1]
                bound[n].quotations.append(q)

    def _opens(self, q: Quotation) -> str:
        """What stands in the quotation's block before it."""
        return self.text[self.blocks[q.block].start : q.outer.start].rstrip()

    # -- a cue in the same block

    def _near(self, q: Quotation, reach: int) -> Sequence[Draft]:
        """The drafts of the quotation's block whose cues stand within `reach` characters of it."""
        block = self.blocks[q.block]
        a = bisect_left(self._cues, max(block.start, q.outer.start - reach))
        return self.drafts[a : bisect_left(self._cues, min(block.end, q.outer.end + reach))]

    def _beside(self, n: int) -> Draft | None:
        """The draft that a quotation fits best."""
        best: tuple[float, Draft] | None = None
        q = self.quotations[n]
        for d in self._near(q, REACH):
            if d.by_phrase is not None and not _holds(d, q):
                continue
            score = self._score(n, d)
            if score > 0 and (best is None or score > best[0]):
                best = (score, d)
        return best[1] if best else None

    def _score(self, n: int, d: Draft) -> float:
        """How well a cue fits a quotation; 0 where it does not."""
        q = self.quotations[n]
        if d.kind is not None and d.kind.frames == "o":
            return 0  # "refused to leave", "hopes to win": no words
        score = 0.0
        if d.cue_span.start >= q.outer.end:
            score = self._behind(n, d)
        elif d.cue_span.end <= q.outer.start:
            score = self._ahead(n, d)
        if score:
            return score
        if _holds(d, q):
            distance = min(abs(q.outer.start - d.cue_span.end), abs(d.cue_span.start - q.outer.end))
            return max(10.0, 85 - distance * 0.1)
        return 0

    def _behind(self, n: int, d: Draft) -> float:
        """For a cue behind the quotation: "'...,' said the mayor"."""
        q, text = self.quotations[n], self.text
        gap = text[q.outer.end : d.cue_span.start]
        if not d.quoting or len(gap) > WINDOW or SENTENCE_END.search(gap):
            return 0
        if (d.cue is not None and d.cue.tag == "VBG" and d.cue.dep != "pcomp") or gap.strip(" ,—–-").lower().startswith(
            NEXT_CLAUSE
        ):
            return 0  # "... '...,' adding that", "... '...,' but conceded that"
        if n + 1 < len(self.quotations) and self.quotations[n + 1].outer.start < d.cue_span.start:
            return 0
        closes = text[q.inner.start : q.outer.end].rstrip("\"'”’»")[-1:]
        adjacent = gap.strip() in ("", ",")  # '"We stand ready" tweeted the mayor'
        if gap.startswith(",") and d.speaker is not None and q.outer.end <= d.speaker.start < d.cue_span.start:
            adjacent = len(gap) <= 60  # '"...", the mayor said', the comma in British style
        if not (closes in ",?!-—–…" or adjacent) or (closes in "?!" and len(gap.split()) > 8):
            return 0
        return 100 - len(gap) * 0.1

    def _ahead(self, n: int, d: Draft) -> float:
        """For a cue before the quotation: "The mayor said: '...'"."""
        q, text = self.quotations[n], self.text
        gap = text[d.cue_span.end : q.outer.start]
        if len(gap) > WINDOW or _broken(gap):
            return 0
        if n and self.quotations[n - 1].outer.start >= d.cue_span.end:
            return 0
        opens = gap.rstrip()[-1:]
        long = q.words(text) > SCARE_WORDS
        sentence = text[q.inner.start].isupper() and text[q.inner.end - 1] in ".!?"  # '..., "So will I."'
        if d.quoting and opens == ":":
            return 96 - len(gap) * 0.1
        if d.quoting and ((opens == "" and long) or (opens == "," and (long or sentence))):
            return 92 - len(gap) * 0.1
        split = any(o.outer.end <= d.cue_span.start for o in d.quotations)  # "..." said the mayor "..."
        if d.quoting and split and len(gap.split()) <= 4:
            return 90 - len(gap) * 0.1
        if d.kind is not None and opens == ":" and long:
            return 60 - len(gap) * 0.1
        return 0

    def _nearest(self, n: int) -> Draft | None:
        """A cue in the quotation's sentence that carries nothing yet: "told a guard at the door, in French, '...'"."""
        q = self.quotations[n]
        if q.words(self.text) <= SCARE_WORDS:
            return None
        for d in reversed(self._near(q, WINDOW)):
            gap = self.text[d.cue_span.end : q.outer.start]
            if d.cue_span.end > q.outer.start or d.tokens or d.quotations or not d.quoting or ";" in gap:
                continue
            between = n > 0 and self.quotations[n - 1].outer.start >= d.cue_span.end
            if len(gap) <= WINDOW and not _broken(gap) and not between:
                return d
        return None

    # -- no cue of its own

    def _follow_on(self, q: Quotation) -> Draft | None:
        """The speaker in play for a quotation without a cue of its own.

        In one paragraph, and over paragraphs where the last one ended in the same speaker's quotation, it goes on the
        same statement; after a paragraph of reported speech it is a new one by the same speaker.
        """
        head = self._opens(q)
        if (head and head[-1] not in '.!?…"”’»') or q.words(self.text) <= SCARE_WORDS:
            return None
        last_q, last = self.last or (None, None)
        if last_q is not None and last_q.block == q.block:
            return last
        if head:
            return None
        if last_q is not None and last_q.block == q.block - 1 and last is self.before.get(q.block - 1, last):
            return last
        if last_q is not None and last_q.open_end and last_q.block == q.block - 1:
            return last
        spoke = self.before.get(q.block - 1)
        whole = self.blocks[q.block].end - q.outer.end <= 3
        announced = q.block > 0 and self.text[: self.blocks[q.block - 1].end].endswith(":")  # 'The paper says: / "..."'
        if spoke is not None and (whole or announced):
            return spoke if announced and not spoke.tokens and not spoke.quotations else self._again(spoke)
        return None

    def _colon(self, q: Quotation) -> Draft | None:
        """A draft for a quotation behind a colon whose clause has no verb of saying: "He praised her: '...'"."""
        head = self._opens(q)
        if not head.endswith(":") or q.words(self.text) <= SCARE_WORDS:
            return None
        at = self.blocks[q.block].start + len(head) - 1
        sign = next(iter(self.analysis.tokens_in(Span(at, at + 1))), None)
        if sign is None:
            return None
        ahead = [t for t in sign.sentence.tokens if t.i < sign.i]
        verbs = [t for t in ahead if t.is_verb and t.tag != "MD"]
        main = next((t for t in verbs if t.is_root or t.dep in ("ccomp", "parataxis", "conj")), None)
        speaker = _author(ahead) or (subject_of(main) if main is not None else None)
        if speaker is None or speaker.lower in ("it", "this", "that", "which") or (main is not None and modal(main)):
            return None
        cue = main or speaker.head
        fresh = Draft(cue, cue.span, None, speaker)
        self.out.append(fresh)
        return fresh


def _author(tokens: Sequence[Token]) -> Token | None:
    """Whose text is announced: "released this statement from John Bolton:", "Trump's tweet:"."""
    for t in reversed(tokens):
        if t.lemma in DOCUMENTS and t.is_noun:
            by = next((p.child("pobj") for p in t.kids("prep") if p.lower in ("from", "by")), None)
            return by or t.child("poss")
    return None


def _holds(d: Draft, q: Quotation) -> bool:
    """Whether the quotation stands (for the most part) among the words that the cue governs by syntax."""
    if not d.tokens or d.tokens[0].start >= q.inner.end or d.tokens[-1].end <= q.inner.start:
        return False
    return any(q.inner.start <= t.start < q.inner.end for t in d.tokens)


def _broken(gap: str) -> bool:
    """Whether a sentence ends in the words between a cue and a quotation."""
    return any(not ABBREVIATED.search(gap[: m.start() + 1]) for m in SENTENCE_END.finditer(gap))
