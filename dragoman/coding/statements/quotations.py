"""Quotation marks of every kind into quotations: outermost ones only, each within its block."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.model import Block, BlockKind, Report, Span

PAIRS = {"“": "”", "«": "»", "„": "“", "‹": "›", "``": "''", "‘‘": "’’"}
DOUBLED = ("``", "''", "‘‘", "’’")  # typewriters' and old wires' marks

SCARE_WORDS = 3
# What has a title: right before the marks, they hold one.
WORKS = frozenset(
    "film movie documentary book novel memoir essay play musical opera song album single show series sitcom program "
    "programme podcast magazine newsletter column article painting poem drama thriller comedy bestseller".split()
)
# Words that stay small in titles.
SMALL = frozenset("a an and at by for from in of on or the to with".split())


@dataclass(frozen=True, slots=True, order=True)
class Quotation:
    """A stretch in quotation marks. `outer` with marks, `inner` without; `block` is the index of its block.

    `open_end`: the closing mark is missing at the end of the paragraph, as house style leaves it out where the
    quotation goes on in the next paragraph.
    """

    outer: Span
    inner: Span
    block: int
    open_end: bool = False

    def is_title(self, text: str) -> bool:
        """Whether the marks stand around a work's name ("State of the Union"), not around speech."""
        words = text[self.inner.start : self.inner.end].rstrip(".,").split()
        before = text[max(0, self.outer.start - 40) : self.outer.start].split()
        named = len(words) > 1 and bool(before) and before[-1].lower() in WORKS  # 'the film "The Long Road," said'
        spoken = "," in text[self.inner.end : self.outer.end] or text[self.inner.end - 1 : self.inner.end] in ("!", "?")
        if spoken and not named:
            return False  # '"Never," said the general'
        return len(words) <= 8 and all(w[:1].isupper() or w.lower() in SMALL or w[:1].isdigit() for w in words)

    def words(self, text: str) -> int:
        return len(text[self.inner.start : self.inner.end].split())


class Marks:
    """The quotations of a report, to be asked for those in a stretch of text."""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self._quotations = quotations
        self._starts = [q.outer.start for q in quotations]

    def over(self, start: int, end: int) -> Sequence[Quotation]:
        """Those that overlap a stretch."""
        a = bisect_left(self._starts, start)
        if a and self._quotations[a - 1].outer.end > start:
            a -= 1
        return self._quotations[a : bisect_left(self._starts, end)]


def find_quotations(report: Report) -> list[Quotation]:
    """All outermost quotations of the report's title, headings and paragraphs, in text order."""
    out: list[Quotation] = []
    for n, block in enumerate(report.blocks):
        if block.kind is BlockKind.CAPTION:
            continue
        found = _doubles(report.text, n, block)
        singles = _singles(report.text, n, block) if not found or _has_singles(report.text, block) else []
        if any(d.outer.within(s.inner) for s in singles for d in found):  # ‘I said “no” to him’: British style
            found = [d for d in found if not any(d.outer.overlaps(s.outer) for s in singles)]
            found = sorted([*found, *(s for s in singles if not any(s.outer.overlaps(d.outer) for d in found))])
        elif not found:
            found = singles
        out.extend(found)
    return out


def _has_singles(text: str, block: Block) -> bool:
    return "‘" in text[block.start : block.end] or " '" in text[block.start - 1 : block.end]


def _doubles(text: str, n: int, block: Block) -> list[Quotation]:
    out: list[Quotation] = []
    i, start, closer, width, depth = block.start, -1, "", 1, 0
    while i < block.end:
        c = text[i : i + 2] if text[i : i + 2] in DOUBLED else text[i]
        if start >= 0 and PAIRS.get(c) == closer != c and text.count(closer, i, block.end) > depth + 1:
            depth += 1  # one in one of the same kind, and both are closed
        elif depth and c == closer:
            depth -= 1
        elif start < 0:
            if c in PAIRS:
                start, closer, width = i, PAIRS[c], len(c)
            elif c in ('"', "''") and _opens(text, i, block, len(c)):
                start, closer, width = i, c, len(c)
        elif c == closer or (closer == "”" and c == '"') or (closer == '"' and c == "”"):
            # a straight mark inside a straight quotation that opens again means that the first was never closed
            if not (c == '"' and i + 1 < block.end and _opens(text, i, block) and not text[i - 1 : i].isalnum()):
                out.append(_make(text, n, start, start + width, i, i + len(c)))
                start = -1
            else:
                start = i
        i += len(c)
    if start >= 0 and len(text[start : block.end].split()) > SCARE_WORDS:
        out.append(_make(text, n, start, start + width, block.end, block.end, open_end=True))
    return out


def _opens(text: str, i: int, block: Block, width: int = 1) -> bool:
    """Whether a straight mark at `i` opens: a word follows it, and no word or closing sign stands right before it."""
    before = text[i - 1] if i > block.start else " "
    after = text[i + width] if i + width < block.end else " "
    return not after.isspace() and (before.isspace() or before in "([{—–-:/…")


SINGLE = re.compile(r"(?:(?<=\s)|(?<=[(\[—–:])|^)(?P<open>[‘'])(?=\S)")


def _singles(text: str, n: int, block: Block) -> list[Quotation]:
    """Single-mark quotations, British style; apostrophes ("the allies' plan", "'90s") must not open or close one."""
    out: list[Quotation] = []
    body = text[block.start : block.end]
    at = 0
    while m := SINGLE.search(body, at):
        mark = m.end("open")
        at = mark
        closing = None
        for c in re.finditer(r"[’'](?=[\s.,;:!?)\]—–]|$)", body[mark:]):
            before = body[mark + c.start() - 1]
            # "the allies' plan": a mark after s that is followed by a blank may be a possessive
            if before in ",.!?…" or not (before == "s" and body[mark + c.end() : mark + c.end() + 1] == " "):
                closing = c
                break
        if closing is None:
            break  # nothing behind here closes, so nothing behind here is one
        a, b = m.start("open"), mark + closing.end()
        if len(body[mark : b - 1].split()) < SCARE_WORDS:
            continue
        out.append(_make(text, n, block.start + a, block.start + mark, block.start + b - 1, block.start + b))
        at = b
    return out


def _make(text: str, n: int, a: int, inner_a: int, inner_b: int, b: int, *, open_end: bool = False) -> Quotation:
    while inner_b > inner_a and (text[inner_b - 1].isspace() or text[inner_b - 1] in ",;"):
        inner_b -= 1
    while inner_a < inner_b and text[inner_a].isspace():
        inner_a += 1
    return Quotation(Span(a, b), Span(inner_a, max(inner_a, inner_b)), n, open_end)
