"""Cut a document into parts that fit into a question, where sentences end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

__all__ = ["parts"]

Span = tuple[int, int]


def parts(sentences: Iterable[Span], limit: int) -> Iterator[Span]:
    """Yield start and end of runs of sentences of at most ``limit`` characters, in order.

    A sentence that is longer is cut; what stands between two sentences belongs to none.

    Args:
        sentences: Start and end of each, in order.
        limit: Characters of one part; at least 1.

    """
    first: int | None = None
    last = 0
    for start, end in sentences:
        if first is not None and end - first > limit:
            yield first, last
            first = None
        while end - start > limit:
            yield start, start + limit
            start += limit
        if start < end:
            first = start if first is None else first
            last = end
    if first is not None:
        yield first, last
