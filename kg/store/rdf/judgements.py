"""The history of judgements as a named graph of its own, to which judging only adds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import DataError, StoreError
from kg.judgements import judgement_fields, read_judgement
from kg.model import Judgement
from kg.store.engine import Database
from kg.store.rdf.iris import Iris
from kg.store.rdf.terms import KG, PROV, SKOS, TYPE, instant, integer, string

__all__ = ["judgement_triples", "read_history"]

_LINE = KG["judgementLine"]


def judgement_triples(judgement: Judgement, iris: Iris) -> Iterator[Triple]:
    """Yield a judgement: whole as a line of JSON, and beside it what one asks a graph for."""
    node, author = iris.judgement(judgement.number), iris.person(judgement.author)
    yield Triple(node, TYPE, KG["Judgement"])
    yield Triple(node, KG["judgementNumber"], integer(judgement.number))
    yield Triple(node, KG["verdict"], KG[judgement.verdict.value])
    yield Triple(node, KG["judge"], string(judgement.author))
    yield Triple(node, KG["judgedAt"], instant(judgement.date.first_day()))
    yield Triple(node, PROV["wasAttributedTo"], author)
    yield Triple(author, TYPE, PROV["Person"])
    for judged in _judged(judgement, iris):
        yield Triple(node, KG["judges"], judged)
    if judgement.name:
        yield Triple(node, KG["judgedName"], string(judgement.name))
    if judgement.note:
        yield Triple(node, SKOS["note"], string(judgement.note))
    line = json.dumps(judgement_fields(judgement), ensure_ascii=False, separators=(",", ":"))
    yield Triple(node, _LINE, string(line))


def _judged(judgement: Judgement, iris: Iris) -> Iterator[NamedNode]:
    if judgement.withdraws is not None:
        yield iris.judgement(judgement.withdraws)
    elif judgement.claim is not None:
        yield iris.claim(judgement.claim)
    else:
        yield from (iris.actor(actor.id) for actor in judgement.actors)


def read_history(database: Database, iris: Iris) -> list[Judgement]:
    """Return all judgements, oldest first.

    Raises:
        StoreError: The history is damaged.

    """
    quads = database.quads_for_pattern(None, _LINE, None, iris.judgements)
    lines = [quad.object.value for quad in quads if isinstance(quad.object, Literal)]
    return sorted(_parsed(lines), key=lambda judgement: judgement.number)


def _parsed(lines: Iterable[str]) -> Iterator[Judgement]:
    for line in lines:
        try:
            yield read_judgement(json.loads(line))
        except (DataError, ValueError) as error:
            raise StoreError(f"the history of judgements is damaged: {error}") from error
