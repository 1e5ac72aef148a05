"""Who somebody is: search, one actor, who is meant by a name."""

from __future__ import annotations

from collections.abc import Sequence

from kg.analysis import ties as sum_up
from kg.errors import UnknownNameError
from kg.model import ActorKind
from kg.naming import directory_of
from kg.server.plain import Json, actor_json, alias_json, tie_json
from kg.server.verbs.values import claims_of, date_of, page_of
from kg.server.view import Named, catalogue_of, view_of
from kg.store import Store
from kg.text.fold import fold

__all__ = ["actor", "actors", "alias"]


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
    return page_of(len(ranked), offset, items)


def _nearness(words: str, named: Named) -> int | None:
    if not words or words in named.folded:
        return 0
    if any(name.startswith(words) for name in named.folded):
        return 1
    return 2 if any(words in name for name in named.folded) else None


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
        "ties": page_of(len(found), 0, [tie_json(each, view.actors) for each in found[:ties]]),
        "latest": claims_of(view, [record.claim.evidence.by for record in latest[:sentences]]),
    }


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
    date = date_of(on)
    return alias_json(directory.alias(name, date, country, beside), date, limit)
