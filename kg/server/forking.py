"""The process that workers are forked from: it has everything imported and has one thread.

Starting Python anew takes a worker a third of a second; a fork takes milliseconds. The service itself cannot
fork, since it has threads and open connections.

    python -m kg.server.forking FD [CATALOGUE]

reads from a socket: each byte brings two descriptors along, the socket of a new worker and the file for its
last words. It ends when the socket is closed. With a catalogue, empty for the built-in one alone, it learns
its names first: that takes a second, and all workers then share what it holds.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import sys

import rdflib.plugins.sparql.parser  # noqa: F401  (so that no worker has to)

import kg.server.verbs  # noqa: F401  (as above)
from kg.errors import KGError
from kg.server.view import learn_names
from kg.server.worker import work

__all__ = ["main"]

_REAP_EVERY = 1000  # milliseconds


def main(descriptor: int, names: str | None = None) -> None:
    """Fork workers until the service is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the service hears it too, and ends the workers itself
    orders = socket.socket(fileno=descriptor)
    if names is not None:
        with contextlib.suppress(KGError):  # whoever needs the names then gets the error
            learn_names(names or None)
        gc.freeze()  # so that no worker copies it in order to look for garbage
    poll = select.poll()
    poll.register(orders, select.POLLIN)
    while True:
        ready = poll.poll(_REAP_EVERY)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not ready:
            continue
        order, passed, *_ = socket.recv_fds(orders, 1, 2)
        if not order:
            return
        if os.fork() == 0:
            orders.close()
            _become_worker(*passed)
        for opened in passed:
            os.close(opened)


def _become_worker(connection: int, last_words: int) -> None:
    code = 1
    try:
        os.dup2(last_words, sys.stderr.fileno())
        os.close(last_words)
        work(socket.socket(fileno=connection))
        code = 0
    except (ConnectionError, BrokenPipeError):
        code = 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:3])
