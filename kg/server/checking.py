"""Read the parameters of a request as the table of operations wants them; nothing else gets past."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from kg.errors import DataError
from kg.model import Date
from kg.naming import did_you_mean
from kg.server.operations import Operation, Parameter
from kg.server.problems import BadRequest
from kg.server.schemas import Schema

__all__ = ["arguments", "decoded", "query_pairs"]

_MOST_PAIRS: Final = 200
_FLAGS: Final = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def decoded(segment: str, what: str = "the address") -> str:
    """Return a percent-encoded text.

    Raises:
        BadRequest: It is no UTF-8, or holds control characters.

    """
    try:
        text = unquote(segment, errors="strict")
    except UnicodeDecodeError:
        raise BadRequest(f"{what} is not UTF-8") from None
    if _NOT_TEXT.search(text):
        raise BadRequest(f"{what} holds control characters")
    return text


def query_pairs(query_string: bytes) -> list[tuple[str, str]]:
    """Return the names and values of a query string.

    Raises:
        BadRequest: It is no UTF-8, or has too many parts.

    """
    try:
        pairs = parse_qsl(
            query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PAIRS
        )
    except UnicodeDecodeError:
        raise BadRequest("the parameters are not UTF-8") from None
    except ValueError:
        raise BadRequest(f"more than {_MOST_PAIRS} parameters") from None
    for name, value in pairs:
        if _NOT_TEXT.search(name + value):
            raise BadRequest(f"the parameter {name[:50]!r} holds control characters")
    return pairs


def arguments(
    operation: Operation, parts: Mapping[str, str], pairs: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """Return what the verb of an operation is called with.

    Args:
        operation: Which.
        parts: The parameters in the address, decoded.
        pairs: The parameters behind it, decoded.

    Raises:
        BadRequest: A parameter is unknown, missing, given twice or no value of its kind.

    """
    known = {parameter.name: parameter for parameter in operation.parameters if parameter.where == "query"}
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in known and not operation.own_parameters:
            near = did_you_mean(name[:50], list(known))
            hint = near or (f"it takes {', '.join(known)}" if known else "it takes none")
            raise BadRequest(f"there is no parameter {name[:50]!r} here", hint=hint)
        given.setdefault(name, []).append(value)
    found: dict[str, Any] = {}
    for parameter in operation.parameters:
        if parameter.where == "path":
            found[parameter.name] = _value(parameter, parameter.schema, parts[parameter.name])
        elif parameter.name in given:
            found[parameter.name] = _given(parameter, given.pop(parameter.name))
        elif parameter.required:
            raise BadRequest(f"the parameter {parameter.name} is missing", hint=parameter.help)
    if operation.own_parameters:
        found["values"] = {name: _only(name, values) for name, values in given.items()}
    _check_dates(found)
    return found


def _given(parameter: Parameter, values: list[str]) -> Any:
    if parameter.schema["type"] != "array":
        return _value(parameter, parameter.schema, _only(parameter.name, values))
    most = parameter.schema["maxItems"]
    if len(values) > most:
        raise BadRequest(f"the parameter {parameter.name} is given more than {most} times")
    return [_value(parameter, parameter.schema["items"], value) for value in values]


def _only(name: str, values: list[str]) -> str:
    if len(values) > 1:
        raise BadRequest(f"the parameter {name[:50]!r} is given twice")
    return values[0]


def _value(parameter: Parameter, schema: Schema, text: str) -> Any:
    """Return one value, as the few words of JSON Schema that the table uses have it."""
    if schema["type"] == "boolean":
        if text.lower() not in _FLAGS:
            raise _wrong(parameter, text, "write true or false")
        return _FLAGS[text.lower()]
    if schema["type"] in {"integer", "number"}:
        return _number(parameter, schema, text)
    if "enum" in schema and text not in schema["enum"]:
        near = did_you_mean(text[:50], schema["enum"])
        raise _wrong(parameter, text, near or f"one of {', '.join(schema['enum'])}")
    if "pattern" in schema and not re.search(schema["pattern"], text):
        raise _wrong(parameter, text, parameter.help)
    if len(text) > schema.get("maxLength", 1000):
        raise BadRequest(f"{parameter.name} has more than {schema['maxLength']} characters")
    if len(text.strip()) < schema.get("minLength", 0):
        raise BadRequest(f"{parameter.name} is empty", hint=parameter.help)
    return text


def _number(parameter: Parameter, schema: Schema, text: str) -> int | float:
    form = r"-?[0-9]{1,12}" if schema["type"] == "integer" else r"-?[0-9]{1,12}(\.[0-9]{1,12})?"
    if not re.fullmatch(form, text):
        raise _wrong(parameter, text, "write a number")
    value = int(text) if schema["type"] == "integer" else float(text)
    if not schema["minimum"] <= value <= schema["maximum"]:
        raise _wrong(parameter, text, f"from {schema['minimum']} to {schema['maximum']}")
    return value


def _wrong(parameter: Parameter, text: str, hint: str) -> BadRequest:
    return BadRequest(f"{parameter.name} cannot be {text[:50]!r}", hint=hint)


def _check_dates(found: Mapping[str, Any]) -> None:
    dates = {name: found[name] for name in ("on", "since", "until") if name in found}
    for name, text in dates.items():
        try:
            Date.parse(text)
        except DataError as error:
            raise BadRequest(f"{name}: {error}", hint=error.hint) from None
