"""What a literal of the graph's few datatypes means, as a value of Python that can be compared."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal

from kg.store.rdf.terms import XSD

__all__ = ["CHECKED_DATATYPES", "is_well_formed", "precedes"]

_INTEGER, _DECIMAL, _DATE_TIME = (XSD[name].value for name in ("integer", "decimal", "dateTime"))
_NUMBER: Final = {
    _INTEGER: re.compile(r"[+-]?[0-9]+"),
    _DECIMAL: re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
}
CHECKED_DATATYPES: Final = frozenset({_INTEGER, _DECIMAL, _DATE_TIME})
"""Whose texts have to have a form; of strings, every one does."""

_INSTANT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9:]{5})?"
)


@lru_cache(8192)  # offsets, days and degrees of belief come again and again
def _value(literal: Literal) -> Decimal | dt.datetime | None:
    """Return the number or the point in time that a literal stands for, ``None`` if it is neither."""
    kind, text = literal.datatype.value, literal.value
    if (number := _NUMBER.get(kind)) is not None:
        return Decimal(text) if number.fullmatch(text) else None
    if kind != _DATE_TIME or _INSTANT.fullmatch(text) is None:
        return None
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def is_well_formed(literal: Literal) -> bool:
    """Return whether the text of a literal is one that its datatype allows; of strings, every one is."""
    kind = literal.datatype.value
    return kind not in CHECKED_DATATYPES or _value(literal) is not None


def precedes(earlier: Literal, later: Literal, *, or_equals: bool) -> bool | None:
    """Return whether one literal is less than another; ``None`` where the two cannot be compared."""
    first, second = _value(earlier), _value(later)
    if first is None or second is None:
        return None
    try:
        return first < second or (or_equals and first == second)  # type: ignore[operator]
    except TypeError:  # a number and a time, or a time with and one without its zone
        return None
