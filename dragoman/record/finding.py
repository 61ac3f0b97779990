"""Questions to a record, each one query: events by who and when, how two countries stand, who said and who promised.

Answers are `Rows`: nothing is run until they are asked for as Arrow, pandas, polars or plain tuples.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from dragoman.record.engines import LISTED, Engine
from dragoman.record.tables import Value
from dragoman.record.threads import Standing

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

_COUNTRY = re.compile("[A-Z]{3}")
_ID = re.compile("[0-9a-f]{16}")


class By(StrEnum):
    """The periods that relations are counted by: calendar months and years, weeks from Monday (ISO 8601)."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @property
    def days(self) -> int:
        """The days of the longest such period."""
        return {"week": 7, "month": 31, "year": 366}[self.value]


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a question, read when it is asked for. Every method raises `RecordError` where it cannot be had."""

    engine: Engine = field(repr=False)
    query: str
    values: tuple[Any, ...] = ()

    def arrow(self) -> pyarrow.Table:
        """All rows as an Arrow table; from a file, in the columns that DuckDB fills, without a copy of them."""
        return self.engine.arrow(self.query, self.values)

    def pandas(self) -> pandas.DataFrame:
        """All rows as a pandas frame. Raises `ImportError` where pandas is not installed."""
        import pandas  # noqa: F401 (a database's own complaint is no ImportError)

        return self.engine.pandas(self.query, self.values)

    def polars(self) -> polars.DataFrame:
        """All rows as a polars frame over the same Arrow columns. Raises `ImportError` where it is not installed."""
        import polars

        return polars.DataFrame(polars.from_arrow(self.arrow()))

    def tuples(self, limit: int | None = None) -> list[tuple[Any, ...]]:
        """The first `limit` rows, or all."""
        return self.engine.tuples(self.query, self.values, limit)

    def dicts(self, limit: int | None = None) -> list[dict[str, Any]]:
        """The first `limit` rows, or all, each by the names of its columns."""
        names = self.columns()
        return [dict(zip(names, row, strict=True)) for row in self.tuples(limit)]

    def columns(self) -> list[str]:
        """The names of the columns."""
        return self.engine.columns(self.query, self.values)


def who(engine: Engine, value: str, *, country: str, id: str, names: Sequence[str]) -> tuple[str, list[Value]]:
    """A condition on somebody: a country's code, an actor's id, or whole words of a name, whatever case and accents.

    `country`, `id` and `names` are the columns to look in. "Guterres" finds "Antonio Guterres", not "Guterresian".
    """
    if _COUNTRY.fullmatch(value):
        return f"{country} = ?", [value]
    if _ID.fullmatch(value):
        return f"{id} = ?", [value]
    words = " ".join(value.split())
    folded = engine.folding.format
    sought, told = folded("' ' || ? || ' '"), [folded(f"' ' || {name} || ' '") for name in names]
    within = [f"position({sought} IN {name}) > 0" for name in told]
    return "(" + " OR ".join(within) + ")", [words] * len(names)


def events(
    engine: Engine,
    *,
    actor: str | None,
    recipient: str | None,
    type: str | Sequence[str] | None,
    since: date | str | None,
    until: date | str | None,
    status: str | Sequence[str] | None,
) -> Rows:
    """`Record.events`."""
    conditions, values = _when(since, until)
    for side, value in (("actor", actor), ("recipient", recipient)):
        if value is not None:
            condition, more = who(engine, value, country="p.country", id="p.actor", names=["p.name"])
            conditions.append(
                f"EXISTS (SELECT 1 FROM event_parties p WHERE p.report = e.report AND p.event = e.id "
                f"AND p.side = '{side}' AND {condition})"
            )
            values += more
    for column, wanted in (("type", type), ("status", status)):
        if wanted is not None:
            conditions.append(f"e.{column} IN {LISTED}")
            values.append(listed(wanted))
    return Rows(
        engine,
        f"""
        WITH found AS (SELECT e.* FROM events e WHERE {" AND ".join(conditions) or "true"}),
        sides AS (
            SELECT p.report, p.event,
                array_agg(p.name ORDER BY p.n) FILTER (WHERE p.side = 'actor') AS actors,
                array_agg(p.country ORDER BY p.n) FILTER (WHERE p.side = 'actor') AS actor_countries,
                array_agg(p.name ORDER BY p.n) FILTER (WHERE p.side = 'recipient') AS recipients,
                array_agg(p.country ORDER BY p.n) FILTER (WHERE p.side = 'recipient') AS recipient_countries
            FROM event_parties p
            WHERE EXISTS (SELECT 1 FROM found f WHERE f.report = p.report AND f.id = p.event)
            GROUP BY p.report, p.event
        )
        SELECT f.id, f.type, f.mode, f.contexts, f.status, f.first_day, f.last_day,
            s.actors, s.actor_countries, s.recipients, s.recipient_countries,
            f.place, f.place_country, f.lat, f.lon, f.score, f.confidence, f.statement,
            f.trigger_words, f.start_at, f.end_at, f.report, r.day AS report_day, r.publisher, r.title, r.url
        FROM found f JOIN reports r ON r.report = f.report
        LEFT JOIN sides s ON s.report = f.report AND s.event = f.id
        ORDER BY f.first_day NULLS LAST, f.report, f.start_at, f.id
        """,
        tuple(values),
    )


def relations(
    engine: Engine,
    *,
    source: str | None,
    target: str | None,
    by: By,
    since: date | str | None,
    until: date | str | None,
    status: str | Sequence[str] | None,
    evidence: bool,
) -> Rows:
    """`Record.relations`.

    Columns: `period` (its first day; NULL for events without a day, or whose days are more than a period and so lie in
    none), `source`, `target`, `together` (done with one another, not by one to the other), `events`, `by_report` (those
    of them that no words date, so that they count on their report's day: they occurred, which is around that day), the
    counts `verbal_cooperation`, `material_cooperation`, `verbal_conflict`, `material_conflict` and their shares of
    `events` (`..._share`), `score` (mean on the conflict-cooperation scale of the events that have one), `ids`.
    """
    conditions, values = _when(since, until)
    dyads = "dyads e"
    if status is not None:
        conditions.append(f"e.status IN {LISTED}")
        values.append(listed(status))
    if source is not None and target is not None:
        # A scan for each direction: two comparisons for equality take half the time of lists or of an OR of both.
        one_way = "SELECT * FROM dyads WHERE source = ? AND target = ?"
        dyads = f"({one_way} UNION ALL {one_way}) e" if source != target else f"({one_way}) e"
        values = [source, target, *([target, source] if source != target else []), *values]
    elif source is not None or target is not None:
        conditions.append("? IN (e.source, e.target)")
        values.append(source or target)
    counts = ", ".join(f"count(*) FILTER (WHERE e.quad = {n}) AS {name}" for n, name in QUARTERS)
    shares = ", ".join(f"CAST({name} AS DOUBLE PRECISION) / events AS {name}_share" for _, name in QUARTERS)
    ids = ", array_agg(e.event ORDER BY e.event) AS ids" if evidence else ""
    period = (
        f"CASE WHEN e.last_day - e.first_day < {by.days} THEN CAST(date_trunc('{by.value}', e.first_day) AS DATE) END"
    )
    return Rows(
        engine,
        f"""
        SELECT period, source, target, together, events, by_report, {", ".join(name for _, name in QUARTERS)},
            {shares}, score{", ids" if evidence else ""}
        FROM (
            SELECT {period} AS period, e.source, e.target, e.together, count(*) AS events,
                count(*) FILTER (WHERE e.by_report) AS by_report, {counts},
                avg(e.score) AS score{ids}
            FROM {dyads} WHERE {" AND ".join(conditions) or "true"}
            GROUP BY 1, 2, 3, 4
        ) counted
        ORDER BY period NULLS LAST, source, target, together
        """,
        tuple(values),
    )


QUARTERS = (
    (1, "verbal_cooperation"),
    (2, "material_cooperation"),
    (3, "verbal_conflict"),
    (4, "material_conflict"),
)
"""PLOVER's quarters by number."""


def statements(
    engine: Engine,
    *,
    speaker: str | None,
    to: str | None,
    containing: str | None,
    stance: str | Sequence[str] | None,
    since: date | str | None,
    until: date | str | None,
) -> Rows:
    """`Record.statements`."""
    conditions, values = ["true"], list[Value]()
    for value, side, actor in ((speaker, "speaker", "a"), (to, "addressee", "b")):
        if value is not None:
            condition, more = who(
                engine, value, country=f"{actor}.country", id=f"s.{side}_actor", names=[f"{actor}.name", f"s.{side}"]
            )
            conditions.append(condition)
            values += more
    if containing is not None:
        lowered = engine.lowering.format
        conditions.append(f"position({lowered('?')} IN {lowered('s.content')}) > 0")
        values.append(containing)
    if stance is not None:
        conditions.append(f"s.stance IN {LISTED}")
        values.append(listed(stance))
    for day, comparison in ((since, ">="), (until, "<=")):
        if day is not None:
            conditions.append(f"coalesce(s.first_day, r.day) {comparison} CAST(? AS DATE)")
            values.append(str(day))
    return Rows(
        engine,
        f"""
        SELECT s.id, s.first_day, s.last_day, r.day AS report_day, coalesce(a.name, s.speaker) AS speaker,
            a.country AS speaker_country, a.sector AS speaker_sector, s.stance, s.form, s.content,
            coalesce(b.name, s.addressee) AS addressee, b.country AS addressee_country, s.relayed_by,
            s.place, s.inside, s.report, r.publisher, r.title, r.url
        FROM statements s JOIN reports r ON r.report = s.report
        LEFT JOIN actors a ON a.report = s.report AND a.id = s.speaker_actor
        LEFT JOIN actors b ON b.report = s.report AND b.id = s.addressee_actor
        WHERE {" AND ".join(conditions)}
        ORDER BY coalesce(s.first_day, r.day) NULLS LAST, s.report, s.id
        """,
        tuple(values),
    )


def commitments(
    engine: Engine,
    *,
    party: str | None,
    toward: str | None,
    kind: str | Sequence[str] | None,
    open_on: date | None,
    standing: Standing | None,
    since: date | str | None,
    until: date | str | None,
) -> Rows:
    """`Record.commitments`; `standing` is how commitments stood on the day `open_on`, if one is given.

    A copy of a report opens no thread: its commitments stand as those of the same side in the same words.
    """
    conditions, values = ["true"], list[Value]()
    for value, side in ((party, "party"), (toward, "counterparty")):
        if value is not None:
            condition, more = who(engine, value, country=f"c.{side}_country", id=f"c.{side}_actor", names=[f"c.{side}"])
            conditions.append(condition)
            values += more
    if kind is not None:
        conditions.append(f"c.kind IN {LISTED}")
        values.append(listed(kind))
    if open_on is not None:
        over, moved, late = (
            f"EXISTS (SELECT 1 FROM commitments o WHERE o.id IN {LISTED} AND (o.id = c.id OR (o.kind = c.kind "
            "AND o.content = c.content AND o.party IS NOT DISTINCT FROM c.party)))"
            for _ in range(3)
        )
        conditions.append("(r.day IS NULL OR r.day <= ?)")
        conditions.append(f"NOT {over} AND ({moved} OR ((c.deadline IS NULL OR c.deadline >= ?) AND NOT {late}))")
        told = standing or Standing()
        values += [open_on, sorted(told.over), sorted(told.moved), open_on, sorted(told.late)]
    for day, comparison in ((since, ">="), (until, "<=")):
        if day is not None:
            conditions.append(f"r.day {comparison} CAST(? AS DATE)")
            values.append(str(day))
    return Rows(
        engine,
        f"""
        SELECT c.id, r.day AS report_day, c.kind, c.party, c.party_country, c.party_sector, c.counterparty,
            c.counterparty_country, c.counterparty_sector, c.content, c.condition, c.deadline, c.event, c.statement,
            c.report, r.publisher, r.title, r.url
        FROM commitments c JOIN reports r ON r.report = c.report
        WHERE {" AND ".join(conditions)}
        ORDER BY r.day NULLS LAST, c.report, c.start_at, c.id
        """,
        tuple(values),
    )


def incidents(
    engine: Engine,
    *,
    actor: str | None,
    recipient: str | None,
    type: str | Sequence[str] | None,
    since: date | str | None,
    until: date | str | None,
    status: str | Sequence[str] | None,
    reports: int,
    id: str | None,
) -> Rows:
    """`Record.incidents`; `engine` is one whose incidents are current (`dragoman.record.deriving.derived`)."""
    conditions, values = _when(since, until)
    for side, value in (("actor", actor), ("recipient", recipient)):
        if value is not None:
            names = ["p.name", "array_to_string(p.variants, ' | ')"]
            condition, more = who(engine, value, country="p.country", id="p.name", names=names)
            conditions.append(
                "EXISTS (SELECT 1 FROM incident_parties p WHERE p.incident = e.id "
                f"AND p.side = '{side}' AND {condition})"
            )
            values += more
    for column, wanted in (("type", type), ("status", status)):
        if wanted is not None:
            conditions.append(f"e.{column} IN {LISTED}")
            values.append(listed(wanted))
    conditions.append("e.n_reports >= ?")
    values.append(reports)
    if id is not None:
        conditions.append("e.id = ?")
        values.append(id)

    def parties(side: str, column: str) -> str:
        return f"array_agg(p.{column} ORDER BY p.n) FILTER (WHERE p.side = '{side}')"

    return Rows(
        engine,
        f"""
        WITH found AS (SELECT e.* FROM incidents e WHERE {" AND ".join(conditions)}),
        sides AS (
            SELECT p.incident, {parties("actor", "name")} AS actors, {parties("actor", "country")} AS actor_countries,
                {parties("recipient", "name")} AS recipients, {parties("recipient", "country")} AS recipient_countries
            FROM incident_parties p WHERE p.incident IN (SELECT id FROM found) GROUP BY p.incident
        ),
        told AS (
            SELECT t.incident, array_agg(t.event ORDER BY t.n) AS events, array_agg(t.report ORDER BY t.n) AS reports
            FROM incident_events t WHERE t.incident IN (SELECT id FROM found) GROUP BY t.incident
        ),
        sizes AS (
            SELECT s.incident, array_agg(s.kind ORDER BY s.n) AS size_kinds, array_agg(s.amount ORDER BY s.n) AS sizes,
                array_agg(s.high ORDER BY s.n) AS sizes_high, array_agg(s.unit ORDER BY s.n) AS size_units
            FROM incident_figures s WHERE s.incident IN (SELECT id FROM found) GROUP BY s.incident
        )
        SELECT f.id, f.type, f.modes, f.contexts, f.status, f.first_day, f.last_day, sides.actors,
            sides.actor_countries, sides.recipients, sides.recipient_countries, f.place, f.place_country, f.lat, f.lon,
            sizes.size_kinds, sizes.sizes, sizes.sizes_high, sizes.size_units, f.confidence, f.claimed, f.withdrawn,
            f.n_reports, f.n_publishers, f.n_stories, f.first_reported, f.last_reported, told.events, told.reports
        FROM found f LEFT JOIN sides ON sides.incident = f.id LEFT JOIN told ON told.incident = f.id
        LEFT JOIN sizes ON sizes.incident = f.id
        ORDER BY f.first_day NULLS LAST, f.last_day, f.id
        """,
        tuple(values),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A thing of the record by its id: "event e255… of report 1065…"; `kind` is its table without the s."""

    kind: str
    id: str
    report: str


def by_id(engine: Engine, prefix: str, *, limit: int) -> list[Found]:
    """`Record.find`."""
    kinds = ("report", "event", "statement", "attitude", "commitment", "actor")
    ids = ["report" if kind == "report" else "id" for kind in kinds]
    parts = [
        f"SELECT '{kind}' AS kind, {id} AS id, report FROM {kind}s WHERE starts_with({id}, ?)"
        for kind, id in zip(kinds, ids, strict=True)
    ]
    query = " UNION ".join(parts) + f" ORDER BY id, kind, report LIMIT {int(limit)}"
    return [Found(*row) for row in Rows(engine, query, (prefix,) * len(parts)).tuples()]


def listed(wanted: str | Sequence[str]) -> list[str]:
    """One thing or several as a list of plain strings."""
    return [str(wanted)] if isinstance(wanted, str) else [str(w) for w in wanted]


def _when(since: date | str | None, until: date | str | None) -> tuple[list[str], list[Value]]:
    conditions, values = list[str](), list[Value]()
    for value, column, comparison in ((since, "first_day", ">="), (until, "last_day", "<=")):
        if value is not None:
            conditions.append(f"e.{column} {comparison} CAST(? AS DATE)")
            values.append(str(value))
    return conditions, values
