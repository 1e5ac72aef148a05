"""Write quads as a file whose bytes depend on the content alone, whatever its size.

The order is that of N-Quads lines, by graph and then by triple, so that two files compare line by line.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Final, Literal

import pyoxigraph
from pyoxigraph import Quad, RdfFormat

from kg.store.rdf.terms import PREFIXES
from kg.store.sorting import sort_lines

__all__ = ["FORMATS", "Format", "dump_quads", "sort_prefixes", "write_quads"]

Format = Literal["nq", "trig", "jsonld", "nt", "ttl", "xml"]
FORMATS: Final[dict[Format, RdfFormat]] = {
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
    "ttl": RdfFormat.TURTLE,
    "xml": RdfFormat.RDF_XML,
}
_AT_ONCE: Final = 10_000  # quads that the engine writes in one go
_IN_MEMORY: Final = 8 << 20  # bytes; what is larger waits in a temporary file
_DEFAULT: Final = b"DEFAULT"  # stands where a quad is in no named graph, as the engine writes it


def write_quads(quads: Iterable[Quad], form: Format) -> bytes:
    """Return the quads as a file; see :func:`dump_quads`."""
    stream = io.BytesIO()
    dump_quads(quads, form, stream)
    return stream.getvalue()


def dump_quads(quads: Iterable[Quad], form: Format, stream: IO[bytes]) -> None:
    """Write quads as a file, sorted, each once; formats without graphs get each triple once.

    What does not fit into a part of memory of a fixed size is sorted in temporary files.

    Args:
        quads: In any order.
        form: One of :data:`FORMATS`.
        stream: Nothing is written to it before everything is sorted.

    Raises:
        OSError: A file cannot be written.

    """
    rdf = FORMATS[form]
    lines = _quad_lines(quads) if rdf.supports_datasets else _triple_lines(quads)
    if form in {"nq", "nt"}:
        stream.writelines(lines)
        return
    with (
        tempfile.SpooledTemporaryFile(_IN_MEMORY) as ordered,
        tempfile.SpooledTemporaryFile(_IN_MEMORY) as made,
    ):
        ordered.writelines(lines)
        ordered.seek(0)
        read = pyoxigraph.parse(ordered, format=RdfFormat.N_QUADS)
        found = read if rdf.supports_datasets else (quad.triple for quad in read)
        prefixes = PREFIXES if form in {"trig", "ttl"} else None
        pyoxigraph.serialize(found, made, format=rdf, prefixes=prefixes)
        made.seek(0)
        _copy(made, stream)


def _file() -> tempfile.SpooledTemporaryFile[bytes]:
    return tempfile.SpooledTemporaryFile(_IN_MEMORY)


def _quad_lines(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Yield the lines of N-Quads, sorted by graph and triple."""
    for line in sort_lines(_by_graph(quads)):
        graph, _, triple = line.partition(b"\t")
        yield triple if graph == _DEFAULT else triple[:-2] + graph + b" .\n"


def _by_graph(quads: Iterable[Quad]) -> Iterator[bytes]:
    # A tab in a literal is written as an escape, and an IRI has none.
    for part, lines in _serialized(quads):
        for quad, line in zip(part, lines, strict=True):
            yield b"%s\t%s" % (str(quad.graph_name).encode(), line)


def _triple_lines(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Yield the lines of N-Triples, sorted."""
    return sort_lines(line for _, lines in _serialized(quads) for line in lines)


def _serialized(quads: Iterable[Quad]) -> Iterator[tuple[list[Quad], list[bytes]]]:
    source = iter(quads)
    while part := list(islice(source, _AT_ONCE)):
        triples = (quad.triple for quad in part)
        data = pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b""
        yield part, data.splitlines(keepends=True)


def _copy(made: IO[bytes], stream: IO[bytes]) -> None:
    """Copy a file, with its prefixes in sorted order."""
    # The serialiser writes them in an order that changes from process to process.
    prefixes = []
    line = made.readline()
    while line.startswith(b"@prefix "):
        prefixes.append(line)
        line = made.readline()
    stream.writelines(sorted(prefixes))
    stream.write(line)
    while block := made.read(1 << 20):
        stream.write(block)


def sort_prefixes(data: bytes) -> bytes:
    """Return a Turtle or TriG file with its prefixes in sorted order."""
    stream = io.BytesIO()
    _copy(io.BytesIO(data), stream)
    return stream.getvalue()
