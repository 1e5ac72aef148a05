"""Actors, documents and events as plain JSON values, and what is told of a sentence beside its quote."""

from __future__ import annotations

from typing import Any

from kg.model import Actor, Date, Document, Event, Judgement, Name, NameKind
from kg.text.outgoing import web_address

__all__ = ["actor_json", "around", "date_text", "document_json", "event_json", "judgement_json"]

#: Letters of the article shown on either side of a quote.
CONTEXT = 240

_KIND_ORDER = (
    NameKind.OFFICIAL,
    NameKind.ACRONYM,
    NameKind.FORMER,
    NameKind.EXONYM,
    NameKind.ORIGINAL_SCRIPT,
    NameKind.ALIAS,
    NameKind.METONYM,
    NameKind.ADJECTIVE,
    NameKind.WEAK,
)


def date_text(date: Date | None) -> str:
    """Return a date as it is written, nothing for none."""
    return "" if date is None else str(date)


def actor_json(actor: Actor) -> dict[str, Any]:
    """Return id, name, kind and names of an actor, the most telling names first."""
    return {
        "id": actor.id,
        "name": actor.name or actor.id,
        "kind": actor.kind.value,
        "countries": list(actor.countries),
        "names": [_name_json(name) for name in _by_weight(actor.names)],
    }


def _by_weight(names: tuple[Name, ...]) -> list[Name]:
    """Return names in the order of their kinds, the latest first, those without a date last."""
    latest_first = sorted(names, key=lambda name: str(name.valid_from or ""), reverse=True)
    return sorted(latest_first, key=lambda name: _KIND_ORDER.index(name.kind))


def _name_json(name: Name) -> dict[str, str]:
    return {
        "text": name.text,
        "kind": name.kind.value.replace("_", " "),
        "language": name.language,
        "from": date_text(name.valid_from),
        "until": date_text(name.valid_until),
    }


def document_json(document: Document) -> dict[str, str]:
    """Return what is known of a document; an address that is not of the web becomes nothing."""
    return {
        "id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "date": date_text(document.date),
        "url": web_address(document.url),
    }


def event_json(event: Event) -> dict[str, Any]:
    """Return what became of actors, and when."""
    return {
        "kind": event.kind.value,
        "date": date_text(event.date),
        "before": list(event.predecessors),
        "after": list(event.successors),
    }


def judgement_json(judgement: Judgement) -> dict[str, Any]:
    """Return what a claim tells of the judgement about it."""
    return {
        "number": judgement.number,
        "verdict": judgement.verdict.value,
        "author": judgement.author,
        "date": str(judgement.date),
        "note": judgement.note,
    }


def around(text: str | None, start: int, end: int) -> tuple[str, str]:
    """Return the words of an article before and after a quote, at most :data:`CONTEXT` letters of each.

    Whole words: a word that is cut is left out, and an ellipsis stands where the article goes on.
    """
    if not text or not 0 <= start <= end <= len(text):
        return "", ""
    before = " ".join(text[max(0, start - CONTEXT) : start].split())
    after = " ".join(text[end : end + CONTEXT].split())
    if start > CONTEXT:
        before = "… " + before.partition(" ")[2]
    if len(text) > end + CONTEXT:
        after = after.rpartition(" ")[0] + " …"
    return before, after
