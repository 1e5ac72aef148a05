"""The SHACL shapes as plain data: what the nodes of a class and the values of a property must be.

Only the part of SHACL that the shapes of the ontology are written in is understood; what else a file holds is
named in :attr:`Shapes.left_out`, and only the full report looks at it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from kg.errors import DataError
from kg.resources import ontology_dir
from kg.store.rdf.terms import RDF, RDFS, TYPE, Namespace

__all__ = ["Count", "Not", "Or", "Order", "Property", "Qualified", "Shape", "Shapes", "Value", "read_shapes"]

SH = Namespace("http://www.w3.org/ns/shacl#")

Node = NamedNode | BlankNode | Literal
_FIRST, _REST, _NIL = RDF["first"], RDF["rest"], RDF["nil"]
_ABOUT: Final = {TYPE, RDFS["label"], SH["message"], SH["path"], SH["ignoredProperties"]}  # no constraints
_ON_VALUES: Final = {
    "class",
    "datatype",
    "in",
    "maxInclusive",
    "minExclusive",
    "minInclusive",
    "minLength",
    "nodeKind",
    "pattern",
}


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that each value must be: ``name`` is SHACL's, for example ``datatype``.

    ``wanted`` holds the values of an ``in``, else one: a class, a number, an expression.
    """

    name: str
    wanted: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many values there are: ``name`` is ``minCount`` or ``maxCount``."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Qualified:
    """How many values at least must be such: ``hasValue`` and ``qualifiedMinCount``."""

    name: str
    number: int
    values: frozenset[Node]


