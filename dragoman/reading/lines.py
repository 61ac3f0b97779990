"""What one line of a page is, judged by itself: running prose, a heading or link, a caption, a stamp, or clutter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files

from dragoman.reading.agency import agency_named
from dragoman.reading.captions import is_caption, is_credit, may_be_caption
from dragoman.reading.language import function_words
from dragoman.reading.letters import phrase_words, squeezed
from dragoman.reading.letters import words as words_of
from dragoman.reading.stamps import StampLine, stamp_line

_WORDS_FOR_STOP = 6
_SHORT_TEXT = 60
_SAID = 800
_LONG_WORD = 5
_NO_LABEL = (
    "by ",
    "getty",
    "reuters",
    "shutterstock",
    "alamy",
    "istock",
    "image",
    "photo",
    "picture",
    "media",
    "courtesy",
)
_PRINTS = re.compile(r"[^\W_]")
LONGEST_WORD = 1000
"""A longer run without white space (in scripts that part words) is data, not prose; such a line is clutter."""

_LINE = re.compile(r"\S(?:[^\n\r\v\f\x85\u2028\u2029]*[^\s\x1c-\x1f])?")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u4e00-\u9fff]")
_FINAL = re.compile(r"""[.!?。！？؟।][\"”“’'»)\]\s]*$|[.!?,][\"”’'][\s\W]*$|[.!?][\s)\]*†]*$""")
_STOPS = ".!?。！？؟।"
_CUT_OFF = re.compile(r"(?:\.\.\.|…|\[(?:\.\.\.|…)\])[\s»>]*$")  # teasers break off like this...

