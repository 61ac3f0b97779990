"""Blocks into sentences and tokens with syntax. The only code that touches the model runtime's objects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from dragoman.language.analysis import Analysis, Sentence, Token
from dragoman.language.casing import recasing
from dragoman.language.loading import load, load_forms
from dragoman.language.wordforms import COMPONENTS, Form
from dragoman.model import Block, BlockKind, Report

if TYPE_CHECKING:
    from spacy.tokens import Doc

# The parser's memory grows with the text it is given at once; no honest paragraph is this long.
LONGEST = 20_000
BATCH = 64

T = TypeVar("T")


def parse_many(reports: Iterable[Report]) -> Iterator[Analysis]:
    """Analyses with sentences and tokens, in the reports' order; names and mentions are still empty.

    Paragraphs of several reports go through the model together, since small texts one by one waste half its time.
    """
    pipeline, forms = load(), load_forms()
    for batch in batched(reports, BATCH):
        pieces = [(n, block, a, b) for n, report in enumerate(batch) for block, a, b in _pieces(report)]
        recase = [recasing(report) for report in batch]
        texts = (recase[n](block, batch[n].text[a:b]) for n, block, a, b in pieces)
        docs = pipeline.pipe(texts, batch_size=128, disable=COMPONENTS)
        analyses = [Analysis(report) for report in batch]
        for (n, block, a, _), doc in zip(pieces, docs, strict=True):
            _take(analyses[n], block, a, doc, forms.of(doc))
        yield from analyses


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Items in lists of `size`, the last one shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _pieces(report: Report) -> Iterator[tuple[Block, int, int]]:
    """The stretches of text to parse: every block but captions, without the dateline before its first sentence."""
    dateline = report.dateline.span
    for block in report.blocks:
        if block.kind is BlockKind.CAPTION:
            continue
        start = block.start
        if dateline and block.start <= dateline.start and dateline.end <= block.end:
            start = dateline.end
        while start < block.end and report.text[start].isspace():
            start += 1
        while block.end - start > LONGEST:
            cut = _cut(report.text, start)
            yield block, start, cut
            start = cut
        if start < block.end:
            yield block, start, block.end


def _cut(text: str, start: int) -> int:
    """Where to cut an overlong block: after its last sentence end or blank within the limit."""
    window = text[start : start + LONGEST]
    ends = [m.end() for m in re.finditer(r"[.!?]['\"”’)]*\s", window)] or [m.end() for m in re.finditer(r"\s", window)]
    return start + (ends[-1] if ends else LONGEST)


def _take(analysis: Analysis, block: Block, offset: int, doc: Doc, forms: Sequence[Form]) -> None:
    """Copies one parsed stretch into the analysis as plain objects; `forms` are those of its tokens."""
    for sent in doc.sents:
        kept = [t for t in sent if not t.is_space]
        if not kept:
            continue
        sentence = Sentence(len(analysis.sentences), block)
        here: dict[int, Token] = {}
        for t in kept:
            start = offset + t.idx
            end = start + len(t.text)
            form = forms[t.i]
            token = Token(
                i=len(analysis.tokens),
                start=start,
                end=end,
                text=analysis.report.text[start:end],  # a headline is parsed in other letters
                lower=t.lower_,
                lemma=form.lemma.lower() or t.lower_,
                tag=t.tag_,
                pos=form.pos,
                dep=t.dep_,
                sentence=sentence,
                head=None,  # type: ignore[arg-type]  # set below, once all tokens exist
            )
            here[t.i] = token
            analysis.tokens.append(token)
            sentence.tokens.append(token)
        for t in kept:
            head = t.head
            while head.is_space and head.head.i != head.i:
                head = head.head
            token = here[t.i]
            token.head = here.get(head.i, token)
            if token.head is not token:
                token.head.children.append(token)
        for token in sentence.tokens:
            _mend(token)
            _rejoin(token)
        analysis.sentences.append(sentence)


def _mend(token: Token) -> None:
    """Makes a verb of what was tagged as a noun though it has a subject and a that-clause: "files show that ..."."""
    clause = token.child("ccomp") if token.tag in ("NN", "NNS") else None
    subject = token.child("nsubj") if clause is not None else None
    if clause is None or subject is None or not subject.i < token.i < clause.i:
        return
    if any(m.lower == "that" for m in clause.kids("mark")):
        token.tag, token.pos = ("VBZ" if token.tag == "NNS" else "VBP"), "VERB"


def _rejoin(token: Token) -> None:
    """Joins a finite verb to the verb that the noun it was joined to hangs on: "offers Kabul ties and presses Oslo".

    What stands behind it is its own: the "Oslo" that was hung on the ties.
    """
    noun = token.head
    if token.dep != "conj" or token.tag not in ("VBZ", "VBD") or not noun.is_noun or noun.dep != "dobj":
        return
    verb = noun.head
    if verb.tag != token.tag or verb.i > noun.i or token.child("nsubj", "nsubjpass") is not None:
        return
    joining = next((c for c in reversed(noun.children) if c.dep == "cc" and c.i < token.i), None)
    if joining is None:
        return
    behind = [c for c in noun.children if c.i > token.i]
    noun.children = [c for c in noun.children if c is not token and c is not joining and c not in behind]
    for c, head in [(token, verb), (joining, verb), *((b, token) for b in behind)]:
        c.head = head
        head.children.append(c)
        head.children.sort(key=lambda t: t.i)
    for b in behind:
        if b.dep == "appos":
            b.dep = "dobj"