@dataclass(frozen=True, slots=True)
class Order:
    """Each value comes before each value of another property: ``lessThan`` or ``lessThanOrEquals``."""

    name: str
    other: NamedNode


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of several shapes fits."""

    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """A shape does not fit."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Property:
    """What must be found at the end of a path of properties."""

    path: tuple[NamedNode, ...]
    constraints: tuple[Value | Count | Qualified | Order, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What a node must be; ``allowed`` are all properties that it may have, where that is closed."""

    name: str
    label: str
    constraints: tuple[Value | Or | Not, ...]
    properties: tuple[Property, ...]
    allowed: frozenset[NamedNode] | None
    target_classes: tuple[NamedNode, ...] = ()
    target_subjects: tuple[NamedNode, ...] = ()
    target_objects: tuple[NamedNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Shapes:
    """All shapes of a file; ``left_out`` names the constraints that are not understood."""

    shapes: tuple[Shape, ...]
    left_out: tuple[str, ...]


@cache
def read_shapes(path: Path | None = None) -> Shapes:
    """Return the shapes of a Turtle file, ``ontology/shapes.ttl`` if not given.

    Raises:
        DataError: The file cannot be read, or a list or number in it is broken.

    """
    path = path or ontology_dir() / "shapes.ttl"
    try:
        triples = [quad.triple for quad in pyoxigraph.parse(path=str(path), format=RdfFormat.TURTLE)]
    except (OSError, SyntaxError) as error:
        raise DataError(f"cannot read the shapes: {error}", path=path) from error
    return _Reader(triples, path).read()


class _Reader:
    """The triples of a shapes file, looked up by subject."""

    def __init__(self, triples: list[pyoxigraph.Triple], path: Path) -> None:
        self._path = path
        self._values: dict[Node, dict[NamedNode, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in triples:
            self._values[subject][predicate].append(value)
        self._left_out: set[str] = set()

    def read(self) -> Shapes:
        """Return everything that is declared a node shape."""
        nodes = [node for node, said in self._values.items() if SH["NodeShape"] in said.get(TYPE, ())]
        shapes = tuple(self._shape(node, node.value) for node in sorted(nodes, key=str))
        return Shapes(shapes, tuple(sorted(self._left_out)))

    def _shape(self, node: Node, name: str) -> Shape:
        said = self._values[node]
        constraints: list[Value | Or | Not] = []
        properties: list[Property] = []
        for term, values in said.items():
            kind = term.value.removeprefix(SH)
            if term in _ABOUT or kind in {"targetClass", "targetSubjectsOf", "targetObjectsOf", "closed"}:
                continue
            for value in values:
                if kind in _ON_VALUES:
                    constraints.append(self._value(kind, value))
                elif kind == "property":
                    properties.append(self._property(value, name))
                elif kind == "or":
                    parts = (self._shape(part, name) for part in self._list(value))
                    constraints.append(Or(tuple(parts)))
                elif kind == "not":
                    constraints.append(Not(self._shape(value, name)))
                else:
                    self._leave_out(term, name)
        return Shape(
            name,
            " ".join(text.value for text in said.get(RDFS["label"], ())),
            tuple(constraints),
            tuple(properties),
            self._allowed(node, properties),
            *(self._terms(node, target) for target in ("targetClass", "targetSubjectsOf", "targetObjectsOf")),
        )

    def _allowed(self, node: Node, properties: list[Property]) -> frozenset[NamedNode] | None:
        said = self._values[node]
        if not any(value.value == "true" for value in said.get(SH["closed"], ())):
            return None
        ignored = [term for value in said.get(SH["ignoredProperties"], ()) for term in self._list(value)]
        named = {each.path[0] for each in properties if len(each.path) == 1}
        return frozenset(term for term in (*ignored, *named) if isinstance(term, NamedNode))

    def _terms(self, node: Node, name: str) -> tuple[NamedNode, ...]:
        return tuple(term for term in self._values[node].get(SH[name], ()) if isinstance(term, NamedNode))

    def _property(self, node: Node, owner: str) -> Property:
        name = owner if isinstance(node, BlankNode) else node.value
        constraints: list[Value | Count | Qualified | Order] = []
        said = self._values[node]
        for term, values in said.items():
            kind = term.value.removeprefix(SH)
            if term in _ABOUT or kind == "qualifiedValueShape":
                continue
            for value in values:
                if kind in _ON_VALUES:
                    constraints.append(self._value(kind, value))
                elif kind in {"minCount", "maxCount"}:
                    constraints.append(Count(kind, self._number(value)))
                elif kind == "hasValue":
                    constraints.append(Qualified(kind, 1, frozenset({value})))
                elif kind in {"lessThan", "lessThanOrEquals"} and isinstance(value, NamedNode):
                    constraints.append(Order(kind, value))
                elif kind == "qualifiedMinCount" and (listed := self._qualified(node)):
                    constraints.append(Qualified(kind, self._number(value), listed))
                else:
                    self._leave_out(term, name)
        (path,) = said[SH["path"]]
        steps = [path] if isinstance(path, NamedNode) else list(self._list(path))
        return Property(
            tuple(step for step in steps if isinstance(step, NamedNode)), tuple(constraints), name
        )

    def _qualified(self, node: Node) -> frozenset[Node]:
        """Return the values that count, if the shape of what counts is a list of them and no more."""
        (shape,) = self._values[node][SH["qualifiedValueShape"]]
        said = self._values[shape]
        return frozenset(self._list(said[SH["in"]][0])) if set(said) == {SH["in"]} else frozenset()

    def _value(self, name: str, value: Node) -> Value:
        if name == "pattern":
            try:
                re.compile(value.value)
            except re.error as error:
                raise DataError(f"no regular expression: {value.value!r}", path=self._path) from error
        return Value(name, tuple(self._list(value)) if name == "in" else (value,))

    def _number(self, value: Node) -> int:
        if not value.value.isdecimal():
            raise DataError(f"no whole number: {value.value!r}", path=self._path)
        return int(value.value)

    def _list(self, node: Node) -> Iterator[Node]:
        seen: set[Node] = set()
        while node != _NIL:
            if node in seen or not (said := self._values.get(node)) or not said[_FIRST] or not said[_REST]:
                raise DataError("the shapes hold a broken list", path=self._path)
            seen.add(node)
            yield said[_FIRST][0]
            node = said[_REST][0]

    def _leave_out(self, term: NamedNode, name: str) -> None:
        self._left_out.add(f"{term.value.removeprefix(SH)} of {name}")
