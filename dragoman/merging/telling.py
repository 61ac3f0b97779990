"""How often a happening was told: what exports say of an event beside the event itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Telling(NamedTuple):
    """How many reports tell of the incident that an event belongs to, and how many publishers they are of."""

    reports: int
    publishers: int


ALONE = Telling(1, 1)
"""An event that only its own report tells of."""

Told = Mapping[str, Telling]
"""Events' ids and their tellings; events that are not in it are `ALONE`."""
