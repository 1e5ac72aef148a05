"""Read the JSON object that one line of a file of data holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kg.errors import DataError

__all__ = ["parse_object"]


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
        value = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg.removesuffix(' at')} at character {error.pos + 1}"
        raise DataError(message, path=path, line=number) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets without end
        raise DataError("not JSON that can be read", path=path, line=number) from error
    if not isinstance(value, dict):
        raise DataError("the line is no JSON object", path=path, line=number)
    return value
