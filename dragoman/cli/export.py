"""`dragoman export`: what a record holds, as files that other programs read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.output import standard_output, whole_file, whole_path
from dragoman.cli.records import RecordOption, SinceOption, UntilOption, parse_day
from dragoman.cli.running import ending_well
from dragoman.errors import DragomanError
from dragoman.model import CodedReport, Status

if TYPE_CHECKING:
    from dragoman.export.choosing import Choice
    from dragoman.export.formats import Format, Write, WriteTold
    from dragoman.merging.telling import Told


class Standing(StrEnum):
    """Which events by their status; `all` is every one."""

    OCCURRED = "occurred"
    HISTORICAL = "historical"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"
    ALL = "all"


def export(
    record: RecordOption,
    format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT",
            help="csv, ftm, gdelt, geojson, graphml, icews, jsonl, parquet, phoenix, polecat, rdf or xlsx. "
            "[default: as FILE's name ends]",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE|DIR", help="Write there, all of it or nothing. gdelt and parquet make a folder of files."
        ),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    country: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Only events with a party of this country (RUS); can be given again."),
    ] = None,
    type: Annotated[
        list[str] | None, typer.Option(metavar="TYPE", help="Only events of this type (ASSAULT); can be given again.")
    ] = None,
    status: Annotated[
        list[Standing] | None,
        typer.Option(help="Events of this status; can be given again. [default: occurred, what happened]"),
    ] = None,
    confidence: Annotated[
        float | None, typer.Option(min=0, max=1, help="Only events whose confidence is at least this.")
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="csv: words as they are, also those that a spreadsheet takes for a formula.")
    ] = False,
) -> None:
    """Export events, and what belongs to them, from a record.

    Only what happened is exported unless --status says otherwise. The same record gives the same bytes.
    """
    with ending_well():
        from dragoman.export.choosing import choose

        chosen = _format(format, out)
        choice = _choice(since, until, country or (), type or (), status or (), confidence)
        if raw and not chosen.raw:
            raise typer.BadParameter("only csv has it", param_hint="--raw")
        _check_out(chosen, out)
        from dragoman.record import Record

        with Record.open(record, read_only=True) as store:
            if chosen.write_told is not None:
                chosen = replace(chosen, write=_telling(chosen.write_told, store.told()))
            _write(choose(store.coded(), choice, whole=chosen.whole), chosen, out, raw=raw)


def _telling(write: WriteTold, told: Told) -> Write:
    """A writer that knows how often events were told."""
    return lambda records, path: write(records, path, told)


def _write(records: Iterable[CodedReport], format: Format, out: Path | None, *, raw: bool) -> None:
    lines = format.raw if raw else format.lines
    if lines is not None:
        with nullcontext(standard_output(utf8=True)) if out is None else whole_file(out) as stream:
            stream.writelines(lines(records))
            stream.flush()
        return
    assert out is not None
    assert format.write is not None
    target = whole_folder(out, format.files) if format.files else whole_path(out)
    try:
        with target as part:
            format.write(records, part)
    except OSError as error:
        raise DragomanError(f"{out}: cannot be written: {error.strerror or error}") from error


@contextmanager
def whole_folder(path: Path, files: Sequence[str]) -> Iterator[Path]:
    """A folder to write `files` in, which is renamed to `path` at the end; after an error nothing is left of it.

    A folder that is there is replaced where it holds nothing but an earlier export of the same files. Raises
    `DragomanError` where it holds anything else, or cannot be replaced.
    """
    target = path.resolve()
    if target.exists() and (not target.is_dir() or {found.name for found in target.iterdir()} - set(files)):
        raise DragomanError(f"{path}: holds other files; name a folder that is new, empty or of an earlier export")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    try:
        part.mkdir()
        yield part
        if target.exists():
            target.rename(old)
        try:
            part.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    except OSError as error:
        raise DragomanError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        for left in (part, old):
            shutil.rmtree(left, ignore_errors=True)


def _format(name: str | None, out: Path | None) -> Format:
    from dragoman.export.formats import FORMATS, by_file, by_name

    if name is None:
        found = by_file(out) if out else None
        if found is None:
            raise typer.BadParameter("say which; no file name tells it", param_hint="--format")
        return found
    try:
        return by_name(name.lower())
    except KeyError:
        names = ", ".join(format.name for format in FORMATS)
        raise typer.BadParameter(f"{name!r} is none of {names}", param_hint="--format") from None


def _check_out(format: Format, out: Path | None) -> None:
    if out is None:
        if format.lines is None:
            what = "a folder of files" if format.files else "a binary file"
            raise typer.BadParameter(f"{format.name} is {what}; say where it goes", param_hint="--out")
    elif not out.absolute().parent.is_dir() or (not format.files and out.is_dir()):
        raise typer.BadParameter(f"{out}: is a folder, or lies in none that exists", param_hint="--out")


def _choice(
    since: str | None,
    until: str | None,
    countries: Sequence[str],
    types: Sequence[str],
    statuses: Sequence[Standing],
    confidence: float | None,
) -> Choice:
    from dragoman.coding.ontology import load
    from dragoman.export.choosing import Choice
    from dragoman.export.tables import country

    asked = frozenset(Status) if Standing.ALL in statuses else frozenset(Status(s.value) for s in statuses)
    first, last = parse_day(since, "--since"), parse_day(until, "--until")
    if first and last and first > last:
        raise typer.BadParameter("lies before --since", param_hint="--until")
    return Choice(
        statuses=asked or frozenset({Status.OCCURRED}),
        since=first,
        until=last,
        countries=_known(countries, lambda code: code == "IGO" or country(code) is not None, "--country"),
        types=_known(types, lambda code: code in load().types, "--type"),
        confidence=confidence,
    )


def _known(codes: Sequence[str], known: Callable[[str], bool], option: str) -> frozenset[str]:
    for code in codes:
        if not known(code.upper()):
            told = "no ISO 3166-1 alpha-3 code, nor IGO" if option == "--country" else "no type of PLOVER's"
            raise typer.BadParameter(f"{code!r} is {told}", param_hint=option)
    return frozenset(code.upper() for code in codes)
