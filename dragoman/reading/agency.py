"""Which news agency a report comes from, by the places where agencies are credited, and the report's dateline."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from importlib.resources import files

from dragoman.model import Dateline, Span

_DASH = r"(?:[-–—]{1,3}|‒|―)"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAY = rf"(?:{_MONTH}\s\d{{1,2}}(?:,\s\d{{4}})?|\d{{1,2}}\s{_MONTH}(?:,?\s\d{{4}})?)"
_UPPER = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]*[A-ZÀ-ÖØ-Þ.](?:\s[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]*){0,3}"
_NAME = r"[A-ZÀ-ÖØ-Þ][\w.'’-]*(?:\s(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*|(?:de|del|da|la|el|al)\b)){0,3}"
_SOURCE = r"[A-ZÀ-Þ][\w&.’'-]*(?:[\s/][\w&.’'-]+){0,4}"

# "KABUL, Nov 25 (Reuters) - ", "WASHINGTON (AP) — ", "Kabul, Afghanistan (CNN) -- ", "(Reuters) - "
_WITH_SOURCE = re.compile(
    rf"(?P<place>(?:{_UPPER}|{_NAME})(?:[,/]\s?{_NAME}){{0,2}}?)?(?:(?:^|,?\s)(?P<day>{_DAY}))?[.,]?\s?"
    rf"[(\[](?P<source>{_SOURCE})[)\]]\s{{0,2}}(?:{_DASH}|:)?\s{{0,2}}(?=\S)"
)
# "MOSCOW, November 25. /TASS/. ", "BEIJING, May 4 /Xinhua/ -- "
_WITH_SLASHES = re.compile(
    rf"(?P<place>{_UPPER}(?:,\s{_NAME})?)?(?:(?:^|,?\s)(?P<day>{_DAY}))?[.,]?\s?"
    rf"/(?P<source>{_SOURCE})/[.\s]{{0,2}}{_DASH}?\s{{0,2}}(?=\S)"
)
# "NEW YORK — ", "KABUL, Afghanistan — ", "TBILISI, Nov. 25 - "
_WITHOUT_SOURCE = re.compile(
    rf"(?P<place>{_UPPER}(?:,\s{_NAME}){{0,2}}?)(?:,\s(?P<day>{_DAY}))?\s{{1,2}}{_DASH}\s{{1,2}}(?=[\"“‘'A-ZÀ-Þ0-9])"
)
# Words in capitals that open a line before a dash and name no place.
_NO_PLACE = frozenset(
    "UPDATE BREAKING EXCLUSIVE ANALYSIS WATCH VIDEO LIVE OPINION EXPLAINER FACTBOX CORRECTION CORRECTED REFILE WRAPUP "
    "NOTE EDITOR PHOTOS TIMELINE COMMENTARY EDITORIAL FEATURE INTERVIEW DEVELOPING URGENT ALERT FACT CHECK QUESTION "
    "FILE PHOTO IMAGE PICTURE ANSWER Q A READ MORE RELATED SPECIAL REPORT".split()
)
_PLACE_AFTER_NAMES = re.compile(rf"(?:^|\s)(?P<place>{_UPPER})(?:[,/].*)?$")
_OUTLET = re.compile(r"^[A-Z][A-Z&.-]+$|(?i:news|press|agency|agentur|wire|service|media|times|post)\b")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s{0,2}(?:\d{4}\s{0,2})?(?:by\s)?(?P<name>[^\n.,|]{2,40})", re.IGNORECASE
)
_SOURCE_LINE = re.compile(
    r"^\W{0,2}(?:source|agency|credit|agencies)\s{0,2}[:–-]\s{0,2}(?P<name>[^\n|]{2,40})$", re.IGNORECASE
)


@cache
def _agencies() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in files("dragoman.reading").joinpath("agencies.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, others = line.partition("\t")
            for spelling in (name, *filter(None, others.split("|"))):
                table[spelling] = name
                if len(spelling) > 3:  # short ones are words or other things in small letters ("app", "pa")
                    table[spelling.lower()] = name
    return table


def agency_named(name: str) -> str | None:
    """The agency with this name or spelling, under the name the record uses; None for anything else."""
    name = name.strip(" .,:;()[]")
    return _agencies().get(name) or _agencies().get(name.lower() if len(name) > 3 else name)


def credited(lines: list[str]) -> str | None:
    """The agency that credit lines name as the report's source ("Source: AFP", "© 2024 The Associated Press")."""
    for line in lines:
        for pattern in (_SOURCE_LINE, _COPYRIGHT):
            found = pattern.search(line[:200])
            agency = agency_named(found["name"]) if found else None
            if agency:
                return agency
    return None


def dateline(paragraph: str, start: int, *, published: date | None) -> tuple[Dateline, str | None] | None:
    """The dateline that opens `paragraph` and the agency it credits; None if there is none.

    `start` is the paragraph's place in the report's text; a day without a year takes that of `published`, or the
    year before if it would lie in the future by months. A place in capitals loses them ("KABUL" is Kabul).
    """
    head = paragraph[:160]
    for pattern in (_WITH_SOURCE, _WITH_SLASHES, _WITHOUT_SOURCE):
        found = pattern.match(head)
        if not found:
            continue
        place = found["place"]
        source = found.groupdict().get("source")
        if source and not _is_source(source, found, head):
            continue
        if place and set(re.findall(r"[^\W\d_]+", place)) & _NO_PLACE:
            continue
        if place and place.startswith("By "):  # "By Jane Doe KABUL, Nov 25 (Reuters) - ": the byline ran into it
            last = _PLACE_AFTER_NAMES.search(place)
            place = last["place"] if last else None
        agency = None
        if source:
            known = (agency_named(part) for part in (source, *source.split("/")))
            # An agency that no table has is named all the same where a dateline credits it; alone in its brackets
            # it must look like one, because "(Kabul) – " is the dateline of those who put the place there.
            agency = next((a for a in known if a), source if place or found["day"] or _OUTLET.search(source) else None)
        span = Span(start, start + found.end())
        if place:  # capitals are the dateline's, not the place's
            place = re.sub(r"[^,/]+", lambda m: m[0].title() if m[0].isupper() and len(m[0]) > 3 else m[0], place)
        return Dateline(place=place, date=_day(found["day"], published), span=span), agency
    return None


def _is_source(source: str, found: re.Match[str], head: str) -> bool:
    """Whether what stands in brackets credits somebody, and is no explanation ("Iran (IRI) said")."""
    dashed = re.search(rf"[)\]/.]\s{{0,2}}(?:{_DASH}|:)\s{{0,2}}$", found.group())
    if agency_named(source) or any(agency_named(part) for part in source.split("/")):
        return bool(dashed) or "/" in found.group() or found.start("source") <= 1
    after = head[found.end() : found.end() + 1]
    return bool(dashed) and len(source.split()) <= 4 and not after.islower()


def _day(printed: str | None, published: date | None) -> date | None:
    if not printed:
        return None
    month = re.search(r"[A-Za-z]{3}", printed)
    numbers = [int(n) for n in re.findall(r"\d+", printed)]
    told = next((n for n in numbers if n > 31), None)
    if not month or (told is None and published is None):
        return None
    try:
        number = _MONTHS.index(month.group().lower()) + 1
        day = date(told or (published.year if published else 0), number, numbers[0])
        if told is None and published and (day - published).days > 180:
            day = day.replace(year=day.year - 1)
    except ValueError:
        return None
    return day
