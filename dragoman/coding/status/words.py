"""The word lists of the status stage (`data/embeddings.tsv`, `data/modifiers.tsv`), read once a process."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib.resources import files


def _rows(name: str) -> Iterator[list[str]]:
    text = (files("dragoman.coding.status") / "data" / f"{name}.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


@functools.cache
def embeddings() -> dict[tuple[str, str], str]:
    """(lemma, how the happening hangs on it) -> class; a particle verb's lemma is "rule+out"."""
    out: dict[tuple[str, str], str] = {}
    for words, how, label in _rows("embeddings"):
        for word in words.split("|"):
            for h in ("inf", "that", "ing", "obj") if how == "any" else (how,):
                out.setdefault((word, h), label)
    return out


@functools.cache
def modifiers() -> dict[str, str]:
    """Modifier's lower-cased form -> class."""
    return {word: label for words, label in _rows("modifiers") for word in words.split("|")}
