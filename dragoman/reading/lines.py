"""What one line of a page is, judged by itself: running prose, a heading or link, a caption, a stamp, or clutter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files

from dragoman.reading.language import function_words
from dragoman.reading.stamps import StampLine, stamp_line

LONGEST_WORD = 1000
"""A longer run without white space (in scripts that part words) is data, not prose; such a line is clutter."""

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u4e00-\u9fff]")
_FINAL = re.compile(r"""[.!?。！？؟।][\"”“’'»)\]\s]*$|[.!?,][\"”’'][\s\W]*$|[.!?][\s)\]*†]*$""")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_PHRASE = re.compile(r"[^\W\d_]+")

_AGENCY_PHOTO = (
    r"(?:reuters|ap|afp|getty(?:\simages)?|epa|efe|shutterstock|alamy|istock|bloomberg|xinhua|tass|sputnik|pool|dpa|pa)"
)
_CAPTION = (
    re.compile(
        r"^\W{0,3}(?:©\s{0,2}(?!\d{4}\b|copyright)|file\s(?:photo|picture|image)\b|(?:photo|image|picture|photograph|photographer|"
        r"illustration|graphic|screenshot|photo\scredit|image\scredit|credit|image\ssource|photo\sby|image\sby|picture\sby|photos\sby|"
        r"photograph\sby|photo\sillustration|image\scaption|caption|above|pictured)\s{0,2}[:|©])",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:AP Photo|REUTERS|Reuters|AFP|EPA|Sputnik)\s?/(?!\d)"
        r"|\bvia (?:REUTERS|AP|AFP|Getty Images|EPA)\b|/File Photo\b|/Handout\b"),
    re.compile(
        rf"(?:[(\[]\s?(?:photo|image|picture|credit|photograph|illustration|file|via)\b[^)]{{0,120}}[)\]]?"
        rf"|[/|(]\s?{_AGENCY_PHOTO}(?:\sphotos?|\simages)?\s?[)\]]?|(?-i:\bGetty Images|\bShutterstock))[\s.)]*$",
        re.IGNORECASE,
    ),
    re.compile(r"\((?:AP Photo|Photo by|Photo:|Image:|Credit:|Picture:)[^)]{0,160}\)"),
    re.compile(r"\b(?:photo|image|picture) (?:credit|courtesy|by)\b", re.IGNORECASE),
    # "... in the capital. (Jane Doe/The Daily)", "(Daily Planet)" alone on its line
    re.compile(r"\((?:[A-Z][\w.’'-]*\s?){1,6}/\s?(?:[A-Z][\w.’'-]*[\s/]?){1,6}\)[\s.]*$|^\((?:[A-Z][\w.’'-]*\s?){1,5}\)$"),
)  # fmt: skip
_PHOTO_WORDS = re.compile(r"^(?:getty images?|reuters|shutterstock|ap photo|afp|istock|alamy)[\W\d]*$", re.IGNORECASE)
_CREDIT = re.compile(
    r"^\W{0,3}(?:(?:additional |with |further )?(?:reporting|writing|editing|assistance|contributions?|files)\b"
    r".{0,40}\b(?:by|from)\b"
    r"|compiled by|.{0,60}\breported from\b.{0,200}\b(?:from|contribut))",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"^\W{0,3}(?:©|\(c\)|&copy;|copyright)\W{0,3}(?:copyright\W{0,3})?(?:19|20)\d\d", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[•▪◦■*·‣–—-]|--)\s{0,3}(?=[\w\"“])|^\(?(?:\d{1,2}|[a-z])[.)]\s")
_ADDRESSED = re.compile(r"\b(?:you|your|our|us|we|sign up|subscribe|subscribing|follow|more|view|accept|read|see)\b")
_QUOTED = re.compile(r"[\"“”«»]|\bsaid\b")
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


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page: `start` to `end` in the decoded page, its words, and its sort.

    `PROSE` is a sentence or more, `SHORT` a sentence of a few words, `LABEL` words without a sentence's end.
    `stop` is the share of function words, `final` whether it ends as a sentence does; `key` its letters and
    digits alone, for telling repeats.
    """

    start: int
    end: int
    text: str
    sort: Sort
    words: int
    stop: float
    final: bool
    key: str
    stamp: StampLine | None = None

    @property
    def clutter(self) -> bool:
        return self.sort in (Sort.END, Sort.ASIDE, Sort.DROP)


def split_lines(page: str) -> list[tuple[int, int]]:
    """Start and end of every line that prints something, white space at its ends left out."""
    spans: list[tuple[int, int]] = []
    for match in _LINE.finditer(page):
        text = match.group()
        left = len(text) - len(text.lstrip())
        right = len(text.rstrip())
        if left < right:
            spans.append((match.start() + left, match.start() + right))
    return spans


def phrase(text: str) -> str:
    """The words of a line as boilerplate.tsv writes them: small letters, no digits, punctuation or apostrophes."""
    return " ".join(_PHRASE.findall(text.lower().replace("'", "").replace("’", "")))


def key_of(text: str) -> str:
    """The letters and digits of a text, small: what it says whatever its spacing and punctuation."""
    return re.sub(r"[\W_]+", "", text).lower()


def judge(page: str, start: int, end: int, *, stops: frozenset[str]) -> Line:
    """The line between two offsets of the page, judged by itself; `stops` are the language's function words."""
    text = page[start:end]
    if len(text) > LONGEST_WORD and not _UNSPACED.search(text[:LONGEST_WORD]) and _longest(text) > LONGEST_WORD:
        return Line(start, end, text, Sort.DROP, 1, 0.0, False, "")
    words = len(text.split())
    if _UNSPACED.search(text):
        words = max(words, len(text) // 2)
    tokens = _WORD.findall(text[:2000].lower().replace("’", "'"))
    stop = sum(token in stops for token in tokens) / len(tokens) if tokens else 0.0
    final = bool(_FINAL.search(text[-40:]))
    key = key_of(text)
    stamp = stamp_line(text) if words <= 30 else None
    sort = _sort(text, words, stop, final, key, stamp)
    return Line(start, end, text, sort, words, stop, final, key, stamp)


def _longest(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _sort(text: str, words: int, stop: float, final: bool, key: str, stamp: StampLine | None) -> Sort:
    if not key or _ADDRESS.match(text):
        return Sort.DROP
    role = _role(text, words)
    if role:
        return role
    if stamp:
        return Sort.STAMP
    if is_caption(text, words):
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


def is_caption(text: str, words: int) -> bool:
    """Whether a line reads as a picture's caption or credit. Prose of several sentences never does by its end alone."""
    if _PHOTO_WORDS.match(text) or _CAPTION[0].search(text[:80]) or _CAPTION[1].search(text):
        return words <= 120
    return words <= 90 and bool(
        _CAPTION[2].search(text[-160:])
        or _CAPTION[3].search(text)
        or _CAPTION[5].search(text[-160:])
        or (words <= 25 and _CAPTION[4].search(text))
    )


@cache
def _phrases() -> dict[tuple[str, str], Sort]:
    table: dict[tuple[str, str], Sort] = {}
    for row in files("dragoman.reading").joinpath("boilerplate.tsv").read_text("utf-8").splitlines():
        if row and not row.startswith("#"):
            role, where, words = row.split("\t")
            table[where, words] = Sort(role)
    return table


@cache
def _anywhere(where: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(words for place, words in _phrases() if place == where) + r")\b")


def _role(text: str, words: int) -> Sort | None:
    table = _phrases()
    said = phrase(text[:400])
    parts = said.split()
    if words <= 8 and ("whole", said) in table:
        return table["whole", said]
    for count in range(min(8, len(parts)), 0, -1):
        role = table.get(("start", " ".join(parts[:count])))
        if role is Sort.END or (role is not None and words <= 45 and (count > 2 or _opens(text, words, count))):
            return role
    if words <= 45:
        if _anywhere("any").search(said):
            return Sort.DROP
        if _ADDRESSED.search(said) and not _QUOTED.search(text) and _anywhere("addressed").search(said):
            return Sort.DROP
    return None


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
