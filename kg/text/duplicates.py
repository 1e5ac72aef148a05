"""Find documents that are copies of one another, edited or cut, from their fingerprints alone.

The groups follow from the set of fingerprints: neither the order in which documents were read nor the one in
which they are compared changes them, so nothing about them has to be stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.text.fingerprint import MINIMA, Fingerprint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.integer]

__all__ = ["THRESHOLD", "Group", "near_duplicates", "similarity"]

THRESHOLD: Final = 0.5
"""Part of the shorter text's shingles that two near duplicates share at least."""

_LEAST_SHARED = 13  # numbers in common, of 128; fewer happen where a small part of a long text is quoted
_BAND = 2  # numbers that two documents must share in one place to be compared at all
_NEIGHBOURS = 16  # compared with each document of a band; more meet only where all share one passage


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that say the same, in other words: one source.

    Attributes:
        documents: Their ids, sorted; at least two.
        similarity: The smallest similarity of any of them to the one that is most like it.

    """

    documents: tuple[str, ...]
    similarity: float


def similarity(one: Fingerprint, other: Fingerprint) -> float:
    """Estimate which part of the shorter text's shingles the other has, from 0 to 1.

    A text that was cut, or has a paragraph more, is as similar as a whole copy.
    """
    first, second = (np.frombuffer(each.minima, dtype="<u2") for each in (one, other))
    shared = np.array([np.count_nonzero(first == second)])
    return float(_contained(shared, np.array([one.shingles]), np.array([other.shingles]))[0])


def near_duplicates(fingerprints: Mapping[str, Fingerprint], *, threshold: float = THRESHOLD) -> list[Group]:
    """Return the groups of documents that are copies of one another, by their first id.

    Two documents are in one group where they are similar enough, or where others lead from one to the other.

    Args:
        fingerprints: By document id.
        threshold: Least similarity, from 0 to 1.

    """
    same: dict[Fingerprint, list[str]] = defaultdict(list)
    for document_id, shared in fingerprints.items():
        same[shared].append(document_id)
    distinct = sorted(same, key=lambda each: (each.minima, each.shingles))
    links = _Links(len(distinct))
    for one, other, how in _pairs(distinct, threshold):
        links.add(one, other, how)
    groups = []
    for members in links.groups():
        ids = sorted(document_id for n in members for document_id in same[distinct[n]])
        if len(ids) > 1:
            nearest = (1.0 if len(same[distinct[n]]) > 1 else links.nearest[n] for n in members)
            groups.append(Group(tuple(ids), round(min(nearest), 2)))
    return sorted(groups, key=lambda group: group.documents)


def _contained(shared: Numbers, first: Numbers, second: Numbers) -> NDArray[np.float64]:
    """Return the part of the smaller set that the larger one holds, from how much of their union both do."""
    common = shared / MINIMA
    return np.minimum(common * (first + second) / ((1 + common) * np.minimum(first, second)), 1.0)


def _pairs(distinct: Sequence[Fingerprint], threshold: float) -> Iterator[tuple[int, int, float]]:
    """Yield the places of two fingerprints that are similar enough, and how similar; some come twice."""
    if not distinct:
        return
    minima = np.frombuffer(b"".join(each.minima for each in distinct), dtype="<u2").reshape(-1, MINIMA)
    counts = np.array([each.shingles for each in distinct])
    bands = np.ascontiguousarray(minima).view("<u4")
    for band in range(MINIMA // _BAND):
        ones, others = _meeting(bands[:, band])
        for start in range(0, len(ones), 4096):
            left, right = ones[start : start + 4096], others[start : start + 4096]
            shared = np.count_nonzero(minima[left] == minima[right], axis=1)
            alike = _contained(shared, counts[left], counts[right])
            kept = (alike >= threshold) & (shared >= _LEAST_SHARED)
            yield from zip(left[kept].tolist(), right[kept].tolist(), alike[kept].tolist(), strict=True)


def _meeting(values: Numbers) -> tuple[Numbers, Numbers]:
    """Return the places of equal values in pairs, the smaller place first; of many equals, near ones only."""
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    ones, others = [], []
    for step in range(1, min(_NEIGHBOURS, len(ranked) - 1) + 1):
        equal = np.flatnonzero(ranked[step:] == ranked[:-step])
        if not len(equal):
            break
        ones.append(order[equal])
        others.append(order[equal + step])
    if not ones:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty
    return np.concatenate(ones), np.concatenate(others)


class _Links:
    """Which documents hang together, whatever the order in which that is learned."""

    def __init__(self, count: int) -> None:
        self._parents = list(range(count))
        self.nearest = [0.0] * count

    def add(self, one: int, other: int, how: float) -> None:
        """Take two documents for one source."""
        for each in (one, other):
            self.nearest[each] = max(self.nearest[each], how)
        first, second = sorted((self._root(one), self._root(other)))
        self._parents[second] = first

    def groups(self) -> list[list[int]]:
        """Return all documents, those that hang together in one list."""
        groups: dict[int, list[int]] = defaultdict(list)
        for each in range(len(self._parents)):
            groups[self._root(each)].append(each)
        return list(groups.values())

    def _root(self, each: int) -> int:
        while self._parents[each] != each:
            self._parents[each] = self._parents[self._parents[each]]
            each = self._parents[each]
        return each
