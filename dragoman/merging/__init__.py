"""Merging: many records become stories (copies and revisions of one report)."""

from dragoman.merging.stories import Copy, Story, find_stories

__all__ = ["Copy", "Story", "find_stories"]
