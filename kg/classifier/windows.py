"""Cut a long text down to what the network can read, so that a pair in it is judged all the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kg.classifier.encoding import Encoder

__all__ = ["window"]

Span = tuple[int, int]

_NEAR: Final = 2000  # code points looked at on either side of a mention: a word piece has about five
_JOINT: Final = " … "  # where something was left out between the mentions
_SPARE: Final = 16  # word pieces: a word that is cut in two can need more of them than before
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def window(text: str, source: Span, target: Span, encoder: Encoder) -> tuple[str, Span, Span]:
    """Return a part of the text that can be read as a whole, and where the two mentions stand in it.

    A text that is short enough comes back as it is. Of a longer one the surroundings of the pair are kept;
    where the mentions are too far apart, the surroundings of each, joined by an ellipsis. A mention that is
    itself too long keeps its beginning.

    Args:
        text: The text; lone surrogates, which no encoding can hold, are replaced.
        source: One mention as ``(start, end)`` in code points.
        target: The other.
        encoder: Knows how many word pieces a text has.

    """
    from kg.classifier.encoding import ADDED, LONGEST

    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(text) > 4 * _NEAR:
        near = [_around(mention, len(text), 2 * _NEAR) for mention in (source, target)]
        text, source, target = _cut(text, near, source, target)
    pieces = encoder.pieces(text)
    if len(pieces) <= LONGEST - ADDED:
        return text, source, target
    places = [_pieces_of(mention, pieces) for mention in (source, target)]
    if any(start == end for start, end in places):  # a mention without letters: nothing to be near to
        return text, source, target
    kept = _kept(places, len(pieces), LONGEST - ADDED - _SPARE)
    parts = [(pieces[start][0], pieces[end - 1][1]) for start, end in kept]
    return _cut(text, parts, source, target)


def _pieces_of(mention: Span, pieces: list[Span]) -> Span:
    start, end = mention
    touched = [i for i, (first, last) in enumerate(pieces) if first < end and start < last]
    return (touched[0], touched[-1] + 1) if touched else (0, 0)


def _kept(places: list[Span], count: int, room: int) -> list[Span]:
    """Return the ranges of word pieces to keep: one that holds both mentions, or one for each."""
    whole = min(start for start, _ in places), max(end for _, end in places)
    if whole[1] - whole[0] <= room:
        return [_around(whole, count, room)]
    return [_around(place, count, room // 2) for place in places]


def _around(span: Span, length: int, room: int) -> Span:
    """Return the range of a given size in the middle of which a span stands, or the span's beginning."""
    start, end = span[0], min(span[1], span[0] + room)
    first = max(0, start - (room - (end - start)) // 2)
    last = min(length, first + room)
    return max(0, last - room), last


def _cut(text: str, parts: list[Span], source: Span, target: Span) -> tuple[str, Span, Span]:
    """Return the parts of a text, joined, and where the mentions stand then."""
    ordered: list[Span] = []
    for start, end in sorted(parts):
        if ordered and start <= ordered[-1][1]:
            ordered[-1] = (ordered[-1][0], max(end, ordered[-1][1]))
        else:
            ordered.append((start, end))
    shorter = _JOINT.join(text[start:end] for start, end in ordered)
    return shorter, _moved(source, ordered), _moved(target, ordered)


def _moved(mention: Span, parts: list[Span]) -> Span:
    base = 0
    for start, end in parts:
        if start < mention[1] and mention[0] < end:
            return base + max(mention[0], start) - start, base + min(mention[1], end) - start
        base += end - start + len(_JOINT)
    raise ValueError("the mention stands in none of the parts")  # pragma: no cover
