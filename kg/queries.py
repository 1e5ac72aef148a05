"""Ready queries: SPARQL files that say which question they answer and which parameters they take.

A file opens with a header, then comes the query, in which a parameter is written ``$name``::

    #+ title: Who backs an actor
    #+ question: Who backs Hay'at Tahrir al-Sham, and since when?
    #+ param: actor actor | hayat-tahrir-al-sham | The actor that is backed
    #+ param: on date = | 2016-07 | Only what holds on this day, in this month or in this year

A parameter is ``name type = default | example | help``. Without ``=`` it must be given; with nothing after
``=`` it may be left out and then restricts nothing. The types are those of :data:`TYPES`. A date also fills
``$name_end``, the last second that it may mean. A limit is a whole number for ``LIMIT``, and 0 means all.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import DataError, ParameterError, QueryError, UnknownNameError
from kg.files import read_text
from kg.model import Date
from kg.resources import queries_dir
from kg.store import Answer, Iris, Store, Term
from kg.store.rdf.terms import KG, instant, integer, string
from kg.store.sparql import check, parameters, variables
from kg.vocabulary import RELATIONS

__all__ = ["TYPES", "Parameter", "Query", "Resolver", "find", "load", "load_all", "parse", "run", "terms"]

Resolver = Callable[[str], str]
"""Turns what a user calls an actor or place into its id; raises UnknownNameError."""

TYPES: Final = ("actor", "date", "integer", "limit", "relation", "string")
_ALL: Final = 2_147_483_647  # rows; what every engine takes for a LIMIT
_PARAM = re.compile(r"(?P<name>[a-z][a-z0-9_]*)\s+(?P<type>\w+)\s*(?P<optional>=\s*(?P<default>.*))?")
_KEYS: Final = ("title", "question", "description", "param")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query wants to be told.

    ``default`` is ``None`` where a value must be given, and empty where leaving it out restricts nothing.
    """

    name: str
    type: str
    default: str | None
    example: str
    help: str

    @property
    def required(self) -> bool:
        """Whether a value must be given."""
        return self.default is None


@dataclass(frozen=True, slots=True)
class Query:
    """A query with what its header says."""

    name: str
    title: str
    question: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str


def load_all(folder: Path | None = None) -> dict[str, Query]:
    """Return the ready queries by name, sorted.

    Raises:
        DataError: A header is broken.

    """
    paths = sorted((folder or queries_dir()).glob("*.rq"))
    return {path.stem: load(path) for path in paths}


def find(name: str) -> Query:
    """Return a ready query by its name.

    Raises:
        QueryError: There is none; the hint names the nearest.

    """
    paths = {path.stem: path for path in queries_dir().glob("*.rq")}
    if name not in paths:
        near = difflib.get_close_matches(name, sorted(paths), n=3, cutoff=0.4)
        hint = f"Did you mean {' or '.join(near)}?" if near else "kg query --list shows them."
        raise QueryError(f"no ready query is called {name!r}", hint=hint)
    return load(paths[name])


def load(path: Path) -> Query:
    """Read a query file.

    Raises:
        DataError: It cannot be read, or its header is broken; with path and line.

    """
    try:
        text = read_text(path)
    except OSError as error:
        raise DataError(f"cannot read the query: {error.strerror}", path=path) from error
    except UnicodeDecodeError as error:
        raise DataError("cannot read the query: it is not UTF-8", path=path) from error
    return parse(text, name=path.stem, path=path)


def parse(text: str, *, name: str = "query", path: Path | None = None) -> Query:
    """Read a query with its header; one without any header takes no parameters.

    Raises:
        DataError: The header has an unknown key or type, lacks its title or question, or declares other
            parameters than the query uses.

    """
    header = _Header(path)
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        if line.startswith("#+"):
            header.read(line[2:], number)
    if not header.values and not header.parameters:
        return Query(name, name, "", "", (), text)
    for key in ("title", "question"):
        if key not in header.values:
            raise DataError(f"the header has no {key}", path=path, line=1)
    _check_use(text, header)
    values = header.values
    declared = tuple(header.parameters.values())
    return Query(name, values["title"], values["question"], values.get("description", ""), declared, text)


class _Header:
    """The ``#+`` lines of one file."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.values: dict[str, str] = {}
        self.parameters: dict[str, Parameter] = {}

    def read(self, text: str, line: int) -> None:
        """Take in one line after its ``#+``."""
        key, colon, value = (part.strip() for part in text.partition(":"))
        if not colon or key not in _KEYS:
            raise self._error(f"unknown key {key!r} in the header", line, "known: " + ", ".join(_KEYS))
        if key == "param":
            self._read_parameter(value, line)
        elif key in self.values and key != "description":
            raise self._error(f"a second {key}", line)
        else:
            self.values[key] = f"{self.values[key]} {value}" if key in self.values else value

    def _read_parameter(self, value: str, line: int) -> None:
        form, *rest = (part.strip() for part in value.split("|"))
        match = _PARAM.fullmatch(form)
        if match is None or len(rest) != 2 or not all(rest):
            raise self._error("a broken parameter", line, "write: name type = default | example | help")
        if match["type"] not in TYPES:
            raise self._error(f"unknown type {match['type']!r}", line, "known: " + ", ".join(TYPES))
        if match["name"] in self.parameters:
            raise self._error(f"a second parameter {match['name']!r}", line)
        default = (match["default"] or "").strip() if match["optional"] else None
        self.parameters[match["name"]] = Parameter(match["name"], match["type"], default, *rest)

    def _error(self, message: str, line: int, hint: str = "") -> DataError:
        return DataError(message, path=self.path, line=line, hint=hint)


