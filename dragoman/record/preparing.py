"""A record made ready when it is opened: its tables made, refused, or brought up to this version."""

from __future__ import annotations

from dragoman.contract import dumps, loads
from dragoman.errors import RecordError
from dragoman.model import SCHEMA_VERSION
from dragoman.record.engines import Engine
from dragoman.record.migrations import OLDEST, forward
from dragoman.record.tables import AS_CODED, BESIDE, CHANGES, DERIVED, META, REPORTS, TABLES, VERSION, Row, Table, rows
from dragoman.record.writing import AT_ONCE, insert, rewrite

_FORMAT = "dragoman record"


def prepare(engine: Engine, *, read_only: bool) -> None:
    """Make the tables in a fresh file; refuse a file that is not ours or not of this version."""
    names = engine.tables()
    if not names and not read_only:
        return _create(engine)
    version = meta(engine, "tables") if META.name in names and meta(engine, "format") == _FORMAT else None
    if version is None or not version.isdecimal():
        raise RecordError(f"{engine.name}: is {engine.holder}, but no record of Dragoman's; name another one")
    if int(version) > VERSION:
        raise RecordError(f"{engine.name}: was written by a newer Dragoman (tables {version}, here {VERSION})")
    if int(version) < OLDEST:
        raise RecordError(
            f"{engine.name}: was written by a Dragoman too old to be read (tables {version}, here {VERSION}); "
            "code its pages anew into another file"
        )
    if int(version) < VERSION:
        if read_only:
            raise RecordError(
                f"{engine.name}: was written by an older Dragoman (tables {version}, here {VERSION}); "
                "open it once for writing, which brings it up to date"
            )
        return _migrate(engine, int(version), names)
    if not {t.name for t in (*TABLES, *BESIDE, *DERIVED)} <= names:
        raise RecordError(f"{engine.name}: lacks tables of a record; restore it from a copy")
    return None


def _migrate(engine: Engine, version: int, names: set[str]) -> None:
    """Make the tables of an older record anew from the JSON it keeps, all or nothing."""
    with engine.transaction():
        if meta(engine, "tables") != str(version):
            return  # somebody else has done it meanwhile
        engine.rows("ALTER TABLE reports RENAME TO reports_before")
        there = names & {META.name, *(t.name for t in BESIDE)}
        for name in sorted(names - there - {REPORTS.name}):
            engine.rows(f"DROP TABLE {name}")
        for table in (*TABLES, *BESIDE, *DERIVED):
            if table.name not in there:
                engine.create(table)
        coder = "coder" if version >= 5 else "NULL"  # what no report's JSON tells
        last = ""
        while True:  # by pages, so that a large record needs no more memory than a small one
            page = engine.rows(
                f"SELECT report, record, {coder} FROM reports_before WHERE report > ? ORDER BY report LIMIT {AT_ONCE}",
                [last],
            )
            if not page:
                break
            parts: dict[Table, list[Row]] = {table: [] for table in TABLES}
            for _, old, by in page:
                coded = loads(forward(str(old), version))
                for table, lines in rows(coded, line=dumps(coded), coder=by):
                    parts[table].extend(lines)
            for table, lines in parts.items():
                insert(engine, table, lines)
            last = str(page[-1][0])
        engine.rows("DROP TABLE reports_before")
        if AS_CODED.name in there:
            for report, old in engine.rows("SELECT report, record FROM as_coded"):
                line = forward(str(old), version)
                engine.rows("UPDATE as_coded SET record = ? WHERE report = ?", [line, report])
            rewrite(engine, [str(report) for (report,) in engine.rows("SELECT report FROM as_coded")])
        engine.rows("DELETE FROM meta WHERE key = 'derived'")
        engine.rows("UPDATE meta SET value = ? WHERE key = 'tables'", [str(VERSION)])


def _create(engine: Engine) -> None:
    with engine.transaction():
        if not engine.tables():  # else somebody has made them meanwhile
            for table in (META, CHANGES, *TABLES, *BESIDE, *DERIVED):
                engine.create(table)
            told = {"format": _FORMAT, "tables": str(VERSION), "contract": str(SCHEMA_VERSION)}
            insert(engine, META, list(told.items()))
            return
    prepare(engine, read_only=False)


def meta(engine: Engine, key: str) -> str | None:
    """What the table `meta` says under a key; None where it says nothing, or is somebody else's table."""
    try:
        found = engine.rows("SELECT value FROM meta WHERE key = ?", [key])
    except RecordError as error:
        if engine.is_missing(error.__cause__):
            return None
        raise
    return None if not found or found[0][0] is None else str(found[0][0])
