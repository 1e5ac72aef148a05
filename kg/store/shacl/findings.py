"""What is wrong with a graph, place by place."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Finding", "Report"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place where the graph is not as its shapes say.

    Attributes:
        focus: The node that was checked.
        path: The property concerned, empty where the node as a whole is wrong.
        value: The offending value, empty where a value is missing.
        message: What is wrong, in one line.
        shape: The shape that says so.
        constraint: What the shape asks for, by SHACL's name: ``minCount``.

    """

    focus: str
    path: str
    value: str
    message: str
    shape: str
    constraint: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a validation found: nothing, if the graph conforms."""

    findings: tuple[Finding, ...]
    triples: int

    @property
    def conforms(self) -> bool:
        """Whether the graph is as its shapes say."""
        return not self.findings
