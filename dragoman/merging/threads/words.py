"""Words compared across reports: stems, concepts (words for one act or thing), amounts. Tables in `data/`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from dragoman.model import CommitmentKind, Span

_PIECE = re.compile(
    r"\d[\d,]*(?:\.\d+)?(?:st|nd|rd|th)?|(?:[^\W\d_]\.){2,}|['’]s\b|['’](?!\w)|n['’]t\b"
    r"|[^\W_](?:[^\W_](?!['’]t\b)|[-–'’&](?!s\b|t\b)(?=[^\W_]))*|[^\w\s]"
)
_VOWEL = re.compile("[aeiouy]")
_DOUBLED = re.compile(r"([bcdgkmnprt])\1$")
_NUMBER = re.compile(r"^\d[\d,]*(?:\.\d+)?$")
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_TENS = "thirty forty fifty sixty seventy eighty ninety hundred".split()
_NAMED = {w: float(n) for n, w in enumerate(_SMALL)} | {w: 30.0 + 10 * n for n, w in enumerate(_TENS)}
_MULTIPLE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "dozen": 12.0, "m": 1e6, "bn": 1e9}

# Words that tell nothing of what a commitment is about.
EMPTY = frozenset(
    line
    for line in (files("dragoman.merging.threads") / "data" / "empty.txt").read_text("utf-8").split("\n")
    if line and not line.startswith("#")
)


# What is struck without a blow: "struck a deal", "strike a balance".
STRUCK = frozenset("deal agreement accord pact bargain compromise balance tone chord".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a report: its place in the text, lower case and stem."""

    span: Span
    text: str
    lower: str
    stem: str

    @property
    def is_word(self) -> bool:
        return self.lower[:1].isalnum()


@dataclass(frozen=True, slots=True)
class Concept:
    """Words for one act or thing: "give" is an act, "hand over" one of its words, coded as AID; contraries by name."""

    name: str
    act: bool
    types: frozenset[tuple[str, str | None]]
    contraries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb that says what is done with a commitment; `agent` party, other or any."""

    how: str
    agent: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the stems that follow it: 30,000 of {"tonn", "maiz"}."""

    at: int
    value: float
    things: tuple[str, ...]


@functools.lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """What a word's forms have in common; irregular verbs by table, the rest by its endings."""
    w = word.lower().replace("’", "'")
    w = _irregular().get(w, w)
    if len(w) <= 3 or not w.isascii():
        return w
    if w.endswith(("ies", "ied")) and len(w) > 4:
        return w[:-3] + "y"
    if w.endswith("s") and not w.endswith(("ss", "us", "is")):
        w = w[:-2] if w.endswith(("sses", "shes", "ches", "xes", "zes")) else w[:-1]
    for ending in ("ing", "ed"):
        base = w.removesuffix(ending)
        if base != w and len(base) > 1 and _VOWEL.search(base):
            return _DOUBLED.sub(r"\1", base) if len(base) > 3 else base
    return w[:-1] if w.endswith("e") and len(w) > 3 else w


def is_past(lower: str) -> bool:
    """Whether a word can be a past form or a participle."""
    return lower.endswith("ed") or lower in _pasts()


def words_of(text: str, start: int, end: int) -> tuple[Word, ...]:
    """The words and marks of a stretch of a text, with their places in the text; "12,000" is one word."""
    out = []
    for m in _PIECE.finditer(text, start, end):
        lower = m.group().lower().replace("’", "'")
        out.append(Word(Span(*m.span()), m.group(), lower, stem(lower)))
    return tuple(out)


def concepts_at(words: Sequence[Word], i: int) -> tuple[Concept, ...]:
    """The concepts that a word stands for, alone or with a particle behind it ("bring the soldiers home")."""
    if words[i].stem == "strik" and any(w.lower in STRUCK for w in words[i + 1 : i + 5]):
        return ()
    return tuple(concept for concept, particle in _concepts().get(words[i].stem, ()) if _has(words, i, particle))


def cues_at(words: Sequence[Word], i: int) -> tuple[Cue, ...]:
    """What a verb says is done with a commitment."""
    # "gave in", "backed out" stand together; "gave a speech in" answers nobody
    return tuple(
        cue
        for cue, particle in _cues().get(words[i].stem, ())
        if (
            words[i + 1 : i + 2] and words[i + 1].lower == particle
            if particle in ("in", "out")
            else _has(words, i, particle)
        )
    )


