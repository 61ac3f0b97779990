"""The API described, as OpenAPI 3.1: made from the declarations that read its parameters and shape its answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from dragoman import __version__
from dragoman.server.api import RESOURCES, Resource, coding, dyads, search
from dragoman.server.api.answering import FORMS
from dragoman.server.catalogue.columns import Column, schema_of
from dragoman.server.parameters import Parameter
from dragoman.server.problems import PROBLEM_TYPE, TITLES

PREFIX = "/api/v1"
_ANY = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "maxLength": 200}}
_COUNTRY = {"type": "string", "pattern": "^[A-Za-z]{3}$"}
_STATE = {"type": "string", "description": "a name for the state of the record that the answer is of"}
_LINK = {"type": ["string", "null"], "description": "the address of the next page; null at the end"}
_CSV = {"type": "string", "description": "the address of the same as CSV"}


@cache
def document() -> dict[str, Any]:
    """The whole description; the same one each time, not to be changed."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Problem": _problem()}
    for resource in RESOURCES:
        item = resource.one.capitalize()
        schemas[item] = _object(resource.columns, {"self": {"type": "string"}})
        schemas[f"{item}Whole"] = _object(resource.columns, {"self": {"type": "string"}, **resource.more_schema})
        paths[f"{PREFIX}/{resource.name}"] = {"get": _list(resource)}
        paths[f"{PREFIX}/{resource.name}/{{id}}"] = {"get": _one(resource)}
    schemas |= {
        "Dyad": _object(dyads.LIST_COLUMNS),
        "DyadPeriod": _object(dyads.TIMELINE_COLUMNS),
        "Hit": _hit(),
    }
    paths[f"{PREFIX}/dyads"] = {
        "get": _get(
            "listDyads",
            "dyads",
            "Which two countries have most to do with one another.",
            dyads.LIST_PARAMETERS,
            _items("Dyad", paged=False),
        )
    }
    timeline = _get(
        "getDyad",
        "dyads",
        "How two countries stand, by week, month or year: the numbers of what passes between them, either way.",
        dyads.TIMELINE_PARAMETERS,
        _items("DyadPeriod", paged=False),
    )
    sides = [{"name": s, "in": "path", "required": True, "schema": _COUNTRY} for s in ("source", "target")]
    timeline["parameters"] = [*sides, *timeline["parameters"]]
    paths[f"{PREFIX}/dyads/{{source}}/{{target}}"] = {"get": timeline}
    paths[f"{PREFIX}/search"] = {
        "get": _get(
            "search",
            "search",
            "Words over reports, statements and events, the best first. At least one parameter that chooses is needed.",
            search.PARAMETERS,
            _items("Hit", paged=True, total=False, more={"notes": {"type": "array", "items": {"type": "object"}}}),
        )
    }
    paths[f"{PREFIX}/code"] = {"post": _code()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dragoman",
            "version": __version__,
            "description": "The record of international politics: who did what to whom, who said what to whom, "
            "what was pledged, demanded or threatened; each fact pointing at its words.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name} for name in (*(r.name for r in RESOURCES), "dyads", "search", "code")],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {"Problem": _problem_response()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


def _list(resource: Resource) -> dict[str, Any]:
    schema = _items(resource.one.capitalize(), paged=True)
    return _get(f"list{resource.name.capitalize()}", resource.name, resource.what, resource.parameters, schema)


def _one(resource: Resource) -> dict[str, Any]:
    told = _get(
        f"get{resource.one.capitalize()}",
        resource.name,
        f"One {resource.one} by its id.",
        (),
        {"$ref": f"#/components/schemas/{resource.one.capitalize()}Whole"},
        forms=("json",),
    )
    return {**told, "parameters": [_ANY]}


def _get(
    name: str,
    tag: str,
    summary: str,
    parameters: Iterable[Parameter],
    schema: Mapping[str, Any],
    *,
    forms: Iterable[str] = tuple(FORMS),
) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for form in forms:
        content[FORMS[form]] = {"schema": schema} if form == "json" else {}
    headers = {"ETag": {"schema": {"type": "string"}}}
    return {
        "operationId": name,
        "tags": [tag],
        "summary": summary,
        "parameters": [_parameter(p) for p in parameters],
        "responses": {
            "200": {"description": "What was asked for.", "headers": headers, "content": content},
            "304": {"description": "The client has it already (If-None-Match)."},
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.what,
        "required": parameter.required,
        "schema": parameter.schema(),
    }
    if parameter.example is not None:
        told["example"] = [parameter.example] if parameter.many else parameter.example
    return told


def _items(
    name: str, *, paged: bool, total: bool | None = None, more: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
        "csv": _CSV,
        "state": _STATE,
        **(more or {}),
    }
    if paged:
        properties["next"] = _LINK
        if total is not False:
            properties["total"] = {"type": "integer", "description": "how many there are in all"}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _object(columns: Iterable[Column], more: Mapping[str, Any] | None = None) -> dict[str, Any]:
    properties = {**(more or {}), **{c.name: schema_of(c) for c in columns}}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _hit() -> dict[str, Any]:
    span = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
    told = _object(search.COLUMNS, {"self": {"type": "string"}, "span": span})
    told["properties"]["snippet"] = {
        "type": "object",
        "properties": {"text": {"type": "string"}, "span": span, "marks": {"type": "array", "items": span}},
        "required": ["text", "span", "marks"],
        "additionalProperties": False,
    }
    return told


def _code() -> dict[str, Any]:
    record = {"type": "object", "description": "the record of a report, as `dragoman schema` describes it"}
    content = {kind: {"schema": {"type": "string"}} for kind in ("text/plain", "text/html")}
    content["application/json"] = {"schema": coding.BODY}
    return {
        "operationId": "code",
        "tags": ["code"],
        "summary": "A text, a page of HTML, or the page at an address, coded; nothing of it is kept.",
        "parameters": [],
        "requestBody": {"required": True, "content": content},
        "responses": {
            "200": {
                "description": "What was coded.",
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "properties": {"items": {"type": "array", "items": record}},
                            "required": ["items"],
                            "additionalProperties": False,
                        }
                    }
                },
            },
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


def _problem() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "RFC 9457. `type` ends in one of: " + ", ".join(TITLES),
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
        },
        "required": ["type", "title", "status", "detail"],
    }


def _problem_response() -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": "It cannot be done; `detail` says why.", "content": {PROBLEM_TYPE: {"schema": schema}}}
