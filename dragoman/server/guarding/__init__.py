"""Guarding: what stands between the network and the record, one file each, in the order in which a request meets it.

`hosts` (is this server meant), `headers` (what browsers are told they may do with its answers), `rates` (how often),
`bodies` (how much, how fast), `tokens` (who asks, and what for), `crossing` (was it this server's own page that sent
it). `slowness` is below all of them: a connection that sends no request in time is closed.
"""

from __future__ import annotations

from dragoman.server.guarding.bodies import Bodies
from dragoman.server.guarding.crossing import Crossing
from dragoman.server.guarding.headers import Headers
from dragoman.server.guarding.hosts import Hosts
from dragoman.server.guarding.rates import Rates
from dragoman.server.guarding.sessions import Sessions
from dragoman.server.guarding.tokens import Identity, Scope, Tokens
from dragoman.server.guarding.who import Asker

__all__ = ["Asker", "Bodies", "Crossing", "Headers", "Hosts", "Identity", "Rates", "Scope", "Sessions", "Tokens"]
