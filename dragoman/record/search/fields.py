"""What the index holds of a document: its fields, and how a document's words, days and codes are put into them."""

from __future__ import annotations

import functools
import json

import tantivy

from dragoman.model import identity
from dragoman.record.search.common import runs
from dragoman.record.search.documents import Document
from dragoman.record.search.words import stems

LAYOUT = 2
"""Version of the fields and of the words in them (`words.py`, its tables); an index of another one is made anew."""

BEGINNINGS = (2, 3)
"""Beginnings of words of so many letters are words of the field `begins`; longer ones are looked for word by word."""
UNKNOWN = "000000"
"""The day, in the field `day`, of what has none."""

_APART = " | "
"""Stands between stretches of one field, so that no phrase goes from one into the next; a stem never holds it."""
_FIRST_DAY, _LAST_DAY = 719_163, 755_687
"""1970-01-01 and 2069-12-31 as ordinals: days beyond count as these in ranking."""


def schema() -> tantivy.Schema:
    """The fields of a document: words by kind, so that each kind has its own frequencies and lengths, and filters."""
    made = tantivy.SchemaBuilder()
    for name in ("report", "statement", "event", "title", "speaker", "actor", "publisher"):
        made.add_text_field(f"{name}_words", tokenizer_name="whitespace", index_option="position")
    made.add_text_field("begins", tokenizer_name="whitespace", index_option="basic")
    made.add_text_field("codes", tokenizer_name="whitespace", index_option="basic")
    made.add_text_field("day", tokenizer_name="raw", index_option="basic")
    made.add_text_field("in_report", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field("kind", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field("state", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_bytes_field("shown", stored=True)
    made.add_integer_field("start", stored=True)
    made.add_integer_field("end", stored=True)
    made.add_integer_field("first", indexed=True, fast=True)
    made.add_integer_field("last", indexed=True, fast=True)
    made.add_unsigned_field("recent", fast=True)
    made.add_unsigned_field("order", indexed=True, fast=True)
    return made.build()


def as_tantivy(document: Document, common: frozenset[str]) -> tantivy.Document:
    """A document as the index takes it: texts as stems between blanks; `common` are the index's common words."""
    made = tantivy.Document()
    begun: set[str] = set()
    for field, stretches in (
        (f"{document.kind}_words", document.words),
        ("title_words", (document.title,) if document.title else ()),
    ):
        if stretches:
            lines = [stems(line) for stretch in stretches for line in stretch.split("\n") if line]
            pairs = [run for line in lines for run in runs(line, common)]
            made.add_text(field, _APART.join([*map(" ".join, lines), *pairs]))
            begun.update(word[:letters] for line in lines for word in line for letters in BEGINNINGS)
    if begun:
        made.add_text("begins", " ".join(begun))
    for field, names in (
        ("speaker_words", document.speakers),
        ("actor_words", document.actors),
        ("publisher_words", document.publishers),
    ):
        if names:
            made.add_text(field, _APART.join(map(_name, names)))
    if document.codes:
        made.add_text("codes", " ".join([code.replace(" ", "_") for code in document.codes]))
    made.add_text("in_report", document.report)
    made.add_text("id", document.id)
    made.add_text("kind", document.kind)
    if document.shown is not None:
        made.add_bytes("shown", json.dumps(document.shown, ensure_ascii=False).encode())
    made.add_integer("start", document.span.start)
    made.add_integer("end", document.span.end)
    day = document.first.toordinal() if document.first else 0
    if document.first and document.last:
        made.add_integer("first", document.first.toordinal())
        made.add_integer("last", document.last.toordinal())
    made.add_text("day", day_term(day))
    made.add_unsigned("recent", _recent(day))
    made.add_unsigned("order", order(day, document))
    return made


@functools.lru_cache(maxsize=1 << 16)
def _name(name: str) -> str:
    """The stems of a name; cached, as names come again and again."""
    return _APART.join([" ".join(stems(line)) for line in name.split("\n") if line])


def day_term(day: int) -> str:
    """The word of the field `day` for an ordinal (0: unknown); in the order of the days."""
    return f"{day:06}"


def order(day: int, document: Document) -> int:
    """A number of its own for a document, higher for a later day (an ordinal, 0 where unknown): 22 + 42 bits."""
    return day << 42 | int(identity("found", document.kind, document.report, document.id)[:11], 16) >> 2


def day_of(order: int) -> int:
    """The ordinal of the day in an `order`, 0 where unknown."""
    return order >> 42


def _recent(day: int) -> int:
    """What a score is multiplied by the logarithm (to base 2) of: 63 for the past up to 64 for the latest day."""
    share = (min(max(day, _FIRST_DAY), _LAST_DAY) - _FIRST_DAY) / (_LAST_DAY - _FIRST_DAY)
    return min(int(2.0 ** (63 + share)), 2**64 - 4096)
