"""A coded report as threads need it: sentences, the sides each names and where, and the deeds told in it.

Records hold no syntax, so that a record of years can be threaded without parsing its reports again; what a verb's
subject is, is taken from the coded events where there is one, and else from the order of the words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from dragoman.merging.threads.sides import Side, any_same, name_words, side_of
from dragoman.merging.threads.words import Concept, Cue, Word, concepts_at, cues_at, found_in, is_past, words_of
from dragoman.model import BlockKind, CodedReport, Event, Party, Span, Status, Time
from dragoman.resolving.actors import Register
from dragoman.resolving.actors.wording import split

_END = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])|\n+")
_SHORT_WORD = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Gov|Sen|Rep|Lt|Col|St|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec)|\b[A-Z])\.$")
# Names stand in runs of capitalised words; "Republic of the Congo", "Bosnia and Herzegovina".
_CAPITALS = re.compile(
    r"[^\W\d_a-z][^\s,;:()\"“”]*(?:\s(?:(?:of|the|and|de|al|for)\s){0,2}[^\W\d_a-z][^\s,;:()\"“”]*)*"
)
# What ends a sentence behind a name is none of it, or "Peru." would be read as an abbreviation; "U.S." keeps its own.
_FULL_STOP = re.compile(r"(?<=[^\W\d_A-Z]{2})\.$")
MODALS = frozenset("to will would shall should can could may might must 'll cannot wo".split())
NEGATIONS = frozenset("not n't never without nothing no none neither nor".split())
BACKWARD = frozenset({"failed", "refused", "refuses", "refusing", "declined", "fails", "yet"})
LIGHT = frozenset({"held", "opened", "began", "resumed", "started", "made", "had"})
BEGUN = frozenset({"began", "begun", "started", "begins", "starts"})
PLACED = frozenset("in at near from inside outside around across".split())
OBJECT = frozenset("to for with against on by between toward towards into over upon".split())
IFS = frozenset({"if", "unless", "until", "once", "whether"})
DETERMINERS = frozenset("the a an its his her their our my your this that these those any all".split())
# Before a participle these show that it only describes the noun behind it.
DESCRIBING = DETERMINERS | frozenset("despite of for with by from after in to on some many such 's '".split())
CONTEXT = 2  # sentences to either side in which "the offer" can have been told
# Words behind which a clause with a subject of its own begins.
BREAKS = frozenset(
    {",", ";", ":", "that", "after", "because", "while", "when", "although", "as", "and", "but", "before"}
)


@dataclass(frozen=True, slots=True)
class Naming:
    """A side named at word `at` (to `end`) of a sentence; `placed` if only as a place ("in Libya")."""

    at: int
    end: int
    side: Side
    placed: bool
    possessive: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb or event in a sentence: its concepts, who does it (empty: not told), and whether it is said to be done.

    `done` True done, False said not to be done, None neither (planned, wished, conditional). `refused` marks a
    future or willed negation ("will not", "refused to"), `begun` that only its beginning is told.
    """

    at: int
    concepts: tuple[Concept, ...]
    agents: tuple[Side, ...]
    done: bool | None
    refused: bool = False
    begun: bool = False
    event: Event | None = None


