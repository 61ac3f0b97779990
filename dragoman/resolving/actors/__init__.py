"""Who is a political actor, of which country, and in which PLOVER sector.

Five sources, in this order: the report's own titles and appositions, a register of bodies and of office holders with
dates, the world's states, where a phrase leaves its country open the country its surroundings speak of, and what
earlier reports said of a name of which this one says too little. In the register a user's own rows (`own`, which
`imports` makes from dictionaries) go before the shipped ones.
"""

from __future__ import annotations

from dragoman.resolving.actors.describing import Description, describe, resolve_phrase
from dragoman.resolving.actors.index import ActorIndex, resolve_actors
from dragoman.resolving.actors.known import Known, Said, told_in
from dragoman.resolving.actors.own import OwnRow, read_own
from dragoman.resolving.actors.register import Register

__all__ = [
    "ActorIndex",
    "Description",
    "Known",
    "OwnRow",
    "Register",
    "Said",
    "describe",
    "read_own",
    "resolve_actors",
    "resolve_phrase",
    "told_in",
]
