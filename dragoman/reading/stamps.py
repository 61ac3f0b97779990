"""The text's own stamps: "Published 11/25/2024, 08:09 PM", "Thursday, January 24, 2019", "By NAME | Updated 9 am GMT".

Day and time stand as printed; a zone makes them aware only where its name has one meaning (zones.tsv). A date in
digits such as 04/05/2024 has two readings; which one is meant is decided by the page, never by custom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from importlib.resources import files

from dragoman.reading.agency import agency_named

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b\.?,?\s{1,3})?"
_DATE = re.compile(
    rf"(?<![\w/]){_WEEKDAY}(?:"
    rf"(?P<m1>{_MONTH})\.?\s{{1,3}}(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<y1>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s{{1,3}}of)?[\s-]{{1,3}}(?P<m2>{_MONTH})\.?,?[\s-]{{1,3}}(?P<y2>\d{{4}})"
    r"|(?P<y3>\d{4})(?P<s3>[-/.])(?P<m3>\d{1,2})(?P=s3)(?P<d3>\d{1,2})"
    r"|(?P<a4>\d{1,2})(?P<s4>[-/.])(?P<b4>\d{1,2})(?P=s4)(?P<y4>\d{4}|\d{2})"
    r")(?!\d|[/-]\d)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?:(?<![\w:.])|(?<=\dT))(?:(?P<h>\d{1,2})(?::|\.(?=\d\d\s?(?:[ap]\.?m|[a-z]{1,3}t\b|gmt|utc)))(?P<m>\d{2})(?::(?P<s>\d{2})(?:\.\d{1,9})?)?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"|(?P<h2>\d{1,2})\s?(?P<half2>[ap])\.?m\b\.?"
    r"|(?P<hm>[0-2]\d[0-5]\d)(?=\s?(?:gmt|utc|hrs|hours|h\b)))(?![\d:])",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\s{0,2}\(?(?P<name>(?:GMT|UTC)\s?[+-]\s?\d{1,2}(?::?\d{2})?|[+-]\d{2}:?\d{2}|[A-Z]{1,4}T|UTC|GMT|MSK|WIB|Z)\b\)?"
)
_ADDRESS_DAY = re.compile(
    rf"/(?P<y>(?:19|20)\d\d)(?P<s>[/-])(?P<m>\d{{1,2}}|{_MONTH})(?P=s)(?P<d>\d{{1,2}})(?![\w])", re.IGNORECASE
)
_TIMED = re.compile(rf"(?i:{_CLOCK.pattern})(?:{_ZONE.pattern})?")
_LABEL = re.compile(
    r"\b(?P<updated>(?:last\s)?(?:updated?|modified|revised|edited)(?:\s(?:on|at))?)\b"
    r"|\b(?P<published>(?:first\s)?(?:published|posted|released|issued|created)(?:\s(?:on|at))?"
    r"|publication\sdate|publish\sdate|pub\sdate|date\spublished|date(?=\s?:))\b",
    re.IGNORECASE,
)
_DATELIKE = re.compile(r"\d(?:\d{3}|[-/.]\d)")  # every date that _DATE knows has this in it
_BY = re.compile(r"^\W{0,3}(?:written\sby|reported\sby|story\sby|by)[\s:]{1,3}(?=\S)", re.IGNORECASE)
_NAME_WORD = re.compile(r"^[^\W\d_a-zß-öø-ÿ][\w.'’-]*[,;]?$")
_NAME_LINK = frozenset("and de da di del der den van von bin al el la le ibn & | in for".split())
_FLUFF = frozenset(
    "at on the by of and from a in to t min mins minute minutes second seconds day days an read last local "
    "time hrs hours hour hr ago ist bst cst ast am pm edition news".split()
)
_SEPARATOR = re.compile(r"[|•·–—/:]|\s-\s")
_US_ZONE = re.compile(r"^(?:[ECMP][SD]?T|AK[SD]T|HST)$")
_MAX_STAMP = 200


@dataclass(frozen=True, slots=True)
class Stamp:
    """One dated stamp: "Updated 11/25/2024, 08:30 PM". `readings` are the days it can mean, two if its digits allow.

    `order` is "month-first" or "day-first" where its digits decide that or its style tells it, else None.
    """

    label: str | None
    readings: tuple[date, ...]
    clock: time | None = None
    zone: str | None = None
    order: str | None = None


@dataclass(frozen=True, slots=True)
class StampLine:
    """A line that is nothing but stamps, bylines and credits; no part of the article's words."""

    stamps: tuple[Stamp, ...] = ()
    byline: str | None = None
    agency: str | None = None