def named_kinds(word: Word) -> frozenset[CommitmentKind]:
    """The kinds of commitment that a noun names; empty for other words."""
    return _nouns().get(word.stem, frozenset())


def amounts(words: Sequence[Word]) -> Iterator[Amount]:
    """The amounts among some words, in order. Years and days of the month are none."""
    i = 0
    while i < len(words):
        value = _value(words[i].lower)
        if value is None:
            i += 1
            continue
        at, i = i, i + 1
        while i < len(words) and words[i].lower in _MULTIPLE:
            value *= _MULTIPLE[words[i].lower]
            i += 1
        if i < len(words) and words[i].lower == "-":
            i += 1
        things: list[str] = []
        for w in words[i : i + 6]:
            if not w.is_word or w.lower in ("by", "for", "from", "on", "to", "in", "that", "and", "after"):
                break
            if w.lower not in EMPTY and _value(w.lower) is None:
                things.append(w.stem)
        if things and not _is_date(words, at, value):
            yield Amount(at, value, tuple(things))


def found_in(words: Sequence[Word]) -> frozenset[str]:
    """Everything that some words stand for: stems and concepts' names."""
    out: set[str] = set()
    for i, w in enumerate(words):
        if w.lower not in EMPTY and w.is_word:
            out.add(w.stem)
            out.update(c.name for c in concepts_at(words, i))
    return frozenset(out)


def _value(lower: str) -> float | None:
    if _NUMBER.match(lower):
        return float(lower.replace(",", ""))
    return _NAMED.get(lower)


_MONTH = frozenset("january february march april may june july august september october november december".split())


def _is_date(words: Sequence[Word], at: int, value: float) -> bool:
    before = words[at - 1].lower if at else ""
    after = words[at + 1].lower if at + 1 < len(words) else ""
    return before in _MONTH or after in _MONTH or (1900 <= value <= 2100 and before in ("in", "since", "until", "by"))


def _has(words: Sequence[Word], i: int, particle: str) -> bool:
    if not particle:
        return True
    reach = 2 if particle in ("no", "yes", "by", "on", "to") else 5
    return any(w.lower == particle for w in words[i + 1 : i + 1 + reach])


def _rows(name: str) -> Iterator[list[str]]:
    text = (files("dragoman.merging.threads") / "data" / name).read_text("utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


@functools.cache
def _irregular() -> dict[str, str]:
    return {form: base for base, forms in _rows("irregular.tsv") for form in forms.split("|")}


@functools.cache
def _pasts() -> frozenset[str]:
    endings = ("ing", "s", "ion", "y", "ies", "al")
    return frozenset(form for form in _irregular() if not form.endswith(endings) and form not in ("is", "are"))


def _parts(cell: str) -> Iterable[tuple[str, str]]:
    for entry in cell.split("|"):
        verb, _, particle = entry.partition("+")
        yield stem(verb), particle


@functools.cache
def _concepts() -> dict[str, list[tuple[Concept, str]]]:
    out: dict[str, list[tuple[Concept, str]]] = {}
    for name, kind, entries, types, contraries in _rows("concepts.tsv"):
        coded = frozenset((t.partition(" ")[0], t.partition(" ")[2] or None) for t in types.split("|") if t != "-")
        against = frozenset(c for c in contraries.split("|") if c != "-")
        concept = Concept(name, kind == "act", coded, against)
        for key, particle in _parts(entries):
            out.setdefault(key, []).append((concept, particle))
    return out


@functools.cache
def _cues() -> dict[str, list[tuple[Cue, str]]]:
    out: dict[str, list[tuple[Cue, str]]] = {}
    for how, entries, agent in _rows("cues.tsv"):
        for key, particle in _parts(entries):
            out.setdefault(key, []).append((Cue(how, agent), particle))
    return out


@functools.cache
def _nouns() -> dict[str, frozenset[CommitmentKind]]:
    return {stem(noun): frozenset(CommitmentKind(k) for k in kinds.split("|")) for noun, kinds in _rows("nouns.tsv")}
