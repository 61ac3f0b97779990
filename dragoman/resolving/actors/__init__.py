"""Who is a political actor, of which country, and in which PLOVER sector.

Four sources, in this order: the report's own titles and appositions, a register of bodies and of office holders with
dates, the world's states, and, where a phrase leaves its country open, the country its surroundings speak of. In the
register a user's own rows (`own`, which `imports` makes from dictionaries) go before the shipped ones.
"""

from __future__ import annotations

from dragoman.resolving.actors.describing import Description, describe, resolve_phrase
from dragoman.resolving.actors.index import ActorIndex, resolve_actors
from dragoman.resolving.actors.own import OwnRow, read_own
from dragoman.resolving.actors.register import Register

__all__ = [
    "ActorIndex",
    "Description",
    "OwnRow",
    "Register",
    "describe",
    "read_own",
    "resolve_actors",
    "resolve_phrase",
]
