"""What stands in the catalogue: a sheet for each kind of thing, as a query (in DuckDB's SQL) over a record's tables.

Every sheet has `day`, by which it is ordered, the newest first and what has no day last; then by report, place in the
report, and id. `day` is the day that a thing counts on: an event's first day or, where it occurred and no words date
it, its report's day; a statement's day of speaking, else its report's; a commitment's report's; an incident's first.
"""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.coding.ontology import load as code_book

LAYOUT = 1
"""Version of what is written; a catalogue of another one is made anew."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How one sheet is made: its query, the columns that are kept as codes, and those that are lists of codes.

    `order` are the columns after `day` that make the order total; `names` are columns that are looked in by words.
    """

    name: str
    query: str
    order: tuple[str, ...]
    coded: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


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
    ORDER BY r.day DESC NULLS LAST, r.report
    """,
    order=("id",),
    coded=("publisher", "agency", "language"),
    listed=("countries", "types"),
    names=("publisher", "agency"),
)

EVENTS = Plan(
    "events",
    f"""
    SELECT e.id, e.report,
        coalesce(e.first_day, CASE WHEN e.status = 'occurred' THEN r.day END) AS day,
        e.first_day, e.last_day, e.type, {_quad("e.type")}, e.mode, e.contexts, e.status, e.score, e.confidence,
        s.* EXCLUDE (report, event), e.place, e.place_country, e.place_admin1, e.lat, e.lon, e.place_precision,
        e.statement, e.trigger_words AS trigger, e.start_at, e.end_at, r.publisher
    FROM events e JOIN reports r ON r.report = e.report
    LEFT JOIN ({_sides("event_parties", "report, event", "actor:ids name:names country:countries sector:sectors")}) s
        ON s.report = e.report AND s.event = e.id
    ORDER BY day DESC NULLS LAST, e.report, e.start_at, e.id
    """,
    order=("report", "start_at", "id"),
    coded=("type", "quad", "mode", "status", "place", "place_country", "place_admin1", "place_precision", "publisher"),
    listed=(
        *("actor_ids", "actor_names", "actor_countries", "actor_sectors"),
        *("recipient_ids", "recipient_names", "recipient_countries", "recipient_sectors", "contexts"),
    ),
    names=("actor_names", "recipient_names", "place", "publisher"),
)


def _said(table: str, kind: str) -> str:
    return f"""
    SELECT s.id, s.report, '{kind}' AS kind, coalesce(s.first_day, r.day) AS day, s.first_day, s.last_day, s.form,
        s.stance, s.content, coalesce(a.name, s.speaker) AS speaker, s.speaker AS speaker_words, s.speaker_actor,
        a.country AS speaker_country, a.sector AS speaker_sector, s.cue, coalesce(b.name, s.addressee) AS addressee,
        s.addressee_actor, b.country AS addressee_country, s.relayed_by, s.place, s.place_country, s.inside,
        v.start_at, v.end_at, r.publisher
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
    SELECT * FROM ({_said("statements", "statement")} UNION ALL {_said("attitudes", "attitude")}) said
    ORDER BY day DESC NULLS LAST, report, start_at, id
    """,
    order=("report", "start_at", "id"),
    coded=(
        *("kind", "form", "stance", "speaker", "speaker_words", "speaker_actor", "speaker_country", "speaker_sector"),
        *("cue", "addressee", "addressee_actor", "addressee_country", "place", "place_country", "publisher"),
    ),
    listed=("relayed_by",),
    names=("speaker", "speaker_words", "addressee", "publisher"),
)

COMMITMENTS = Plan(
    "commitments",
    """
    SELECT c.id, c.report, r.day, c.kind, c.party, c.party_actor, c.party_country, c.party_sector, c.counterparty,
        c.counterparty_actor, c.counterparty_country, c.counterparty_sector, c.content, c.condition, c.deadline,
        t.deadline_now, t.state, t.id AS thread, t.steps, t.last_day, c.event, c.statement, c.start_at, c.end_at,
        r.publisher
    FROM commitments c JOIN reports r ON r.report = c.report
    LEFT JOIN threads t ON t.commitment = c.id AND t.report = c.report
    ORDER BY r.day DESC NULLS LAST, c.report, c.start_at, c.id
    """,
    order=("report", "start_at", "id"),
    coded=(
        *("kind", "party", "party_actor", "party_country", "party_sector", "counterparty", "counterparty_actor"),
        *("counterparty_country", "counterparty_sector", "state", "publisher"),
    ),
    names=("party", "counterparty", "publisher"),
)

INCIDENTS = Plan(
    "incidents",
    f"""
    SELECT i.id, i.first_day AS day, i.first_day, i.last_day, i.type, {_quad("i.type")}, i.modes, i.contexts, i.status,
        s.* EXCLUDE (incident), i.place, i.place_country, i.lat, i.lon, i.place_precision,
        f.size_kinds, f.sizes, f.sizes_high, f.size_units, i.confidence, i.claimed, i.withdrawn,
        i.n_reports AS reports, i.n_publishers AS publishers, i.n_stories AS stories, i.first_reported, i.last_reported
    FROM incidents i
    LEFT JOIN ({_sides("incident_parties", "incident", "name:names country:countries sector:sectors")}) s
        ON s.incident = i.id
    LEFT JOIN (
        SELECT incident, array_agg(kind ORDER BY n) AS size_kinds, array_agg(amount ORDER BY n) AS sizes,
            array_agg(high ORDER BY n) AS sizes_high, array_agg(unit ORDER BY n) AS size_units
        FROM incident_figures GROUP BY incident
    ) f ON f.incident = i.id
    ORDER BY i.first_day DESC NULLS LAST, i.id
    """,
    order=("id",),
    coded=("type", "quad", "status", "place", "place_country", "place_precision"),
    listed=(
        *("actor_names", "actor_countries", "actor_sectors"),
        *("recipient_names", "recipient_countries", "recipient_sectors", "modes", "contexts"),
    ),
    names=("actor_names", "recipient_names", "place"),
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
    bound AS (SELECT party_actor AS id, count(*) AS n FROM commitments WHERE party_actor IS NOT NULL GROUP BY 1)
    SELECT a.id, min(a.name) AS name, min(a.country) AS country, min(a.sector) AS sector,
        CAST(count(DISTINCT a.report) AS INTEGER) AS reports, CAST(sum(a.mentions) AS INTEGER) AS mentions,
        CAST(any_value(coalesce(spoke.n, 0)) AS INTEGER) AS statements,
        CAST(any_value(coalesce(acted.did, 0)) AS INTEGER) AS events_as_actor,
        CAST(any_value(coalesce(acted.suffered, 0)) AS INTEGER) AS events_as_recipient,
        CAST(any_value(coalesce(bound.n, 0)) AS INTEGER) AS commitments,
        min(r.day) AS first_seen, max(r.day) AS day
    FROM actors a JOIN reports r ON r.report = a.report
    LEFT JOIN acted ON acted.id = a.id LEFT JOIN spoke ON spoke.id = a.id LEFT JOIN bound ON bound.id = a.id
    GROUP BY a.id ORDER BY day DESC NULLS LAST, a.id
    """,
    order=("id",),
    coded=("name", "country", "sector"),
    names=("name",),
)

DYADS = Plan(
    "dyads",
    """
    SELECT d.event AS id, d.report, d.first_day AS day, d.last_day, d.source, d.target, d.together, d.type,
        CASE d.quad WHEN 1 THEN 'V-COOP' WHEN 2 THEN 'M-COOP'
            WHEN 3 THEN 'V-CONF' WHEN 4 THEN 'M-CONF' END AS quad,
        d.status, d.by_report, d.score, e.start_at
    FROM dyads d JOIN events e ON e.report = d.report AND e.id = d.event
    ORDER BY d.first_day DESC NULLS LAST, d.report, e.start_at, d.event, d.source, d.target
    """,
    order=("report", "start_at", "id", "source", "target"),
    coded=("source", "target", "type", "quad", "status"),
)

PLANS = (REPORTS, EVENTS, STATEMENTS, COMMITMENTS, INCIDENTS, ACTORS, DYADS)
