"""Where the tests write: to memory where there is plenty, since a disk takes half of the time."""

from __future__ import annotations

import os
import re
from pathlib import Path

__all__ = ["folder_in_memory"]

_FOLDER = Path("/dev/shm")
_ROOM = 4 << 30  # a run holds up to one at once
_MEMORY = Path("/proc/meminfo")
_BOUND = Path("/sys/fs/cgroup/memory.max")


def folder_in_memory() -> Path | None:
    """Return a folder that is in memory and may hold programs, or ``None`` where there is none with room."""
    if not (_MEMORY.is_file() and os.access(_FOLDER, os.W_OK | os.X_OK)):
        return None
    found = os.statvfs(_FOLDER)
    if found.f_flag & os.ST_NOEXEC:
        return None
    free = re.search(r"^MemAvailable: *(\d+) kB", _MEMORY.read_text(encoding="ascii"), re.MULTILINE)
    bounds = [found.f_bavail * found.f_frsize, int(free[1]) << 10 if free else 0]
    bound = _BOUND.read_text(encoding="ascii").strip() if _BOUND.is_file() else "max"
    if bound != "max":
        bounds.append(int(bound) // 2)  # the programs need some too
    return _FOLDER if min(bounds) >= _ROOM else None
