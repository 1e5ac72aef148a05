"""Check the graph against the SHACL shapes of the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph

from kg.errors import DataError
from kg.resources import ontology_dir
from kg.store.shacl.findings import Finding, Report

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

__all__ = ["Finding", "Report", "validate"]

_MOST_PLACES = 10  # of one wrong value; the same mistake a thousand times helps nobody
_SH = "http://www.w3.org/ns/shacl#"


def validate(triples: Iterable[pyoxigraph.Triple], shapes: Path | None = None) -> Report:
    """Check triples, for example those of ``Store.triples()``, against the shapes.

    Args:
        triples: The graph; IRIs and literals only.
        shapes: A Turtle file; ``ontology/shapes.ttl`` if not given.

    Raises:
        DataError: The shapes cannot be read or are no valid SHACL.

    """
    import pyshacl
    from pyshacl.errors import ReportableRuntimeError

    path = shapes or ontology_dir() / "shapes.ttl"
    graph, rules = _to_rdflib(triples), _read_shapes(path)
    try:
        _, report, _ = pyshacl.validate(graph, shacl_graph=rules, inplace=True)
    except ReportableRuntimeError as error:
        raise DataError(f"the shapes are no valid SHACL: {error.message}", path=path) from error
    return Report(tuple(sorted(set(_findings(report, rules, graph)))), len(graph))


def _read_shapes(path: Path) -> rdflib.Graph:
    import rdflib

    try:
        return rdflib.Graph().parse(path, format="turtle")
    except (OSError, SyntaxError) as error:
        raise DataError(f"cannot read the shapes: {error}", path=path) from error


def _to_rdflib(triples: Iterable[pyoxigraph.Triple]) -> rdflib.Graph:
    import rdflib

    graph = rdflib.Graph()

    def term(node: object) -> rdflib.term.Node:
        if isinstance(node, pyoxigraph.Literal):
            kind = None if node.language else rdflib.URIRef(node.datatype.value)
            return rdflib.Literal(node.value, lang=node.language, datatype=kind, normalize=False)
        if isinstance(node, pyoxigraph.BlankNode):
            return rdflib.BNode(node.value)
        return rdflib.URIRef(node.value)  # type: ignore[attr-defined]

    for triple in triples:
        graph.add((term(triple.subject), term(triple.predicate), term(triple.object)))
    return graph


def _findings(report: rdflib.Graph, shapes: rdflib.Graph, graph: rdflib.Graph) -> Iterator[Finding]:
    import rdflib

    sh = rdflib.Namespace(_SH)

    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        focus = report.value(result, sh.focusNode)
        shape = report.value(result, sh.sourceShape)
        component = str(report.value(result, sh.sourceConstraintComponent)).removeprefix(_SH)
        constraint = component[:1].lower() + component[1:].removesuffix("ConstraintComponent")
        name = str(_named(shape, shapes))
        message = " ".join(str(report.value(result, sh.resultMessage)).split())
        places = list(_places(focus, list(shapes.objects(shape, sh.targetObjectsOf)), graph))
        for subject, place in places:
            yield Finding(str(subject), str(place), str(focus), message, name, constraint)
        if not places:
            path = report.value(result, sh.resultPath)
            term = str(path) if isinstance(path, rdflib.URIRef) else ""  # else a path of several steps
            value = report.value(result, sh.value)
            text = "" if value is None else str(value)
            yield Finding(str(focus), term, text, message, name, constraint)


def _named(shape: Node | None, shapes: rdflib.Graph) -> Node | None:
    """Return a shape, or the one that it is written in where it has no name."""
    import rdflib

    while isinstance(shape, rdflib.BNode) and (owner := next(shapes.subjects(None, shape), None)) is not None:
        shape = owner
    return shape


def _places(value: Node | None, properties: list[Node], graph: rdflib.Graph) -> Iterator[tuple[Node, Node]]:
    """Yield where a value stands: a shape of values says what is wrong with one, not where it came from."""
    places = ((subject, path) for path in properties for subject in graph.subjects(path, value))
    yield from islice(places, _MOST_PLACES)
