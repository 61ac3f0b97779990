"""Whether a report tells something of a commitment, and what: candidates for steps, each with its confidence.

Kinds of sign, each in its module: a verb that has the commitment's own noun for its object ("rejected the offer"), a
deadline that passed or new terms (`answers`); a deed that is what was promised, or its contrary, or is said not to be
done, and the condition coming about (`deeds`). Several signs may speak for one step; `finding` keeps the surest.
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.merging.threads.answers import answers, deadlines
from dragoman.merging.threads.deeds import conditions, deeds
from dragoman.merging.threads.reading import Reading, Sentence
from dragoman.merging.threads.signs import LITTLE, Sign, is_history
from dragoman.merging.threads.terms import Terms

__all__ = ["Sign", "signs"]


def signs(terms: Terms, reading: Reading) -> Iterator[Sign]:
    """All that a report tells of a commitment, as far as its words and coded events show it."""
    if not terms.can_be_followed or not all(reading.names(side) for side in terms.parties):
        return
    whole = terms.about.share(reading.found)
    conditional = terms.condition.about.share(reading.found) if terms.condition is not None else 0.0
    if max(whole, conditional) < LITTLE:
        return
    for sentence in reading.sentences:
        if is_history(terms, reading, sentence) or not _names_its_party(terms, reading, sentence):
            continue
        yield from answers(terms, reading, sentence)
        yield from deadlines(terms, reading, sentence)
        yield from deeds(terms, reading, sentence)
        if conditional >= LITTLE:
            yield from conditions(terms, reading, sentence)


def _names_its_party(terms: Terms, reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence, or one beside it, has a word of the party's name; all do where the party is a state."""
    if not terms.within:
        return True
    near = (s for s in reading.sentences if abs(s.index - sentence.index) <= 1)
    return any(w.lower in terms.within for s in near for w in s.words)
