"""The explorer, live: a page for each view, actor and tie; beside each its data as ``.json`` and ``.csv``.

The page is the same at all these addresses; its address decides what it shows. What it shows it asks for
itself, once. The data are made by workers and kept until the store changes.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.server.checking import arguments, decoded, query_pairs
from kg.server.delivery import is_current
from kg.server.kept import Kept, KeptAnswers, packed
from kg.server.operations import Operation
from kg.server.pages import problem_page
from kg.server.problems import Busy, NotFound, Problem, TimedOut
from kg.server.rest import STATE, Rest, state_of
from kg.server.routing import Endpoint, check_method, mounted, route
from kg.server.settings import ServerSettings
from kg.server.views import ACTOR, TIE, VIEWS, View, understood
from kg.server.workers import Answered, WorkerPool

__all__ = ["Explorer", "Shell"]

_HTML: Final = "text/html; charset=utf-8"
_CSV: Final = "text/csv; charset=utf-8"
_JSON: Final = "application/json"

PartsOf = Callable[[str], dict[str, str]]
About = Callable[[Mapping[str, str]], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Shell:
    """The page without data.

    Attributes:
        html: Returns it, told where it is and what it is about: ``root``, ``judge``, ``actor``, ``tie``.
        policy: Its Content-Security-Policy.

    """

    html: Callable[[dict[str, Any]], str]
    policy: str


class Explorer:
    """Answers at the addresses of the explorer.

    Args:
        pool: What makes the data.
        settings: Whose catalogue to look names up in, and whether decisions are taken.
        rest: The REST interface, which has the data of single actors and ties.
        shell: The page; without one there are the data alone.

    """

    def __init__(self, pool: WorkerPool, settings: ServerSettings, rest: Rest, shell: Shell | None) -> None:
        self._pool = pool
        self._seconds = settings.limits.seconds
        self._judge = settings.token is not None
        self._own = {} if settings.catalogue is None else {"catalogue": str(settings.catalogue)}
        self._rest = rest
        self._shell = shell
        self._pages, self._kept = KeptAnswers(), KeptAnswers()

    def routes(self) -> list[BaseRoute]:
        """Return the routes to all of it."""
        found: list[BaseRoute] = [route("/", self._page), route("/state.json", self._state)]
        for name, view in VIEWS.items():
            found.append(route(f"/{name}", self._page))
            found.append(route(view.json.path, self._data_of(view.json, _JSON)))
            found.append(route(view.csv.path, self._data_of(view.csv, _CSV)))
        about = {"/actors": (ACTOR, _id_of, self._about_actor), "/ties": (TIE, _ends_of, self._about_tie)}
        return [*found, *(mounted(path, self._below(path, *of)) for path, of in about.items())]

    def _data_of(self, operation: Operation, media_type: str) -> Endpoint:
        return lambda request: self._data(request, operation, {}, media_type)

    def _below(self, path: str, view: View, parts_of: PartsOf, about: About) -> ASGIApp:
        """Return what answers below an address: a page about one thing, its data, its table."""

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            scope["kg.route"] = view.csv.path.removesuffix(".csv")
            check_method(scope)
            rest, ending = _address(scope, f"{path}/")
            if ending and not rest:
                raise NotFound("there is nothing at this address", hint="/docs lists what there is")
            if ending == "json":
                await self._rest({**scope, "raw_path": f"/api{path}/{rest}".encode("latin-1")}, receive, send)
                return
            request = Request(scope, receive)
            if ending == "csv":
                response = await self._data(request, view.csv, parts_of(rest), _CSV)
            else:
                response = await self._page(request, lambda: about(parts_of(rest)))
            await response(scope, receive, send)

        return answer

    # Pages

    async def _page(
        self, request: Request, about: Callable[[], Awaitable[dict[str, Any]]] | None = None
    ) -> Response:
        """Return the page, or in words why there is none."""
        if self._shell is None:
            raise NotFound("there are no pages here", hint="/docs lists what there is")
        root = "../" * (_raw_path(request.scope).count("/") - 1)
        try:
            told = {} if about is None else await about()
        except Problem as problem:
            return problem_page(problem, root)
        live = {"root": root, "judge": self._judge, **told}
        kept = await self._pages.get(json.dumps(live), "", lambda: self._shown(live))
        tag = f'W/"{hashlib.sha256(kept.plain).hexdigest()[:32]}"'
        policy = f"{self._shell.policy}; frame-ancestors 'none'"
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Content-Security-Policy": policy}
        if is_current(request.headers, tag):
            return Response(status_code=304, headers=headers)
        return kept.respond(request.headers, headers, _HTML)

    async def _shown(self, live: dict[str, Any]) -> Kept:
        assert self._shell is not None, "asked only where there is one"  # noqa: S101
        return await packed("", self._shell.html(live).encode("utf-8", "replace"))

    async def _about_actor(self, parts: Mapping[str, str]) -> dict[str, Any]:
        wanted = arguments(ACTOR.csv, parts, [])
        found = await self._asked("whereabouts", {"actor": wanted["id"]} | self._own)
        return {"actor": found["id"]}

    async def _about_tie(self, parts: Mapping[str, str]) -> dict[str, Any]:
        found = await self._asked("tie", {**arguments(TIE.csv, parts, []), "limit": 1} | self._own)
        return {"tie": [found["source"]["id"], found["relation"], found["target"]["id"]]}

    async def _asked(self, verb: str, wanted: dict[str, Any]) -> Any:
        answered = await self._pool.call(verb, wanted)
        return json.loads(b"".join(answered.chunks()))

    # Data

    async def _data(
        self, request: Request, operation: Operation, parts: Mapping[str, str], media_type: str
    ) -> Response:
        given = understood(query_pairs(request.scope["query_string"]))
        wanted = arguments(operation, parts, given) | self._own
        asked = json.dumps([operation.path, wanted], sort_keys=True)
        stamp = await self._pool.follow()
        if is_current(request.headers, _tag(stamp, asked)):
            return Response(status_code=304, headers=_headers(stamp, asked) | {"Vary": "Accept-Encoding"})
        try:
            async with asyncio.timeout(self._seconds):
                kept = await self._kept.get(asked, stamp, lambda: self._made(operation, wanted, media_type))
        except TimeoutError:
            hint = "ask again in a few seconds: it goes on, and what is made is kept"
            raise Busy("this is still being made", hint=hint) from None
        return kept.respond(request.headers, _headers(kept.stamp, asked), media_type)

    async def _made(self, operation: Operation, wanted: dict[str, Any], media_type: str) -> Kept:
        verb, asked = operation.verb, wanted
        if media_type != _JSON:
            verb, asked = "table", {"verb": verb, "arguments": wanted, "page": operation.answer}
        try:
            answered = await self._pool.call(verb, asked, is_view=True)
        except TimedOut as late:
            hint = "ask for less: an actor and those around it, a relation, a time"
            raise TimedOut("this takes longer to make than it may", hint=hint) from late
        if media_type == _JSON:
            return await packed(answered.stamp, _content(answered))
        content = json.loads(_content(answered))["csv"].encode("utf-8", "replace")
        return await packed(answered.stamp, content)

    async def _state(self, request: Request) -> Response:
        del request
        body = json.dumps({"state": state_of(await self._pool.follow())})
        return Response(body, headers={"Cache-Control": "no-store"}, media_type=_JSON)


def _content(answered: Answered) -> bytes:
    return b"".join(answered.chunks())


def _raw_path(scope: Scope) -> str:
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.partition(b"?")[0].decode("latin-1")


def _address(scope: Scope, below: str) -> tuple[str, str]:
    """Return what follows in an address, percent-encoded as it came, and its ending: json, csv or nothing."""
    rest = _raw_path(scope).removeprefix(below)
    for ending in ("json", "csv"):
        if rest.endswith(f".{ending}"):
            return rest.removesuffix(f".{ending}"), ending
    return rest, ""


def _id_of(rest: str) -> dict[str, str]:
    return {"id": decoded(rest)}


def _ends_of(rest: str) -> dict[str, str]:
    """Return the parts of a tie's address; the last may hold slashes.

    Raises:
        NotFound: There are too few.

    """
    parts = rest.split("/", 2)
    if len(parts) < 3:
        raise NotFound("a tie has a source, a relation and a target", hint="/docs lists what there is")
    return dict(zip(("source", "relation", "target"), map(decoded, parts), strict=True))


def _tag(stamp: str, asked: str) -> str:
    return f'W/"{hashlib.sha256(f"{state_of(stamp)} {asked}".encode()).hexdigest()[:32]}"'


def _headers(stamp: str, asked: str) -> dict[str, str]:
    return {"ETag": _tag(stamp, asked), "Cache-Control": "no-cache", STATE: state_of(stamp)}
