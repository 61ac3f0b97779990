"""Full-text search over a record's reports, statements and events.

    with Record.open("news.duckdb", read_only=True) as record:
        for hit in Search(record).find('"border talks" speaker:Quispe country:BOL since:2024'):
            print(hit.day, hit.snippet.marked())

`query` reads what is asked, `documents` says what of a record is searched, `index` keeps it beside the record and
follows it, `compiling`, `finding` and `snippets` answer. docs/search.md tells the language, the rules for words, and
the figures.
"""

from __future__ import annotations

from dragoman.record.search.finding import Hit, Search
from dragoman.record.search.query import Note, Query, parse
from dragoman.record.search.snippets import Snippet

__all__ = ["Hit", "Note", "Query", "Search", "Snippet", "parse"]
