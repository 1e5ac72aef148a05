"""The REST interface below ``/api``: the table of operations, put before the workers."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.server.checking import arguments, decoded, query_pairs
from kg.server.delivery import deliver, is_current, until_gone
from kg.server.judging import Judging
from kg.server.negotiation import choose
from kg.server.operations import OPERATIONS, Operation
from kg.server.problems import MethodNotAllowed, NotAcceptable, NotFound
from kg.server.settings import ServerSettings
from kg.server.workers import Answered, WorkerPool

__all__ = ["STATE", "Rest", "state_of"]

_JSON: Final = "application/json"
_CSV: Final = "text/csv"
_ENDINGS: Final = {".json": _JSON, ".csv": _CSV}
_NAMED: Final = frozenset(
    {"actor", "alias", "ties", "tie", "evidence", "path", "timeline", "query", "review"}
)
_BOOT: Final = secrets.token_hex(4)  # another at each start: nobody keeps an answer of another version
STATE: Final = "X-Graph-State"
"""Header of an answer: which state of the graph it tells of."""


@dataclass(frozen=True, slots=True)
class _Match:
    operation: Operation
    parts: Mapping[str, str]
    ending: str


class Rest:
    """An ASGI application for everything below ``/api``.

    It reads the address as it came, since an id may hold a percent-encoded slash.

    Args:
        pool: What answers.
        settings: Whose catalogue to look names up in.

    """

    def __init__(self, pool: WorkerPool, settings: ServerSettings) -> None:
        self._pool = pool
        own = settings.catalogue
        self._judging = Judging(pool.store, settings)
        self._own = {} if own is None else {"catalogue": str(own)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        match = find(raw.partition(b"?")[0].decode("latin-1"), scope["method"])
        scope["kg.route"] = match.operation.path
        if match.operation.method == "POST":
            arguments(match.operation, match.parts, query_pairs(scope["query_string"]))
            response = await self._judging.respond(scope, receive)
            # So that whoever decides can tell its own change from those of others.
            response.headers[STATE] = state_of(await self._pool.follow(at_once=True))
            await response(scope, receive, send)
            return
        headers = Headers(scope=scope)
        media_type = _form(match, headers.get("accept"))
        wanted = arguments(match.operation, match.parts, query_pairs(scope["query_string"]))
        if match.operation.verb in _NAMED:
            wanted |= self._own
        asked = (match.operation.verb, wanted, media_type)
        if is_current(headers, _tag(await self._pool.follow(), asked)):
            kept = {"ETag": _tag(self._pool.stamp, asked), "Vary": "Accept", "Cache-Control": "no-cache"}
            await Response(status_code=304, headers=kept)(scope, receive, send)
            return
        answered = await until_gone(self._ask(match.operation, wanted, media_type), receive)
        if answered is not None:
            await deliver(answered, media_type, _tag(answered.stamp, asked), scope, send)

    async def _ask(self, operation: Operation, wanted: dict[str, Any], media_type: str) -> Answered:
        if media_type == _JSON:
            return await self._pool.call(operation.verb, wanted)
        asked = {"verb": operation.verb, "arguments": wanted, "page": operation.answer}
        answered = await self._pool.call("table", asked)
        content = json.loads(b"".join(answered.chunks()))["csv"].encode("utf-8", "replace")
        return Answered(_CSV, len(content), answered.stamp, content)


def state_of(stamp: str) -> str:
    """Return what clients know a state of the graph by."""
    return hashlib.sha256(f"{_BOOT} {stamp}".encode()).hexdigest()[:16]


def find(path: str, method: str) -> _Match:
    """Return the operation at an address, percent-encoded as it came.

    Raises:
        NotFound: There is none.
        MethodNotAllowed: There is one, for another method.
        BadRequest: A part of the address is no text.

    """
    segments = path.strip("/").split("/")
    found = []
    for operation in OPERATIONS:
        match = _matched(operation, operation.path.strip("/").split("/"), segments)
        if match is not None:
            found.append(match)
    if not found:
        raise NotFound("there is nothing at this address", hint="/docs lists what there is")
    wanted = "GET" if method == "HEAD" else method
    for match in found:
        if match.operation.method == wanted and match.operation.path == found[0].operation.path:
            return match
    methods = {each.operation.method for each in found} | {"HEAD"}
    allowed = ", ".join(sorted(methods))
    raise MethodNotAllowed(f"{method[:20]} is not allowed here", headers={"Allow": allowed})


def _matched(operation: Operation, template: Sequence[str], segments: list[str]) -> _Match | None:
    ending = ""
    if operation.is_list:
        last, dot, kind = segments[-1].rpartition(".")
        if dot and f".{kind}" in _ENDINGS:
            segments, ending = [*segments[:-1], last], f".{kind}"
    takes_rest = template[-1].startswith("{") and not operation.is_list
    if takes_rest and len(segments) > len(template):
        tail = "/".join(segments[len(template) - 1 :])
        segments = [*segments[: len(template) - 1], tail]
    if len(segments) != len(template):
        return None
    parts = {}
    for wanted, given in zip(template, segments, strict=True):
        if wanted.startswith("{"):
            parts[wanted[1:-1]] = decoded(given)
        elif wanted != given:
            return None
    return _Match(operation, parts, ending)


def _form(match: _Match, accept: str | None) -> str:
    if match.ending:
        return _ENDINGS[match.ending]
    offered = [_JSON, _CSV] if match.operation.is_list else [_JSON]
    chosen = choose(accept, offered)
    if chosen is None:
        raise NotAcceptable("the answer comes in no form that is accepted", hint=", ".join(offered))
    return chosen


def _tag(stamp: str, asked: tuple[str, dict[str, Any], str]) -> str:
    text = json.dumps([_BOOT, stamp, *asked], sort_keys=True)
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
