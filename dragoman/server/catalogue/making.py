"""The catalogue of a record made: read from its tables once, written as Arrow files, put in place by a rename."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dragoman import __version__
from dragoman.errors import RecordError
from dragoman.record import TABLES, Record
from dragoman.record.changes import point
from dragoman.record.engines import Engine, in_memory
from dragoman.record.engines.duck import Duck
from dragoman.record.tables import DERIVED
from dragoman.server.catalogue.packing import Packer
from dragoman.server.catalogue.sheets import LAYOUT, PLANS, RECORDS, RECORDS_BLOCK, Plan

STATE = "state.json"
_AT_ONCE = 50_000
_FEW = 4096
_UNUSED = ("event_magnitudes", "event_codes", "issues")

Progress = Callable[[str], None]


def state_of(record: Record) -> str:
    """A name for the state of a record, and for what lists it: 16 hex digits that change with either."""
    told = json.dumps([*point(record.engine), __version__, LAYOUT])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def make(
    record: Record,
    folder: Path,
    *,
    derived: Engine | None = None,
    anew: bool = False,
    progress: Progress | None = None,
) -> str:
    """Write the catalogue of a record's present state into `folder`, whole or not at all; the state's name.

    Nothing is done where it is there already, unless it is to be made `anew`. What was there before stays until the
    new one is in place, so that whoever reads it is not disturbed. `derived` holds the incidents and threads: by
    default those of the reports as they are now, worked out first if need be. Raises `RecordError` where it cannot be
    written.
    """
    state = state_of(record)
    if read_state(folder) == state and not anew:
        return state
    derived = derived or record.derived()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=folder.name + ".", dir=folder.parent))
    except OSError as error:
        raise RecordError(f"the catalogue cannot be written beside the record: {error.strerror}") from error
    try:
        with record.engine.steady():
            state = state_of(record)
            _write(record, derived, fresh, progress or (lambda _: None))
        (fresh / STATE).write_text(json.dumps({"state": state, "edition": secrets.token_hex(4)}), "utf-8")
        _put(fresh, folder)
    except OSError as error:
        raise RecordError(f"the catalogue cannot be written beside the record: {error.strerror}") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return state


def read_state(folder: Path) -> str | None:
    """The state that the catalogue in a folder is of; None where there is none."""
    told = read_edition(folder)
    return told and told[0]


def read_edition(folder: Path) -> tuple[str, str] | None:
    """The state that the catalogue in a folder is of, and a name of its own; None where there is none."""
    try:
        told = json.loads((folder / STATE).read_text("utf-8"))
        return str(told["state"]), str(told["edition"])
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


def _write(record: Record, derived: Engine, folder: Path, progress: Progress) -> None:
    source, borrowed = _in_duckdb(record.engine, derived)
    try:
        for plan in PLANS:
            progress(plan.name)
            _write_sheet(plan, source.stream(plan.sql, _AT_ONCE), folder)
        with open(folder / "records", "wb") as file:
            packer = Packer(file, block=RECORDS_BLOCK)
            for batch in source.stream(RECORDS, _FEW):
                packer.add(batch.column("record").to_pylist())
            np.save(folder / "records.ends.npy", packer.end(), allow_pickle=False)
    finally:
        if borrowed:
            source.close()


def _in_duckdb(engine: Engine, derived: Engine) -> tuple[Duck, bool]:
    """A DuckDB that holds the record's tables and what is derived: the record's own, or a copy in memory."""
    if isinstance(engine, Duck) and derived is engine:
        return engine, False
    copy = in_memory()
    assert isinstance(copy, Duck)
    with copy.transaction():
        for table in (*TABLES, *DERIVED):
            copy.create(table)
            if table.name in _UNUSED:
                continue
            for batch in (derived if table in DERIVED else engine).batches(table, _AT_ONCE):
                copy.insert(table, batch)
    return copy, True


def _write_sheet(plan: Plan, batches: Iterable[pa.Table], folder: Path) -> None:
    index: list[pa.Table] = []
    with (
        open(folder / f"{plan.name}.items", "wb") as items,
        open(folder / f"{plan.name}.details", "wb") as details,
    ):
        packers = [Packer(items), *([Packer(details)] if plan.details else [])]
        for batch in batches:
            index.append(batch.drop_columns(["item", "details"]))
            if plan.items:
                for packer, name in zip(packers, ("item", "details"), strict=False):
                    packer.add(batch.column(name).to_pylist())
        for packer, name in zip(packers, ("items", "details"), strict=False):
            np.save(folder / f"{plan.name}.{name}.ends.npy", packer.end(), allow_pickle=False)
    table = pa.concat_tables(index).combine_chunks()
    columns = {name: _encoded(plan, name, table.column(name)) for name in table.column_names}
    whole = pa.table(columns)
    with pa.OSFile(str(folder / f"{plan.name}.arrow"), "wb") as sink, pa.ipc.new_file(sink, whole.schema) as writer:
        writer.write_table(whole, max_chunksize=max(whole.num_rows, 1))


def _encoded(plan: Plan, name: str, column: pa.ChunkedArray) -> pa.Array:
    whole = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):  # of no rows
        whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], column.type)
    if name in plan.coded:
        return pc.dictionary_encode(whole.cast(pa.string()), null_encoding="encode")
    return _coded_lists(whole) if name in plan.listed else whole


def _coded_lists(column: pa.Array) -> pa.Array:
    """Lists of strings as lists of codes; no list is an empty one."""
    filled = pc.fill_null(column, pa.scalar([], column.type)) if column.null_count else column
    values = pc.dictionary_encode(filled.flatten(), null_encoding="encode")
    lengths = pc.list_value_length(filled)
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(lengths.cast(pa.int32()))])
    return pa.ListArray.from_arrays(offsets, values)
