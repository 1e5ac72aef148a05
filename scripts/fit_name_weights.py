"""Fit how much each measure of likeness counts, and write ``kg/data/names/weights.toml``.

Usage: ``python scripts/fit_name_weights.py ROWS.jsonl CATALOGUE.jsonl [--half 0|1] [--output FILE]``

ROWS are names with the actor that is expected (``surface``, ``expected``: an id or null), CATALOGUE the
actors among whom they are looked up. Beside the rows, each name of the catalogue is hidden once and looked
up again: the actor that bears it is expected where it has another name, and nobody where it has none. In
the model one actor is meant, or nobody (a conditional logit). With ``--half`` it is fitted to the rows and
names of one half of the actors, so that the other half can be looked at honestly.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.catalogue import Catalogue
from kg.model import Actor, NameKind
from kg.resolution.evidence import MEASURES, measure, weights
from kg.resolution.index import main_words
from kg.resolution.listing import load_names
from kg.resolution.resolver import Resolver, explained, is_weak
from kg.resolution.words import Word
from kg.text.fold import fold

TARGET = Path(__file__).resolve().parent.parent / "kg" / "data" / "names" / "weights.toml"
ROUNDS, STEPS, RATE, DECAY = 6, 250, 0.05, 0.002
NEAREST = 10  # actors looked at per name, by the weights so far
ROW, HIDDEN, NOBODY = 1.0, 0.25, 2.0  # weight of a row, of a hidden name, and more for what nobody bears


@dataclass(frozen=True)
class Question:
    """A name with the measures of each candidate name, by actor."""

    measures: list[NDArray[np.float64]]  # one array of names x measures for each actor
    expected: int  # place of the actor, -1 for nobody
    weight: float


def question(
    resolver: Resolver, surface: str, expected: str | None, weight: float, hidden: str | None = None
) -> Question | None:
    """Return the question that a name asks, ``None`` where the strict indexes answer it."""
    folded = fold(surface)
    if is_weak(surface, main_words(surface)):
        return None
    if hidden is None and any(c.is_exact or c.index == "initials" for c in resolver.lookup(surface)):
        return None
    found: dict[str, list[tuple[float, ...]]] = {}
    for name, actor in resolver._index.likely(surface, folded):
        same = hidden is not None and actor.id == hidden and fold(name.text) == folded
        if same or name.kind in {NameKind.ACRONYM, NameKind.WEAK}:
            continue
        state = actor.kind == "state"
        evidence = measure(
            main_words(surface),
            main_words(name.text),
            resolver._index.weight,
            resolver._index.weight_written,
            state=state,
            explained=explained_by(actor, hidden, folded),
        )
        if evidence.alignment.pairs:
            found.setdefault(actor.id, []).append(evidence.measures)
    if not found:
        return None
    total = weights().total
    nearest = sorted(found, key=lambda actor_id: -max(map(total, found[actor_id])))[:NEAREST]
    found = {actor_id: found[actor_id] for actor_id in nearest}
    place = nearest.index(expected) if expected in found else -1
    measures = [np.hstack([np.ones((len(m), 1)), np.array(m)]) for m in found.values()]
    return Question(measures, place, weight * (NOBODY if expected is None else 1.0))


def questions(
    rows: Path, catalogue: Catalogue, resolver: Resolver, half: int | None
) -> Iterator[Question | None]:
    """Yield the questions of the rows and those of hidden names."""
    for line in rows.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("context_country") or row.get("track") == "open":
            continue
        if half is not None and zlib.crc32((row["expected"] or row["surface"]).encode()) % 2 != half:
            continue
        yield question(resolver, row["surface"], row["expected"], ROW)
    for actor in catalogue.actors.values():
        if half is not None and zlib.crc32(actor.id.encode()) % 2 != half:
            continue
        names = [n for n in actor.names if n.kind in {NameKind.ALIAS, NameKind.FORMER, NameKind.OFFICIAL}]
        for name in names:
            others = {fold(n.text) for n in names} - {fold(name.text)}
            if any(a.id != actor.id for _, a in resolver._index.exact(fold(name.text))):
                continue
            yield question(resolver, name.text, actor.id if others else None, HIDDEN, hidden=actor.id)


def explained_by(actor: Actor, hidden: str | None, folded: str) -> Callable[[Word], bool]:
    """Return what an actor's names explain, without the hidden one."""
    if actor.id != hidden:
        return explained(actor)
    return explained(replace(actor, names=tuple(n for n in actor.names if fold(n.text) != folded)))


def fit(asked: list[Question]) -> NDArray[np.float64]:
    """Return the weights that make the expected answers most probable."""
    theta = np.zeros(len(MEASURES) + 1)
    for _ in range(ROUNDS):
        best = [np.array([m[int(np.argmax(m @ theta))] for m in q.measures]) for q in asked]
        sizes = np.array([len(b) for b in best])
        rows = np.vstack(best)
        of = np.repeat(np.arange(len(asked)), sizes)
        starts = np.cumsum(sizes) - sizes
        target = np.zeros(len(rows))
        for start, q in zip(starts, asked, strict=True):
            if q.expected >= 0:
                target[start + q.expected] = 1
        weight = np.array([q.weight for q in asked])
        moment, square = np.zeros_like(theta), np.zeros_like(theta)
        for step in range(1, STEPS + 1):
            power = np.exp(np.clip(rows @ theta, -30, 30))
            chance = power / (1 + np.bincount(of, power))[of]
            slope = rows.T @ ((target - chance) * weight[of]) / weight.sum() - DECAY * theta * (
                np.arange(len(theta)) > 0
            )
            moment, square = 0.9 * moment + 0.1 * slope, 0.999 * square + 0.001 * slope**2
            theta = theta + RATE * moment / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return theta


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", type=Path)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--output", type=Path, default=TARGET)
    options = parser.parse_args()
    catalogue = load_names(options.catalogue)
    resolver = Resolver(catalogue)
    asked = [q for q in questions(options.rows, catalogue, resolver, options.half) if q is not None]
    theta = fit(asked)
    lines = [
        "# Written by scripts/fit_name_weights.py, do not edit: how much each measure of likeness counts.\n"
    ]
    lines += [f"bias = {theta[0]:.3f}\n\n[weights]\n"]
    lines += [f"{name} = {value:.3f}\n" for name, value in zip(MEASURES, theta[1:], strict=True)]
    options.output.write_text("".join(lines), encoding="utf-8")
    print(f"{len(asked)} names, {sum(q.expected < 0 for q in asked)} of nobody")


if __name__ == "__main__":
    main()