@dataclass(slots=True)
class Sentence:
    """One sentence with its words, sides and events. `index` counts within the report."""

    index: int
    span: Span
    words: tuple[Word, ...]
    namings: tuple[Naming, ...] = ()
    events: tuple[Event, ...] = ()
    is_title: bool = False
    _deeds: tuple[Deed, ...] | None = field(default=None, repr=False)
    _cues: tuple[tuple[int, Cue, bool | None], ...] | None = field(default=None, repr=False)
    _found: frozenset[str] | None = field(default=None, repr=False)

    def names(self, side: Side | None) -> bool:
        return any_same(side, (n.side for n in self.namings))

    @property
    def deeds(self) -> tuple[Deed, ...]:
        if self._deeds is None:
            self._deeds = tuple(_deeds(self))
        return self._deeds

    @property
    def cues(self) -> tuple[tuple[int, Cue, bool | None], ...]:
        """Verbs that say what is done with a commitment: where, what, and whether it was (None: under way)."""
        if self._cues is None:
            self._cues = tuple(_cues(self))
        return self._cues

    @property
    def found(self) -> frozenset[str]:
        """Everything that the words stand for."""
        if self._found is None:
            self._found = found_in(self.words)
        return self._found

    def agents_of(self, i: int) -> tuple[Side, ...]:
        """Who does the verb at word `i`: of a coded event its actors, else the nearest subject before it."""
        for event in self.events:
            if event.trigger.overlaps(self.words[i].span) and event.actors:
                found = tuple(s for s in map(side_of, event.actors) if s is not None)
                if found:
                    return found
        by = [n for n in self.namings if _preposition(self.words, n.at) == "by"]
        if _is_passive(self.words, i) or (by and is_past(self.words[i].lower) and by[0].at - i in (2, 3)):
            near = [n.side for n in by if n.at > i]
            return (near[0],) if near else tuple(n.side for n in by[:1])
        before = [n for n in self.namings if n.end <= i]
        subjects = [n for n in before if not n.placed and _preposition(self.words, n.at) not in OBJECT]
        start = clause_start(self.words, i)
        near_ones = [n for n in subjects if n.at >= start] or subjects
        if not near_ones:
            # "2,000 soldiers from Benin arrived": a place before the verb, where there is no other subject
            near_ones = [n for n in before if _preposition(self.words, n.at) in ("from", "of")]
        if not near_ones:
            return ()
        first = near_ones[0]
        joined = [n for n in near_ones[1:] if all(w.lower in ("and", ",", "the") for w in self.words[first.end : n.at])]
        return (first.side, *(n.side for n in joined))


class Namer:
    """The sides that runs of capitalised words name, by a register; the same runs stand in many reports."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._seen: dict[str, tuple[tuple[int, int, Side], ...]] = {}

    def known(self, phrase: str) -> tuple[tuple[int, int, Side], ...]:
        """(start, end, side) of each, counted within the phrase."""
        phrase = _FULL_STOP.sub("", phrase)
        if phrase not in self._seen:
            if len(self._seen) > 1 << 16:
                self._seen.clear()
            self._seen[phrase] = tuple(self._read(phrase))
        return self._seen[phrase]

    def _read(self, phrase: str) -> Iterator[tuple[int, int, Side]]:
        pieces = split(phrase)
        for mark in self._register.marks(pieces):
            if mark.kind == "org":
                row = mark.rows[0]
                side = side_of(Party(name=row.name, country=row.country, sector=row.sector))
            else:
                side = Side(mark.country) if mark.country and mark.country != "IGO" else None
            if side is not None:
                yield pieces[mark.start].start, pieces[mark.end - 1].end, side


class Reading:
    """One coded report, its sentences made when asked for."""

    def __init__(self, coded: CodedReport, namer: Namer) -> None:
        self.coded, self.report, self._namer = coded, coded.report, namer

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(self._sentences())

    @cached_property
    def _mentions(self) -> list[tuple[int, int, Side]]:
        """Where the coded actors are mentioned, in text order."""
        out = []
        for n, actor in enumerate(self.coded.actors):
            side = side_of(Party(name=actor.name, country=actor.country, sector=actor.sector))
            if side is not None:
                out += [(m.start, m.end, n, side) for m in actor.mentions]
        return [(start, end, side) for start, end, _, side in sorted(out, key=lambda m: m[:3])]

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """Every side that the report names, once each."""
        return tuple({n.side: None for s in self.sentences for n in s.namings})

    @cached_property
    def states(self) -> frozenset[str | None]:
        """The states among the sides, by code."""
        return frozenset(s.country for s in self.sides if s.is_state)

    @cached_property
    def found(self) -> frozenset[str]:
        """Everything that the report's words stand for."""
        return frozenset().union(*(s.found for s in self.sentences))

    def names(self, side: Side) -> bool:
        """Whether the report names a side at all."""
        return side.country in self.states if side.is_state else any_same(side, self.sides)

    def around(self, sentence: Sentence) -> frozenset[str]:
        """Everything that a sentence's words and those of its neighbours stand for."""
        near = self.sentences[max(0, sentence.index - CONTEXT) : sentence.index + CONTEXT + 1]
        return frozenset().union(*(s.found for s in near))

    def times_in(self, sentence: Sentence) -> Sequence[Time]:
        """The times that a sentence tells."""
        times = self._times
        first = bisect_left(times, sentence.span.start, key=lambda t: t.span.start)
        last = bisect_left(times, sentence.span.end, key=lambda t: t.span.start)
        return times[first:last]

    @cached_property
    def _times(self) -> list[Time]:
        return sorted(self.coded.times, key=lambda t: t.span)

    def sentence_at(self, span: Span) -> Sentence | None:
        return next((s for s in self.sentences if span.start < s.span.end and s.span.start < span.end), None)

    def _sentences(self) -> Iterator[Sentence]:
        text, n = self.report.text, 0
        blocks = [(b.span, b.kind) for b in self.report.blocks if b.kind is not BlockKind.CAPTION]
        for block, kind in blocks or [(Span(0, len(text)), BlockKind.PARAGRAPH)]:
            for span in _cut(text, block):
                words = words_of(text, span.start, span.end)
                if words:
                    events = tuple(e for e in self.coded.events if span.start <= e.trigger.start < span.end)
                    namings = tuple(self._namings(span, words))
                    yield Sentence(n, span, words, namings, events, kind is not BlockKind.PARAGRAPH)
                    n += 1

    def _namings(self, span: Span, words: Sequence[Word]) -> Iterator[Naming]:
        found: dict[int, Naming] = {}
        for m in _CAPITALS.finditer(self.report.text, span.start, span.end):
            for start, end, side in self._namer.known(m.group()):
                low, high = m.start() + start, m.start() + end
                at = [i for i, w in enumerate(words) if w.span.start < high and w.span.end > low]
                if at:
                    found[at[0]] = _naming(words, at[0], at[-1] + 1, side)
        first = bisect_left(self._mentions, (span.start,), key=lambda m: m[:1])
        for start, end, side in self._mentions[first:]:
            if start >= span.end:
                break
            inside = [i for i, w in enumerate(words) if w.span.start >= start and w.span.end <= end]
            taken = any(i in range(f.at, f.end) for f in found.values() for i in inside)
            if inside and not (taken and side.is_state):
                # groups within a country are named by words that hold the country's name as well
                for i in [i for i in found if i in inside]:
                    del found[i]
                found[inside[0]] = _naming(words, inside[0], inside[-1] + 1, side)
        yield from (found[i] for i in sorted(found))


