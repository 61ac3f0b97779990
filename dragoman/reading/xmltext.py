"""XML as a small tree whose words know where they stand in the source; document types and entities are refused.

By expat, which tells the place of every event. Nothing is ever fetched: a document that declares a type, and with it
entities of its own or others' files, is refused at that declaration, before anything in it is expanded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from dragoman.errors import InputTooLarge, UnreadableInput

DEEPEST = 200
MOST_NODES = 400_000


@dataclass(slots=True)
class Run:
    """Characters of one event and their place in the source; those of a reference (`&amp;`) all stand at its start."""

    chars: str
    at: int
    literal: bool

    @property
    def offsets(self) -> range | list[int]:
        return range(self.at, self.at + len(self.chars)) if self.literal else [self.at] * len(self.chars)


@dataclass(slots=True)
class Element:
    """An element: its name and its attributes' without prefixes, and the place of its tags in the source."""

    tag: str
    attributes: dict[str, str]
    start: int
    end: int = -1
    children: list[Element | Run] = field(default_factory=list)

    def elements(self, *tags: str) -> Iterator[Element]:
        """The children of these names, in order."""
        return (child for child in self.children if isinstance(child, Element) and child.tag in tags)

    def find(self, *path: str) -> Element | None:
        """The first descendant along a path of names."""
        at: Element | None = self
        for tag in path:
            at = next(at.elements(tag), None) if at else None
        return at

    def all(self, *tags: str) -> Iterator[Element]:
        """This element and those below it of these names, in document order."""
        if self.tag in tags:
            yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.all(*tags)

    def runs(self) -> Iterator[Run]:
        """All words in it, in order."""
        for child in self.children:
            if isinstance(child, Run):
                yield child
            else:
                yield from child.runs()

    @property
    def text(self) -> str:
        """All its words, with single spaces."""
        return " ".join("".join(run.chars for run in self.runs()).split())


def parse(source: str, *, name: str) -> Element:
    """The document's root.

    Raises `UnreadableInput` for what is not well-formed, declares a document type, or is nested deeper than
    `DEEPEST`, and `InputTooLarge` for more than `MOST_NODES` elements and stretches of words; both name the input.
    """
    return _Builder(source, name).root()


class _Builder:
    def __init__(self, source: str, name: str) -> None:
        self._name = name
        self._source = source
        self._data = source.encode("utf-8", "replace")
        self._ascii = len(self._data) == len(source)
        self._bytes = self._chars = 0
        self._stack: list[Element] = []
        self._nodes = 0
        self._found: Element | None = None
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = False
        parser.ordered_attributes = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        self._parser = parser

    def root(self) -> Element:
        try:
            self._parser.Parse(self._data, True)
        except expat.ExpatError as error:
            raise UnreadableInput(self._name, f"is no well-formed XML: {error}") from error
        if self._found is None:
            raise UnreadableInput(self._name, "is no XML with an element in it")
        return self._found

    def _refuse(self, *told: object) -> None:
        raise UnreadableInput(
            self._name, "declares a document type or entities, which are refused", "take the declaration out"
        )

    def _count(self) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise InputTooLarge(self._name, f"has more than {MOST_NODES:,} elements and pieces of text")

    def _place(self) -> int:
        """Where the current event begins, in characters."""
        index = int(self._parser.CurrentByteIndex)
        if self._ascii:
            return index
        if index > self._bytes:
            self._chars += len(self._data[self._bytes : index].decode("utf-8", "replace"))
            self._bytes = index
        return self._chars

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count()
        if len(self._stack) >= DEEPEST:
            raise UnreadableInput(self._name, f"is nested deeper than {DEEPEST} levels")
        element = Element(_local(tag), {_local(key): value for key, value in attributes.items()}, self._place())
        if self._stack:
            self._stack[-1].children.append(element)
        else:
            self._found = element
        self._stack.append(element)

    def _end(self, tag: str) -> None:
        element = self._stack.pop()
        place = self._place()
        closing = self._source.find(">", place)
        element.end = closing + 1 if closing >= 0 else len(self._source)

    def _words(self, chars: str) -> None:
        place = self._place()
        literal = self._source.startswith(chars, place)
        children = self._stack[-1].children
        last = children[-1] if children else None
        if isinstance(last, Run) and last.literal and literal and last.at + len(last.chars) == place:
            last.chars += chars  # expat tells each line of a text apart
            return
        self._count()
        children.append(Run(chars, place, literal))


def _local(name: str) -> str:
    return name.rpartition(":")[2]
