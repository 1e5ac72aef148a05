"""The table of the explorer's views: their data come as ``.json`` and as ``.csv`` beside each page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.scene.scene import MOST_FIRST
from kg.server.operations import CLAIMS, NAME, OPERATIONS, RELATION, Operation, Parameter, part, several
from kg.server.problems import BadRequest

__all__ = ["ACTOR", "TIE", "VIEWS", "View", "understood"]

_AMONG: Final = (
    Parameter(
        "actor",
        several(NAME),
        "Only this actor, those around it and the ties between all of them: an id or any name.",
        example="HTS",
    ),
    Parameter(
        "ego",
        {"type": "integer", "minimum": 1, "maximum": 10, "default": 1},
        "How many ties away from the actors those around them are.",
    ),
    *CLAIMS,
    Parameter(
        "dated",
        {"type": "string", "enum": ["held", "said"], "default": "held"},
        "What the time is that of: when a relation held, or of the article that says so.",
    ),
)
_FIRST: Final = (
    Parameter(
        "focus", several(NAME), "Begin with this actor and those around it; all others are held as well."
    ),
    Parameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MOST_FIRST, "default": 60},
        "How many actors the first view shows.",
    ),
)


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at the graph.

    Attributes:
        json: What its ``.json`` is.
        csv: What its ``.csv`` is; the answer of its verb names the columns.

    """

    json: Operation
    csv: Operation


def _view(path: str, what: tuple[str, str, str], table: tuple[str, str], *more: Parameter) -> View:
    """Return a view: the verb, the title and the schema of its JSON, the verb and the title of its CSV."""
    verb, title, answer = what
    parameters = (*_AMONG, *more)
    return View(
        Operation(f"{path}.json", verb, title, answer, parameters),
        Operation(f"{path}.csv", *table, answer, parameters),
    )


VIEWS: Final = {
    "graph": _view(
        "/graph",
        (
            "scene",
            "What the explorer draws: actors, ties and claims in columns, and where they stand",
            "Scene",
        ),
        ("claim_rows", "The claims, one a row, with their sentences"),
        *_FIRST,
    ),
    "table": _view(
        "/table",
        ("tie_rows", "All ties", "TiePage"),
        ("tie_rows", "All ties, one a row"),
    ),
    "lifelines": _view(
        "/lifelines",
        ("lifelines", "Actors with their dated names, and what became of them", "Lifelines"),
        ("lifeline_rows", "Each dated name and event, one a row"),
    ),
    "matrix": _view(
        "/matrix",
        ("matrix", "What is said between every two actors, weighed up", "Matrix"),
        ("matrix", "Every two actors of whom something is said, one pair a row"),
    ),
}
"""The views by their names, which are their addresses."""

_LOOKS: Final = frozenset({"select", "tie", "pair", "path", "sort", "order", "halos"})
_GROUPS: Final = ("sign", "relation", "kind", "polarity", "modality", "publisher", "claimant")
_OF_THE_PAGE: Final = (
    *("base", "add", "drop", "named", "rows", "mutual", "none", "kind", "polarity", "modality"),
    *(f"no_{group}" for group in _GROUPS),
)


def understood(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what the data of a view are asked, out of an address of its page.

    How the page looks changes nothing in them and is passed over.

    Raises:
        BadRequest: The page leaves something out by itself that the data would hold.

    """
    for name, _ in pairs:
        if name in _OF_THE_PAGE:
            hint = "Save, on the page, has the address of what is seen in the words that are known here"
            raise BadRequest(f"the page alone filters by {name!r}", hint=hint)
    return [pair for pair in pairs if pair[0] not in _LOOKS]


_JSON: Final = {operation.verb: operation for operation in OPERATIONS}
ACTOR: Final = View(
    _JSON["actor"],
    Operation(
        "/actors/{id}.csv",
        "actor_ties",
        "All ties of an actor, one a row",
        "TiePage",
        (part("id", "Who."), *CLAIMS),
    ),
)
"""The page of an actor, whose JSON is that of the REST interface."""

TIE: Final = View(
    _JSON["tie"],
    Operation(
        "/ties/{source}/{relation}/{target}.csv",
        "tie_claims",
        "All claims of a tie, one a row",
        "ClaimPage",
        (part("source", "Who."), part("relation", "The relation.", RELATION), part("target", "Whom.")),
    ),
)
"""The page of a tie, likewise."""
