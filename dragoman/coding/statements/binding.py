"""Which cue a quotation belongs to: the one beside it, the one whose clause it stands in, or the speaker in play."""

from __future__ import annotations

import re

from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.quotations import SCARE_WORDS, Quotation
from dragoman.coding.statements.syntax import modal, subject_of
from dragoman.language import Analysis
from dragoman.model import Block, BlockKind, Form

SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(]*[A-Z])")
ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Gov|Sen|Rep|Lt|Col|St|Jr|No)|\b[A-Z])\.\s*$")
# Between a cue and the quotation before or behind it stands a phrase at most, never another sentence.
WINDOW = 160


def bind(analysis: Analysis, quotations: list[Quotation], drafts: list[Draft]) -> list[Draft]:
    """Gives every quotation that somebody speaks to its draft; returns the drafts and those made for follow-ons."""
    text = analysis.report.text
    out = list(drafts)
    last: Draft | None = None  # the draft that the last quotation went to
    last_quotation: Quotation | None = None
    before: dict[int, Draft] = {}  # the last draft with a cue in each block
    by_block: dict[int, list[Draft]] = {}
    for d in drafts:
        n = _block_index(analysis, d.cue_span.start)
        by_block.setdefault(n, []).append(d)
        if d.quoting and analysis.report.blocks[n].kind is not BlockKind.TITLE:
            before[n] = d
    beside: dict[int, list[Quotation]] = {}
    for q in quotations:
        beside.setdefault(q.block, []).append(q)
    for q in quotations:
        block = analysis.report.blocks[q.block]
        draft = _beside(text, q, by_block.get(q.block, []), beside[q.block])
        if draft is None:
            draft, fresh = _follow_on(text, q, block, last, last_quotation, before)
            if fresh and draft is not None:
                out.append(draft)
        if draft is None and (draft := _nearest(text, q, by_block.get(q.block, []), beside[q.block])) is not None:
            pass
        elif draft is None and (draft := _colon(analysis, q, block)) is not None:
            out.append(draft)
        if draft is not None:
            if draft.nominal and not draft.quotations and text[: q.outer.start].rstrip().endswith(":"):
                # "The ministry defended the strike: '...'": the object is one statement, the quotation another
                draft = Draft(
                    draft.cue,
                    draft.cue_span,
                    draft.kind,
                    draft.speaker,
                    carriers=list(draft.carriers),
                    stance=draft.stance,
                )
                out.append(draft)
            draft.quotations.append(q)
            last, last_quotation = draft, q
    return out


def _block_index(analysis: Analysis, at: int) -> int:
    for n, b in enumerate(analysis.report.blocks):
        if b.start <= at < b.end:
            return n
    return -1


def _beside(text: str, q: Quotation, drafts: list[Draft], quotations: list[Quotation]) -> Draft | None:
    """The draft that a quotation fits best, of the `drafts` and among the `quotations` of its block."""
    best: tuple[float, Draft] | None = None
    for d in drafts:
        if d.by_phrase is not None and not _holds(d, q):
            continue
        score = _score(text, q, d, quotations)
        if score > 0 and (best is None or score > best[0]):
            best = (score, d)
    return best[1] if best else None


def _holds(d: Draft, q: Quotation) -> bool:
    """Whether the quotation stands (for the most part) among the words that the cue governs by syntax."""
    if not d.tokens:
        return False
    inside = [t for t in d.tokens if q.inner.start <= t.start < q.inner.end]
    return bool(inside)


def _score(text: str, q: Quotation, d: Draft, quotations: list[Quotation]) -> float:
    """How well a cue fits a quotation; 0 where it does not."""
    quoting = d.kind is not None and (d.kind.takes("q") or d.kind.lemma == "quote")
    if d.cue_span.start >= q.outer.end:
        gap = text[q.outer.end : d.cue_span.start]
        closes = text[q.inner.start : q.outer.end].rstrip("\"'”’»")[-1:]
        near = (
            len(gap) <= WINDOW
            and not SENTENCE_END.search(gap)
            and not _another(q, d.cue_span.start, quotations, after=True)
        )
        adjacent = not gap.strip()  # "We stand ready" tweeted the mayor
        if near and quoting and (closes in ",?!-—–…" or adjacent) and not _sentence_break(text, q, gap):
            return 100 - len(gap) * 0.1
    elif d.cue_span.end <= q.outer.start:
        gap = text[d.cue_span.end : q.outer.start]
        broken = any(not ABBREVIATED.search(gap[: m.start() + 1]) for m in SENTENCE_END.finditer(gap))
        near = len(gap) <= WINDOW and not broken and not _another(q, d.cue_span.end, quotations, after=False)
        opens = gap.rstrip()[-1:]
        if near and quoting and opens == ":":
            return 96 - len(gap) * 0.1
        if near and quoting and opens in (",", "") and q.words(text) > SCARE_WORDS:
            return 92 - len(gap) * 0.1
        split = any(o.outer.end <= d.cue_span.start for o in d.quotations)  # "..." said the mayor "..."
        if near and quoting and split and len(gap.split()) <= 4:
            return 90 - len(gap) * 0.1
        if near and d.kind is not None and opens == ":" and q.words(text) > SCARE_WORDS:
            return 60 - len(gap) * 0.1
    if _holds(d, q):
        distance = min(abs(q.outer.start - d.cue_span.end), abs(d.cue_span.start - q.outer.end))
        return max(10.0, 85 - distance * 0.1)
    return 0


