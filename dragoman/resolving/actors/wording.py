"""Words of a noun phrase, and the folded keys under which registers are looked up."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"['’]s\b|['’](?!\w)|\w(?:[\w&/+.]|[-–'’](?!s\b)\w)*|[^\w\s]")
_PLAIN = str.maketrans({"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "’": "'", "–": "-"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a phrase: `start` and `end` count characters of the phrase; "'s" is a word of its own."""

    text: str
    lower: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Begins with a capital letter, after a particle such as "al-" too."""
        return self.text[:1].isupper() or any(p[:1].isupper() for p in self.text.split("-")[1:])

    @property
    def possessive(self) -> bool:
        return self.text in ("'s", "’s", "'", "’")


def split(text: str) -> tuple[Word, ...]:
    """The words of a phrase with their places in it; a final full stop stays only on abbreviations."""
    out: list[Word] = []
    for m in _WORD.finditer(text):
        piece, end = m.group(), m.end()
        if piece.endswith(".") and len(piece) > 1 and "." not in piece[:-1] and len(piece) > 5:
            piece, end = piece[:-1], end - 1
        out.append(Word(piece, piece.lower(), m.start(), end))
    return tuple(out)


@functools.lru_cache(maxsize=1 << 16)
@functools.lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """The key of a word or name, without case, accents, dots and hyphens: "jean bertrand", "un"."""
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(plain.lower().replace(".", "").replace("-", " ").split())


def key(words: Sequence[Word]) -> str:
    """The folded key of a run of words."""
    return " ".join(fold(w.text) for w in words)


def key_of(name: str) -> str:
    """The folded key of a name as a table writes it, split as phrases are."""
    if name.isascii() and name.replace(" ", "").isalnum():
        return " ".join(name.lower().split())  # most names: the same without the work
    return key(split(name))


def shouted(name: str) -> bool:
    """Whether a name is an abbreviation, for which case matters ("WHO" is a body, "who" is not)."""
    bare = name.replace(".", "")
    return bare.isupper() and len(bare) <= 6


def singulars(word: str) -> tuple[str, ...]:
    """Forms under which a noun may stand in a table: itself and its regular singulars."""
    out = [word]
    if word.endswith("ies"):
        out.append(word[:-3] + "y")
    if word.endswith(("ses", "xes", "ches", "shes", "zes")):
        out.append(word[:-2])
    if word.endswith("s") and not word.endswith("ss"):
        out.append(word[:-1])
    if word.endswith("men"):
        out.append(word[:-3] + "man")
    if word.endswith("wives"):
        out.append("wife")
    return tuple(out)
