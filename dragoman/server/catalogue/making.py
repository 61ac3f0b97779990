"""The catalogue of a record made: read from its tables once, written as Arrow files, put in place by a rename."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from dragoman import __version__
from dragoman.errors import RecordError
from dragoman.record import TABLES, Record
from dragoman.record.changes import point
from dragoman.record.engines import Engine, in_memory
from dragoman.record.engines.duck import Duck
from dragoman.record.tables import DERIVED
from dragoman.server.catalogue.sheets import LAYOUT, PLANS, Plan

STATE = "state.json"
_AT_ONCE = 50_000
_UNUSED = ("actor_facts", "event_magnitudes", "event_codes", "issues")

Progress = Callable[[str], None]


def state_of(record: Record) -> str:
    """A name for the state of a record, and for what lists it: 16 hex digits that change with either."""
    told = json.dumps([*point(record.engine), __version__, LAYOUT])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def make(record: Record, folder: Path, *, progress: Progress | None = None) -> str:
    """Write the catalogue of a record's present state into `folder`, whole or not at all; the state's name.

    Nothing is done where it is there already. What was there before stays until the new one is in place, so that
    whoever reads it is not disturbed. Raises `RecordError` where it cannot be written.
    """
    state = state_of(record)
    if read_state(folder) == state:
        return state
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=folder.name + ".", dir=folder.parent))
    except OSError as error:
        raise RecordError(f"the catalogue cannot be written beside the record: {error.strerror}") from error
    try:
        with record.engine.steady():
            state = state_of(record)
            _write(record, fresh, progress or (lambda _: None))
        (fresh / STATE).write_text(json.dumps({"state": state}), "utf-8")
        _put(fresh, folder)
    except OSError as error:
        raise RecordError(f"the catalogue cannot be written beside the record: {error.strerror}") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return state


def read_state(folder: Path) -> str | None:
    """The state that the catalogue in a folder is of; None where there is none."""
    try:
        told = json.loads((folder / STATE).read_text("utf-8"))
        return str(told["state"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def folder_of(record: Record) -> Path | None:
    """Where the catalogue of a record lies: beside the search index; None for a record in memory."""
    index = record.engine.index_folder()
    return None if index is None else index.with_name(index.name.removesuffix(".search") + ".catalogue")


def _put(fresh: Path, folder: Path) -> None:
    """`fresh` in the place of `folder`. Files that are mapped stay readable after their names are gone."""
    if folder.exists():
        old = Path(tempfile.mkdtemp(prefix=folder.name + ".", dir=folder.parent))
        os.replace(folder, old / "was")
        os.replace(fresh, folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        os.replace(fresh, folder)


def _write(record: Record, folder: Path, progress: Progress) -> None:
    derived = record.derived()
    source, borrowed = _in_duckdb(record.engine, derived)
    try:
        for plan in PLANS:
            progress(plan.name)
            _write_sheet(plan, source.arrow(plan.query, ()), folder)
    finally:
        if borrowed:
            source.close()


def _in_duckdb(engine: Engine, derived: Engine) -> tuple[Engine, bool]:
    """A DuckDB that holds the record's tables and what is derived: the record's own, or a copy in memory."""
    if isinstance(engine, Duck) and derived is engine:
        return engine, False
    copy = in_memory()
    with copy.transaction():
        for table in (*TABLES, *DERIVED):
            copy.create(table)
            if table.name in _UNUSED:
                continue
            for batch in (derived if table in DERIVED else engine).batches(table, _AT_ONCE):
                copy.insert(table, batch)
    return copy, True


def _write_sheet(plan: Plan, table: pa.Table, folder: Path) -> None:
    columns = []
    for name in table.column_names:
        column = table.column(name)
        if name in plan.coded:
            column = pc.dictionary_encode(column, null_encoding="encode").combine_chunks()
        elif name in plan.listed:
            column = _coded_lists(column.combine_chunks())
        else:
            column = column.combine_chunks()
        columns.append(column.unify_dictionaries() if isinstance(column, pa.ChunkedArray) else column)
    whole = pa.table(dict(zip(table.column_names, columns, strict=True))).combine_chunks()
    with pa.OSFile(str(folder / f"{plan.name}.arrow"), "wb") as sink, pa.ipc.new_file(sink, whole.schema) as writer:
        writer.write_table(whole, max_chunksize=max(whole.num_rows, 1))


def _coded_lists(column: pa.ListArray | pa.ChunkedArray) -> pa.Array:
    """Lists of strings as lists of codes; no list is an empty one."""
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
    filled = pc.fill_null(column, pa.scalar([], column.type)) if column.null_count else column
    values = pc.dictionary_encode(filled.flatten(), null_encoding="encode")
    lengths = pc.list_value_length(filled)
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(lengths.cast(pa.int32()))])
    return pa.ListArray.from_arrays(offsets, values)
