"""One spelling for all ways to write a name, so that "Fallūjah", "FALLUJAH" and "Fallujah" meet."""

from __future__ import annotations

import functools
import re
import unicodedata

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h"}
)
_SILENT = re.compile(r"['’‘ʻʼʿʾ`´″”“.]")
_GAPS = re.compile(r"[^0-9a-z]+")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


@functools.lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """`name` in lower-case ASCII words: no accents, apostrophes and points, gaps as one blank, "St." as "saint".

    Letters of other scripts are dropped; the result may be empty.
    """
    text = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    text = "".join(c for c in text if not unicodedata.combining(c))
    words = _GAPS.sub(" ", _SILENT.sub("", text)).split()
    if words and len(words) > 1:
        words[0] = _SHORT.get(words[0], words[0])
    return " ".join(words)
