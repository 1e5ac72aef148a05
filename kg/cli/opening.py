"""Open the store that the settings name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.cli.terminal import did_you_mean
from kg.errors import UnknownNameError

if TYPE_CHECKING:
    from kg.config import Settings
    from kg.store import Store

__all__ = ["actor_finder", "open_store", "read_store"]


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


def _base(settings: Settings) -> str | None:
    # A store remembers its base, so only one that somebody chose is compared with it.
    from kg.config import Settings

    return None if settings.base == Settings().base else settings.base


def actor_finder(store: Store) -> Callable[[str], str]:
    """Return what turns a name into the id of the actor or place that the graph knows by it."""

    def find(name: str) -> str:
        actor_id = store.iris.actor_id(name.strip("<>")) or name
        if store.actor(actor_id) is not None:
            return actor_id
        found = store.actors_named(name)
        if len(found) == 1:
            return found[0]
        if found:
            hint = f"give one of the ids: {', '.join(found[:5])}"
            raise UnknownNameError(f"{name!r} may be any of {len(found)} actors", hint=hint)
        known = (text.text for actor in store.actors() for text in actor.names)
        raise UnknownNameError(f"no actor is called {name!r}", hint=did_you_mean(name, known))

    return find
