"""A claim as a node: who, relation, whom, how firmly, according to whom, when, and the words behind it."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from kg.model import ActorRef, Claim, Claimant, Evidence, Modality, Polarity
from kg.store.rdf.edges import edge_triples, makes_edge
from kg.store.rdf.iris import Iris
from kg.store.rdf.terms import KG, OA, PROV, TYPE, decimal, integer, string
from kg.store.rdf.triples import Index, date_triples, read_date

__all__ = ["claim_key", "claim_triples", "read_claim", "read_claims"]

_QUOTE, _POSITION = "/quote", "/position"  # the two selectors of an evidence


def claim_triples(claim: Claim, iris: Iris) -> Iterator[Triple]:
    """Yield a claim with its mentions, claimant and evidence, and the plain edge if it makes one."""
    node, document = iris.claim(claim), iris.document(claim.document)
    source, target = iris.actor(claim.source.id), iris.actor(claim.target.id)
    yield Triple(node, TYPE, KG["Claim"])
    yield Triple(node, KG["subject"], source)
    yield Triple(node, KG["relation"], KG[claim.relation])
    yield Triple(node, KG["object"], target)
    yield Triple(node, KG["polarity"], KG[claim.polarity])
    yield Triple(node, KG["modality"], KG[claim.modality])
    yield Triple(node, KG["confidence"], decimal(claim.confidence))
    yield Triple(node, PROV["wasDerivedFrom"], document)
    yield from date_triples(node, "validFrom", claim.valid_from)
    yield from date_triples(node, "validUntil", claim.valid_until, end=True)
    yield from _mention_triples(node, "subjectMention", claim.source, claim.document, iris)
    yield from _mention_triples(node, "objectMention", claim.target, claim.document, iris)
    yield from _evidence_triples(node, claim, iris)
    if claim.claimant is not None:
        yield Triple(node, KG["claimant"], iris.actor(claim.claimant.id))
        yield Triple(node, KG["claimantName"], string(claim.claimant.name))
        yield Triple(node, KG["claimantSurface"], string(claim.claimant.surface))
    if makes_edge(claim):
        yield from edge_triples(source, claim.relation, target)


def _mention_triples(
    claim: NamedNode, role: str, ref: ActorRef, document: str, iris: Iris
) -> Iterator[Triple]:
    node = iris.mention(document, ref.id, ref.name, ref.surface, ref.start, ref.end)
    yield Triple(claim, KG[role], node)
    yield Triple(node, TYPE, KG["Mention"])
    yield Triple(node, KG["mentions"], iris.actor(ref.id))
    yield Triple(node, KG["mentionedAs"], string(ref.name))
    yield Triple(node, OA["exact"], string(ref.surface))
    yield Triple(node, OA["start"], integer(ref.start))
    yield Triple(node, OA["end"], integer(ref.end))


def _evidence_triples(claim: NamedNode, stated: Claim, iris: Iris) -> Iterator[Triple]:
    evidence = stated.evidence
    node = iris.evidence(stated.document, evidence)
    yield Triple(claim, KG["evidence"], node)
    yield Triple(node, TYPE, KG["Evidence"])
    yield Triple(node, OA["hasSource"], iris.document(stated.document))
    yield Triple(node, KG["extractedBy"], string(evidence.by))
    quote, position = NamedNode(node.value + _QUOTE), NamedNode(node.value + _POSITION)
    yield Triple(node, OA["hasSelector"], quote)
    yield Triple(quote, TYPE, OA["TextQuoteSelector"])
    yield Triple(quote, OA["exact"], string(evidence.quote))
    yield Triple(node, OA["hasSelector"], position)
    yield Triple(position, TYPE, OA["TextPositionSelector"])
    yield Triple(position, OA["start"], integer(evidence.start))
    yield Triple(position, OA["end"], integer(evidence.end))


def read_claims(index: Index, document_id: str, iris: Iris) -> list[Claim]:
    """Return the claims of a document that :func:`claim_triples` wrote, in text order."""
    nodes = index.subjects(PROV["wasDerivedFrom"], iris.document(document_id).value)
    return sorted((read_claim(index, node, document_id, iris) for node in nodes), key=claim_key)


def read_claim(index: Index, node: str, document_id: str, iris: Iris) -> Claim:
    """Return one claim out of the triples of its node, mentions and evidence."""
    return Claim(
        document=document_id,
        source=_read_ref(index, index.value(node, KG["subjectMention"]), iris),
        relation=index.term(node, KG["relation"]),
        target=_read_ref(index, index.value(node, KG["objectMention"]), iris),
        evidence=_read_evidence(index, index.value(node, KG["evidence"])),
        polarity=Polarity(index.term(node, KG["polarity"])),
        modality=Modality(index.term(node, KG["modality"])),
        claimant=_read_claimant(index, node, iris),
        valid_from=read_date(index, node, "validFrom"),
        valid_until=read_date(index, node, "validUntil"),
        confidence=float(index.value(node, KG["confidence"])),
    )


def _read_ref(index: Index, node: str, iris: Iris) -> ActorRef:
    return ActorRef(
        id=iris.actor_id(index.value(node, KG["mentions"])) or "",
        name=index.value(node, KG["mentionedAs"]),
        surface=index.value(node, OA["exact"]),
        start=int(index.value(node, OA["start"])),
        end=int(index.value(node, OA["end"])),
    )


def _read_claimant(index: Index, node: str, iris: Iris) -> Claimant | None:
    who = index.value(node, KG["claimant"])
    if not who:
        return None
    name, surface = index.value(node, KG["claimantName"]), index.value(node, KG["claimantSurface"])
    return Claimant(id=iris.actor_id(who) or "", name=name, surface=surface)


def _read_evidence(index: Index, node: str) -> Evidence:
    return Evidence(
        start=int(index.value(node + _POSITION, OA["start"])),
        end=int(index.value(node + _POSITION, OA["end"])),
        quote=index.value(node + _QUOTE, OA["exact"]),
        by=index.value(node, KG["extractedBy"]),
    )


def claim_key(claim: Claim) -> tuple[object, ...]:
    """Return the place of a claim among a document's claims: text order, then everything else."""
    evidence, who = claim.evidence, claim.claimant
    refs = [(r.start, r.end, r.id, r.surface, r.name) for r in (claim.source, claim.target)]
    speaker = ("", "", "") if who is None else (who.id, who.name, who.surface)
    times = (str(claim.valid_from), str(claim.valid_until))
    said = (claim.relation, claim.polarity.value, claim.modality.value, claim.confidence)
    return (evidence.start, evidence.end, *refs, said, speaker, times, evidence.by, evidence.quote)
