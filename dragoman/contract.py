"""The public contract: the record of one report as JSON, and back.

`contract.schema.json` beside this module is the contract (JSON Schema 2020-12) and the only place that lists its
codes; `from_json` reads that same file to check what it is given, so the schema and the program cannot drift apart.
Beyond the schema, three things are checked that JSON Schema cannot say: spans lie within the text, days exist in the
calendar, and no string holds half of a surrogate pair (UTF-8 cannot carry one).

`Report.page_map` and `Report.issues` are no part of the JSON: the first is of use only beside the page's bytes, the
second is merged into `CodedReport.issues` when a report is coded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias, TypeVar

from dragoman.errors import ContractError
from dragoman.model import (
    SCHEMA_VERSION,
    Actor,
    Block,
    BlockKind,
    Code,
    CodedReport,
    Commitment,
    CommitmentKind,
    Dateline,
    Event,
    Fact,
    Form,
    Issue,
    Magnitude,
    Party,
    Place,
    Report,
    Span,
    Stance,
    Statement,
    Status,
    Time,
)

__all__ = ["JSON", "dumps", "from_json", "loads", "part_from_json", "part_to_json", "schema", "to_json"]

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"

T = TypeVar("T")

_SURROGATE = re.compile("[\ud800-\udfff]")
# What `str.splitlines` and many line readers take for the end of a line and JSON leaves as it is.
_LINE_ENDS = (("\x85", "\\u0085"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


def schema() -> dict[str, JSON]:
    """The JSON Schema (2020-12) of one record, a fresh copy."""
    fresh: dict[str, JSON] = json.loads(_schema_text())
    return fresh


def to_json(coded: CodedReport) -> dict[str, JSON]:
    """The record as plain JSON values, keys in the contract's order.

    Seconds are the finest that a stamp carries. Nothing is checked here: a record that breaks the contract
    (a span outside the text, say) is found by `from_json`.
    """
    keys = _keys()
    return {
        "schema": SCHEMA_VERSION,
        "report": _plain(coded.report, keys),
        "actors": _plain(coded.actors, keys),
        "statements": _plain(coded.statements, keys),
        "attitudes": _plain(coded.attitudes, keys),
        "events": _plain(coded.events, keys),
        "commitments": _plain(coded.commitments, keys),
        "times": _plain(coded.times, keys),
        "places": _plain(coded.places, keys),
        "issues": _plain(coded.issues, keys),
    }


def from_json(obj: object) -> CodedReport:
    """The record that `obj` (parsed JSON) states.

    Raises `ContractError` naming the first place, as a JSON pointer, where `obj` breaks the contract. Whether the ids
    that things refer to one another by are all there is not checked.
    """
    contract = _schema()
    _check(obj, contract, "", contract["$defs"])
    record: Any = obj  # its shape is proven now
    return _Reader(len(record["report"]["text"])).coded(record)


def dumps(coded: CodedReport) -> str:
    """The record as one line of JSON, without a line break at its end.

    Raises `ContractError` where a string cannot be written as UTF-8 or a number is not finite.
    """
    record = to_json(coded)
    try:
        line = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        line.encode("utf-8")
    except ValueError as error:  # UnicodeEncodeError is one
        contract = _schema()
        _check(record, contract, "", contract["$defs"])
        raise ContractError(f"the record cannot be written as JSON: {error}") from error
    for end, escape in _LINE_ENDS:
        line = line.replace(end, escape)
    return line


def loads(line: str | bytes) -> CodedReport:
    """The record that one line of JSON states; raises `ContractError` where it is no JSON or breaks the contract."""
    try:
        obj = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ContractError(f"no JSON: {error}") from error
    return from_json(obj)


def part_to_json(part: Actor | Statement | Event | Commitment) -> dict[str, JSON]:
    """One actor, statement, event or commitment as it stands in its report's record."""
    told = _plain(part, _keys())
    assert isinstance(told, dict)
    return told


