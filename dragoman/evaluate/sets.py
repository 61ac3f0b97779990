"""The gold sets of a folder: which there are, what stands in them, and their digests.

A set is a file, known by the beginning of its name, or a folder of annotated reports: `<doc>.json` with statements or
events, beside `<doc>.txt`. Its name is the file's without `.jsonl`, or the folder's. Training files are left out, since
what was looked at while building tells nothing, and so are other folders and files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dragoman.errors import GoldError
from dragoman.evaluate.reports.reading import is_annotation
from dragoman.evaluate.rows import Row, digest_of, read_lines


class Kind(StrEnum):
    """What a gold set asks; in the order in which they are evaluated."""

    RAWTEXT = "rawtext"
    ARTICLES = "articles"
    TIMES = "times"
    PLACES = "places"
    ACTORS = "actors"
    STATEMENTS = "statements"
    MODALITY = "modality"
    PAIRS = "pairs"
    SENTENCES = "sentences"
    NEGATIVES = "negatives"
    REPORTS = "reports"
    STORIES = "stories"
    THREADS = "threads"


_BEGINNINGS = {
    "events_pairs_": Kind.PAIRS,
    "events_sentences_": Kind.SENTENCES,
    "events_negative_": Kind.NEGATIVES,
    "actors_": Kind.ACTORS,
    "statements_": Kind.STATEMENTS,
    "modality_": Kind.MODALITY,
    "times_": Kind.TIMES,
    "places_": Kind.PLACES,
    "rawtext_": Kind.RAWTEXT,
    "articles_": Kind.ARTICLES,
    "fixtures_": Kind.ARTICLES,
    "stories_": Kind.STORIES,
    "threads_": Kind.THREADS,
}
_TRAINING = ("_train.jsonl",)

OWN = Path(__file__).with_name("gold")
"""The sets that the project has written itself, which an installed package can score as well."""


@dataclass(frozen=True, slots=True)
class GoldSet:
    """One gold set: a JSONL file, or a folder of annotated reports."""

    name: str
    kind: Kind
    path: Path

    def digest(self) -> str:
        """The file's sha256; of a folder, that over the lines "<name> <sha256>" of its .json and .txt files."""
        if self.kind is not Kind.REPORTS:
            return digest_of(self.path)
        files = sorted(p for p in self.path.iterdir() if p.suffix in (".json", ".txt"))
        return hashlib.sha256("".join(f"{p.name} {digest_of(p)}\n" for p in files).encode()).hexdigest()

    def rows(self) -> list[Row]:
        """The records of a set that is a file."""
        return read_lines(self.path)


def find_sets(*folders: Path, only: Collection[str] = ()) -> list[GoldSet]:
    """The gold sets of some folders; a folder that holds annotated reports is a set itself.

    `only` keeps sets of these kinds or names. Raises GoldError if a folder cannot be read or holds no gold set, if two
    hold one of the same name, or if one that `only` names is nowhere.
    """
    found = [s for folder in folders for s in _sets_in(folder)]
    shown = ", ".join(str(f) for f in folders)
    names = [s.name for s in found]
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise GoldError(f"{shown}: hold more than one gold set {twice[0]!r}; figures are told by the sets' names")
    for wanted in only:
        if not any(wanted in (s.kind, s.name) for s in found):
            there = ", ".join(sorted({*names} | {str(s.kind) for s in found}))
            raise GoldError(f"{shown}: holds no gold set {wanted!r}; there are {there}")
    order = list(Kind)
    kept = [s for s in found if not only or s.kind in only or s.name in only]
    return sorted(kept, key=lambda s: (order.index(s.kind), s.name))


def _sets_in(folder: Path) -> list[GoldSet]:
    if not folder.is_dir():
        raise GoldError(f"{folder}: is no folder of gold sets")
    found = [GoldSet(p.name.removesuffix(".jsonl"), kind, p) for p in sorted(folder.iterdir()) if (kind := _kind(p))]
    if any(is_annotation(p) for p in sorted(folder.glob("*.json"))):
        found.append(GoldSet(folder.resolve().name, Kind.REPORTS, folder))
    if not found:
        raise GoldError(
            f"{folder}: holds no gold set (files such as events_pairs_*.jsonl, folders of annotated reports)"
        )
    return found


def _kind(path: Path) -> Kind | None:
    if path.is_dir():
        return Kind.REPORTS if any(is_annotation(p) for p in sorted(path.glob("*.json"))) else None
    if path.suffix != ".jsonl" or path.name.endswith(_TRAINING):
        return None
    return next((kind for start, kind in _BEGINNINGS.items() if path.name.startswith(start)), None)


def sample(n: int, limit: int | None) -> list[int]:
    """The numbers of at most `limit` of `n` records, spread evenly: always the same, from every part of a file."""
    if limit is None or limit >= n:
        return list(range(n))
    if limit <= 0:
        raise GoldError(f"a limit of {limit} records leaves nothing to evaluate")
    return [i * n // limit for i in range(limit)]
