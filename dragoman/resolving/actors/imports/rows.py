"""What every import shares: the lines of a file, entries found in it, and the rows and complaints they come to."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from dragoman.errors import InputNotFound, UnreadableInput
from dragoman.resolving.actors.imports.names import clean, doubt
from dragoman.resolving.actors.own import Kind, OwnRow
from dragoman.resolving.actors.wording import key_of
from dragoman.resolving.countries import Countries

LONGEST_LINE = 32 << 20  # bytes; the greatest entities of Wikidata have some five million
SHOWN = 80  # characters of a line that a complaint quotes
PATIENCE = 1000  # complaints without a single entry after which a file is of another kind


@dataclass(frozen=True, slots=True)
class BadLine:
    """Something of a file that was left out: "line 12, date: the date 1999123 has 7 digits, not six or eight".

    `code` is syntax, encoding, code, date, reference, or doubtful for a name that could mean too much; `text` is the
    line or name, cut to 80 characters.
    """

    line: int
    code: str
    problem: str
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What an entry says of somebody for some time; cells as in `OwnRow`."""

    country: str | None = None
    sector: str | None = None
    role: str = ""
    start: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody or something that a file knows, before doubtful names have been taken out."""

    line: int
    kind: Kind
    name: str
    aliases: tuple[str, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file gave: its rows, what was left out and why, and how many entries it holds.

    `silent` counts entries that say nothing the register could use, such as films, or states that it knows already.
    """

    source: str
    entries: int
    rows: tuple[OwnRow, ...]
    issues: tuple[BadLine, ...]
    silent: int = 0

    @property
    def broken(self) -> bool:
        """Whether more than doubtful names was left out."""
        return any(issue.code != "doubtful" for issue in self.issues)


@dataclass(slots=True)
class Gathering:
    """Takes what a reader finds in a file, line by line."""

    name: str
    entries: list[Entry] = field(default_factory=list)
    issues: list[BadLine] = field(default_factory=list)
    silent: int = 0
    parts: int = 0  # offices and the like, which are no entries by themselves

    def complain(self, line: int, code: str, problem: str, text: str) -> None:
        """Note what is left out. Raises `UnreadableInput` where nothing but complaints has come for long."""
        self.issues.append(BadLine(line, code, problem, clean(text[: 4 * SHOWN])[:SHOWN]))
        if len(self.issues) >= PATIENCE and not (self.entries or self.silent or self.parts):
            raise self.foreign()

    def foreign(self) -> UnreadableInput:
        """The error for a file in which there is nothing of the kind."""
        first = self.issues[0]
        problem = f"has no entry that could be read; line {first.line}: {first.problem}"
        return UnreadableInput(self.name, problem, "is it of another kind? docs/actors.md shows what each looks like")


