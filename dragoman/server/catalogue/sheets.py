"""What stands in the catalogue: a sheet for each kind of thing, as a query (in DuckDB's SQL) over a record's tables.

Every sheet has `day`, by which it is ordered, the newest first and what has no day last; then by report, place in the
report, and id. `day` is the day that a thing counts on: an event's first day or, where it occurred and no words date
it, its report's day; a statement's day of speaking, else its report's; a commitment's report's; an incident's first.
"""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.coding.ontology import load as code_book
from dragoman.server.catalogue.columns import Column, item_sql
from dragoman.server.catalogue.items import ITEMS

LAYOUT = 1
"""Version of what is written; a catalogue of another one is made anew."""


NUMBERED = ("start_at",)
"""The columns of an order that are numbers; the others are texts."""
ADDRESS = "/api/v1"
"""Where things have their addresses."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How one sheet is made: its query, and the columns of it by which things are chosen, counted and ordered.

    `order` are the columns after `day` that make the order total; `coded` have one of few values, `listed` lists of
    such, `numbers` numbers, days and truths. `items` are the members that are told of each, none where they are only
    counted, and `details` those that are told where one is asked for by itself; both are columns of the query, too.
    """

    name: str
    query: str
    order: tuple[str, ...]
    coded: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    details: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[Column, ...]:
        """The members of a thing."""
        return ITEMS.get(self.name, ())

    @property
    def index(self) -> tuple[str, ...]:
        """The columns that are kept as such."""
        return tuple(dict.fromkeys(("id", "day", *self.order, *self.coded, *self.listed, *self.numbers)))

    @property
    def sql(self) -> str:
        """The query for the index and the things as lines of JSON, `item`, in order."""
        item = item_sql(f"{ADDRESS}/{self.name}", self.items) if self.items else "NULL"
        more = ", ".join(f'"{name}": coalesce({name}, [])' for name in self.details)
        details = f"CAST(to_json({{{more}}}) AS VARCHAR)" if more else "NULL"
        return (
            f"SELECT {', '.join(self.index)}, {item} AS item, {details} AS details FROM ({self.query}) found "
            f"ORDER BY day DESC NULLS LAST, {', '.join(self.order)}"
        )


def _quad(column: str) -> str:
    """PLOVER's quarter of a type."""
    book = code_book()
    cases = " ".join(f"WHEN '{type}' THEN '{book.quad(type)}'" for type in book.types)
    return f"CASE {column} {cases} END AS quad"


def _sides(table: str, key: str, columns: str) -> str:
    parts = ", ".join(
        f"array_agg({column} ORDER BY n) FILTER (WHERE side = '{side}') AS {side}_{told}"
        for side in ("actor", "recipient")
        for column, told in (pair.split(":") for pair in columns.split())
    )
    return f"SELECT {key}, {parts} FROM {table} GROUP BY {key}"


REPORTS = Plan(
    "reports",
    """
    SELECT r.report AS id, r.day, r.published, r.updated, r.title, r.publisher, r.agency, r.byline, r.url, r.language,
        CAST(coalesce(s.n, 0) AS INTEGER) AS statements, CAST(coalesce(e.n, 0) AS INTEGER) AS events,
        CAST(coalesce(c.n, 0) AS INTEGER) AS commitments, length(r.text) AS characters, e.countries, e.types
    FROM reports r
    LEFT JOIN (SELECT report, count(*) AS n FROM statements GROUP BY report) s ON s.report = r.report
    LEFT JOIN (
        SELECT e.report, count(DISTINCT e.id) AS n, list_sort(list(DISTINCT p.country)) AS countries,
            list_sort(list(DISTINCT e.type)) AS types
        FROM events e LEFT JOIN event_parties p ON p.report = e.report AND p.event = e.id GROUP BY e.report
    ) e ON e.report = r.report
    LEFT JOIN (SELECT report, count(*) AS n FROM commitments GROUP BY report) c ON c.report = r.report
    """,
    order=("id",),
    coded=("publisher", "agency", "language"),
    listed=("countries", "types"),
    numbers=("statements", "events", "commitments"),
)

