"""Find documents that are copies of one another, edited or cut, from their fingerprints alone.

The groups follow from the set of fingerprints: neither the order in which documents were read nor the one in
which they are compared changes them, so nothing about them has to be stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.text.fingerprint import MINIMA, Fingerprint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.integer]
    Estimates = NDArray[np.float64]

__all__ = ["THRESHOLD", "Group", "near_duplicates", "similarity", "with_copies"]

THRESHOLD: Final = 0.5
"""Part of the shorter text's shingles that two near duplicates share at least."""

_LEAST_SHARED = 13  # numbers in common, of 128; fewer happen where a small part of a long text is quoted
_AT_ONCE = 4096  # pairs
_BAND = 2  # numbers that two documents must share in one place to be compared at all
_FEW = 200  # documents up to which comparing each with all takes less than making all groups
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


def with_copies(
    documents: Collection[str], fingerprints: Mapping[str, Fingerprint], *, threshold: float = THRESHOLD
) -> set[str]:
    """Return those of some documents that are in a group, without making all groups where they are few.

    Args:
        documents: Their ids.
        fingerprints: Of all documents, by id.
        threshold: Least similarity, from 0 to 1.

    """
    wanted = [document_id for document_id in documents if document_id in fingerprints]
    if len(wanted) > _FEW:
        groups = near_duplicates(fingerprints, threshold=threshold)
        return {each for group in groups for each in group.documents}.intersection(wanted)
    minima, counts = _table(list(fingerprints.values()))
    bands = minima.view("<u4")
    places = {document_id: place for place, document_id in enumerate(fingerprints)}
    found = set()
    for document_id in wanted:
        own = places[document_id]
        meeting = np.flatnonzero((bands == bands[own]).any(axis=1))
        alike = _alike(minima[meeting], counts[meeting], minima[own], counts[own])
        same = (minima[meeting] == minima[own]).all(axis=1) & (counts[meeting] == counts[own])
        if np.count_nonzero((alike >= threshold) | same) > 1:  # itself is one
            found.add(document_id)
    return found


def _contained(shared: Numbers, first: Numbers, second: Numbers) -> Estimates:
    """Return the part of the smaller set that the larger one holds, from how much of their union both do."""
    common = shared / MINIMA
    return np.minimum(common * (first + second) / ((1 + common) * np.minimum(first, second)), 1.0)


def _pairs(distinct: Sequence[Fingerprint], threshold: float) -> Iterator[tuple[int, int, float]]:
    """Yield the places of two fingerprints that are similar enough, and how similar, each pair once."""
    if not distinct:
        return
    minima, counts = _table(distinct)
    bands = minima.view("<u4")
    told: set[tuple[int, int]] = set()
    for band in range(MINIMA // _BAND):
        ones, others = _meeting(bands[:, band])
        for start in range(0, len(ones), _AT_ONCE):
            left, right = ones[start : start + _AT_ONCE], others[start : start + _AT_ONCE]
            alike = _alike(minima[left], counts[left], minima[right], counts[right])
            kept = alike >= threshold
            for pair in zip(left[kept].tolist(), right[kept].tolist(), alike[kept].tolist(), strict=True):
                if pair[:2] not in told:
                    told.add(pair[:2])
                    yield pair


def _table(fingerprints: Sequence[Fingerprint]) -> tuple[Numbers, Numbers]:
    minima = np.frombuffer(b"".join(each.minima for each in fingerprints), dtype="<u2").reshape(-1, MINIMA)
    return minima, np.array([each.shingles for each in fingerprints])


def _alike(first: Numbers, first_counts: Numbers, second: Numbers, second_counts: Numbers) -> Estimates:
    """Return how similar rows are to one another; 0 where a small part of a long text may be quoted."""
    shared = np.count_nonzero(first == second, axis=1)
    return np.where(shared < _LEAST_SHARED, 0.0, _contained(shared, first_counts, second_counts))


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
