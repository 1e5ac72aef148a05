"""The files that the classifier learns from, told apart by what is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kg.classifier.labels import NONE, Label
from kg.errors import DataError
from kg.resources import training_dir
from kg.training.examples import Example, read_pairs
from kg.training.labelled import read_labelled
from kg.training.lines import json_lines, text_lines
from kg.training.standoff import read_standoff, texts_of

if TYPE_CHECKING:
    from kg.extraction import Extractor

__all__ = ["Material", "Pool", "built_in", "kind_of", "read_materials"]


class Pool(StrEnum):
    """What examples are good for; the recipe says when each pool is learnt."""

    SENTENCES = "labelled sentences"
    ARTICLES = "annotated articles"
    NEWS = "annotated sentences of other articles"
    EVENTS = "marked pairs with events"
    SIGNS = "marked pairs, most of them without a tie"


@dataclass(frozen=True, slots=True)
class Material:
    """One file of data.

    Attributes:
        name: The name of the file, without folders.
        digest: The first twelve digits of its SHA-256.
        pools: Its examples.
        left_out: Sentences that are not learnt, because the articles they are from are not at hand.

    """

    name: str
    digest: str
    pools: dict[Pool, tuple[Example, ...]]
    left_out: int = 0

    @property
    def examples(self) -> tuple[Example, ...]:
        """All examples of the file."""
        return tuple(example for pool in self.pools.values() for example in pool)


def built_in() -> list[Path]:
    """Return the files of labelled sentences and of annotations that come with the program, by name."""
    return sorted(path for suffix in ("txt", "jsonl") for path in training_dir().glob(f"*.{suffix}"))


def kind_of(path: Path) -> str:
    """Return what a file holds: ``sentences``, ``pairs``, ``articles``, ``annotations`` or ``texts``.

    Raises:
        DataError: It holds nothing, or JSON of another kind.
        DocumentError: It is no text.
        OSError: It cannot be read.

    """
    first = next((line for _, line in text_lines(path) if line.strip()), None)
    if first is None:
        raise DataError("the file is empty", path=path)
    if not first.lstrip().startswith("{"):
        return "sentences"
    number, row = next(json_lines(path))
    if {"doc", "claims"} <= row.keys():
        return "articles"
    if {"text", "source", "target"} <= row.keys():
        return "pairs"
    if {"text", "sentence", "mentions", "statements"} <= row.keys():
        return "annotations"
    if {"id", "text"} <= row.keys():
        return "texts"
    hint = 'articles have {"doc", "actors", "places", "claims"}, marked pairs {"text", "source", "target"}'
    raise DataError("neither an annotated article nor a marked pair", path=path, line=number, hint=hint)


def read_materials(paths: Sequence[Path], extractor: Callable[[], Extractor]) -> list[Material]:
    """Read files of data; annotations find the articles that they are about in the others.

    Args:
        paths: The files.
        extractor: Gives what finds the mentions of annotated articles; asked only for such.

    Raises:
        DataError: A line is not what the first one promises; with its number.
        DocumentError: A line is no text, or too long.
        OSError: A file cannot be read.

    """
    kinds = [kind_of(path) for path in paths]
    texts = texts_of(path for path, kind in zip(paths, kinds, strict=True) if kind in {"pairs", "texts"})
    return [_material(path, kind, extractor, texts) for path, kind in zip(paths, kinds, strict=True)]


def _material(
    path: Path, kind: str, extractor: Callable[[], Extractor], texts: Mapping[str, str]
) -> Material:
    pools: dict[Pool, tuple[Example, ...]] = {}
    left_out = 0
    if kind == "sentences":
        pools = {Pool.SENTENCES: tuple(read_labelled(path))}
    elif kind == "articles":
        from kg.training.gold import read_annotated

        pools = {Pool.ARTICLES: tuple(read_annotated(path, extractor()))}
    elif kind == "annotations":
        standoff = read_standoff(path, texts)
        pools, left_out = {Pool.NEWS: standoff.examples}, standoff.left_out
    elif kind == "pairs":
        pools = _pairs(read_pairs(path))
    return Material(path.name, sha256(path.read_bytes()).hexdigest()[:12], pools, left_out)


def _pairs(examples: Iterable[Example]) -> dict[Pool, tuple[Example, ...]]:
    """Part marked pairs: a file that holds pairs without a tie is about signs, but for its events."""
    found = tuple(examples)
    if not any(_is_none(example) for example in found):
        return {Pool.EVENTS: found}
    events = tuple(example for example in found if example.pairs[0].root is not None)
    signs = tuple(example for example in found if example.pairs[0].root is None)
    return {Pool.EVENTS: events, Pool.SIGNS: signs}


def _is_none(example: Example) -> bool:
    return example.pairs[0].signs == frozenset({Label(NONE)})
