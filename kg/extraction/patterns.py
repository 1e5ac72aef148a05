"""Evaluate spaCy DependencyMatcher patterns from the words that can start them.

The patterns are spaCy's own format and mean what ``spacy.matcher.DependencyMatcher`` makes of them (a test
compares the two). That class asks every predicate of every pattern of every token, which costs more than the
whole parse with as many patterns as we have; here a pattern is tried only where its first word stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc

from kg.errors import DataError

__all__ = ["Columns", "Pattern", "compile_pattern"]

_ATTRIBUTES = ("DEP", "LEMMA", "LOWER", "ORTH", "POS", "TAG")


class Columns:
    """The attributes of a parsed document as plain lists, read once."""

    def __init__(self, doc: Doc) -> None:
        self.values: dict[str, list[str]] = {
            "DEP": [t.dep_ for t in doc],
            "LEMMA": [t.lemma_ for t in doc],
            "LOWER": [t.lower_ for t in doc],
            "ORTH": [t.text for t in doc],
            "POS": [t.pos_ for t in doc],
            "TAG": [t.tag_ for t in doc],
        }
        self._semicolons = [i for i, word in enumerate(self.values["ORTH"]) if word == ";"]
        self.heads = [t.head.i for t in doc]
        self.children: list[list[int]] = [[] for _ in doc]
        for i, head in enumerate(self.heads):
            if head != i:
                self.children[head].append(i)

    def __len__(self) -> int:
        return len(self.heads)

    def divided(self, i: int, j: int) -> bool:
        """Tell whether a semicolon stands between two words: they are of different statements."""
        return any(min(i, j) < s < max(i, j) for s in self._semicolons)

    def below(self, i: int) -> Iterator[int]:
        """Yield all descendants."""
        waiting = list(self.children[i])
        while waiting:
            word = waiting.pop()
            yield word
            waiting += self.children[word]

    def above(self, i: int) -> Iterator[int]:
        """Yield all ancestors, the nearest first."""
        while self.heads[i] != i:
            i = self.heads[i]
            yield i

    def siblings(self, i: int) -> list[int]:
        """Return the other children of the head."""
        return [] if self.heads[i] == i else [c for c in self.children[self.heads[i]] if c != i]


def _head(columns: Columns, i: int) -> list[int]:
    return [] if columns.heads[i] == i else [columns.heads[i]]


# spaCy's operators, read as "from the left node to the right node".
_OPERATORS: Mapping[str, Callable[[Columns, int], Sequence[int]]] = {
    "<": _head,
    ">": lambda columns, i: columns.children[i],
    "<<": lambda columns, i: list(columns.above(i)),
    ">>": lambda columns, i: sorted(columns.below(i)),
    ".": lambda columns, i: [i + 1] if i + 1 < len(columns) else [],
    ";": lambda _, i: [i - 1] if i > 0 else [],
    "$--": lambda columns, i: [s for s in columns.siblings(i) if s < i],
    "$++": lambda columns, i: [s for s in columns.siblings(i) if s > i],
}


@dataclass(frozen=True, slots=True)
class _Node:
    left: int
    step: Callable[[Columns, int], Sequence[int]]
    wanted: tuple[tuple[str, frozenset[str]], ...]

    def fits(self, columns: Columns, i: int) -> bool:
        return all(columns.values[attribute][i] in values for attribute, values in self.wanted)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern.

    Attributes:
        names: The ids of its nodes, in order.
        first: Lemmas or lower-case words of which the first node must be one; empty for any word.

    """

    names: tuple[str, ...]
    first: frozenset[str]
    nodes: tuple[_Node, ...]

    def matches(self, columns: Columns, start: int) -> Iterator[tuple[int, ...]]:
        """Yield every way in which the pattern matches with its first node at ``start``."""
        if self.nodes[0].fits(columns, start):
            yield from self._extend(columns, (start,))

    def _extend(self, columns: Columns, found: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if len(found) == len(self.nodes):
            yield found
            return
        node = self.nodes[len(found)]
        for i in node.step(columns, found[node.left]):
            if node.fits(columns, i):
                yield from self._extend(columns, (*found, i))


def compile_pattern(name: str, pattern: Sequence[Mapping[str, Any]]) -> Pattern:
    """Compile a DependencyMatcher pattern.

    Raises:
        DataError: A node uses an attribute, an operator or a left node that is not there.

    """
    names: list[str] = []
    nodes: list[_Node] = []
    for entry in pattern:
        try:
            left = names.index(entry["LEFT_ID"]) if names else 0
            step = _OPERATORS[entry["REL_OP"]] if names else _head
            wanted = tuple(sorted((key, _values(key, value)) for key, value in entry["RIGHT_ATTRS"].items()))
            names.append(entry["RIGHT_ID"])
        except (KeyError, ValueError, TypeError) as error:
            raise DataError(
                f"pattern {name!r}, node {entry.get('RIGHT_ID', '?')!r}: cannot read {error}"
            ) from error
        nodes.append(_Node(left, step, wanted))
    words = [values for attribute, values in nodes[0].wanted if attribute in {"LEMMA", "LOWER"}]
    return Pattern(tuple(names), words[0] if words else frozenset(), tuple(nodes))


def _values(attribute: str, value: str | Mapping[str, Sequence[str]]) -> frozenset[str]:
    if attribute not in _ATTRIBUTES:
        raise KeyError(attribute)
    values = frozenset([value] if isinstance(value, str) else value["IN"])
    # The lemma of a word in a title or headline keeps its capital.
    return values | {v.capitalize() for v in values} if attribute == "LEMMA" else values
