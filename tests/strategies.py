"""Hypothesis strategies for the nouns: any record that the contract can carry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from dragoman import contract
from dragoman.model import (
    Actor,
    Block,
    BlockKind,
    Code,
    CodedReport,
    Commitment,
    CommitmentKind,
    Dateline,
    Event,
    Fact,
    Form,
    Issue,
    Magnitude,
    Party,
    Place,
    Report,
    Span,
    Stance,
    Statement,
    Status,
    Time,
)

_DEFS = contract.schema()["$defs"]
_EVENT = _DEFS["event"]["properties"]

ids = st.text("0123456789abcdef", min_size=16, max_size=16)
words = st.text(max_size=12)
codes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3)
days = st.dates()
intervals = st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
stamps = st.datetimes(timezones=st.one_of(st.none(), st.just(UTC), zones)).map(
    lambda moment: datetime.combine(moment.date(), moment.timetz().replace(microsecond=0))
)


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.one_of(st.none(), strategy)


def some(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(strategy, max_size=3).map(tuple)


def spans_of(text: str) -> st.SearchStrategy[Span]:
    bound = st.integers(0, len(text))
    return st.tuples(bound, bound).map(lambda pair: Span(*sorted(pair)))


@st.composite
def coded_reports(draw: st.DrawFn, text: st.SearchStrategy[str] | None = None) -> CodedReport:
    """A record of a report of any text, every span within it."""
    body = draw(text or st.text(max_size=60))
    span = spans_of(body)
    party = st.builds(
        Party, actor=maybe(ids), span=maybe(span), name=maybe(words), country=maybe(codes), sector=maybe(codes)
    )
    place = st.builds(
        Place,
        span=span,
        name=words,
        country=maybe(codes),
        admin1=maybe(words),
        lat=maybe(st.floats(-90, 90)),
        lon=maybe(st.floats(-180, 180)),
        geonameid=maybe(st.integers(0, 2**40)),
        precision=maybe(words),
    )
    report = st.builds(
        Report,
        id=ids,
        text=st.just(body),
        blocks=some(st.builds(lambda kind, s: Block(kind, s.start, s.end), st.sampled_from(BlockKind), span)),
        title=maybe(words),
        byline=maybe(words),
        agency=maybe(words),
        publisher=maybe(words),
        url=maybe(words),
        dateline=st.builds(Dateline, place=maybe(words), date=maybe(days), span=maybe(span)),
        published=maybe(st.one_of(stamps, days)),
        updated=maybe(st.one_of(stamps, days)),
        language=maybe(words),
    )
    names = st.text(min_size=1, max_size=8)
    magnitude = st.builds(
        Magnitude,
        kind=st.sampled_from(["killed", "injured", "arrested", "crowd", "troops", "money"]),
        value=st.floats(0, 1e12),
        span=span,
        high=maybe(st.floats(0, 1e12)),
        unit=maybe(words),
        bound=st.sampled_from(["about", "least", "most", None]),
    )
    event = st.builds(
        Event,
        id=ids,
        trigger=span,
        type=st.sampled_from(_EVENT["type"]["enum"]),
        mode=st.sampled_from(_EVENT["mode"]["enum"]),
        contexts=some(st.sampled_from(_EVENT["contexts"]["items"]["enum"])),
        actors=some(party),
        recipients=some(party),
        status=st.sampled_from(Status),
        date=maybe(intervals),
        place=maybe(place),
        statement=maybe(ids),
        score=maybe(st.floats(-10, 10)),
        confidence=maybe(st.floats(0, 1)),
        mentions=some(span),
        magnitudes=some(magnitude),
        codes=some(st.builds(Code, ontology=names, type=names, confidence=st.floats(0, 1))),
    )
    statement = st.builds(
        Statement,
        id=ids,
        content=some(span),
        speaker=maybe(span),
        speaker_actor=maybe(ids),
        cue=maybe(span),
        form=st.sampled_from(Form),
        stance=st.sampled_from(Stance),
        addressee=maybe(span),
        addressee_actor=maybe(ids),
        relayed_by=some(span),
        date=maybe(intervals),
        place=maybe(place),
        inside=maybe(ids),
    )
    commitment = st.builds(
        Commitment,
        id=ids,
        kind=st.sampled_from(CommitmentKind),
        content=span,
        party=party,
        counterparty=maybe(party),
        condition=maybe(span),
        deadline=maybe(days),
        event=maybe(ids),
        statement=maybe(ids),
    )
    time = st.builds(
        Time,
        span=span,
        kind=st.sampled_from(["DATE", "TIME", "DURATION", "SET"]),
        value=maybe(words),
        interval=maybe(intervals),
        precision=maybe(words),
        mod=maybe(words),
    )
    told = {"words": words, "role": maybe(words), "country": maybe(codes), "sector": maybe(codes)}
    elsewhere = st.builds(Span, st.integers(0, 5), st.integers(5, 10_000))
    actor = st.builds(
        Actor,
        id=ids,
        name=words,
        country=maybe(codes),
        sector=maybe(codes),
        roles=some(words),
        mentions=some(span),
        facts=some(
            st.one_of(
                st.builds(Fact, span=span, former=st.booleans(), **told),
                st.builds(Fact, span=elsewhere, former=st.booleans(), report=ids, day=maybe(days), **told),
            )
        ),
    )
    return draw(
        st.builds(
            CodedReport,
            report=report,
            actors=some(actor),
            statements=some(statement),
            attitudes=some(statement),
            events=some(event),
            commitments=some(commitment),
            times=some(time),
            places=some(place),
            issues=some(st.builds(Issue, code=words, message=words, stage=words, span=maybe(span))),
        )
    )
