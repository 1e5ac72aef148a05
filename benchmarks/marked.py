"""One reading a pair: the two mentions of a pair are marked in the text that the network reads.

The usual way of relation classifiers, for :mod:`pairs` to compare with ours, which reads a sentence once for
all its pairs. The network and its head are the same in both; what differs is what they read.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
from tokenizers import Tokenizer

from kg.classifier.encoding import LONGEST, Encoded, Encoder, Marked
from kg.training.examples import Example

__all__ = ["MarkingEncoder", "one_by_one"]

_MARKS: Final = ("@", "#")  # around the first mention and the second: words that the base model knows
_SPARE: Final = 4  # marks of a pair


class MarkingEncoder(Encoder):
    """Encode texts of one pair each, with marks around its two mentions.

    Args:
        vocabulary: The file ``tokenizer.json``.

    """

    def __init__(self, vocabulary: Path) -> None:
        super().__init__(vocabulary)
        tokenizer = Tokenizer.from_file(str(vocabulary))
        self._marks = [tokenizer.token_to_id(mark) for mark in _MARKS]

    def encode(self, marked: Marked) -> Encoded:
        """Return a text with marks as numbers; mentions inside one another are marked both."""
        plain = super().encode(marked)
        if not plain.kept:
            return plain
        (pair,) = plain.pairs
        spans = [(int(pair[0]), int(pair[1])), (int(pair[2]), int(pair[3]))]
        # Of two marks at one place what ends comes first, and of what begins the outer one.
        marks = sorted(
            mark
            for number, (start, end) in enumerate(spans)
            for mark in ((start, 1, number, self._marks[number]), (end, 0, -number, self._marks[number]))
        )
        places = [at for at, *_ in marks]
        ids = np.insert(plain.ids, places, [mark for *_, mark in marks])[: LONGEST + _SPARE]
        moved = [(_moved(start, marks, True), _moved(end, marks, False)) for start, end in spans]
        types = np.zeros(len(ids), np.int64)
        for start, end in moved:
            types[start:end] = 1
        return Encoded(ids, types, np.array([[*moved[0], *moved[1]]], np.int64), plain.kept)


def _moved(at: int, marks: list[tuple[int, int, int, int]], begins: bool) -> int:
    """Return where a place stands once the marks are in: what begins there stands behind them."""
    return at + sum(place < at or (begins and place == at) for place, *_ in marks)


def one_by_one(examples: Iterable[Example]) -> list[Example]:
    """Return an example for each pair."""
    return [Example(e.text, e.mentions, (pair,), e.group) for e in examples for pair in e.pairs]