EVENTS = Plan(
    "events",
    f"""
    SELECT e.id, e.report,
        coalesce(e.first_day, CASE WHEN e.status = 'occurred' THEN r.day END) AS day,
        e.first_day, e.last_day, e.type, {_quad("e.type")}, e.mode, e.contexts, e.status, e.score, e.confidence,
        s.* EXCLUDE (report, event), e.place, e.place_country, e.place_admin1, e.lat, e.lon, e.place_precision,
        e.statement, e.trigger_words AS trigger, e.start_at, e.end_at,
        r.day AS report_day, r.publisher, r.title, r.url
    FROM events e JOIN reports r ON r.report = e.report
    LEFT JOIN ({_sides("event_parties", "report, event", "actor:ids name:names country:countries sector:sectors")}) s
        ON s.report = e.report AND s.event = e.id
    """,
    order=("report", "start_at", "id"),
    coded=("type", "quad", "mode", "status", "place", "place_country", "publisher"),
    listed=(
        *("actor_ids", "actor_names", "actor_countries"),
        *("recipient_ids", "recipient_names", "recipient_countries", "contexts"),
    ),
    numbers=("score", "lat", "lon"),
)


def _said(table: str, kind: str) -> str:
    return f"""
    SELECT s.id, s.report, '{kind}' AS kind, coalesce(s.first_day, r.day) AS day, s.first_day, s.last_day, s.form,
        s.stance, s.content, coalesce(a.name, s.speaker) AS speaker, s.speaker AS speaker_words, s.speaker_actor,
        a.country AS speaker_country, a.sector AS speaker_sector, s.cue, coalesce(b.name, s.addressee) AS addressee,
        s.addressee_actor, b.country AS addressee_country, b.sector AS addressee_sector, s.relayed_by, s.place,
        s.place_country, s.inside, v.start_at, v.end_at, r.day AS report_day, r.publisher, r.title, r.url
    FROM {table} s JOIN reports r ON r.report = s.report
    LEFT JOIN actors a ON a.report = s.report AND a.id = s.speaker_actor
    LEFT JOIN actors b ON b.report = s.report AND b.id = s.addressee_actor
    LEFT JOIN (
        SELECT report, id, min(start_at) AS start_at, max(end_at) AS end_at FROM evidence
        WHERE kind = '{kind}' AND part = 'content' GROUP BY report, id
    ) v ON v.report = s.report AND v.id = s.id
    """


STATEMENTS = Plan(
    "statements",
    f"""
    {_said("statements", "statement")} UNION ALL {_said("attitudes", "attitude")}
    """,
    order=("report", "start_at", "id"),
    coded=(
        *("kind", "form", "stance", "speaker", "speaker_words", "speaker_actor", "speaker_country"),
        *("addressee", "addressee_actor", "addressee_country", "place_country", "publisher"),
    ),
)

COMMITMENTS = Plan(
    "commitments",
    """
    SELECT c.id, c.report, r.day, c.kind, c.party, c.party_actor, c.party_country, c.party_sector, c.counterparty,
        c.counterparty_actor, c.counterparty_country, c.counterparty_sector, c.content, c.condition, c.deadline,
        t.deadline_now, t.state, t.id AS thread, t.steps, t.last_day, p.thread_steps, c.event, c.statement, c.start_at,
        c.end_at, r.day AS report_day, r.publisher, r.title, r.url
    FROM commitments c JOIN reports r ON r.report = c.report
    LEFT JOIN threads t ON t.commitment = c.id AND t.report = c.report
    LEFT JOIN (
        SELECT thread, list({"report": report, "day": day, "how": how, "state_after": state_after, "start": span_start,
            "end": span_end, "event": event, "commitment": "commitment", "deadline": deadline, "confidence": confidence}
            ORDER BY n) AS thread_steps
        FROM thread_steps GROUP BY thread
    ) p ON p.thread = t.id
    """,
    order=("report", "start_at", "id"),
    coded=(
        *("kind", "party", "party_actor", "party_country", "counterparty", "counterparty_actor"),
        *("counterparty_country", "state", "publisher"),
    ),
    numbers=("deadline_now",),
    details=("thread_steps",),
)

