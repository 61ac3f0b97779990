from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman import contract
from dragoman.errors import ContractError
from dragoman.model import SCHEMA_VERSION, CodedReport, CommitmentKind, Form, Report, Span, Stance, Status
from tests.example import TEXT, empty, example
from tests.strategies import coded_reports

calm = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
VALIDATOR = jsonschema.Draft202012Validator(contract.schema())


@calm
@given(coded_reports())
def test_objects_to_json_and_back_is_identity(coded: CodedReport) -> None:
    obj = contract.to_json(coded)
    assert contract.from_json(obj) == coded
    assert contract.to_json(contract.from_json(obj)) == obj
    VALIDATOR.validate(obj)


@calm
@given(coded_reports())
def test_a_line_is_one_line_and_comes_back(coded: CodedReport) -> None:
    line = contract.dumps(coded)
    assert len(line.splitlines()) == 1
    assert contract.loads(line) == coded
    assert contract.loads(line.encode()) == coded
    assert contract.dumps(contract.loads(line)) == line


def test_the_report_alone_is_read_from_a_line() -> None:
    line = contract.dumps(example())
    assert contract.loads_report(line) == contract.loads(line).report
    broken = {**json.loads(line), "events": [{"type": 7}]}
    assert contract.loads_report(json.dumps(broken)).id == example().report.id, "what is coded of it is not looked at"
    for bad in ("rain", "[]", "{}", '{"report": {"id": 3}}'):
        with pytest.raises(ContractError):
            contract.loads_report(bad)


def test_the_example_follows_the_design() -> None:
    obj = json.loads(contract.dumps(example()))
    assert list(obj) == [
        "schema", "report", "actors", "statements", "attitudes", "events", "commitments", "times", "places", "issues",
    ]  # fmt: skip
    assert obj["report"]["published"] == "2025-03-04T18:40:00"
    assert obj["report"]["dateline"]["date"] == "2025-03-04"
    start, end = obj["events"][0]["trigger"]
    assert TEXT[start:end] == "resumed talks"
    assert list(obj["commitments"][0]["party"]) == ["actor", "span", "name", "country", "sector"]
    assert obj["events"][1]["date"] is None
    assert "á" in contract.dumps(example())


def test_stamps_keep_what_is_known() -> None:
    report = replace(empty().report, published=date(2025, 3, 4), updated=datetime(2025, 3, 4, 9, 5, tzinfo=UTC))
    obj = contract.to_json(CodedReport(report=report))["report"]
    assert (obj["published"], obj["updated"]) == ("2025-03-04", "2025-03-04T09:05:00+00:00")
    back = contract.loads(contract.dumps(CodedReport(report=report))).report
    assert type(back.published) is date
    assert back.updated is not None
    assert back.updated.tzinfo is not None


def test_the_schema_is_sound_and_its_codes_are_the_models() -> None:
    schema = contract.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    defs = schema["$defs"]
    assert schema["properties"]["schema"] == {"const": SCHEMA_VERSION}
    assert defs["event"]["properties"]["status"]["enum"] == [s.value for s in Status]
    assert defs["statement"]["properties"]["form"]["enum"] == [f.value for f in Form]
    assert defs["statement"]["properties"]["stance"]["enum"] == [s.value for s in Stance]
    assert defs["commitment"]["properties"]["kind"]["enum"] == [k.value for k in CommitmentKind]
    assert len(defs["event"]["properties"]["type"]["enum"]) == 16
    schema["$defs"].clear()
    assert contract.schema()["$defs"], "every caller gets a copy of its own"


KNOWN_WORDS = {
    "$schema", "$id", "$defs", "$ref", "title", "description", "format", "type", "const", "enum", "anyOf", "properties",
    "required", "additionalProperties", "items", "minItems", "maxItems", "minimum", "maximum", "minLength", "pattern",
}  # fmt: skip


def test_the_schema_uses_only_words_that_reading_checks() -> None:
    def walk(rule: dict) -> None:
        assert set(rule) <= KNOWN_WORDS, rule
        if rule.get("type") == "object":
            assert rule["additionalProperties"] is False
            assert rule["required"] == list(rule["properties"])
        if "anyOf" in rule:
            assert len(rule["anyOf"]) == 2
            assert {"type": "null"} in rule["anyOf"]
        for part in (*rule.get("properties", {}).values(), *rule.get("$defs", {}).values(), *rule.get("anyOf", ())):
            walk(part)
        if "items" in rule:
            walk(rule["items"])

    walk(contract.schema())


