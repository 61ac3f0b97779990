"""Places: which stretches of a report name a place of the world, and which place it is."""

from dragoman.resolving.places.finding import find_in_text, find_places, resolve_place, resolve_spans

__all__ = ["find_in_text", "find_places", "resolve_place", "resolve_spans"]
