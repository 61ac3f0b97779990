"""What the language room hands on: sentences, tokens with syntax, and who is meant by which words.

Plain objects, no trace of the model runtime. Dependency labels are those of spaCy's English models (ClearNLP
scheme: nsubj, nsubjpass, dobj, dative, prep, pobj, agent, xcomp, ccomp, advcl, relcl, acl, appos, poss, compound,
amod, aux, auxpass, neg, mark, conj, cc ...); tags are Penn Treebank's.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from dragoman.model import Block, Report, Span


@dataclass(slots=True, eq=False)
class Token:
    """One token. `start`/`end` are offsets in Report.text; `head` is the token itself at a sentence's root."""

    i: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    tag: str
    pos: str
    dep: str
    sentence: Sentence = field(repr=False)
    head: Token = field(repr=False)
    children: list[Token] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        if self.head is None:  # set right after all tokens exist
            self.head = self

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def is_root(self) -> bool:
        return self.head is self

    @property
    def is_verb(self) -> bool:
        return self.tag[:2] == "VB" or self.tag == "MD"

    @property
    def is_noun(self) -> bool:
        return self.tag[:2] == "NN"

    def child(self, *deps: str) -> Token | None:
        """The first child with one of these labels."""
        return next((c for c in self.children if c.dep in deps), None)

    def kids(self, *deps: str) -> list[Token]:
        """All children with one of these labels, in text order."""
        return [c for c in self.children if c.dep in deps]

    def ancestors(self) -> Iterator[Token]:
        """The heads upward, nearest first, without the token itself."""
        seen, t = 0, self
        while t.head is not t and seen < 512:
            t = t.head
            seen += 1
            yield t

    def subtree(self) -> list[Token]:
        """The token and all below it, in text order."""
        out, todo = [], [self]
        while todo:
            t = todo.pop()
            out.append(t)
            todo.extend(t.children)
        out.sort(key=lambda t: t.i)
        return out

    def conjuncts(self) -> list[Token]:
        """The token and everything coordinated below it ("A, B and C" from A)."""
        out, todo = [], [self]
        while todo:
            t = todo.pop(0)
            out.append(t)
            todo.extend(c for c in t.children if c.dep == "conj")
        return out


@dataclass(slots=True, eq=False)
class Sentence:
    """One sentence: its tokens and the block that it stands in. `index` counts within the report."""

    index: int
    block: Block
    tokens: list[Token] = field(default_factory=list, repr=False)

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(slots=True, eq=False)
class Name:
    """A run of proper nouns that names one thing: "Sergei Shoigu", "Security Council", "Abdul Ghani Baradar"."""

    tokens: list[Token]

    @property
    def head(self) -> Token:
        return self.tokens[-1]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(slots=True, eq=False)
class Mention:
    """Words that mean somebody or something: a name, a noun phrase ("the former minister") or a pronoun.

    `head` is the token that carries it in the syntax; `span` the words without trailing clauses.
    """

    head: Token
    span: Span
    kind: str  # "name", "nominal" or "pronoun"
    name: Name | None = None
    entity: Entity | None = field(default=None, repr=False)


@dataclass(slots=True, eq=False)
class Entity:
    """All mentions of one thing in one report. `key` is the longest name seen, or the first mention's words.

    `person` is True or False where the text shows it, else None; `female`, `plural` likewise.
    """

    index: int
    mentions: list[Mention] = field(default_factory=list)
    key: str = ""
    person: bool | None = None
    female: bool | None = None
    plural: bool = False


@dataclass(slots=True, eq=False)
class Analysis:
    """A report with its sentences and mentions. Captions are not analysed: nothing is ever coded from them."""

    report: Report
    sentences: list[Sentence] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    by_head: dict[int, Mention] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list, repr=False)

    def mention(self, token: Token) -> Mention | None:
        """The mention that this token heads or, inside a name, belongs to."""
        return self.by_head.get(token.i)

    def text(self, span: Span) -> str:
        return self.report.text[span.start : span.end]

    def tokens_in(self, span: Span) -> list[Token]:
        if len(self._starts) != len(self.tokens):
            self._starts = [t.start for t in self.tokens]
        first = bisect_right(self._starts, span.start)
        if first and self.tokens[first - 1].end > span.start:
            first -= 1
        return [t for t in self.tokens[first : bisect_left(self._starts, span.end)] if t.end > span.start]
