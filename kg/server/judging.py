"""Record judgements for whoever shows the token: the one thing that the service writes.

    python -m kg.server.judging

reads one decision from standard input, records it, and says what came of it on standard output. It is a
process of its own: the store is open for writing only while a decision is recorded, so that kg build can have
its turn, and the service itself holds no store open.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope

from kg.errors import DataError, JudgementError, KGError, StoreInUseError
from kg.server.delivery import read_body
from kg.server.problems import (
    BadRequest,
    Busy,
    Forbidden,
    Problem,
    TimedOut,
    Unauthorized,
    UnsupportedMediaType,
    problem_of,
)
from kg.server.settings import ServerSettings

__all__ = ["Conflict", "Judging", "main"]

_NESTED: Final = 20


class Conflict(Problem):
    """The decision contradicts an earlier one, or is about nothing."""

    status = 409


class Judging:
    """Takes decisions, one at a time.

    Args:
        store: The store's folder.
        settings: The token, the author of unsigned decisions, limits.

    """

    def __init__(self, store: Path, settings: ServerSettings) -> None:
        self._store = store
        self._settings = settings
        self._turn = asyncio.Lock()

    async def respond(self, scope: Scope, receive: Receive) -> Response:
        """Record the decision that a request brings, and answer with it as it was recorded.

        Raises:
            Problem: The token is missing or wrong, or the decision makes no sense.

        """
        headers = Headers(scope=scope)
        self._authorise(headers)
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise UnsupportedMediaType("a judgement is posted as application/json", hint="set Content-Type")
        decision = _decision(await read_body(headers, receive, self._settings.limits))
        own = self._settings.catalogue
        asked = {
            "store": str(self._store),
            "decision": decision,
            "author": self._settings.author,
            "catalogue": None if own is None else str(own),
        }
        async with self._turn:
            status, told = await _run(asked, self._settings.limits.seconds)
        if status >= 400:
            problem = Problem(told["detail"], hint=told["hint"])
            problem.status = status
            raise problem
        return Response(json.dumps(told, ensure_ascii=False).encode(), 201, media_type="application/json")

    def _authorise(self, headers: Headers) -> None:
        token = self._settings.token
        if token is None:
            raise Forbidden(
                "nobody writes here", hint="whoever runs the service starts it with --token-file to allow it"
            )
        kind, _, shown = headers.get("authorization", "").partition(" ")
        is_right = hmac.compare_digest(shown.strip().encode("utf-8", "replace"), token.encode())
        if kind.lower() != "bearer" or not is_right:
            asked = {"WWW-Authenticate": 'Bearer realm="kg"'}
            raise Unauthorized(
                "the token is missing or wrong", hint="send Authorization: Bearer TOKEN", headers=asked
            )


def _decision(body: bytes) -> dict[str, Any]:
    try:
        decision = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRequest("the body is no JSON") from None
    if not isinstance(decision, dict):
        raise BadRequest("a decision is an object with a verdict")
    _check_text(decision, 0)
    return decision


def _check_text(value: object, depth: int) -> None:
    """Refuse what no store can hold: half characters, and objects in objects without end."""
    if depth > _NESTED:
        raise BadRequest("the decision is nested too deeply")
    if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in value):
        raise BadRequest("the decision holds something that is no Unicode text")
    if isinstance(value, dict):
        for key, inner in value.items():
            _check_text(key, depth + 1)
            _check_text(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check_text(inner, depth + 1)


async def _run(asked: Mapping[str, Any], seconds: float) -> tuple[int, dict[str, Any]]:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-P", "-m", "kg.server.judging")
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    try:
        async with asyncio.timeout(seconds):
            said, _ = await process.communicate(json.dumps(asked).encode())
    except TimeoutError:
        raise TimedOut(f"recording took more than {seconds:g} seconds") from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    try:
        status, told = json.loads(said)
    except ValueError:
        raise Problem("the service made a mistake with this request") from None
    return int(status), told


def main() -> None:
    """Record the decision on standard input."""
    asked = json.loads(sys.stdin.buffer.read())
    try:
        status, told = 201, _record(asked)
    except KGError as error:
        problem = _problem(error)
        if problem.status >= 500 and not isinstance(problem, Busy):
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
        status, told = problem.status, {"detail": str(problem), "hint": problem.hint}
    sys.stdout.write(json.dumps([status, told]))


def _problem(error: KGError) -> Problem:
    if isinstance(error, JudgementError):
        return Conflict(str(error), hint=error.hint)
    if isinstance(error, DataError):
        return BadRequest(str(error), hint=error.hint)
    if isinstance(error, StoreInUseError):
        return Busy("somebody else is writing to the store")
    return problem_of(error)


def _record(asked: Mapping[str, Any]) -> dict[str, Any]:
    from kg.naming import actor_finder
    from kg.review import Signature, decide
    from kg.server.view import catalogue_of
    from kg.store import Store

    own = asked["catalogue"]
    with Store.open(asked["store"]) as store:
        find = actor_finder(store, lambda: catalogue_of(own))
        return decide(store, asked["decision"], Signature.today(asked["author"]), find)


if __name__ == "__main__":
    main()
