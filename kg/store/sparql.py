"""Look at a query before an engine does: its kind, that it stays in the store, its parameters.

A parameter is written ``$name``. Its value is put in as a finished RDF term, token by token, so every engine
sees the same query and its optimiser sees a constant. (Oxigraph's own substitutions silently lose a value in
a sub-query that does not project it, and in the branches of a UNION.)
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, Literal, NamedTuple

import pyoxigraph

from kg.errors import QueryError

__all__ = ["Kind", "Term", "bind", "check", "declared", "parameters", "variables"]

Kind = Literal["select", "ask", "construct", "describe"]
Term = pyoxigraph.NamedNode | pyoxigraph.Literal

MAX_LENGTH: Final = 100_000  # characters
MAX_PARTS: Final = 2_000  # keywords and operators; long chains of them are deep for an engine too
MAX_TERMS: Final = 500  # names, variables, numbers, texts and ( outside VALUES; engines recurse on them too
_SHORT: Final = 10_000  # characters of a query that is remembered, since it may well be asked again
MAX_DEPTH: Final = 64  # brackets inside brackets; engines recurse and would end the whole process

_TOKEN: Final = re.compile(
    r"""
    (?P<comment> \#[^\n\r]* )
  | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<string> \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
  | (?P<language> @[a-zA-Z]+(?:-[a-zA-Z0-9]+)* )
  | (?P<variable> [?$]\w+ )
  | (?P<name> (?:[^\W\d_][\w.\-·]{0,99}+)?: (?:
        (?:[\w:]|%[0-9A-Fa-f]{2}|\\[^\w\s]) (?:[\w:.\-·]|%[0-9A-Fa-f]{2}|\\[^\w\s])*
      )? | _:\w[\w.\-·]* )
  | (?P<word> [^\W\d]\w* )
  | (?P<number> (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)? )
  | (?P<space> \s+ )
  | (?P<mark> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_KINDS: Final[dict[str, Kind]] = {
    "SELECT": "select",
    "ASK": "ask",
    "CONSTRUCT": "construct",
    "DESCRIBE": "describe",
}
_REFUSED: Final = {
    "SERVICE": "a query may not ask other endpoints (SERVICE)",
    "FROM": "a query may not name data to load (FROM); write GRAPH <iri> { ... } to ask one document",
    "LOAD": "a query may not load data (LOAD)",
}


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def _tokens(text: str) -> Iterable[_Token]:
    return _kept(text) if len(text) <= _SHORT else _read(text)


@lru_cache(maxsize=64)
def _kept(text: str) -> tuple[_Token, ...]:
    return tuple(_read(text))


def _read(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        yield _Token(match.lastgroup or "mark", match.group(), line)
        line += match.group().count("\n")


def check(text: str) -> Kind:
    """Return what kind of query this is.

    Raises:
        QueryError: It is no SELECT, ASK, CONSTRUCT or DESCRIBE; it names another endpoint or data to
            load; it is too long, nested too deeply or has too many terms.

    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"the query has {len(text)} characters, more than {MAX_LENGTH}")
    return _checked(text) if len(text) <= _SHORT else _check(text)


@lru_cache(maxsize=64)
def _checked(text: str) -> Kind:
    return _check(text)


def _check(text: str) -> Kind:
    _check_tokens(text)
    # Some engines read \u0053 as S before anything else, so what that spells is looked at too.
    unescaped = _ESCAPE.sub(_unescape, text)
    if unescaped != text:
        _check_tokens(unescaped)
    if "service" in unescaped.lower():
        _check_parsed(text)
    return _kind(text)


def _unescape(match: re.Match[str]) -> str:
    code = int(match.group(1) or match.group(2), 16)
    return chr(code) if code < 0x110000 else "\ufffd"


_TERMS: Final = {"iri", "string", "variable", "name", "number"}
_DATA: Final = _TERMS - {"variable"} | {"word", "language"}


class _ValuesBlock:
    """Follows the data of a VALUES, of which engines bear any number.

    Whatever VALUES cannot hold ends it: variables, commas, lists that are long or in lists. So a pattern that
    only looks like data is counted.
    """

    def __init__(self) -> None:
        self._state: Literal["outside", "head", "block", "row"] = "outside"
        self._row = 0

    def holds(self, token: _Token) -> bool:
        """Return whether this token, the one after the last, is data."""
        if token.kind in {"space", "comment"}:
            return False
        before, self._state = self._state, "outside"
        if before == "head":
            in_head = token.kind == "variable" or token.text in {"(", ")"}
            self._state = "head" if in_head else "block" if token.text == "{" else "outside"
        elif before in {"block", "row"}:
            self._state = self._after(before, token)
        elif token.kind == "word" and token.text.upper() == "VALUES":
            self._state = "head"
        return before in {"block", "row"} and self._state != "outside"

    def _after(self, before: Literal["block", "row"], token: _Token) -> Literal["outside", "block", "row"]:
        self._row = self._row + 1 if before == "row" else 0
        if self._row <= MAX_TERMS and (token.kind in _DATA or token.text in {"+", "-", "^"}):
            return before
        if before == "row":
            return "block" if token.text == ")" else "outside"
        return "row" if token.text == "(" else "outside"


def _check_tokens(text: str) -> None:
    depth = parts = terms = 0
    data = _ValuesBlock()
    for token in _tokens(text):
        if token.kind == "word" and (reason := _REFUSED.get(token.text.upper())):
            raise QueryError(reason, line=token.line)
        if token.kind == "mark":
            depth += (token.text in "({[") - (token.text in ")}]")
        parts += token.kind == "word" or (token.kind == "mark" and token.text not in "(){},;")
        terms += not data.holds(token) and (token.kind in _TERMS or token.text == "(")
        if terms > MAX_TERMS:
            hint = "put many values into one VALUES ?name { ... }"
            raise QueryError(f"the query has more than {MAX_TERMS} terms", line=token.line, hint=hint)
        if depth > MAX_DEPTH:
            raise QueryError(f"the query is nested deeper than {MAX_DEPTH}", line=token.line)
        if parts > MAX_PARTS:
            raise QueryError(f"the query has more than {MAX_PARTS} keywords and operators", line=token.line)


def _check_parsed(text: str) -> None:
    # Where the word stands at all, a full parser of another make has to agree that it is no keyword.
    from pyparsing.exceptions import ParseException
    from rdflib.plugins.sparql.algebra import traverse
    from rdflib.plugins.sparql.parser import parseQuery
    from rdflib.plugins.sparql.parserutils import CompValue

    found: list[CompValue] = []

    def visit(node: object) -> None:
        if isinstance(node, CompValue) and node.name == "ServiceGraphPattern":
            found.append(node)

    try:
        traverse(parseQuery(text), visitPre=visit)
    except (ParseException, RecursionError) as error:
        raise QueryError(f"the query is malformed: {error}") from error
    if found:
        raise QueryError(_REFUSED["SERVICE"])


def _kind(text: str) -> Kind:
    words = (token for token in _tokens(text) if token.kind == "word")
    for token in words:
        word = token.text.upper()
        if word in _KINDS:
            return _KINDS[word]
        if word not in {"PREFIX", "BASE"}:
            hint = "the store is changed by `kg build` only" if word in _UPDATES else ""
            raise QueryError(f"{word} where SELECT, ASK, CONSTRUCT or DESCRIBE should stand", hint=hint)
    raise QueryError("no SELECT, ASK, CONSTRUCT or DESCRIBE in the query")


_UPDATES: Final = {"INSERT", "DELETE", "WITH", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"}


def parameters(text: str) -> set[str]:
    """Return the names of the parameters, which are the variables written with ``$``."""
    return {t.text[1:] for t in _tokens(text) if t.kind == "variable" and t.text[0] == "$"}


def declared(text: str) -> set[str]:
    """Return the prefixes that the query declares itself; some engines refuse a second declaration."""
    tokens = [token for token in _tokens(text) if token.kind not in {"space", "comment"}]
    pairs = itertools.pairwise(tokens)
    return {name.text[:-1] for word, name in pairs if word.text.upper() == "PREFIX" and name.kind == "name"}


def variables(text: str) -> set[str]:
    """Return the names of the variables written with ``?``."""
    return {t.text[1:] for t in _tokens(text) if t.kind == "variable" and t.text[0] == "?"}


def bind(text: str, values: Mapping[str, Term]) -> str:
    """Put values in the place of parameters.

    Args:
        text: A query; ``$name`` marks a parameter.
        values: A term for each parameter to fill; the others stay variables.

    Raises:
        QueryError: A value has no parameter, or one is written both ``$name`` and ``?name``.

    """
    found = parameters(text)
    if unknown := sorted(values.keys() - found):
        hint = "it has: " + ", ".join(f"${name}" for name in sorted(found)) if found else "write it $name"
        raise QueryError(f"the query has no parameter ${unknown[0]}", hint=hint)
    return "".join(_replaced(token, values) for token in _tokens(text))


def _replaced(token: _Token, values: Mapping[str, Term]) -> str:
    if token.kind != "variable" or token.text[1:] not in values:
        return token.text
    if token.text[0] == "?":
        raise QueryError(f"a parameter is written with $ everywhere, not {token.text}", line=token.line)
    return _written(values[token.text[1:]])


def _written(term: Term) -> str:
    # LIMIT takes digits only, and as a value they mean the same integer.
    is_number = isinstance(term, pyoxigraph.Literal) and term.datatype.value.endswith("#integer")
    return term.value if is_number else str(term)
