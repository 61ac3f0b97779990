"""A statement in the making: what the finders of cues hand to those who bind, part and finish."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.coding.statements.lexicon import Cue
from dragoman.coding.statements.quotations import Quotation
from dragoman.language import Token
from dragoman.model import Form, Span, Stance


@dataclass(slots=True, eq=False)
class Draft:
    """A cue with what its syntax gives. `tokens` are the words said, by syntax; `content` is set when it is finished.

    `cue` is the verb, noun or adjective, None for a phrase ("according to") or sign (a colon); `kind` its entry in the
    lexicon, None where it has none.
    """

    cue: Token | None
    cue_span: Span
    kind: Cue | None
    speaker: Token | None
    tokens: list[Token] = field(default_factory=list)
    addressee: Token | None = None
    carriers: list[Token] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)
    form: Form = Form.INDIRECT
    nominal: bool = False  # content is an object or prepositional phrase, not a clause
    by_phrase: Token | None = None  # head of "according to X"
    stance: Stance = Stance.ASSERTS
    unnamed: bool = False  # the syntax shows that the source is left out ("is said to", "reports that")
    verbatim: bool = False  # a turn of a transcript: the speaker's own words without marks
    speaker_span: Span | None = None  # the speaker's words where no token carries them (a line that opens "Name:")

    @property
    def verbal(self) -> bool:
        """Whether the cue is a verb."""
        return self.cue is not None and self.cue.is_verb

    @property
    def attitude(self) -> bool:
        """Whether the report says what somebody thinks or wants, not what was said."""
        return self.stance.is_attitude

    @property
    def quoting(self) -> bool:
        """Whether a quotation may go with the cue."""
        return self.kind is not None and self.verbal and (self.kind.takes("q") or self.kind.lemma == "quote")