def _check_use(text: str, header: _Header) -> None:
    try:
        check(text)
    except QueryError as error:
        raise DataError(str(error), path=header.path, line=error.line) from error
    used, declared = parameters(text), set(header.parameters)
    if twice := sorted((used | declared) & variables(text)):
        raise DataError(f"{twice[0]} is written both ?{twice[0]} and ${twice[0]}", path=header.path)
    ends = {f"{p.name}_end" for p in header.parameters.values() if p.type == "date"}
    if undeclared := sorted(used - declared - ends):
        raise DataError(
            f"the query uses ${undeclared[0]}, which the header does not declare", path=header.path
        )
    if unused := sorted(declared - used - {name.removesuffix("_end") for name in used & ends}):
        raise DataError(f"the header declares {unused[0]}, which the query does not use", path=header.path)


def run(
    store: Store, query: Query, values: Mapping[str, str] | None = None, *, resolve: Resolver | None = None
) -> Answer:
    """Answer a query.

    Args:
        store: The graph to ask.
        query: From :func:`find`, :func:`load` or :func:`parse`.
        values: Texts of the parameters, as a user writes them.
        resolve: Finds the actor or place that a text means; ids, IRIs and exact names if not given.

    Raises:
        ParameterError: A parameter is unknown, missing or no value of its type.
        QueryError: The query fails.
        UnknownNameError: A text leads to no actor.

    """
    return store.query(query.text, terms(query, values or {}, store.iris, resolve or _by_name(store)))


def terms(query: Query, values: Mapping[str, str], iris: Iris, resolve: Resolver) -> dict[str, Term]:
    """Return the RDF terms that fill a query's parameters; see :func:`run`."""
    known = {parameter.name for parameter in query.parameters}
    if unknown := sorted(values.keys() - known):
        hint = f"It takes {', '.join(sorted(known))}." if known else "It takes none."
        raise ParameterError(f"{query.name} has no parameter {unknown[0]!r}", hint=hint)
    found: dict[str, Term] = {}
    for parameter in query.parameters:
        text = values.get(parameter.name, "").strip() or parameter.default
        if text is None:
            hint = f"{parameter.help}; for example {parameter.name}={parameter.example}."
            raise ParameterError(f"{query.name} needs the parameter {parameter.name}", hint=hint)
        if text and re.search(r"[\ud800-\udfff]", text):
            raise ParameterError(f"{parameter.name} is no Unicode text: {text!r}")
        if text:
            found |= _term(parameter, text, iris, resolve)
    used = parameters(query.text)
    return {name: term for name, term in found.items() if name in used}


def _term(parameter: Parameter, text: str, iris: Iris, resolve: Resolver) -> dict[str, Term]:
    name = parameter.name
    if parameter.type == "actor":
        return {name: iris.actor(resolve(text))}
    if parameter.type == "relation":
        return {name: KG[_relation(text)]}
    if parameter.type == "date":
        date = _date(text)
        return {name: instant(date.first_day()), f"{name}_end": instant(date.last_day(), end=True)}
    if parameter.type in {"integer", "limit"}:
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise ParameterError(
                f"{name} is no whole number: {text!r}", hint=f"For example {parameter.example}."
            )
        number = int(text)
        return {name: integer(_ALL if parameter.type == "limit" and number == 0 else number)}
    return {name: string(text)}


def _date(text: str) -> Date:
    try:
        return Date.parse(text)
    except DataError as error:
        raise ParameterError(str(error), hint=error.hint) from error


def _relation(text: str) -> str:
    if text not in RELATIONS:
        near = difflib.get_close_matches(text, RELATIONS, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(RELATIONS)}."
        raise ParameterError(f"unknown relation {text!r}", hint=hint)
    return text


def _by_name(store: Store) -> Resolver:
    """Return a resolver that knows ids, IRIs, and the names in the store letter by letter."""

    def resolve(text: str) -> str:
        actor_id = store.iris.actor_id(text.strip("<>")) or text
        if store.actor(actor_id) is not None:
            return actor_id
        ids = store.actors_named(text)
        if len(ids) == 1:
            return ids[0]
        hint = f"It may be {', '.join(ids[:5])}." if ids else "Give its id, or a name as the graph writes it."
        raise UnknownNameError(f"{text!r} leads to {len(ids) or 'no'} actors", hint=hint)

    return resolve
