"""Concepts of SKOS and SKOS-XL, in Turtle, N-Triples, RDF/XML or JSON-LD.

What this program exports comes back without loss: names with their kinds and times, facts, ids of registers.
Concepts of others come with their labels; classes and properties that mean something here are in
``kg/data/importing/skos.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from pyoxigraph import Literal, NamedNode

from kg.errors import DataError
from kg.importing.names import NameList, by_script, looks_like_acronym, tidy, tidy_tag
from kg.importing.own_rdf import name_line, own_record
from kg.importing.rdf_files import Graph, Node, read_quads
from kg.importing.records import OnProblem, Problem, Record, Statement
from kg.importing.tables import load_table
from kg.model import ActorKind, Date, Name, NameKind
from kg.store.rdf.terms import KG, OWL, SKOS, SKOSXL, TYPE
from kg.store.rdf.triples import Index, read_date
from kg.vocabulary import ACTOR_CLASSES

__all__ = ["fits", "read"]

_VOCABULARIES = (b"http://www.w3.org/2004/02/skos/core", b"http://www.w3.org/2008/05/skos-xl")
_WIKIDATA = re.compile("https?://www[.]wikidata[.]org/(?:entity|wiki)/(Q[1-9][0-9]{0,12})")
_FIRST_LANGUAGES = ("en", "", "mul", "fr", "es", "de")  # whose preferred label is the name to show
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_COUNTRY = re.compile("[A-Z]{2}")
_LABELS: Final = {
    "prefLabel": NameKind.EXONYM,  # of a second language; the first one is the official name
    "altLabel": NameKind.ALIAS,
    "hiddenLabel": NameKind.ALIAS,
}
_SAME = (SKOS["exactMatch"], OWL["sameAs"])


def fits(head: bytes) -> bool:
    """Return whether the first bytes of a file are of SKOS."""
    return any(vocabulary in head for vocabulary in _VOCABULARIES)


def read(stream: BinaryIO, path: Path, report: OnProblem) -> Iterator[Record]:
    """Yield a record for each concept that has a label, in the order of their IRIs.

    Args:
        stream: The file; it is read as a whole, within bounds.
        path: Its name, for messages.
        report: Takes what cannot be used.

    """
    graph = Graph(read_quads(stream, path, report))
    found = 0
    for node in _concepts(graph):
        try:
            record = own_record(graph, node) or _record(graph, node)
        except (DataError, KeyError, ValueError) as error:  # a term of ours that says what is none
            message = f"an actor with a value that is none: {error}"
            report(Problem(path, node.value[:200], message, "export it again"))
            continue
        if record is None:
            report(Problem(path, node.value[:200], "a concept without a label", "give it a skos:prefLabel"))
        else:
            found += 1
            yield record
    if not found:
        report(Problem(path, "", "no concept of SKOS in it", "a concept has a skos:prefLabel"))


def _concepts(graph: Graph) -> list[NamedNode]:
    nodes = {node for term in (SKOS["prefLabel"], SKOSXL["prefLabel"]) for node in graph.subjects(term)}
    nodes |= set(graph.subjects(TYPE, SKOS["Concept"]))
    nodes -= set(graph.subjects(TYPE, SKOS["ConceptScheme"]))
    return sorted((node for node in nodes if isinstance(node, NamedNode)), key=lambda node: node.value)


def _record(graph: Graph, node: NamedNode) -> Record | None:
    """Return the record of a concept of somebody else, ``None`` where it has no label."""
    table, index = load_table("skos"), Index(graph.about(node))
    names = NameList()
    for number, (position, name) in enumerate(_labels(graph, node)):
        kind = NameKind.OFFICIAL if number == 0 else _LABELS[position]
        if name.kind is NameKind.ALIAS:  # as long as the label does not say what it is
            name = replace(name, kind=_label_kind(name.text, kind))
        names.add(name.text, name.kind, name.language, name.valid_from, name.valid_until)
    if not names:
        return None
    kinds = {iri: kind for kind, iri in ACTOR_CLASSES.items()} | table["kinds"]
    told = (kinds[iri] for iri in index.values(node.value, TYPE) if iri in kinds)
    statements = tuple(
        _statement(graph, NamedNode(other), relation)
        for term, relation in table["relations"].items()
        for other in index.values(node.value, NamedNode(term))
        if _IRI.fullmatch(other) and other != node.value
    )
    schemes = index.values(node.value, SKOS["inScheme"])
    return Record(
        register="skos",
        identifier=node.value,
        kind=ActorKind(next(told, "unknown")),
        name=names.names()[0].text,
        names=names.names(),
        countries=tuple(c for c in index.values(node.value, KG["country"]) if _COUNTRY.fullmatch(c)),
        same_as=_same_as(index, node),
        statements=statements,
        place=node.value,
        source=node.value[:500],
        lines=(*map(name_line, names.names()), *dict.fromkeys(statement.text for statement in statements)),
        publisher=schemes[0] if schemes else re.sub(r"[^/#]*$", "", node.value),
    )


def _labels(graph: Graph, node: NamedNode) -> list[tuple[str, Name]]:
    """Return the labels of a concept with the property that holds each, the one to show first.

    A plain label is left out where SKOS-XL says the same with more.
    """
    found, known = [], set()
    for position in _LABELS:
        for value in graph.values(node, SKOSXL[position]):
            name = _dated(graph, value) if isinstance(value, Node) else None
            if name is not None:
                found.append((position, name))
                known.add((name.text, name.language))
    for position in _LABELS:
        for value in graph.values(node, SKOS[position]):
            text, language = tidy(value.value), tidy_tag(getattr(value, "language", None) or "")
            if isinstance(value, Literal) and text and (text, language) not in known:
                found.append((position, Name(text, NameKind.ALIAS, language)))
    return sorted(found, key=_label_order)


def _dated(graph: Graph, node: Node) -> Name | None:
    index = Index(graph.about(node))
    form = index.literal(node.value, SKOSXL["literalForm"])
    if form is None or not tidy(form.value):
        return None
    kind = index.term(node.value, KG["nameKind"], NameKind.ALIAS)
    try:
        since, until = (_date(index, node, term) for term in ("validFrom", "validUntil"))
    except (DataError, KeyError):  # a precision or a day that does not exist
        since = until = None
    known = NameKind(kind) if kind in set(NameKind) else NameKind.ALIAS
    return Name(tidy(form.value), known, tidy_tag(form.language or ""), since, until)


def _date(index: Index, node: Node, term: str) -> Date | None:
    date = read_date(index, node.value, term)
    return None if date is None else Date.parse(str(date))


def _label_order(item: tuple[str, Name]) -> tuple[object, ...]:
    position, name = item
    first = (
        _FIRST_LANGUAGES.index(name.language) if name.language in _FIRST_LANGUAGES else len(_FIRST_LANGUAGES)
    )
    is_dated = name.valid_from is not None or name.valid_until is not None
    dates = (str(name.valid_from), str(name.valid_until))
    return (list(_LABELS).index(position), first, name.language, not is_dated, name.text, dates)


def _label_kind(text: str, kind: NameKind) -> NameKind:
    if kind is not NameKind.OFFICIAL and looks_like_acronym(text):
        return NameKind.ACRONYM
    return by_script(text, kind)


def _statement(graph: Graph, other: NamedNode, relation: str) -> Statement:
    labels = _labels(graph, other)
    register, identifier = _register(other.value)
    return Statement(
        relation=relation,
        text=f"{relation}: {other.value}",
        other_register=register,
        other_identifier=identifier,
        other_name=labels[0][1].text if labels else "",
    )


def _same_as(index: Index, node: NamedNode) -> tuple[tuple[str, str], ...]:
    """Return the ids that a concept has elsewhere; a close match counts where no exact one is known."""
    exact = {_register(iri) for term in _SAME for iri in index.values(node.value, term)}
    close = {_register(iri) for iri in index.values(node.value, SKOS["closeMatch"])}
    registers = {register for register, _ in exact}
    return tuple(sorted(exact | {pair for pair in close if pair[0] not in registers}))


def _register(iri: str) -> tuple[str, str]:
    wikidata = _WIKIDATA.fullmatch(iri)
    return ("wikidata", wikidata[1]) if wikidata else ("skos", iri[:500])
