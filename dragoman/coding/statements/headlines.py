"""Headlines whose verb the tagger takes for a plural: "Youth league blasts Smith", "Minister hints at talks"."""

from __future__ import annotations

from dragoman.coding.statements.content import WEEKDAYS
from dragoman.coding.statements.drafts import Draft
from dragoman.coding.statements.lexicon import Cue, verbs
from dragoman.coding.statements.syntax import trim
from dragoman.language import Sentence, Token
from dragoman.model import BlockKind, Span

PLURALS = ("NNS", "NNPS")
# What may open the object of such a verb.
OBJECTS = ("NNP", "NNPS", "NN", "NNS", "DT", "PRP$", "JJ", "CD")
FINITE = ("VBZ", "VBD", "MD")
# Before the verb stand only words of a name or office.
NAMING = ("NNP", "NNPS", "NN", "JJ", "POS", "UH", "DT")


def headline_draft(sentence: Sentence) -> Draft | None:
    """The draft of a headline without a finite verb, read by the order of its words; None where none fits."""
    tokens = [t for t in sentence.tokens if t.text not in "\"'“”‘’"]
    if sentence.block.kind is not BlockKind.TITLE or any(t.tag in FINITE for t in tokens):
        return None
    for n, token in enumerate(tokens[1:-1], 1):
        if token.tag in PLURALS and tokens[n - 1].tag in ("NNP", "NN", "UH"):
            cue = verbs().get(token.lemma.lower())
            if cue is not None:
                return _draft(tokens, n, cue)
        if token.tag not in NAMING:
            return None
    return None


def _draft(tokens: list[Token], n: int, cue: Cue) -> Draft | None:
    token, after = tokens[n], tokens[n + 1]
    if after.lower in WEEKDAYS:
        return None  # "Hong Kong protests Sunday"
    end = token.end
    if after.lower in cue.preps:
        end, said = after.end, tokens[n + 2 :]
    elif cue.takes("n") and (after.tag in OBJECTS or (after.tag == "VBP" and after.text[:1].isupper())):
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
