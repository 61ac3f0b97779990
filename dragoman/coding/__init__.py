"""Coding: resolved analyses become statements, events and commitments."""
