"""The language of search queries: text in, a frozen tree out.

    query  = all ("OR" all)*                words beside one another must all be there; AND may stand between them
    all    = (part "AND"?)+
    part   = ("-" | "NOT") part | "(" query ")" | field ":" value | phrase | word | word "*"
    phrase = '"' words '"'                  in any quotation marks
    value  = word | phrase | "(" query ")"  whose words all are values of the field

What can be guessed without harm (a quotation mark or bracket left open, an OR without a side, a field that there is
not) is read as it was most likely meant and told in `Query.notes`; what cannot is a `QueryError` that says where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.errors import QueryError
from dragoman.model import Span
from dragoman.record.search.values import CODED, DATED, FIELDS, NAMED, code_of, days_of
from dragoman.record.search.words import folded, stems

MOST_WORDS = 256
"""Words in one query; more are refused."""
DEEPEST = 32
"""Brackets within brackets; more are refused."""
SHORTEST_PREFIX = 2
"""Letters before a `*`; fewer would be nearly every word."""

_QUOTES = '"“”„«»'
_CHUNK = re.compile(rf"[^\s\x00-\x1f\x7f(){_QUOTES}]+")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f]+")
_FIELD = re.compile(r"([A-Za-z]+):")


@dataclass(frozen=True, slots=True)
class Words:
    """One word, or several that stand one after another: "cease-fire" and "\\"border talks\\"" are both two stems."""

    stems: tuple[str, ...]
    at: Span


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin with these folded letters: "sanct*"."""

    letters: str
    at: Span


@dataclass(frozen=True, slots=True)
class Named:
    """A name that holds these words, one after another: "speaker:\\"foreign minister\\""."""

    field: str
    stems: tuple[str, ...]
    at: Span


@dataclass(frozen=True, slots=True)
class Coded:
    """A value from a list: "country:RUS", "type:CONSULT", "status:occurred", "kind:event"."""

    field: str
    value: str
    at: Span


@dataclass(frozen=True, slots=True)
class Dated:
    """Days: "since:2024-05" is from 1 May 2024 on. Ordinals of the first and last day, None where open."""

    first: int | None
    last: int | None
    at: Span


@dataclass(frozen=True, slots=True)
class Not:
    """What `part` does not match."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """What all parts match; there are two or more."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What any part matches; there are two or more."""

    parts: tuple[Node, ...]


Node = Words | Prefix | Named | Coded | Dated | Not | And | Or
Leaf = Words | Prefix | Named | Coded | Dated


@dataclass(frozen=True, slots=True)
class Note:
    """How something doubtful in a query was read: "the quotation mark is not closed ...", and where it stands."""

    message: str
    at: Span

    def __str__(self) -> str:
        return f"query, character {self.at.start + 1}: {self.message}"


@dataclass(frozen=True, slots=True)
class Query:
    """A query as read: its tree, and notes on what was doubtful in it."""

    text: str
    tree: Node
    notes: tuple[Note, ...] = ()

    def leaves(self) -> Iterator[tuple[Leaf, bool]]:
        """What the tree holds, in the order of the text, each with whether it is wanted (not under a NOT)."""
        yield from _leaves(self.tree, wanted=True)


def parse(text: str) -> Query:
    """The query that `text` means. Raises `QueryError`, never anything else."""
    return _Parser(text).query()


def _leaves(node: Node, *, wanted: bool) -> Iterator[tuple[Leaf, bool]]:
    if isinstance(node, Not):
        yield from _leaves(node.part, wanted=not wanted)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from _leaves(part, wanted=wanted)
    else:
        yield node, wanted


