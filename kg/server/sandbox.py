"""Take from a worker what answering does not need: connections, other programs, files, endless memory.

A query that names another endpoint is refused before it reaches the engine. This is the wall behind that one.
"""

from __future__ import annotations

import contextlib
import ctypes
import platform
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import Final

__all__ = ["forbid_connections", "limit_resources"]

_OPEN_FILES: Final = 512
_WRITTEN: Final = 1 << 16  # bytes of a file: enough for the last words of a process

_NO_NEW_PRIVILEGES: Final = 38  # prctl
_SET_SECCOMP: Final = 22
_FILTER: Final = 2
_REFUSE: Final = 0x00050000 | 1  # the call fails with EPERM
_ALLOW: Final = 0x7FFF0000
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # instructions of a filter
_OTHER_CALLS: Final = 0x40000000  # where x86-64 has a second set of numbers

# The kernel's number of the architecture, and those of socket, connect, execve, execveat, ptrace.
_CALLS: Final = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 101)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 117)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def forbid_connections() -> bool:
    """Let this thread and those it starts open no socket and run no program; return whether that works.

    Only Linux on common processors can do it.
    """
    machine = platform.machine()
    if sys.platform != "linux" or machine not in _CALLS:
        return False
    architecture, calls = _CALLS[machine]
    lines = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, 0)]
    refused = [(_AT_LEAST, 0, 1, _OTHER_CALLS), (_RETURN, 0, 0, _REFUSE)]
    for call in calls:
        refused += [(_EQUAL, 0, 1, call), (_RETURN, 0, 0, _REFUSE)]
    lines += [*refused, (_RETURN, 0, 0, _ALLOW)]
    code = b"".join(struct.pack("HBBI", *line) for line in lines)
    program = _Program(len(lines), code)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        zero = ctypes.c_ulong(0)
        if library.prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), zero, zero, zero):
            return False
        return bool(
            library.prctl(_SET_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(program), zero, zero) == 0
        )
    except (OSError, AttributeError):
        return False


def limit_resources(memory: int) -> None:
    """Bound what this process may take from now on.

    Args:
        memory: Bytes of private memory on top of what it has; bounded on Linux only.

    """
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing too much is an error, no end
    bounds = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: _WRITTEN,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
    }
    with contextlib.suppress(OSError, StopIteration):
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        held = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmData:"))
        bounds[resource.RLIMIT_DATA] = held * 1024 + memory
    for what, bound in bounds.items():
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (bound, bound))
