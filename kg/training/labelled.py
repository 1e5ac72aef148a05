"""Read labelled sentences: text files that a person writes and reads with ease.

    [Iran] shipped rockets to [Hezbollah], [Israel]'s defence minister said.
      1 backs 2 AID

A sentence is one line in which every mention stands in square brackets, numbered from the left by their
opening bracket; brackets may nest. Each indented line below is a statement: source, relation (or ``-`` where
none of ours fits), target, then a PLOVER root code and qualifiers (``denied``, ``possible``, ``planned``,
``conditional``), if any. ``1 = 2`` says that two mentions name the same actor. Pairs that no statement names
have no relation. Blank lines, and lines that start with ``#``, are for the reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.classifier.labels import QUALIFIERS, ROOTS
from kg.errors import DataError
from kg.training.examples import Example, Statement, examples_of
from kg.training.lines import text_lines
from kg.vocabulary import RELATIONS

__all__ = ["read_labelled", "read_statements"]

_SHAPE = "a statement is: SOURCE RELATION TARGET [ROOT] [denied|possible|planned|conditional]"


def read_labelled(path: Path) -> Iterator[Example]:
    """Yield the examples of one file of labelled sentences.

    Raises:
        DataError: A line is not as the format says; with its number.
        DocumentError: A line is no text, or too long.

    """
    sentence: tuple[str, tuple[tuple[int, int], ...]] | None = None
    statements: list[Statement] = []
    same: list[tuple[int, int]] = []
    for number, line in text_lines(path):
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith(" "):
            if sentence is not None:
                yield examples_of(*sentence, statements, same)
            sentence, statements, same = _sentence(line, path, number), [], []
        elif sentence is None:
            raise DataError("a statement before the first sentence", path=path, line=number)
        else:
            _statement(line.split(), len(sentence[1]), statements, same, path, number)
    if sentence is not None:
        yield examples_of(*sentence, statements, same)


def read_statements(
    lines: Iterable[str], mentions: int, path: Path, number: int
) -> tuple[list[Statement], list[tuple[int, int]]]:
    """Return the statements of a sentence, and which of its mentions name the same actor, from their lines.

    Args:
        lines: Such as ``1 backs 2 AID`` and ``1 = 3``.
        mentions: How many mentions the sentence has.
        path: The file they are from, for an error.
        number: Their line in it.

    Raises:
        DataError: A line is not as the format says.

    """
    statements: list[Statement] = []
    same: list[tuple[int, int]] = []
    for line in lines:
        _statement(line.split(), mentions, statements, same, path, number)
    return statements, same


def _sentence(line: str, path: Path, number: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    text: list[str] = []
    spans: list[list[int]] = []
    open_spans: list[int] = []
    for character in line.rstrip():
        if character == "[":
            open_spans.append(len(spans))
            spans.append([len(text), len(text)])
        elif character == "]" and open_spans:
            spans[open_spans.pop()][1] = len(text)
        elif character == "]":
            raise DataError("a bracket closes that was not opened", path=path, line=number)
        else:
            text.append(character)
    if open_spans or any(start == end for start, end in spans):
        raise DataError("a bracket is empty or not closed", path=path, line=number)
    return "".join(text), tuple((start, end) for start, end in spans)


def _statement(
    words: list[str],
    mentions: int,
    statements: list[Statement],
    same: list[tuple[int, int]],
    path: Path,
    number: int,
) -> None:
    if len(words) < 3:
        raise DataError(f"cannot read {' '.join(words)!r}", path=path, line=number, hint=_SHAPE)
    first, relation, second, *rest = words
    ends = [int(w) - 1 if w.isdecimal() and 1 <= int(w) <= mentions else -1 for w in (first, second)]
    if -1 in ends or ends[0] == ends[1]:
        raise DataError(
            f"{first} and {second} are not two of the {mentions} mentions of the sentence",
            path=path,
            line=number,
        )
    if relation == "=" and not rest:
        same.append((ends[0], ends[1]))
        return
    unknown = [w for w in rest if w not in ROOTS and w not in QUALIFIERS]
    if unknown or (relation != "-" and relation not in RELATIONS):
        raise DataError(f"unknown word {(unknown or [relation])[0]!r}", path=path, line=number, hint=_SHAPE)
    roots = [w for w in rest if w in ROOTS]
    qualifiers = frozenset(w for w in rest if w in QUALIFIERS)
    statements.append(
        Statement(
            ends[0], ends[1], "" if relation == "-" else relation, roots[0] if roots else "", qualifiers
        )
    )
