"""A small encoder with heads, run from an ONNX file: marked texts in, one row of figures a head out."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dragoman.errors import ModelMissing
from dragoman.language.signs import weights
from dragoman.language.wordpieces import Encoded, padded

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

# Rows that go through the encoder together: more only make the padding longer and the cache colder.
BATCH = 8


class Encoder:
    """One ONNX file with inputs `ids`, `mask` (rows x pieces) and `anchor` (rows), and a named output for each head."""

    def __init__(self, path: Path) -> None:
        self._session = _session(path)
        self.heads = tuple(o.name for o in self._session.get_outputs())

    def run(self, texts: Sequence[Encoded]) -> dict[str, NDArray[np.float32]]:
        """Head name -> figures, rows x classes, in the order of `texts`. Short and long texts are batched apart."""
        order = sorted(range(len(texts)), key=lambda n: len(texts[n].ids))
        out: dict[str, NDArray[np.float32]] = {}
        for first in range(0, len(order), BATCH):
            rows = order[first : first + BATCH]
            ids, mask, anchor = padded(texts[n] for n in rows)
            found = self._session.run(
                list(self.heads),
                {
                    "ids": np.asarray(ids, dtype=np.int64),
                    "mask": np.asarray(mask, dtype=np.int64),
                    "anchor": np.asarray(anchor, dtype=np.int64),
                },
            )
            for head, figures in zip(self.heads, found, strict=True):
                if head not in out:
                    out[head] = np.zeros((len(texts), figures.shape[1]), dtype=np.float32)
                out[head][rows] = figures
        return out


@functools.cache
def _session(path: Path) -> InferenceSession:
    """Raises `ModelMissing` where the file is not there or cannot be loaded."""
    import onnxruntime as ort

    if not path.is_file():
        raise ModelMissing(f"{path.name} is missing from the installation; install Dragoman anew, or run `make train`")
    options = ort.SessionOptions()
    # One process, one core, as in `loading`: runs are made parallel by sharding reports.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return ort.InferenceSession(weights(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime raises classes of its own, none of them documented
        raise ModelMissing(f"{path.name} cannot be loaded: {error}") from error