def source_of(kind: str, path: Path) -> str:
    """The cell `source` for rows of a file: "phoenix:people.txt:1a2b3c4d5e6f", the last part of its SHA-256."""
    digest = hashlib.sha256()
    with _opened(path) as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return f"{kind}:{clean(path.name)}:{digest.hexdigest()[:12]}"


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file, gzip or bzip2 undone, numbered from 1, without line ends.

    Raises `InputNotFound` where there is none, `UnreadableInput` where it is binary, damaged or has an endless line.
    """
    with _opened(path) as raw:
        head = raw.read(3)
        raw.seek(0)
        stream: Any = raw
        if head[:2] == b"\x1f\x8b":
            stream = gzip.GzipFile(fileobj=raw)
        elif head == b"BZh":
            stream = bz2.BZ2File(raw)
        number = 0
        try:
            while line := stream.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise UnreadableInput(str(path), f"line {number} is longer than {LONGEST_LINE >> 20} MB")
                if b"\x00" in line[:4096]:
                    raise UnreadableInput(str(path), "is no text", "give a text file, plain or packed by gzip or bzip2")
                yield (
                    number,
                    line.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n") if number == 1 else line.rstrip(b"\r\n"),
                )
        except (EOFError, zlib.error, OSError) as error:
            problem = f"is damaged after line {number}: {error}"
            raise UnreadableInput(str(path), problem, "fetch or copy it again; nothing was imported") from error
    if not number:
        raise UnreadableInput(str(path), "is empty")


def objects(path: Path, gathering: Gathering | None) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """The JSON objects of a file with one a line, with line and text; a list's brackets and commas are allowed.

    What is none is complained of, where there is a gathering.
    """
    for number, line in lines(path):
        bare = line.strip().removesuffix(b",")
        if bare in (b"", b"[", b"]"):
            continue
        text, problem, code = "", "is not JSON", "syntax"
        try:
            text = bare.decode("utf-8")
            found = json.loads(text)
        except UnicodeDecodeError:
            text, found, problem, code = bare[:SHOWN].decode("utf-8", "replace"), None, "is not UTF-8", "encoding"
        except ValueError as error:
            found, problem = None, f"is not JSON: {error}"
        except RecursionError:
            found, problem = None, "is nested too deep"
        else:
            problem = "is not a JSON object"
        if isinstance(found, dict):
            yield number, text, found
        elif gathering is not None:
            gathering.complain(number, code, problem, text)


def imported(gathering: Gathering, source: str) -> Imported:
    """The rows of what was gathered, doubtful names left out. Raises `UnreadableInput` where nothing was."""
    count = len(gathering.entries) + gathering.silent + gathering.parts
    if not count:
        raise gathering.foreign() if gathering.issues else UnreadableInput(gathering.name, "has no entries")
    kept = _sure(_homonyms(gathering.entries, gathering), gathering)
    rows = {
        row.fact: row
        for entry in kept
        for row in (
            OwnRow(
                kind=entry.kind,
                name=entry.name,
                aliases=entry.aliases,
                country=fact.country,
                sector=fact.sector,
                role=clean(fact.role),
                start=fact.start,
                until=fact.until,
                source=source,
            )
            for fact in entry.facts
        )
    }
    issues = tuple(sorted(gathering.issues, key=lambda issue: issue.line))
    return Imported(source, count, tuple(rows.values()), issues, gathering.silent)


def _homonyms(entries: Sequence[Entry], gathering: Gathering) -> list[Entry]:
    """The entries with those of one name made one, where they can be the same; else none of them is taken."""
    named: dict[tuple[bool, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        named[entry.kind is Kind.NOUN, key_of(entry.name)].append(entry)
    out: list[Entry] = []
    for same in named.values():
        first = same[0]
        homes = {f.country for e in same for f in e.facts if f.country is not None}
        several = len({(e.kind, e.facts) for e in same}) > 1
        if several and (len(homes) > 1 or len({e.kind for e in same}) > 1):
            told = f"{len(same)} entries that differ bear the name"
            for entry in same:
                gathering.complain(entry.line, "doubtful", told, entry.name)
            continue
        aliases = tuple(dict.fromkeys(a for e in same for a in e.aliases))
        out.append(replace(first, aliases=aliases, facts=tuple(dict.fromkeys(f for e in same for f in e.facts))))
    return out


def _sure(entries: Iterable[Entry], gathering: Gathering) -> Iterator[Entry]:
    """Entries and aliases that name one thing and nothing else."""
    kept: list[Entry] = []
    bearers: dict[str, int] = defaultdict(int)
    for entry in entries:
        why = doubt(entry.name, entry.kind)
        if why is not None:
            if not _known_state(entry):
                gathering.complain(entry.line, "doubtful", f"the name {why}", entry.name)
            continue
        kept.append(entry)
        if entry.kind is not Kind.NOUN:
            for key in {key_of(name) for name in (entry.name, *entry.aliases)}:
                bearers[key] += 1
    for entry in kept:
        own = key_of(entry.name)
        aliases: dict[str, str] = {}
        for alias in entry.aliases:
            key = key_of(alias)
            why = doubt(alias, entry.kind)
            if why is None and entry.kind is not Kind.NOUN and bearers[key] > 1 and key != own:
                why = "is another entry's too"
            if why is None and key != own:
                aliases.setdefault(key, alias)
            elif why is not None and not _known_state(replace(entry, name=alias)):
                gathering.complain(entry.line, "doubtful", f"the alias {why}", alias)
        yield replace(entry, aliases=tuple(aliases.values()))


def _known_state(entry: Entry) -> bool:
    """Whether a name is a word for a country that the entry gives to that country: nothing new, and nothing wrong."""
    found = Countries.load().find(entry.name)
    return found is not None and {f.country for f in entry.facts} == {found[0].iso3}


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise InputNotFound(str(path), "there is no such file") from error
    except OSError as error:
        raise UnreadableInput(str(path), f"cannot be read: {error.strerror or error}") from error