INCIDENTS = Plan(
    "incidents",
    f"""
    SELECT i.id, i.first_day AS day, i.first_day, i.last_day, i.type, {_quad("i.type")}, i.modes, i.contexts, i.status,
        s.* EXCLUDE (incident), NULL AS actor_ids, NULL AS recipient_ids, i.place, i.place_country, i.lat, i.lon,
        i.place_precision, f.size_kinds, f.sizes, f.sizes_high, f.size_units, f.figures, t.told_by, i.confidence,
        i.claimed, i.withdrawn, i.n_reports AS reports, i.n_publishers AS publishers, i.n_stories AS stories,
        i.first_reported, i.last_reported
    FROM incidents i
    LEFT JOIN ({_sides("incident_parties", "incident", "name:names country:countries sector:sectors")}) s
        ON s.incident = i.id
    LEFT JOIN (
        SELECT incident, array_agg(kind ORDER BY n) AS size_kinds, array_agg(amount ORDER BY n) AS sizes,
            array_agg(high ORDER BY n) AS sizes_high, array_agg(unit ORDER BY n) AS size_units,
            list({{"kind": kind, "amount": amount, "high": high, "unit": unit, "bound": bound, "current": is_current,
                "told_by": n_told}} ORDER BY n) AS figures
        FROM incident_figures GROUP BY incident
    ) f ON f.incident = i.id
    LEFT JOIN (
        SELECT incident, list({{"event": event, "report": report, "day": day, "publisher": publisher, "story": story,
            "copy": "copy", "current": is_current, "background": background, "status": status,
            "statement": "statement"}} ORDER BY n) AS told_by
        FROM incident_events GROUP BY incident
    ) t ON t.incident = i.id
    """,
    order=("id",),
    coded=("type", "quad", "status", "place", "place_country"),
    listed=("actor_names", "actor_countries", "recipient_names", "recipient_countries", "contexts"),
    numbers=("reports", "lat", "lon"),
    details=("told_by", "figures"),
)

ACTORS = Plan(
    "actors",
    """
    WITH acted AS (
        SELECT actor AS id, count(*) FILTER (WHERE side = 'actor') AS did,
            count(*) FILTER (WHERE side = 'recipient') AS suffered
        FROM event_parties WHERE actor IS NOT NULL GROUP BY actor
    ),
    spoke AS (SELECT speaker_actor AS id, count(*) AS n FROM statements WHERE speaker_actor IS NOT NULL GROUP BY 1),
    told AS (
        SELECT actor AS id, list({"role": role, "country": country, "sector": sector, "former": former, "words": words,
            "report": report, "day": day, "start": start_at, "end": end_at}
            ORDER BY day DESC NULLS LAST, report, n)[1:200] AS facts
        FROM actor_facts WHERE source = report GROUP BY actor
    ),
    bound AS (SELECT party_actor AS id, count(*) AS n FROM commitments WHERE party_actor IS NOT NULL GROUP BY 1)
    SELECT a.id, any_value(told.facts) AS facts, min(a.name) AS name, min(a.country) AS country,
        min(a.sector) AS sector, CAST(count(DISTINCT a.report) AS INTEGER) AS reports,
        CAST(sum(a.mentions) AS INTEGER) AS mentions,
        CAST(any_value(coalesce(spoke.n, 0)) AS INTEGER) AS statements,
        CAST(any_value(coalesce(acted.did, 0)) AS INTEGER) AS events_as_actor,
        CAST(any_value(coalesce(acted.suffered, 0)) AS INTEGER) AS events_as_recipient,
        CAST(any_value(coalesce(bound.n, 0)) AS INTEGER) AS commitments,
        min(r.day) AS first_seen, max(r.day) AS day
    FROM actors a JOIN reports r ON r.report = a.report
    LEFT JOIN acted ON acted.id = a.id LEFT JOIN spoke ON spoke.id = a.id LEFT JOIN bound ON bound.id = a.id
    LEFT JOIN told ON told.id = a.id
    GROUP BY a.id
    """,
    order=("id",),
    coded=("name", "country", "sector"),
    numbers=("reports", "statements", "events_as_actor", "events_as_recipient"),
    details=("facts",),
)

DYADS = Plan(
    "dyads",
    """
    SELECT d.event AS id, d.report, d.first_day AS day, d.last_day, d.source, d.target, d.together, d.type,
        CASE d.quad WHEN 1 THEN 'V-COOP' WHEN 2 THEN 'M-COOP'
            WHEN 3 THEN 'V-CONF' WHEN 4 THEN 'M-CONF' END AS quad,
        d.status, d.by_report, d.score, e.start_at
    FROM dyads d JOIN events e ON e.report = d.report AND e.id = d.event
    """,
    order=("report", "start_at", "id", "source", "target"),
    coded=("source", "target", "type", "quad", "status"),
    numbers=("last_day", "together", "by_report", "score"),
)

PLANS = (REPORTS, EVENTS, STATEMENTS, COMMITMENTS, INCIDENTS, ACTORS, DYADS)

RECORDS = "SELECT record FROM reports ORDER BY day DESC NULLS LAST, report"
"""The whole records of the reports, in the order of their sheet. They are kept here once more, since DuckDB unpacks
some thousand texts to read one."""
RECORDS_BLOCK = 2
