"""What counts as a word in search, and which words count as the same: folding of letters and light stemming.

The same function cuts reports, queries and snippets, so what one finds the other can mark. Rules, in order:

1. A word is a run of letters and digits. Apostrophes within it and the dots of an abbreviation are left out ("Sana'a"
   is `sanaa`, "U.S." is `us`), a possessive ending is dropped ("Ghana's" is `ghana`), hyphens and everything else part
   words. Thousands lose their commas ("1,200" is `1200`); a decimal point stays.
2. Letters lose case and accents; letters that no accent explains are spelt out (`ø` is `o`, `ß` is `ss`).
3. Forms of one English word share a stem: plurals as in Harman's S stemmer (How effective is suffixing?, JASIS 1991),
   `-ed`, `-ing` and a final `e` as steps 1b and 5a of Porter's (An algorithm for suffix stripping, 1980), and the
   irregular forms of `data/irregular.tsv`. Words of fewer than four letters or with digits stay as they are.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

LONGEST = 64
"""Letters of a word that count; what comes after them is ignored, in reports and in queries."""

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., e.g.
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w])"  # 1,200.5
    r"|\d+\.\d+(?![\w])"  # 2.5
    r"|[^\W_]+(?:['’ʼ][^\W_]+)*"  # people, Ghana's, Sana'a, 5th
)
_SPELT_OUT = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "n"}
)
_VOWEL = re.compile(r"[aeiouy]")
_SYLLABLE = re.compile(r"[aeiouy]+[^aeiouy]+")
_CVC = re.compile(r"[^aeiouy][aeiouy][^aeiouywx]$")
_DOUBLED = re.compile(r"([bdgmnprt])\1$")
_RUN = re.compile(r"\S+")
_PLAIN = re.compile(r"[a-z]+")
_ONES = frozenset(
    "news series species during united being morning evening something nothing anything everything".split()
)
"""Words that only look like a plural or a participle."""
_ENDINGS = ("", "s", "es", "ies", "e", "d", "ed", "ied", "g", "ng", "ing")


class Token(NamedTuple):
    """One word of a text: its stem and where it stands, in code points."""

    stem: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order."""
    for run in _RUN.finditer(text):
        at = run.start()
        for word, start, end in _words_of(run[0]):
            yield Token(word, at + start, at + end)


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order."""
    return [word for run in text.split() for word, _, _ in _words_of(run)]


@functools.lru_cache(maxsize=1 << 17)
def _words_of(run: str) -> tuple[Token, ...]:
    """The words of a run without blanks. Cached: news repeats its runs, and cutting them is most of indexing's work."""
    bare = run.strip("\"'().,;:!?[]-“”‘’–—")
    if bare.isascii() and bare.isalpha():  # nearly every run; nothing is left to fold but case
        start = run.index(bare)
        return (Token(stem(bare.lower()[:LONGEST]), start, start + len(bare)),)
    found = (Token(stem(folded(w[0])), w.start(), w.end()) for w in _WORD.finditer(run))
    return tuple(token for token in found if token.stem)


def folded(word: str) -> str:
    """A word without case, accents, apostrophes, the dots of abbreviations and a possessive ending."""
    bare = word.casefold()
    if not bare.isascii():
        # Twice, as Unicode's caseless matching has it (D146): "𝓐" is a capital only once it is taken apart.
        bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", bare).casefold())
    bare = bare.replace("’", "'").replace("ʼ", "'")
    bare = bare.removesuffix("'s").replace("'", "").replace(",", "").translate(_SPELT_OUT)
    if not bare[:1].isdigit():
        bare = bare.replace(".", "")
    # Compatibility forms can hold blanks and marks ("½" is 1⁄2); a word holds letters and digits only.
    return "".join(c for c in bare if c.isalnum() or c == ".")[:LONGEST]


@functools.lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """The stem of a folded word."""
    word = _irregular().get(word, word)
    if len(word) < 4 or word in _ONES or not _PLAIN.fullmatch(word):
        return word
    word = _singular(word)
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and _VOWEL.search(rest) and not word.endswith("eed"):
            if rest.endswith("i") and ending == "ed":
                return rest[:-1] + "y"  # denied, deny
            if _DOUBLED.search(rest):
                return rest[:-1]  # stopped, stop
            return rest + "e" if _short(rest) else _silent(rest)
    return _silent(word)


def stems_beginning(prefix: str) -> tuple[str, ...]:
    """The stems, other than those that begin with `prefix` themselves, of words that begin with it.

    "pledge" is the beginning of "pledged", whose stem `pledg` is shorter; whoever looks for `pledge*` wants it.
    """
    begun = {form: word for form, word in _irregular().items() if form.startswith(prefix)}
    found = {stem(word) for word in begun.values()} | {stem(prefix + ending) for ending in _ENDINGS}
    return tuple(sorted(s for s in found if not s.startswith(prefix)))


def _singular(word: str) -> str:
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("us", "ss", "is")):
        return word[:-1]
    return word


def _silent(word: str) -> str:
    """Without a final e, so that "pledge" and "pledging" meet; "plane" keeps its own, or it would meet "plan"."""
    return word[:-1] if word.endswith("e") and len(word) > 3 and not _short(word[:-1]) else word


def _short(word: str) -> bool:
    """Whether it is one syllable of consonant, vowel, consonant at its end: "hop", of "hoped"."""
    return bool(_CVC.search(word)) and len(_SYLLABLE.findall(word)) == 1


@functools.cache
def _irregular() -> dict[str, str]:
    lines = (files(__package__) / "data" / "irregular.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {form: word for word, forms in rows for form in forms.split()}