class _Parser:
    """Recursive descent over the text; `at` is where it stands."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.notes: list[Note] = []
        self.words = 0
        self.open: list[int] = []

    def query(self) -> Query:
        parts: list[Node] = []
        while True:
            part = self.any_of(None)
            if part is not None:
                parts.append(part)
            if self.at >= len(self.text):
                break
            self.note("the bracket closes nothing; it was left out", self.at, self.at + 1)
            self.at += 1
        if not parts:
            raise QueryError(
                "there is no word to look for; write some, as in: border talks", start=0, end=len(self.text)
            )
        return Query(self.text, _joined(And, parts), tuple(sorted(self.notes, key=lambda note: note.at)))

    def any_of(self, field: str | None) -> Node | None:
        """Sides of ORs, up to a closing bracket or the end."""
        sides: list[Node] = []
        bare: Span | None = None  # an OR that has no side behind it yet
        while True:
            side = self.all_of(field)
            if side is not None:
                sides.append(side)
                bare = None
            word = self.peek()
            if word != "OR":
                break
            here = Span(self.at, self.at + 2)
            if side is None:
                self.note("OR stands without a word before it; it was left out", *here)
            bare = here
            self.at += 2
        if bare is not None and sides:
            self.note("OR stands without a word after it; it was left out", *bare)
        return _joined(Or, sides) if sides else None

    def all_of(self, field: str | None) -> Node | None:
        parts: list[Node] = []
        while True:
            word = self.peek()
            if word in ("", ")", "OR"):
                break
            if word == "AND":
                self.at += 3
                if not parts or self.peek() in ("", ")", "OR", "AND"):
                    self.note("AND stands without a word on both sides; it was left out", self.at - 3, self.at)
                continue
            part = self.part(field)
            if part is not None:
                parts.append(part)
        return _joined(And, parts) if parts else None

    def part(self, field: str | None) -> Node | None:
        """One part; None where there is nothing to look for in it."""
        negative, last = False, self.at
        while True:
            word, last = self.peek(), self.at
            if word == "NOT":
                negative, self.at = not negative, self.at + 3
            elif word.startswith("-"):
                negative, self.at = not negative, self.at + 1
            else:
                break
            after = self.text[self.at : self.at + 1]
            if self.peek() in ("", ")", "OR", "AND"):
                self.note("there is nothing after it to leave out; it was left out itself", last, self.at)
                return None
            if word.startswith("-") and (not after or _BLANK.match(after)):
                negative = not negative  # a dash between blanks is punctuation
        node = self.one(field)
        return Not(node) if node is not None and negative else node

    def one(self, field: str | None) -> Node | None:
        character = self.text[self.at]
        if character == "(":
            return self.bracket(field)
        if character in _QUOTES:
            start = self.at
            return self.leaf(self.quoted(), start, field, quoted=True)
        start, chunk = self.at, self.chunk()
        named = _FIELD.match(chunk)
        if named and field is None:
            if named[1].lower() in FIELDS:
                self.at = start + named.end()
                return self.value(named[1].lower(), start)
            if not chunk.startswith("//", named.end()) and named.end() < len(chunk):
                self.note(
                    f"{named[1]}: is no field ({', '.join(sorted(FIELDS))} are); it was taken as words",
                    start,
                    start + named.end(),
                )
        self.at = start + len(chunk)
        return self.leaf(chunk, start, field)

    def value(self, field: str, start: int) -> Node | None:
        after = self.text[self.at : self.at + 1]
        if not after or _BLANK.match(after) or after == ")":
            raise QueryError(
                f"{field}: has no value; write it without a blank, as in {FIELDS[field]}", start=start, end=self.at
            )
        if after == "(":
            return self.bracket(field)
        if after in _QUOTES:
            return self.leaf(self.quoted(), start, field, quoted=True)
        chunk = self.chunk()
        self.at += len(chunk)
        return self.leaf(chunk, start, field)

    def bracket(self, field: str | None) -> Node | None:
        start = self.at
        if len(self.open) == DEEPEST:
            raise QueryError(f"brackets are more than {DEEPEST} deep; write it flatter", start=start, end=start + 1)
        self.open.append(start)
        self.at += 1
        node = self.any_of(field)
        self.open.pop()
        if self.at < len(self.text):
            self.at += 1
        else:
            self.note("the bracket is not closed; it was closed at the end", start, start + 1)
        if node is None:
            self.note("there is nothing in the brackets; they were left out", start, self.at)
        return node

    def quoted(self) -> str:
        start = self.at
        end = next((n for n in range(start + 1, len(self.text)) if self.text[n] in _QUOTES), None)
        if end is None:
            self.note("the quotation mark is not closed; everything after it was taken as one phrase", start, start + 1)
        self.at = len(self.text) if end is None else end + 1
        return self.text[start + 1 : end]

    def leaf(self, words: str, start: int, field: str | None, *, quoted: bool = False) -> Node | None:
        at = Span(start, self.at)
        if field in CODED or field in DATED:
            self.count(1, at)
            if field in DATED:
                return Dated(*days_of(field, words.strip(), at), at)
            return Coded(str(field), code_of(str(field), words.strip(), at), at)
        found = tuple(stems(words))
        self.count(len(found), at)
        if not found:
            self.note("there is no letter or digit in it; it was left out", *at)
            return None
        starred = words.rstrip().endswith("*")
        if field in NAMED:
            if starred:
                self.note("* is read after single words of a text only; it was left out", *at)
            return Named(str(field), found, at)
        if not starred:
            return Words(found, at)
        if quoted:
            self.note("* is not read within quotation marks; it was left out", *at)
            return Words(found, at)
        return self.prefix(words, at)

    def prefix(self, words: str, at: Span) -> Node:
        """Of "cease-fi*" the last word is begun and the others are whole."""
        *whole, begun = re.findall(r"[^\W_]+(?:['’ʼ.][^\W_]+)*", words)
        letters = folded(begun).rstrip(".")
        if len(letters) < SHORTEST_PREFIX:
            raise QueryError(f"{words}: write at least {SHORTEST_PREFIX} letters before *", start=at.start, end=at.end)
        before = tuple(stem for word in whole for stem in stems(word))
        start = Prefix(letters, at)
        return And((Words(before, at), start)) if before else start

    def peek(self) -> str:
        """The next word, bracket or quotation mark, "" at the end; blanks before it are passed over."""
        blank = _BLANK.match(self.text, self.at)
        if blank:
            self.at = blank.end()
        return self.text[self.at : self.at + 1] if self.at >= len(self.text) else self.chunk() or self.text[self.at]

    def chunk(self) -> str:
        found = _CHUNK.match(self.text, self.at)
        return found[0] if found else ""

    def count(self, words: int, at: Span) -> None:
        self.words += words
        if self.words > MOST_WORDS:
            raise QueryError(
                f"there are more than {MOST_WORDS} words up to here; look for fewer", start=at.start, end=at.end
            )

    def note(self, message: str, start: int, end: int) -> None:
        self.notes.append(Note(message, Span(start, end)))


def _joined(kind: type[And] | type[Or], parts: list[Node]) -> Node:
    """One node of the parts, those of the same kind made one with it."""
    flat = [p for part in parts for p in (part.parts if isinstance(part, kind) else (part,))]
    return flat[0] if len(flat) == 1 else kind(tuple(flat))
