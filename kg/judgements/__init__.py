"""What people decided: which judgements stand, what they are about, and what they make of a reading.

All of it is computed from the history of judgements and from what extraction read, nothing from the graph, so
that judging, reading again and taking back commute: see :class:`Decisions`.
"""

from kg.judgements.decisions import Decisions, Judged
from kg.judgements.lines import claim_fields, judgement_fields, read_claim, read_judgement
from kg.judgements.recording import check, grounded
from kg.judgements.standing import standing

__all__ = [
    "Decisions",
    "Judged",
    "check",
    "claim_fields",
    "grounded",
    "judgement_fields",
    "read_claim",
    "read_judgement",
    "standing",
]
