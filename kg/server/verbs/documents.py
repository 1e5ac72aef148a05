"""Documents, and the ready queries."""

from __future__ import annotations

from collections.abc import Mapping

from kg.analysis.loading import said_in
from kg.errors import QueryError, UnknownNameError
from kg.queries import Query, load_all, run
from kg.queries import find as find_query
from kg.server.plain import Json, claim_json, document_json
from kg.server.verbs.values import date_of, page_of
from kg.server.view import view_of
from kg.store import Graph, Store, Table
from kg.text.fold import fold

__all__ = ["document", "documents", "queries", "query"]


def documents(
    store: Store,
    *,
    q: str = "",
    publisher: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Json:
    """List documents by id.

    Args:
        store: The graph.
        q: Words that the title or the id holds.
        publisher: Only of this publisher, upper and lower case alike.
        since: Only documents dated then or later.
        until: Only documents dated then or earlier.
        limit: How many to return.
        offset: How many to leave out first.

    """
    view, words = view_of(store), fold(q)
    first, last = date_of(since), date_of(until)
    found = [
        each
        for each in view.documents.values()
        if (publisher is None or each.publisher.casefold() == publisher.casefold())
        and (first is None or (each.date is not None and each.date.last_day() >= first.first_day()))
        and (last is None or (each.date is not None and each.date.first_day() <= last.last_day()))
        and (not words or words in fold(each.title) or words in fold(each.id))
    ]
    counts = view.claims_of_document
    items = [document_json(each, counts.get(each.id, 0)) for each in found[offset : offset + limit]]
    return page_of(len(found), offset, items)


def document(store: Store, *, id: str, text: bool = False, limit: int = 50, offset: int = 0) -> Json:  # noqa: A002
    """Return a document with its claims in text order.

    Args:
        store: The graph.
        id: The document's id.
        text: Return the text too, ``null`` where the store holds none.
        limit: How many claims to return.
        offset: How many claims to leave out first.

    Raises:
        UnknownNameError: There is no such document.

    """
    found = said_in(store, id)
    if found is None:
        raise UnknownNameError(f"no document has the id {id!r}")
    about, said = found
    judged = view_of(store).judged
    page = [*said.items()][offset : offset + limit]
    claims = [claim_json(record, key, judged.get(key)) for key, record in page]
    shown = document_json(about, len(said)) | {"evidence": page_of(len(said), offset, claims)}
    return shown | ({"text": store.text(id)} if text else {})


def queries(store: Store) -> Json:
    """List the ready queries with their questions and parameters."""
    del store
    items = [
        {
            "name": each.name,
            "title": each.title,
            "question": each.question,
            "description": each.description,
            "parameters": [
                {
                    "name": p.name,
                    "type": p.type,
                    "required": p.required,
                    "default": p.default or None,
                    "example": p.example,
                    "help": p.help,
                }
                for p in each.parameters
            ],
        }
        for each in load_all().values()
    ]
    return page_of(len(items), 0, items)


def query(
    store: Store,
    *,
    name: str,
    values: Mapping[str, str] | None = None,
    limit: int = 100,
    offset: int = 0,
    catalogue: str | None = None,
) -> Json:
    """Answer a ready query: rows of short texts, ids instead of IRIs.

    One that is told to stop at a number of rows may have more than it counts; ``at_least`` says so.

    Args:
        store: The graph.
        name: Which query.
        values: Its parameters, as a user writes them.
        limit: How many rows to return.
        offset: How many to leave out first.
        catalogue: See :func:`alias`.

    Raises:
        QueryError: There is no such query, or a parameter makes no sense.

    """
    view, chosen = view_of(store), find_query(name)
    answer = run(store, chosen, values or {}, resolve=lambda text: view.find(text, catalogue))
    about: Json = {"query": chosen.name, "question": chosen.question}
    if isinstance(answer, Table):
        total, items = 0, []
        for number, row in enumerate(answer.texts()):
            total = number + 1
            if offset <= number < offset + limit:
                items.append(dict(row))
        most = _most_rows(chosen, values or {})
        about |= {"columns": list(answer.columns), "at_least": total == most}
        return about | page_of(total, offset, items)
    if isinstance(answer, Graph):
        raise QueryError(f"{name} answers with triples", hint="ask it at /sparql")
    about |= {"columns": ["answer"], "at_least": False}
    return about | page_of(1, 0, [{"answer": "true" if answer else "false"}])


def _most_rows(query: Query, values: Mapping[str, str]) -> int | None:
    """Return at how many rows a query stops, ``None`` if at none."""
    limits = [values.get(p.name) or p.default for p in query.parameters if p.type == "limit"]
    return min((int(limit) for limit in limits if limit and int(limit)), default=None)
