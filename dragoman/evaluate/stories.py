"""Stories: which reports are one report again, as copies or revisions.

A set's line is a report: `id`, `text` (paragraphs parted by blank lines), `title`, `publisher`, `url`, `published` (a
day, or a moment), `story` (any name: reports of one name are one story) and perhaps `how` it was made.

Rules. *pairs*: every two reports that are put into one story, right where the gold has them in one. *recall by kind*:
of the gold's pairs, those with a report that was made so. *wrong by kind*: of the pairs found with such a report, those
that the gold has in two stories.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

from dragoman.evaluate.measures import Figures, prf, rate
from dragoman.evaluate.rows import Row
from dragoman.model import Block, BlockKind, Report


@dataclass(frozen=True, slots=True)
class StoryGold:
    """One report, the story it is of, and how it was made ("cut")."""

    id: str
    report: Report
    story: str
    how: str


def read_gold(row: Row) -> StoryGold:
    """One line of stories_*.jsonl."""
    blocks, text = list[Block](), ""
    title = row.maybe_text("title")
    for kind, words in [
        *([(BlockKind.TITLE, title)] if title else []),
        *((BlockKind.PARAGRAPH, p) for p in row.text("text").split("\n\n") if p.strip()),
    ]:
        text += "\n\n" if text else ""
        blocks.append(Block(kind, len(text), len(text) + len(words)))
        text += words
    report = Report(
        id=row.id,
        text=text,
        blocks=tuple(blocks),
        title=title,
        publisher=row.maybe_text("publisher"),
        url=row.maybe_text("url"),
        published=_stamp(row),
        language="en",
    )
    return StoryGold(row.id, report, row.text("story"), row.maybe_text("how") or "")


def read_prediction(row: Row) -> str:
    """`{"id": ..., "story": ...}`: reports with the same name for their story are said to be one."""
    return row.text("story")


def score(gold: Sequence[StoryGold], predicted: Mapping[str, str]) -> Figures:
    """Pairs of reports of one story; one without a prediction is a story alone."""
    how = {g.id: g.how for g in gold}
    true = _pairs((g.id, g.story) for g in gold)
    said = _pairs((g.id, predicted[g.id]) for g in gold if g.id in predicted)
    asked, found, claimed, wrong = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for pairs, counter in ((true, asked), (true & said, found), (said, claimed), (said - true, wrong)):
        for a, b in pairs:
            counter.update({how[a], how[b]} - {""})
    return {
        "pairs": {"of one story": prf(len(true & said), len(said), len(true & said), len(true))},
        "recall by kind": {k: rate(found[k], asked[k]) for k in sorted(asked)},
        "wrong by kind": {k: {"share": wrong[k] / claimed[k], "n": claimed[k]} for k in sorted(claimed)},
    }


def _pairs(told: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    by_story: dict[str, list[str]] = defaultdict(list)
    for id, story in told:
        by_story[story].append(id)
    return {pair for ids in by_story.values() for pair in combinations(sorted(ids), 2)}


def _stamp(row: Row) -> datetime | date | None:
    told = row.maybe_text("published")
    try:
        return None if told is None else date.fromisoformat(told) if len(told) == 10 else datetime.fromisoformat(told)
    except ValueError as error:
        raise row.strange("published", "a day or a moment (ISO 8601)") from error
