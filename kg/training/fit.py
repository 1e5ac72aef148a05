"""Fit the network to examples: the same data and seed give the same weights on the same machine."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor, nn

from kg.classifier.encoding import Encoded, Encoder, Marked
from kg.classifier.labels import HEADS
from kg.training.examples import Example, PairTarget, one_by_one
from kg.training.network import PairNetwork
from kg.training.targets import wanted

__all__ = ["Schedule", "fit", "scores"]

_MASK_TOKEN = 103  # [MASK] of the BERT vocabulary
_SHARES = {"relation": 1.0, "sign": 0.6, "root": 0.6, "qualifier": 0.3}


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast to learn.

    Attributes:
        epochs: Times to go through the examples.
        rate: Highest learning rate of the base; the head learns ten times as fast.
        masked: Share of mentions whose words are hidden, so that names do not give answers away.
        seed: Order of the examples and the random choices.
        batch: Texts between two changes of the weights.
        averaged: Share that is kept at each step by the running mean of the weights, which is what remains in
            the end: it depends less on the last examples. With 0 the last weights remain.

    """

    epochs: int = 3
    rate: float = 2e-4
    masked: float = 0.15
    seed: int = 7
    batch: int = 16
    averaged: float = 0.0


@dataclass(frozen=True, slots=True)
class _Row:
    encoded: Encoded
    targets: tuple[PairTarget, ...]


def fit(
    network: PairNetwork,
    examples: Sequence[Example],
    encoder: Encoder,
    schedule: Schedule,
    progress: Callable[[int, int, float], None] | None = None,
) -> None:
    """Fit the network in place; ``progress`` is told step, steps and the mean loss of the last steps."""
    torch.manual_seed(schedule.seed)
    chance = random.Random(schedule.seed)  # noqa: S311  (no secret)
    rows = _rows(network, examples, encoder)
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    base = [p for n, p in network.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    head = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": base, "lr": schedule.rate}, {"params": head, "lr": 10 * schedule.rate}], weight_decay=0.01
    )
    steps = schedule.epochs * math.ceil(len(rows) / schedule.batch)
    warm = max(1, steps // 16)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm + 1)))
    )
    network.train()
    mean = _Mean(network, schedule.averaged)
    step, recent = 0, 0.0
    for _ in range(schedule.epochs):
        for batch in _batches(rows, schedule.batch, chance):
            loss = _loss(network(*_inputs(batch, schedule.masked, chance)), batch)
            loss.backward()
            nn.utils.clip_grad_norm_([*base, *head], 1.0)
            optimizer.step()
            rate.step()
            optimizer.zero_grad()
            step += 1
            mean.add(step)
            recent = 0.95 * recent + 0.05 * loss.item()
            if progress is not None and step % 20 == 0:
                progress(step, steps, recent / (1 - 0.95**step))
    mean.put_back()
    network.eval()


def scores(network: PairNetwork, examples: Sequence[Example], encoder: Encoder) -> list[dict[str, Tensor]]:
    """Return the scores of each example's pairs by head, ``(p, labels)``; pairs beyond reach have zeros."""
    network.eval()
    found: list[dict[str, Tensor]] = []
    for example in examples:
        out = {name: torch.zeros(len(example.pairs), len(labels)) for name, labels in HEADS.items()}
        read = (
            [[k] for k in range(len(example.pairs))] if network.marks else [list(range(len(example.pairs)))]
        )
        for numbers in read:
            pairs = tuple(example.pairs[k] for k in numbers)
            row = _row(network, replace(example, pairs=pairs), encoder)
            if not row.targets:
                continue
            with torch.no_grad():
                answers = network(*_inputs([row]))
            for name, answer in zip(HEADS, answers, strict=True):
                out[name][[numbers[k] for k in row.encoded.kept]] = answer
        found.append(out)
    return found


class _Mean:
    """The running mean of a network's weights."""

    def __init__(self, network: PairNetwork, kept: float) -> None:
        self._weights = {n: p for n, p in network.named_parameters() if p.requires_grad}
        self._mean = {name: weight.detach().clone() for name, weight in self._weights.items()}
        self._kept = kept

    def add(self, step: int) -> None:
        """Take in the weights after a step; the first ones are forgotten sooner."""
        if not self._kept:
            return
        kept = min(self._kept, (1 + step) / (10 + step))
        with torch.no_grad():
            for name, weight in self._weights.items():
                self._mean[name].mul_(kept).add_(weight, alpha=1 - kept)

    def put_back(self) -> None:
        """Give the network the mean as its weights."""
        if not self._kept:
            return
        with torch.no_grad():
            for name, weight in self._weights.items():
                weight.copy_(self._mean[name])


def _rows(network: PairNetwork, examples: Sequence[Example], encoder: Encoder) -> list[_Row]:
    read = one_by_one(examples) if network.marks else examples
    rows = (_row(network, example, encoder) for example in read)
    return [row for row in rows if row.targets]


def _row(network: PairNetwork, example: Example, encoder: Encoder) -> _Row:
    marked = Marked(example.text, example.mentions, tuple((p.first, p.second) for p in example.pairs))
    encoded = encoder.encode(marked)
    targets = tuple(example.pairs[k] for k in encoded.kept)
    return _Row(encoded.marked if network.marks else encoded, targets)


def _batches(rows: list[_Row], size: int, chance: random.Random) -> Iterator[list[_Row]]:
    """Yield batches of rows of like length, in random order."""
    order = list(range(len(rows)))
    chance.shuffle(order)
    order.sort(key=lambda i: len(rows[i].encoded.ids) // 6)
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    chance.shuffle(batches)
    for batch in batches:
        yield [rows[i] for i in batch]


def _inputs(
    batch: Sequence[_Row], masked: float = 0.0, chance: random.Random | None = None
) -> tuple[Tensor, ...]:
    longest = max(len(row.encoded.ids) for row in batch)
    ids = np.zeros((len(batch), longest), np.int64)
    types, mask = np.zeros_like(ids), np.zeros_like(ids)
    for i, row in enumerate(batch):
        n = len(row.encoded.ids)
        ids[i, :n], types[i, :n], mask[i, :n] = row.encoded.ids, row.encoded.types, 1
        if chance is not None and masked:
            _hide(ids[i], row.encoded, masked, chance)
    rows = np.repeat(np.arange(len(batch)), [len(row.encoded.pairs) for row in batch])
    pairs = np.concatenate([row.encoded.pairs for row in batch])
    return tuple(torch.from_numpy(array) for array in (ids, types, mask, rows, pairs))


def _hide(
    ids: np.ndarray[tuple[int], np.dtype[np.int64]], encoded: Encoded, share: float, chance: random.Random
) -> None:
    spans = {(int(p[k]), int(p[k + 1])) for p in encoded.pairs for k in (0, 2)}
    for start, end in sorted(spans):
        if chance.random() < share:
            ids[start:end] = _MASK_TOKEN


def _loss(answers: tuple[Tensor, ...], batch: Sequence[_Row]) -> Tensor:
    targets = [target for row in batch for target in row.targets]
    total = torch.zeros(())
    for name, answer in zip(HEADS, answers, strict=True):
        known = [(i, t) for i, t in enumerate(targets) if wanted(name, t) is not None]
        if not known:
            continue
        chosen = answer[[i for i, _ in known]]
        right = torch.tensor([wanted(name, t) for _, t in known])
        if name == "qualifier":
            losses = nn.functional.binary_cross_entropy_with_logits(chosen, right, reduction="none").mean(-1)
        else:
            losses = -(right * chosen.log_softmax(-1)).sum(-1)
        total = total + _SHARES[name] * losses.mean()
    return total
