"""The catalogue: what of a record is listed, in the order in which it is listed, ready to be paged through.

A record keeps its rows as they were coded; whoever lists a million events by day, country and type would read most of
them for each page. So a server has a catalogue made first: for each kind of thing one Arrow file, newest first, mapped
into memory and never changed. `sheets` says what stands in it, `making` writes it beside the record and tells whether
it is that of the record's present state, `opened` reads it, `choosing` answers: which rows, how many, what follows.
"""

from __future__ import annotations

from dragoman.server.catalogue.choosing import Choice, Cursor, OneOf, Who, Within
from dragoman.server.catalogue.making import make, state_of
from dragoman.server.catalogue.opened import Catalogue, Sheet

__all__ = ["Catalogue", "Choice", "Cursor", "OneOf", "Sheet", "Who", "Within", "make", "state_of"]
