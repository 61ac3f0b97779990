"""Parameters of an address: declared once, read by that declaration, and told by it in the OpenAPI and to people.

TYPE = Parameter("type", Kind.CODE, "PLOVER's type of the event", choices=..., many=True)
asked = read((TYPE, LIMIT), [("type", "ASSAULT"), ("limit", "20")])
asked.many("type") == ("ASSAULT",)
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from dragoman.server.problems import wrong

LONGEST = 200
"""Characters that a value may have."""
MOST_VALUES = 50
"""How often a parameter may be given that may be given more than once."""
_CONTROL = re.compile("[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)

Value = str | int | bool | date | tuple[str, ...] | None


class Kind(StrEnum):
    """What a parameter's values are."""

    TEXT = "text"
    WHO = "who"
    COUNTRY = "country"
    CODE = "code"
    FIRST_DAY = "first day"
    LAST_DAY = "last day"
    NUMBER = "number"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: "`limit`, a number from 1 to 1000, 50 unless it is said otherwise: how many are given"."""

    name: str
    kind: Kind
    what: str
    choices: tuple[str, ...] = ()
    many: bool = False
    default: Value = None
    low: int = 0
    high: int = 0
    longest: int = LONGEST
    required: bool = False
    example: str | None = None

    def read(self, text: str) -> str | int | bool | date:
        """The value that a text means; raises `Problem`."""
        if len(text) > self.longest:
            raise wrong(self.name, f"is longer than {self.longest} characters")
        if _CONTROL.search(text):
            raise wrong(self.name, "holds characters that no text has")
        match self.kind:
            case Kind.COUNTRY:
                return self._country(text)
            case Kind.CODE:
                return self._code(text)
            case Kind.FIRST_DAY | Kind.LAST_DAY:
                return self._day(text)
            case Kind.NUMBER:
                return self._number(text)
            case Kind.FLAG:
                if text not in ("true", "false"):
                    raise wrong(self.name, "is neither true nor false")
                return text == "true"
            case _:
                if not text.strip():
                    raise wrong(self.name, "is empty; leave it out")
                return text.strip()

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of one value, or of the list of them."""
        one: dict[str, Any]
        match self.kind:
            case Kind.CODE:
                one = {"type": "string", "enum": list(self.choices)}
            case Kind.COUNTRY:
                one = {"type": "string", "pattern": "^[A-Za-z]{3}$"}
            case Kind.FIRST_DAY | Kind.LAST_DAY:
                one = {"type": "string", "format": "date"}
            case Kind.NUMBER:
                one = {"type": "integer", "minimum": self.low, "maximum": self.high}
            case Kind.FLAG:
                one = {"type": "boolean"}
            case _:
                one = {"type": "string", "minLength": 1, "maxLength": self.longest}
        if self.default is not None and not self.many:
            one["default"] = self.default.isoformat() if isinstance(self.default, date) else self.default
        return {"type": "array", "items": one, "maxItems": MOST_VALUES} if self.many else one

    def _country(self, text: str) -> str:
        if not re.fullmatch("[A-Za-z]{3}", text):
            raise wrong(self.name, "is no country's code of three letters (ISO 3166-1, or IGO), such as RUS")
        return text.upper()

    def _code(self, text: str) -> str:
        if text not in self.choices:
            raise wrong(self.name, f"is none of {', '.join(self.choices)}")
        return text

    def _number(self, text: str) -> int:
        if not _NUMBER.fullmatch(text) or not self.low <= int(text) <= self.high:
            raise wrong(self.name, f"is no whole number from {self.low} to {self.high}")
        return int(text)

    def _day(self, text: str) -> date:
        """A day; of a month or a year the first or the last one."""
        found = _DAY.fullmatch(text)
        try:
            if found is None:
                raise ValueError
            year, month, day = (int(part) if part else None for part in found.groups())
            assert year is not None
            if self.kind is Kind.FIRST_DAY:
                return date(year, month or 1, day or 1)
            return date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
        except ValueError:
            raise wrong(self.name, "is no day; write 2024-05-31, or 2024-05, or 2024") from None


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of one request, each read."""

    values: Mapping[str, Value]

    def text(self, name: str) -> str | None:
        """A text, None where it was not given."""
        value = self.values.get(name)
        assert value is None or isinstance(value, str)
        return value

    def many(self, name: str) -> tuple[str, ...]:
        """All values of a parameter that may be given more than once."""
        value = self.values.get(name) or ()
        assert isinstance(value, tuple)
        return value

    def day(self, name: str) -> date | None:
        """A day, None where it was not given."""
        value = self.values.get(name)
        assert value is None or isinstance(value, date)
        return value

    def number(self, name: str) -> int | None:
        """A number, None where it was not given."""
        value = self.values.get(name)
        assert value is None or isinstance(value, int)
        return value

    def flag(self, name: str) -> bool:
        """Whether something is asked for."""
        return self.values.get(name) is True

    def query(self, *without: str, **other: str | int | None) -> str:
        """The query of an address that asks for the same, but for parameters that are left out or are others."""
        parts: list[tuple[str, str]] = []
        for name, value in self.values.items():
            if name in without or name in other or value is None or value == ():
                continue
            parts += [(name, _told(one)) for one in (value if isinstance(value, tuple) else (value,))]
        parts += [(name, str(value)) for name, value in other.items() if value is not None]
        return urlencode(parts)


def read(parameters: Sequence[Parameter], given: Iterable[tuple[str, str]]) -> Asked:
    """The parameters of a request; raises `Problem` for one that is not known, is given twice or cannot be read.

    One that is given without a value, as forms give what is not filled in, counts as not given.
    """
    known = {p.name: p for p in parameters}
    found: dict[str, list[str | int | bool | date]] = {}
    for name, text in given:
        parameter = known.get(name)
        if parameter is None:
            shown = name if len(name) <= 40 and name.isascii() and name.isprintable() else "one"
            raise wrong(shown, f"is no parameter here; there are {', '.join(known) or 'none'}")
        if text == "":
            continue
        some = found.setdefault(name, [])
        if some and not parameter.many:
            raise wrong(name, "is given more than once")
        if len(some) == MOST_VALUES:
            raise wrong(name, f"is given more than {MOST_VALUES} times")
        some.append(parameter.read(text))
    values: dict[str, Value] = {}
    for parameter in parameters:
        some = found.get(parameter.name, [])
        if not some and parameter.required:
            raise wrong(parameter.name, f"is missing: {parameter.what}")
        if parameter.many:
            values[parameter.name] = tuple(str(one) for one in some)
        else:
            values[parameter.name] = some[0] if some else parameter.default
    return Asked(values)


def _told(value: str | int | bool | date) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
