"""Read what people annotated: articles with their claims, or sentences with marked pairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError
from kg.evaluation.lines import Line, read_lines
from kg.model import Document, Polarity
from kg.text.documents import to_document
from kg.text.formats.record import Record
from kg.vocabulary import RELATIONS

__all__ = ["FAMILIES", "AnnotatedArticle", "Gold", "GoldClaim", "MarkedPair", "Trap", "read_gold"]

FAMILIES: Mapping[str, str] = {term.name: term.sign for term in RELATIONS.values() if term.parent is None}
"""The relations that are annotated, and the family of each: friendly, hostile, structure or territory."""

_HINT = (
    'annotated articles have {"doc": {"id", "text"}, "actors", "places", "claims", "must_not_extract"}, '
    'marked pairs {"id", "text", "source": [start, end], "target": [start, end], "sign"}'
)
_TIERS = ("core", "secondary")


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A statement that an annotator took from an article; actors are keys of the article.

    ``core`` marks what should be found; the others are right as well, and of less use.
    """

    source: str
    relation: str
    target: str
    polarity: str
    claimant: str | None
    core: bool
    quote: str


@dataclass(frozen=True, slots=True)
class Trap:
    """A statement that a careless reader would take from the article, wrongly, at these offsets."""

    source: str
    relation: str
    target: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article with everything that an annotator marked in it.

    ``actors`` and ``places`` map a key to the ways in which somebody, or a place, is named: the name first.
    """

    document: Document
    actors: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[str, ...]]
    claims: tuple[GoldClaim, ...]
    traps: tuple[Trap, ...]


@dataclass(frozen=True, slots=True)
class MarkedPair:
    """A sentence with two spans and what ties them; a field that is ``None`` was not annotated."""

    id: str
    text: str
    source: tuple[int, int]
    target: tuple[int, int]
    sign: str | None = None
    quad: str | None = None
    root: str | None = None
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class Gold:
    """A file of gold: articles, or pairs."""

    path: Path
    articles: tuple[AnnotatedArticle, ...] = ()
    pairs: tuple[MarkedPair, ...] = ()


def read_gold(path: Path) -> Gold:
    """Read a file of annotated articles or of marked pairs; its first line shows which.

    Raises:
        DataError: A line is neither, or refers to what is not there; names the line.
        DocumentError: A line or the text of an article cannot be read; names the line.
        OSError: The file cannot be read.

    """
    lines = read_lines(path)
    first = next(lines, None)
    if first is None:
        raise DataError("the file is empty", path=path, hint=_HINT)
    if "doc" in first.fields and "claims" in first.fields:
        return Gold(path, articles=(_article(first), *map(_article, lines)))
    if {"id", "text", "source", "target"} <= first.fields.keys():
        return Gold(path, pairs=(_pair(first), *map(_pair, lines)))
    raise DataError(
        "neither an annotated article nor a marked pair", path=path, line=first.number, hint=_HINT
    )


def _pair(line: Line) -> MarkedPair:
    text = line.text("text")
    return MarkedPair(
        id=line.identifier("id"),
        text=text,
        source=line.span("source", text),
        target=line.span("target", text),
        sign=line.optional_text("sign"),
        quad=line.optional_text("quad"),
        root=line.optional_text("root"),
        direction=line.optional_text("direction"),
    )


def _article(line: Line) -> AnnotatedArticle:
    doc = line.part("doc")
    if "claims" not in line.fields:
        raise line.wrong("claims", "missing")
    given = {name: doc.optional_text(name) or "" for name in ("title", "publisher", "date", "url")}
    record = Record(id=doc.identifier("id"), text=doc.text("text"), line=line.number, **given)
    actors, places = _names(line, "actors"), _names(line, "places")
    known = actors.keys() | places.keys()
    return AnnotatedArticle(
        document=to_document(record, str(line.path)),
        actors=actors,
        places=places,
        claims=tuple(_claim(part, known) for part in line.parts("claims")),
        traps=tuple(_trap(part, known) for part in line.parts("must_not_extract")),
    )


def _names(line: Line, table: str) -> dict[str, tuple[str, ...]]:
    entries = line.optional_part(table)
    if entries is None:
        return {}
    parts = {key: entries.part(key) for key in entries.fields}
    return {key: (part.text("name"), *part.texts("surfaces")) for key, part in parts.items()}


def _claim(part: Line, known: set[str]) -> GoldClaim:
    source, relation, target = _statement(part, known)
    claimant = part.optional_text("claimant")
    if claimant is not None and claimant not in known:
        raise part.wrong("claimant", f"no actor has the key {claimant!r}")
    return GoldClaim(
        source=source,
        relation=relation,
        target=target,
        polarity=_one_of(part, "polarity", [kind.value for kind in Polarity]),
        claimant=claimant,
        core=_one_of(part, "tier", _TIERS) == "core",
        quote=part.part("evidence").text("quote"),
    )


def _trap(part: Line, known: set[str]) -> Trap:
    evidence = part.part("evidence")
    return Trap(*_statement(part, known), start=evidence.offset("start"), end=evidence.offset("end"))


def _statement(part: Line, known: set[str]) -> tuple[str, str, str]:
    for name in ("source", "target"):
        if part.text(name) not in known:
            raise part.wrong(name, f"no actor or place has the key {part.text(name)!r}")
    return part.text("source"), _one_of(part, "relation", sorted(FAMILIES)), part.text("target")


def _one_of(part: Line, name: str, known: list[str] | tuple[str, ...]) -> str:
    value = part.text(name)
    if value not in known:
        raise part.wrong(name, f"{value!r} is none of {', '.join(known)}")
    return value
