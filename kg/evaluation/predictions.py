"""What is judged: claims as ``kg extract --format jsonl`` writes them, answers as ``kg classify`` does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.evaluation.lines import Line, read_lines
from kg.model import Claim

__all__ = ["NamedActor", "PairAnswer", "PredictedClaim", "read_answers", "read_predictions"]


@dataclass(frozen=True, slots=True)
class NamedActor:
    """Somebody as a prediction names it: the words of the text and the name in the graph, if given."""

    surface: str
    name: str

    @property
    def forms(self) -> tuple[str, ...]:
        """The ways it is named, the words of the text first."""
        return tuple(form for form in (self.surface, self.name) if form)


@dataclass(frozen=True, slots=True)
class PredictedClaim:
    """A claim that a program took from a document; ``quote`` is ``None`` where none is given."""

    document: str
    source: NamedActor
    relation: str
    target: NamedActor
    polarity: str | None = None
    claimant: NamedActor | None = None
    confidence: float = 1.0
    start: int = 0
    end: int = 0
    quote: str | None = None

    @classmethod
    def of(cls, claim: Claim) -> PredictedClaim:
        """Return what the extractor found in the form that is judged."""
        claimant = claim.claimant
        return cls(
            document=claim.document,
            source=NamedActor(claim.source.surface, claim.source.name),
            relation=claim.relation,
            target=NamedActor(claim.target.surface, claim.target.name),
            polarity=claim.polarity.value,
            claimant=None if claimant is None else NamedActor(claimant.surface, claimant.name),
            confidence=claim.confidence,
            start=claim.evidence.start,
            end=claim.evidence.end,
            quote=claim.evidence.quote,
        )


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """What a program says of a marked pair; ``None`` where it says nothing."""

    id: str
    sign: str | None = None
    quad: str | None = None
    root: str | None = None
    direction: str | None = None
    confidence: float = 0.0


def read_predictions(path: Path) -> list[PredictedClaim]:
    """Read the claims of a JSONL file.

    Raises:
        DataError: A line is no claim; names the line.
        DocumentError: A line is no text, or too long.
        OSError: The file cannot be read.

    """
    return [_claim(line) for line in read_lines(path)]


def read_answers(path: Path) -> list[PairAnswer]:
    """Read the answers of a JSONL file.

    Raises:
        DataError: A line is no answer; names the line.
        DocumentError: A line is no text, or too long.
        OSError: The file cannot be read.

    """
    return [_answer(line) for line in read_lines(path)]


def _answer(line: Line) -> PairAnswer:
    return PairAnswer(
        id=line.identifier("id"),
        sign=line.optional_text("sign"),
        quad=line.optional_text("quad"),
        root=line.optional_text("root"),
        direction=line.optional_text("direction"),
        confidence=line.share("confidence", 0.0),
    )


def _claim(line: Line) -> PredictedClaim:
    evidence, claimant = line.optional_part("evidence"), line.optional_part("claimant")
    return PredictedClaim(
        document=line.identifier("document"),
        source=_actor(line.part("source")),
        relation=line.text("relation"),
        target=_actor(line.part("target")),
        polarity=line.optional_text("polarity"),
        claimant=None if claimant is None else _actor(claimant),
        confidence=line.share("confidence", 1.0),
        start=evidence.offset("start") if evidence else 0,
        end=evidence.offset("end") if evidence else 0,
        quote=evidence.optional_text("quote") if evidence else None,
    )


def _actor(part: Line) -> NamedActor:
    return NamedActor(part.optional_text("surface") or "", part.optional_text("name") or "")