def stamp_line(line: str) -> StampLine | None:
    """What a line of stamps says, or None if the line has other words, and so belongs to the article or the clutter."""
    line = line.strip()
    if not line or len(line) > _MAX_STAMP:
        return None
    agency = agency_named(line.strip(" .|-–—")) if len(line) < 50 else None
    if agency:
        return StampLine(agency=agency)
    byline = _BY.match(line)
    found = dated(line) if _DATELIKE.search(line) else []
    if not found:
        return _byline(line[byline.end() :]) if byline else None
    rest = _without(line)
    names = [word for word in re.split(r"[\s|•·]+", rest) if re.search(r"[^\W\d_]", word)]
    words = [word for word in names if word.strip(".,:;()").lower() not in _FLUFF and not word.startswith("@")]
    if len(words) > 9 or any(not _NAME_WORD.match(w.strip('()"“”:|@')) and w.lower() not in _NAME_LINK for w in words):
        return None
    told = bool(byline) or any(stamp.label or stamp.clock for stamp in found)
    credit = next((a for a in (agency_named(part.strip()) for part in re.split(r"[|•·,–—-]|\s{2,}", rest)) if a), None)
    if words and not told and not credit:
        date_found = _DATE.search(line)
        last = date_found is not None and date_found.end() >= len(line) - 2
        # "The Daily August 8, 2018" is a stamp and so is "August 8, 2018 Jane Doe", not "September 11, 2001 Attacks".
        leads = date_found is not None and date_found.start() == 0 and 2 <= len(words) <= 3
        if not (leads or (last and (len(words) <= 3 or _SEPARATOR.search(line)))):
            return None
    author = re.search(r"(?i:(?:^|\|\s{0,3})(?:written |reported )?by[\s:]{1,3})(?=\S)", rest)
    name = _byline(rest[author.end() :]) if author else None
    return StampLine(tuple(found), name.byline if name else None, credit or (name.agency if name else None))


def dated(line: str) -> list[Stamp]:
    """All dated stamps in a line, each with its label, its time of day and zone as far as they are printed."""
    marks: list[tuple[int, int, str, re.Match[str]]] = []
    marks += [(m.start(), m.end(), "date", m) for m in _DATE.finditer(line)]
    marks += [
        (m.start(), m.end(), "clock", m)
        for m in _CLOCK.finditer(line)
        if not any(a < m.end() and m.start() < b for a, b, kind, _ in marks if kind == "date")
    ]
    marks += [(m.start(), m.end(), "label", m) for m in _LABEL.finditer(line)]
    marks.sort(key=lambda mark: mark[0])
    stamps: list[Stamp] = []
    label: str | None = None
    spare: tuple[time, str | None, int] | None = None
    for i, (_, end, kind, match) in enumerate(marks):
        if kind == "label":
            label = "updated" if match["updated"] else "published"
        elif kind == "clock":
            clock = _time(match)
            if clock:
                spare = (clock, _zone(line, match.end()), match.end())
        else:
            readings, order = _days(match)
            if not readings:
                continue
            clock, zone = None, None
            after = marks[i + 1] if i + 1 < len(marks) else None
            if (
                after
                and after[2] == "clock"
                and re.fullmatch(r"(?i)[\s,|–—@.•·T-]*(?:(?:at|on)\s*)?", line[end : after[0]])
            ):
                clock, zone = _time(after[3]), _zone(line, after[1])
            elif spare and len(line[spare[2] : match.start()]) <= 20:
                clock, zone = spare[0], spare[1]
            spare = None
            if order is None and clock and "/" in match.group() and re.search(r"(?i)\d\s?[ap]\.?m", line):
                # A clock with AM/PM beside slashes is the American way, unless a zone elsewhere is printed.
                printed = re.search(r"\b(?:GMT|UTC|IST|BST|[A-Z]{1,3}T)\b", line)
                order = "month-first" if printed is None or _US_ZONE.match(printed.group()) else None
            stamps.append(Stamp(label, readings, clock, zone, order))
            label = None
    return stamps


def address_day(url: str | None) -> date | None:
    """The day in an address such as `https://example.org/world/2024/11/25/talks`; None if it has no full date."""
    found = _ADDRESS_DAY.search(url or "")
    if not found:
        return None
    month = found["m"] if found["m"].isdigit() else _month(found["m"])
    days = _day(found["y"], month, found["d"])
    return days[0] if days else None


def page_order(stamps: Iterable[Stamp]) -> str | None:
    """How the page writes dates in digits, if its unmistakable stamps agree on it."""
    told = {stamp.order for stamp in stamps if stamp.order}
    return told.pop() if len(told) == 1 else None


