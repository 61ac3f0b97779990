"""The tables of the event coder (`data/*.tsv`), read once a process into typed rows.

What each column means stands at the top of each file.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import product


@dataclass(frozen=True, slots=True)
class Trigger:
    """One row of `triggers.tsv` for one word: "bomb, verb: ASSAULT aerial, the object is the recipient"."""

    word: str
    pos: str
    needs: tuple[tuple[str, tuple[str, ...]], ...]
    type: str
    mode: str | None
    recipient: tuple[str, ...]
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Operator:
    """One row of `operators.tsv` for one word: "urge, verb: its infinitive is what is demanded of its object"."""

    word: str
    pos: str
    content: tuple[str, ...]
    kind: str
    other: tuple[str, ...]
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables. `triggers` and `operators` map a lemma (particle or modifier joined on) to rows, in file order."""

    triggers: dict[str, tuple[Trigger, ...]]
    operators: dict[str, tuple[Operator, ...]]
    classes: dict[str, frozenset[str]]
    compositions: dict[tuple[str, str], tuple[str | None, str | None]]
    contents: dict[tuple[str, str], str]
    instruments: tuple[tuple[str, frozenset[str]], ...]
    threats: dict[tuple[str, str], str]
    contexts: tuple[tuple[str, frozenset[str]], ...]
    foreign: tuple[tuple[str, int, frozenset[str]], ...]
    nominal: frozenset[str]
    idle: frozenset[str]

    def expand(self, values: tuple[str, ...]) -> frozenset[str]:
        """Lemmas of a list in which @name stands for a class."""
        out: set[str] = set()
        for v in values:
            out |= self.classes[v[1:]] if v.startswith("@") else {v}
        return frozenset(out)


@functools.cache
def load() -> Lexicon:
    """The tables of this package. Raises KeyError or ValueError where a row is malformed."""
    triggers: dict[str, list[Trigger]] = {}
    for words, pos, needs, kind, mode, recipient, flags in _rows("triggers"):
        for word in words.split("|"):
            row = Trigger(word, pos, _needs(needs), kind, _null(mode), _list(recipient, ","), _flags(flags))
            triggers.setdefault(word, []).append(row)
    operators: dict[str, list[Operator]] = {}
    for words, pos, content, kind, other, flags in _rows("operators"):
        for word in words.split("|"):
            op = Operator(word, pos, _list(content, ","), kind, _list(other, ","), _flags(flags))
            operators.setdefault(word, []).append(op)
    compositions: dict[tuple[str, str], tuple[str | None, str | None]] = {}
    for kind, inner, made, mode in _rows("compositions"):
        for operator, content in product(kind.split("|"), inner.split("|")):
            compositions.setdefault((operator, content), (_null(made), _null(mode)))
    contents: dict[tuple[str, str], str] = {}
    for kind, pos, words in _rows("content"):
        for word in words.split("|"):
            contents.setdefault((word, pos), kind)
    return Lexicon(
        triggers={k: tuple(v) for k, v in triggers.items()},
        operators={k: tuple(v) for k, v in operators.items()},
        classes={name: frozenset(words.split("|")) for name, words in _rows("classes")},
        compositions=compositions,
        contents=contents,
        instruments=tuple((mode, frozenset(words.split("|"))) for mode, words in _rows("instruments")),
        threats={(kind, mode): made for kind, mode, made in _rows("modes")},
        contexts=tuple((name, frozenset(words.split("|"))) for name, words in _rows("contexts")),
        foreign=tuple((name, int(n), frozenset(words.split("|"))) for name, n, words in _rows("foreign")),
        nominal=frozenset(w for kind, words in _rows("open") if kind == "nominal" for w in words.split("|")),
        idle=frozenset(w for kind, words in _rows("open") if kind == "idle" for w in words.split("|")),
    )


def _rows(name: str) -> Iterator[list[str]]:
    text = (files("dragoman.coding.events") / "data" / f"{name}.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def _null(value: str) -> str | None:
    return None if value == "-" else value


def _list(value: str, by: str) -> tuple[str, ...]:
    return () if value == "-" else tuple(value.split(by))


def _flags(value: str) -> frozenset[str]:
    return frozenset(_list(value, " "))


def _needs(value: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    out = []
    for need in _list(value, " "):
        name, _, rest = need.partition("=")
        out.append((name, tuple(rest.replace(",", "|").split("|")) if rest else ()))
    return tuple(out)
