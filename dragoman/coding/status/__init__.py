"""Whether a happening that a report names was done, is planned, is only possible, is denied, or lies long back.

PLOVER names these auxiliary modes; the annotation standard calls them `status`. Two functions: `modality_of` reads the
grammar around one token, `status_of` adds the calendar and gives the record's status.
"""

from __future__ import annotations

from dragoman.coding.status.background import is_background
from dragoman.coding.status.grammar import Reading, modality
from dragoman.language.analysis import Analysis, Token
from dragoman.model import Status

from datetime import date  # isort: skip

__all__ = ["Reading", "modality_of", "reading_of", "status_of"]

_STATUS = {
    "asserted": Status.OCCURRED,
    "planned": Status.PLANNED,
    "possible": Status.HYPOTHETICAL,
    "requested": Status.HYPOTHETICAL,
    "negated": Status.DENIED,
    "historical": Status.HISTORICAL,
}


def modality_of(token: Token, *, day: date | None = None, date_interval: tuple[date, date] | None = None) -> str:
    """One of asserted, planned, possible, negated, requested, historical for the happening that `token` names.

    `day` is the report's; `date_interval` first and last day of the happening, if known. Without either, only
    words like "decades ago" make it historical.
    """
    label = modality(token).label
    if label == "asserted" and is_background(token, day=day, date_interval=date_interval):
        return "historical"
    return label


def reading_of(token: Token) -> Reading:
    """What the grammar says of the happening that `token` names, and the word that says it; the calendar not asked."""
    return modality(token)


def status_of(
    token: Token, *, analysis: Analysis | None = None, day: date | None, date_interval: tuple[date, date] | None = None
) -> Status:
    """The record's status of the happening that `token` names (rules: annotation standard, "status")."""
    if day is None and analysis is not None:
        day = analysis.report.day
    return _STATUS[modality_of(token, day=day, date_interval=date_interval)]
