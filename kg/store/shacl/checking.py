"""Check the triples of one graph against the shapes while they are written, in fractions of a millisecond.

The shapes are turned into sets and small functions once. A node whose properties are as many as they should
be is through after a few operations on sets; only where something is wrong each property is looked at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.store.rdf.terms import TYPE
from kg.store.results import shorten
from kg.store.shacl.findings import Finding
from kg.store.shacl.literals import CHECKED_DATATYPES, is_well_formed, precedes
from kg.store.shacl.shapes import (
    Count,
    Node,
    Not,
    Or,
    Order,
    Property,
    Qualified,
    Shape,
    Shapes,
    Value,
    read_shapes,
)

__all__ = ["Checker", "Elsewhere", "checker", "nowhere"]

Elsewhere = Callable[[NamedNode, NamedNode | None], Iterable[Triple]]
"""Give the triples of a node, or only those of one property, that stand outside of the graph looked at."""

_Test = Callable[[Node, "_World"], bool]


def nowhere(node: NamedNode, term: NamedNode | None) -> Iterable[Triple]:  # noqa: ARG001
    """Stand for the outside of a graph that has to describe everything itself."""
    return ()


@cache
def checker() -> Checker:
    """Return the checker of the ontology's own shapes."""
    return Checker(read_shapes())


class Checker:
    """Shapes made ready to be held against many graphs.

    Args:
        shapes: What :func:`kg.store.shacl.shapes.read_shapes` gives.

    """

    def __init__(self, shapes: Shapes) -> None:
        self._of_values: dict[NamedNode, list[_Fit]] = defaultdict(list)
        self._of_subjects: dict[NamedNode, list[_Fit]] = defaultdict(list)
        self._of_class: dict[NamedNode, list[_Fit]] = defaultdict(list)
        for shape in shapes.shapes:
            fit = _Fit(shape)
            for targets, table in (
                (shape.target_objects, self._of_values),
                (shape.target_subjects, self._of_subjects),
                (shape.target_classes, self._of_class),
            ):
                for target in targets:
                    table[target].append(fit)
        self._marks = frozenset(self._of_subjects)
        self._of_classes: dict[tuple[NamedNode, ...], tuple[_Fit, ...]] = {}

    def check(self, triples: Iterable[Triple], elsewhere: Elsewhere = nowhere) -> list[Finding]:
        """Return what is wrong in a graph, sorted; nothing if it is as the shapes say.

        Args:
            triples: The graph, each triple once.
            elsewhere: What the graph may rely on: a document need not describe the catalogue's actors.

        """
        world = _World(elsewhere)
        values = self._take_in(triples, world)
        findings: list[Finding] = []
        for fits, subject, predicate, value in values:
            for fit in fits:
                if not fit.holds(value, world):
                    findings += fit.of_value(subject, predicate, value, world)
        for node, held in world.nodes.items():
            for fit in self._fits(held):
                if not fit.holds(node, world) and not (world.complete(node) and fit.holds(node, world)):
                    findings += fit.of_node(node, world)
        return sorted(set(findings))

    def _take_in(
        self, triples: Iterable[Triple], world: _World
    ) -> list[tuple[list[_Fit], NamedNode, NamedNode, Node]]:
        nodes, repeated, of_values = world.nodes, world.repeated, self._of_values.get
        values = []
        for subject, predicate, value in triples:
            held = nodes.get(subject)
            if held is None:
                nodes[subject] = {predicate: [value]}
            elif (found := held.get(predicate)) is None:
                held[predicate] = [value]
            else:
                found.append(value)
                repeated[subject].add(predicate)
            if (fits := of_values(predicate)) is not None:
                values.append((fits, subject, predicate, value))
        return values

    def _fits(self, held: dict[NamedNode, list[Node]]) -> Iterable[_Fit]:
        classes = tuple(each for each in held.get(TYPE, ()) if isinstance(each, NamedNode))
        fits = self._of_classes.get(classes)
        if fits is None:
            found = (fit for each in classes for fit in self._of_class.get(each, ()))
            fits = self._of_classes[classes] = tuple(dict.fromkeys(found))
        marks = held.keys() & self._marks
        if not marks:
            return fits
        return dict.fromkeys((*fits, *(fit for mark in marks for fit in self._of_subjects[mark])))


