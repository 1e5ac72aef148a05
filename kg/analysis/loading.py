"""Claims out of a store without reading whole documents: the outlines of many, the words of a few.

An *outline* is a claim record without words: who, relation, whom, how firmly, when, according to whom, in
which document. That is enough for ties, counts, ways and time lines, and a tenth of the work. Its
``evidence.by`` is the claim's id, with which :func:`with_words` fetches the whole claim.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from pyoxigraph import NamedNode, Triple

from kg.analysis.records import ClaimRecord
from kg.model import ActorRef, Claim, Claimant, Date, Document, Evidence, Modality, Polarity
from kg.store import Store
from kg.store.rdf.claims import claim_key, read_claim
from kg.store.rdf.iris import Iris
from kg.store.rdf.terms import DCTERMS, KG, PROV, SCHEMA
from kg.store.rdf.triples import Index, read_date

__all__ = ["claim_id", "documents_of", "outlines", "outlines_around", "said_in", "with_words"]

_OUTLINE: Final = {
    "source": "kg:subject",
    "relation": "kg:relation",
    "target": "kg:object",
    "polarity": "kg:polarity",
    "modality": "kg:modality",
    "confidence": "kg:confidence",
    "document": "prov:wasDerivedFrom",
    "since": "kg:validFrom",
    "sincePrecision": "kg:validFromPrecision",
    "until": "kg:validUntil",
    "untilPrecision": "kg:validUntilPrecision",
    "claimant": "kg:claimant",
    "claimantName": "kg:claimantName",
}
_CLAIM: Final = """
SELECT DISTINCT ?claim ?source ?relation ?target ?polarity ?modality ?confidence ?document
  ?since ?sincePrecision ?until ?untilPrecision ?claimant ?claimantName
WHERE {
  { ?claim kg:subject $actor } UNION { ?claim kg:object $actor }
  ?claim a kg:Claim ;
    kg:subject ?source ;
    kg:relation ?relation ;
    kg:object ?target ;
    kg:polarity ?polarity ;
    kg:modality ?modality ;
    kg:confidence ?confidence ;
    prov:wasDerivedFrom ?document .
  OPTIONAL { ?claim kg:validFrom ?since ; kg:validFromPrecision ?sincePrecision }
  OPTIONAL { ?claim kg:validUntil ?until ; kg:validUntilPrecision ?untilPrecision }
  OPTIONAL { ?claim kg:claimant ?claimant ; kg:claimantName ?claimantName }
}
"""
_DOCUMENT: Final = {
    "id": "dcterms:identifier",
    "title": "dcterms:title",
    "publisher": "kg:publisher",
    "date": "kg:date",
    "precision": "kg:datePrecision",
    "url": "schema:url",
}
# Each branch starts with its own VALUES: an engine that joins the branches first would go through everything.
_WORDS: Final = """
SELECT ?s ?p ?o
WHERE {
  {
    VALUES ?s { %s }
    ?s ?p ?o
  } UNION {
    VALUES ?claim { %s }
    ?claim kg:subjectMention|kg:objectMention|kg:evidence ?s .
    ?s ?p ?o
  } UNION {
    VALUES ?claim { %s }
    ?claim kg:evidence ?e .
    ?e oa:hasSelector ?s .
    ?s ?p ?o
  }
}
"""
_ABOUT: Final = """
SELECT ?s ?p ?o
WHERE {
  VALUES ?s { %s }
  ?s ?p ?o
  FILTER(?p IN (dcterms:identifier, dcterms:title, kg:publisher, kg:date, kg:datePrecision, schema:url))
}
"""
_SAID: Final = "SELECT ?claim WHERE { ?claim prov:wasDerivedFrom $document ; a kg:Claim }"
_AT_ONCE: Final = 200  # values in one query, which has a longest length
_LENGTH: Final = {"year": 4, "month": 7, "day": 10}


def claim_id(iri: str, iris: Iris) -> str:
    """Return the id of a claim: what follows ``claim/`` in its IRI."""
    return iri.removeprefix(iris.base + "claim/")


def documents_of(store: Store) -> dict[str, Document]:
    """Return all documents by their IRIs, without their texts, sorted by id."""
    found = {}
    for iri, row in _rows(store, "kg:Document", _DOCUMENT).items():
        date = _date(row.get("date"), row.get("precision"))
        found[iri] = Document(
            row["id"], "", row.get("title", ""), row.get("publisher", ""), date, row.get("url", "")
        )
    return dict(sorted(found.items(), key=lambda item: item[1].id))


def outlines(store: Store, documents: Mapping[str, Document] | None = None) -> list[ClaimRecord]:
    """Return the outline of every claim in a store, in the order of their ids.

    Args:
        store: Where they are.
        documents: From :func:`documents_of`, if at hand.

    """
    known = documents_of(store) if documents is None else documents
    return _outlines(_rows(store, "kg:Claim", _OUTLINE), known, store.iris)


def outlines_around(store: Store, actor_id: str) -> list[ClaimRecord]:
    """Return the outlines of the claims that name an actor as source or target, in the order of their ids."""
    rows = {row["claim"]: row for row in store.select(_CLAIM, {"actor": store.iris.actor(actor_id)}).dicts()}
    documents = sorted({row["document"] for row in rows.values()})
    known: dict[str, Document] = {}
    for start in range(0, len(documents), _AT_ONCE):
        known |= _documents(store, documents[start : start + _AT_ONCE])
    return _outlines(rows, known, store.iris)


def _outlines(
    rows: Mapping[str, Mapping[str, str]], documents: Mapping[str, Document], iris: Iris
) -> list[ClaimRecord]:
    names: dict[str, str] = {}  # one text for each actor, since most are named in many claims
    found = {}
    for iri, row in rows.items():
        document = documents.get(row.get("document", ""))
        if document is None:
            continue
        source, target = (names.setdefault(row[end], _actor(row[end], iris)) for end in ("source", "target"))
        who = row.get("claimant")
        identifier = claim_id(iri, iris)
        claim = Claim(
            document=document.id,
            source=ActorRef(source, "", "", 0, 0),
            relation=row["relation"].removeprefix(KG),
            target=ActorRef(target, "", "", 0, 0),
            evidence=Evidence(0, 0, "", identifier),
            polarity=Polarity(row["polarity"].removeprefix(KG)),
            modality=Modality(row["modality"].removeprefix(KG)),
            claimant=None if who is None else Claimant(_actor(who, iris), row["claimantName"], ""),
            valid_from=_date(row.get("since"), row.get("sincePrecision")),
            valid_until=_date(row.get("until"), row.get("untilPrecision")),
            confidence=float(row["confidence"]),
        )
        found[identifier] = ClaimRecord(claim, document)
    return [found[identifier] for identifier in sorted(found)]


def _rows(store: Store, kind: str, properties: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the properties of everything of a kind, by its IRI.

    One plain pass for each property takes a fifth of the time of a query that joins them.
    """
    rows: dict[str, dict[str, str]] = {
        row["s"]: {} for row in store.select(f"SELECT ?s {{ ?s a {kind} }}").dicts()
    }
    for name, term in properties.items():
        for subject, value in store.select(f"SELECT ?s ?o {{ ?s {term} ?o }}"):
            if subject is not None and value is not None and (row := rows.get(subject.value)) is not None:
                row[name] = value.value
    return rows