def _put(path: str, value: object) -> dict:
    obj = contract.to_json(example())
    at = obj
    *way, last = path.strip("/").split("/")
    for step in way:
        at = at[int(step)] if isinstance(at, list) else at[step]
    at[int(last) if isinstance(at, list) else last] = value
    return obj


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/schema", 2),
        ("/schema", True),
        ("/report/id", ""),
        ("/report/title", 7),
        ("/report/published", "2025-03-04 18:40"),
        ("/report/published", "2025-03-04T18:40:00Z"),
        ("/report/blocks/0/kind", "footer"),
        ("/actors/0/country", "Bolivia"),
        ("/actors/0/sector", "GOV\n"),
        ("/statements/0/form", "whispered"),
        ("/statements/0/content", None),
        ("/events/0/type", "FIGHT"),
        ("/events/0/mode", "ninja"),
        ("/events/0/score", 11),
        ("/events/0/score", float("nan")),
        ("/events/0/trigger", [1]),
        ("/events/0/trigger", [1, "2"]),
        ("/events/0/trigger/0", True),
        ("/events/0/place/lat", "12"),
        ("/commitments/0/party", None),
        ("/commitments/0/deadline", "30 April"),
        ("/times/0/kind", "EPOCH"),
        ("/issues/0/span", {}),
        ("/report/dateline/extra", 1),
    ],
)
def test_what_breaks_the_schema_is_named_with_its_path(path: str, value: object) -> None:
    obj = _put(path, value)
    with pytest.raises(ContractError) as caught:
        contract.from_json(obj)
    assert str(caught.value).startswith(path.rsplit("/", 1)[0] or "/")
    if value == value and value != "GOV\n":  # NaN is no JSON at all; ECMA's $ and Python's differ on a last line break
        assert not VALIDATOR.is_valid(obj)


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("/events/0/trigger", [5, 4], "no stretch"),
        ("/events/0/trigger", [0, len(TEXT) + 1], "no stretch"),
        ("/report/blocks/0/end", len(TEXT) + 1, "no stretch"),
        ("/commitments/0/deadline", "2025-02-30", "no day"),
        ("/events/0/date", ["2025-02-02", "2025-02-01"], "before"),
        ("/report/updated", "2025-03-04T25:00:00", "no moment"),
        ("/report/title", "half \ud83d", "surrogate"),
    ],
)
def test_what_no_schema_can_say_is_checked_too(path: str, value: object, problem: str) -> None:
    with pytest.raises(ContractError, match=problem) as caught:
        contract.from_json(_put(path, value))
    assert str(caught.value).startswith("/report/blocks/0" if "blocks" in path else path)


@pytest.mark.parametrize("key", ["schema", "report", "issues"])
def test_a_missing_key_is_named(key: str) -> None:
    obj = contract.to_json(example())
    del obj[key]
    with pytest.raises(ContractError, match=f"'{key}' is missing"):
        contract.from_json(obj)


@pytest.mark.parametrize(
    "line", ["", "{", "null", "[]", "3", '{"schema": 1', "[" * 100_000, b"\xff\xfe\xff", "9" * 5000]
)
def test_no_json_is_a_contract_error(line: str | bytes) -> None:
    with pytest.raises(ContractError):
        contract.loads(line)


def test_half_a_surrogate_pair_is_a_typed_error() -> None:
    bad = CodedReport(report=Report(id="x", text="half \ud83d of it"))
    with pytest.raises(ContractError, match=r"/report/text.*U\+D83D"):
        contract.dumps(bad)
    with pytest.raises(ContractError):
        contract.dumps(replace(example(), events=(replace(example().events[0], score=float("inf")),)))


@calm
@given(st.data())
def test_damaged_records_never_raise_anything_else(data: st.DataObject) -> None:
    obj = copy.deepcopy(contract.to_json(example()))
    at: object = obj
    while isinstance(at, dict | list) and at:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if data.draw(st.booleans()):
            junk = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.just([]))
            at[key] = data.draw(junk)
            break
        at = at[key]
    valid = VALIDATOR.is_valid(obj)
    try:
        coded = contract.from_json(obj)
    except ContractError:
        return
    assert valid, "what the schema forbids must not be read"
    assert contract.to_json(coded) == obj


def test_page_map_and_reading_issues_stay_out() -> None:
    text = json.dumps(contract.to_json(example()))
    assert "page_map" not in text
    assert contract.from_json(contract.to_json(example())).spans()
    assert all(s.within(Span(0, len(TEXT))) for s in example().spans())
