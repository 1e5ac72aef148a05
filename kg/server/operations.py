"""The table of the REST interface: addresses, parameters, answers. Everything else is made from it.

Requests are checked by it, ``/openapi.json``, ``/docs`` and the reference are written from it, and the tests
hold the answers against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from kg.model import ActorKind
from kg.review import SURE
from kg.server.schemas import SIGNS, Schema
from kg.server.verbs import MOST
from kg.vocabulary import RELATIONS

__all__ = ["CLAIMS", "NAME", "OPERATIONS", "RELATION", "Operation", "Parameter", "part", "several"]

Where = Literal["query", "path"]
_DATE: Final[Schema] = {
    "title": "a date",
    "type": "string",
    "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
}
_COUNTRY: Final[Schema] = {"title": "two letters", "type": "string", "pattern": "^[A-Za-z]{2}$"}
NAME: Final[Schema] = {"type": "string", "minLength": 1, "maxLength": 1000}
"""What somebody may be called."""
_WORDS: Final[Schema] = {"type": "string", "maxLength": 200}
_FLAG: Final[Schema] = {"type": "boolean", "default": False}
_OFFSET: Final[Schema] = {"type": "integer", "minimum": 0, "maximum": 10_000_000, "default": 0}
RELATION: Final[Schema] = {"type": "string", "enum": list(RELATIONS)}
"""The name of a relation."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that a request may or must say.

    Attributes:
        name: What it is called, in the request and for the verb.
        schema: What values it takes, as JSON Schema; an ``array`` may be given several times.
        help: What it means, in one line.
        where: In which part of the request.
        required: Whether it must be given.
        example: A value, for the reference.

    """

    name: str
    schema: Schema
    help: str
    where: Where = "query"
    required: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked for.

    Attributes:
        path: Its address; ``{name}`` stands for a parameter. One at the very end may hold slashes.
        verb: The function in :data:`kg.server.verbs.VERBS` that answers.
        title: What it does, in one line.
        answer: Name of the answer's schema.
        parameters: What it can be told.
        is_list: The answer is a page, which comes as CSV too.
        own_parameters: It also takes the parameters of the ready query that is asked for.
        method: The method of HTTP.
        body: Name of the schema of what is sent along.

    """

    path: str
    verb: str
    title: str
    answer: str
    parameters: tuple[Parameter, ...] = ()
    is_list: bool = False
    own_parameters: bool = False
    method: str = "GET"
    body: str | None = None


def _limit(default: int = 50) -> Parameter:
    schema: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": MOST, "default": default}
    return Parameter("limit", schema, "How many entries to return.")


def several(schema: Schema) -> Schema:
    """Return the schema of a parameter that may be given several times."""
    return {"type": "array", "items": schema, "maxItems": 50}


_AT: Final = Parameter("offset", _OFFSET, "How many entries to leave out first.")
_PAGE: Final = (_limit(), _AT)
_ACTOR: Final = Parameter("actor", NAME, "An actor at either end: an id or any name.", example="HTS")
CLAIMS: Final = (
    Parameter("relation", several(RELATION), "Only this relation and those that refine it.", example="backs"),
    Parameter("sign", several({"type": "string", "enum": list(SIGNS)}), "Only relations of this sign."),
    Parameter("publisher", several(NAME), "Only claims in articles of this publisher."),
    Parameter("claimant", several(NAME), "Only what this actor says, by name or id."),
    Parameter("on", _DATE, "Only what held then: a year, a month or a day.", example="2016-07"),
    Parameter("since", _DATE, "Only what held then or later."),
    Parameter("until", _DATE, "Only what held then or earlier."),
    Parameter(
        "min_confidence",
        {"type": "number", "minimum": 0, "maximum": 1, "default": 0},
        "Only claims at least this sure.",
    ),
    Parameter("contested", _FLAG, "Only ties that some affirm and others deny."),
)
"""The parameters that choose claims."""
_BETWEEN: Final = (
    Parameter("source", NAME, "Who: an id or any name.", example="Turkey"),
    Parameter("target", NAME, "Whom.", example="HTS"),
    _ACTOR,
    *CLAIMS,
    *_PAGE,
)


def part(name: str, help: str, schema: Schema = NAME, example: str = "") -> Parameter:  # noqa: A002
    """Return a parameter that is a part of the address."""
    return Parameter(name, schema, help, where="path", required=True, example=example)


OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(
        "/api/actors",
        "actors",
        "Search for actors and places by any of their names",
        "ActorPage",
        (
            Parameter("q", _WORDS, "Words that a name holds, in any case and script.", example="nusra"),
            Parameter("kind", {"type": "string", "enum": [k.value for k in ActorKind]}, "Only this kind."),
            Parameter("country", _COUNTRY, "Only of this country, by its ISO 3166 code.", example="SY"),
            Parameter("tied", _FLAG, "Only actors that a claim names as source or target."),
            *_PAGE,
        ),
        is_list=True,
    ),
    Operation(
        "/api/actors/{id}",
        "actor",
        "An actor with its names, its ties with the most claims and its latest sentences",
        "Actor",
        (
            part(
                "id",
                "The id or any name; slashes may be written as they are.",
                example="hayat-tahrir-al-sham",
            ),
            Parameter(
                "ties", {"type": "integer", "minimum": 0, "maximum": MOST, "default": 20}, "How many ties."
            ),
            Parameter(
                "sentences",
                {"type": "integer", "minimum": 0, "maximum": 100, "default": 5},
                "How many sentences.",
            ),
        ),
    ),
    Operation(
        "/api/alias",
        "alias",
        "Who is meant by a name, and what else that actor is called",
        "Alias",
        (
            Parameter(
                "name",
                NAME,
                "The name as it is written, in any script, or an id.",
                required=True,
                example="HTS",
            ),
            Parameter("on", _DATE, "The year, month or day that is spoken of.", example="2018"),
            Parameter("country", _WORDS, "Prefer actors of this country: its code or any of its names."),
            Parameter("beside", several(NAME), "An actor that is spoken of together with it."),
            _limit(20),
        ),
    ),
    Operation(
        "/api/ties",
        "ties",
        "Ties: all claims of one relation between two actors summed up, those with the most claims first",
        "TiePage",
        _BETWEEN,
        is_list=True,
    ),
    Operation(
        "/api/ties/{source}/{relation}/{target}",
        "tie",
        "One tie with every claim behind it: sentence, claimant, document, date",
        "TieWithEvidence",
        (
            part("source", "Who: an id or any name; a slash in it is written %2F.", example="turkiye"),
            part("relation", "The relation.", RELATION, example="backs"),
            part("target", "Whom; slashes may be written as they are.", example="hayat-tahrir-al-sham"),
            *(each for each in CLAIMS if each.name not in {"relation", "sign"}),
            Parameter(
                "context", _FLAG, "Return the words around each sentence too, where the article is kept."
            ),
            *_PAGE,
        ),
    ),
    Operation(
        "/api/claims",
        "evidence",
        "Claims with their sentences, tie by tie",
        "ClaimPage",
        _BETWEEN,
        is_list=True,
    ),
    Operation(
        "/api/path",
        "path",
        "A shortest way of ties from one actor to another, with the latest sentence of each",
        "Path",
        (
            Parameter("start", NAME, "An id or any name.", required=True, example="Iran"),
            Parameter("end", NAME, "Likewise.", required=True, example="HTS"),
            Parameter("through_places", _FLAG, "Go through places as well."),
            *CLAIMS,
        ),
    ),
    Operation(
        "/api/timeline",
        "timeline",
        "Claims counted by the month of their documents and by the sign of their relations",
        "Timeline",
        (_ACTOR, *CLAIMS),
        is_list=True,
    ),
    Operation(
        "/api/documents",
        "documents",
        "Documents by id",
        "DocumentPage",
        (
            Parameter("q", _WORDS, "Words that the title or the id holds."),
            Parameter("publisher", NAME, "Only of this publisher."),
            Parameter("since", _DATE, "Only documents dated then or later."),
            Parameter("until", _DATE, "Only documents dated then or earlier."),
            *_PAGE,
        ),
        is_list=True,
    ),
    Operation(
        "/api/documents/{id}",
        "document",
        "A document with its claims in text order",
        "DocumentWithEvidence",
        (
            part("id", "The id; slashes may be written as they are.", example="damascus-gazette-2015-10-01"),
            Parameter("text", _FLAG, "Return the article's text too, where it is kept."),
            *_PAGE,
        ),
    ),
    Operation(
        "/api/queries", "queries", "The ready queries with their parameters", "QueryPage", is_list=True
    ),
    Operation(
        "/api/queries/{name}",
        "query",
        "The answer of a ready query; its own parameters are given by their names",
        "Rows",
        (part("name", "Which query.", example="who-backs-whom"), _limit(100), _AT),
        is_list=True,
        own_parameters=True,
    ),
    Operation(
        "/api/stats",
        "stats",
        "Counts of actors, ties and claims, by kind and by who says so",
        "Stats",
        CLAIMS,
    ),
    Operation(
        "/api/review",
        "review",
        "What a person should look at: doubtful claims beside their sentences, or actors that may be one",
        "ReviewPage",
        (
            Parameter("kind", {"type": "string", "enum": ["claim", "merge"], "default": "claim"}, "Which."),
            Parameter(
                "below",
                {"type": "number", "minimum": 0, "maximum": 1, "default": SURE},
                "A claim less sure than this is doubtful.",
            ),
            *CLAIMS,
            *_PAGE,
        ),
    ),
    Operation(
        "/api/judgements",
        "judgements",
        "What people decided, the latest first; what was taken back too",
        "JudgementPage",
        _PAGE,
    ),
    Operation(
        "/api/judgements",
        "judge",
        "Record a decision; needs the token",
        "Judgement",
        method="POST",
        body="Decision",
    ),
)
"""Every operation that the workers answer."""
