"""Who wrote a report, out of what pages print for that: names alone, without "By", roles, addresses and agencies."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dragoman.reading.agency import agency_named
from dragoman.reading.plain import plain

_BY = re.compile(
    r"^\W{0,3}(?:(?:written|reported|story|words|text|posted|published|analysis|opinion|review|report|column)\s)?"
    r"by\b[\s:]*",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[,;|/•·]\s*|\s+(?:and|&|with|und|et)\s+|\s+[–—-]\s+", re.IGNORECASE)
_INVERTED = re.compile(r"^([A-ZÀ-Þ][\w’'-]+),\s([A-ZÀ-Þ][\w’'-]+)$")  # "Lee, Ann" in library records
_AFTER = re.compile(r"\s+(?:in|from|at|for|of)\s+(?:the\s)?[A-ZÀ-Þ].*$|\s*[(<\[].*$|\s+@\w+.*$")
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|org|net|co|uk|html?)\b|^\W*$|\d{3}", re.IGNORECASE)
# Words that say what somebody is. A part of a byline that has one names an office, unless names stand before it.
_ROLE_WORDS = (
    "editor editors editorial reporter reporters correspondent correspondents columnist columnists writer writers "
    "staff journalist journalists contributor contributors contributing producer producers bureau desk chief newsroom "
    "team agency agencies network wire service services press news newspaper online digital web admin administrator "
    "photographer photographers analyst analysts author authors guest special senior political diplomatic foreign "
    "defence defense economics business science health sports environment education europe africa asia world national "
    "media limited ltd inc llc magazine times post herald tribune gazette"
).split()
_ROLE = re.compile(r"^(?:" + "|".join(_ROLE_WORDS) + r")$", re.IGNORECASE)
_TITLE = re.compile(r"^(?:dr|prof|professor|sir|dame|rev|mr|mrs|ms|lord|lady)\.?\s+", re.IGNORECASE)
_MOST = 12
_LONGEST = 60


def names_of(printed: Iterable[str], *, not_names: Iterable[str | None] = ()) -> tuple[list[str], str | None]:
    """The people named in bylines, in order and once each, and the news agency if one is.

    "By Ann Lee and Bo Ek, Political Editors, Reuters" names Ann Lee, Bo Ek and Reuters. Names in `not_names` (the
    publisher's) are nobody's.
    """
    others = {name.casefold() for name in not_names if name}
    found: list[str] = []
    agency: str | None = None
    for text in printed:
        whole = _BY.sub("", plain(text)).strip(" ,|")
        credit = agency_named(whole)
        if credit:
            agency = agency or credit
            continue
        inverted = _INVERTED.match(whole) if not agency_named(whole.partition(", ")[2]) else None
        for part in [f"{inverted[2]} {inverted[1]}"] if inverted else _PARTS.split(whole):
            name = part.strip(" .,|:*")
            credit = agency_named(name) or agency_named(re.sub(r"(?i)\s+(?:staff|writers?|reporters?)$", "", name))
            if credit:
                agency = agency or credit
                continue
            name = _AFTER.sub("", _BY.sub("", name)).strip(" .,|:")
            if _is_name(name) and name.casefold() not in others and name not in found:
                found.append(name)
    return found[:_MOST], agency


def _is_name(text: str) -> bool:
    if not text or len(text) > _LONGEST or _ADDRESS.search(text) or not any(char.isalpha() for char in text):
        return False
    words = _TITLE.sub("", text).split()
    if len(words) > 6 or sum(bool(_ROLE.match(word)) for word in words) * 2 >= len(words):
        return False
    return words[0][:1].isupper() or not words[0][:1].isascii() or (len(words) > 1 and words[-1][:1].isupper())
