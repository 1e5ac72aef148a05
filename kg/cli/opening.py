"""Open the store that the settings name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kg.config import Settings
    from kg.store import Store

__all__ = ["decided_names", "find_in", "open_store", "read_store", "store_folder"]


def open_store(settings: Settings, *, must_exist: bool = False) -> Store:
    """Open the store for writing; make it unless it ``must_exist``."""
    from kg.store import Store

    if must_exist:
        read_store(settings).close()
    return Store.open(settings.store, base=_base(settings))


def read_store(settings: Settings) -> Store:
    """Open the store for reading; it has to be there."""
    from kg.store import Store

    return Store.open(settings.store, base=_base(settings), read_only=True)


def decided_names(settings: Settings, *, asked: bool) -> dict[str, str | None]:
    """Return what people decided that names mean, from the store if there is one.

    Args:
        settings: Which store.
        asked: Whether the user named it: then it has to be there.

    """
    if not asked and (isinstance(settings.store, str) or not (settings.store / "store.json").is_file()):
        return {}
    with read_store(settings) as opened:
        return opened.decisions.names()


def store_folder(settings: Settings) -> Path:
    """Return the folder of the store, for what cannot be done with one on a server."""
    from kg.errors import StoreError

    if isinstance(settings.store, str):
        hint = "kg export --format nq --texts takes a copy of one on a server, which answers SPARQL itself"
        raise StoreError("this needs a store in a folder", path=settings.store, hint=hint)
    return settings.store


def _base(settings: Settings) -> str | None:
    # A store remembers its base, so only one that somebody chose is compared with it.
    from kg.config import Settings

    return None if settings.base == Settings().base else settings.base


def find_in(store: Store, settings: Settings) -> Callable[[str], str]:
    """Return what turns a user's word for an actor or place into its id; see :mod:`kg.naming`."""
    from kg.ingest import Pipeline
    from kg.naming import actor_finder

    return actor_finder(store, lambda: Pipeline(settings).catalogue)
