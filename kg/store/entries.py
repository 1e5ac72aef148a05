"""The documents of a store as a list: what each is, how much it claims, what it was read with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.model import Date, Run
from kg.store.rdf.quads import read_run
from kg.store.rdf.terms import KG
from kg.store.rdf.triples import Index

if TYPE_CHECKING:
    from kg.store.store import Store

__all__ = ["DocumentEntry", "document_entries", "runs"]


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document as a list shows it.

    Attributes:
        id: Its id.
        title: Its title.
        publisher: Who published it.
        date: When; ``None`` if unknown.
        url: Its address.
        claims: How many claims it makes.
        run: The key of the run that read it; see :func:`runs`.
        text_digest: SHA-256 of its text; two documents with the same one say the same word for word.

    """

    id: str
    title: str
    publisher: str
    date: Date | None
    url: str
    claims: int
    run: str
    text_digest: str


_LISTED = """
SELECT ?document ?title ?publisher ?date ?precision ?url ?run ?digest {
  ?document kg:readingDigest ?reading ; kg:textDigest ?digest ; kg:run ?run .
  OPTIONAL { ?document dcterms:title ?title }
  OPTIONAL { ?document kg:publisher ?publisher }
  OPTIONAL { ?document kg:date ?date ; kg:datePrecision ?precision }
  OPTIONAL { ?document schema:url ?url }
}"""
_COUNTED = """
SELECT ?document (COUNT(?claim) AS ?claims) { ?claim prov:wasDerivedFrom ?document } GROUP BY ?document"""
_LENGTH = {"year": 4, "month": 7, "day": 10}


def document_entries(store: Store) -> list[DocumentEntry]:
    """Return all documents of a store, sorted by date and id; those without a date come first."""
    # Two questions: an engine may answer a count inside of another question once for each document.
    claims = {row["document"]: int(row["claims"]) for row in store.select(_COUNTED).dicts()}
    found = {}
    for row in store.select(_LISTED).dicts():
        document_id = store.iris.document_id(row["document"])
        if document_id is not None:
            found[document_id] = DocumentEntry(
                id=document_id,
                title=row.get("title", ""),
                publisher=row.get("publisher", ""),
                date=_date(row),
                url=row.get("url", ""),
                claims=claims.get(row["document"], 0),
                run=_key(row["run"]),
                text_digest=row["digest"],
            )
    return sorted(found.values(), key=lambda entry: (str(entry.date or ""), entry.id))


def runs(store: Store) -> dict[str, Run]:
    """Return the runs that read the documents, by the key that :class:`DocumentEntry` names them with."""
    triples = list(store.construct("CONSTRUCT { ?run ?term ?value } { ?run a kg:Run ; ?term ?value }"))
    index = Index(triples)
    nodes = sorted({triple.subject.value for triple in triples if isinstance(triple.subject, NamedNode)})
    return {_key(node): read_run(index, NamedNode(node)) for node in nodes}


def _key(run: str) -> str:
    return run.rpartition("/")[2][:12]


def _date(row: Mapping[str, str]) -> Date | None:
    precision = row.get("precision", "").removeprefix(KG)
    return Date(row["date"][: _LENGTH.get(precision, 10)]) if "date" in row else None
