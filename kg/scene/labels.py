"""Labels under the actors: clean, wrapped, and how much room they take."""

from __future__ import annotations

import textwrap
import unicodedata
from dataclasses import dataclass

__all__ = ["Box", "box_of", "label_of"]

_LINE_CHARACTERS = 18
_MOST_LINES = 3
_CHARACTER_WIDTH = 0.58  # of the font size: a little more than the mean of common sans-serif faces
_LINE_HEIGHT = 1.15  # of the font size


@dataclass(frozen=True, slots=True)
class Box:
    """The room of an actor and its label around the actor's centre, in pixels at zoom 1.

    ``width`` is shared left and right; ``above`` and ``below`` reach from the centre to the edges.
    """

    width: int
    above: int
    below: int


def label_of(name: str) -> str:
    """Return a name as at most three short lines, without control characters.

    Controls that turn the direction of writing could make a name look like another one.
    """
    visible = "".join(c if unicodedata.category(c) not in {"Cc", "Cf", "Zl", "Zp"} else " " for c in name)
    lines = textwrap.wrap(visible, _LINE_CHARACTERS, break_on_hyphens=False) or ["?"]
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1][: _LINE_CHARACTERS - 1] + "…"]
    return "\n".join(lines)


def box_of(label: str, size: int, font: int) -> Box:
    """Return the room that a shape of radius ``size`` with a label in ``font`` pixels takes."""
    lines = label.split("\n")
    text_width = max(map(_columns, lines)) * font * _CHARACTER_WIDTH
    below = size + 4 + len(lines) * font * _LINE_HEIGHT
    return Box(width=round(max(2 * size, text_width)) + 8, above=size + 4, below=round(below) + 4)


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
