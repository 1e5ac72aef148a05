"""What the classifier can say of a pair of mentions: the label sets of its four answers.

Mentions of a pair are ``first`` and ``second`` in the order of the text; an answer points ``forward`` where
the first is the source. PLOVER's codes: Political Language Ontology for Verifiable Event Records, codebook
2024, as used by Hu et al., "Leveraging Codebook Knowledge with NLI and ChatGPT for Zero-Shot Political
Relation Classification", ACL 2024.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.vocabulary import RELATIONS

__all__ = [
    "DIRECTED",
    "HEADS",
    "NONE",
    "PAIR_HEADS",
    "QUADS",
    "QUAD_OF",
    "QUALIFIERS",
    "RELATION_LABELS",
    "ROOTS",
    "SENTENCE_HEADS",
    "SIGN_OF",
    "Label",
]

NONE: Final = "none"

_ROOTS_BY_QUAD: Final = {
    "verbal_cooperation": ("AGREE", "CONSULT", "SUPPORT"),
    "material_cooperation": ("COOPERATE", "AID", "YIELD"),
    "verbal_conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "material_conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
QUADS: Final = tuple(_ROOTS_BY_QUAD)
ROOTS: Final = tuple(root for roots in _ROOTS_BY_QUAD.values() for root in roots)
QUAD_OF: Final = {root: quad for quad, roots in _ROOTS_BY_QUAD.items() for root in roots}
SIGN_OF: Final = {quad: quad.rpartition("_")[2] for quad in QUADS}  # cooperation, conflict


@dataclass(frozen=True, slots=True)
class Label:
    """A relation, or a sign, and which way it points.

    Attributes:
        name: ``none``, a relation, or ``cooperation`` or ``conflict``.
        forward: The first mention is the source; ``True`` for what has no direction.

    """

    name: str
    forward: bool = True

    def __str__(self) -> str:
        """Return ``backs`` or ``backs<``, as reports write it."""
        return self.name if self.forward else self.name + "<"


def _relations() -> tuple[Label, ...]:
    base = [term for term in RELATIONS.values() if term.parent is None]
    ways = [(term.name, way) for term in base for way in ((True,) if term.symmetric else (True, False))]
    return (Label(NONE), *(Label(name, way) for name, way in ways))


RELATION_LABELS: Final = _relations()
DIRECTED: Final = (
    Label(NONE),
    Label("cooperation"),
    Label("cooperation", forward=False),
    Label("conflict"),
    Label("conflict", forward=False),
)
QUALIFIERS: Final = ("denied", "possible", "planned", "conditional")

SENTENCE_HEADS: Final = {"relation": RELATION_LABELS, "qualifier": QUALIFIERS}
"""What is answered of the pairs of a sentence that is read once for all of them."""
PAIR_HEADS: Final = {"sign": DIRECTED, "root": ROOTS}
"""What is answered of one pair that a text is read for."""
HEADS: Final = {**SENTENCE_HEADS, **PAIR_HEADS}
