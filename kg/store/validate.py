"""Check the graph against the SHACL shapes of the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph

from kg.errors import DataError
from kg.resources import ontology_dir

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

__all__ = ["Finding", "Report", "validate"]

_MOST_PLACES = 10  # of one wrong value; the same mistake a thousand times helps nobody
_SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place where the graph is not as its shapes say.

    Attributes:
        focus: The node that was checked.
        path: The property concerned, empty where the node as a whole is wrong.
        value: The offending value, empty where a value is missing.
        message: What is wrong, in one line.
        shape: The shape that says so.

    """

    focus: str
    path: str
    value: str
    message: str
    shape: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a validation found: nothing, if the graph conforms."""

    findings: tuple[Finding, ...]
    triples: int

    @property
    def conforms(self) -> bool:
        """Whether the graph is as its shapes say."""
        return not self.findings


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

    def text(result: Node, term: rdflib.URIRef) -> str:
        return " ".join(str(report.value(result, term) or "").split())

    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        focus = report.value(result, sh.focusNode)
        shape = report.value(result, sh.sourceShape)
        message = text(result, sh.resultMessage)
        places = list(_places(focus, list(shapes.objects(shape, sh.targetObjectsOf)), graph))
        for subject, term in places:
            yield Finding(str(subject), str(term), str(focus), message, str(shape))
        if not places:
            path, value = text(result, sh.resultPath), text(result, sh.value)
            yield Finding(str(focus), path, value, message, str(shape))


def _places(value: Node | None, properties: list[Node], graph: rdflib.Graph) -> Iterator[tuple[Node, Node]]:
    """Yield where a value stands: a shape of values says what is wrong with one, not where it came from."""
    places = ((subject, path) for path in properties for subject in graph.subjects(path, value))
    yield from islice(places, _MOST_PLACES)
