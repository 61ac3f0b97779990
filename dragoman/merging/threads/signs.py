"""What all signs share: the sign itself, how near the words must be, what is only history, and spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.merging.threads.reading import Reading, Sentence
from dragoman.merging.threads.terms import Terms
from dragoman.merging.threads.thread import How
from dragoman.merging.threads.words import Word, found_in
from dragoman.model import Event, Span, Status, Time

# Shares of a commitment's words that a sentence must hold: with its noun beside, and by itself.
WITH_NOUN, ALONE, ELSEWHERE = 0.25, 0.4, 0.5
LITTLE = 0.35  # less than that in the whole report, and it is about something else
LONG, BARE, SPOKEN = 365, 120, 60  # days
PHRASE_ENDS = frozenset("; , : . after because while when who which if unless although".split())
AROUND = 14  # words to either side of a verb that its own phrase can hold


@dataclass(frozen=True, slots=True)
class Sign:
    """A candidate for a step: what it is, where it stands, how sure it is."""

    how: How
    sentence: Sentence
    span: Span
    confidence: float
    event: Event | None = None
    deadline: date | None = None


def age(terms: Terms, reading: Reading) -> int:
    """Days since the commitment was made; 0 where that is not known."""
    day = reading.report.day
    return (day - terms.day).days if day is not None and terms.day is not None else 0


def is_history(terms: Terms, reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence tells of days before the commitment: what was done in 1979 carries out no threat of now."""
    if terms.day is None:
        return False
    times = [t.interval for t in reading.times_in(sentence) if t.interval is not None and t.kind in ("DATE", "TIME")]
    return bool(times) and all(last < terms.day for _, last in times)


def is_told_of_now(event: Event | None, terms: Terms) -> bool:
    """Whether a coded event may have come after the commitment; one that no event carries may."""
    if event is None:
        return True
    if event.status is Status.HISTORICAL:
        return False
    return event.date is None or terms.day is None or event.date[1] >= terms.day


def around(sentence: Sentence, low: int, high: int) -> frozenset[str]:
    """Everything that the words near some words of a sentence stand for."""
    return found_in(sentence.words[max(0, low - AROUND) : high + AROUND])


def clause_ahead(words: Sequence[Word]) -> Sequence[Word]:
    """The words up to where another clause or phrase begins, and no more than can belong to the verb before them."""
    end = next((n for n, w in enumerate(words[:AROUND]) if w.lower in PHRASE_ENDS), AROUND)
    return words[:end]


def between(terms: Terms, sentence: Sentence) -> bool:
    """Whether a sentence names both sides of a commitment: its party, and whoever is at the other end."""
    return sentence.names(terms.party) and any(sentence.names(s) for s in terms.others)


def day_after(reading: Reading, sentence: Sentence, at: int, marks: tuple[str, ...]) -> date | None:
    """The last day of the time behind one of some words, such as "until", that stands after word `at`."""
    for j in range(at + 1, len(sentence.words)):
        if sentence.words[j].lower in marks:
            time = _time_at(reading, sentence, sentence.words[j].span.end)
            if time is not None and time.interval is not None:
                return time.interval[1]
    return None


def _time_at(reading: Reading, sentence: Sentence, end: int) -> Time | None:
    times = reading.times_in(sentence)
    return next((t for t in times if 0 <= t.span.start - end <= 6 or t.span.start < end <= t.span.end), None)


def span_between(sentence: Sentence, i: int, at: int) -> Span:
    """From one word of a sentence to another, whichever stands first."""
    low, high = min(i, at), max(i, at)
    return Span(sentence.words[low].span.start, sentence.words[high].span.end)


def event_at(sentence: Sentence, i: int) -> Event | None:
    """The coded event whose trigger a word is."""
    return next((e for e in sentence.events if e.trigger.overlaps(sentence.words[i].span)), None)