def _actor(iri: str, iris: Iris) -> str:
    return iris.actor_id(iri) or iri


def _date(text: str | None, precision: str | None) -> Date | None:
    return Date(text[: _LENGTH[(precision or "").removeprefix(KG)]]) if text else None


def with_words(store: Store, ids: Sequence[str]) -> dict[str, ClaimRecord]:
    """Return whole claims by their ids, with their documents; ids that the store lacks are left out."""
    found: dict[str, ClaimRecord] = {}
    for start in range(0, len(ids), _AT_ONCE):
        found |= _with_words(store, ids[start : start + _AT_ONCE])
    return found


def _with_words(store: Store, ids: Sequence[str]) -> dict[str, ClaimRecord]:
    iris = [f"{store.iris.base}claim/{identifier}" for identifier in ids if identifier.isalnum()]
    if not iris:
        return {}
    values = " ".join(str(NamedNode(iri)) for iri in iris)
    index = Index(_triples(store, _WORDS % ((values,) * 3)))
    document_of = {iri: index.value(iri, PROV["wasDerivedFrom"]) for iri in iris}
    about = _documents(store, sorted({iri for iri in document_of.values() if iri}))
    return {
        claim_id(iri, store.iris): ClaimRecord(
            read_claim(index, iri, about[document].id, store.iris), about[document]
        )
        for iri, document in document_of.items()
        if document in about
    }


def said_in(store: Store, document_id: str) -> tuple[Document, dict[str, ClaimRecord]] | None:
    """Return a document without its text and its whole claims by their ids in text order; or ``None``."""
    node = store.iris.document(document_id)
    about = _documents(store, [node.value])[node.value]
    if about.id != document_id:
        return None
    rows = store.select(_SAID, {"document": node}).dicts()
    whole = with_words(store, [claim_id(row["claim"], store.iris) for row in rows])
    return about, dict(sorted(whole.items(), key=lambda item: claim_key(item[1].claim)))


def _documents(store: Store, iris: Collection[str]) -> dict[str, Document]:
    if not iris:
        return {}
    nodes = " ".join(str(NamedNode(iri)) for iri in iris)
    index = Index(_triples(store, _ABOUT % nodes))
    return {
        iri: Document(
            id=index.value(iri, DCTERMS["identifier"]),
            text="",
            title=index.value(iri, DCTERMS["title"]),
            publisher=index.value(iri, KG["publisher"]),
            date=read_date(index, iri, "date"),
            url=index.value(iri, SCHEMA["url"]),
        )
        for iri in iris
    }


def _triples(store: Store, text: str) -> set[Triple]:
    return {Triple(*row) for row in store.select(text)}  # type: ignore[arg-type]  # all three are bound
