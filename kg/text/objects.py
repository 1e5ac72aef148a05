"""Read the JSON object that one line of a file of data holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kg.errors import DataError

__all__ = ["object_in", "parse_object"]


def parse_object(text: str, path: Path, number: int) -> dict[str, Any]:
    """Return the object.

    Args:
        text: The line.
        path: The file, for messages.
        number: The 1-based number of the line, for messages.

    Raises:
        DataError: The line is no JSON object.

    """
    try:
        return object_in(text)
    except ValueError as error:
        raise DataError(str(error), path=path, line=number) from error


def object_in(text: str) -> dict[str, Any]:
    """Return the JSON object that a text is.

    Raises:
        ValueError: It is none; the message says why, without a place.

    """
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg.removesuffix(' at')} at character {error.pos + 1}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets without end
        raise ValueError("not JSON that can be read") from error
    if not isinstance(value, dict):
        raise ValueError("the line is no JSON object")
    return value
