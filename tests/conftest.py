"""Fixtures that several rooms' tests share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from dragoman.language import Analysis, analyse
from dragoman.model import Block, BlockKind, Report, report_id
from tests import stores

settings.register_profile("dragoman", deadline=None)  # no test depends on how busy the machine is
settings.load_profile("dragoman")

ROOT = Path(__file__).parent.parent
GOLD = Path(os.environ.get("DRAGOMAN_GOLD", ROOT.parent / "shared" / "gold"))


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of gold sets; tests that need it are skipped where it is absent, as on a user's machine."""
    if not GOLD.is_dir():
        pytest.skip(f"no gold data at {GOLD}: set DRAGOMAN_GOLD to a folder of gold sets to run this test")
    return GOLD


def make_report(text: str, *, published: datetime | date | None = None) -> Report:
    """A report of already clean text: every line is a paragraph."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(line)))
        at += len(line) + 1
    return Report(id=report_id(None, text), text=text, blocks=tuple(blocks), published=published, language="en")


@pytest.fixture(scope="session")
def parse() -> Callable[..., Analysis]:
    def run(text: str, *, published: datetime | date | None = None) -> Analysis:
        return analyse(make_report(text, published=published))

    return run


@pytest.fixture(scope="session")
def postgres() -> Iterator[stores.Server]:
    """A PostgreSQL server on loopback; tests that need it are skipped where there is none."""
    with stores.running() as server:
        yield server


@pytest.fixture(params=stores.KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> stores.Store:
    """Places for records, of each kind in turn."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return stores.store_of(request.param, request, tmp_path)


@pytest.fixture(scope="module", params=stores.KINDS)
def shared_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[stores.Store]:
    """Places for records that the tests of a module share, of each kind in turn."""
    folder = tmp_path_factory.mktemp("records")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        yield stores.store_of(request.param, request, folder)
