"""Write an answer: for people as an aligned table, for programs in the W3C's result formats."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Final, Literal, get_args
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode, RdfFormat

from kg.errors import QueryError
from kg.store.dump import sort_prefixes
from kg.store.rdf.terms import PREFIXES
from kg.store.results import Answer, Graph, Node, Table, shorten

__all__ = ["ANSWER_FORMATS", "AnswerFormat", "write_answer"]

AnswerFormat = Literal["table", "json", "csv", "tsv", "xml", "ttl"]
ANSWER_FORMATS: Final[tuple[AnswerFormat, ...]] = get_args(AnswerFormat)

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_answer(answer: Answer, form: AnswerFormat, *, base: str = "") -> Iterator[str]:
    """Yield the answer as text, row by row where the format allows.

    Args:
        answer: What a query gave; it is used up.
        form: ``table`` for people; ``json``, ``csv``, ``tsv`` and ``xml`` as SPARQL 1.1 defines them;
            ``ttl`` for the triples of a CONSTRUCT or DESCRIBE.
        base: IRIs below it are shortened in a ``table``.

    Raises:
        QueryError: The format does not fit the kind of answer.

    """
    if isinstance(answer, bool):
        return _write_boolean(answer, form)
    if isinstance(answer, Graph):
        return _write_graph(answer, form, base)
    writers = {"json": _json, "csv": _csv, "tsv": _tsv, "xml": _xml}
    if form == "table":
        return _aligned(answer, base)
    if form not in writers:
        raise QueryError(
            f"a table of rows cannot be written as {form}", hint="ttl is for CONSTRUCT and DESCRIBE"
        )
    return writers[form](answer)


def _write_boolean(answer: bool, form: AnswerFormat) -> Iterator[str]:
    word = "true" if answer else "false"
    if form == "json":
        yield json.dumps({"head": {}, "boolean": answer}) + "\n"
    elif form == "xml":
        yield f"{_XML_START}  <head/>\n  <boolean>{word}</boolean>\n</sparql>\n"
    else:
        yield word + "\n"


def _write_graph(answer: Graph, form: AnswerFormat, base: str) -> Iterator[str]:
    if form == "ttl":
        triples = sorted(set(answer), key=str)
        data = pyoxigraph.serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""
        yield sort_prefixes(data).decode()
    elif form == "table":
        rows = ((t.subject, t.predicate, t.object) for t in sorted(set(answer), key=str))
        yield from _aligned(Table(("subject", "predicate", "object"), rows), base, prefixed=True)  # type: ignore[arg-type]
    else:
        raise QueryError(f"triples cannot be written as {form}", hint="write them as ttl")


def _json(table: Table) -> Iterator[str]:
    yield '{"head": ' + json.dumps({"vars": list(table.columns)}) + ', "results": {"bindings": ['
    for number, row in enumerate(table):
        bound = {
            name: _json_node(node) for name, node in zip(table.columns, row, strict=True) if node is not None
        }
        yield (",\n" if number else "\n") + json.dumps(bound, ensure_ascii=False)
    yield "\n]}}\n"


def _json_node(node: Node) -> dict[str, str]:
    if isinstance(node, NamedNode):
        return {"type": "uri", "value": node.value}
    if isinstance(node, BlankNode):
        return {"type": "bnode", "value": node.value}
    if node.language:
        return {"type": "literal", "value": node.value, "xml:lang": node.language}
    datatype = {} if node.datatype.value == _XSD_STRING else {"datatype": node.datatype.value}
    return {"type": "literal", "value": node.value, **datatype}


def _csv(table: Table) -> Iterator[str]:
    yield _csv_line(table.columns)
    for row in table:
        yield _csv_line(["" if node is None else _csv_text(node) for node in row])


def _csv_text(node: Node) -> str:
    return f"_:{node.value}" if isinstance(node, BlankNode) else node.value


def _csv_line(fields: tuple[str, ...] | list[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(fields)
    return line.getvalue()


def _tsv(table: Table) -> Iterator[str]:
    yield "\t".join(f"?{name}" for name in table.columns) + "\n"
    for row in table:
        yield "\t".join("" if node is None else str(node).replace("\t", "\\t") for node in row) + "\n"


_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_XML_START = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'


def _xml(table: Table) -> Iterator[str]:
    names = "".join(f"<variable name={quoteattr(name)}/>" for name in table.columns)
    yield f"{_XML_START}  <head>{names}</head>\n  <results>\n"
    for row in table:
        bound = zip(table.columns, row, strict=True)
        cells = "".join(
            f"<binding name={quoteattr(name)}>{_xml_node(node)}</binding>"
            for name, node in bound
            if node is not None
        )
        yield f"    <result>{cells}</result>\n"
    yield "  </results>\n</sparql>\n"


def _xml_node(node: Node) -> str:
    text = escape(_NOT_XML.sub("\ufffd", node.value), {"\r": "&#13;"})
    if isinstance(node, NamedNode):
        return f"<uri>{text}</uri>"
    if isinstance(node, BlankNode):
        return f"<bnode>{text}</bnode>"
    if node.language:
        return f"<literal xml:lang={quoteattr(node.language)}>{text}</literal>"
    if node.datatype.value == _XSD_STRING:
        return f"<literal>{text}</literal>"
    return f"<literal datatype={quoteattr(node.datatype.value)}>{text}</literal>"


def _aligned(table: Table, base: str, *, prefixed: bool = False) -> Iterator[str]:
    cells = (tuple(shorten(node, base, prefixed=prefixed) for node in row) for row in table)
    rows = [table.columns, *cells]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"
        if number == 0:
            yield "  ".join("-" * width for width in widths) + "\n"
