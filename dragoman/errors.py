"""Everything that Dragoman raises on purpose.

    DragomanError
    ├── InputError            one input could not be used; the run goes on with the others
    │   ├── InputNotFound     no such file
    │   ├── UnreadableInput   bytes that are no text (binary), or text no reader can take
    │   ├── NoArticle         a page was read, and there is no article on it
    │   ├── InputTooLarge     over the size limit, refused before it is parsed
    │   ├── NotReleased       an agency's item that is withheld, canceled or under embargo
    │   ├── UnclearColumns    a table of which it cannot be told what stands in which column
    │   ├── RefusedAddress    an address that is not gone to: its scheme, host, port, or where its name leads
    │   ├── RefusedByRobots   the site's robots.txt asks programs not to fetch it
    │   └── FetchFailed       an address that could not be had: no such host, an error status, no answer in time
    ├── ModelMissing          the language model is not installed
    ├── ContractError         a JSON record breaks the published schema
    ├── OntologyError         a user's ontology is not in the documented form, or was trained for another classifier
    ├── ActorsError           a user's register of actors is not in the documented form
    ├── JudgementError        an analyst's judgement cannot be read, or says nothing that can be applied
    ├── RecordError           a record file cannot be opened, is locked or of another version
    ├── CorpusError           a corpus folder cannot be written, or what lies in it does not go with what is asked
    ├── QueryError            what somebody searches for cannot be understood; says at which character
    └── GoldError             a gold folder or its files are not what the evaluation reads

A *data problem* inside a usable input (no date, not English, a paragraph cut off) is never an
exception: it becomes a `dragoman.model.Issue` row of that report's record.
"""

from __future__ import annotations

import os
import traceback
from pathlib import Path


class DragomanError(Exception):
    """Base of all errors raised on purpose; its message is fit to be shown to a user."""


class InputError(DragomanError):
    """One input cannot be used.

    `name` is the input as the user gave it (a path, a URL, `-`), `problem` what is wrong with it,
    `advice` what the user can do; all three stand in the message.
    """

    def __init__(self, name: str, problem: str, advice: str = "") -> None:
        self.name, self.problem, self.advice = name, problem, advice
        super().__init__(f"{name}: {problem}" + (f" ({advice})" if advice else ""))


class InputNotFound(InputError):
    """The input does not exist or may not be read."""


class UnreadableInput(InputError):
    """The input's bytes are no text, or in an encoding that cannot be told."""


class NoArticle(InputError):
    """The page was read, but no article was found on it."""


class InputTooLarge(InputError):
    """The input is over the size limit and was not read."""


class NotReleased(InputError):
    """The agency has not released the item: it is withheld, canceled, or under an embargo that has not ended."""


class UnclearColumns(InputError):
    """It cannot be told which of a table's columns hold the reports; the message lists them."""


class RefusedAddress(InputError):
    """The address is not one that is gone to: another scheme, a private network, credentials in it, an odd port."""


class RefusedByRobots(InputError):
    """The site's robots.txt asks programs not to fetch the address."""


class FetchFailed(InputError):
    """The address could not be had.

    `status` is the HTTP status where there was an answer; `retry_after_s` for how many seconds the site asked to be
    left alone; `lasting` whether trying again is of no use (404 and its like).
    """

    def __init__(
        self,
        name: str,
        problem: str,
        advice: str = "",
        *,
        status: int | None = None,
        retry_after_s: float | None = None,
        lasting: bool = False,
    ) -> None:
        self.status, self.retry_after_s, self.lasting = status, retry_after_s, lasting
        super().__init__(name, problem, advice)


class ModelMissing(DragomanError):
    """The language model's weights are not installed."""


class ContractError(DragomanError):
    """A JSON record does not follow the published schema."""


class OntologyError(DragomanError):
    """A user's ontology cannot be used; the message names its file and what is wrong with it."""

    def __init__(self, name: str, problem: str) -> None:
        self.name, self.problem = name, problem
        super().__init__(f"{name}: {problem}")


class ActorsError(DragomanError):
    """A user's register of actors cannot be used; the message names its file, the line and what is wrong with it."""

    def __init__(self, name: str, problem: str) -> None:
        self.name, self.problem = name, problem
        super().__init__(f"{name}: {problem}")


class JudgementError(DragomanError):
    """A judgement cannot be read, or says nothing of its thing that can be applied."""


class RecordError(DragomanError):
    """A record file cannot be opened, is locked, or was written by another schema version."""


class CorpusError(DragomanError):
    """A corpus folder cannot be used or written, or its parts do not go with what is asked of them."""


class QueryError(DragomanError):
    """A search query cannot be understood.

    `start` and `end` are the characters of the query that are at fault (code points, half-open), `problem` what is
    wrong with them and what to write instead.
    """

    def __init__(self, problem: str, *, start: int, end: int) -> None:
        self.problem, self.start, self.end = problem, start, end
        super().__init__(f"query, character {start + 1}: {problem}")


class GoldError(DragomanError):
    """A gold folder or a file in it is missing or not in the documented shape."""


def bug_in_words(error: Exception) -> str:
    """An exception that nobody meant to raise, on one line, with the place in the program where it arose."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f"{os.sep}dragoman{os.sep}" in f.filename]
    where = ""
    if frames:
        place = frames[-1].filename.rpartition(f"{os.sep}dragoman{os.sep}")[2]
        where = f" (at dragoman/{Path(place).as_posix()}:{frames[-1].lineno})"
    told = f"{type(error).__name__}: {error}".rstrip(": ").splitlines()[0]
    return f"internal error, please report it: {told}{where}"
