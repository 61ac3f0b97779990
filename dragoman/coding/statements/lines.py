"""Lines that open with their speaker: "Guterres: we are out of time" in a headline, "Lopez: ..." in a transcript."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.lexicon import labels
from dragoman.coding.statements.syntax import trim
from dragoman.language import Analysis
from dragoman.model import BlockKind, Span

# A name of up to six capitalized words (small words may stand between them) and a colon, then what is said.
_WORD = r"[A-Z][\w.'’-]*"
OPENING = re.compile(
    rf"[\"“'‘]?(?P<name>{_WORD}(?:\s(?:{_WORD}|of|the|for|de|al|bin|van|von|at)){{0,5}}?)(?P<colon>:)\s+(?=\S+\s+\S+\s+\S)"
)


def line_drafts(analysis: Analysis, drafts: Sequence[Draft]) -> list[Draft]:
    """A draft for every line that opens with the name of who speaks in it, given the drafts found by syntax.

    One line alone is taken where one of that name speaks elsewhere in the report; with two names or more that open
    lines, the report has a transcript in it, and all of them are.
    """
    text = analysis.report.text
    found = []
    for block in analysis.report.blocks:
        if block.kind is BlockKind.CAPTION:
            continue
        m = OPENING.match(text, block.start, block.end)
        if m is not None and not {w.strip(".,'’").lower() for w in m["name"].split()} & labels():
            found.append((block, m))
    counts = Counter(m["name"] for _, m in found)
    transcript = len(counts) >= 2 and sum(counts.values()) >= 4
    speakers = {d.speaker.text: d.speaker for d in drafts if d.speaker is not None and d.speaker.tag[:3] == "NNP"}
    out = []
    for block, m in found:
        inside = analysis.tokens_in(block.span)
        colon = next((t for t in inside if t.start == m.start("colon")), None)
        named = [t for t in inside if m.start("name") <= t.start < m.end("name")]
        if colon is None or not named:
            continue
        known = next((speakers[t.text] for t in reversed(named) if t.text in speakers), None)
        quoted = text[m.end() : m.end() + 1] in ('"', "“", "«") and named[-1].tag[:3] == "NNP"
        if known is None and not transcript and not quoted:
            continue
        out.append(
            Draft(
                None,
                colon.span,
                None,
                known or named[-1],
                trim([t for t in inside if t.start > colon.start]),
                speaker_span=Span(m.start("name"), m.end("name")),
            )
        )
    return out
