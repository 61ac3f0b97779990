"""Merging: many records become stories (copies and revisions of one report) and incidents (one happening, once)."""

from dragoman.merging.incidents import Merger, find_incidents
from dragoman.merging.revisions import Change, Words, changes, wording
from dragoman.merging.stories import DAYS, Copy, Story, StoryIndex, find_stories
from dragoman.merging.summing import Evidence, Figure, Incident, IncidentParty

__all__ = [
    "DAYS",
    "Change",
    "Copy",
    "Evidence",
    "Figure",
    "Incident",
    "IncidentParty",
    "Merger",
    "Story",
    "StoryIndex",
    "Words",
    "changes",
    "find_incidents",
    "find_stories",
    "wording",
]