class _World:
    """The nodes of the graph looked at, and what stands elsewhere about them."""

    def __init__(self, elsewhere: Elsewhere) -> None:
        self.nodes: dict[Node, dict[NamedNode, list[Node]]] = {}
        self.repeated: dict[Node, set[NamedNode]] = defaultdict(set)
        self._elsewhere = elsewhere
        self._classes: dict[NamedNode, frozenset[object]] = {}
        self._completed: set[Node] = set()

    def held(self, node: Node) -> dict[NamedNode, list[Node]]:
        """Return the properties of a node with their values."""
        return self.nodes.get(node) or {}

    def has_class(self, node: Node, wanted: Node) -> bool:
        """Return whether a node is of a class, by what is said here or elsewhere."""
        if wanted in self.held(node).get(TYPE, ()):
            return True
        if not isinstance(node, NamedNode):
            return False
        if (known := self._classes.get(node)) is None:
            known = self._classes[node] = frozenset(t.object for t in self._elsewhere(node, TYPE))
        return wanted in known

    def values(self, node: Node, path: tuple[NamedNode, ...]) -> set[Node]:
        """Return what stands at the end of a path."""
        ends = {node}
        for step in path:
            ends = {value for end in ends for value in self.held(end).get(step, ())}
        return ends

    def complete(self, node: Node) -> bool:
        """Put what stands elsewhere about a node beside what stands here; return whether that is anything."""
        if node in self._completed or not isinstance(node, NamedNode):
            return False
        self._completed.add(node)
        held = self.nodes[node]
        is_known = False
        for _, term, value in self._elsewhere(node, None):
            is_known = True
            values = held.setdefault(term, [])
            if value not in values:
                values.append(value)
            if len(values) > 1:
                self.repeated[node].add(term)
        return is_known


_NONE: frozenset[NamedNode] = frozenset()


