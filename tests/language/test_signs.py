"""Unsigned weights read as signed ones: the same figures, only where the CPU multiplies them right."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dragoman.language import signs
from dragoman.language.encoder import Encoder
from dragoman.language.wordpieces import Encoded
from tests.conftest import ROOT

MODEL = ROOT / "dragoman" / "coding" / "events" / "model"


def test_both_signs_give_the_same_figures(tmp_path: Path) -> None:
    plain = tmp_path / "events.onnx"  # no plan of signs beside it
    plain.write_bytes((MODEL / "events.onnx").read_bytes())
    texts = [Encoded([101, *range(2000 + n, 2010 + 3 * n), 102], 1) for n in range(12)]
    unsigned, shipped = Encoder(plain).run(texts), Encoder(MODEL / "events.onnx").run(texts)
    assert unsigned.keys() == shipped.keys()
    for head in unsigned:
        np.testing.assert_allclose(unsigned[head], shipped[head], atol=1e-4)


def test_the_plan_turns_every_weight_and_nothing_else() -> None:
    blob = (MODEL / "events.onnx").read_bytes()
    plan = json.loads((MODEL / "events.signed.json").read_text("utf-8"))
    made = signs.signed(blob, plan)
    assert len(made) == len(blob)
    differing = np.flatnonzero(np.frombuffer(blob, np.uint8) != np.frombuffer(made, np.uint8))
    assert len(differing) == len(plan["types"]) + sum(length for _, length in plan["flip"])
    assert len(plan["types"]) == len(plan["flip"]) >= 2 * 6 * 4  # weights and zero points of four products a layer
    weights = sum(length for _, length in plan["flip"])
    assert weights > 10_000_000  # the layers' own, not the vocabulary's


def test_a_plan_of_another_file_is_refused() -> None:
    blob = bytes(range(1, 200))
    with pytest.raises(ValueError, match="another file"):
        signs.signed(blob, {"types": [10], "flip": [[20, 4]]})


def test_a_cpu_that_overflows_reads_unsigned_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("events.onnx", "events.signed.json", "probe.onnx"):
        (tmp_path / name).write_bytes((MODEL / name).read_bytes())
    blob = (tmp_path / "events.onnx").read_bytes()
    monkeypatch.setattr(signs, "multiplies_signed", lambda probe: False)
    assert signs.weights(tmp_path / "events.onnx") == blob
    monkeypatch.setattr(signs, "multiplies_signed", lambda probe: True)
    assert signs.weights(tmp_path / "events.onnx") != blob


def test_the_probe_tells_products_that_overflow(tmp_path: Path) -> None:
    """A probe that expects 255 x 127 and is given weights of 126 says no: what it asks for is the exact sum."""
    raw = (MODEL / "probe.onnx").read_bytes()
    wrong = tmp_path / "probe.onnx"
    wrong.write_bytes(raw.replace(bytes([127]) * 64, bytes([126]) * 64))
    assert wrong.read_bytes() != raw
    assert not signs.multiplies_signed(wrong)
