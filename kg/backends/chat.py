"""Ask a language model over the chat interface that most servers speak, and put up with how they differ."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from kg.backends.posting import NoAnswer, Reply, TooLong, post
from kg.backends.server import Server
from kg.errors import BackendError

__all__ = ["Chat", "Failed"]

_TRIES = 4  # of one request, where the server is busy or broken
_FIRST_PAUSE = 1.0  # seconds; doubled from try to try
_LONGEST_PAUSE = 30.0  # seconds; a server that wants more of them is not waited for
_MOST_TOKENS = 4096
_SEED = 1
_SHOWN = 200  # characters of what the server says about an error
_REFUSED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.PAYMENT_REQUIRED}
_ABSENT = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
# What a server says that does not know one of our parameters; the last two are of those that are strict.
_NOT_SO = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_IMPLEMENTED}


class Failed(Exception):  # noqa: N818  # the reader makes an error of it that names the document
    """One request got no answer that can be used; the next one may.

    ``is_down`` tells a server that does not work from a request that it does not like.
    """

    def __init__(self, reason: str, *, is_down: bool) -> None:
        self.is_down = is_down
        super().__init__(reason)


class Chat:
    """A conversation of one question and one answer, as often as wanted.

    Args:
        server: Whom to ask.
        schema: The JSON schema of an answer, for servers that can hold a model to one.
        sleep: Waits some seconds.

    """

    def __init__(
        self, server: Server, schema: dict[str, Any], *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.server = server
        self._sleep = sleep
        self._met = False  # a server that has never answered is not waited for: it was not started
        # From the most exact request to the one that every server understands; the first that works is kept.
        described = {"name": "claims", "strict": True, "schema": schema}
        exact = {"temperature": 0, "seed": _SEED, "max_tokens": _MOST_TOKENS}
        self._manners: list[dict[str, Any]] = [
            exact | {"response_format": {"type": "json_schema", "json_schema": described}},
            exact | {"response_format": {"type": "json_object"}},
            exact,
            {},
        ]

    def ask(self, instructions: str, question: str) -> str:
        """Return what the model writes.

        Raises:
            Failed: This request gets no answer.
            BackendError: The server cannot be reached at all, or refuses the key or the model.

        """
        messages = [
            {"role": "system", "content": instructions},
            {"role": "user", "content": question},
        ]
        for number, manner in enumerate(self._manners):
            reply = self._persist(
                {"model": self.server.model, "messages": messages, "stream": False} | manner
            )
            if reply.status == HTTPStatus.OK:
                self._manners = self._manners[number:]
                return _content(reply)
            if reply.status in _NOT_SO and number + 1 < len(self._manners):
                continue
            raise self._error(reply)
        raise AssertionError("the last manner returns or raises")

    def _persist(self, message: dict[str, Any]) -> Reply:
        """Send a message again while the server is busy or out of order."""
        for pause in self._pauses():
            wait = pause
            try:
                reply = post(self.server, message)
            except TooLong as error:
                raise Failed(str(error), is_down=False) from error
            except NoAnswer as error:
                if pause is None or not (error.connected or self._met):
                    raise self._unreached(error) from error
            else:
                self._met = True
                if reply.status != HTTPStatus.TOO_MANY_REQUESTS and reply.status < 500:
                    return reply
                if pause is None or reply.wait > _LONGEST_PAUSE or reply.status == HTTPStatus.NOT_IMPLEMENTED:
                    return reply
                wait = max(pause, reply.wait)
            self._sleep(wait or 0)
        raise AssertionError("the last try returns or raises")

    @staticmethod
    def _pauses() -> Iterator[float | None]:
        """Yield how long to wait after each try; ``None`` for the last."""
        for number in range(_TRIES - 1):
            yield min(_FIRST_PAUSE * 2**number, _LONGEST_PAUSE)
        yield None

    def _unreached(self, error: NoAnswer) -> Exception:
        if error.connected:
            return Failed(str(error), is_down=True)
        return BackendError(
            f"the language model at {self.server.url} cannot be reached: {error}",
            hint="start the server, or give its address with --llm-url or KG_LLM_URL",
        )

    def _error(self, reply: Reply) -> Exception:
        status = f"status {reply.status}"
        if reply.status in _REFUSED:  # what it says may hold parts of the key
            hint = "is the key in KG_LLM_KEY the right one?"
            return BackendError(f"the language model at {self.server.url} refuses us ({status})", hint=hint)
        if reply.status in _ABSENT or 300 <= reply.status < 400:
            message = (
                f"no model {self.server.model!r} answers at {self.server.url} ({status}{self._said(reply)})"
            )
            return BackendError(
                message, hint="give address and model as the server has them; the address often ends in /v1"
            )
        is_down = reply.status == HTTPStatus.TOO_MANY_REQUESTS or reply.status >= 500
        return Failed(f"the server answers with {status}{self._said(reply)}", is_down=is_down)

    def _said(self, reply: Reply) -> str:
        """Return the beginning of what the server says about an error, without the key."""
        text = " ".join(reply.body[:10_000].decode(errors="replace").split())
        if self.server.key:
            text = text.replace(self.server.key, "***")
        return f": {text[:_SHOWN]}" if text else ""


def _content(reply: Reply) -> str:
    """Return the words of the answer in the envelope of the interface.

    Raises:
        Failed: It is no such envelope.

    """
    try:
        content = json.loads(reply.body)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        content = None
    if not isinstance(content, str):
        raise Failed("the server's answer is not of the chat interface", is_down=False)
    return content
