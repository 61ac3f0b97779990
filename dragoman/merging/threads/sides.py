"""Who a commitment or an act is between, in a form that is the same in every report.

A state's organs speak for the state: its government, army, police, parliament and courts are one side. Bodies without a
country of their own (the UN, the EU) and groups within a country are sides by their names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.model import Party
from dragoman.resolving.countries import Countries

# PLOVER sectors of a state's organs; an unknown sector of a known country is taken for the state.
STATE = frozenset({None, "GOV", "MIL", "COP", "LEG", "JUD", "SPY"})
PEOPLE = frozenset({"CVL", "AGR", "REF", "LAB", "EDU", "HLH", "BUS", "SOC", "MED"})
_SHORT = {"UN": "United Nations", "U.N.": "United Nations", "EU": "European Union", "E.U.": "European Union"}
_SMALL = frozenset({"the", "of", "and", "for", "in", "a"})


@dataclass(frozen=True, slots=True)
class Side:
    """A state by its code, or a body or group by the words of its name; `country` is None for bodies."""

    country: str | None
    sector: str | None = None
    name: frozenset[str] = frozenset()

    @property
    def is_state(self) -> bool:
        return self.country is not None and self.sector is None

    def same(self, other: Side) -> bool:
        """Whether both mean one side. A body's organ is the body: "the UN Security Council", "the UN"."""
        if self.country != other.country or self.sector != other.sector:
            return False
        if self.is_state:
            return True
        small, large = sorted((self.name, other.name), key=len)
        return bool(small) and small <= large


def side_of(party: Party | None, *, toward: bool = False) -> Side | None:
    """The side that a party is; None where the report does not tell enough to know it again.

    What is promised to a country's people (`toward`) is promised to the country.
    """
    if party is None:
        return None
    if party.country is not None and party.country != "IGO":
        if party.sector in STATE or _is_country(party.name) or (toward and party.sector in PEOPLE):
            return Side(party.country)
        return Side(party.country, party.sector, name_words(party.name))
    words = name_words(party.name)
    return Side(None, None, words) if words else None


def _is_country(name: str | None) -> bool:
    """ "roads in Bosnia" is for the people there, and a promise to Bosnia."""
    return name is not None and Countries.load().by_name(name) is not None


def name_words(name: str | None) -> frozenset[str]:
    """The words of a name that tell it apart, lower case."""
    if not name:
        return frozenset()
    for short, full in _SHORT.items():
        if name == short or name.startswith(f"{short} "):
            name = full + name[len(short) :]
    return frozenset(w.lower() for w in name.replace("'s", "").split()) - _SMALL


def any_same(side: Side | None, others: Iterable[Side]) -> bool:
    """Whether one of the others is this side."""
    return side is not None and any(side.same(o) for o in others)
