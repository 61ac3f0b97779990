"""The cue lexicon: verbs, nouns and phrases that say that words are somebody's."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.resources import files

from dragoman.language import Token

# Nouns that take what was said as a clause or infinitive: "the claim that ...", "a threat to ...".
NOUN_CUES = frozenset(
    "claim statement assertion allegation accusation announcement report reports warning suggestion admission promise "
    "pledge vow denial demand complaint remark comment declaration insistence proposal recommendation argument "
    "testimony confirmation".split()
)
# Heads of phrases in which words reach the reader without a speaker of their own.
OUTLET_NOUNS = frozenset(
    "agency newspaper daily broadcaster television tv channel radio network magazine website outlet media newswire "
    "tabloid weekly paper press".split()
)
# Verbs (lemmas) by which an outlet hands on somebody else's words.
CARRYING = frozenset("report quote cite say write publish broadcast carry".split())


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue verb: its frames (see data/cues.tsv) and its stance."""

    lemma: str
    frames: str
    preps: frozenset[str]
    stance: str

    def takes(self, frame: str) -> bool:
        return frame in self.frames


@functools.cache
def _table() -> dict[str, Cue]:
    text = (files("dragoman.coding.statements") / "data" / "cues.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {
        lemma: Cue(lemma, frames, frozenset(preps.split(",")) - {"-"}, stance) for lemma, frames, preps, stance in rows
    }


def cue_of(token: Token) -> Cue | None:
    """The cue that a verb token may be, by its base form; None for every other token."""
    if token.tag[:2] != "VB" or token.dep in ("aux", "auxpass", "amod"):
        return None
    return _table().get(token.lemma)