def _naming(words: Sequence[Word], at: int, end: int, side: Side) -> Naming:
    owns = end < len(words) and words[end].lower in ("'s", "'")
    return Naming(at, end, side, _preposition(words, at) in PLACED and not owns, owns)


def names_of(party: Party) -> frozenset[str]:
    """The words by which a party without a state is known."""
    return name_words(party.name)


def _cut(text: str, block: Span) -> Iterator[Span]:
    start = block.start
    for m in _END.finditer(text, block.start, block.end):
        if "\n" in m.group() or not _SHORT_WORD.search(text[max(start, m.start() - 6) : m.start() + 1]):
            yield Span(start, m.end())
            start = m.end()
    if start < block.end:
        yield Span(start, block.end)


def _preposition(words: Sequence[Word], at: int) -> str:
    """The preposition before a name, across its article and adjectives; empty if there is none."""
    for w in reversed(words[max(0, at - 3) : at]):
        if w.lower in PLACED or w.lower in OBJECT or w.lower == "of":
            return w.lower
        if w.lower not in ("the", "a", "an", "its", "both", "all") and not w.text[:1].isupper():
            return ""
    return ""


def _is_passive(words: Sequence[Word], i: int) -> bool:
    near = [w.lower for w in words[max(0, i - 3) : i]]
    return is_past(words[i].lower) and any(w in ("was", "were", "been", "be", "being", "is", "are") for w in near)


def _bare_be(words: Sequence[Word], i: int) -> bool:
    """Whether the verb at word `i` follows "be", adverbs aside: some modal stands before it, however far."""
    before = next((w.lower for w in reversed(words[max(0, i - 3) : i]) if not w.lower.endswith("ly")), "")
    return before == "be" and is_past(words[i].lower)


def clause_start(words: Sequence[Word], i: int) -> int:
    """Where the clause of word `i` begins: behind the last word that opens one, if a verb can follow it."""
    for j in range(i - 1, -1, -1):
        if words[j].lower in BREAKS:
            return j + 1
    return 0


def _cues(sentence: Sentence) -> Iterator[tuple[int, Cue, bool | None]]:
    words = sentence.words
    for i in range(len(words)):
        for cue in cues_at(words, i):
            done, refused, _ = telling(sentence, i)
            if _is_adjective(words, i) or (done and not _is_verb(sentence, i)):
                continue
            aside = words[i].lower.endswith("ing") and (i == 0 or words[i - 1].lower == ",")
            if done is not None or (aside and not refused):
                yield i, cue, done


