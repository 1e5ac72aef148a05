"""Record judgements for whoever shows the token: the one thing that the service writes.

    python -m kg.server.judging

reads one decision from standard input, records it, and says what came of it on standard output. It is a
process of its own: the store is open for writing only while a decision is recorded, so that kg build can have
its turn, and the service itself holds no store open. Before it writes, it says what; so when it is ended,
another one can look whether that was written, and the client is told what is true.
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
_COMMAND: Final = (sys.executable, "-P", "-m", "kg.server.judging")
_LONGEST: Final = 16 << 20  # bytes of a line that the process says
_ABOUT_TO: Final = 0  # instead of a status: what the process is about to write
_NOT_THERE: Final = 1  # likewise: what it was about to write is not written


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
            status, told = await _recorded(asked, self._settings.limits.seconds)
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


async def _recorded(asked: Mapping[str, Any], seconds: float) -> tuple[int, dict[str, Any]]:
    """Return the status and the answer; where the process says none, look whether it has written."""
    said, is_late = await _run(asked, seconds)
    if said and said[-1][0] != _ABOUT_TO:
        return said[-1]
    if said:
        found, _ = await _run({"store": asked["store"], "recorded": said[-1][1]}, seconds)
        if found and found[-1][0] == 201:
            return found[-1]
        if not found or found[-1][0] != _NOT_THERE:
            hint = "look at /api/judgements before it is sent again"
            raise Problem("nobody could see whether the judgement is recorded", hint=hint)
    if is_late:
        raise TimedOut(f"recording took more than {seconds:g} seconds; nothing is recorded")
    raise Busy("the process that records a judgement ended; nothing is recorded")


async def _run(asked: Mapping[str, Any], seconds: float) -> tuple[list[tuple[int, dict[str, Any]]], bool]:
    """Return what the process says, line by line, and whether it took too long and was ended."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*_COMMAND, stdin=pipe, stdout=pipe, limit=_LONGEST)
    assert process.stdin is not None and process.stdout is not None, "asked for"  # noqa: S101, PT018
    lines: list[bytes] = []
    is_late = False
    try:
        async with asyncio.timeout(seconds):
            with contextlib.suppress(ConnectionError):  # it ended before it heard everything
                process.stdin.write(json.dumps(asked).encode() + b"\n")
                await process.stdin.drain()
            while line := await process.stdout.readline():
                lines.append(line)
    except TimeoutError:
        is_late = True
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.stdin.close()
        await process.wait()
    whole = [json.loads(line) for line in lines if line.endswith(b"\n")]
    return [(int(status), told) for status, told in whole], is_late


def main() -> None:
    """Record the decision on standard input, or look whether a judgement is recorded."""
    asked = json.loads(sys.stdin.buffer.readline())
    try:
        if "recorded" in asked:
            _say(*_looked_up(asked))
        else:
            _say(201, _record(asked))
    except KGError as error:
        problem = _problem(error)
        if problem.status >= 500 and not isinstance(problem, Busy):
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
        _say(problem.status, {"detail": str(problem), "hint": problem.hint})


def _say(status: int, told: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps([status, told]) + "\n")
    sys.stdout.flush()


def _problem(error: KGError) -> Problem:
    if isinstance(error, JudgementError):
        return Conflict(str(error), hint=error.hint)
    if isinstance(error, DataError):
        return BadRequest(str(error), hint=error.hint)
    if isinstance(error, StoreInUseError):
        return Busy("somebody else is writing to the store")
    return problem_of(error)


def _record(asked: Mapping[str, Any]) -> dict[str, Any]:
    from kg.judgements import judgement_fields
    from kg.naming import actor_finder
    from kg.review import Signature, judgement_of
    from kg.server.view import catalogue_of
    from kg.store import Store

    own, decision = asked["catalogue"], asked["decision"]
    force = decision.get("force") is True
    with Store.open(asked["store"]) as store:
        find = actor_finder(store, lambda: catalogue_of(own))
        judgement = judgement_of(store, decision, Signature.today(asked["author"]), find)
        _say(_ABOUT_TO, judgement_fields(store.as_recorded(judgement, force=force)))
        return judgement_fields(store.judge(judgement, force=force))


def _looked_up(asked: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
    from kg.judgements import judgement_fields
    from kg.store import Store

    with Store.open(asked["store"], read_only=True) as store:
        found = any(judgement_fields(each) == asked["recorded"] for each in store.decisions.history)
    return 201 if found else _NOT_THERE, asked["recorded"]


if __name__ == "__main__":
    main()