def part_from_json(kind: str, obj: object, report: Report) -> Statement | Event | Commitment:
    """The `kind` ("event", "statement" or "commitment") that `obj` states, with its spans in `report`'s text.

    Raises `ContractError` where `obj` breaks the contract.
    """
    contract, reader = _schema(), _Reader(len(report.text))
    _check(obj, {"$ref": f"#/$defs/{kind}"}, "", contract["$defs"])
    read: dict[str, Callable[[Any, str], Statement | Event | Commitment]] = {
        "event": reader.event,
        "statement": reader.statement,
        "commitment": reader.commitment,
    }
    return read[kind](obj, "")


# objects -> JSON


def _plain(value: object, keys: dict[str, tuple[str, ...]]) -> JSON:
    """`value` as plain JSON; a noun's fields stand under the keys, and in the order, that the schema gives them."""
    kind = type(value)
    if value is None or kind is str or kind is int or kind is float or kind is bool:
        return value  # type: ignore[return-value]
    if kind is Span:
        return [*value]  # type: ignore[misc]
    if isinstance(value, tuple):
        return [_plain(item, keys) for item in value]
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int | float):
        return value
    return {key: _plain(getattr(value, key), keys) for key in keys[kind.__name__.lower()]}


@cache
def _keys() -> dict[str, tuple[str, ...]]:
    """The keys of each noun, by its name, in the contract's order."""
    return {name: tuple(rule["properties"]) for name, rule in _schema()["$defs"].items() if "properties" in rule}


# JSON -> objects. `Any` stands for JSON that `_check` has proven to be of the schema's shape.


