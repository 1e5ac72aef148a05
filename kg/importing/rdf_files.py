"""RDF files read within bounds: no network, no document types, no end at the first error."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from kg.importing.records import OnProblem, Problem

__all__ = ["Graph", "Node", "read_quads"]

_MOST_BYTES = 128 * 1024 * 1024
_MOST_QUADS = 2_000_000  # about a gigabyte of memory
_MOST_ERRORS = 100
_DEEPEST = 100  # elements of XML inside one another
_BASE = "https://w3id.org/kg-actors/"  # what relative IRIs are below
_N_QUADS = re.compile(
    rb"\s*(?:#[^\n]*\n\s*)*(?:<[^<>\s]*>|_:\S+)\s+<[^<>\s]*>\s+[^\n]*\.\s*(?:#[^\n]*)?(?:\n|\Z)"
)
_CUT_OFF = "the file may have been cut off"


def read_quads(stream: BinaryIO, path: Path, report: OnProblem) -> Iterator[Quad]:
    """Yield the statements of a file in Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD.

    What the file is, is told from how it begins. A context of JSON-LD that lies elsewhere is not fetched.

    Args:
        stream: The file.
        path: Its name, for messages.
        report: Takes what is broken: of Turtle and its kin a statement is lost, of the others the rest.

    """
    data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        report(Problem(path, "", f"larger than {_MOST_BYTES:,} bytes", "split the file"))
        return
    form = _format(data)
    if form is RdfFormat.RDF_XML and (refused := _refused(data)):
        report(Problem(path, "", refused, "save it as Turtle, or without a document type"))
        return
    quads, errors = pyoxigraph.parse(data, format=form, base_iri=_BASE), 0
    line: int | None = None
    for _ in range(_MOST_QUADS):
        while True:
            try:
                quad = next(quads)
            except StopIteration:
                return
            except SyntaxError as error:
                if error.lineno is not None and error.lineno == line:
                    continue  # what is left of a line after an error in it is no news
                line, errors = error.lineno, errors + 1
                if errors > _MOST_ERRORS:
                    report(Problem(path, "", "too many errors: the rest of the file is left out", _CUT_OFF))
                    return
                report(_problem(error, path))
                if form in {RdfFormat.RDF_XML, RdfFormat.JSON_LD}:
                    return
            else:
                break
        yield quad
    report(Problem(path, "", f"more than {_MOST_QUADS:,} statements: the rest is left out", "split the file"))


def _format(data: bytes) -> RdfFormat:
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"{", b"[")) and not head.startswith(b"[]"):
        return RdfFormat.JSON_LD
    if head.startswith((b"<?xml", b"<rdf:", b"<!--", b"<!DOCTYPE")):
        return RdfFormat.RDF_XML
    # TriG is Turtle and more; only a fourth term has to be told from it.
    return RdfFormat.N_QUADS if _N_QUADS.match(head) else RdfFormat.TRIG


def _problem(error: SyntaxError, path: Path) -> Problem:
    message = re.sub(r"^Parser error (?:at|between) .*?: |\s*\(line \d+\)$", "", str(error))
    if "LoadDocumentCallback" in message:
        return Problem(path, "", "its context lies elsewhere", "put the context itself into the file")
    place = "" if error.lineno is None else str(error.lineno)
    return Problem(path, place, f"no RDF: {message[:200]}", "correct it; or " + _CUT_OFF)


Node = NamedNode | BlankNode


class Graph:
    """The triples of a file, by their subjects."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._by_subject: dict[Node, list[Triple]] = defaultdict(list)
        self._by_object: dict[NamedNode, dict[Node | Literal, list[Node]]] = {}
        for quad in quads:
            if isinstance(quad.subject, Node) and isinstance(quad.object, Node | Literal):
                self._by_subject[quad.subject].append(quad.triple)

    def about(self, node: Node) -> list[Triple]:
        """Return the triples of which a node is the subject."""
        return self._by_subject.get(node, [])

    def values(self, node: Node, term: NamedNode) -> list[Node | Literal]:
        """Return the values of a property of a node."""
        return [t.object for t in self.about(node) if t.predicate == term]  # type: ignore[misc]

    def subjects(self, term: NamedNode, value: Node | None = None) -> list[Node]:
        """Return the nodes that have a property, with this value if one is given."""
        if term not in self._by_object:
            holders: dict[Node | Literal, list[Node]] = defaultdict(list)
            for node, triples in self._by_subject.items():
                for triple in triples:
                    if triple.predicate == term:
                        holders[triple.object].append(node)  # type: ignore[index]
            self._by_object[term] = holders
        found = self._by_object[term]
        return [n for nodes in found.values() for n in nodes] if value is None else found.get(value, [])


class _RefusedError(Exception):
    """A document that no parser of RDF shall see."""


def _refused(data: bytes) -> str:
    """Return why an XML file is not read: entities that multiply, elements without end of depth."""
    depth = 0

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise _RefusedError(f"elements more than {_DEEPEST} deep")

    def end(*_: object) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        raise _RefusedError("has a document type definition, which is not read")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except _RefusedError as error:
        return str(error)
    except expat.ExpatError:
        return ""  # up to there it is harmless, and the parser of RDF says what is wrong
    return ""
