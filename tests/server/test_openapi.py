"""The description of the API: whole, true to the answers; nothing that it allows, or does not, breaks the server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance
from starlette.testclient import TestClient

from dragoman.server.api import RESOURCES
from dragoman.server.app import application
from dragoman.server.openapi import PREFIX, document
from dragoman.server.reading import Reading
from dragoman.server.settings import Settings
from tests.server import made

TOLD = document()
METHODS = ("get", "post", "put", "patch", "delete")


def resolved(schema: Any) -> Any:
    """A schema with what it refers to in place."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            part: Any = TOLD
            for name in schema["$ref"].removeprefix("#/").split("/"):
                part = part[name]
            return resolved(part)
        return {key: resolved(value) for key, value in schema.items()}
    return [resolved(part) for part in schema] if isinstance(schema, list) else schema


def test_it_describes_every_route_of_the_api(record: Path) -> None:
    settings_ = Settings()
    reading = Reading.open(record, settings_)
    app = application(reading, settings_)
    routes = {
        (re.sub(r"{(\w+):\w+}", r"{\1}", route.path), method.lower())  # type: ignore[attr-defined]
        for route in app.routes
        for method in route.methods - {"HEAD"}  # type: ignore[attr-defined]
        if route.path.startswith(PREFIX + "/")  # type: ignore[attr-defined]
    }
    reading.close()
    told = {(path, method) for path, methods in TOLD["paths"].items() for method in methods}
    assert routes - told == {(f"{PREFIX}/openapi.json", "get")}
    assert told - routes == set()


def test_every_operation_has_a_name_and_every_reference_leads_somewhere() -> None:
    names = [it["operationId"] for methods in TOLD["paths"].values() for it in methods.values()]
    assert len(set(names)) == len(names)
    resolved(TOLD["paths"])
    assert TOLD["openapi"].startswith("3.1")


def test_answers_are_as_described(client: TestClient) -> None:
    for path, methods in TOLD["paths"].items():
        if "get" not in methods or "{" in path:
            continue
        schema = resolved(methods["get"]["responses"]["200"]["content"]["application/json"]["schema"])
        jsonschema.Draft202012Validator.check_schema(schema)
        answer = client.get(path + ("?q=matter&limit=20" if path.endswith("search") else "?limit=200"))
        jsonschema.validate(answer.json(), schema)
        assert answer.json()["items"]
    for resource in RESOURCES:
        schema = resolved(TOLD["paths"][f"{PREFIX}/{resource.name}/{{id}}"]["get"])
        whole = schema["responses"]["200"]["content"]["application/json"]["schema"]
        for thing in client.get(f"{PREFIX}/{resource.name}?limit=20").json()["items"]:
            jsonschema.validate(client.get(thing["self"]).json(), whole)
    dyad = resolved(TOLD["paths"][f"{PREFIX}/dyads/{{source}}/{{target}}"]["get"])
    jsonschema.validate(
        client.get(f"{PREFIX}/dyads/BOL/CHL").json(),
        dyad["responses"]["200"]["content"]["application/json"]["schema"],
    )


def test_it_is_served_as_it_is(client: TestClient) -> None:
    answer = client.get(f"{PREFIX}/openapi.json")
    assert answer.json() == TOLD
    assert client.get(f"{PREFIX}/openapi.json", headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    page = client.get("/api", headers={"accept": "text/html"}).text
    for path, methods in TOLD["paths"].items():
        for method, it in methods.items():
            assert f"{method.upper()} {path}" in page
            for parameter in it["parameters"]:
                assert f"<code>{parameter['name']}</code>" in page


@pytest.fixture(scope="module")
def described(record: Path) -> Any:
    """A real server as the generator of requests knows it; texts are not coded here, which takes too long."""
    with made.serving(record, Settings(coding=False)) as port:
        yield schemathesis.openapi.from_url(f"http://127.0.0.1:{port}{PREFIX}/openapi.json")


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("path", "method"), [(p, m) for p, methods in TOLD["paths"].items() for m in methods])
def test_no_request_breaks_the_server(described: Any, path: str, method: str, mode: GenerationMode) -> None:
    """Requests that the description allows, and such as it does not: no 5xx, and every answer as described."""

    @given(case=described[path][method.upper()].as_strategy(generation_mode=mode))
    @settings(
        max_examples=10,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        case.call_and_validate(checks=[not_a_server_error, content_type_conformance, response_schema_conformance])

    ask()
