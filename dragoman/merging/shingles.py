"""Shingles: what of a report's words is kept to tell copies by, and how much two reports share.

A shingle is a run of four words of a paragraph, in lower case, as a 64-bit hash. Runs with a name or a figure in them
(*telling*) are counted apart from the others (*plain*): copies share both alike, while reports written on one form - of
quakes, markets, results by district - share the words around the names and figures, and not those.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import compress
from typing import TypeVar

from rensa import RMinHash

from dragoman.model import BlockKind, Report, Span

TOP = 120
"""Words that count as a report's top: some three paragraphs, so that one new lead does not hide it."""
CONTAINMENT = 0.65
"""Share of the shorter report's shingles that a copy has, where the longer one's top is shared too."""
TOPMOST = 0.35
"""How much of the longer report's top is shared then, in parts of what is shared of the shorter one."""
MOST = (0.7, 0.5)
"""Shares of the shorter and of the longer report's shingles that make a copy without the longer one's top."""
SAME_ADDRESS = 0.3
"""Share of the shorter report's shingles that makes two reports of one address versions."""
FORM = 0.5
"""How much of the telling shingles must be shared, in parts of what is shared of the plain ones."""

ROWS, BANDS, SEED = 128, 64, 7
"""MinHash signatures: 64 bands of two rows find a pair that shares a fifth of all shingles with a chance of .93."""

T = TypeVar("T")

WORD = re.compile(r"\w+")
_STOP = re.compile(r"[.!?][\"'”’)]*\s+|\n")


@dataclass(frozen=True, slots=True)
class Sketch:
    """A report's shingles, each once, by number: `plain` and `telling` apart, `top` those of its first words.

    `words` counts the words of its paragraphs.
    """

    words: int
    plain: array[int]
    telling: array[int]
    top: array[int]

    @property
    def shingles(self) -> array[int]:
        """All shingles."""
        return self.plain + self.telling

    @property
    def size(self) -> int:
        """How many shingles there are."""
        return len(self.plain) + len(self.telling)

    @property
    def digest(self) -> bytes:
        """The same for two reports that share all of their shingles, top and all, and for no others."""
        parts = (self.plain, self.telling, self.top)
        sizes = array("Q", map(len, parts)).tobytes()
        return blake2b(b"".join([sizes, *(part.tobytes() for part in parts)]), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Sets:
    """A sketch's shingles as sets, for one that is compared with many."""

    shingles: frozenset[int]
    plain: frozenset[int]
    top: frozenset[int]

    @classmethod
    def of(cls, sketch: Sketch) -> Sets:
        return cls(frozenset(sketch.shingles), frozenset(sketch.plain), frozenset(sketch.top))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two reports share: `shorter` and `longer` of either one's shingles, `top` of the longer one's top.

    `plain` and `telling` are the shares of the shorter one's shingles without and with a name or figure.
    """

    shorter: float
    longer: float
    top: float
    plain: float
    telling: float

    def is_story(self, *, same_address: bool = False) -> bool:
        """Whether that makes them one story."""
        if self.telling < FORM * self.plain:
            return False
        return (
            (self.shorter >= CONTAINMENT and self.top >= TOPMOST * self.shorter)
            or (self.shorter >= MOST[0] and self.longer >= MOST[1])
            or (same_address and self.shorter >= SAME_ADDRESS)
        )


def sketch(report: Report) -> Sketch:
    """The shingles of a report's paragraphs; titles and captions, which every paper makes its own, are left out."""
    plain: list[str] = []
    telling: list[str] = []
    top: list[str] = []
    seen = 0
    for block in report.blocks:
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        words, marks = _words(report.slice(_without_dateline(report, block.span)))
        runs = [" ".join(run) for run in _fours(words)]
        told = [a or b or c or d for a, b, c, d in _fours(marks)]
        telling += compress(runs, told)
        plain += [run for run, tells in zip(runs, told, strict=True) if not tells]
        top += runs[: max(0, TOP - seen)]
        seen += len(words)
    of_plain, of_telling, of_top = (frozenset(hashes) for hashes in RMinHash.hash_token_sets([plain, telling, top]))
    # A run that is told as a name once ("May 3") and otherwise elsewhere ("may 3") counts as telling.
    parts = (of_plain - of_telling, of_telling, of_top)
    return Sketch(seen, *(array("Q", sorted(part)) for part in parts))


def signatures(of: Sketch) -> tuple[RMinHash, RMinHash]:
    """The MinHash signatures of the whole and of the top: a paper that cuts a story from the end keeps its top."""
    out = []
    for shingles in (of.shingles, of.top):
        signature = RMinHash(ROWS, SEED)
        signature.update([shingle.to_bytes(8, "big") for shingle in shingles])
        out.append(signature)
    return out[0], out[1]


def likeness(a: Sketch, b: Sketch, *, of_a: Sets | None = None) -> Likeness:
    """How much two reports share, either way round; `of_a` are the sets of `a` where they stand ready."""
    of_a = Sets.of(a) if of_a is None else of_a
    # Which of two equally long reports is the shorter one must not depend on which came first.
    if a.size > b.size or (a.size == b.size and (a.plain, a.telling, a.top) > (b.plain, b.telling, b.top)):
        plain, telling = len(of_a.shingles.intersection(b.plain)), len(of_a.shingles.intersection(b.telling))
        shorter, longer, top = b, a, len(of_a.top.intersection(b.shingles))
    else:
        of_b = b.shingles
        plain = len(of_a.plain.intersection(of_b))
        telling = len(of_a.shingles.intersection(of_b)) - plain
        shorter, longer, top = a, b, len(of_a.shingles.intersection(b.top))
    return Likeness(
        shorter=(plain + telling) / max(1, shorter.size),
        longer=(plain + telling) / max(1, longer.size),
        top=top / max(1, len(longer.top)),
        plain=plain / len(shorter.plain) if shorter.plain else 1.0,
        telling=telling / len(shorter.telling) if shorter.telling else 1.0,
    )


def _fours(items: Sequence[T]) -> Iterator[tuple[T, T, T, T]]:
    return zip(items, items[1:], items[2:], items[3:], strict=False)


def _words(text: str) -> tuple[list[str], list[bool]]:
    """The words of a paragraph in lower case, and of each whether it looks like a name or figure.

    Where a sentence begins, a capital tells nothing. In scripts without capitals all other words count as names.
    """
    words: list[str] = []
    marks: list[bool] = []
    for sentence in _STOP.split(text.replace("’", "'")):
        found = WORD.findall(sentence)
        if found:
            words += found
            marks.append(found[0][0].isdigit())
            marks += [not word.islower() for word in found[1:]]
    return [word.lower() for word in words], marks


def _without_dateline(report: Report, span: Span) -> Span:
    """A paragraph without the dateline that opens it: papers put their own there."""
    filed = report.dateline.span
    return Span(filed.end, span.end) if filed is not None and filed.within(span) else span
