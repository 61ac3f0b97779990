"""The query language: what a text means, and that any text means something or is refused with a place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import QueryError
from dragoman.model import Span
from dragoman.record.search.query import (
    DEEPEST,
    MOST_WORDS,
    And,
    Coded,
    Dated,
    Named,
    Node,
    Not,
    Or,
    Prefix,
    Words,
    parse,
)


def shape(node: Node) -> str:
    """A tree as one line, without places."""
    if isinstance(node, And | Or):
        return f"({f' {type(node).__name__} '.join(shape(p) for p in node.parts)})"
    if isinstance(node, Not):
        return f"not {shape(node.part)}"
    if isinstance(node, Words):
        return "_".join(node.stems)
    if isinstance(node, Prefix):
        return f"{node.letters}*"
    if isinstance(node, Named):
        return f"{node.field}={'_'.join(node.stems)}"
    if isinstance(node, Coded):
        return f"{node.field}={node.value}"
    return f"days={node.first}..{node.last}"


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("border talks", "(border And talk)"),
        ("border AND talks", "(border And talk)"),
        ('"border talks"', "border_talk"),
        ("“border talks”", "border_talk"),
        ("border OR talks truce", "(border Or (talk And truce))"),
        ("(border OR talks) -truce", "((border Or talk) And not truce)"),
        ("NOT NOT border", "border"),
        ("-(border OR -talks)", "not (border Or not talk)"),
        ('-"border talks"', "not border_talk"),
        ("cease-fire", "ceas_fire"),
        ("Chile - Bolivia", "(chile And bolivia)"),
        ("sanct*", "sanct*"),
        ("cease-fi*", "(ceas And fi*)"),
        ("Łódź*", "lodz*"),
        ("country:chl", "country=CHL"),
        ("Country:cl", "country=CHL"),
        ('country:"south korea"', "country=KOR"),
        ("country:Chilean", "country=CHL"),
        ("country:igo", "country=IGO"),
        ("country:(CHL OR BOL) talks", "((country=CHL Or country=BOL) And talk)"),
        ("type:consult status:Planned kind:events", "(type=CONSULT And status=planned And kind=event)"),
        ('speaker:Quispe actor:"two ministers"', "(speaker=quisp And actor=two_minister)"),
        ("publisher:Herald", "publisher=herald"),
        ("-speaker:Quispe", "not speaker=quisp"),
        ("since:2024-05", f"days={738_000 + 1007}..None"),
        ("until:2024-02", "days=None..738945"),
        ("on:2024-02-29", "days=738945..738945"),
        ("lima http://example.org", "(lima And http_exampl_org)"),
        ("order ANDROID NOTES", "(order And android And note)"),
    ],
)
def test_what_a_query_means(text: str, means: str) -> None:
    query = parse(text)
    assert shape(query.tree) == means
    assert query.notes == ()


@pytest.mark.parametrize(
    ("text", "means", "says", "at"),
    [
        ('lima "border talks', "(lima And border_talk)", "not closed", 5),
        ("(border talks", "(border And talk)", "not closed", 0),
        ("border) talks", "(border And talk)", "closes nothing", 6),
        ("OR border", "border", "before it", 0),
        ("border OR", "border", "after it", 7),
        ("border AND", "border", "both sides", 7),
        ("border () talks", "(border And talk)", "nothing in the brackets", 7),
        ("border -", "border", "nothing after it", 7),
        ("border NOT OR talks", "(border Or talk)", "nothing after it", 7),
        ("border !!! talks", "(border And talk)", "no letter", 7),
        ("typ:consult", "typ_consult", "is no field", 0),
        ('"border tal*"', "border_tal", "within quotation marks", 0),
        ("speaker:Quis*", "speaker=quis", "left out", 0),
    ],
)
def test_what_is_doubtful_is_read_and_told(text: str, means: str, says: str, at: int) -> None:
    query = parse(text)
    assert shape(query.tree) == means
    assert [(says in n.message, n.at.start) for n in query.notes] == [(True, at)]
    assert f"character {at + 1}" in str(query.notes[0])


@pytest.mark.parametrize(
    ("text", "says", "at"),
    [
        ("", "no word", (0, 0)),
        (" \x00\x1b\t ", "no word", (0, 5)),
        ("()-- !!", "no word", (0, 7)),
        ("talks country:Narnia", "no country", (6, 20)),
        ("country:Lima", "no country", (0, 12)),
        ("type:CHAT", "none of AGREE", (0, 9)),
        ("status:maybe", "none of occurred", (0, 12)),
        ("kind:photo", "none of report", (0, 10)),
        ("since:2024-13", "no day", (0, 13)),
        ("on:2023-02-29", "no day", (0, 13)),
        ("until:yesterday", "no day", (0, 15)),
        ("since:0000", "no day", (0, 10)),
        ("speaker: Quispe", "has no value", (0, 8)),
        ("(type:)", "has no value", (1, 6)),
        ("talks a*", "at least 2 letters", (6, 8)),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, says: str, at: tuple[int, int]) -> None:
    with pytest.raises(QueryError, match=says) as caught:
        parse(text)
    assert (caught.value.start, caught.value.end) == at
    assert f"character {at[0] + 1}" in str(caught.value)


def test_a_query_too_large_is_refused() -> None:
    assert len(list(parse("border " * MOST_WORDS).leaves())) == MOST_WORDS
    for text in ("border " * 10_000, '"' + "border " * 10_000 + '"', "country:CHL " * 300):
        with pytest.raises(QueryError, match=f"more than {MOST_WORDS} words"):
            parse(text)
    assert parse("(" * DEEPEST + "border" + ")" * DEEPEST).notes == ()
    with pytest.raises(QueryError, match="deep"):
        parse("(" * 5000 + "border")
    assert shape(parse("-" * 10_001 + "border").tree) == "not border"


PIECES = st.sampled_from(
    [
        *(
            "border",
            "talks",
            "OR",
            "AND",
            "NOT",
            "-",
            "(",
            ")",
            '"',
            "“",
            "*",
            ":",
            "speaker:",
            "country:",
            "CHL",
            "since:",
        ),
        *("2024-05", "type:", "CONSULT", " ", " ", "\n", "\x00", "\ud800", "é", "½", "'s", ".", ",", "1,200", "U.S."),
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_is_a_query_or_an_error_with_a_place(text: str) -> None:
    query, at = None, (0, 0)
    try:
        query = parse(text)
    except QueryError as error:
        at = (error.start, error.end)
    if query is None:
        assert 0 <= at[0] <= at[1] <= len(text)
        return
    for leaf, _ in query.leaves():
        assert Span(0, len(text)).start <= leaf.at.start < leaf.at.end <= len(text)
        if isinstance(leaf, Words | Named):
            assert leaf.stems
            assert all(leaf.stems)
        if isinstance(leaf, Dated):
            assert leaf.first is None or leaf.last is None or leaf.first <= leaf.last
    for note in query.notes:
        assert 0 <= note.at.start <= note.at.end <= len(text)
    assert parse(text) == query


def written(node: Node) -> str:
    """A tree as a query again, bracketed throughout."""
    if isinstance(node, And | Or):
        return f"({(' OR ' if isinstance(node, Or) else ' ').join(map(written, node.parts))})"
    if isinstance(node, Not):
        return f"-{written(node.part)}"
    if isinstance(node, Words):
        return f'"{" ".join(node.stems)}"'
    assert isinstance(node, Coded)
    return f"{node.field}:{node.value}"


leaves = st.one_of(
    st.lists(st.sampled_from(["border", "talk", "truc", "5th"]), min_size=1, max_size=3).map(
        lambda words: Words(tuple(words), Span(0, 0))
    ),
    st.sampled_from([Coded("country", "CHL", Span(0, 0)), Coded("type", "AGREE", Span(0, 0))]),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(lambda node: node.part if isinstance(node, Not) else Not(node)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=8,
)


@given(trees)
def test_a_tree_written_out_is_read_as_it_was(tree: Node) -> None:
    def flat(node: Node) -> str:
        if isinstance(node, And | Or):
            kind = type(node)
            parts = [p for part in node.parts for p in (part.parts if isinstance(part, kind) else (part,))]
            if len(parts) > len(node.parts):
                return flat(kind(tuple(parts)))
            return f"({f' {kind.__name__} '.join(flat(p) for p in parts)})"
        return f"not {flat(node.part)}" if isinstance(node, Not) else shape(node)

    assert shape(parse(written(tree)).tree) == flat(tree)
