"""Attribution: who said what (source, cue, content), by the measures of work on PolNeAR.

Everything is measured on words, so quotation marks, commas and blanks never count.

TOKEN      P/R/F1 over the words labelled with a role, attributions not paired.
SPAN       every contiguous fragment by itself, exact, not paired: comparable with sequence labellers.
PARTIAL    content: precision is the mean over predicted contents of the largest share of its words that lies in one
           gold content; recall the mirror image.
ALIGN      attributions paired one to one, highest content Jaccard first (ties: more shared source and cue words);
           a pair needs a Jaccard of .5. EXACT: pairs with equal content.
SOURCE, CUE  a pair counts if the role overlaps (lenient) or is equal (exact), among attributions that have the role;
           content errors carry over, as in a whole system.
SOURCE+CONTENT  pairs whose sources overlap or are both empty.
TRIPLE     pairs whose source and cue both agree (lenient: overlap; exact: all three equal).
within pairs  accuracy of source and cue in pairs whose gold has the role.

With `types`, recall is asked of gold attributions of these quote types only; precision still against all gold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.evaluate.measures import Figures, Words, jaccard, prf, rate
from dragoman.evaluate.rows import Row
from dragoman.model import Span

ROLES = ("source", "cue", "content")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attribution as spans of the text; a role may be empty or in several fragments."""

    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    quote_type: str | None = None

    def role(self, name: str) -> tuple[Span, ...]:
        return self.source if name == "source" else self.cue if name == "cue" else self.content


@dataclass(frozen=True, slots=True)
class ArticleGold:
    """One article, its day, and all its attributions."""

    id: str
    text: str
    day: date | None
    attributions: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True)
class _InWords:
    """An attribution as sets of word numbers."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    quote_type: str | None

    def role(self, name: str) -> frozenset[int]:
        return self.source if name == "source" else self.cue if name == "cue" else self.content


def read_gold(row: Row) -> ArticleGold:
    """One line of statements_*.jsonl."""
    return ArticleGold(row.id, row.text("text"), row.day("date"), read_prediction(row))


def read_prediction(row: Row) -> tuple[Attribution, ...]:
    """`{"id": ..., "attributions": [{"source": [[s, e], ...], "cue": [...], "content": [...]}]}`."""
    return tuple(
        Attribution(
            source=tuple(a.spans("source")),
            cue=tuple(a.spans("cue")),
            content=tuple(a.spans("content")),
            quote_type=a.maybe_text("quote_type"),
        )
        for a in row.rows("attributions")
    )


def score(
    gold: Sequence[ArticleGold],
    predicted: Mapping[str, tuple[Attribution, ...]],
    *,
    min_jaccard: float = 0.5,
    types: Collection[str] = (),
) -> Figures:
    """Sections: attributions, within pairs, recall by quote type (aligned)."""
    tally = _Tally(min_jaccard, frozenset(types))
    for article in gold:
        tally.add(article, predicted.get(article.id, ()))
    return tally.figures()


def _in_words(attributions: Iterable[Attribution], words: Words) -> list[_InWords]:
    found = (
        _InWords(words.ids(*a.source), words.ids(*a.cue), words.ids(*a.content), a.quote_type) for a in attributions
    )
    return [a for a in found if a.content]


def _union(attributions: Iterable[_InWords], role: str) -> frozenset[int]:
    return frozenset().union(*(a.role(role) for a in attributions))


def _fragments(attributions: Iterable[Attribution], role: str, words: Words) -> set[frozenset[int]]:
    return {words.ids(f) for a in attributions for f in a.role(role)} - {frozenset()}


def _cover(one: _InWords, others: Sequence[_InWords]) -> float:
    """The largest share of a content's words that lies in one content of the other side."""
    return max((len(one.content & o.content) / len(one.content) for o in others), default=0.0)


def _aligned(gold: Sequence[_InWords], guess: Sequence[_InWords], threshold: float) -> list[tuple[int, int]]:
    candidates = sorted(
        (
            (jaccard(g.content, p.content), len(g.source & p.source) + len(g.cue & p.cue), -i, -j)
            for i, g in enumerate(gold)
            for j, p in enumerate(guess)
            if g.content & p.content
        ),
        reverse=True,
    )
    used_gold: set[int] = set()
    used_guess: set[int] = set()
    pairs = []
    for value, _, i, j in candidates:
        if value >= threshold and -i not in used_gold and -j not in used_guess:
            used_gold.add(-i)
            used_guess.add(-j)
            pairs.append((-i, -j))
    return pairs


