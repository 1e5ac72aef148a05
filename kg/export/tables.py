"""Claims as a table: one row for each claim, with its sentence and its document."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

import networkx as nx

from kg.analysis import ClaimRecord, Tie, actor_of, ties_of
from kg.text.outgoing import cell

__all__ = ["COLUMNS", "write_csv"]

COLUMNS = (
    "source_id",
    "source",
    "relation",
    "sign",
    "target_id",
    "target",
    "polarity",
    "modality",
    "claimant_id",
    "claimant",
    "valid_from",
    "valid_until",
    "confidence",
    "quote",
    "start",
    "end",
    "by",
    "document",
    "title",
    "publisher",
    "date",
    "url",
)


def write_csv(graph: nx.MultiDiGraph, stream: BinaryIO) -> None:
    """Write the claims behind all ties as CSV (RFC 4180, UTF-8), sorted by tie and time.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front. Source and target of a
    symmetric tie stand as its claim has them.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        rows = csv.writer(text, lineterminator="\r\n")
        rows.writerow(COLUMNS)
        for tie in ties_of(graph):
            for record in tie.records:
                rows.writerow([cell(value) for value in _row(graph, tie, record)])
    finally:
        text.detach()


def _row(graph: nx.MultiDiGraph, tie: Tie, record: ClaimRecord) -> tuple[object, ...]:
    claim, document, evidence = record.claim, record.document, record.claim.evidence
    who = claim.claimant
    return (
        claim.source.id,
        actor_of(graph, claim.source.id).name,
        claim.relation,
        tie.sign,
        claim.target.id,
        actor_of(graph, claim.target.id).name,
        claim.polarity,
        claim.modality,
        who.id if who else "",
        who.name if who else "",
        claim.valid_from or "",
        claim.valid_until or "",
        claim.confidence,
        evidence.quote,
        evidence.start,
        evidence.end,
        evidence.by,
        document.id,
        document.title,
        document.publisher,
        document.date or "",
        document.url,
    )
