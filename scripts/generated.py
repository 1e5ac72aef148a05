"""What the scripts that write a file of the project share: write it, or see whether it is current."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["write_or_check"]


def write_or_check(target: Path, render: Callable[[], str], arguments: Sequence[str]) -> int:
    """Write a file; or, with ``--check``, only compare it.

    Args:
        target: The file.
        render: Returns what it should hold.
        arguments: The command line: the script, and what it was told.

    Returns:
        The exit code: 0 if the file is current now, 1 if it differs, 2 for a wrong call.

    """
    script, *options = Path(arguments[0]).name, *arguments[1:]
    if options not in ([], ["--check"]):
        print(f"usage: {script} [--check]", file=sys.stderr)
        return 2
    wanted = render()
    if not options:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(wanted, encoding="utf-8")
    elif not target.is_file() or target.read_text(encoding="utf-8") != wanted:
        print(f"{target} is out of date: run scripts/{script}", file=sys.stderr)
        return 1
    return 0
