from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dragoman.merging import changes, wording
from dragoman.model import Block, BlockKind, Report
from tests.conftest import make_report

LINES = [
    "Chile and Peru opened talks on the northern border in Arica on Monday.",
    "At least 12 people were hurt when a ferry ran aground near the talks.",
    "The envoys meet again on Thursday, their spokesmen said.",
    "A treaty of 1929 left the last stretch of the frontier unmarked.",
    "Fishing boats of either country have been seized there in past years.",
]


def version(*lines: str, title: str | None = None) -> Report:
    made = make_report("\n".join([*([title] if title else []), *lines]))
    if title is None:
        return made
    first = made.blocks[0]
    return replace(made, title=title, blocks=(Block(BlockKind.TITLE, first.start, first.end), *made.blocks[1:]))


def told(old: Report, new: Report) -> list[tuple[str, list[str], list[str]]]:
    return [(c.kind, [old.slice(s) for s in c.before], [new.slice(s) for s in c.after]) for c in changes(old, new)]


def test_a_paragraph_added_is_removed_on_the_way_back() -> None:
    more = "Peru's foreign minister will join them on Wednesday."
    old, new = version(*LINES), version(LINES[0], more, *LINES[1:])
    assert told(old, new) == [("added", [], [more])]
    assert told(new, old) == [("removed", [more], [])]


def test_a_changed_paragraph_is_told_word_by_word() -> None:
    later = LINES[1].replace("12", "15").replace("hurt", "hurt, two of them badly,")
    old, new = version(*LINES), version(LINES[0], later, *LINES[2:])
    (change,) = changes(old, new)
    assert change.kind == "changed"
    assert [(w.kind, w.text) for w in wording(old, new, change)] == [
        ("same", "At least"),
        ("removed", "12"),
        ("added", "15"),
        ("same", "people were hurt"),
        ("added", ", two of them badly,"),
        ("same", "when a ferry ran aground near the talks."),
    ]


def test_a_paragraph_moved_is_neither_added_nor_removed() -> None:
    old, new = version(*LINES), version(LINES[0], LINES[4], *LINES[1:4])
    assert told(old, new) == [("moved", [LINES[4]], [LINES[4]])]


def test_a_rewritten_title_is_a_change_of_the_title() -> None:
    old, new = version(*LINES, title="Border talks open"), version(*LINES, title="A dozen hurt as ferry runs aground")
    ((kind, before, after),) = told(old, new)
    assert (kind, before, after) == ("changed", ["Border talks open"], ["A dozen hurt as ferry runs aground"])
    (change,) = changes(old, new)
    assert [w.kind for w in wording(old, new, change)] == ["removed", "added"], "hardly a word stayed"


def test_where_paragraphs_break_is_no_change() -> None:
    one = version(*LINES)
    assert told(one, version(" ".join(LINES[:2]), *LINES[2:])) == []
    assert told(version(" ".join(LINES[:2]), *LINES[2:]), one) == []
    assert told(one, version(LINES[0].upper(), *(line.replace(" ", "  ") for line in LINES[1:]))) == []


def test_two_paragraphs_that_became_one_are_one_change() -> None:
    both = f"{LINES[1]} {LINES[2]}".replace("12", "14")
    ((kind, before, after),) = told(version(*LINES), version(LINES[0], both, *LINES[3:]))
    assert (kind, before, after) == ("changed", LINES[1:3], [both])


def test_changes_come_in_the_order_of_the_new_text() -> None:
    new = version("Rain held up the envoys.", LINES[0].replace("Monday", "Tuesday"), LINES[4], LINES[2])
    assert [k for k, _, _ in told(version(*LINES), new)] == ["added", "changed", "removed", "moved", "removed"]


def test_a_page_without_text_has_nothing_in_common_with_one() -> None:
    none, one = version(), version(LINES[0])
    assert told(none, none) == []
    assert told(none, one) == [("added", [], [LINES[0]])]
    assert told(one, none) == [("removed", [LINES[0]], [])]


SOME = st.lists(st.sampled_from([*LINES, "...", "Talks went on.", "Talks went on and on."]), max_size=9)


@given(SOME, SOME)
def test_every_paragraph_is_accounted_for_once(old: list[str], new: list[str]) -> None:
    one, two = version(*old), version(*new)
    found = changes(one, two)
    before = [s for c in found for s in c.before]
    after = [s for c in found for s in c.after]
    assert len(set(before)) == len(before)
    assert len(set(after)) == len(after)
    for change in found:
        assert (bool(change.before), bool(change.after)) == {
            "added": (False, True),
            "removed": (True, False),
        }.get(change.kind, (True, True))
        assert "".join(w.text for w in wording(one, two, change))

    def left(whole: Report, gone: list[object]) -> str:
        return " ".join(" ".join(whole.slice(b.span) for b in whole.blocks if b.span not in gone).lower().split())

    # what is not told as a change stands in both, in the same order
    assert left(one, [*before]) == left(two, [*after])
