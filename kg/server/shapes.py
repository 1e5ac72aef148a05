"""What is known of a query from those that were asked before in the same words with other values."""

from __future__ import annotations

import re
from typing import Final

from kg.store.sparql import MAX_LENGTH

__all__ = ["SlowShapes", "shape_of"]

_REMEMBERED: Final = 200
# What tells two queries of one shape apart: numbers, texts, comments of a whole line, white space. A text
# without an end reaches to the end of its line, so that nothing is looked at twice.
_PARTICULAR: Final = re.compile(
    r"""^\s*\#.*$ | "(?:[^"\\\n]|\\.)*+"? | '(?:[^'\\\n]|\\.)*+'? | [\d\s]+""", re.VERBOSE | re.MULTILINE
)


def shape_of(text: str) -> str:
    """Return what queries have in common that differ in particulars only; of a very long one its start."""
    return _PARTICULAR.sub("", text[:MAX_LENGTH])


class SlowShapes:
    """The shapes of queries that were slow, the latest ones; and what each took that came to nothing."""

    def __init__(self) -> None:
        self._in_vain: dict[str, float] = {}

    def __contains__(self, shape: object) -> bool:
        """Return whether the last of this shape was slow."""
        return shape in self._in_vain

    def in_vain(self, shape: str) -> float:
        """Return the processor seconds after which the last of this shape was ended, 0 if it came."""
        return self._in_vain.get(shape, 0.0)

    def add(self, shape: str, in_vain: float | None = None) -> None:
        """Remember a shape.

        Args:
            shape: From :func:`shape_of`.
            in_vain: What it took until it was ended; what is known of that stays if not given.

        """
        known = self._in_vain.pop(shape, 0.0)
        self._in_vain[shape] = known if in_vain is None else in_vain
        if len(self._in_vain) > _REMEMBERED:
            del self._in_vain[next(iter(self._in_vain))]

    def forget(self, shape: str) -> None:
        """Treat the next of this shape as any other."""
        self._in_vain.pop(shape, None)