class _Reader:
    """Builds the nouns out of checked JSON; holds the text's length, which bounds every span."""

    def __init__(self, length: int) -> None:
        self.length = length

    def coded(self, obj: Any) -> CodedReport:
        return CodedReport(
            report=self.report(obj["report"]),
            actors=_each(self.actor, obj["actors"], "/actors"),
            statements=_each(self.statement, obj["statements"], "/statements"),
            attitudes=_each(self.statement, obj["attitudes"], "/attitudes"),
            events=_each(self.event, obj["events"], "/events"),
            commitments=_each(self.commitment, obj["commitments"], "/commitments"),
            times=_each(self.time, obj["times"], "/times"),
            places=_each(self.place, obj["places"], "/places"),
            issues=_each(self.issue, obj["issues"], "/issues"),
        )

    def report(self, obj: Any) -> Report:
        line = obj["dateline"]
        return Report(
            id=obj["id"],
            text=obj["text"],
            blocks=_each(self.block, obj["blocks"], "/report/blocks"),
            title=obj["title"],
            byline=obj["byline"],
            agency=obj["agency"],
            publisher=obj["publisher"],
            url=obj["url"],
            dateline=Dateline(
                place=line["place"],
                date=_maybe(_read_day, line["date"], "/report/dateline/date"),
                span=_maybe(self.span, line["span"], "/report/dateline/span"),
            ),
            published=_maybe(_read_stamp, obj["published"], "/report/published"),
            updated=_maybe(_read_stamp, obj["updated"], "/report/updated"),
            language=obj["language"],
        )

    def span(self, obj: Any, path: str) -> Span:
        start, end = int(obj[0]), int(obj[1])
        if not start <= end <= self.length:
            raise _bad(path, f"{[start, end]} is no stretch of a text of {self.length} characters")
        return Span(start, end)

    def block(self, obj: Any, path: str) -> Block:
        span = self.span((obj["start"], obj["end"]), path)
        return Block(BlockKind(obj["kind"]), span.start, span.end)

    def actor(self, obj: Any, path: str) -> Actor:
        return Actor(
            id=obj["id"],
            name=obj["name"],
            country=obj["country"],
            sector=obj["sector"],
            roles=tuple(obj["roles"]),
            mentions=_each(self.span, obj["mentions"], path + "/mentions"),
            facts=_each(self.fact, obj["facts"], path + "/facts"),
        )

    def fact(self, obj: Any, path: str) -> Fact:
        elsewhere = obj["report"] is not None  # in a text that is not here to hold the span to
        return Fact(
            words=obj["words"],
            span=Span(*map(int, obj["span"])) if elsewhere else self.span(obj["span"], path + "/span"),
            role=obj["role"],
            country=obj["country"],
            sector=obj["sector"],
            former=obj["former"],
            report=obj["report"],
            day=_maybe(_read_day, obj["day"], path + "/day"),
        )

    def statement(self, obj: Any, path: str) -> Statement:
        return Statement(
            id=obj["id"],
            content=_each(self.span, obj["content"], path + "/content"),
            speaker=_maybe(self.span, obj["speaker"], path + "/speaker"),
            speaker_actor=obj["speaker_actor"],
            cue=_maybe(self.span, obj["cue"], path + "/cue"),
            form=Form(obj["form"]),
            stance=Stance(obj["stance"]),
            addressee=_maybe(self.span, obj["addressee"], path + "/addressee"),
            addressee_actor=obj["addressee_actor"],
            relayed_by=_each(self.span, obj["relayed_by"], path + "/relayed_by"),
            date=_maybe(_read_interval, obj["date"], path + "/date"),
            place=_maybe(self.place, obj["place"], path + "/place"),
            inside=obj["inside"],
        )

    def party(self, obj: Any, path: str) -> Party:
        return Party(
            actor=obj["actor"],
            span=_maybe(self.span, obj["span"], path + "/span"),
            name=obj["name"],
            country=obj["country"],
            sector=obj["sector"],
        )

    def place(self, obj: Any, path: str) -> Place:
        return Place(
            span=self.span(obj["span"], path + "/span"),
            name=obj["name"],
            country=obj["country"],
            admin1=obj["admin1"],
            lat=_float(obj["lat"]),
            lon=_float(obj["lon"]),
            geonameid=None if obj["geonameid"] is None else int(obj["geonameid"]),
            precision=obj["precision"],
        )

    def event(self, obj: Any, path: str) -> Event:
        return Event(
            id=obj["id"],
            trigger=self.span(obj["trigger"], path + "/trigger"),
            type=obj["type"],
            mode=obj["mode"],
            contexts=tuple(obj["contexts"]),
            actors=_each(self.party, obj["actors"], path + "/actors"),
            recipients=_each(self.party, obj["recipients"], path + "/recipients"),
            status=Status(obj["status"]),
            date=_maybe(_read_interval, obj["date"], path + "/date"),
            place=_maybe(self.place, obj["place"], path + "/place"),
            statement=obj["statement"],
            score=_float(obj["score"]),
            confidence=_float(obj["confidence"]),
            mentions=_each(self.span, obj["mentions"], path + "/mentions"),
            magnitudes=_each(self.magnitude, obj["magnitudes"], path + "/magnitudes"),
            codes=_each(self.code, obj["codes"], path + "/codes"),
        )

    def magnitude(self, obj: Any, path: str) -> Magnitude:
        return Magnitude(
            kind=obj["kind"],
            value=float(obj["value"]),
            span=self.span(obj["span"], path + "/span"),
            high=_float(obj["high"]),
            unit=obj["unit"],
            bound=obj["bound"],
        )

    def code(self, obj: Any, path: str) -> Code:
        return Code(ontology=obj["ontology"], type=obj["type"], confidence=float(obj["confidence"]))

    def commitment(self, obj: Any, path: str) -> Commitment:
        return Commitment(
            id=obj["id"],
            kind=CommitmentKind(obj["kind"]),
            content=self.span(obj["content"], path + "/content"),
            party=self.party(obj["party"], path + "/party"),
            counterparty=_maybe(self.party, obj["counterparty"], path + "/counterparty"),
            condition=_maybe(self.span, obj["condition"], path + "/condition"),
            deadline=_maybe(_read_day, obj["deadline"], path + "/deadline"),
            event=obj["event"],
            statement=obj["statement"],
        )

    def time(self, obj: Any, path: str) -> Time:
        return Time(
            span=self.span(obj["span"], path + "/span"),
            kind=obj["kind"],
            value=obj["value"],
            interval=_maybe(_read_interval, obj["interval"], path + "/interval"),
            precision=obj["precision"],
            mod=obj["mod"],
        )

    def issue(self, obj: Any, path: str) -> Issue:
        return Issue(obj["code"], obj["message"], obj["stage"], _maybe(self.span, obj["span"], path + "/span"))


def _each(read: Callable[[Any, str], T], items: Any, path: str) -> tuple[T, ...]:
    return tuple(read(item, f"{path}/{n}") for n, item in enumerate(items))


def _maybe(read: Callable[[Any, str], T], obj: Any, path: str) -> T | None:
    return None if obj is None else read(obj, path)


