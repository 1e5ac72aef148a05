"""What a language model is asked: instructions with the table of relations, and a part of an article."""

from __future__ import annotations

import hashlib
from functools import cache

from kg.backends.answers import answer_schema
from kg.model import Modality, Polarity
from kg.resources import prompts_dir
from kg.vocabulary import RELATIONS, RelationTerm

__all__ = ["instructions", "question", "schema"]


@cache
def instructions() -> str:
    """Return what the model is told, the same for every document."""
    text = (prompts_dir() / "claims.txt").read_text(encoding="utf-8")
    return text.replace("{relations}", _relations()).strip()


@cache
def schema() -> dict[str, object]:
    """Return the JSON schema of an answer."""
    return answer_schema([*RELATIONS], [*map(str, Polarity)], [*map(str, Modality)])


def question(part: str) -> str:
    """Return a part of an article between marks that it cannot hold itself.

    A mark is a digest of the part: whoever writes an article that holds the digest has changed the digest.
    """
    mark = hashlib.sha256(part.encode(errors="surrogatepass")).hexdigest()[:16]
    return f"<article {mark}>\n{part}\n</article {mark}>"


def _relations() -> str:
    """Return the relations as a table, the finer ones below the one that they refine."""
    lines = ["| relation | target | meaning |", "|---|---|---|"]
    for name, term in sorted(RELATIONS.items(), key=_family):
        finer = f" A finer kind of {term.parent}." if term.parent else ""
        both = " Symmetric." if term.symmetric else ""
        lines.append(f"| {name} | {term.target} | {term.definition}{finer}{both} |")
    return "\n".join(lines)


def _family(item: tuple[str, RelationTerm]) -> tuple[str, bool, str]:
    name, term = item
    return term.parent or name, term.parent is not None, name
