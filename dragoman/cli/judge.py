"""`dragoman judge`: an analyst's word on what a record says, kept with author and moment."""

from __future__ import annotations

import getpass
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.address import Address
from dragoman.cli.output import standard_output
from dragoman.cli.records import LimitOption, RecordOption, Shape, ShapeOption, open_record, print_rows
from dragoman.cli.running import complain, ending_well
from dragoman.errors import JudgementError

if TYPE_CHECKING:
    from dragoman.record import Record
    from dragoman.record.judging import Judgement, Target, Verdict

judge = typer.Typer(name="judge", help="Say what is right and wrong in a record; it is kept, and applied.")

IdsArgument = Annotated[list[str], typer.Argument(metavar="ID...", help="Ids, or enough of their first characters.")]
ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", envvar="DRAGOMAN_ANALYST", help="Who says so. [default: the account's name]"),
]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why.")]
ReportOption = Annotated[
    str | None, typer.Option("--in", metavar="REPORT", help="The report that is meant, of an actor who is in several.")
]


@judge.command()
def accept(ids: IdsArgument, record: RecordOption, by: ByOption = None, note: NoteOption = None) -> None:
    """Say that events, statements, attitudes or commitments are right as they stand."""
    from dragoman.record.judging import Verdict

    _each(record, ids, Verdict.ACCEPT, by=by, note=note)


@judge.command()
def reject(ids: IdsArgument, record: RecordOption, by: ByOption = None, note: NoteOption = None) -> None:
    """Say that something is no such event, statement, attitude or commitment: it goes from the record's rows."""
    from dragoman.record.judging import Verdict

    _each(record, ids, Verdict.REJECT, by=by, note=note)


@judge.command()
def change(
    ids: IdsArgument,
    record: RecordOption,
    type: Annotated[str | None, typer.Option(metavar="TYPE", help="Of an event: it is of this type.")] = None,
    mode: Annotated[str | None, typer.Option(metavar="MODE", help="Of an event: its mode, or none.")] = None,
    status: Annotated[str | None, typer.Option(metavar="STATUS", help="Of an event: its status.")] = None,
    stance: Annotated[str | None, typer.Option(metavar="STANCE", help="Of a statement or attitude.")] = None,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="Of a commitment: pledge, threat, ...")] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Of an actor.")] = None,
    country: Annotated[str | None, typer.Option(metavar="CODE", help="Of an actor: ISO 3166-1, IGO, or none.")] = None,
    sector: Annotated[str | None, typer.Option(metavar="CODE", help="Of an actor: PLOVER's, or none.")] = None,
    report: ReportOption = None,
    by: ByOption = None,
    note: NoteOption = None,
) -> None:
    """Say that something is there, and is something else.

    An actor is changed in the report that --in names, or wherever he appears.
    """
    from dragoman.record.judging import Verdict

    given = {
        "type": type.upper() if type else None,
        "mode": mode,
        "status": status,
        "stance": stance,
        "kind": kind,
        "name": name,
        "country": country.upper() if country and country != "none" else country,
        "sector": sector.upper() if sector and sector != "none" else sector,
    }
    changes = {
        field: None if value == "none" and field in ("mode", "country", "sector") else value
        for field, value in given.items()
        if value is not None
    }
    if not changes:
        raise typer.BadParameter("say what it is: --type, --mode, --status, --stance, --kind, --name, --country, ...")
    _each(record, ids, Verdict.CHANGE, by=by, note=note, report=report, changes=changes)


@judge.command()
def same(
    first: Annotated[str, typer.Argument(metavar="ID", help="An event, an incident or an actor.")],
    second: Annotated[str, typer.Argument(metavar="ID", help="The one that it is the same as.")],
    record: RecordOption,
    by: ByOption = None,
    note: NoteOption = None,
) -> None:
    """Say that two events or incidents are one happening, or that two actors are one (the second's id is kept)."""
    from dragoman.record.judging import Verdict

    _pair(record, first, second, Verdict.SAME, by=by, note=note)


