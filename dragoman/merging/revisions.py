"""Revisions: what a later version of a report changed, paragraph by paragraph. Both versions are kept."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from dragoman.model import BlockKind, Report, Span


@dataclass(frozen=True, slots=True)
class Change:
    """One change: "paragraphs 1 and 2 of the old version became paragraph 1 of the new".

    `kind` added, removed or rewritten; `before` spans of the old report's text, `after` of the new one's.
    """

    kind: str
    before: tuple[Span, ...]
    after: tuple[Span, ...]


def changes(old: Report, new: Report) -> list[Change]:
    """The changes from one version to the next, in the order of the new text; space and letter case do not count."""
    one, two = _paragraphs(old), _paragraphs(new)
    kinds = {"insert": "added", "delete": "removed", "replace": "rewritten"}
    return [
        Change(kinds[tag], tuple(s for _, s in one[a:b]), tuple(s for _, s in two[c:d]))
        for tag, a, b, c, d in SequenceMatcher(
            None, [w for w, _ in one], [w for w, _ in two], autojunk=False
        ).get_opcodes()
        if tag != "equal"
    ]


def _paragraphs(report: Report) -> list[tuple[str, Span]]:
    return [
        (" ".join(report.slice(b.span).lower().split()), b.span)
        for b in report.blocks
        if b.kind in (BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH)
    ]
