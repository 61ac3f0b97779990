"""The sentence that a span stands in, for showing a fact with the words around it."""

from __future__ import annotations

import re

from dragoman.model import Report, Span

# An end, the quotation marks and brackets that close with it, and white space before what can open a sentence.
_END = re.compile(r"[.!?…]['\"’”)\]]*(?P<gap>\s+)(?=[\"“‘'(\[]*[A-Z0-9])")
# What a full stop stands after without ending anything: titles, months, initials, "U.S.".
_SHORT = re.compile(
    r"(?:^|[\s(\"“‘])(?:(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Sen|Rep|Gov|Rev|Hon|St|No|vs|Jan|Feb|Mar|Apr|Jun|"
    r"Jul|Aug|Sept?|Oct|Nov|Dec)|(?:[A-Z]\.)*[A-Z])\.$"
)


def sentence_around(report: Report, span: Span) -> Span:
    """The sentence, or the run of them, that holds `span`, within its block; `span` itself if no block holds it."""
    block = next((b.span for b in report.blocks if span.within(b.span)), None)
    if block is None:
        return span
    text, start, end = report.text, block.start, block.end
    for found in _END.finditer(text, block.start, block.end):
        if _SHORT.search(text, block.start, found.start("gap")):
            continue
        if found.end() <= span.start:
            start = found.end()
        elif found.start("gap") >= span.end:
            end = found.start("gap")
            break
    return Span(start, end)
