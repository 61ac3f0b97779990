"""Dragoman reads news reports and writes the record of international politics."""

__version__ = "0.1.0"
