"""What can be asked of a graph, as plain functions: REST, the tools of language models and files share them.

Each takes an open store and plain values by keyword, and returns plain JSON values. Lists come in pages:
``{"total", "offset", "items"}``. Names of actors are found as on the command line: by id, IRI or any name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from importlib import import_module
from typing import Any, Final

from kg.analysis import Filter, Tie, project
from kg.analysis import path as shortest_path
from kg.analysis import stats as count
from kg.analysis import ties as sum_up
from kg.analysis.loading import said_in, with_words
from kg.errors import QueryError, UnknownNameError
from kg.judgements import judgement_fields
from kg.model import ActorKind, Date
from kg.naming import directory_of
from kg.queries import find as find_query
from kg.queries import load_all, run
from kg.review import SURE, claim_items, merge_items
from kg.server.plain import Json, actor_json, alias_json, claim_json, document_json, tie_json
from kg.server.schemas import columns
from kg.server.tabular import write_csv
from kg.server.view import Named, View, catalogue_of, view_of
from kg.store import Graph, Store, Table
from kg.text.fold import fold
from kg.vocabulary import RELATIONS

__all__ = [
    "MOST",
    "VERBS",
    "actor",
    "actors",
    "alias",
    "document",
    "documents",
    "evidence",
    "judgements",
    "path",
    "queries",
    "query",
    "review",
    "stats",
    "tie",
    "ties",
    "timeline",
]

MOST: Final = 1000
"""The most entries of one page."""

_SIGNS: Final = tuple(dict.fromkeys(term.sign for term in RELATIONS.values()))


def actors(
    store: Store,
    *,
    q: str = "",
    kind: str | None = None,
    country: str | None = None,
    tied: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> Json:
    """Search for actors and places by any of their names.

    Those whose name is the words come first, then those whose name starts with them, then the others; among
    equals those with more claims.

    Args:
        store: The graph.
        q: Words that a name holds, in any case, accents and script aside; nothing means all actors.
        kind: One of :class:`kg.model.ActorKind`.
        country: ISO 3166 alpha-2 code.
        tied: Only actors that a claim names as source or target.
        limit: How many to return.
        offset: How many to leave out first.

    """
    view, words = view_of(store), fold(q)
    ranked = []
    for named in view.named if words else (Named(each, ()) for each in view.actors.values()):
        who = named.actor
        claims = view.claims_of_actor.get(who.id, 0)
        if (
            (kind is None or who.kind == ActorKind(kind))
            and (country is None or country.upper() in who.countries)
            and (claims or not tied)
            and (nearness := _nearness(words, named)) is not None
        ):
            ranked.append((nearness, -claims, who.id, who))
    ranked.sort(key=lambda entry: entry[:3])
    items = [
        {
            "id": who.id,
            "name": who.name,
            "kind": who.kind.value,
            "countries": list(who.countries),
            "claims": -claims,
        }
        for _, claims, _, who in ranked[offset : offset + limit]
    ]
    return _page(len(ranked), offset, items)


def _nearness(words: str, named: Named) -> int | None:
    if not words or words in named.folded:
        return 0
    if any(name.startswith(words) for name in named.folded):
        return 1
    return 2 if any(words in name for name in named.folded) else None


def _page(total: int, offset: int, items: list[Json]) -> Json:
    return {"total": total, "offset": offset, "items": items}


def actor(store: Store, *, id: str, ties: int = 20, sentences: int = 5, catalogue: str | None = None) -> Json:  # noqa: A002
    """Return an actor: its names, its ties with the most claims, its latest sentences.

    Args:
        store: The graph.
        id: The actor's id, or any of its names.
        ties: How many ties to return.
        sentences: How many claims to return.
        catalogue: See :func:`alias`.

    Raises:
        UnknownNameError: Nobody is called so, or it is not certain who is meant.

    """
    view = view_of(store)
    who = store.actor(view.find(id, catalogue))
    if who is None:
        raise UnknownNameError(f"no actor is called {id!r}")
    records = view.outlines_of(who.id)
    found = sorted(sum_up(records), key=lambda tie: -len(tie.records))
    latest = sorted(records, key=lambda r: (str(r.document.date or ""), r.sort_key), reverse=True)
    return actor_json(who) | {
        "claims": len(records),
        "ties": _page(len(found), 0, [tie_json(each, view.actors) for each in found[:ties]]),
        "latest": _claims(view, [record.claim.evidence.by for record in latest[:sentences]]),
    }


def _claims(view: View, ids: Sequence[str]) -> list[Json]:
    whole = with_words(view.store, ids)
    return [claim_json(whole[each], each, view.judged.get(each)) for each in ids if each in whole]


def alias(
    store: Store,
    *,
    name: str,
    on: str | None = None,
    country: str | None = None,
    beside: Sequence[str] = (),
    limit: int = 20,
    catalogue: str | None = None,
) -> Json:
    """Say who is meant by a name, and what else that actor is called.

    Args:
        store: What people decided about names comes from here; all else comes from the catalogue.
        name: The name as it is written, in any script, or an id.
        on: The day, month or year that is spoken of: ``2016``, ``2016-07`` or ``2016-07-28``.
        country: Prefer actors of this country: its code, or its name in any of many languages.
        beside: Ids or names of actors that are spoken of together with it.
        limit: How many candidates to return.
        catalogue: File or folder of actors beside the built-in ones.

    """
    directory = directory_of(catalogue_of(catalogue), store.decisions.names())
    date = _date(on)
    return alias_json(directory.alias(name, date, country, beside), date, limit)


def _date(text: str | None) -> Date | None:
    return None if text is None else Date.parse(text)


def _filter(
    relation: Iterable[str] = (),
    sign: Iterable[str] = (),
    publisher: Iterable[str] = (),
    claimant: Iterable[str] = (),
    on: str | None = None,
    since: str | None = None,
    until: str | None = None,
    min_confidence: float = 0.0,
    contested: bool = False,
) -> Filter:
    return Filter(
        relations=frozenset(relation),
        signs=frozenset(sign),
        publishers=frozenset(publisher),
        claimants=frozenset(claimant),
        since=_date(since or on),
        until=_date(until or on),
        min_confidence=min_confidence,
        contested=contested,
    )


def _found(
    view: View, source: str | None, target: str | None, who: str | None, where: Filter, catalogue: str | None
) -> list[Tie]:
    """Return the ties between actors given by name, those with the most claims first."""
    start, end, either = (
        None if name is None else view.find(name, catalogue) for name in (source, target, who)
    )
    named = start or end or either
    records = view.outlines if named is None else view.outlines_of(named)
    found = [
        tie
        for tie in sum_up(records, where)
        if (start is None or tie.leads(start, end))
        and (end is None or start is not None or _leads_to(tie, end))
        and either in {None, tie.source, tie.target}
    ]
    return sorted(found, key=lambda tie: -len(tie.records))


def _leads_to(tie: Tie, end: str) -> bool:
    return tie.target == end or (RELATIONS[tie.relation].symmetric and tie.source == end)


def ties(
    store: Store,
    *,
    source: str | None = None,
    target: str | None = None,
    actor: str | None = None,
    limit: int = 50,
    offset: int = 0,
    catalogue: str | None = None,
    **where: Any,
) -> Json:
    """List ties: all claims of one relation between two actors summed up, those with the most claims first.

    Args:
        store: The graph.
        source: Who: an id or any name.
        target: Whom.
        actor: Who or whom.
        limit: How many to return.
        offset: How many to leave out first.
        catalogue: See :func:`alias`.
        **where: Which claims count: ``relation``, ``sign``, ``publisher``, ``claimant`` (lists), ``on``,
            ``since``, ``until``, ``min_confidence``, ``contested``; see :class:`kg.analysis.Filter`.

    """
    view = view_of(store)
    found = _found(view, source, target, actor, _filter(**where), catalogue)
    items = [tie_json(each, view.actors) for each in found[offset : offset + limit]]
    return _page(len(found), offset, items)


def tie(
    store: Store,
    *,
    source: str,
    relation: str,
    target: str,
    limit: int = 50,
    offset: int = 0,
    catalogue: str | None = None,
    **where: Any,
) -> Json:
    """Return one tie with the claims behind it, oldest first: each with its sentence and who says so.

    Raises:
        UnknownNameError: No claim says so.

    """
    view = view_of(store)
    found = _found(view, source, target, None, _filter(**where | {"relation": [relation]}), catalogue)
    chosen = [each for each in found if each.relation == relation]
    if not chosen:
        hint = "ask for the ties of one of the two, or the other way round"
        raise UnknownNameError(f"no claim says that {source!r} {relation} {target!r}", hint=hint)
    return tie_json(chosen[0], view.actors) | {"evidence": _evidence(view, chosen, limit, offset)}


def _evidence(view: View, found: Iterable[Tie], limit: int, offset: int) -> Json:
    ids = [record.claim.evidence.by for each in found for record in each.records]
    return _page(len(ids), offset, _claims(view, ids[offset : offset + limit]))


def evidence(
    store: Store,
    *,
    source: str | None = None,
    target: str | None = None,
    actor: str | None = None,
    limit: int = 50,
    offset: int = 0,
    catalogue: str | None = None,
    **where: Any,
) -> Json:
    """List claims with their sentences, tie by tie; the arguments are those of :func:`ties`."""
    view = view_of(store)
    return _evidence(view, _found(view, source, target, actor, _filter(**where), catalogue), limit, offset)


def path(
    store: Store,
    *,
    start: str,
    end: str,
    through_places: bool = False,
    catalogue: str | None = None,
    **where: Any,
) -> Json:
    """Show how two actors hang together: a shortest way, with the latest sentence behind each of its ties.

    Args:
        store: The graph.
        start: An id or any name.
        end: Likewise.
        through_places: Go through places as well.
        catalogue: See :func:`alias`.
        **where: See :func:`ties`.

    """
    view = view_of(store)
    ends = view.find(start, catalogue), view.find(end, catalogue)
    graph = project(view.outlines, view.actors.values(), _filter(**where))
    known = all(node in graph for node in ends)
    steps = shortest_path(graph, *ends, through_places=through_places) if known else ()
    last = {record.claim.evidence.by for step in steps for t in step.ties for record in t.records[-1:]}
    said = {claim["id"]: claim for claim in _claims(view, sorted(last))}
    return {
        "start": _brief(view, ends[0]),
        "end": _brief(view, ends[1]),
        "steps": [
            {
                "start": _brief(view, step.start),
                "end": _brief(view, step.end),
                "ties": [
                    tie_json(t, view.actors) | {"latest": said.get(t.records[-1].claim.evidence.by)}
                    for t in step.ties
                ],
            }
            for step in steps
        ],
    }


def _brief(view: View, actor_id: str) -> Json:
    known = view.actors.get(actor_id)
    return {"id": actor_id, "name": known.name if known else actor_id}


def timeline(store: Store, *, actor: str | None = None, catalogue: str | None = None, **where: Any) -> Json:
    """Count claims by the month of their documents and by the sign of their relations.

    A document that knows its year alone counts under the year; ``undated`` counts those without a date.

    Args:
        store: The graph.
        actor: Only claims that name this one as source or target.
        catalogue: See :func:`alias`.
        **where: See :func:`ties`.

    """
    view = view_of(store)
    records = view.outlines if actor is None else view.outlines_of(view.find(actor, catalogue))
    months: dict[str, Counter[str]] = {}
    undated = 0
    for each in sum_up(records, _filter(**where)):
        for record in each.records:
            if record.document.date is None:
                undated += 1
                continue
            counts = months.setdefault(str(record.document.date)[:7], Counter())
            counts.update(("claims", each.sign, record.claim.polarity.value))
    keys = ("claims", *_SIGNS, "denied")
    items = [{"month": month} | {key: months[month][key] for key in keys} for month in sorted(months)]
    return _page(len(items), 0, items) | {"undated": undated}


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
    first, last = _date(since), _date(until)
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
    return _page(len(found), offset, items)


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
    shown = document_json(about, len(said)) | {"evidence": _page(len(said), offset, claims)}
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
    return _page(len(items), 0, items)


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
    about = {"query": chosen.name, "question": chosen.question}
    if isinstance(answer, Table):
        total, items = 0, []
        for number, row in enumerate(answer.texts()):
            total = number + 1
            if offset <= number < offset + limit:
                items.append(dict(row))
        return about | {"columns": list(answer.columns)} | _page(total, offset, items)
    if isinstance(answer, Graph):
        raise QueryError(f"{name} answers with triples", hint="ask it at /sparql")
    return about | {"columns": ["answer"]} | _page(1, 0, [{"answer": "true" if answer else "false"}])


def stats(store: Store, **where: Any) -> Json:
    """Count actors, ties and claims, by kind and by who says so; see :class:`kg.analysis.Stats`."""
    view = view_of(store)
    found = count(project(view.outlines, view.actors.values(), _filter(**where)))
    counted = {field.name: getattr(found, field.name) for field in fields(found)}
    counted |= {"first": found.first and str(found.first), "last": found.last and str(found.last)}
    counted["most_connected"] = [
        _brief(view, node) | {"neighbours": number} for node, number in found.most_connected.items()
    ]
    return counted


def review(
    store: Store,
    *,
    kind: str = "claim",
    below: float = SURE,
    limit: int = 50,
    offset: int = 0,
    catalogue: str | None = None,
    **where: Any,
) -> Json:
    """List what a person should look at: doubtful claims, or actors that may be one.

    Args:
        store: The graph.
        kind: ``claim`` or ``merge``.
        below: A claim less sure than this is doubtful.
        limit: How many to return.
        offset: How many to leave out first.
        catalogue: See :func:`alias`.
        **where: Which claims; see :func:`ties`.

    """
    if kind == "merge":
        return merge_items(store, catalogue_of(catalogue), limit=limit, offset=offset)
    return claim_items(store, where=_filter(**where), below=below, limit=limit, offset=offset)


def judgements(store: Store, *, limit: int = 50, offset: int = 0) -> Json:
    """List the judgements, the latest first, those that were taken back too."""
    history = sorted(store.decisions.history, key=lambda each: -each.number)
    return _page(len(history), offset, [judgement_fields(each) for each in history[offset : offset + limit]])


def table(store: Store, *, verb: str, arguments: Mapping[str, Any], page: str) -> Json:
    """Return what another verb lists as CSV, in ``csv``.

    Args:
        store: The graph.
        verb: One whose answer is a page.
        arguments: Its arguments.
        page: Name of the answer's schema, which has the columns.

    """
    answer = VERBS[verb](store, **arguments)
    return {"csv": write_csv(answer.get("columns") or columns(page), answer["items"])}


def page(store: Store, *, made_by: str) -> Json:
    """Return a page that a function of another part makes of the store, in ``html``.

    Args:
        store: The graph.
        made_by: ``module:function``, from the settings of the service and never from a request.

    """
    module, _, name = made_by.partition(":")
    return {"html": getattr(import_module(module), name)(store)}


def ready(store: Store) -> Json:
    """Say whether the store can be asked."""
    return {"ready": store.ask("ASK { ?s ?p ?o }")}


VERBS: Final[Mapping[str, Callable[..., Json]]] = {
    verb.__name__: verb
    for verb in (
        actors,
        actor,
        alias,
        ties,
        tie,
        evidence,
        path,
        timeline,
        documents,
        document,
        queries,
        query,
        stats,
        review,
        judgements,
        table,
        page,
        ready,
    )
}
"""Every verb by its name."""
