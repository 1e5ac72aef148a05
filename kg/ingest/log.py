"""When the program wrote to a store, beside the store: the graph itself knows no time of day.

``runs.jsonl`` in the store's folder gets a line when an execution starts and one when it ends, so one without
the second line was broken off. Nothing else reads the file; it may be deleted.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from kg.files import appending, reading, write_file
from kg.model import Run
from kg.store import Store

__all__ = ["FILE", "Execution", "executions", "logged"]

FILE: Final = "runs.jsonl"
_MOST_BYTES = 1_000_000  # above, the older half goes
_LOG = logging.getLogger("kg")


@dataclass(slots=True)
class Execution:
    """One time that the program wrote to a store.

    Attributes:
        command: What it did: ``build`` or ``rebuild``.
        start: When it began, UTC, ISO 8601.
        end: When it ended; empty if it was killed, or is still at it.
        outcome: ``done``, or what ended it.
        run: What it read with.
        counts: Documents and claims, as far as it came.

    """

    command: str
    start: str
    end: str = ""
    outcome: str = ""
    run: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


@contextlib.contextmanager
def logged(store: Store, command: str, run: Run) -> Iterator[dict[str, int]]:
    """Write down that the program writes to a store, and yield what to count in.

    A log that cannot be written is no reason not to do the work.
    """
    counts: dict[str, int] = {}
    key, outcome = f"{os.getpid()} {time.time_ns()}", "interrupted"
    _append(store.folder, {"start": key, "at": _now(), "command": command, "run": asdict(run)})
    try:
        yield counts
        outcome = "done"
    except Exception as error:
        outcome = type(error).__name__
        raise
    finally:
        _append(store.folder, {"end": key, "at": _now(), "outcome": outcome, "counts": counts})


def executions(store: Store) -> list[Execution]:
    """Return what was written down about a store, the latest last; lines that make no sense are left out.

    A store that has no folder has no log.
    """
    found: dict[str, Execution] = {}
    for line in [] if store.folder is None else _lines(store.folder):
        try:
            entry = json.loads(line)
            if "start" in entry:
                start = str(entry["start"])
                run = {str(key): str(value) for key, value in entry["run"].items()}
                found[start] = Execution(str(entry["command"]), str(entry["at"]), run=run)
            elif (known := found.get(entry["end"])) is not None:
                known.end, known.outcome = str(entry["at"]), str(entry["outcome"])
                known.counts = {str(key): int(value) for key, value in entry["counts"].items()}
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            continue
    return list(found.values())


def _lines(folder: Path) -> list[str]:
    try:
        with reading(folder / FILE) as file:
            return file.read(2 * _MOST_BYTES).decode(errors="replace").splitlines()
    except OSError:
        return []


def _append(folder: Path | None, entry: dict[str, Any]) -> None:
    if folder is None or not (folder / "store.json").is_file():  # behind a network, or in memory
        return
    path = folder / FILE
    try:
        if path.exists() and path.stat().st_size > _MOST_BYTES:
            lines = _lines(folder)
            write_file(path, "".join(f"{line}\n" for line in lines[len(lines) // 2 :]).encode())
        with appending(path) as file:
            file.write((json.dumps(entry, sort_keys=True) + "\n").encode())
    except OSError as error:
        _LOG.warning("cannot write %s: %s", path, error.strerror)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
