"""The SPARQL editor: a page of this server with the ready queries, which asks nobody but this server.

The editor itself is YASGUI, kept in ``kg/server/assets/yasgui`` as published, with its licences and digests;
``scripts/vendor.py`` takes a newer one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.queries import Query, load_all, terms
from kg.store import Iris
from kg.store.rdf.ontology import ontology_triples
from kg.store.rdf.terms import OWL, PREFIXES, TYPE
from kg.store.sparql import bind

__all__ = ["ASSETS", "CONTENT_SECURITY_POLICY", "known", "routes"]

ASSETS: Final = Path(__file__).resolve().parent / "assets"
"""Where the page and its files lie."""
_FILES: Final = {
    "editor.css": ("editor", "text/css"),
    "editor.js": ("editor", "text/javascript"),
    "yasgui.min.css": ("yasgui", "text/css"),
    "yasgui.min.js": ("yasgui", "text/javascript"),
    "LICENSES.txt": ("yasgui", "text/plain"),
}

# The one style that the editor's table writes into the page: how the grip of a column looks.
_GRIP: Final = "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' {_GRIP}",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""What the page may do: run this server's files, ask this server, and nothing else."""

_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def routes(base: str) -> list[Route]:
    """Return the routes of the editor: its page ``/editor``, its files, what it knows of the graph.

    Args:
        base: IRI below which the store's data is minted.

    """

    async def page(_: Request) -> Response:
        return _file("editor", "editor.html", "text/html")

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _FILES:
            return Response("not found\n", 404, media_type="text/plain")
        return _file(_FILES[name][0], name, _FILES[name][1])

    async def about(_: Request) -> Response:
        return Response(_known_json(base), headers=_HEADERS, media_type="application/json")

    return [
        Route("/editor", page, name="editor"),
        Route("/editor/known.json", about, name="editor_known"),
        Route("/editor/{name}", asset, name="editor_asset"),
    ]


def _file(folder: str, name: str, media_type: str) -> Response:
    return Response(_content(folder, name), headers=_HEADERS, media_type=f"{media_type}; charset=utf-8")


@cache
def _content(folder: str, name: str) -> bytes:
    return (ASSETS / folder / name).read_bytes()


@cache
def _known_json(base: str) -> bytes:
    return json.dumps(known(base), ensure_ascii=False).encode()


def known(base: str) -> Mapping[str, Any]:
    """Return what the editor offers: prefixes, terms of the ontology, the ready queries.

    Parameters that a query cannot do without hold their examples, so that each can be run as it stands.
    """
    iris = Iris(base)
    return {
        "prefixes": PREFIXES,
        "properties": _terms_of("ObjectProperty", "DatatypeProperty"),
        "classes": _terms_of("Class"),
        "queries": [
            {"name": q.name, "title": q.title, "question": q.question, "text": _runnable(q, iris)}
            for q in load_all().values()
        ],
    }


def _terms_of(*kinds: str) -> list[str]:
    classes = {OWL[kind] for kind in kinds}
    found = (t.subject for t in ontology_triples() if t.predicate == TYPE and t.object in classes)
    return sorted(str(term)[1:-1] for term in found)


def _runnable(query: Query, iris: Iris) -> str:
    examples = {p.name: p.example for p in query.parameters if p.required}
    return bind(query.text, terms(query, examples, iris, resolve=str))