def _is_adjective(words: Sequence[Word], i: int) -> bool:
    """ "Despite repeated threats", "the rejected offer": a participle that only describes the noun behind it."""
    if not (i and words[i].lower.endswith("ed") and i + 1 < len(words)):
        return False
    behind = words[i + 1]
    return words[i - 1].lower in DESCRIBING and behind.is_word and behind.lower not in DETERMINERS


def _is_verb(sentence: Sentence, i: int) -> bool:
    """Whether a word has a verb's form, and is no noun that is spelt like one ("several drops of arms")."""
    lower = sentence.words[i].lower
    return is_past(lower) or lower.endswith("ing") or (sentence.is_title and lower.endswith("s"))


def _deeds(sentence: Sentence) -> Iterator[Deed]:
    words = sentence.words
    for i in range(len(words)):
        concepts = tuple(c for c in concepts_at(words, i) if c.act)
        event = next((e for e in sentence.events if e.trigger.overlaps(words[i].span)), None)
        if not concepts and (event is None or not event.trigger.start <= words[i].span.start < event.trigger.end):
            continue
        done, refused, begun = telling(sentence, i)
        if event is not None and done is None and not refused and _told_as_deed(event, words, i):
            done = True
        if done is not None or refused:
            yield Deed(i, concepts, sentence.agents_of(i), done, refused, begun, event)


def _held(words: Sequence[Word], i: int) -> bool:
    """ "held talks", "the trial of the editor opened": a noun that a verb beside it makes a deed."""
    if words[i].lower.endswith("ing"):
        return False
    before = [w.lower for w in words[max(0, i - 3) : i]]
    if any(w in LIGHT for w in before):
        return True
    for w in words[i + 1 : i + 9]:
        if w.lower in (",", ";", "."):
            return False
        if w.lower in ("opened", "began", "started", "took"):
            return words[i - 1].lower in ("the", "a", "an", "its", "their") if i else True
    return False


def _told_as_deed(event: Event, words: Sequence[Word], i: int) -> bool:
    """Whether a coded event says that the word's act was done; words of promising and asking do not."""
    if event.status is not Status.OCCURRED or event.type in ("AGREE", "REQUEST", "THREATEN"):
        return False
    return not any(w.lower in MODALS for w in words[max(0, i - 3) : i])


def telling(sentence: Sentence, i: int) -> tuple[bool | None, bool, bool]:
    """(done, refused, begun) of the verb at a word, as `Deed` has them."""
    words = sentence.words
    near = [w.lower for w in words[max(0, i - 5) : i]]
    for n in range(len(near) - 1, -1, -1):  # nothing beyond the clause
        if near[n] in (";", ":", ",", "that", "and", "but"):
            near = near[n + 1 :]
            break
    lower = words[i].lower
    negated = any(w in NEGATIONS or w.endswith("n't") for w in near[-4:])
    backward = any(w in BACKWARD for w in near)
    # "must, he said, in all fairness be freed": a bare "be" is never said of what has come about
    willed = any(w in MODALS for w in near[-3:]) or _bare_be(words, i)
    begun = any(w in BEGUN for w in near)
    if negated and backward:  # "has yet not", "did not refuse": too twisted to read
        return None, False, False
    if backward:
        return (None, True, False) if "refus" in " ".join(near) or "declined" in near else (False, False, False)
    if negated and willed:
        return None, True, False
    if willed and not (begun and "to" in near):
        return None, False, False
    start = clause_start(words, i)
    if any(w.lower in IFS for w in words[max(0, start - 1) : i]):
        return None, False, False
    if negated:
        return False, False, False
    going = lower.endswith("ing") and any(w in ("is", "are", "has", "have", "been") for w in near[-2:])
    if lower == "given" and not any(w in ("has", "have", "had", "was", "were", "been") for w in near[-3:]):
        return None, False, False  # "given the losses"
    form = is_past(lower) or going or _held(words, i)
    coded = any(e.trigger.overlaps(words[i].span) for e in sentence.events)
    if begun or form or (sentence.is_title and lower.endswith("s") and coded):
        return True, False, begun
    return None, False, False
