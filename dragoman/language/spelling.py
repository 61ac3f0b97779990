"""Whether two spellings may be of one name, written over from another script: "Qaddafi" and "Gaddafi".

Sound is judged by Metaphone (L. Philips, 1990), nearness by edits, both from the library jellyfish.
"""

from __future__ import annotations

import functools
import unicodedata

import jellyfish

# Shorter words sound alike too often ("Salem", "Salim") to be taken for one name.
_SHORTEST = 6
_MOST_EDITS = 2
# Surnames whose form tells the sex of the bearer: "Petrov" and "Petrova" are two people.
_MALE_ENDINGS = ("ov", "ev", "in", "sky", "skiy")


@functools.lru_cache(maxsize=1 << 14)
def sound(word: str) -> str:
    """A key that spellings of one name share, of a single word; a word without Latin letters is its own key."""
    return jellyfish.metaphone(_plain(word)) or word


def same_name(a: str, b: str, *, edits: int = _MOST_EDITS) -> bool:
    """Whether two single words are one name, spelt alike or at most `edits` letters apart; case and accents aside.

    Short words only count if they are equal, and a woman's form of a surname is another name than the man's.
    """
    x, y = sorted((_plain(a), _plain(b)), key=len)
    if x == y:
        return True
    if len(x) < _SHORTEST or sound(x) != sound(y) or (y == x + "a" and x.endswith(_MALE_ENDINGS)):
        return False
    return jellyfish.damerau_levenshtein_distance(x, y) <= edits


@functools.lru_cache(maxsize=1 << 14)
def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if c.isalnum())