def _sentence_break(text: str, q: Quotation, gap: str) -> bool:
    """Whether what follows a closing mark begins a sentence of its own, although no full stop was seen."""
    closes = text[q.inner.start : q.outer.end].rstrip("\"'”’»")[-1:]
    return closes in "?!" and len(gap.split()) > 8


def _another(q: Quotation, at: int, quotations: list[Quotation], *, after: bool) -> bool:
    """Whether a further quotation stands between `q` and the cue at `at`."""
    if after:
        return any(q.outer.end <= o.outer.start < at for o in quotations)
    return any(at <= o.outer.start < q.outer.start for o in quotations)


def _follow_on(
    text: str, q: Quotation, block: Block, last: Draft | None, last_q: Quotation | None, before: dict[int, Draft]
) -> tuple[Draft | None, bool]:
    """The speaker in play for a quotation without a cue of its own; True if that makes a statement of its own.

    In one paragraph, and over paragraphs where the last one ended in the same speaker's quotation, it goes on the same
    statement; after a paragraph of reported speech it is a new one by the same speaker.
    """
    head = text[block.start : q.outer.start].rstrip()
    starts = not head or head[-1] in '.!?…"”’»'
    if not starts or q.words(text) <= SCARE_WORDS:
        return None, False
    if last is not None and last_q is not None and last_q.block == q.block:
        return last, False
    whole = block.end - q.outer.end <= 3 and not head
    if not whole and head:
        return None, False
    if (
        last is not None
        and last_q is not None
        and last_q.block == q.block - 1
        and last is before.get(q.block - 1, last)
    ):
        return last, False
    if last_q is not None and last_q.open_end and last_q.block == q.block - 1:
        return last, False
    spoke = before.get(q.block - 1)
    if spoke is not None and whole and spoke.kind is not None and spoke.kind.takes("q"):
        return Draft(
            spoke.cue, spoke.cue_span, spoke.kind, spoke.speaker, carriers=list(spoke.carriers), stance=spoke.stance
        ), True
    return None, False


def _nearest(text: str, q: Quotation, drafts: list[Draft], quotations: list[Quotation]) -> Draft | None:
    """A cue in the quotation's sentence that carries nothing yet: "told a guard at the door, in French, '...'"."""
    if q.words(text) <= SCARE_WORDS:
        return None
    for d in reversed(drafts):
        gap = text[d.cue_span.end : q.outer.start]
        if d.cue_span.end > q.outer.start or d.tokens or d.quotations or not d.quoting or len(gap) > WINDOW:
            continue
        broken = any(not ABBREVIATED.search(gap[: m.start() + 1]) for m in SENTENCE_END.finditer(gap))
        if not broken and ";" not in gap and not _another(q, d.cue_span.end, quotations, after=False):
            return d
    return None


def _colon(analysis: Analysis, q: Quotation, block: Block) -> Draft | None:
    """A draft for a quotation behind a colon whose clause has no verb of saying: "He praised her courage: '...'"."""
    text = analysis.report.text
    head = text[block.start : q.outer.start].rstrip()
    if not head.endswith(":") or q.words(text) <= SCARE_WORDS:
        return None
    at = block.start + len(head) - 1
    sign = next((t for t in analysis.tokens if t.start <= at < t.end), None)
    if sign is None:
        return None
    verbs = [t for t in sign.sentence.tokens if t.i < sign.i and t.is_verb and t.tag != "MD"]
    main = next((t for t in verbs if t.is_root or t.dep in ("ccomp", "parataxis", "conj")), None)
    speaker = subject_of(main) if main is not None else None
    if main is None or speaker is None or modal(main) or speaker.lower in ("it", "this", "that", "which"):
        return None
    return Draft(main, main.span, None, speaker)


def form_of(words_outside: int, quotations: int) -> Form:
    """Direct if all words are quoted, mixed if some are, indirect if none."""
    if not quotations:
        return Form.INDIRECT
    return Form.MIXED if words_outside > 1 else Form.DIRECT
