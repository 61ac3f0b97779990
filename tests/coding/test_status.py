from __future__ import annotations

from datetime import date

import pytest

from dragoman.coding.status import modality_of, status_of
from dragoman.language import analyse
from dragoman.language.analysis import Token
from dragoman.model import Block, BlockKind, Report, Status

DAY = date(2024, 5, 14)


def token(text: str, word: str) -> Token:
    report = Report(id="r", text=text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))
    return next(t for t in analyse(report).tokens if t.text == word)


@pytest.mark.parametrize(
    ("text", "word", "label"),
    [
        ("Peru signed the treaty on Monday.", "signed", "asserted"),
        ("Peru has not signed the treaty.", "signed", "negated"),
        ("Peru failed to sign the treaty.", "sign", "negated"),
        ("The army left without firing a shot.", "firing", "negated"),
        ("No soldiers crossed the border.", "crossed", "negated"),
        ("Peru denied that its troops had crossed the border.", "crossed", "negated"),
        ("Peru will sign the treaty in June.", "sign", "planned"),
        ("Peru plans to sign the treaty.", "sign", "planned"),
        ("Peru is going to sign the treaty.", "sign", "planned"),
        ("Peru is ready to sign the treaty.", "sign", "planned"),
        ("Peru could sign the treaty.", "sign", "possible"),
        ("If Peru signs the treaty, tariffs will fall.", "signs", "possible"),
        ("Bolivia urged Peru to sign the treaty.", "sign", "requested"),
        ("Bolivia called for talks.", "talks", "requested"),
        ("Peru and Bolivia held talks in Lima.", "talks", "asserted"),
        ("The minister said Peru had signed the treaty.", "signed", "asserted"),
        ("Peru signed the treaty in 1998.", "signed", "historical"),
        ("Peru signed the treaty two decades ago.", "signed", "historical"),
        ("Peru stopped paying for the canal in 1998.", "stopped", "historical"),
        ("Neither Peru nor Bolivia signed the treaty.", "signed", "negated"),
        ("Peru no longer pays for the canal.", "pays", "negated"),
        ("Peru has yet to sign the treaty.", "sign", "negated"),
        ("Peru did not leave the talks but signed the treaty.", "signed", "asserted"),
        ("Peru is likely to sign the treaty.", "sign", "possible"),
        ("Peru has kept the treaty since 1998.", "kept", "asserted"),
    ],
)
def test_modality(text: str, word: str, label: str) -> None:
    assert modality_of(token(text, word), day=DAY) == label


def test_status_takes_the_calendar() -> None:
    signed = token("Peru signed the treaty.", "signed")
    assert status_of(signed, day=DAY, date_interval=(date(2024, 3, 1), date(2024, 3, 1))) is Status.OCCURRED
    assert status_of(signed, day=DAY, date_interval=(date(2019, 3, 1), date(2019, 3, 1))) is Status.HISTORICAL
    assert status_of(signed, day=None) is Status.OCCURRED


def test_status_of_what_is_asked_for_is_hypothetical() -> None:
    assert status_of(token("Bolivia urged Peru to sign the treaty.", "sign"), day=DAY) is Status.HYPOTHETICAL
