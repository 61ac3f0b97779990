"""Names as dictionaries write them, in the form that reports print, and which of them are too doubtful to take."""

from __future__ import annotations

import functools
import re
import unicodedata

from dragoman.resolving.actors.imports.codes import common_words
from dragoman.resolving.actors.own import Kind
from dragoman.resolving.actors.register import LONGEST_NAME, LONGEST_ROLE, Register
from dragoman.resolving.actors.wording import fold, shouted, split
from dragoman.resolving.countries import Countries
from dragoman.resolving.places.lexicon import Lexicon

SMALL = frozenset(
    "of the and for in on at to by with from de del della di da do dos la le du des van von der bin ibn el".split()
)
# Words that names of bodies hold and names of people do not.
BODILY = frozenset(
    "of the and for front party movement army force forces council committee commission bank group organization "
    "organisation association union league federation alliance institute university ministry department agency office "
    "bureau court parliament congress assembly senate guard guards brigade brigades police company corporation "
    "international national liberation democratic islamic republican foundation centre center society network news "
    "times post television radio airlines airways command tribunal authority administration service services".split()
)


def clean(text: str) -> str:
    """A name fit for a cell: composed characters, no control characters, single blanks, no bar."""
    text = text.replace("|", "/")
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", text)
    return " ".join("".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text).split())


def latin(name: str) -> bool:
    """Whether English reports could print a name: all its letters are Latin."""
    return any(c.isalpha() for c in name) and all(
        ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or not c.isalpha() for c in name
    )


def from_capitals(name: str) -> str:
    """ "VLADIMIR PUTIN" as "Vladimir Putin", "BANK OF THE NORTH" as "Bank of the North"; abbreviations stay.

    A word of up to three letters that is all of the name, or one without a vowel, is taken for an abbreviation. A
    name that is not all in capitals is left alone.
    """
    if name != name.upper():
        return name
    words = name.split()
    return " ".join(_cased(word, first=n == 0, alone=len(words) == 1) for n, word in enumerate(words))


def _cased(word: str, *, first: bool, alone: bool) -> str:
    if (alone and len(word) <= 3) or not re.search("[AEIOUYÀ-Ý]", word):
        return word
    if word.lower() in SMALL and not first:
        return word.lower()
    return "".join(p.capitalize() for p in re.split(r"(?<=[-/&'’.])(?!S\b)", word))


def personal(name: str, *, titled: bool, dated: bool) -> bool:
    """Whether a name looks like a person's: a given name first, or two to four words with a title or dated offices."""
    words = name.split()
    if not 2 <= len(words) <= 5 or any(w.lower() in BODILY for w in words):
        return False
    role = Register.load().role_at(split(name), len(split(name)))
    if role is not None and role[1].kind in ("body", "site", "place"):
        return False
    return fold(words[0]) in _given() or ((titled or dated) and not any(shouted(w) and len(w) > 2 for w in words))


def titled(name: str) -> bool:
    """Whether a name opens with a title: "President Kari Fjellvik"."""
    words, register = split(name), Register.load()
    for end in range(1, len(words)):
        found = register.role_at(words, end)
        if found is not None and found[0] == 0 and found[1].kind == "office":
            return True
    return False


def doubt(name: str, kind: Kind) -> str | None:
    """Why a name must not be taken, for it would be found where it is not meant, or never; None where it may."""
    words = split(name)
    if not any(c.isalnum() for c in name):
        return "has no letters"
    if kind is Kind.NOUN:
        return f"has more than {LONGEST_ROLE} words and would never be found" if len(words) > LONGEST_ROLE else None
    if len(words) > LONGEST_NAME:
        return f"has more than {LONGEST_NAME} words and would never be found"
    if Countries.load().find(name) is not None:
        return "is a word for a country"
    if len(words) > 1 and words[0].lower in ("the", "a", "an"):
        words = words[1:]
    register = Register.load()
    role = register.role_at(words, len(words))
    if role is not None and role[0] == 0:
        return "is a role, not a name"
    if len(words) > 1:
        return None
    plain = fold(words[0].text)
    if len(plain) < 3:
        return "is too short to be told from other words"
    if plain in common_words() or plain in register.modifiers or plain.rstrip("s") in common_words():
        return "is an everyday word"
    if plain in _given():
        return "is a given name"
    return None


@functools.cache
def _given() -> frozenset[str]:
    return frozenset(fold(name) for name in Lexicon.load().given)
