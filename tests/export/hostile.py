"""Records whose every string is a stranger's: ids, names, addresses and words that try to break a file."""

from __future__ import annotations

from hypothesis import strategies as st

from dragoman.coding.ontology import load
from dragoman.model import (
    Actor,
    Block,
    BlockKind,
    CodedReport,
    Commitment,
    CommitmentKind,
    Event,
    Fact,
    Party,
    Place,
    Report,
    Span,
    Stance,
    Statement,
    Status,
)
from tests.strategies import intervals, maybe, stamps

# Line ends of every kind, cell ends, formula starts, markup, escapes, direction marks, what XML and UTF-8 cannot carry.
_NASTY = (
    "\t\n\r\v\f\x00\x1b\x1c\x85\u2028\u2029\"'`,;|=+-@\uff1d<>&\\_x#%{}[]^"
    "\u202e\u200f\u200b\ufeff\ufffe\uffff\ud800\udfff"
)
_PIECES = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2+3",
    '"',
    "]]>",
    "&amp;",
    "_x000D_",
    "\r\n",
    "\t",
    "<a>",
    "None",
    "  ",
]
# Without surrogates: what a record can hold, since its JSON can.
letters = st.one_of(
    st.characters(exclude_categories=("Cs",)), st.sampled_from([c for c in _NASTY if c < "\ud800" or c > "\udfff"])
)
torn = st.one_of(st.characters(), st.sampled_from(_NASTY))
URLS = [
    "https://news.example/a?b=c&d=[e]",
    "http://x/\n=1",
    "javascript:alert(1)",
    "https://ex.ample/<b>",
    "http://[::1",
]


def texts(characters: st.SearchStrategy[str], *, least: int = 0) -> st.SearchStrategy[str]:
    free = st.text(characters, min_size=least, max_size=10)
    return st.one_of(free, st.tuples(st.sampled_from(_PIECES), free).map("".join))


@st.composite
def records(draw: st.DrawFn, *, surrogates: bool = True) -> list[CodedReport]:
    """One to three reports of different ids."""
    characters = torn if surrogates else letters
    words, ids = texts(characters), texts(characters, least=1)
    names = draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    return [draw(_coded(words, ids, name)) for name in names]


def _coded(words: st.SearchStrategy[str], ids: st.SearchStrategy[str], name: str) -> st.SearchStrategy[CodedReport]:
    @st.composite
    def build(draw: st.DrawFn) -> CodedReport:
        text = draw(words)
        bound = st.integers(0, len(text))
        span = st.tuples(bound, bound).map(lambda pair: Span(*sorted(pair)))
        role = st.builds(Fact, words=words, span=span, role=maybe(words), former=st.booleans())
        actors = draw(
            st.lists(
                st.builds(
                    Actor,
                    id=ids,
                    name=words,
                    country=st.sampled_from(["RUS", "IGO", "XKX", None]),
                    sector=st.sampled_from(["GOV", "PRM", "IGO", None]),
                    roles=st.lists(words, max_size=2).map(tuple),
                    facts=st.lists(role, max_size=2).map(tuple),
                ),
                max_size=3,
                unique_by=lambda actor: actor.id,
            )
        )
        known = st.sampled_from([a.id for a in actors]) if actors else st.none()
        party = st.builds(
            Party,
            actor=st.one_of(st.none(), known, ids),
            span=maybe(span),
            name=maybe(words),
            country=st.sampled_from(["FRA", "TLS", None]),
            sector=st.sampled_from(["JRN", "NGO", None]),
        )
        sides = st.lists(party, max_size=3).map(tuple)
        place = st.builds(
            Place,
            span=span,
            name=words,
            country=st.sampled_from(["USA", "PSE", None]),
            admin1=maybe(words),
            lat=maybe(st.floats(-90, 90)),
            lon=maybe(st.floats(-180, 180)),
            geonameid=maybe(st.integers(1, 2**40)),
            precision=st.sampled_from(["point", "city", "admin1", "admin2", "country", "region", None]),
        )
        event = st.builds(
            Event,
            id=ids,
            trigger=span,
            type=st.sampled_from(sorted(load().types)),
            contexts=st.lists(st.sampled_from(["military", "health"]), max_size=2, unique=True).map(tuple),
            actors=sides,
            recipients=sides,
            status=st.sampled_from(Status),
            date=maybe(intervals),
            place=maybe(place),
            statement=maybe(ids),
            score=maybe(st.floats(-10, 10)),
            confidence=maybe(st.floats(0, 1)),
            mentions=st.lists(span, max_size=2).map(tuple),
        )
        said = st.builds(
            Statement,
            id=ids,
            content=st.lists(span, max_size=2).map(tuple),
            speaker=maybe(span),
            speaker_actor=st.one_of(st.none(), known),
            stance=st.sampled_from(Stance),
            date=maybe(intervals),
        )
        bound_to = st.builds(
            Commitment,
            id=ids,
            kind=st.sampled_from(CommitmentKind),
            content=span,
            party=party,
            counterparty=maybe(party),
            condition=maybe(span),
        )
        report = Report(
            id=name,
            text=text,
            blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),),
            title=draw(maybe(words)),
            byline=draw(maybe(words)),
            publisher=draw(maybe(words)),
            agency=draw(maybe(words)),
            url=draw(st.one_of(maybe(words), st.sampled_from(URLS))),
            published=draw(maybe(stamps)),
            language=draw(st.sampled_from(["en", None])),
        )
        return CodedReport(
            report=report,
            actors=tuple(actors),
            events=tuple(draw(st.lists(event, max_size=3, unique_by=lambda e: e.id))),
            statements=tuple(draw(st.lists(said, max_size=2, unique_by=lambda s: s.id))),
            commitments=tuple(draw(st.lists(bound_to, max_size=1))),
        )

    return build()
