"""Which language a text is in, by its script and the share of its words that are a language's function words.

Enough to keep a Spanish page out of an English coder, and no more. Function words make up four to five words in
ten of running English; no other language of the table reaches half of that with English ones.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 3_000
_MIN_WORDS = 12
_MIN_SHARE = 0.15
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u3040-\ud7af]")

# Blocks of Unicode whose letters alone tell a language or a main user of the script.
_SCRIPTS = (
    ("ko", "[\uac00-\ud7af\u1100-\u11ff]"),
    ("ja", "[\u3040-\u30ff]"),
    ("zh", "[\u4e00-\u9fff]"),
    ("ar", "[\u0600-\u06ff]"),
    ("he", "[\u0590-\u05ff]"),
    ("el", "[\u0370-\u03ff]"),
    ("hi", "[\u0900-\u097f]"),
    ("bn", "[\u0980-\u09ff]"),
    ("ta", "[\u0b80-\u0bff]"),
    ("th", "[\u0e00-\u0e7f]"),
    ("hy", "[\u0530-\u058f]"),
    ("ka", "[\u10a0-\u10ff]"),
    ("am", "[\u1200-\u137f]"),
    ("my", "[\u1000-\u109f]"),
    ("ru", "[\u0400-\u04ff]"),
)


@cache
def function_words() -> dict[str, frozenset[str]]:
    """ISO 639-1 code -> its commonest function words (function_words.tsv)."""
    table: dict[str, frozenset[str]] = {}
    for line in files("dragoman.reading").joinpath("function_words.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, words = line.split("\t")
            table[code] = frozenset(words.split())
    return table


@cache
def _languages() -> dict[str, tuple[str, ...]]:
    """Function word -> the languages that have it."""
    table: dict[str, tuple[str, ...]] = {}
    for code, words in function_words().items():
        for word in words:
            table[word] = (*table.get(word, ()), code)
    return table


def guess_language(text: str) -> str | None:
    """ISO 639-1 code of the text's language, "und" for words of no known language, None if there are too few words."""
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample.lower().replace("’", "'"))
    letters = sum(map(len, words))
    if letters and not "".join(words).isascii() and len(_OTHER_SCRIPT.findall(sample)) > 0.1 * letters:
        for code, pattern in _SCRIPTS:
            if len(re.findall(pattern, sample)) > (0.1 if code == "ja" else 0.4) * letters:
                return _cyrillic(words) if code == "ru" else code
    if len(words) < _MIN_WORDS:
        return None
    code, share = _closest(words)
    if share >= _MIN_SHARE:
        return code
    return "und" if len(words) >= 4 * _MIN_WORDS else None


def _closest(words: list[str]) -> tuple[str, float]:
    languages = _languages()
    scores: Counter[str] = Counter()
    for word, times in Counter(words).items():
        for code in languages.get(word, ()):
            scores[code] += times
    best = max(function_words(), key=lambda code: (scores[code], code == "en"))
    return best, scores[best] / len(words)


def _cyrillic(words: list[str]) -> str:
    code, share = _closest(words)
    return code if share > 0.05 and code in ("ru", "uk", "bg", "sr") else "ru"
