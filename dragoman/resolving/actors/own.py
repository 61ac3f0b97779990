"""The user's own register of actors: one TSV file, written by imports and by hand, read beside the shipped tables.

Its form is told in docs/actors.md. Rows of one name make one actor, whose aliases are those of all its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from dragoman.errors import ActorsError

COLUMNS = ("kind", "name", "aliases", "country", "sector", "role", "from", "until", "source")
SECTORS = frozenset(
    "GOV MIL COP JUD LEG SPY REB PRM PTY OPP UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF PRE REL SOC IGO "
    "NGO".split()
)
HEADER = f"""\
# dragoman actors 1
# Your own register of actors; docs/actors.md describes the columns. Use it with: dragoman code --actors THIS_FILE ...
{chr(9).join(COLUMNS)}
"""
_COUNTRY = re.compile(r"[A-Z]{3}")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Kind(StrEnum):
    """What a row is about.

    A person, a body that acts under a name of its own, a place or people that shows its country ("Herat police"), or
    a role noun that shows a sector ("lancer": MIL).
    """

    PERSON = "person"
    BODY = "body"
    PLACE = "place"
    NOUN = "noun"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRow:
    """A fact of the user's: "Kari Fjellvik was foreign minister of Norway from May 2019 until 4 June 2021".

    `country` ISO 3166-1 alpha-3, IGO or None; `sector` PLOVER's or None; `start` and `until` are days, months or
    years as YYYY[-MM[-DD]] or empty: a bare year or month is meant whole, a day in `until` is the day after. A row
    without either is what holds when no dated one does. `source` says where the row came from.
    """

    kind: Kind
    name: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    sector: str | None = None
    role: str = ""
    start: str = ""
    until: str = ""
    source: str = ""

    @property
    def fact(self) -> tuple[object, ...]:
        """All but the source: rows of one fact are one row."""
        return (self.kind, self.name, self.country, self.sector, self.role, self.start, self.until, self.aliases)

    def cells(self) -> tuple[str, ...]:
        """The row as a line of the file has it, in the order of `COLUMNS`."""
        aliases = "|".join(self.aliases)
        known = (self.country or "", self.sector or "", self.role, self.start, self.until, self.source)
        return (self.kind.value, self.name, aliases, *known)

    def holds(self, day: date) -> bool:
        """Whether the row's dates cover a day."""
        start, until = first_day(self.start), end_day(self.until)
        return (start is None or start <= day) and (until is None or day < until)


def first_day(text: str) -> date | None:
    """The first day of a day, month or year; None for an empty one. Raises `ValueError` where it is no date."""
    if not text:
        return None
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1)


def end_day(text: str) -> date | None:
    """The day after a month or year, and a day itself; None for an empty one. Raises `ValueError` as `first_day`."""
    if not text:
        return None
    year, month, day = _parts(text)
    if day:
        return date(year, month, day)
    year, month = (year, month + 1) if 0 < month < 12 else (year + 1, 1)
    return date(year, month, 1) if year <= date.max.year else date.max


def day_after(day: date) -> str:
    """The cell `until` for a span whose last day is `day`."""
    return (day + timedelta(days=1)).isoformat() if day < date.max else ""


def _parts(text: str) -> tuple[int, int, int]:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    date(year, month or 1, day or 1)  # raises where there is no such day
    if (found[2] and not month) or (found[3] and not day):
        raise ValueError(f"{text!r} is no date: there is no month or day 00")
    return year, month, day


def ends_first(start: str, until: str) -> bool:
    """Whether a span is over before it has begun."""
    first, end = first_day(start), end_day(until)
    return first is not None and end is not None and end <= first


def read_own(path: Path) -> tuple[OwnRow, ...]:
    """The rows of a user's register. Raises `ActorsError`, naming the file and the line, where it is none."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ActorsError(str(path), "cannot be read: " + (getattr(error, "strerror", None) or str(error))) from error
    return loads(text, name=str(path))


def loads(text: str, *, name: str) -> tuple[OwnRow, ...]:
    """The rows of a register's text; `dumps` writes it. Raises `ActorsError`, naming `name` and the line."""
    rows: list[OwnRow] = []
    header = False
    for number, line in enumerate(text.split("\n"), 1):
        line = line.removesuffix("\r")
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            if tuple(cells) != COLUMNS:
                raise ActorsError(
                    name, "is no register of actors: its first line that is no comment must be " + " ".join(COLUMNS)
                )
            header = True
            continue
        try:
            rows.append(_row(cells))
        except ValueError as error:
            raise ActorsError(name, f"line {number}: {error}") from error
    if not header:
        raise ActorsError(name, "is no register of actors: it has no line of column names")
    return tuple(rows)


def dumps(rows: Iterable[OwnRow]) -> str:
    """The rows as the text of a file."""
    return HEADER + "".join("\t".join(row.cells()) + "\n" for row in rows)


def merged(old: Sequence[OwnRow], new: Sequence[OwnRow]) -> tuple[OwnRow, ...]:
    """The old rows and those of the new ones whose facts are not among them; the order stays."""
    facts: dict[tuple[object, ...], OwnRow] = {}
    for row in (*old, *new):
        facts.setdefault(row.fact, row)
    return tuple(facts.values())


def _row(cells: Sequence[str]) -> OwnRow:
    if len(cells) > len(COLUMNS):
        raise ValueError(f"has {len(cells)} cells, not {len(COLUMNS)}")
    kind, name, aliases, country, sector, role, start, until, source = (*cells, *[""] * (len(COLUMNS) - len(cells)))
    if kind not in set(Kind):
        raise ValueError(f"{kind!r} is no kind; there are {', '.join(Kind)}")
    if not name:
        raise ValueError("has no name")
    if country and not _COUNTRY.fullmatch(country):
        raise ValueError(f"{country!r} is no country; write ISO 3166-1 alpha-3, or IGO")
    if sector and sector not in SECTORS:
        raise ValueError(f"{sector!r} is no sector of PLOVER's")
    if ends_first(start, until):
        raise ValueError(f"ends ({until}) before it begins ({start})")
    return OwnRow(
        kind=Kind(kind),
        name=name,
        aliases=tuple(filter(None, (a.strip() for a in aliases.split("|")))),
        country=country or None,
        sector=sector or None,
        role=role,
        start=start,
        until=until,
        source=source,
    )
