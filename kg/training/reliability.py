"""How often what is said with a confidence is right, as numbers and as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kg.training.calibration import Floats, Judgements

__all__ = ["Bin", "diagram", "reliability", "sureness"]

_LEAST: Final = 0.05  # relations less likely than this are not counted: nearly all of all pairs
_SIDE, _LEFT, _TOP, _BOTTOM = 320, 56, 16, 44  # of the picture, in its own units
_COLOURS: Final = ("#1b6ca8", "#c0392b", "#2e7d32", "#7b4ba0")
_FEWEST: Final = 5  # judgements of a bin that is drawn


@dataclass(frozen=True, slots=True)
class Bin:
    """Judgements of about the same confidence.

    Attributes:
        low: Least confidence.
        high: Highest confidence.
        count: How many judgements.
        confidence: Their mean confidence.
        right: Share of them that is right.

    """

    low: float
    high: float
    count: int
    confidence: float
    right: float


def sureness(head: str, judged: Judgements, temperature: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Return confidences and whether each was right.

    Of a pair's sign and root, that is the likeliest label; of its relation, every label other than ``none``
    that is likely at all; of its qualifiers, each.
    """
    scores, right = judged
    if head == "qualifier":
        return (1 / (1 + np.exp(-scores / temperature))).ravel(), (right > 0).ravel()
    powers = np.exp((scores - scores.max(axis=-1, keepdims=True)) / temperature)
    chances = powers / powers.sum(axis=-1, keepdims=True)
    if head == "relation":
        likely = chances[:, 1:] >= _LEAST
        return chances[:, 1:][likely], (right[:, 1:] > 0)[likely]
    best = chances.argmax(axis=-1)[:, None]
    return np.take_along_axis(chances, best, -1)[:, 0], np.take_along_axis(right > 0, best, -1)[:, 0]


def reliability(confidence: Floats, right: NDArray[np.bool_], bins: int = 10) -> list[Bin]:
    """Return bins of equal width from 0 to 1, without those that are empty."""
    number = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    return [
        Bin(
            low=k / bins,
            high=(k + 1) / bins,
            count=int(inside.sum()),
            confidence=float(confidence[inside].mean()),
            right=float(right[inside].mean()),
        )
        for k in range(bins)
        if (inside := number == k).any()
    ]


def diagram(series: Mapping[str, Sequence[Bin]]) -> str:
    """Return an SVG picture: confidence to the right, share that is right upwards, a line for each series.

    A well calibrated line follows the diagonal. Bins with fewer than five judgements are left out.
    """
    width, height = _LEFT + _SIDE + 150, _TOP + _SIDE + _BOTTOM
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="sans-serif" font-size="12" fill="#333">',
        "<title>Share of judgements that are right, by confidence</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *_axes(),
    ]
    for number, (name, bins) in enumerate(series.items()):
        lines += _line(name, bins, number)
    return "\n".join([*lines, "</svg>"]) + "\n"


def _axes() -> list[str]:
    lines = []
    for k in range(6):
        x, y = _at(k / 5, k / 5)
        lines += [
            f'<path d="M{x} {_TOP}V{_TOP + _SIDE}M{_LEFT} {y}H{_LEFT + _SIDE}" stroke="#ddd"/>',
            f'<text x="{x}" y="{_TOP + _SIDE + 16}" text-anchor="middle">{k / 5:.1f}</text>',
            f'<text x="{_LEFT - 6}" y="{float(y) + 4:.1f}" text-anchor="end">{k / 5:.1f}</text>',
        ]
    (x1, y1), (x2, y2) = _at(0, 0), _at(1, 1)
    middle = _TOP + _SIDE / 2
    return [
        *lines,
        f'<path d="M{x1} {y1}L{x2} {y2}" stroke="#888" stroke-dasharray="4 4"/>',
        f'<text x="{_LEFT + _SIDE / 2}" y="{_TOP + _SIDE + 36}" text-anchor="middle">confidence</text>',
        f'<text x="16" y="{middle}" text-anchor="middle" transform="rotate(-90 16 {middle})">right</text>',
    ]


def _line(name: str, bins: Sequence[Bin], number: int) -> list[str]:
    colour = _COLOURS[number % len(_COLOURS)]
    points = [_at(each.confidence, each.right) for each in bins if each.count >= _FEWEST]
    x, y = _LEFT + _SIDE + 14, _TOP + 14 + 20 * number
    count = sum(each.count for each in bins)
    return [
        f'<polyline points="{" ".join(f"{a},{b}" for a, b in points)}" fill="none" stroke="{colour}" '
        f'stroke-width="2"/>',
        *(f'<circle cx="{a}" cy="{b}" r="3" fill="{colour}"/>' for a, b in points),
        f'<path d="M{x} {y - 4}h16" stroke="{colour}" stroke-width="2"/>',
        f'<text x="{x + 22}" y="{y}">{escape(name)} ({count:,})</text>',
    ]


def _at(confidence: float, right: float) -> tuple[str, str]:
    return f"{_LEFT + _SIDE * confidence:.1f}", f"{_TOP + _SIDE * (1 - right):.1f}"
