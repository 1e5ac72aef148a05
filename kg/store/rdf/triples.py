"""Small helpers that every writer and reader of triples here shares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.model import Date
from kg.store.rdf.terms import KG, instant

__all__ = ["Index", "date_triples", "quad", "read_date"]

_LENGTH = {"year": 4, "month": 7, "day": 10}


class Index:
    """Triples arranged for looking up the values of a subject."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._values: dict[tuple[str, str], list[NamedNode | Literal]] = defaultdict(list)
        self._subjects: dict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, predicate, value in triples:
            self._values[subject.value, predicate.value].append(value)
            self._subjects[predicate.value, value.value].append(subject.value)

    def subjects(self, predicate: NamedNode, value: str) -> list[str]:
        """Return what has this value of a property, sorted."""
        return sorted(self._subjects.get((predicate.value, value), ()))

    def values(self, subject: str, predicate: NamedNode) -> list[str]:
        """Return the values of a property, sorted."""
        return sorted(node.value for node in self._values.get((subject, predicate.value), ()))

    def value(self, subject: str, predicate: NamedNode, default: str = "") -> str:
        """Return the only value of a property, the first in sorted order if there are several."""
        return next(iter(self.values(subject, predicate)), default)

    def term(self, subject: str, predicate: NamedNode, default: str = "") -> str:
        """Return the only value of a property, one of our own terms, without the namespace."""
        return self.value(subject, predicate, KG + default).removeprefix(KG)

    def literal(self, subject: str, predicate: NamedNode) -> Literal | None:
        """Return the only literal of a property, language tag included."""
        nodes = self._values.get((subject, predicate.value), ())
        return next((node for node in nodes if isinstance(node, Literal)), None)


def quad(triple: Triple, graph: NamedNode | DefaultGraph) -> Quad:
    """Return a triple as it stands in a graph."""
    if isinstance(graph, DefaultGraph):  # the engine takes its own default ten times as fast as a given one
        return Quad(triple.subject, triple.predicate, triple.object)
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def date_triples(node: NamedNode, term: str, date: Date | None, *, end: bool = False) -> Iterator[Triple]:
    """Yield a date as an instant and, beside it, how precise the source was.

    Args:
        node: What is dated.
        term: ``date``, ``validFrom`` or ``validUntil``; the precision goes to that term plus ``Precision``.
        date: Nothing is yielded for ``None``.
        end: Write the last second that the date may mean instead of the first.

    """
    if date is None:
        return
    day = date.last_day() if end else date.first_day()
    yield Triple(node, KG[term], instant(day, end=end))
    yield Triple(node, KG[f"{term}Precision"], KG[date.precision])


def read_date(index: Index, subject: str, term: str) -> Date | None:
    """Return the date that :func:`date_triples` wrote."""
    text = index.value(subject, KG[term])
    return Date(text[: _LENGTH[index.term(subject, KG[f"{term}Precision"], "day")]]) if text else None
