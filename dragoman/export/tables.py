"""The data tables beside the exports: columns of other systems' files, and their codes for countries and sectors."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from dragoman.resolving.countries import Countries, Country


class CountryCodes(NamedTuple):
    """A country in other systems: RUS is 365 to the Correlates of War project, RS in FIPS 10-4, RUS in CAMEO.

    Each None where that system has no code for it.
    """

    cow: str | None
    fips: str | None
    cameo: str | None


class SectorWords(NamedTuple):
    """A PLOVER sector in other systems: MED is "Medical / Health" in ICEWS, HLH in CAMEO; None where there is none."""

    icews: str | None
    cameo: str | None


_NO_COUNTRY, _NO_SECTOR = CountryCodes(None, None, None), SectorWords(None, None)


@cache
def columns(format: str) -> tuple[str, ...]:
    """The columns of a format in their order. Raises KeyError for a format that the table does not have."""
    found = tuple(column for name, column in _rows("columns.tsv") if name == format)
    if not found:
        raise KeyError(format)
    return found


def country_codes(iso3: str | None) -> CountryCodes:
    """The codes of a country; all None for None, for IGO and for what is no country."""
    return _country_codes().get(iso3 or "", _NO_COUNTRY)


def country(iso3: str | None) -> Country | None:
    """The country of that ISO 3166-1 alpha-3 code; None for None, for IGO and for what is no country."""
    return Countries.load().by_code(iso3) if iso3 and len(iso3) == 3 else None


def sector_words(sector: str | None) -> SectorWords:
    """What a PLOVER sector is called elsewhere."""
    return _sector_words().get(sector or "", _NO_SECTOR)


def cameo_name(code: str) -> str | None:
    """What the CAMEO code book calls a category; None for a category that no event is given."""
    return _cameo_names().get(code)


@cache
def _country_codes() -> dict[str, CountryCodes]:
    return {
        iso3: CountryCodes(cow or None, fips or None, cameo or None)
        for iso3, cow, fips, cameo in _rows("countries.tsv")
    }


@cache
def _sector_words() -> dict[str, SectorWords]:
    return {sector: SectorWords(icews or None, cameo or None) for sector, icews, cameo in _rows("sectors.tsv")}


@cache
def _cameo_names() -> dict[str, str]:
    return dict(_rows("cameo_names.tsv"))  # type: ignore[arg-type]  # two cells a row, as its header has


@cache
def _rows(name: str) -> tuple[tuple[str, ...], ...]:
    text = files("dragoman.export").joinpath("data", name).read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(tuple(line) for line in lines[1:])
