"""Countries, sectors and dates as other systems write them, in ours."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from dragoman.resolving.actors.own import day_after, end_day, first_day
from dragoman.resolving.actors.register import table
from dragoman.resolving.countries import Countries

PIVOT = 30  # two-digit years up to it mean 20YY


@dataclass(frozen=True, slots=True)
class CodedCountry:
    """What a country code means: `iso3` (IGO for bodies of states), or None where it is of no one country."""

    iso3: str | None
    gone: bool = False


def country(code: str) -> CodedCountry | None:
    """The country of an ISO 3166-1 alpha-2 or alpha-3 code, of one that was withdrawn, or of CAMEO; None if unknown.

    A subdivision ("us-ca", "gb-sct") is of the state before its hyphen.
    """
    known = _countries()
    bare = code.strip()
    if bare in known or (len(bare) == 2 and bare.lower() in known):
        return known.get(bare) or known[bare.lower()]
    found = Countries.load().by_code(bare.upper())
    if found is not None:
        return CodedCountry(found.iso3)
    return country(bare[:2]) if bare[2:3] == "-" else None


def only(found: Iterable[CodedCountry | None]) -> str | None:
    """The one country that codes agree on; a state that is gone counts only where no other is told."""
    known = [c for c in found if c is not None and c.iso3]
    told = {c.iso3 for c in known if not c.gone} or {c.iso3 for c in known}
    return told.pop() if len(told) == 1 else None


def sector(system: str, code: str) -> str | None:
    """PLOVER's sector of a code of `cameo`, `topic`, `body` or `schema` (`data/import_sectors.tsv`)."""
    return _sectors().get((system, code))


@dataclass(frozen=True, slots=True)
class Coded:
    """What a CAMEO actor code says: "RUSMIL" is of RUS and MIL, "NGOHRI" of no country and NGO.

    `bare` says that it names a country and nothing else of it.
    """

    country: str | None
    sector: str | None
    bare: bool = False


@functools.lru_cache(maxsize=1 << 12)
def cameo(code: str) -> Coded:
    """An actor code of CAMEO, or of an agent, which has no country. Raises `ValueError` where it is none."""
    agent = "~" in code
    text = code.replace("~", "").upper()
    parts = [text[i : i + 3] for i in range(0, len(text), 3)]
    if not all(len(p) == 3 and p.isascii() and p.isalnum() for p in parts) or not (parts or agent):
        raise ValueError(f"the code {code} is not made of three letters each")
    if agent:
        return Coded(None, _first(parts))
    head, rest = parts[0], parts[1:]
    if head in ("IGO", "UNO"):
        return Coded("IGO", _first(rest) or "IGO")
    state = country(head)
    if state is not None:
        return Coded(state.iso3, _first(rest), bare=not rest and state.iso3 is not None)
    own = sector("cameo", head)
    if own is None:
        raise ValueError(f"the code {code} begins with {head}, which is neither a country nor a kind of actor")
    home = country(rest[0]) if rest else None  # "MNCUSA": a company of the United States
    return Coded(home.iso3 if home else None, own if head in ("NGO", "MNC", "IMG") else _first(parts))


def cameo_dates(text: str) -> tuple[str, str]:
    """The cells `start` and `until` of a date restriction: "<080508", ">080508", "991231-080507", or nothing.

    Raises `ValueError` for a date without sign, of another length, or that is no day, and where the end comes first.
    """
    text = "".join(text.split())
    if not text:
        return "", ""
    if text[0] == "<":
        span = ("", _date(text[1:], last=False))
    elif text[0] == ">":
        span = (_date(text[1:], last=False), "")
    elif text.count("-") == 1:
        first, last = text.split("-")
        span = (_date(first, last=False), _date(last, last=True))
    else:
        _date(text, last=False)
        raise ValueError(f"the date {text} says neither from (>) nor until (<)")
    check(*span)
    return span


def check(start: str, until: str) -> None:
    """Raises `ValueError` where a cell is no date, or a span ends before it begins."""
    first, end = first_day(start), end_day(until)
    if first is not None and end is not None and end <= first:
        raise ValueError(f"it ends ({until}) before it begins ({start})")


def _date(digits: str, *, last: bool) -> str:
    """A date of CAMEO as a cell; the last day of a span as the day after it. Month or day 00 stand for all of it."""
    if not (digits.isascii() and digits.isdigit() and len(digits) in (6, 8)):
        raise ValueError(f"the date {digits or '(none)'} has {len(digits)} digits, not six or eight")
    year = digits[:-4] if len(digits) == 8 else f"{20 if int(digits[:2]) <= PIVOT else 19}{digits[:2]}"
    month, day = digits[-4:-2], digits[-2:]
    cell = year if month == "00" else f"{year}-{month}" if day == "00" else f"{year}-{month}-{day}"
    found = first_day(cell)
    return day_after(found) if last and found is not None and day != "00" else cell


def _first(parts: Iterable[str]) -> str | None:
    """The first of several codes that has a sector: CAMEO writes the chief one first."""
    return next((s for s in (sector("cameo", p) for p in parts) if s is not None), None)


@functools.cache
def _countries() -> dict[str, CodedCountry]:
    return {code: CodedCountry(iso3 or None, gone == "gone") for code, iso3, gone in table("import_countries.tsv")}


@functools.cache
def _sectors() -> dict[tuple[str, str], str]:
    return {(system, code): found for system, code, found in table("import_sectors.tsv")}


@functools.cache
def items() -> dict[str, CodedCountry]:
    """Wikidata's items of states (`data/import_items.tsv`)."""
    return {item: CodedCountry(iso3 or None, gone == "gone") for item, iso3, gone in table("import_items.tsv")}


@functools.cache
def common_words() -> frozenset[str]:
    """Everyday words that are no names by themselves."""
    text = files("dragoman.resolving.actors").joinpath("data", "import_common_words.txt").read_text(encoding="utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())