def _float(number: Any) -> float | None:
    return None if number is None else float(number)


def _read_day(obj: Any, path: str) -> date:
    try:
        return date.fromisoformat(obj)
    except ValueError as error:
        raise _bad(path, f"{obj!r} is no day of the calendar") from error


def _read_stamp(obj: Any, path: str) -> datetime | date:
    if len(obj) == len("YYYY-MM-DD"):
        return _read_day(obj, path)
    try:
        return datetime.fromisoformat(obj)
    except ValueError as error:
        raise _bad(path, f"{obj!r} is no moment of the calendar") from error


def _read_interval(obj: Any, path: str) -> tuple[date, date]:
    first, last = _read_day(obj[0], path + "/0"), _read_day(obj[1], path + "/1")
    if first > last:
        raise _bad(path, f"the last day {last} is before the first, {first}")
    return first, last


# The schema's own language, as much of it as the contract speaks (a test holds the file to these words).


@cache
def _schema_text() -> str:
    return files("dragoman").joinpath("contract.schema.json").read_text("utf-8")


@cache
def _schema() -> dict[str, Any]:
    fresh: dict[str, Any] = json.loads(_schema_text())
    return fresh


def _bad(path: str, problem: str) -> ContractError:
    return ContractError(f"{path or '/'}: {problem}")


def _is(value: object, kind: str) -> bool:
    match kind:
        case "null":
            return value is None
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "array":
            return isinstance(value, list)
        case "object":
            return isinstance(value, dict)
        case "integer":
            return not isinstance(value, bool) and (
                isinstance(value, int) or (isinstance(value, float) and value.is_integer())
            )
        case "number":
            return not isinstance(value, bool) and isinstance(value, int | float)
    raise AssertionError(kind)


def _check(value: Any, rule: Any, path: str, defs: Any) -> None:
    """Hold `value` to `rule`; raises `ContractError` at the first breach."""
    if "$ref" in rule:
        return _check(value, defs[rule["$ref"].rpartition("/")[2]], path, defs)
    if "anyOf" in rule:  # in this contract: a thing or null
        thing = next(r for r in rule["anyOf"] if r != {"type": "null"})
        return None if value is None else _check(value, thing, path, defs)
    if "const" in rule and (value != rule["const"] or not _is(value, "integer")):
        raise _bad(path, f"{_brief(value)} where {rule['const']!r} must stand")
    if "enum" in rule and not any(value is code or (isinstance(value, str) and value == code) for code in rule["enum"]):
        raise _bad(path, f"{_brief(value)} is none of {', '.join(map(str, rule['enum']))}")
    kinds = rule.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is(value, kind) for kind in kinds):
        raise _bad(path, f"{_brief(value)} is no {' or '.join(kinds)}")
    if isinstance(value, str):
        _check_string(value, rule, path)
    elif isinstance(value, dict):
        _check_object(value, rule, path, defs)
    elif isinstance(value, list):
        if not rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", len(value)):
            raise _bad(path, f"{len(value)} items where {rule['minItems']} must stand")
        for n, item in enumerate(value):
            _check(item, rule["items"], f"{path}/{n}", defs)
    elif isinstance(value, int | float) and not rule.get("minimum", value) <= value <= rule.get("maximum", value):
        raise _bad(path, f"{_brief(value)} is out of range")  # as NaN is
    return None


def _check_string(value: str, rule: Any, path: str) -> None:
    if half := _SURROGATE.search(value):
        raise _bad(path, f"half of a surrogate pair (U+{ord(half[0]):04X}) at character {half.start()}")
    if len(value) < rule.get("minLength", 0):
        raise _bad(path, "an empty string")
    if "pattern" in rule and not re.fullmatch(rule["pattern"], value):
        raise _bad(path, f"{_brief(value)} does not match {rule['pattern']}")


def _check_object(value: dict[Any, Any], rule: Any, path: str, defs: Any) -> None:
    for key in rule["required"]:
        if key not in value:
            raise _bad(path, f"{key!r} is missing")
    for key, item in value.items():
        if key not in rule["properties"]:
            raise _bad(path, f"{_brief(key)} is no key of the contract")
        _check(item, rule["properties"][key], f"{path}/{key}", defs)


def _brief(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