@judge.command()
def apart(
    first: Annotated[str, typer.Argument(metavar="ID", help="An event, an incident or an actor.")],
    record: RecordOption,
    second: Annotated[str | None, typer.Argument(metavar="ID", help="The event that is another happening.")] = None,
    report: ReportOption = None,
    by: ByOption = None,
    note: NoteOption = None,
) -> None:
    """Say that two events are two happenings, or that an actor of one report is somebody else of that name."""
    from dragoman.record.judging import Verdict

    if second is not None:
        _pair(record, first, second, Verdict.APART, by=by, note=note)
        return
    _each(record, [first], Verdict.APART, by=by, note=note, report=report)


@judge.command()
def withdraw(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of judgements, or their first characters.")],
    record: RecordOption,
    by: ByOption = None,
    note: NoteOption = None,
) -> None:
    """Take judgements back; a withdrawal can be withdrawn too."""
    from dragoman.record import Record
    from dragoman.record.judging import Judgement, Verdict

    with ending_well(), Record.open(record) as store:
        known = [str(row[0]) for row in store.judgements().tuples()]
        made = []
        for id in ids:
            found = [k for k in known if k.startswith(id)] if id else []
            if len(found) != 1:
                raise JudgementError(f"{record}: {'several judgements begin' if found else 'no judgement begins'} {id}")
            made.append(
                Judgement(at=_now(), author=_author(by), verdict=Verdict.WITHDRAW, note=note, withdraws=found[0])
            )
        store.judge(made)
        typer.echo(f"{len(made)} withdrawn.")


@judge.command("list")
def list_(
    record: RecordOption,
    author: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Only of this author.")] = None,
    report: Annotated[str | None, typer.Option("--in", metavar="REPORT", help="Only on this report.")] = None,
    counting: Annotated[bool, typer.Option("--counting", help="Only those that count.")] = False,
    whole: Annotated[bool, typer.Option("--jsonl", help="As the lines of JSON that `judge take` reads.")] = False,
    format: ShapeOption = Shape.TABLE,
    limit: LimitOption = 1000,
) -> None:
    """List judgements, the oldest first: who said what when, whether it counts, whether it still finds its thing."""
    from dragoman.record.judging.keeping import lines

    with ending_well(), open_record(record) as store:
        if whole:
            out = standard_output(utf8=True)
            for line in lines(store.engine, author=author):
                out.write(line + "\n")
            return
        found = store.judgements(author=author, report=report, counting=counting)
        columns, rows = found.columns(), found.tuples(limit + 1)
        if format is Shape.TABLE:
            at = {name: n for n, name in enumerate(columns)}
            columns = ["day", "by", "judgement", "of", "counts", "found", "id"]
            rows = [_brief(row, at) for row in rows]
        print_rows(columns, rows, format, limit=limit)


@judge.command()
def take(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Judgements as `judge list --jsonl` writes them.")],
    record: RecordOption,
) -> None:
    """Take in judgements made on another copy of the record. A line that states none is named and left out."""
    from dragoman.record import Record
    from dragoman.record.judging import Judgement

    failed = 0
    with ending_well(), Record.open(record) as store:
        made = []
        try:
            lines = file.read_bytes().splitlines()
        except OSError as error:
            raise JudgementError(f"{file}: cannot be read: {error.strerror or error}") from error
        for n, line in enumerate(lines, 1):
            try:
                made += [Judgement.read(line.decode("utf-8-sig"))] if line.strip() else []
            except (JudgementError, UnicodeDecodeError) as error:
                failed += 1
                complain(f"{file}:{n}: {error}")
        new = store.judge(made)
        typer.echo(f"{new} new, {len({j.id for j in made}) - new} kept before.")
    if failed:
        raise typer.Exit(1)


@judge.command()
def examples(record: RecordOption) -> None:
    """Print sentences of which every event was judged, to train on: lines of JSON as in training/examples.

    The words belong to the reports' publishers.
    """
    from dragoman.contract import loads
    from dragoman.record.judging.examples import examples as made
    from dragoman.record.judging.examples import lines
    from dragoman.record.writing import judgements_on

    with ending_well(), open_record(record) as store:
        out = standard_output(utf8=True)
        judged = "SELECT DISTINCT report FROM judgements WHERE counts AND kind = 'event' ORDER BY report"
        for (report,) in store.sql(judged).tuples():
            told = judgements_on(store.engine, [report])
            for line in store.lines([report]).values():
                for row in lines(made(loads(line), told)):
                    out.write(row)