class _Tally:
    """Counts over articles; keys are "<what> p" for precision's hits, "<what> r" for recall's."""

    def __init__(self, threshold: float, types: frozenset[str]) -> None:
        self.threshold, self.types = threshold, types
        self.n: Counter[str] = Counter()
        self.partial_p = self.partial_r = 0.0
        self.by_type: Counter[str] = Counter()
        self.aligned_by_type: Counter[str] = Counter()

    def add(self, article: ArticleGold, guess: tuple[Attribution, ...]) -> None:
        n, words = self.n, Words(article.text)
        gold, pred = _in_words(article.attributions, words), _in_words(guess, words)
        wanted = [not self.types or g.quote_type in self.types for g in gold]
        asked = [g for g, want in zip(gold, wanted, strict=True) if want]
        for role in ROLES:
            g, p, w = _union(gold, role), _union(pred, role), _union(asked, role)
            n[f"token {role} p"] += len(g & p)
            n[f"token {role} predicted"] += len(p)
            n[f"token {role} r"] += len(w & p)
            n[f"token {role} gold"] += len(w)
            gold_spans, guess_spans = (
                _fragments(article.attributions, role, words),
                _fragments(guess, role, words),
            )
            n[f"span {role}"] += len(gold_spans & guess_spans)
            n[f"span {role} predicted"] += len(guess_spans)
            n[f"span {role} gold"] += len(gold_spans)
        self.partial_p += sum(_cover(p, gold) for p in pred)
        self.partial_r += sum(_cover(g, pred) for g in asked)
        n["predicted"] += len(pred)
        n["gold"] += len(asked)
        for role in ("source", "cue"):
            n[f"{role} predicted"] += sum(bool(p.role(role)) for p in pred)
            n[f"{role} gold"] += sum(bool(g.role(role)) for g in asked)
        self.by_type.update(str(g.quote_type) for g in gold)
        for i, j in _aligned(gold, pred, self.threshold):
            self.aligned_by_type[str(gold[i].quote_type)] += 1
            self._pair(gold[i], pred[j], wanted=wanted[i])

    def _pair(self, g: _InWords, p: _InWords, *, wanted: bool) -> None:
        same = g.content == p.content
        loose = {r: bool(g.role(r) & p.role(r)) or not (g.role(r) or p.role(r)) for r in ("source", "cue")}
        tight = {r: g.role(r) == p.role(r) for r in ("source", "cue")}
        verdicts = {
            "align": True,
            "exact": same,
            "source+content": loose["source"],
            "triple lenient": loose["source"] and loose["cue"],
            "triple exact": same and tight["source"] and tight["cue"],
        }
        for role in ("source", "cue"):
            if g.role(role):
                verdicts[f"{role} lenient"], verdicts[f"{role} exact"] = loose[role], tight[role]
                self.n[f"{role} in pairs"] += 1
        for name, right in verdicts.items():
            self.n[f"{name} p"] += right
            self.n[f"{name} r"] += right and wanted

    def figures(self) -> Figures:
        n = self.n
        lines = {}
        for r in ROLES:
            lines[f"TOKEN {r}"] = prf(
                n[f"token {r} p"], n[f"token {r} predicted"], n[f"token {r} r"], n[f"token {r} gold"]
            )
        for r in ROLES:
            lines[f"SPAN {r}"] = prf(n[f"span {r}"], n[f"span {r} predicted"], n[f"span {r}"], n[f"span {r} gold"])
        lines["PARTIAL content"] = prf(self.partial_p, n["predicted"], self.partial_r, n["gold"])
        for line, key in (
            ("ALIGN content", "align"),
            ("EXACT content", "exact"),
            ("SOURCE+CONTENT lenient", "source+content"),
            ("TRIPLE lenient", "triple lenient"),
            ("TRIPLE exact", "triple exact"),
        ):
            lines[line] = prf(n[f"{key} p"], n["predicted"], n[f"{key} r"], n["gold"])
        ways = [(r, how) for r in ("source", "cue") for how in ("lenient", "exact")]
        for r, how in ways:
            lines[f"{r.upper()} {how}"] = prf(n[f"{r} {how} p"], n[f"{r} predicted"], n[f"{r} {how} r"], n[f"{r} gold"])
        return {
            "attributions": lines,
            "within pairs": {f"{r} {how}": rate(n[f"{r} {how} p"], n[f"{r} in pairs"]) for r, how in ways},
            "recall by quote type (aligned)": {
                k: {"R": self.aligned_by_type[k] / v, "n": v} for k, v in sorted(self.by_type.items())
            },
        }
