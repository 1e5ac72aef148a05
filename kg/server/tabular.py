"""A page of entries as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from kg.text.outgoing import cell

__all__ = ["write_csv"]


def write_csv(columns: Sequence[str], items: Sequence[dict[str, Any]]) -> str:
    """Return entries as CSV (RFC 4180): ``outer.inner`` is what lies in an object, lists are joined by ``;``.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(columns)
    for item in items:
        cells = dict(_cells(item))
        rows.writerow([_cell(cells.get(column)) for column in columns])
    return text.getvalue()


def _cells(item: dict[str, Any], outer: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in item.items():
        if isinstance(value, dict):
            yield from _cells(value, f"{outer}{name}.")
        else:
            yield outer + name, value


def _cell(value: Any) -> object:
    if isinstance(value, list):
        value = ";".join(str(part) for part in value if not isinstance(part, dict))
    if isinstance(value, bool):
        return "true" if value else "false"
    return cell(value) if isinstance(value, str) else value
