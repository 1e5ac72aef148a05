"""Load catalogue files, and refuse what does not fit together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.catalogue.checks import by_id, check_parties, check_targets, of_known_actors
from kg.catalogue.events import all_events
from kg.catalogue.extending import Extension, extend
from kg.catalogue.files import Placed, read_files
from kg.model import Actor, Event, Name
from kg.resources import catalogue_dir

__all__ = ["Catalogue"]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The curated actors by id, in the order of their ids, and the events that made and ended them, in time.

    ``digest`` changes when, and only when, the content changes; how it is spread over files does not matter.
    """

    actors: Mapping[str, Actor]
    digest: str
    events: tuple[Event, ...] = ()

    @classmethod
    def load(cls, *paths: Path) -> Catalogue:
        """Read catalogue files, or folders of ``*.jsonl`` files; the built-in catalogue if none is given.

        Raises:
            DataError: A file is missing or a line is broken; path, line and a hint say where and what.

        """
        lines: list[Placed[Actor]] = []
        extensions: list[Placed[Extension]] = []
        events: list[Placed[Event]] = []
        for line in read_files(paths or (catalogue_dir(),)):
            match line.found:
                case Actor():
                    lines.append(line)  # type: ignore[arg-type]  # mypy sees the found one, not its place
                case Extension():
                    extensions.append(line)  # type: ignore[arg-type]
                case Event():
                    events.append(line)  # type: ignore[arg-type]
        defined = by_id(lines)
        added = of_known_actors(extensions, defined)
        actors = {actor_id: extend(actor, added.get(actor_id, ())) for actor_id, actor in defined.items()}
        check_targets((*lines, *extensions), actors)
        check_parties(events, actors)
        happened = all_events(actors.values(), (line.found for line in events))
        return cls(MappingProxyType(actors), _digest(actors.values(), happened), happened)

    def get(self, actor_id: str) -> Actor | None:
        """Return the actor with this id, or ``None``."""
        return self.actors.get(actor_id)

    def surfaces(self) -> Iterator[tuple[str, Name, Actor]]:
        """Yield every name as ``(text, name, actor)``, actors by id, names as the catalogue lists them."""
        for actor in self.actors.values():
            for name in actor.names:
                yield name.text, name, actor


def _digest(actors: Iterable[Actor], events: Iterable[Event]) -> str:
    digest = hashlib.sha256()
    for item in (*actors, *events):
        digest.update(json.dumps(item, default=_plain, ensure_ascii=False).encode())
    return digest.hexdigest()


def _plain(value: Any) -> list[Any]:
    return [getattr(value, slot) for slot in value.__slots__]
