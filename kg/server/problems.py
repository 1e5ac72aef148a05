"""What the service answers when it does not answer: one JSON object with a status and a reason.

    Problem                  the base; 500
    ├── BadRequest           400   the request makes no sense, or the query is malformed or refused
    ├── Unauthorized         401   a token is missing or wrong
    ├── Forbidden            403   what is asked for is not allowed here
    ├── NotFound             404
    ├── MethodNotAllowed     405   with the methods that are
    ├── NotAcceptable        406   no form of the answer that the client takes
    ├── RequestTooSlow       408   the request did not come in time
    ├── RequestTooLarge      413
    ├── UnsupportedMediaType 415   no form of request that we read
    ├── QueryTooLarge        422   the answer, or the memory to find it, is beyond the limits
    ├── WorkerLost           500   the process that was answering ended
    ├── Busy                 503   too many at once: come back later
    └── TimedOut             504   the query took longer than it may

The form is that of RFC 9457 (``application/problem+json``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from kg.errors import DocumentError, KGError, QueryError, SettingsError, UnknownNameError

__all__ = [
    "BadRequest",
    "Busy",
    "Forbidden",
    "MethodNotAllowed",
    "NotAcceptable",
    "NotFound",
    "Problem",
    "QueryTooLarge",
    "RequestTooLarge",
    "RequestTooSlow",
    "TimedOut",
    "Unauthorized",
    "UnsupportedMediaType",
    "WorkerLost",
    "problem_of",
    "response_of",
]


class Problem(KGError):  # noqa: N818  (RFC 9457 calls it so)
    """A request that gets no answer, with the status that says so.

    Args:
        message: What is wrong, in one line.
        hint: What to do about it, in one line.
        headers: Sent along with the response.

    """

    status = 500

    def __init__(self, message: str, *, hint: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message, hint=hint)
        self.headers = dict(headers or {})


class BadRequest(Problem):
    """The request makes no sense, or the query is malformed or refused."""

    status = 400


class Unauthorized(Problem):
    """A token is missing or wrong."""

    status = 401


class Forbidden(Problem):
    """What is asked for is not allowed here."""

    status = 403


class NotFound(Problem):
    """There is nothing of that name."""

    status = 404


class MethodNotAllowed(Problem):
    """The address is right, the method is not."""

    status = 405


class NotAcceptable(Problem):
    """The client takes no form that the answer comes in."""

    status = 406


class RequestTooSlow(Problem):
    """The request did not come in time."""

    status = 408


class RequestTooLarge(Problem):
    """The request has more bytes than one may have."""

    status = 413


class UnsupportedMediaType(Problem):
    """The request comes in a form that is not read here."""

    status = 415


class QueryTooLarge(Problem):
    """The answer, or the memory to find it, is beyond the limits."""

    status = 422


class WorkerLost(Problem):
    """The process that was answering ended, and not because it was told to.

    Attributes:
        at_once: It may have been dead already when it was asked.

    """

    status = 500
    at_once = False


class Busy(Problem):
    """Too many ask at once."""

    status = 503

    def __init__(self, message: str, *, hint: str = "try again in a few seconds") -> None:
        super().__init__(message, hint=hint, headers={"Retry-After": "2"})


class TimedOut(Problem):
    """The query took longer than it may."""

    status = 504


def problem_of(error: KGError) -> Problem:
    """Return an error as the service tells it: without places on the server's disk."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, UnknownNameError):
        return NotFound(str(error), hint=error.hint)
    if isinstance(error, QueryError | SettingsError | DocumentError):
        return BadRequest(str(error), hint=error.hint)
    return Problem("the store cannot be read", hint="the server's log says why")


def response_of(problem: Problem) -> Response:
    """Return the response that tells a problem."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": str(problem),
    }
    if problem.hint:
        body["hint"] = problem.hint
    data = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return Response(data, problem.status, problem.headers, "application/problem+json")
