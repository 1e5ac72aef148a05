"""Bring the database of an older version up to date: one small step from each format to the next.

A step is one transaction, and taking it again changes nothing, because the new format is recorded after it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pyoxigraph

from kg.store.folder.record import FORMAT
from kg.store.union import mend

__all__ = ["migrate"]


def migrate(database: pyoxigraph.Store, found: int) -> None:
    """Take all the steps from the format that was found to the present one.

    Raises:
        OSError: The disk fails; the steps taken so far stay.

    """
    for older in range(found, FORMAT):
        _STEPS[older](database)


def _with_texts(database: pyoxigraph.Store) -> None:
    """Format 3 keeps texts and judgements, which simply are not there yet.

    A catalogue that was broken off in format 2 may have left triples in the union that no graph holds.
    """
    mend(database)


_STEPS: Final[dict[int, Callable[[pyoxigraph.Store], None]]] = {2: _with_texts}
