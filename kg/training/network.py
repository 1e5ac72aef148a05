"""The network: MiniLM reads a text; a small head then judges each pair of mentions in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertModel

from kg.classifier.labels import HEADS

__all__ = ["OneText", "PairNetwork"]

_QUERIES = 3  # what a pair asks of its sentence
_ATTENTION_HEADS = 6
_ROLES = 6  # of a word piece: before both mentions, in one, in the other, between, after, in a third mention
_HIDDEN = 512
_TYPES = 4  # of a word piece, with marks: no mention, a third one, the first and the second of the pair


class PairNetwork(nn.Module):
    """Judge pairs of mentions.

    MiniLM reads which words are mentions as the segment of their word pieces. What makes a pair is added
    behind: its two mentions ask the text by attention that knows where each word piece stands to them. So one
    reading can serve all pairs of a sentence. With marks MiniLM also sees which two mentions it is asked
    about, and each pair needs a reading of its own.

    Args:
        base: Folder with MiniLM's ``config.json`` and weights.
        marks: Whether a text is read for one pair.
        dropout: Share of values dropped while training.

    """

    def __init__(self, base: Path, *, marks: bool = False, dropout: float = 0.1) -> None:
        super().__init__()
        self.marks = marks
        self.encoder = BertModel.from_pretrained(
            str(base), add_pooling_layer=False, attn_implementation="eager"
        )
        if marks:
            self.encoder.embeddings.token_type_embeddings = _more_types(self.encoder)
        width = self.encoder.config.hidden_size
        self.asking = nn.Linear(2 * width, _QUERIES * width)
        self.keys = nn.Linear(width, width)
        self.values = nn.Linear(width, width)
        self.places = nn.Linear(_ROLES, _QUERIES * _ATTENTION_HEADS, bias=False)
        self.mixing = nn.Linear((3 + _QUERIES) * width, _HIDDEN)
        self.dropout = nn.Dropout(dropout)
        self.out = nn.ModuleDict({name: nn.Linear(_HIDDEN, len(labels)) for name, labels in HEADS.items()})

    def forward(
        self, ids: Tensor, types: Tensor, mask: Tensor, rows: Tensor, pairs: Tensor
    ) -> tuple[Tensor, ...]:
        """Return one row of scores a pair for each answer.

        Args:
            ids: Word pieces, ``(b, n)``.
            types: As :class:`kg.classifier.encoding.Encoded` has them, ``(b, n)``.
            mask: 1 where a word piece stands, 0 where the row is filled up, ``(b, n)``.
            rows: The row of each pair, ``(p,)``.
            pairs: First and end piece of both mentions, ``(p, 4)``.

        """
        states = self.encoder(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state
        there = mask.index_select(0, rows)
        roles = roles_of(pairs, types.index_select(0, rows))
        words = states.index_select(0, rows)
        one, other, between = (_mean(words, roles[..., k] * there) for k in (1, 2, 3))
        asked = self._ask(states, rows, one, other, roles, there)
        return self.answers(torch.cat([one, other, between, asked], dim=-1))

    def answers(self, mixed: Tensor, heads: Iterable[str] = HEADS) -> tuple[Tensor, ...]:
        """Return the scores of pairs by head from all that is known of each, ``(p, 6 * width)``."""
        hidden = self.dropout(nn.functional.gelu(self.mixing(self.dropout(mixed))))
        return tuple(self.out[name](hidden) for name in heads)

    def _ask(
        self, states: Tensor, rows: Tensor, one: Tensor, other: Tensor, roles: Tensor, there: Tensor
    ) -> Tensor:
        size = states.shape[-1] // _ATTENTION_HEADS
        queries = self.asking(torch.cat([one, other], dim=-1)).reshape(-1, _QUERIES, _ATTENTION_HEADS, size)
        shape = (states.shape[0], -1, _ATTENTION_HEADS, size)
        keys = self.keys(states).reshape(shape).index_select(0, rows)
        values = self.values(states).reshape(shape).index_select(0, rows)
        scores = (queries.transpose(1, 2) @ keys.permute(0, 2, 3, 1)) / size**0.5  # (p, heads, queries, n)
        places = self.places(roles).reshape(*roles.shape[:2], _ATTENTION_HEADS, _QUERIES).permute(0, 2, 3, 1)
        scores = scores + places + (1.0 - there[:, None, None, :].to(torch.float32)) * -1e4
        heard = scores.softmax(dim=-1) @ values.transpose(1, 2)  # (p, heads, queries, size)
        return heard.transpose(1, 2).reshape(heard.shape[0], -1)


class OneText(nn.Module):
    """A network that judges the pairs of one text at a time.

    It answers as the network that it is made of, without what only a batch needs: the word pieces are not
    copied for each pair, which in a sentence with many pairs takes longer than to read it.

    Args:
        network: What answers.
        heads: The answers that are wanted.

    """

    def __init__(self, network: PairNetwork, heads: Iterable[str] = HEADS) -> None:
        super().__init__()
        self.network = network
        self.heads = tuple(heads)

    def forward(self, ids: Tensor, types: Tensor, pairs: Tensor) -> tuple[Tensor, ...]:
        """Return one row of scores a pair for each answer.

        Args:
            ids: Word pieces, ``(1, n)``.
            types: As :class:`kg.classifier.encoding.Encoded` has them, ``(1, n)``.
            pairs: First and end piece of both mentions, ``(p, 4)``.

        """
        states = self.network.encoder(input_ids=ids, token_type_ids=types).last_hidden_state[0]
        roles = roles_of(pairs, types)
        one, other, between = (_mean_of(states, roles[..., k]) for k in (1, 2, 3))
        asked = self._ask(states, torch.cat([one, other], dim=-1), roles)
        return self.network.answers(torch.cat([one, other, between, asked], dim=-1), self.heads)

    def _ask(self, states: Tensor, ends: Tensor, roles: Tensor) -> Tensor:
        net, width = self.network, states.shape[-1]
        size = width // _ATTENTION_HEADS
        queries = net.asking(ends).reshape(-1, _ATTENTION_HEADS, size).transpose(0, 1)  # (heads, p * q, size)
        keys = net.keys(states).reshape(-1, _ATTENTION_HEADS, size).permute(1, 2, 0)
        values = net.values(states).reshape(-1, _ATTENTION_HEADS, size).transpose(0, 1)
        places = net.places(roles).reshape(*roles.shape[:2], _ATTENTION_HEADS, _QUERIES).permute(2, 0, 3, 1)
        scores = (queries @ keys) / size**0.5 + places.reshape(_ATTENTION_HEADS, -1, states.shape[0])
        heard = scores.softmax(dim=-1) @ values  # (heads, p * q, size)
        return heard.transpose(0, 1).reshape(-1, _QUERIES * width)


def _more_types(encoder: BertModel) -> nn.Embedding:
    """Return the segments of the base with two more, which begin as that of a mention."""
    known = encoder.embeddings.token_type_embeddings.weight.data
    wider = nn.Embedding(_TYPES, known.shape[1])
    wider.weight.data = torch.cat([known[:2], known[1:2], known[1:2]])
    return wider


def roles_of(pairs: Tensor, types: Tensor) -> Tensor:
    """Return where each word piece stands to the mentions of each pair, ``(p, n, 6)`` of 0 and 1."""
    at = torch.arange(types.shape[1])[None, :]
    start1, end1, start2, end2 = (pairs[:, k : k + 1] for k in range(4))
    in1, in2 = (at >= start1) & (at < end1), (at >= start2) & (at < end2)
    before, after = at < start1, at >= torch.maximum(end1, end2)
    between = (at >= end1) & (at < start2)
    third = (types == 1) & ~in1 & ~in2
    return torch.stack([before, in1, in2, between, after, third], dim=-1).to(torch.float32)


def _mean_of(states: Tensor, where: Tensor) -> Tensor:
    return (where @ states) / where.sum(1, keepdim=True).clamp(min=1.0)


def _mean(words: Tensor, where: Tensor) -> Tensor:
    weight: Any = where.to(torch.float32)
    return (words * weight[..., None]).sum(1) / weight.sum(1, keepdim=True).clamp(min=1.0)
