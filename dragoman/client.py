"""A client of a server that `dragoman serve` runs: typed, thin, over httpx.

    with Client("http://127.0.0.1:8765") as client:
        for event in client.events(country="RUS", type=["ASSAULT"], since="2024-01-01"):
            print(event["day"], event["actors"], event["trigger"])

Lists are iterated over, a page at a time as far as is read. Parameters are those of the server's API
(`/api` on the server tells them); what is None is not sent. What goes wrong is a `ServerError`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from types import TracebackType
from typing import Any, TypedDict, TypeVar, cast

import httpx

from dragoman import __version__
from dragoman.errors import DragomanError

Many = str | Sequence[str] | None
Day = str | date | None
Pairs = list[tuple[str, str | int | float | bool | None]]
Thing = TypeVar("Thing")


class ServerError(DragomanError):
    """The server could not do it, or could not be reached.

    `status` is the HTTP status, None where there was no answer; `kind` the last word of the problem's type, as
    docs/server.md lists them, `detail` what the server says; `retry_after_s` for how long to leave it alone.
    """

    def __init__(
        self, detail: str, *, status: int | None = None, kind: str | None = None, retry_after_s: float | None = None
    ) -> None:
        self.detail, self.status, self.kind, self.retry_after_s = detail, status, kind, retry_after_s
        super().__init__(detail if status is None else f"{status} {kind or ''}: {detail}")


class Party(TypedDict):
    """Somebody who acts, speaks or is bound."""

    id: str | None
    name: str | None
    country: str | None
    sector: str | None


class Report(TypedDict):
    """What was read; `record`, all that was coded from it, where it was asked for by id."""

    self: str
    id: str
    day: str | None
    published: str | None
    updated: str | None
    title: str | None
    publisher: str | None
    agency: str | None
    byline: str | None
    url: str | None
    language: str | None
    statements: int
    events: int
    commitments: int
    characters: int


class _InReport(TypedDict):
    self: str
    id: str
    report: str
    report_day: str | None
    publisher: str | None
    title: str | None
    url: str | None
    day: str | None
    start: int | None
    end: int | None


class Event(_InReport):
    """Who did what to whom, as one report tells it."""

    type: str
    quad: str
    mode: str | None
    contexts: list[str]
    status: str
    first_day: str | None
    last_day: str | None
    actors: list[Party]
    recipients: list[Party]
    place: str | None
    place_country: str | None
    place_precision: str | None
    lat: float | None
    lon: float | None
    score: float | None
    confidence: float | None
    statement: str | None
    trigger: str


class Statement(_InReport):
    """Who said what to whom."""

    kind: str
    first_day: str | None
    last_day: str | None
    speaker: Party | None
    stance: str
    form: str
    content: str
    cue: str | None
    addressee: Party | None
    relayed_by: list[str]
    place: str | None
    place_country: str | None
    inside: str | None


class Commitment(_InReport):
    """Who bound whom to what, and what became of it."""

    kind: str
    party: Party | None
    counterparty: Party | None
    content: str
    condition: str | None
    deadline: str | None
    deadline_now: str | None
    state: str | None
    thread: str | None
    steps: int | None
    last_day: str | None
    event: str | None
    statement: str | None


class Incident(TypedDict):
    """What happened, however many reports tell of it."""

    self: str
    id: str
    type: str
    quad: str
    modes: list[str]
    contexts: list[str]
    status: str
    first_day: str | None
    last_day: str | None
    actors: list[Party]
    recipients: list[Party]
    place: str | None
    place_country: str | None
    place_precision: str | None
    lat: float | None
    lon: float | None
    size_kinds: list[str]
    sizes: list[float | None]
    sizes_high: list[float | None]
    size_units: list[str | None]
    confidence: float | None
    claimed: bool
    withdrawn: bool
    reports: int
    publishers: int
    stories: int
    first_reported: str | None
    last_reported: str | None


class Actor(TypedDict):
    """Who acts, suffers and speaks, in all reports."""

    self: str
    id: str
    name: str | None
    country: str | None
    sector: str | None
    reports: int
    mentions: int
    statements: int
    events_as_actor: int
    events_as_recipient: int
    commitments: int
    first_seen: str | None
    last_seen: str | None


class Dyad(TypedDict):
    """How two countries stand, over all days that were asked for."""

    a: str
    b: str
    events: int
    by_report: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    verbal_cooperation_share: float
    material_cooperation_share: float
    verbal_conflict_share: float
    material_conflict_share: float
    score: float | None
    last_day: str | None


class DyadPeriod(TypedDict):
    """What one country did to another, or both together, in one period."""

    period: str | None
    source: str
    target: str
    together: bool
    events: int
    by_report: int
    verbal_cooperation: int
    material_cooperation: int
    verbal_conflict: int
    material_conflict: int
    verbal_cooperation_share: float
    material_cooperation_share: float
    verbal_conflict_share: float
    material_conflict_share: float
    score: float | None


class Snippet(TypedDict):
    """Words of a report that show why it was found; spans are code points of its text."""

    text: str
    span: list[int]
    marks: list[list[int]]


class Hit(TypedDict):
    """What a search finds."""

    self: str
    kind: str
    id: str
    report: str
    score: float
    day: str | None
    title: str | None
    publisher: str | None
    span: list[int]
    snippet: Snippet


class Client:
    """A server's API. Use as a context manager, or `close` it."""

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        timeout_s: float = 30.0,
        page: int = 200,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`url` is the server's, `page` how many things are asked for at once; `transport` is for tests."""
        headers = {"Accept": "application/json", "User-Agent": f"dragoman/{__version__}"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        self._page = page
        self._http = httpx.Client(base_url=url, headers=headers, timeout=timeout_s, transport=transport)

    def reports(
        self,
        *,
        publisher: str | None = None,
        country: Many = None,
        type: Many = None,
        since: Day = None,
        until: Day = None,
        **more: Any,
    ) -> Iterator[Report]:
        """Reports, the newest first."""
        return self._list("reports", Report, since, until, publisher=publisher, country=country, type=type, **more)

    def events(
        self,
        *,
        country: Many = None,
        actor: str | None = None,
        recipient: str | None = None,
        type: Many = None,
        quad: Many = None,
        status: Many = None,
        since: Day = None,
        until: Day = None,
        **more: Any,
    ) -> Iterator[Event]:
        """Events, the newest first."""
        sides = {"country": country, "actor": actor, "recipient": recipient}
        return self._list("events", Event, since, until, **sides, type=type, quad=quad, status=status, **more)

    def statements(
        self,
        *,
        speaker: str | None = None,
        addressee: str | None = None,
        country: Many = None,
        stance: Many = None,
        since: Day = None,
        until: Day = None,
        **more: Any,
    ) -> Iterator[Statement]:
        """Statements and attitudes, the newest first."""
        sides = {"speaker": speaker, "addressee": addressee, "country": country}
        return self._list("statements", Statement, since, until, **sides, stance=stance, **more)

    def incidents(
        self,
        *,
        country: Many = None,
        actor: str | None = None,
        recipient: str | None = None,
        type: Many = None,
        status: Many = None,
        reports: int | None = None,
        since: Day = None,
        until: Day = None,
        **more: Any,
    ) -> Iterator[Incident]:
        """Incidents, the newest first; told by at least so many `reports`."""
        sides = {"country": country, "actor": actor, "recipient": recipient}
        return self._list(
            "incidents", Incident, since, until, **sides, type=type, status=status, reports=reports, **more
        )

    def commitments(
        self,
        *,
        party: str | None = None,
        counterparty: str | None = None,
        country: Many = None,
        kind: Many = None,
        state: Many = None,
        since: Day = None,
        until: Day = None,
        **more: Any,
    ) -> Iterator[Commitment]:
        """Commitments, the newest first."""
        sides = {"party": party, "counterparty": counterparty, "country": country}
        return self._list("commitments", Commitment, since, until, **sides, kind=kind, state=state, **more)

    def actors(
        self, *, name: str | None = None, country: Many = None, sector: Many = None, **more: Any
    ) -> Iterator[Actor]:
        """Actors, those in the newest reports first."""
        return self._list("actors", Actor, None, None, name=name, country=country, sector=sector, **more)

    def search(
        self,
        q: str | None = None,
        *,
        kind: Many = None,
        country: Many = None,
        since: Day = None,
        until: Day = None,
        **more: Any,
    ) -> Iterator[Hit]:
        """What a search finds, the best first."""
        more.setdefault("limit", min(self._page, 100))
        return self._list("search", Hit, since, until, q=q, kind=kind, country=country, **more)

    def dyads(
        self, *, country: str | None = None, status: Many = None, since: Day = None, until: Day = None, limit: int = 50
    ) -> list[Dyad]:
        """The two countries that have most to do with one another, and the next ones."""
        asked = _parameters(since, until, country=country, status=status, limit=limit)
        return cast("list[Dyad]", self._get("/api/v1/dyads", asked)["items"])

    def dyad(
        self, source: str, target: str, *, by: str = "month", status: Many = None, since: Day = None, until: Day = None
    ) -> list[DyadPeriod]:
        """How two countries stand, by week, month or year."""
        asked = _parameters(since, until, by=by, status=status)
        return cast("list[DyadPeriod]", self._get(f"/api/v1/dyads/{source}/{target}", asked)["items"])

    def one(self, kind: str, id: str) -> dict[str, Any]:
        """One thing by its id, with all that is told of it: `one("events", "e255…")`."""
        return self._get(f"/api/v1/{kind}/{id}", [])

    def record(self, report: str) -> dict[str, Any]:
        """The whole record of a report, as the contract has it (`dragoman.contract.from_json` reads it)."""
        return cast("dict[str, Any]", self.one("reports", report)["record"])

    def code(
        self, text: str | None = None, *, html: str | None = None, url: str | None = None, published: Day = None
    ) -> list[dict[str, Any]]:
        """The records of a text, of a page, or of the page at an address; nothing of it is kept."""
        told = {"text": text, "html": html, "url": url, "published": None if published is None else str(published)}
        body = {name: value for name, value in told.items() if value is not None}
        answer = self._told(self._send(self._http.build_request("POST", "/api/v1/code", json=body)))
        return cast("list[dict[str, Any]]", answer["items"])

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Inside

    def _list(self, name: str, kind: type[Thing], since: Day, until: Day, /, **asked: Any) -> Iterator[Thing]:
        asked.setdefault("limit", self._page)
        page: dict[str, Any] | None = self._get(f"/api/v1/{name}", _parameters(since, until, **asked))
        while page is not None:
            yield from cast("list[Thing]", page["items"])
            page = None if page["next"] is None else self._get(page["next"], [])

    def _get(self, address: str, asked: Pairs) -> dict[str, Any]:
        # Without parameters of its own httpx would take the address's away.
        return self._told(self._send(self._http.build_request("GET", address, params=asked or None)))

    def _send(self, request: httpx.Request) -> httpx.Response:
        try:
            return self._http.send(request)
        except httpx.HTTPError as error:
            raise ServerError(f"the server gave no answer: {error}") from error

    def _told(self, answer: httpx.Response) -> dict[str, Any]:
        try:
            told = answer.json()
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise ServerError("the answer is not that of a server of Dragoman's", status=answer.status_code)
        if answer.is_success:
            return told
        after = answer.headers.get("retry-after", "")
        raise ServerError(
            str(told.get("detail", "")),
            status=answer.status_code,
            kind=str(told.get("type", "")).rpartition("#")[2] or None,
            retry_after_s=float(after) if after.isdecimal() else None,
        )


def _parameters(since: Day, until: Day, /, **asked: Any) -> Pairs:
    named = {"from": since, "to": until, **asked}
    out: Pairs = []
    for name, value in named.items():
        values = value if isinstance(value, list | tuple) else [value]
        out += [(name, str(one)) for one in values if one is not None]
    return out
