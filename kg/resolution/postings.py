"""Lists of names by a key, small enough for a million names: two numbers a name, no object."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["Postings"]


class Postings:
    """The places of names in a list, by any of their keys; read-only once it is built.

    Keys are kept as hashes of 64 bits, so two different ones may meet, about once in a hundred million
    catalogues of a million names.

    Args:
        keys: For each name in turn, its keys.

    """

    def __init__(self, keys: Iterable[Sequence[str]]) -> None:
        hashes, places = array("q"), array("i")
        for place, own in enumerate(keys):
            for key in own:
                hashes.append(hash(key))
                places.append(place)
        unsorted = np.frombuffer(hashes, np.int64) if hashes else np.zeros(0, np.int64)
        order = np.argsort(unsorted, kind="stable")
        self._hashes = unsorted[order]
        self._places = (np.frombuffer(places, np.int32) if places else np.zeros(0, np.int32))[order]

    def find(self, key: str) -> NDArray[np.int32]:
        """Return the places of the names with this key, in their order."""
        wanted = hash(key)
        start, stop = self._hashes.searchsorted(wanted, "left"), self._hashes.searchsorted(wanted, "right")
        return self._places[start:stop]
