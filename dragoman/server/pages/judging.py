"""Corrections in place: what somebody who may write says of a thing in the reader, kept as a judgement."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dragoman.coding.ontology import load as code_book
from dragoman.errors import JudgementError
from dragoman.model import CommitmentKind, Stance, Status
from dragoman.record import Record
from dragoman.record.judging import Judgement, Kind, Verdict, target
from dragoman.record.judging.judgement import CHANGES
from dragoman.server.guarding.crossing import check_form
from dragoman.server.guarding.tokens import Scope
from dragoman.server.problems import Problem, not_found

JUDGED = (Kind.EVENT, Kind.STATEMENT, Kind.ATTITUDE, Kind.COMMITMENT)
NONE = "none"


def may_judge(request: Request) -> bool:
    """Whether whoever asks has signed in with a token that allows to write, and the record can be written."""
    identity = request.state.identity
    if not request.app.state.server.settings.writing:
        return False
    return request.state.session is not None and identity is not None and bool(identity.may(Scope.WRITE))


def choices_of(kind: Kind | None, field: str) -> tuple[str, ...]:
    """What a field of a kind of thing can be changed to."""
    match field:
        case "type":
            return tuple(code_book().types)
        case "mode":
            return (NONE, *sorted({mode for told in code_book().types.values() for mode in told.modes}))
        case "status":
            return tuple(s.value for s in Status)
        case "stance":
            return tuple(s.value for s in Stance if s.is_attitude == (kind is Kind.ATTITUDE))
        case "kind":
            return tuple(k.value for k in CommitmentKind)
        case _:
            return ()


async def judge(request: Request) -> Response:
    """`POST /reports/{report}/judgements`: a judgement of whoever has signed in; then the reader again."""
    server = request.app.state.server
    form = await request.form(max_files=0, max_fields=20, max_part_size=8192)
    check_form(request, server.sessions, form)
    if not may_judge(request):
        raise Problem(403, "scope", "sign in with a token that allows to write, then correct the record")
    told = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    report, author = request.path_params["report"], str(request.state.identity.name)
    try:
        kind, verdict = Kind(told.get("kind", "")), Verdict(told.get("verdict", ""))
    except ValueError:
        raise Problem(422, "body", "that is no judgement that the reader makes; open the report anew") from None
    if kind not in JUDGED or verdict not in (Verdict.ACCEPT, Verdict.REJECT, Verdict.CHANGE):
        raise Problem(422, "body", "that is no judgement that the reader makes; open the report anew")
    note = told.get("note") or None

    def change(record: Record) -> None:
        if report not in record:
            raise not_found("there is no report of that id; it may have been taken out of the record")
        what, thing = target(record.get(report), kind, told.get("id", ""))
        changes: tuple[tuple[str, str | None], ...] = ()
        if verdict is Verdict.CHANGE:
            set_to = ((f, told[f]) for f in CHANGES[kind] if told.get(f) and told[f] != told.get(f"was_{f}"))
            changes = tuple((f, None if value == NONE else value) for f, value in set_to)
        said = Judgement(
            at=datetime.now(UTC),
            author=author,
            verdict=verdict,
            target=what,
            changes=changes,
            thing=thing,
            note=note[:1000] if note else None,
        )
        record.judge([said])

    try:
        await server.reading.write(change)
    except JudgementError as error:
        raise Problem(422, "body", str(error)) from None
    return RedirectResponse(f"/reports/{quote(report, safe='')}#{quote(told.get('id', ''), safe='')}", 303)


ROUTES = [Route("/reports/{report}/judgements", judge, methods=["POST"], name="judge")]
