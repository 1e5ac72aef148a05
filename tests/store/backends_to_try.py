"""What a test knows of the backend that it runs over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.store import Store

BACKENDS = ("embedded", "remote", "union", "authenticated", "small requests", "no graph store")


@dataclass
class Backend:
    """Somewhere a store can be.

    Attributes:
        name: One of :data:`BACKENDS`.
        place: Folder or address.
        counts: Whether the default graph has each triple once. A server may make the union as it answers, and
            then repeat what several graphs say.

    """

    name: str
    place: Path | str

    @property
    def counts(self) -> bool:
        return self.name != "union"

    def open(self, *, read_only: bool = False, base: str | None = None) -> Store:
        return Store.open(self.place, read_only=read_only, base=base)
