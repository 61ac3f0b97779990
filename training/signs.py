"""What lets the shipped weights be read as signed ones: see `dragoman/language/signs.py`.

    python -m training.signs dragoman/coding/events/model/events.onnx

writes `events.signed.json` and `probe.onnx` beside the file.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

# Operators that multiply 8-bit weights, and which of their inputs are weights and zero points.
WEIGHTS = {"MatMulInteger": (1, 3), "QAttention": (1, 7)}
DEPTH, WIDTH = 64, 64  # of the probe


def write(path: Path) -> None:
    """The plan and the probe beside a model. Raises ValueError where a weight cannot be placed in the file."""
    path.with_suffix(".signed.json").write_text(json.dumps(plan(path.read_bytes())) + "\n", "utf-8")
    path.with_name("probe.onnx").write_bytes(probe())


def plan(blob: bytes) -> dict[str, list[list[int]] | list[int]]:
    """Where the file's bytes differ between unsigned and signed weights."""
    graph = onnx.load_from_string(blob).graph
    names = {n.input[at] for n in graph.node for at in WEIGHTS.get(n.op_type, ())}
    users = [n for n in graph.node if names & set(n.input)]
    if any(n.op_type not in WEIGHTS for n in users):
        raise ValueError("a weight has a second use that wants it unsigned")
    types: list[int] = []
    flip: list[list[int]] = []
    for tensor in sorted((i for i in graph.initializer if i.name in names), key=lambda i: i.name):
        whole = tensor.SerializeToString()
        start = blob.find(whole)
        if start < 0 or blob.find(whole, start + 1) >= 0 or tensor.data_type != TensorProto.UINT8:
            raise ValueError(f"{tensor.name} is not found once in the file as unsigned bytes")
        before = TensorProto(dims=tensor.dims, data_type=tensor.data_type).SerializeToString()
        if not whole.startswith(before):
            raise ValueError(f"{tensor.name} is written in another order than expected")
        types.append(start + len(before) - 1)
        flip.append([start + whole.rindex(tensor.raw_data), len(tensor.raw_data)])
    return {"types": types, "flip": flip}


def probe() -> bytes:
    """A model that multiplies its input by weights of 127."""
    made = helper.make_graph(
        [helper.make_node("MatMulInteger", ["a", "w"], ["out"])],
        "probe",
        [helper.make_tensor_value_info("a", TensorProto.UINT8, ["rows", DEPTH])],
        [helper.make_tensor_value_info("out", TensorProto.INT32, ["rows", WIDTH])],
        [numpy_helper.from_array(np.full((DEPTH, WIDTH), 127, dtype=np.int8), "w")],
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    return bytes(model.SerializeToString())


if __name__ == "__main__":
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("model", type=Path)
    write(ap.parse_args().model)