_CREDIT = re.compile(
    r"^\W{0,3}(?:(?:additional |with |further )?(?:reporting|writing|editing|assistance|contributions?|files)\b"
    r".{0,40}\b(?:by|from)\b"
    r"|compiled by|.{0,60}\breported from\b.{0,200}\b(?:from|contribut))",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"^\W{0,3}(?:©|\(c\)|&copy;|copyright)\W{0,3}(?:copyright\W{0,3})?(?:19|20)\d\d", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[•▪◦■*·‣–—-]|--)\s{0,3}(?=[\w\"“])|^\(?(?:\d{1,2}|[a-z])[.)]\s")
_ADDRESSED = re.compile(r"\b(?:you|your|our|us|we|sign up|subscribe|subscribing|follow|more|view|accept|read|see)\b")
_READER = re.compile(r"\b(?:you|your)\b")
_QUOTES = "\"“”«‘'"
_SPEAKS = {"addressed": _ADDRESSED, "reader": _READER}
_NOTICE_WORDS = 45
_QUOTED = re.compile(r"[\"“”«»]|\bsaid\b")
# "WATCH | Ministers arrive for talks", "READ MORE: ...", "MORE : ..."
_POINTER = re.compile(
    r"^\W{0,3}(?:WATCH|LISTEN|READ|MORE|RELATED|VIDEO|PHOTOS|GALLERY|QUIZ|PODCAST|SEE|ALSO|IN PICTURES|LIVE)"
    r"(?:\s(?:MORE|ALSO|NEXT|NOW|READ|ON|HERE|THIS|LIVE)){0,2}\s?[|:»>–-]\s?\S"
    r"|^\W{0,3}(?i:watch|listen|read|see|also|read\smore|read\salso|also\sread|see\salso|gallery|quiz)\s?[:|]\s\S"
)
_ADDRESS = re.compile(r"^\W{0,3}(?:https?://|www\.|pic\.twitter|\S+@\S+\.\w+\s*$|@\w+\s*$)", re.IGNORECASE)


class Sort(Enum):
    """The sort of a line. `END`, `ASIDE` and `DROP` are clutter (boilerplate.tsv says which is which)."""

    PROSE = "prose"
    SHORT = "short"
    LABEL = "label"
    CAPTION = "caption"
    STAMP = "stamp"
    END = "end"
    ASIDE = "aside"
    DROP = "drop"


_CLUTTER = (Sort.END, Sort.ASIDE, Sort.DROP)


@dataclass(slots=True)
class Line:
    """One line of the page: `start` to `end` in the decoded page, its words, and its sort.

    `PROSE` is a sentence or more, `SHORT` a sentence of a few words, `LABEL` words without a sentence's end.
    `credit` says that it names a picture's maker and nothing else, `repeated` that the page prints it again and again.
    `stop` is the share of function words (0 in lines of less than six words), `final` whether it ends as a sentence
    does.
    """

    start: int
    end: int
    text: str
    sort: Sort
    words: int
    stop: float
    final: bool
    stamp: StampLine | None = None
    credit: bool = False
    repeated: bool = False
    _key: str | None = None
    _stems: frozenset[str] | None = None

    @property
    def clutter(self) -> bool:
        return self.sort in _CLUTTER

    @property
    def stems(self) -> frozenset[str]:
        """What it is about, roughly: its longer words, cut to their first letters."""
        if self._stems is None:
            self._stems = stems_of(self.text)
        return self._stems

    @property
    def key(self) -> str:
        """Its letters and digits alone, for telling repeats."""
        if self._key is None:
            self._key = key_of(self.text)
        return self._key


def split_lines(page: str) -> list[tuple[int, int]]:
    """Start and end of every line that prints something, white space at its ends left out."""
    return [match.span() for match in _LINE.finditer(page)]


def phrase(text: str) -> str:
    """The words of a line as boilerplate.tsv writes them: small letters, no digits, punctuation or apostrophes."""
    return " ".join(phrase_words(text.lower()))


def key_of(text: str) -> str:
    """The letters and digits of a text, small: what it says whatever its spacing and punctuation."""
    return squeezed(text).lower()


def stems_of(text: str) -> frozenset[str]:
    """The longer words of a text, cut to their first letters."""
    return frozenset([word[:6] for word in words_of(text.lower()) if len(word) >= _LONG_WORD])


def judge(page: str, start: int, end: int, *, stops: frozenset[str]) -> Line:
    """The line between two offsets of the page, judged by itself; `stops` are the language's function words."""
    text = page[start:end]
    told = _remembered(text, stops) if end - start <= _SHORT_TEXT else _judged(text, stops)
    return Line(start, end, text, *told)


Verdict = tuple[Sort, int, float, bool, StampLine | None, bool]


def _judged(text: str, stops: frozenset[str]) -> Verdict:
    """Sort, words, share of function words, whether it ends as a sentence does, stamp, and whether it is a credit."""
    words = text.count(" ") + 1
    small = text.lower()
    if words <= 4 and small.replace(" ", "").isalpha() and not small.startswith(_NO_LABEL):
        role = _role(text, small, words)  # most lines of most pages are menus
        agency = None if role else agency_named(text)
        stamp = StampLine(agency=agency) if agency else None
        return role or (Sort.STAMP if stamp else Sort.LABEL), words, 0.0, False, stamp, False
    words = len(text.split())
    if not text.isascii() and _UNSPACED.search(text):
        words = max(words, len(text) // 2)
    elif len(text) > LONGEST_WORD and _longest(text) > LONGEST_WORD:
        return Sort.DROP, 1, 0.0, False, None, False
    if not _PRINTS.search(text) or _ADDRESS.match(text) or _POINTER.match(text):
        return Sort.DROP, words, 0.0, False, None, False
    parts = phrase_words(text[:_SAID].lower())
    said = " ".join(parts)
    stop = 0.0
    if words >= _WORDS_FOR_STOP:
        stop = sum(map(stops.__contains__, parts)) / len(parts) if parts else 0.0
    final = _is_final(text)
    role = _role(text, said, words)
    stamp = stamp_line(text) if words <= 30 else None
    shown = may_be_caption(text, parts)
    sort = role or _sort(text, words, stop, final, stamp, shown)
    return sort, words, stop, final, stamp, shown and is_credit(text)


def _is_final(text: str) -> bool:
    """Whether a line ends as a sentence does, and is not broken off."""
    last = text[-1]
    if last.isalnum() or not (last in _STOPS or _FINAL.search(text[-40:])):
        return False
    tail = text[-10:]
    return not (("..." in tail or "…" in tail) and _CUT_OFF.search(tail))


# A batch prints the same menus and buttons again and again, on one site and on all.
_remembered = lru_cache(maxsize=32_768)(_judged)


def forget() -> None:
    """Forgets what lines were judged to be, for measuring."""
    _remembered.cache_clear()


def _longest(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _sort(text: str, words: int, stop: float, final: bool, stamp: StampLine | None, shown: bool) -> Sort:
    if stamp:
        return Sort.STAMP
    if text.startswith("©") and agency_named(text[1:]):
        return Sort.DROP
    if shown and is_caption(text, words):
        return Sort.CAPTION
    if words <= 60 and (_CREDIT.match(text) or _RIGHTS.match(text)):
        return Sort.DROP
    if final and words >= 6 and (stop >= 0.12 or words >= 30):
        return Sort.PROSE
    if words >= 20 and stop >= 0.25:
        return Sort.PROSE
    if final and words >= 2:
        return Sort.SHORT
    # "Among the measures to be taken are these:" opens a list; "- a ban on flights" is an item of one.
    opens = text.endswith(":") and words >= 6 and stop >= 0.2
    return Sort.SHORT if opens or (words >= 3 and _BULLET.match(text)) else Sort.LABEL


@dataclass(frozen=True, slots=True)
class _Phrases:
    """boilerplate.tsv, arranged for looking up the words of a line.

    `starts` are (phrase, its number of words, sort) by the first word, the longest first; `inner` are (phrase between
    blanks, where) by the longest word, which is the rarest.
    """

    whole: dict[str, Sort]
    starts: dict[str, list[tuple[str, int, Sort]]]
    inner: dict[str, list[tuple[str, str]]]


@cache
def _phrases() -> _Phrases:
    rows = files("dragoman.reading").joinpath("boilerplate.tsv").read_text("utf-8").splitlines()
    table = _Phrases({}, {}, {})
    for row in rows:
        if not row or row.startswith("#"):
            continue
        role, where, said = row.split("\t")
        words = said.split()
        if where == "whole":
            table.whole[said] = Sort(role)
        elif where == "start":
            table.starts.setdefault(words[0], []).append((said, len(words), Sort(role)))
        else:
            table.inner.setdefault(max(words, key=len), []).append((f" {said} ", where))
    for phrases in table.starts.values():
        phrases.sort(key=lambda entry: -entry[1])
    return table


def _role(text: str, said: str, words: int) -> Sort | None:
    """The sort of clutter that a line's words (`said`, as `phrase` has them) make it, if they do."""
    table = _phrases()
    if words <= 8 and said in table.whole:
        return table.whole[said]
    parts = said.split()
    if not parts or text[0] in _QUOTES:
        return None  # in quotation marks somebody else says so
    for opening, count, role in table.starts.get(parts[0], ()):
        if not said.startswith(opening) or said[len(opening) : len(opening) + 1] not in ("", " "):
            continue
        if role is Sort.END or (words <= _NOTICE_WORDS and (count > 2 or _opens(text, words, count))):
            return role
    return Sort.DROP if words <= _NOTICE_WORDS and _notice(text, said, parts) else None


def _notice(text: str, said: str, parts: list[str]) -> bool:
    """Whether words of a notice stand anywhere in a line, where it speaks to those whom they need."""
    inner = _phrases().inner
    if inner.keys().isdisjoint(parts):
        return False
    framed = f" {said} "
    for key in inner.keys() & set(parts):
        for words, where in inner[key]:
            if words in framed:
                speaks = _SPEAKS.get(where)
                if speaks is None or (speaks.search(said) and not _QUOTED.search(text)):
                    return True
    return False


def _opens(text: str, words: int, count: int) -> bool:
    """Whether one or two words of clutter open a line: they may open a sentence too, unless a colon follows."""
    if words <= 12 and not _FINAL.search(text[-40:]):
        return True
    head = re.match(r"\W{0,3}" + r"[\w'’]+\W{1,3}" * (count - 1) + r"[\w'’]+\s{0,2}[:|]", text)
    return head is not None and words <= 45


def language_stops(code: str | None) -> frozenset[str]:
    """The function words to judge lines by: those of the page's language, English if it is not known."""
    table = function_words()
    return table.get(code or "en", table["en"])
