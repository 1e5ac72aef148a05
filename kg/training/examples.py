"""What the classifier learns from: a text with marked mentions and what it states of pairs of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from kg.classifier.labels import DIRECTED, NONE, QUAD_OF, ROOTS, SIGN_OF, Label
from kg.errors import DataError
from kg.training.lines import json_lines
from kg.vocabulary import RELATIONS

__all__ = ["Example", "PairTarget", "Statement", "examples_of", "one_by_one", "read_pairs", "relation_label"]

Span = tuple[int, int]

_SIGN_OF_FAMILY = {"friendly": "cooperation", "hostile": "conflict"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a sentence: numbers of the two mentions, and what is stated."""

    source: int
    target: int
    relation: str  # empty where none of ours fits
    root: str = ""
    qualifiers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PairTarget:
    """What is to be learnt of one pair; ``None`` where the example does not say.

    Attributes:
        first: Index of the mention that comes first in the text.
        second: Index of the other.
        relations: The relation labels that are right, ``none`` among them where nothing is stated.
        signs: The same for sign and direction.
        root: PLOVER root code.
        qualifiers: The qualifiers of the relation.

    """

    first: int
    second: int
    relations: frozenset[Label] | None = None
    signs: frozenset[Label] | None = None
    root: str | None = None
    qualifiers: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A text, its mentions as offsets in code points, and the pairs to learn from."""

    text: str
    mentions: tuple[Span, ...]
    pairs: tuple[PairTarget, ...]
    group: str = ""  # what must not be torn apart between training and testing: an article


def examples_of(
    text: str,
    mentions: tuple[Span, ...],
    statements: Collection[Statement],
    same: Iterable[tuple[int, int]] = (),
    group: str = "",
) -> Example:
    """Return the example of a sentence whose statements are complete: every other pair has no relation."""
    twins = _twins(len(mentions), same)
    stated: dict[tuple[int, int], list[Statement]] = {}
    for statement in statements:
        stated.setdefault(_key(statement.source, statement.target), []).append(statement)
    echoes = {_key(a, b) for s, t in stated for a in twins[s] for b in twins[t] if a != b} - stated.keys()
    pairs = []
    for first, second in combinations(range(len(mentions)), 2):
        if (first, second) in stated:
            pairs.append(_target(first, second, stated[first, second]))
        elif (first, second) not in echoes and second not in twins[first]:
            none = frozenset({Label(NONE)})
            pairs.append(PairTarget(first, second, relations=none, signs=none))
    return Example(text, mentions, tuple(pairs), group)


def one_by_one(examples: Iterable[Example]) -> list[Example]:
    """Return an example for each pair, in which only its two mentions stand."""
    return [
        Example(
            each.text,
            (each.mentions[pair.first], each.mentions[pair.second]),
            (replace(pair, first=0, second=1),),
            each.group,
        )
        for each in examples
        for pair in each.pairs
    ]


def _key(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _twins(count: int, same: Iterable[tuple[int, int]]) -> list[set[int]]:
    twins = [{i} for i in range(count)]
    for a, b in same:
        joined = twins[a] | twins[b]
        for i in joined:
            twins[i] = joined
    return twins


def _target(first: int, second: int, statements: list[Statement]) -> PairTarget:
    relations: set[Label] = set()
    signs: set[Label] = set()
    for statement in statements:
        forward = statement.source == first
        if statement.relation:
            relations.add(relation_label(statement.relation, forward=forward))
        signs |= _signs(statement, forward=forward)
    roots = [s.root for s in statements if s.root]
    return PairTarget(
        first,
        second,
        relations=frozenset(relations or {Label(NONE)}),
        signs=frozenset(signs or {Label(NONE)}),
        root=roots[0] if roots else None,
        qualifiers=statements[0].qualifiers if relations else None,
    )


def relation_label(relation: str, *, forward: bool) -> Label:
    """Return the label of a relation; what refines another counts as that other."""
    term = RELATIONS[relation]
    return Label(term.parent or term.name, forward or term.symmetric)


def _signs(statement: Statement, *, forward: bool) -> set[Label]:
    if "denied" in statement.qualifiers:
        return {Label(NONE)}
    if statement.root:
        return {Label(SIGN_OF[QUAD_OF[statement.root]], forward)}
    term = RELATIONS.get(statement.relation)
    sign = _SIGN_OF_FAMILY.get(term.sign, NONE) if term else NONE
    if term is not None and term.symmetric and sign != NONE:
        return {Label(sign, True), Label(sign, False)}
    return {Label(sign, forward or sign == NONE)}


def read_pairs(path: Path) -> Iterator[Example]:
    """Yield the examples of a file of marked pairs.

    A line is ``{"text", "source": [start, end], "target": [start, end], "root", "sign", "direction"}``. The
    sign ``none`` is learnt where none is given, and a pair's relation is left open.

    Raises:
        DataError: A line is not JSON or lacks a field; with its number.
        DocumentError: A line is no text, or too long.

    """
    for number, row in json_lines(path):
        try:
            yield _pair(row)
        except KeyError as error:
            raise DataError(f"no marked pair: {error} is missing", path=path, line=number) from None
        except ValueError as error:
            raise DataError(f"no marked pair: {error}", path=path, line=number) from None


def _pair(row: dict[str, object]) -> Example:
    text, ends = row["text"], [row["source"], row["target"]]
    if not isinstance(text, str) or not all(_is_span(end, text) for end in ends):
        raise ValueError("source and target are [start, end] within the text")
    text.encode()  # fails for lone surrogates, which no word piece has
    (source, target) = [(int(end[0]), int(end[1])) for end in ends]  # type: ignore[index]
    swapped = _place(target) < _place(source)
    sign, root = str(row.get("sign") or NONE), row.get("root")
    forward = (row.get("direction") != "backward") != swapped
    label = Label(sign, forward or sign == NONE)
    if label not in DIRECTED or (root is not None and root not in ROOTS):
        raise ValueError(f"unknown sign or root: {sign}, {root}")
    mentions = (target, source) if swapped else (source, target)
    pair = PairTarget(0, 1, signs=frozenset({label}), root=str(root) if root else None)
    return Example(text, mentions, (pair,))


def _place(span: Span) -> Span:
    start, end = span
    return start, -end  # of two that begin together, the longer one comes first


def _is_span(value: object, text: str) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(v, int) and not isinstance(v, bool) for v in value)
        and 0 <= value[0] < value[1] <= len(text)
    )
