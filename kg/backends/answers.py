"""Read the statements out of a language model's answer, whatever it wrote around them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from kg.backends.statement import Statement

__all__ = ["Unreadable", "answer_schema", "statements_of"]

_MOST = 200  # statements in one answer; a part of an article makes a tenth of that
_TRIES = 20  # places that are tried as the beginning of the list
_LONGEST = 2_000  # characters of one field
_THOUGHTS = re.compile(r"\A.*</think(?:ing)?>", re.DOTALL)
_BEGINNING = re.compile(r'"claims"\s*:\s*\[|\A\s*(?:```\w*\s*)?\[')
_NO_JSON = "the answer is no JSON of the agreed form"
_GAP = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()
_WORDS = ("source", "relation", "target", "quote")  # have to be there
_OPTIONAL = ("polarity", "modality", "claimant", "since", "until")

_STRING = {"type": "string"}
_WORDS_OR_NULL = {"type": ["string", "null"]}


def answer_schema(relations: list[str], polarities: list[str], modalities: list[str]) -> dict[str, Any]:
    """Return the JSON schema of an answer."""
    fields: dict[str, Any] = {
        "source": _STRING,
        "relation": {"type": "string", "enum": relations},
        "target": _STRING,
        "polarity": {"type": "string", "enum": polarities},
        "modality": {"type": "string", "enum": modalities},
        "claimant": _WORDS_OR_NULL,
        "since": _WORDS_OR_NULL,
        "until": _WORDS_OR_NULL,
        "confidence": {"type": "number"},
        "quote": _STRING,
    }
    claim = _object(fields)
    return _object({"claims": {"type": "array", "items": claim}})


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": [*fields], "additionalProperties": False}


class Unreadable(Exception):  # noqa: N818  # the caller asks again, or makes an error of it
    """An answer that holds nothing in the agreed form."""


def statements_of(answer: str, dropped: Counter[str]) -> list[Statement]:
    """Return the statements of an answer.

    Fences, thoughts and prose around the JSON are passed over; of an answer that was cut off, what came
    whole is taken.

    Args:
        answer: What the model wrote.
        dropped: What is left out is counted here, by the reason.

    Raises:
        Unreadable: There is no JSON of the agreed form in it.

    """
    text = _THOUGHTS.sub("", answer)
    items = _whole(text)
    if items is None:
        items = list(_fragments(text))
        if not items:
            raise Unreadable(_NO_JSON)
        dropped["answer cut off"] += 1
    if len(items) > _MOST:
        dropped["more statements than one part can make"] += len(items) - _MOST
    statements = []
    for item in items[:_MOST]:
        statement = _statement(item)
        if statement is None:
            dropped["not in the agreed form"] += 1
        else:
            statements.append(statement)
    return statements


def _whole(text: str) -> list[Any] | None:
    """Return the items of the first whole list of claims; ``None`` if there is none."""
    for match in list(_BEGINNING.finditer(text))[:_TRIES]:
        items, _ = _decode(text, match.end() - 1)
        if isinstance(items, list):
            return items
    return None


def _fragments(text: str) -> Iterator[Any]:
    """Yield the items of a list that breaks off.

    Raises:
        Unreadable: No list begins in the text.

    """
    match = _BEGINNING.search(text)
    if match is None:
        raise Unreadable(_NO_JSON)
    at = match.end()
    while True:
        gap = _GAP.match(text, at)
        item, at = _decode(text, gap.end() if gap else at)
        if item is None:
            return
        yield item


def _decode(text: str, start: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, start


def _statement(item: Any) -> Statement | None:
    """Return an item as a statement; ``None`` where a field is missing or of the wrong type."""
    if not isinstance(item, Mapping) or not all(_is_text(item.get(name)) for name in _WORDS):
        return None
    given = {name: item[name] for name in _WORDS}
    for name in _OPTIONAL:
        value = item.get(name)
        if value is None:
            continue
        if not _is_text(value):
            return None
        given[name] = value
    sure = item.get("confidence")
    if sure is None:
        return Statement(**given)
    if isinstance(sure, bool) or not isinstance(sure, int | float):
        return None
    try:
        return Statement(**given, confidence=float(sure))
    except OverflowError:
        return None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST
