"""Trains the event classifier on `training/examples/` and writes the files of `dragoman/coding/events/model/`.

`make train` runs this in an environment of its own (torch, transformers, onnx). Same sentences, same seed and same
versions give the same figures; a CPU of two cores needs less than an hour.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from dragoman.coding.events.classifier import NONE, Marked, Pieces
from dragoman.coding.ontology import load as load_ontology
from dragoman.language.wordpieces import Encoded, padded
from dragoman.model import Status
from training.instances import Instance, instances, read
from training.network import Network, pretrained

HERE = Path(__file__).resolve().parent
EPOCHS, BATCH, RATE, WARMUP, SEED = 8, 32, 2e-4, 0.1, 20241125
# The network that ships is a running mean of the one that learns: steadier than its last step.
MEAN = 0.998
# How often a side, or the trigger, goes unmarked, so that the classifier copes where it is not known.
NO_SIDE, NO_TRIGGER = 0.2, 0.25
# Auto-made NONE instances are many: so many of them are drawn an epoch for each other instance.
AUTO_SHARE = 0.6


@dataclass(frozen=True)
class Classes:
    """The classes of each head, in order."""

    types: list[str]
    modes: list[str]
    statuses: list[str]
    contexts: list[str]


def classes() -> Classes:
    """The code book's classes; each type that has modes has "-" (no mode) among them."""
    book = load_ontology()
    modes = [f"{t} {m}" for t, kind in book.types.items() if kind.modes for m in ("-", *kind.modes)]
    return Classes([*book.types, NONE], modes, [s.value for s in Status], list(book.contexts))


@dataclass(frozen=True)
class Target:
    type: int
    mode: int  # -1: none to learn
    status: int
    contexts: list[float] | None


def target(i: Instance, c: Classes) -> Target:
    if i.type == NONE:
        return Target(c.types.index(NONE), -1, -1, None)
    mode = f"{i.type} {i.mode or '-'}"
    return Target(
        c.types.index(i.type),
        c.modes.index(mode) if mode in c.modes else -1,
        c.statuses.index(i.status) if i.status else -1,
        [float(x in i.contexts) for x in c.contexts],
    )


def view(i: Instance, rng: random.Random) -> Marked:
    """One way to mark an instance, now and then with a mark left out."""
    m = rng.choice(i.views)
    actors = () if rng.random() < NO_SIDE else m.actors
    recipients = () if rng.random() < NO_SIDE else m.recipients
    own = i.views[0]
    if i.alone and own.actors and own.recipients and rng.random() < NO_TRIGGER:
        return Marked(own.text, None, own.actors, own.recipients)
    return Marked(m.text, m.trigger, actors, recipients)


def batches(rows: Sequence[tuple[Encoded, Target]], size: int, rng: random.Random) -> Iterator[list[int]]:
    """Row numbers in batches of like lengths, the batches in random order."""
    order = sorted(range(len(rows)), key=lambda n: (len(rows[n][0].ids) // 6, rng.random()))
    cut = [order[n : n + size] for n in range(0, len(order), size)]
    rng.shuffle(cut)
    yield from cut


class Loss:
    """Cross entropy of type, of mode within its type, of status; and of each context by itself."""

    def __init__(self, c: Classes, rows: Sequence[Target]) -> None:
        counts = np.bincount([r.type for r in rows], minlength=len(c.types)) + 1
        weight = (counts.mean() / counts) ** 0.35  # rare types count somewhat more
        self.weight = torch.tensor(weight, dtype=torch.float32)
        owner = [m.partition(" ")[0] for m in c.modes]
        same = [[a == b for b in owner] for a in owner]
        self.outside = torch.where(torch.tensor(same), 0.0, -1e4)
        self.types = len(c.types)

    def __call__(self, out: tuple[Tensor, ...], rows: Sequence[Target]) -> Tensor:
        kind, mode, status, context = out[:4]
        f = torch.nn.functional
        loss = f.cross_entropy(kind, torch.tensor([r.type for r in rows]), weight=self.weight, label_smoothing=0.06)
        own = [n for n, r in enumerate(rows) if r.mode >= 0]
        if own:
            goal = torch.tensor([rows[n].mode for n in own])
            loss = loss + 0.5 * f.cross_entropy(mode[own] + self.outside[goal], goal) * len(own) / len(rows)
        own = [n for n, r in enumerate(rows) if r.status >= 0]
        if own:
            goal = torch.tensor([rows[n].status for n in own])
            loss = loss + 0.3 * f.cross_entropy(status[own], goal) * len(own) / len(rows)
        own = [n for n, r in enumerate(rows) if r.contexts is not None]
        if own:
            wanted = torch.tensor([rows[n].contexts for n in own])
            loss = loss + 2.0 * f.binary_cross_entropy_with_logits(context[own], wanted) * len(own) / len(rows)
        return loss


def tensors(batch: Sequence[Encoded]) -> tuple[Tensor, Tensor, Tensor]:
    ids, mask, anchor = padded(batch)
    return torch.tensor(ids), torch.tensor(mask), torch.tensor(anchor)


def train(
    train_on: Sequence[Instance], *, epochs: int = EPOCHS, seed: int = SEED
) -> tuple[Network, Pieces, Classes, list[str]]:
    """The trained network with the pieces, classes and vocabulary that it was trained with."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    encoder, vocabulary = pretrained()
    pieces, c = Pieces(vocabulary), classes()
    network = Network(
        encoder,
        width=encoder.config.hidden_size,  # type: ignore[union-attr,arg-type]
        types=len(c.types),
        modes=len(c.modes),
        statuses=len(c.statuses),
        contexts=len(c.contexts),
    )
    told = [i for i in train_on if i.explicit]
    auto = [i for i in train_on if not i.explicit]
    drawn = min(len(auto), int(AUTO_SHARE * len(told)))
    steps = epochs * ((len(told) + drawn + BATCH - 1) // BATCH)
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    groups = [{"params": list(network.encoder.parameters()), "lr": RATE}, {"params": heads, "lr": 4 * RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [RATE, 4 * RATE], total_steps=steps + 1, pct_start=WARMUP, anneal_strategy="linear"
    )
    loss_of = Loss(c, [target(i, c) for i in told + auto[:drawn]])
    network.train()
    mean = torch.optim.swa_utils.AveragedModel(network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(MEAN))
    for epoch in range(epochs):
        began, total = time.monotonic(), 0.0
        chosen = told + rng.sample(auto, drawn)
        rows = [(pieces.encode(view(i, rng)), target(i, c)) for i in chosen]
        for batch in batches(rows, BATCH, rng):
            with torch.autocast("cpu", dtype=torch.bfloat16):  # three times as fast as single precision
                out = network(*tensors([rows[n][0] for n in batch]))
            loss = loss_of(tuple(o.float() for o in out), [rows[n][1] for n in batch])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            mean.update_parameters(network)
            total += float(loss.detach()) * len(batch)
        print(f"epoch {epoch + 1}: loss {total / len(rows):.3f}, {time.monotonic() - began:.0f} s", flush=True)
    network.load_state_dict(mean.module.state_dict())
    network.eval()
    return network, pieces, c, vocabulary


@torch.no_grad()
def figures(network: Network, encoded: Sequence[Encoded]) -> list[np.ndarray]:  # type: ignore[type-arg]
    """The figures of each head for each row."""
    order = sorted(range(len(encoded)), key=lambda n: len(encoded[n].ids))
    out: list[list[np.ndarray]] = [[] for _ in range(5)]  # type: ignore[type-arg]
    for first in range(0, len(order), 64):
        for head, x in zip(out, network(*tensors([encoded[n] for n in order[first : first + 64]])), strict=True):
            head.append(x.numpy())
    back = np.argsort(order)
    return [np.concatenate(h)[back] for h in out]


def temperature(logits: np.ndarray, goal: np.ndarray) -> float:  # type: ignore[type-arg]
    """What the figures must be divided by so that their probabilities fit how often they are right."""

    def cost(t: float) -> float:
        z = logits / t
        z = z - z.max(axis=1, keepdims=True)
        return float(-(z[np.arange(len(goal)), goal] - np.log(np.exp(z).sum(axis=1))).mean())

    return min((0.5 + 0.05 * n for n in range(51)), key=cost)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--examples", type=Path, default=HERE / "examples")
    ap.add_argument("--out", type=Path, default=HERE.parent / "dragoman/coding/events/model")
    ap.add_argument("--epochs", type=int, default=EPOCHS)
    ap.add_argument("--keep", type=Path, help="also keep the network's own weights here")
    a = ap.parse_args()
    paths = sorted(a.examples.glob("*.jsonl"))
    rows = read(paths)
    made = list(instances(rows))
    kept = [i for i in made if i.held_out]
    learned = [i for i in made if not i.held_out]
    print(f"{len(rows)} sentences, {len(made)} instances, {len(kept)} held out", flush=True)
    network, pieces, c, vocabulary = train(learned, epochs=a.epochs)
    from training.report import held_out_figures

    targets = [target(i, c) for i in kept]
    outputs = figures(network, [pieces.encode(i.views[-1]) for i in kept])
    measured = held_out_figures(c, targets, outputs)
    heat = {"type": temperature(outputs[0], np.array([t.type for t in targets])), "mode": 1.0, "status": 1.0}
    at = [n for n, t in enumerate(targets) if t.status >= 0]
    heat["status"] = temperature(outputs[2][at], np.array([targets[n].status for n in at]))
    measured["temperatures"] = heat
    print(json.dumps({k: v for k, v in measured.items() if k != "by type"}, indent=1))
    if a.keep:
        torch.save(network.state_dict(), a.keep)
    from training.export import export

    drawn = random.Random(SEED).sample(learned, min(1500, len(learned)))
    sample = [pieces.encode(i.views[0]) for i in drawn]
    export(network, c, vocabulary, heat, out=a.out, paths=paths, measured=measured, sample=sample)


if __name__ == "__main__":
    main()
