"""The cue lexicon: verbs, nouns and adjectives that say that words or views are somebody's (tables in `data/`)."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.resources import files

from dragoman.coding.statements.syntax import disagrees
from dragoman.language import Token
from dragoman.model import Stance

# Heads of phrases in which words reach the reader without a speaker of their own.
OUTLET_NOUNS = frozenset(
    "agency newspaper daily broadcaster television tv channel radio network magazine website outlet media newswire "
    "tabloid weekly paper press".split()
)
# Verbs (lemmas) by which an outlet hands on somebody else's words.
CARRYING = frozenset("report quote cite say write publish broadcast carry".split())
# Verbs that lend a noun cue their subject: "made the claim that", "issued a warning about", "voiced support for".
LENDING = frozenset(
    "make issue give deliver offer express voice repeat reiterate renew raise lodge send release share have hold keep "
    "pen post publish show air utter level hurl launch maintain reaffirm restate drop soften step win include contain "
    "earn harbor harbour announce ask pose field put take draw find unveil unleash roll press present "
    "evince reach provide claim renew trumpet "
    "continue".split()
)


# Forms whose base the lemmatizer gets wrong.
_MISREAD = {"hoped": "hope", "hoping": "hope", "hopes": "hope", "felt": "feel", "criticised": "criticise"}


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word: its frames and prepositions (see the heads of `data/*.tsv`) and its stance."""

    lemma: str
    frames: str
    preps: frozenset[str]
    stance: Stance

    def takes(self, frame: str) -> bool:
        return frame in self.frames


@functools.cache
def _table(name: str) -> dict[str, Cue]:
    text = (files("dragoman.coding.statements") / "data" / f"{name}.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {
        lemma: Cue(lemma, frames, frozenset(preps.split(",")) - {"-"}, Stance(stance))
        for lemma, frames, preps, stance in rows
    }


def verbs() -> dict[str, Cue]:
    """Cue verbs by base form, with a particle where it takes one (`data/verbs.tsv`)."""
    return _table("verbs")


def nouns() -> dict[str, Cue]:
    """Cue nouns by base form (`data/nouns.tsv`)."""
    return _table("nouns")


def adjectives() -> dict[str, Cue]:
    """Cue adjectives (`data/adjectives.tsv`)."""
    return _table("adjectives")


@functools.cache
def _words(name: str) -> frozenset[str]:
    text = (files("dragoman.coding.statements") / "data" / f"{name}.txt").read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def speakers() -> frozenset[str]:
    """Common nouns for people and bodies that may speak (`data/speakers.txt`)."""
    return _words("speakers")


def documents() -> frozenset[str]:
    """Common nouns for texts that say what is written in them (`data/documents.txt`)."""
    return _words("documents")


def labels() -> frozenset[str]:
    """Words that open lines and are nobody's name (`data/labels.txt`)."""
    return _words("labels")


def _base(token: Token) -> str:
    """A verb's base form; the lemmatizer leaves an e on some that have none ("retweeted")."""
    lemma = _MISREAD.get(token.lower, token.lemma)
    if lemma in verbs() or not lemma.endswith("e"):
        return lemma
    return next((b for b in (lemma[:-1], lemma[:-2]) if b in verbs()), lemma)  # "retweete", "sparre"


def verb_cue(token: Token) -> Cue | None:
    """The cue that a verb token may be, by its base form and particle ("ruled out"); None for every other token."""
    if token.tag[:2] != "VB" or token.dep in ("aux", "auxpass", "amod", "compound"):
        return None
    if disagrees(token):
        return None
    table, lemma = verbs(), _base(token)
    for c in token.children:
        if c.dep in ("prt", "advmod", "acomp", "prep", "oprd", "ccomp") and c.i > token.i:
            cue = table.get(f"{lemma} {c.lower}")
            if cue is not None:
                return cue
    found = table.get(lemma)
    if found is not None and any(
        c.dep == "prt" and c.i == token.i + 1 and c.lower not in found.preps for c in token.children
    ):
        return None  # "called off the talks" is another verb
    return found


def noun_cue(token: Token) -> Cue | None:
    """The cue that a common noun may be; None for every other token."""
    if token.tag not in ("NN", "NNS"):
        return None
    return nouns().get(token.lemma)


def adjective_cue(token: Token) -> Cue | None:
    """The cue that an adjective (or a participle used as one) may be; None for every other token."""
    if token.tag not in ("JJ", "VBN", "VBD") or token.dep not in (
        "acomp",
        "ROOT",
        "conj",
        "acl",
        "advcl",
        "amod",
        "relcl",
    ):
        return None
    found = adjectives().get(token.lower)
    return (
        found
        if found is not None
        and (token.tag == "JJ" or token.child("auxpass") is not None or token.dep in ("acomp", "acl", "advcl"))
        else None
    )
