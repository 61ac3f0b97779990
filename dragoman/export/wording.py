"""How the views for people word things: who somebody is, when something is, what the words were.

Text of a report is a stranger's: whatever of it is shown goes through `plain`, which leaves nothing in it that a
terminal or a page would obey.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from dragoman.model import Actor, CodedReport, Event, Magnitude, Party, Span, Statement

UNKNOWN = "–"

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Control characters (an escape sequence could rewrite the terminal), direction overrides (they reorder what is read)
# and halves of surrogate pairs (they cannot be written).
_OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: str) -> str:
    """`text` with what a terminal or page would obey rather than show replaced by U+FFFD; length is kept."""
    return _OBEYED.sub("\ufffd", text)


def one_line(text: str) -> str:
    """`plain` text with every run of white space made one space."""
    return " ".join(plain(text).split())


_BOUNDS = {"least": "at least ", "most": "up to ", "about": "about "}
_SIZES = {
    "killed": " killed",
    "injured": " injured",
    "arrested": " arrested",
    "crowd": " in the crowd",
    "troops": " troops",
    "money": "",
}


def size(coded: CodedReport, magnitude: Magnitude) -> str:
    """A size in the report's own words: "at least 12 killed", "$1.5 billion"."""
    told = one_line(coded.report.slice(magnitude.span))
    return f"{_BOUNDS.get(magnitude.bound or '', '')}{told}{_SIZES.get(magnitude.kind, '')}"


def words(coded: CodedReport, *spans: Span) -> str:
    """The words at `spans`, in their order, gaps shown by an ellipsis."""
    return " … ".join(one_line(coded.report.slice(span)) for span in spans)


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody as shown: "Sergei Shoigu" with the code "RUS GOV"; `name` is None where nobody is told."""

    name: str | None = None
    code: str = ""


def who(coded: CodedReport, *, span: Span | None = None, actor: str | None = None) -> Who:
    """Whom these words mean: the actor's name if the words are known to mean one, else the words themselves."""
    known = _actor(coded, actor)
    if known:
        return Who(one_line(known.name), code(known.country, known.sector))
    return Who(words(coded, span)) if span else Who()


def party(coded: CodedReport, side: Party) -> Who:
    """One side of an event or commitment, as this event names it."""
    known = _actor(coded, side.actor)
    name = side.name or (known.name if known else None)
    if not name and side.span:
        name = words(coded, side.span)
    shown = code(side.country, side.sector) or (code(known.country, known.sector) if known else "")
    return Who(one_line(name) if name else None, shown)


def speaker(coded: CodedReport, statement: Statement) -> Who:
    """Who is said to have said it."""
    return who(coded, span=statement.speaker, actor=statement.speaker_actor)


def addressee(coded: CodedReport, statement: Statement) -> Who:
    """Whom it was said to."""
    return who(coded, span=statement.addressee, actor=statement.addressee_actor)


def quoted(coded: CodedReport, *spans: Span) -> str:
    """The words at `spans` in quotation marks: single ones where the words hold double ones."""
    text = words(coded, *spans)
    return f"‘{text}’" if any(mark in text for mark in '“”"') else f"“{text}”"


def around(coded: CodedReport, span: Span, *, reach: int = 48) -> tuple[str, str, str]:
    """The words at `span` with up to `reach` characters of their block before and after them, cut between words."""
    text = coded.report.text
    block = next((b for b in coded.report.blocks if span.within(b.span)), None)
    first, last = (block.start, block.end) if block else (0, len(text))
    before, after = one_line(text[first : span.start]), one_line(text[span.end : last])
    if len(before) > reach:
        before = "…" + before[-reach:].partition(" ")[2]
    if len(after) > reach:
        after = after[:reach].rpartition(" ")[0] + "…"
    if before and text[span.start - 1].isspace():
        before += " "
    if after and text[span.end].isspace():
        after = " " + after
    return before, words(coded, span), after


def day(when: date) -> str:
    """ "25 Nov 2024"."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def stamp(when: datetime | date | None) -> str:
    """ "25 Nov 2024, 20:09 +03:00": as much as is known."""
    if when is None:
        return UNKNOWN
    if not isinstance(when, datetime):
        return day(when)
    zone = when.isoformat(timespec="minutes")[16:]
    return f"{day(when)}, {when:%H:%M}" + (f" {'UTC' if zone == '+00:00' else zone}" if zone else "")


def days(interval: tuple[date, date] | None) -> str:
    """An interval of days in few words: "Feb 2025", "24 Feb – 2 Mar 2025"."""
    if interval is None:
        return UNKNOWN
    first, last = interval
    if first == last:
        return day(first)
    if first.day == 1 and _ends_month(last):
        if first.month == 1 and last.month == 12:
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        start, end = f"{MONTHS[first.month - 1]} {first.year}", f"{MONTHS[last.month - 1]} {last.year}"
        if start == end:
            return end
        return f"{MONTHS[first.month - 1]} – {end}" if first.year == last.year else f"{start} – {end}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def claimant(coded: CodedReport, event: Event) -> Who | None:
    """Whose word an event rests on, if the report has it on somebody's word only."""
    found = next((s for s in coded.statements if s.id == event.statement), None) if event.statement else None
    return speaker(coded, found) if found else None


def stance(kind: str) -> str:
    """Whether an event type is "cooperation" or "conflict"; empty for a type PLOVER does not know."""
    return _quads().get(kind, ("", ""))[1]


def counted(number: int, thing: str) -> str:
    """ "1 event", "2 events", "no events"."""
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"


def joined(parts: Sequence[str]) -> str:
    """ "a, b and c"."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _ends_month(last: date) -> bool:
    return last == date.max or date.fromordinal(last.toordinal() + 1).day == 1


def _actor(coded: CodedReport, id: str | None) -> Actor | None:
    return next((a for a in coded.actors if a.id == id), None) if id else None


def code(country: str | None, sector: str | None) -> str:
    """A country and a sector as shown: "RUS GOV"."""
    return " ".join(dict.fromkeys(filter(None, (country, sector))))  # IGO is both a country's and a sector's code


@cache
def _quads() -> dict[str, tuple[str, str]]:
    rows = files("dragoman.export").joinpath("quads.tsv").read_text("utf-8").splitlines()
    cells = (row.split("\t") for row in rows if row and not row.startswith("#"))
    return {kind: (means, side) for kind, means, side in cells}
