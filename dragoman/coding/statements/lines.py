"""Lines with their speaker before or behind a colon: "Guterres: time is short", "Time is short: Guterres"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.headlines import headlines
from dragoman.coding.statements.lexicon import labels
from dragoman.coding.statements.lexicon import speakers as speaking_nouns
from dragoman.coding.statements.syntax import trim
from dragoman.language import Analysis, Token
from dragoman.model import BlockKind, Span, Stance

# A name of up to six capitalized words (small words may stand between them) and a colon, then what is said.
_WORD = r"[A-Z][\w.'’-]*"
OPENING = re.compile(
    rf"[\"“'‘]?(?P<name>{_WORD}(?:\s(?:{_WORD}|of|the|for|de|al|bin|van|von|at)){{0,5}}?)"
    rf"(?:\s[Tt]o\s{_WORD}(?:\s[\w.'’-]+){{0,5}}?)?(?P<colon>:)\s+(?=\S+\s+\S+\s+\S)"
)
# The same between double brackets, as wikis set interviews: "((Diallo)) Nobody asked us."
BRACKETED = re.compile(rf"\(\((?P<name>{_WORD}(?:\s{_WORD}){{0,5}})(?P<colon>\)\))\s+(?=\S)")
# The name at the end of a headline: "Truce will hold: Guterres".
CLOSING = re.compile(rf"(?P<said>\S+\s+\S+\s+\S.*?)(?P<colon>:)\s+(?P<name>{_WORD}(?:\s{_WORD}){{0,4}})$")


def line_drafts(analysis: Analysis, drafts: Sequence[Draft]) -> list[Draft]:
    """A draft for every line that opens with the name of who speaks in it, given the drafts found by syntax.

    One line alone is taken where one of that name speaks elsewhere in the report; with two names or more that open
    lines, the report has a transcript in it, and all of them are.
    """
    text = analysis.report.text
    titles = headlines(analysis)
    found = []
    for block in analysis.report.blocks:
        if block.kind is BlockKind.CAPTION:
            continue
        m = OPENING.match(text, block.start, block.end) or BRACKETED.match(text, block.start, block.end)
        if m is None:
            continue
        name = {w.strip(".,'’").lower() for w in m["name"].split()}
        if not name & labels() or (block in titles and len(name) <= 2 and name & HEADING):
            found.append((block, m))
    counts = Counter(m["name"] for _, m in found)
    transcript = len(counts) >= 2 and sum(counts.values()) >= 4
    speakers = {d.speaker.lower: d.speaker for d in drafts if d.speaker is not None and d.speaker.is_noun}
    out = _closing(analysis, speakers)
    for block, m in found:
        inside = analysis.tokens_in(block.span)
        colon = next((t for t in inside if t.start >= m.start("colon")), None)
        named = [t for t in inside if m.start("name") <= t.start < m.end("name")]
        if colon is None or not named:
            continue
        known = next((s for t in reversed(named) if (s := speakers.get(t.lower)) and s.tag[:3] == "NNP"), None)
        if known is None and block in titles:
            known = speakers.get(named[-1].lower)  # "Envoy: talks are close"
            known = known or (named[-1] if _may_head(named, analysis) else None)
        marks = ('"', "“", "«", "'", "‘") if block in titles else ('"', "“", "«")
        quoted = text[m.end() : m.end() + 1] in marks and (named[-1].tag[:3] == "NNP" or block in titles)
        if known is None and not transcript and not quoted:
            continue
        out.append(
            Draft(
                None,
                colon.span,
                None,
                known or named[-1],
                trim([t for t in inside if t.start >= m.end()]),
                stance=Stance.ASKS if text[: block.end].endswith("?") else Stance.ASSERTS,
                verbatim=transcript,
                speaker_span=Span(m.start("name"), m.end("name")),
            )
        )
    return out


def _may_head(named: Sequence[Token], analysis: Analysis) -> bool:
    """Whether words before a headline's colon say who tells the rest: "Police: ...", "Poll: ...", a person of the report.

    Names of places and topics stand there as well ("Ukraine: ..."), so that other names have to be a person's.
    """
    last = named[-1]
    if len(named) <= 2 and (
        last.lower in HEADING or (last.lower.endswith("s") and last.lower[:-1] in speaking_nouns())
    ):
        return True
    spoken = {t.lower for t in named if t.tag[:3] == "NNP"}
    people = {t.lower for n in analysis.names for t in n.tokens if t.i > last.i and _person(t, analysis)}
    return last.lower in spoken & people


def _person(token: Token, analysis: Analysis) -> bool:
    m = analysis.mention(token)
    return m is not None and m.entity is not None and bool(m.entity.person)


# Findings and papers that a headline gives as the source of the rest.
HEADING = frozenset("poll polls report reports study survey newspaper paper police court pm".split())


def _closing(analysis: Analysis, speakers: Mapping[str, Token]) -> list[Draft]:
    """Headlines that end in a speaker whom the report knows from elsewhere."""
    out = []
    for block in analysis.report.blocks:
        m = CLOSING.fullmatch(analysis.report.text, block.start, block.end) if block.kind is BlockKind.TITLE else None
        if m is None:
            continue
        inside = analysis.tokens_in(block.span)
        known = speakers.get(m["name"].split()[-1].lower())
        said = trim([t for t in inside if t.start < m.start("colon")])
        if known is not None and known.start > block.end and said:
            colon, name = Span(m.start("colon"), m.end("colon")), Span(m.start("name"), m.end("name"))
            out.append(Draft(None, colon, None, known, said, speaker_span=name))
    return out
