"""Who is writing: a small file beside the database that names the writer's process and host.

The database's own lock decides whether a second writer gets in, so a file left behind by a killed process
never blocks anybody; the file only lets the message say who holds the store.
"""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path

__all__ = ["describe_holder", "record_holder", "release_holder"]

_FILE = "writer.json"


def record_holder(folder: Path) -> None:
    """Write this process down as the writer of a store, whole or not at all."""
    unfinished = folder / f"{_FILE}.{os.getpid()}"
    unfinished.write_text(json.dumps(_here(), sort_keys=True) + "\n", encoding="utf-8")
    unfinished.replace(folder / _FILE)


def release_holder(folder: Path) -> None:
    """Remove the file that names this process; another one may have written itself down already."""
    try:
        if json.loads((folder / _FILE).read_text(encoding="utf-8")) == _here():
            (folder / _FILE).unlink()
    except (OSError, ValueError):
        return


def _here() -> dict[str, object]:
    return {"host": platform.node(), "pid": os.getpid()}


def describe_holder(folder: Path) -> str:
    """Return who holds the store in words, as far as that is known."""
    try:
        holder = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return f"process {int(holder['pid'])} on {holder['host']}"
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return "another process"
