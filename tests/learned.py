"""The built-in catalogue, read once for a whole run, with what finds its names: both never change.

A command reads and indexes them in two seconds, which a test that calls it would otherwise spend each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.catalogue import Catalogue
from kg.model import Actor, Name
from kg.resolution import resolver
from kg.resolution.index import NameIndex
from kg.resources import catalogue_dir

__all__ = ["learned_once"]

Surfaces = tuple[tuple[str, Name, Actor], ...]


@contextmanager
def learned_once() -> Iterator[None]:
    """Keep the built-in catalogue and the index of its names; all others are made anew."""
    load, built_in = Catalogue.load, catalogue_dir()
    kept: list[Catalogue] = []
    indexed: list[tuple[Surfaces, NameIndex]] = []

    def load_once(*paths: Path) -> Catalogue:
        if paths not in ((), (built_in,)):
            return load(*paths)
        if not kept:
            kept.append(load())
        return kept[0]

    def index_once(surfaces: Iterable[tuple[str, Name, Actor]]) -> NameIndex:
        given = tuple(surfaces)
        known = {id(actor) for actor in kept[0].actors.values()} if kept else set()
        if not {id(actor) for _, _, actor in given} <= known:
            return NameIndex(given)
        if not indexed or indexed[0][0] != given:
            indexed[:] = [(given, NameIndex(given))]
        return indexed[0][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Catalogue, "load", load_once)
        patch.setattr(resolver, "NameIndex", index_once)
        yield