def _each(
    record: Address,
    ids: Sequence[str],
    verdict: Verdict,
    *,
    by: str | None,
    note: str | None,
    report: str | None = None,
    changes: dict[str, str | None] | None = None,
) -> None:
    """Judge things one by one, all or none of them."""
    from dragoman.record import Record

    with ending_well(), Record.open(record) as store:
        made = []
        for id in ids:
            target, thing = _thing(store, id, report)
            made.append(_made(verdict, target, thing, by, note, changes=tuple((changes or {}).items())))
        store.judge(made)
        _tell(store, made)


def _pair(record: Address, first: str, second: str, verdict: Verdict, *, by: str | None, note: str | None) -> None:
    from dragoman.record import Record

    with ending_well(), Record.open(record) as store:
        (target, thing), (other, _) = _thing(store, first, None), _thing(store, second, None)
        if target.kind is not other.kind:
            raise JudgementError(f"{first} is {target.kind.value}, {second} is {other.kind.value}: they cannot be one")
        made = _made(verdict, target, thing, by, note, other=other)
        store.judge([made])
        _tell(store, [made])


def _made(
    verdict: Verdict,
    target: Target,
    thing: str,
    by: str | None,
    note: str | None,
    *,
    other: Target | None = None,
    changes: tuple[tuple[str, str | None], ...] = (),
) -> Judgement:
    from dragoman.record.judging import Judgement

    return Judgement(
        at=_now(),
        author=_author(by),
        verdict=verdict,
        target=target,
        other=other,
        changes=changes,
        thing=thing,
        note=note,
    )


def _thing(store: Record, id: str, report: str | None) -> tuple[Target, str]:
    """What an id means, as a judgement names it; an incident by the first event that tells of it."""
    from dragoman.record.judging import Kind, target

    found = [f for f in store.find(id) if f.kind != "report"] if id else []
    if len({(f.kind, f.id) for f in found}) > 1:
        raise JudgementError(f"{id} is the beginning of several ids; give more of it")
    if report is not None:
        found = [f for f in found if f.report.startswith(report)]
    if not found:
        incident = store.incident_id(id) if id and report is None else None
        if incident is None:
            where = f" in {report}" if report else ""
            raise JudgementError(f"{store.name}: nothing to be judged has the id {id}{where}")
        (first,) = store.incidents(status=None, id=incident).dicts()
        return target(store.get(first["reports"][0]), Kind.EVENT, first["events"][0])
    kind = Kind(found[0].kind)
    anywhere = kind is Kind.ACTOR and report is None
    return target(store.get(found[0].report), kind, found[0].id, anywhere=anywhere)


def _tell(store: Record, made: Sequence[Judgement]) -> None:
    from dragoman.export.wording import counted

    ids = {j.id for j in made}
    rows = [row for row in store.judgements().tuples() if row[0] in ids]
    met = sum(bool(row[-1]) for row in rows)
    typer.echo(f"{counted(len(rows), 'judgement')} kept" + ("." if met == len(rows) else f", {met} of them applied."))


def _brief(row: tuple[Any, ...], at: dict[str, int]) -> tuple[Any, ...]:
    def of(name: str) -> Any:
        return row[at[name]]

    said = verdict_in_words(of("verdict"), of("changes"))
    thing = " ".join(str(x) for x in (of("kind"), of("label"), str(of("target") or of("withdraws") or "")[:10]) if x)
    if of("other"):
        thing += f", {str(of('other'))[:10]}"
    said += f" ({of('note')})" if of("note") else ""
    marks = tuple("yes" if of(name) else "no" for name in ("counts", "met"))
    return (str(of("made_at"))[:10], of("author"), said, thing, *marks, str(of("id"))[:10])


def verdict_in_words(verdict: str, changes: str | None) -> str:
    """A verdict with what it sets, of the columns of `judgements`: "change type THREATEN, mode none"."""
    told: dict[str, str | None] = json.loads(changes) if changes else {}
    return " ".join([verdict, ", ".join(f"{field} {value or 'none'}" for field, value in told.items())]).strip()


def _author(by: str | None) -> str:
    if by is not None and by.strip():
        return by.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise JudgementError("it is not known who judges; say --by NAME") from error


def _now() -> datetime:
    return datetime.now(UTC)
