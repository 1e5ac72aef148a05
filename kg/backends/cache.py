"""Answers on disk, so that the same question is asked once and gets the same answer ever after."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path

from kg.errors import BackendError

__all__ = ["Cache"]

_MAX_BYTES = 8_000_000  # no answer that we keep is as large


class Cache:
    """A folder of answers, each in a file called after the digest of what was asked.

    Args:
        folder: Where; made when the first answer is kept. ``None`` keeps nothing.

    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, *asked: str) -> str | None:
        """Return the answer to what was asked; ``None`` where there is none, or its file is damaged."""
        if self._folder is None:
            return None
        path = self._path(self._folder, asked)
        try:
            if path.stat().st_size > _MAX_BYTES:
                return None
            held = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        return held if isinstance(held, str) else None

    def put(self, answer: str, *asked: str) -> None:
        """Keep the answer to what was asked.

        Raises:
            BackendError: The folder cannot be written to.

        """
        if self._folder is None:
            return
        path = self._path(self._folder, asked)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            number, name = tempfile.mkstemp(prefix=".kg-", dir=path.parent)
            with os.fdopen(number, "w", encoding="utf-8") as stream:
                json.dump(answer, stream)
            Path(name).replace(path)  # another run never sees half of it
        except OSError as error:
            reason = error.strerror or str(error)
            raise BackendError(
                f"the answer cannot be kept ({reason})",
                path=self._folder,
                hint="give another folder to --cache",
            ) from error

    @staticmethod
    def _path(folder: Path, asked: tuple[str, ...]) -> Path:
        digest = hashlib.sha256(json.dumps(asked).encode()).hexdigest()
        return folder / digest[:2] / f"{digest}.json"
