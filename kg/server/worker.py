"""The process that answers: it opens a snapshot, and answers one request after the other until it is ended.

It can open no connection, take only so much memory, and write no files to speak of. When its socket is closed
the service is gone; it then ends at once, in the middle of a query too, and takes the snapshot along.
"""

from __future__ import annotations

import json
import os
import resource
import select
import socket
import sys
import threading
import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import KGError
from kg.server.frames import DATA, END, OPEN, READY, frame, problem_frame, receive
from kg.server.problems import NotAcceptable, NotFound, Problem, QueryTooLarge, problem_of
from kg.server.sandbox import forbid_connections, limit_resources
from kg.store import sparql
from kg.store.folder.frozen import Frozen
from kg.store.serving import GRAPH_TYPES, TABLE_TYPES, serve, serve_graph

if TYPE_CHECKING:
    import pyoxigraph

    from kg.store import Store

__all__ = ["work"]

_PIECE: Final = 1 << 16  # bytes; sent at once
_GROWN: Final = 256 << 20  # bytes; a worker that has ever needed so much more is replaced
_KNOWN: Final = 512  # queries whose check is remembered


class _Output:
    """Sends an answer in pieces and counts them."""

    def __init__(self, connection: socket.socket, most: int) -> None:
        self._connection = connection
        self._most = most
        self._pieces: list[bytes] = []
        self._held = self._size = 0

    def write(self, data: bytes) -> int:
        """Take in a piece.

        Raises:
            QueryTooLarge: The answer is larger than it may be.

        """
        self._size += len(data)
        if self._size > self._most:
            raise QueryTooLarge(
                f"the answer has more than {self._most} bytes",
                hint="ask for less: LIMIT and OFFSET, fewer columns, or COUNT",
            )
        self._pieces.append(data)
        self._held += len(data)
        if self._held >= _PIECE:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Do nothing: the end is sent by :meth:`finish`."""

    def _send(self, end: bytes = b"") -> None:
        body = b"".join(self._pieces)
        self._connection.sendall((frame(DATA, body) if body else b"") + end)
        self._pieces, self._held = [], 0

    def finish(self, **said: object) -> None:
        """Send the rest, and that it is the rest."""
        self._send(frame(END, json.dumps(said).encode()))


def work(connection: socket.socket) -> None:
    """Answer what comes over a socket until its other side is closed.

    The first message says which snapshot to open and what a request may take.
    """
    connection.sendall(frame(READY, str(os.getpid()).encode()))
    first = receive(connection)
    if first is None:
        return
    settings = json.loads(first[1])
    folder, links, base, stamp = settings["frozen"]
    frozen = Frozen(Path(folder), Path(links), base, stamp)
    threading.Thread(target=_end_with, args=(connection, frozen), daemon=True).start()
    forbid_connections()
    try:
        database, store = frozen.open()
    except KGError as error:
        if receive(connection) is not None:
            connection.sendall(problem_frame(problem_of(error)))
        return
    limit_resources(settings["memory"])
    begun = _peak()
    connection.sendall(frame(OPEN, str(time.process_time()).encode()))
    while (message := receive(connection)) is not None:
        content = message[1]
        output = _Output(connection, settings["answer_bytes"])
        try:
            media_type = _answer(json.loads(content), database, store, output)
        except KGError as error:
            connection.sendall(problem_frame(problem_of(error)))
        except MemoryError:
            connection.sendall(problem_frame(QueryTooLarge("the query takes more memory than it may")))
        except Exception as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
            connection.sendall(problem_frame(Problem("the service made a mistake with this request")))
        else:
            output.finish(media_type=media_type, worn=_peak() - begun > _GROWN)
    frozen.remove()


_check = lru_cache(maxsize=_KNOWN)(sparql.check)


def _answer(asked: dict[str, Any], database: pyoxigraph.Store, store: Store, output: _Output) -> str:
    """Write the answer and return its media type."""
    if "verb" in asked:
        from kg.server.verbs import VERBS

        result = VERBS[asked["verb"]](store, **asked["arguments"])
        output.write(json.dumps(result, ensure_ascii=False).encode("utf-8", "replace"))
        return "application/json"
    if "graph_iri" in asked:
        if not serve_graph(database, asked["graph_iri"], output, asked["graph"]):
            raise NotFound(f"there is no graph <{asked['graph_iri']}>")
        return str(asked["graph"])
    kind = _check(asked["text"])
    is_table = kind in {"select", "ask"}
    media_type = asked["table" if is_table else "graph"]
    if media_type is None:
        known = ", ".join(TABLE_TYPES if is_table else GRAPH_TYPES)
        raise NotAcceptable(f"the answer of {kind.upper()} comes in no form that is accepted", hint=known)
    graphs = {name: asked[name] for name in ("default_graphs", "named_graphs")}
    serve(database, asked["text"], output, media_type, **graphs)
    return str(media_type)


def _peak() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _end_with(connection: socket.socket, frozen: Frozen) -> None:
    """End this process when the other side of its socket is closed, whatever its engine is doing.

    The service kills a worker that it needs no more; a closed socket means that the service was killed.
    """
    poll = select.poll()
    poll.register(connection, 0)  # no data, only that it was closed
    poll.poll()
    frozen.remove()
    os._exit(0)
