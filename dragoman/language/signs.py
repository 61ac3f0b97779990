"""The sign of a network's 8-bit weights: unsigned on file, signed in memory where this CPU multiplies those right.

Products of unsigned activations and signed weights are what CPUs with VNNI are fast at, two to three times as fast as
with unsigned weights. CPUs without it add two such products in 16 bits, which overflow, and an event would be another
one there. So the file holds unsigned weights, which every CPU computes alike; where a probe shows that nothing
overflows they are read as signed ones: each weight and its zero point 128 less, which is the same weight, and the same
figures.

Beside `NAME.onnx` stands `NAME.signed.json`, which `training/signs.py` makes: `flip`, runs of bytes as pairs of offset
and length, whose highest bit is turned (that is 128 less); and `types`, offsets of single bytes that say "unsigned".
"""

from __future__ import annotations

import functools
import json
from pathlib import Path

import numpy as np

# What ONNX calls 8-bit integers (TensorProto.DataType).
UNSIGNED, SIGNED = 2, 3


def weights(path: Path) -> bytes:
    """The ONNX file as this CPU is to compute it. Raises OSError or ValueError where it or its plan is broken."""
    blob = path.read_bytes()
    plan = path.with_suffix(".signed.json")
    probe = path.with_name("probe.onnx")
    if not (plan.is_file() and probe.is_file() and multiplies_signed(probe)):
        return blob
    return signed(blob, json.loads(plan.read_text("utf-8")))


def signed(blob: bytes, plan: dict[str, list[list[int]] | list[int]]) -> bytes:
    """The bytes of a model with unsigned weights, as those of the same model with signed ones.

    Raises ValueError where the plan is another file's.
    """
    out = np.frombuffer(blob, dtype=np.uint8).copy()
    for offset in plan["types"]:
        if out[offset] != UNSIGNED:
            raise ValueError(f"no unsigned tensor at byte {offset}: the plan of signs belongs to another file")
        out[offset] = SIGNED
    for offset, length in plan["flip"]:  # type: ignore[misc]
        out[offset : offset + length] ^= 0x80
    return out.tobytes()


@functools.cache
def multiplies_signed(probe: Path) -> bool:
    """Whether this CPU gets the largest products right: `probe` multiplies nothing but 255 by weights of 127."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = ort.InferenceSession(str(probe), options, providers=["CPUExecutionProvider"])
    (wanted,) = session.get_inputs()
    depth = wanted.shape[1]
    (got,) = session.run(None, {wanted.name: np.full((16, depth), 255, dtype=np.uint8)})
    return bool((got == 255 * 127 * depth).all())
