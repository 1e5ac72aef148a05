"""What the tools of :mod:`kg.server.mcp` take: types that describe and check themselves."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kg.errors import KGError
from kg.model import Date
from kg.vocabulary import RELATIONS

__all__ = ["ActorName", "Claims", "EitherEnd", "Limit", "Offset", "Text", "When", "Where", "Words", "is_text"]


def _is_date(text: str) -> str:
    try:
        Date.parse(text)
    except KGError as error:
        raise ValueError(f"{error}; {error.hint}" if error.hint else str(error)) from None
    return text


def _is_relation(text: str) -> str:
    if text not in RELATIONS:
        raise ValueError(f"no relation is called {text[:50]!r}; known: {', '.join(RELATIONS)}")
    return text


def is_text(text: str) -> str:
    """Return a text that can be looked up.

    Raises:
        ValueError: It holds half of a pair of code units, which stands for nothing.

    """
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("no Unicode text")
    return text


Text = Annotated[str, Field(max_length=1000), AfterValidator(is_text)]
Words = Annotated[Text, Field(description="Words of a name, in any case and script; empty lists all")]
ActorName = Annotated[Text, Field(min_length=1, description="An actor: its id or any of its names")]
EitherEnd = Annotated[ActorName | None, Field(description="Source or target")]
When = Annotated[
    str, AfterValidator(_is_date), Field(description="A year, month or day: 2016, 2016-07 or 2016-07-28")
]
Relation = Annotated[str, AfterValidator(_is_relation)]
Limit = Annotated[int, Field(ge=1, le=100, description="How many to return")]
Offset = Annotated[int, Field(ge=0, le=10_000_000, description="How many to leave out first")]


class Claims(BaseModel):
    """Which claims count; what is left out restricts nothing."""

    model_config = ConfigDict(extra="forbid")

    relation: list[Relation] = Field([], description=f"Only these relations: {', '.join(RELATIONS)}")
    sign: list[Literal["friendly", "hostile", "structure", "territory"]] = Field(
        [], description="Only relations of these signs"
    )
    publisher: list[Text] = Field([], description="Only claims in articles of these publishers")
    claimant: list[Text] = Field([], description="Only claims that these make, by name")
    on: When | None = Field(None, description="Only what held then: 2016, 2016-07 or 2016-07-28")
    since: When | None = Field(None, description="Only what held then or later")
    until: When | None = Field(None, description="Only what held then or earlier")
    min_confidence: float = Field(0.0, ge=0, le=1, description="Only claims at least this sure")
    contested: bool = Field(False, description="Only ties that some affirm and others deny")


Where = Annotated[Claims | None, Field(description="Which claims count; nothing means all")]
