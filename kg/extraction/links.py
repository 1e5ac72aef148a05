"""Tell how a mention came to mean somebody: for explanations, reading does not need it."""

from __future__ import annotations

from enum import Enum

from kg.extraction.gazetteer import Gazetteer
from kg.extraction.mentions import Mention, Mentions
from kg.extraction.names import slug

__all__ = ["Link", "link_of"]


class Link(Enum):
    """How a stretch of text is linked to an actor or place; the value says it in words."""

    CATALOGUE = "name of the catalogue"
    VARIANT = "other spelling of a name of the catalogue"
    AMBIGUOUS = "name of several actors of the catalogue"
    SHORT_FORM = "short for a name in the text"
    RECOGNISED = "name recognised by spaCy"
    COMMON_NOUN = "common noun"
    DESCRIPTION = "description or unknown name, for the classifier alone"
    ANTECEDENT = "stands for"
    NOBODY = "nobody: no antecedent"

    @property
    def code(self) -> str:
        """The link as programs read it, such as ``common_noun``."""
        return self.name.lower()


def link_of(mention: Mention, mentions: Mentions, gazetteer: Gazetteer) -> Link:
    """Return how one of the mentions that the rules read is linked, no antecedent being needed."""
    if mention.weak:
        return Link.NOBODY
    if (mention.start, mention.end, mention.id) in mentions.groups:
        return Link.COMMON_NOUN
    if mention.variant:
        return Link.VARIANT
    outer, _ = gazetteer.find(mention.surface)
    bearers = {actor.id for match in outer if match.start == 0 for _, actor in match.bearers}
    if mention.id in bearers:
        return Link.CATALOGUE
    if mention.id != f"name/{slug(mention.surface)}":
        return Link.SHORT_FORM
    return Link.AMBIGUOUS if bearers else Link.RECOGNISED
