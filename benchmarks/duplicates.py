"""How well near duplicates are told: copies, cut and edited as papers do, and articles that are none.

Usage: ``python benchmarks/duplicates.py [ARTICLES]`` with a file or folder of articles; the sample articles
are taken if none are given. For each way of editing it prints which part of the copies is found beside its
article at some thresholds, then how many pairs of the given articles themselves are taken for copies, and how
long it takes to make a fingerprint and the groups.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

from kg.resources import sample_dir
from kg.text.duplicates import THRESHOLD, near_duplicates, similarity
from kg.text.fingerprint import Fingerprint, fingerprint
from kg.text.reader import read_documents

THRESHOLDS = (0.3, 0.4, THRESHOLD, 0.6, 0.7)
Edit = Callable[[str, random.Random], str]


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text)


def _cut(part: float) -> Edit:
    """Keep the first sentences, as editors do who need room."""

    def edit(text: str, _: random.Random) -> str:
        sentences = _sentences(text)
        return " ".join(sentences[: max(1, round(len(sentences) * part))])

    return edit


def _drop(part: float) -> Edit:
    """Leave out sentences here and there."""

    def edit(text: str, rng: random.Random) -> str:
        return " ".join(sentence for sentence in _sentences(text) if rng.random() > part)

    return edit


def _change(part: float) -> Edit:
    """Write some words in another way."""

    def edit(text: str, rng: random.Random) -> str:
        return " ".join(word if rng.random() > part else f"{word}ing" for word in text.split())

    return edit


def _extend(text: str, rng: random.Random) -> str:
    """Add half as much of other words, before and behind."""
    words = text.split()
    others = [f"other{rng.randrange(5000)}" for _ in range(len(words) // 2)]
    return " ".join([*others[: len(others) // 4], *words, *others[len(others) // 4 :]])


def _shuffle(text: str, rng: random.Random) -> str:
    """Put the sentences in another order."""
    sentences = _sentences(text)
    rng.shuffle(sentences)
    return " ".join(sentences)


EDITS: dict[str, Edit] = {
    "first three quarters": _cut(0.75),
    "first half": _cut(0.5),
    "first quarter": _cut(0.25),
    "a fifth of the sentences left out": _drop(0.2),
    "half of the sentences left out": _drop(0.5),
    "sentences in another order": _shuffle,
    "half as much added": _extend,
    "2 % of the words changed": _change(0.02),
    "5 % of the words changed": _change(0.05),
    "10 % of the words changed": _change(0.1),
    "15 % of the words changed": _change(0.15),
    "half, and 5 % changed": lambda text, rng: _change(0.05)(_cut(0.5)(text, rng), rng),
}


def main(path: Path) -> None:
    """Print the tables."""
    documents = list(read_documents([path], on_error=lambda error: print(error, file=sys.stderr)))
    begin = time.perf_counter()
    prints = {each.id: found for each in documents if (found := fingerprint(each.text)) is not None}
    each_takes = (time.perf_counter() - begin) / len(documents) * 1000
    rng = random.Random(1)
    print(f"{len(documents)} articles; found beside their article, of all copies, at a threshold of")
    print(f"{'':36}" + "".join(f"{threshold:>7}" for threshold in THRESHOLDS))
    for name, edit in EDITS.items():
        alike = [_alike(prints[each.id], edit(each.text, rng)) for each in documents if each.id in prints]
        parts = (sum(how >= threshold for how in alike) / len(alike) for threshold in THRESHOLDS)
        print(f"{name:36}" + "".join(f"{part:7.2f}" for part in parts))
    counts = [_pairs(prints, threshold) for threshold in THRESHOLDS]
    print(f"{'pairs of given articles':36}" + "".join(f"{count:7}" for count in counts))
    begin = time.perf_counter()
    groups = near_duplicates(prints)
    took = (time.perf_counter() - begin) * 1000
    print(f"{each_takes:.2f} ms for a fingerprint; {took:.0f} ms for the {len(groups)} groups")


def _alike(own: Fingerprint, copy: str) -> float:
    """Return how similar a copy is to its article, 0 where it would not be compared at all."""
    made = fingerprint(copy)
    if made is None or not near_duplicates({"article": own, "copy": made}, threshold=0.01):
        return 0.0
    return similarity(own, made)


def _pairs(prints: dict[str, Fingerprint], threshold: float) -> int:
    groups = near_duplicates(prints, threshold=threshold)
    return sum(len(list(combinations(group.documents, 2))) for group in groups)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else sample_dir())