def moment(stamp: Stamp, *, order: str | None = None) -> datetime | date | None:
    """The stamp's day, with the time if it is printed; None if its digits can mean two days and nothing decides."""
    day = stamp.readings[0]
    if len(stamp.readings) > 1:
        order = stamp.order or order
        if order is None:
            return None
        day = stamp.readings[0] if order == "month-first" else stamp.readings[1]
    if stamp.clock is None:
        return day
    return datetime.combine(day, stamp.clock, tzinfo=zone_of(stamp.zone, day))


def zone_of(name: str | None, day: date) -> timezone | None:
    """The offset that a printed zone ("GMT", "ET", "+03:00", "UTC+3") has on `day`; None for names of no one zone."""
    if not name:
        return None
    name = re.sub(r"\s", "", name)
    numeric = re.fullmatch(r"(?:GMT|UTC)?([+-])(\d{1,2})(?::?(\d{2}))?", name)
    if numeric:
        minutes = int(numeric[2]) * 60 + int(numeric[3] or 0)
        return timezone(timedelta(minutes=minutes if numeric[1] == "+" else -minutes)) if minutes < 24 * 60 else None
    if name not in _zones():
        return None
    offset, rule = _zones()[name]
    return timezone(timedelta(minutes=offset + (60 if rule == "us" and _us_summer(day) else 0)))


@cache
def _zones() -> dict[str, tuple[int, str]]:
    rows = files("dragoman.reading").joinpath("zones.tsv").read_text("utf-8").splitlines()
    parts = (row.split("\t") for row in rows if row and not row.startswith("#"))
    return {name: (int(offset), rule) for name, offset, rule in parts}


def _us_summer(day: date) -> bool:
    """Second Sunday of March to first Sunday of November (Energy Policy Act of 2005)."""
    march, november = date(day.year, 3, 8), date(day.year, 11, 1)
    start = march + timedelta(days=6 - march.weekday())
    end = november + timedelta(days=6 - november.weekday())
    return start <= day < end


def _days(match: re.Match[str]) -> tuple[tuple[date, ...], str | None]:
    if match["m1"]:
        return _day(match["y1"], _month(match["m1"]), match["d1"]), None
    if match["m2"]:
        return _day(match["y2"], _month(match["m2"]), match["d2"]), None
    if match["y3"]:
        return _day(match["y3"], match["m3"], match["d3"]), None
    year = match["y4"] if len(match["y4"]) == 4 else f"20{match['y4']}"
    month_first = _day(year, match["a4"], match["b4"])
    day_first = _day(year, match["b4"], match["a4"])
    if month_first and day_first and month_first != day_first:
        return (*month_first, *day_first), None
    if month_first == day_first:
        return month_first, None
    return month_first or day_first, "month-first" if month_first else "day-first"


def _day(year: str, month: str | int, day: str) -> tuple[date, ...]:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return ()
    return (found,) if 1800 <= found.year <= 2100 else ()


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _time(match: re.Match[str]) -> time | None:
    if match["hm"]:
        hour, minute, half = int(match["hm"][:2]), int(match["hm"][2:]), ""
    else:
        hour, minute = int(match["h"] or match["h2"]), int(match["m"] or 0)
        half = (match["half"] or match["half2"] or "").lower()
    if half and not 1 <= hour <= 12 and hour < 24:
        half = ""  # "20:09 PM" is printed now and then; the hour is plain
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _zone(line: str, end: int) -> str | None:
    found = _ZONE.match(line, end)
    return found["name"] if found else None


def _without(line: str) -> str:
    """The line's words that are neither date, time, zone nor label."""
    rest = _LABEL.sub(" | ", _DATE.sub(" | ", _TIMED.sub(" | ", line)))
    return re.sub(r"\s*\|[\s|,.:@()–—-]*", " | ", rest).strip(" |,")


def _byline(text: str) -> StampLine | None:
    """Names after "By": capitalised words, at most some twelve, an agency among them told apart."""
    text = re.split(r"\s\|\s|\s[•·–—-]\s|\s{3,}|\s@\w", text.strip(" |,"))[0].strip(" ,")
    words = text.split()
    if not words or len(words) > 14 or text[-1] in "!?" or (text[-1] == "." and len(words[-1]) > 4):
        return None
    if any(not _NAME_WORD.match(word) and word.lower() not in _NAME_LINK for word in words):
        return None
    whole = agency_named(text)
    if whole:
        return StampLine(agency=whole)
    parts = [part.strip() for part in text.split(",")]
    agency = next((a for a in map(agency_named, parts) if a), None)
    name = ", ".join(part for part in parts if not agency_named(part)) if agency else text
    return StampLine(byline=name or None, agency=agency)