class _Fit:
    """One shape, made ready: quick to say that it holds, thorough where it does not."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self._tests = [(each, _test(each)) for each in shape.constraints]
        self._properties = [_Ends(each) for each in shape.properties]
        plain = [each for each in self._properties if each.is_plain]
        self._needed = frozenset(each.path[0] for each in plain if each.least)
        self._single = frozenset(each.path[0] for each in plain if each.most == 1)
        self._others = [each for each in self._properties if not each.is_plain or each.tests]

    def holds(self, node: Node, world: _World) -> bool:
        """Return whether a node is as the shape says."""
        for _, test in self._tests:
            if not test(node, world):
                return False
        if not self._properties and self.shape.allowed is None:
            return True
        held = world.held(node)
        keys = held.keys()
        if not self._needed <= keys or not self._single.isdisjoint(world.repeated.get(node, _NONE)):
            return False
        if self.shape.allowed is not None and not keys <= self.shape.allowed:
            return False
        return all(each.holds(node, world) for each in self._others)

    def of_value(self, subject: NamedNode, term: NamedNode, value: Node, world: _World) -> Iterator[Finding]:
        """Yield what is wrong with a value, at the place where it stands."""
        for finding in self.of_node(value, world):
            yield Finding(
                subject.value, term.value, value.value, finding.message, finding.shape, finding.constraint
            )

    def of_node(self, node: Node, world: _World) -> Iterator[Finding]:
        """Yield everything that is wrong with a node."""
        for constraint, test in self._tests:
            if not test(node, world):
                yield self._finding(node, "", node, constraint, self.shape.name)
        for each in self._properties:
            path = each.path[0].value if len(each.path) == 1 else ""
            for broken, value in each.broken(node, world):
                yield self._finding(node, path, value, broken, each.property.name, each.shown)
        if self.shape.allowed is not None:
            for term, values in world.held(node).items():
                for value in values if term not in self.shape.allowed else ():
                    message = f"{shorten(term, prefixed=True)} is no property of it ({self.shape.label})"
                    yield Finding(node.value, term.value, value.value, message, self.shape.name, "closed")

    def _finding(
        self, node: Node, path: str, value: Node | None, constraint: object, name: str, shown: str = ""
    ) -> Finding:
        message = " ".join(part for part in (shown, _said(constraint)) if part)
        kind = (
            constraint.name
            if isinstance(constraint, Value | Count | Qualified | Order)
            else _kind_of(constraint)
        )
        text = "" if value is None else value.value
        return Finding(node.value, path, text, f"{message} ({self.shape.label})", name, kind)


class _Ends:
    """What must stand at the end of one path, made ready."""

    def __init__(self, given: Property) -> None:
        self.property, self.path = given, given.path
        counts = {each.name: each.number for each in given.constraints if isinstance(each, Count)}
        self.least, self.most = counts.get("minCount", 0), counts.get("maxCount")
        self.tests = [(each, _test(each)) for each in given.constraints if isinstance(each, Value)]
        self._rest = [each for each in given.constraints if isinstance(each, Qualified | Order)]
        self.shown = "/".join(shorten(step, prefixed=True) for step in given.path)
        self.is_plain = (
            len(self.path) == 1 and self.least in {0, 1} and self.most in {None, 1} and not self._rest
        )

    def holds(self, node: Node, world: _World) -> bool:
        """Return whether nothing is wrong; of a plain one only the values are looked at."""
        values = (
            world.held(node).get(self.path[0], ()) if len(self.path) == 1 else world.values(node, self.path)
        )
        if not self.is_plain:
            return next(self.broken(node, world), None) is None
        return all(test(value, world) for value in values for _, test in self.tests)

    def broken(self, node: Node, world: _World) -> Iterator[tuple[object, Node | None]]:
        """Yield each constraint that is broken, with the value that breaks it."""
        values = world.values(node, self.path)
        for constraint in self.property.constraints:
            if isinstance(constraint, Count):
                is_least = constraint.name == "minCount"
                if len(values) < constraint.number if is_least else len(values) > constraint.number:
                    yield constraint, None
            elif isinstance(constraint, Qualified):
                if len(values & constraint.values) < constraint.number:
                    yield constraint, None
            elif isinstance(constraint, Order):
                others = world.held(node).get(constraint.other, ())
                yield from (
                    (constraint, v) for v in values for o in others if not _in_order(constraint, v, o)
                )
        for value_constraint, test in self.tests:
            yield from ((value_constraint, value) for value in values if not test(value, world))


def _in_order(constraint: Order, value: Node, other: Node) -> bool:
    if not isinstance(value, Literal) or not isinstance(other, Literal):
        return False
    return bool(precedes(value, other, or_equals=constraint.name == "lessThanOrEquals"))


def _test(constraint: Value | Or | Not) -> _Test:
    """Return what looks at one value."""
    if isinstance(constraint, Or):
        parts = [_Fit(shape) for shape in constraint.shapes]
        return lambda value, world: any(part.holds(value, world) for part in parts)
    if isinstance(constraint, Not):
        inner = _Fit(constraint.shape)
        return lambda value, world: not inner.holds(value, world)
    return _TESTS[constraint.name](constraint)


def _class(constraint: Value) -> _Test:
    (wanted,) = constraint.wanted
    return lambda value, world: world.has_class(value, wanted)


def _datatype(constraint: Value) -> _Test:
    (wanted,) = constraint.wanted
    if wanted.value not in CHECKED_DATATYPES:
        return lambda value, _: type(value) is Literal and value.datatype == wanted
    return lambda value, _: type(value) is Literal and value.datatype == wanted and is_well_formed(value)


def _in(constraint: Value) -> _Test:
    wanted = frozenset(constraint.wanted)
    return lambda value, _: value in wanted


def _kind(constraint: Value) -> _Test:
    kinds = {"IRI": NamedNode, "Literal": Literal, "BlankNode": BlankNode}
    (wanted,) = constraint.wanted
    kind = kinds[wanted.value.rpartition("#")[2]]
    return lambda value, _: type(value) is kind


def _length(constraint: Value) -> _Test:
    least = int(constraint.wanted[0].value)
    return lambda value, _: len(value.value) >= least and type(value) is not BlankNode


def _pattern(constraint: Value) -> _Test:
    search = re.compile(constraint.wanted[0].value).search
    return lambda value, _: search(value.value) is not None and type(value) is not BlankNode


def _bound(constraint: Value) -> _Test:
    (bound,) = constraint.wanted
    or_equals = constraint.name.endswith("Inclusive")
    is_least = constraint.name.startswith("min")

    def test(value: Node, _: _World) -> bool:
        if not isinstance(value, Literal) or not isinstance(bound, Literal):
            return False
        first, second = (bound, value) if is_least else (value, bound)
        return bool(precedes(first, second, or_equals=or_equals))

    return test


_TESTS: dict[str, Callable[[Value], _Test]] = {
    "class": _class,
    "datatype": _datatype,
    "in": _in,
    "maxInclusive": _bound,
    "minExclusive": _bound,
    "minInclusive": _bound,
    "minLength": _length,
    "nodeKind": _kind,
    "pattern": _pattern,
}
_SAID = {
    "class": "is not described as {0}",
    "datatype": "is no {0}",
    "in": "is none of {0}",
    "lessThan": "does not come before {0}",
    "lessThanOrEquals": "comes after {0}",
    "maxCount": "has more than {0} value(s)",
    "maxInclusive": "is more than {0}",
    "minCount": "has less than {0} value(s)",
    "minExclusive": "is not more than {0}",
    "minInclusive": "is less than {0}",
    "minLength": "is shorter than {0} character(s)",
    "nodeKind": "is no {0}",
    "pattern": "does not match {0}",
    "hasValue": "lacks the value {0}",
    "qualifiedMinCount": "has none of {0}",
}


def _said(constraint: object) -> str:
    """Return what a broken constraint asks for, in words."""
    if isinstance(constraint, Count):
        return _SAID[constraint.name].format(constraint.number)
    if isinstance(constraint, Order):
        return _SAID[constraint.name].format(shorten(constraint.other, prefixed=True))
    if isinstance(constraint, Qualified):
        return _SAID[constraint.name].format(_listed(constraint.values))
    if isinstance(constraint, Value):
        return _SAID[constraint.name].format(_listed(constraint.wanted))
    return "is not so"


def _kind_of(constraint: object) -> str:
    return "or" if isinstance(constraint, Or) else "not"


def _listed(values: Iterable[Node]) -> str:
    return ", ".join(sorted(shorten(value, prefixed=True) for value in values))
