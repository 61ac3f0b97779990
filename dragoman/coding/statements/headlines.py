"""Headlines whose verb the tagger takes for a plural: "Youth league blasts Smith", "Minister hints at talks"."""

from __future__ import annotations

from collections.abc import Collection

from dragoman.coding.statements.content import WEEKDAYS
from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.lexicon import Cue, verbs
from dragoman.coding.statements.syntax import trim
from dragoman.language import Analysis, Sentence, Token
from dragoman.model import Block, BlockKind, Span

PLURALS = ("NNS", "NNPS")
# What may open the object of such a verb.
OBJECTS = ("NNP", "NNPS", "NN", "NNS", "DT", "PRP$", "JJ", "CD")
FINITE = ("VBZ", "VBD", "MD")
HELPERS = ("be", "have", "do", "will", "get")
# What opens the circumstances of what a headline tells.
CIRCUMSTANCE = frozenset("as after despite amid while before ahead since because when".split())
# A longer first line is no headline, and a longer aside no aside.
LONGEST = 24
ASIDE = 8
# Before the verb stand only words of a name or office.
NAMING = ("NNP", "NNPS", "NN", "NNS", "JJ", "JJS", "POS", "UH", "DT", "HYPH", "CC")


def headlines(analysis: Analysis) -> Collection[Block]:
    """The blocks that are headlines: titles, and where none is marked, a short first line before longer ones."""
    blocks = [b for b in analysis.report.blocks if b.kind is not BlockKind.CAPTION]
    titles = [b for b in blocks if b.kind is BlockKind.TITLE]
    if titles or len(blocks) < 2:
        return titles
    first = blocks[0]
    inside = analysis.tokens_in(first.span)
    one = bool(inside) and inside[0].sentence is inside[-1].sentence
    return [first] if one and len(inside) <= LONGEST else []


def headline_draft(sentence: Sentence) -> Draft | None:
    """The draft of a headline without a finite main verb, read by the order of its words; None where none fits."""
    tokens = _main([t for t in sentence.tokens if t.text not in "\"'“”‘’"])
    if any(t.tag in FINITE and not _misread(t) for t in tokens):
        return None
    for n, token in enumerate(tokens[1:-1], 1):
        if (token.tag in PLURALS or _misread(token)) and tokens[n - 1].tag in ("NNP", "NNPS", "NN", "NNS", "UH"):
            cue = verbs().get(token.lemma.lower()) or verbs().get(token.lower.removesuffix("s"))
            if cue is not None:
                return _draft(tokens, n, cue)
        if token.tag not in NAMING:
            return None
    return None


def _main(tokens: list[Token]) -> list[Token]:
    """Without a phrase before the subject, an aside behind it, and what opens with "as", "after", "despite" ...

    "Amid discord, Holm, once a rebel, blasts court as talks stall": Holm blasts court.
    """
    commas = [n for n, t in enumerate(tokens) if t.text == ","]
    if commas and tokens[0].tag == "IN" and commas[0] <= ASIDE:
        tokens = tokens[commas[0] + 1 :]
        commas = [n for n, t in enumerate(tokens) if t.text == ","]
    if len(commas) > 1 and 0 < commas[0] <= 5 and commas[1] - commas[0] <= ASIDE:
        tokens = tokens[: commas[0]] + tokens[commas[1] + 1 :]
    cut = next((n for n, t in enumerate(tokens) if n > 2 and t.lower in CIRCUMSTANCE and t.tag == "IN"), len(tokens))
    end = next((n for n, t in enumerate(tokens[:cut]) if t.text in (";", "|")), cut)
    return tokens[:end]


def _misread(token: Token) -> bool:
    """Whether a verb was taken for a helper or a part of a name."""
    return token.tag in ("VBZ", "VBP") and token.dep in ("aux", "compound", "amod") and token.lemma not in HELPERS


def _draft(tokens: list[Token], n: int, cue: Cue) -> Draft | None:
    token, after = tokens[n], tokens[n + 1]
    if after.lower in WEEKDAYS:
        return None  # "Hong Kong protests Sunday"
    end = token.end
    if after.lower in cue.preps:
        end, said = after.end, tokens[n + 2 :]
    elif cue.takes("n") and (after.tag in OBJECTS or after.tag == "VBP"):
        said = tokens[n + 1 :]
    else:
        return None
    words = trim(said)
    if not words:
        return None
    whole = Span(tokens[0].start, tokens[n - 1].end)
    return Draft(
        token, Span(token.start, end), cue, tokens[n - 1], words, nominal=True, stance=cue.stance, speaker_span=whole
    )
