"""Annotations of texts that are not ours to copy: offsets and statements, without a word of the texts.

A line is one sentence::

    {"text": "news-17", "sentence": [120, 188], "digest": "5f0c2a91", "mentions": [[0, 4], [22, 31]],
     "statements": ["1 backs 2 AID"]}

``text`` is the id of an article, ``sentence`` where it stands there and ``mentions`` where they stand in the
sentence, all in code points. Statements are those of :mod:`kg.training.labelled`; a sentence without any
says that none of its mentions has to do with another. ``digest`` is the beginning of the sentence's SHA-256:
an article that reads differently is not learnt with the wrong words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.training.examples import Example, Span, examples_of
from kg.training.labelled import read_statements
from kg.training.lines import json_lines

__all__ = ["Standoff", "read_standoff", "sentence_digest", "texts_of"]

_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Standoff:
    """What a file of annotations comes to with the texts at hand.

    Attributes:
        examples: The sentences whose text is known.
        left_out: How many are not learnt, because their text is missing or reads differently.

    """

    examples: tuple[Example, ...]
    left_out: int


def texts_of(paths: Iterable[Path]) -> dict[str, str]:
    """Return the texts of JSONL files whose lines have an ``id`` and a ``text``, by id; the first one counts.

    Raises:
        DataError: A line is no JSON object; with its number.
        DocumentError: A line is no text, or too long.
        OSError: A file cannot be read.

    """
    found: dict[str, str] = {}
    for path in paths:
        for _, row in json_lines(path):
            name, text = row.get("id"), row.get("text")
            if isinstance(name, str) and isinstance(text, str):
                found.setdefault(name, text)
    return found


def read_standoff(path: Path, texts: Mapping[str, str]) -> Standoff:
    """Return the examples of a file of annotations, in its order.

    Args:
        path: The file.
        texts: Articles by id (:func:`texts_of`).

    Raises:
        DataError: A line is not as the format says; with its number.
        DocumentError: A line is no text, or too long.
        OSError: The file cannot be read.

    """
    read = list(_read(path, texts))
    examples = tuple(example for example in read if example is not None)
    return Standoff(examples, len(read) - len(examples))


def sentence_digest(sentence: str) -> str:
    """Return the first eight hexadecimal digits of a sentence's SHA-256."""
    return sha256(sentence.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def _read(path: Path, texts: Mapping[str, str]) -> Iterator[Example | None]:
    for number, row in json_lines(path):
        try:
            name, digest = str(row["text"]), str(row["digest"])
            start, end = _span(row["sentence"])
            mentions = tuple(_span(each) for each in row["mentions"])
            statements = [str(each) for each in row["statements"]]
        except (KeyError, TypeError, ValueError) as error:
            raise DataError(f"no annotated sentence: {error}", path=path, line=number) from None
        if any(last > end - start for _, last in mentions):
            raise DataError("a mention lies outside its sentence", path=path, line=number)
        stated, same = read_statements(statements, len(mentions), path, number)
        sentence = texts.get(name, "")[start:end]
        if sentence_digest(sentence) == digest:
            yield examples_of(sentence, mentions, stated, same, name)
        else:
            yield None


def _span(value: Any) -> Span:
    start, end = value
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise ValueError(f"{value} is no span")
    return start, end
