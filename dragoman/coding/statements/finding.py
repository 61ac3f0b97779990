"""Finds every cue outside quotations, each with what its syntax says is whose; one draft a cue, in text order.

What comes out are drafts. Sisters are parted in `parting.py`, quotations laid over them in `binding.py`, carriers
taken off in `relays.py`.
"""

from __future__ import annotations

from collections.abc import Collection

from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.headlines import headline_draft, headlines
from dragoman.coding.statements.lines import line_drafts
from dragoman.coding.statements.nouns import adjective_draft, noun_draft
from dragoman.coding.statements.phrases import phrase_draft
from dragoman.coding.statements.verbs import verb_draft
from dragoman.language import Analysis
from dragoman.model import BlockKind


def find_drafts(analysis: Analysis, quoted: Collection[int]) -> list[Draft]:
    """A draft for every cue outside quotations, in text order. `quoted` holds the numbers of tokens inside them."""
    out: list[Draft] = []
    titles = headlines(analysis)
    for sentence in analysis.sentences:
        if sentence.block.kind not in (BlockKind.PARAGRAPH, BlockKind.TITLE):
            continue
        headline = headline_draft(sentence) if sentence.block in titles else None
        if headline is not None:
            out.append(headline)
            continue
        for token in sentence.tokens:
            if token.i in quoted:
                continue
            draft = (
                adjective_draft(token)
                or verb_draft(token, quoted)
                or noun_draft(token)
                or phrase_draft(token, sentence)
            )
            if draft:
                out.append(draft)
    out += line_drafts(analysis, out)
    out.sort(key=lambda d: d.cue_span)
    return out
