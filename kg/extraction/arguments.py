"""From a word in a slot of a rule to the actors that are meant there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from spacy.tokens import Token

from kg.extraction.coordination import conjuncts
from kg.extraction.coreference import Coreference
from kg.extraction.mentions import Mention, Mentions
from kg.extraction.phrases import in_compound, is_side
from kg.extraction.places import Places
from kg.extraction.sentences import text_of
from kg.extraction.series import Series
from kg.model import ActorKind
from kg.rules import Lexicon

__all__ = ["Arguments"]

_DEPTH = 4  # "dozens of members of the armed wing of X" is as deep as news goes
_QUALIFY = {"poss", "compound", "nmod", "amod", "npadvmod"}


class Arguments:
    """Read slots of one document.

    Args:
        mentions: What the document names.
        coreference: For pronouns and "the group".
        lexicon: The word lists.
        forces: Id of a state -> id of its armed forces.
        names: Id of an actor -> the name to show.

    """

    def __init__(
        self,
        mentions: Mentions,
        coreference: Coreference,
        lexicon: Lexicon,
        forces: Mapping[str, str],
        names: Mapping[str, str],
    ) -> None:
        self._mentions = mentions
        self.coreference = coreference
        self._series = Series(mentions, coreference)
        self._places = Places(mentions, coreference, self._series, lexicon, forces.keys())
        through = lexicon.section("transparent")
        self._quantity = through["quantity"]
        self._owned = through["possession"] | through["instrument"]
        self._military, self._holding, self._doing = through["military"], through["holding"], through["doing"]
        self._place_heads = lexicon.words("places", "heads")
        self._forces = forces
        self._names = names

    def actors(
        self, token: Token, depth: int = _DEPTH, near: Token | None = None, *, alone: bool = False
    ) -> list[Mention]:
        """Return the actors that a word in a slot stands for, coordinated ones too, each once, in text order.

        Args:
            token: The word.
            depth: How many words to look behind ("dozens of members of ...").
            near: The word that the slot belongs to; it decides which members of a series are meant.
            alone: Leave the rest of a series out.

        """
        words = [token] if alone else [t for t in self._series.of(token, near) if not self._fused(t)]
        return _unique([mention for word in words for mention in self._one(word, depth)])

    def places(self, token: Token, near: Token | None = None, *, alone: bool = False) -> list[Mention]:
        """Return the places that a word in a slot stands for, coordinated ones too, each once."""
        return self._places.of(token, _DEPTH, near, alone=alone)

    def _fused(self, token: Token) -> bool:
        """Tell the "U.S." that is only the first half of the one token "U.S.-backed"."""
        mention = self._mentions.at(token)
        if mention is None or mention.end >= token.idx + len(token):
            return False
        return text_of(token.doc)[mention.end] == "-"

    def _one(self, token: Token, depth: int) -> list[Mention]:
        mention = self._mentions.at(token)
        if mention is not None and mention.head.i != token.i:
            mention = self._mentions.inside(token)
        if mention is None or mention.weak:
            named = self.coreference.antecedent(token) if mention is None else self.coreference.named(mention)
            if named is None:
                return self._through(token, depth)
            return [named if mention is None else mention.meaning(named)]
        if mention.kind is ActorKind.PLACE or (mention.adjective and token.i != mention.head.i):
            return []
        return [mention]

    def _through(self, token: Token, depth: int) -> list[Mention]:
        """Look behind a word that only counts, owns or serves: "dozens of rebels", "ISIL positions"."""
        lemma = token.lemma_.lower()
        if depth == 0:
            return []
        if lemma in self._quantity and (inner := self._after(token, {"of"}, depth)):
            return inner
        if lemma in self._owned:
            return [self._as_forces(mention, token) for mention in self._owners(token, depth)]
        return self._apposed(token)

    def _apposed(self, token: Token) -> list[Mention]:
        """Read "X's rival, the Y", "X's ally Y": the noun names nobody, what stands beside it does."""
        beside = [c for c in token.children if c.dep_ == "appos" and c.i > token.i]
        return [mention for child in beside for mention in self._plain(child)]

    def _owners(self, token: Token, depth: int) -> list[Mention]:
        before = [c for c in token.children if c.dep_ in _QUALIFY and c.i < token.i and not is_side(c)]
        owners = [mention for child in before for mention in self._owner(child, token, depth)]
        if not owners:
            owners = self._after(token, {"of", "by", "from"}, depth)
        if not owners:
            doers = [c for c in token.children if c.dep_ == "acl" and c.lemma_.lower() in self._doing]
            owners = [mention for doer in doers for mention in self._after(doer, {"by", "to"}, depth)]
        if not owners:  # "the crimes that X is committing"
            clauses = [c for c in token.children if c.dep_ == "relcl" and c.lemma_.lower() in self._doing]
            subjects = [t for c in clauses for t in c.children if t.dep_ == "nsubj"]
            owners = [mention for subject in subjects for mention in self.actors(subject, depth - 1)]
        return _unique(owners)

    def _owner(self, child: Token, token: Token, depth: int) -> list[Mention]:
        mention = self._mentions.at(child)
        if mention is not None and self._may_own(mention, token) and not in_compound(child):
            return [mention, *(m for c in conjuncts(child) for m in self._plain(c))]
        if child.dep_ == "poss":
            return self.actors(child, depth - 1)
        lemma = child.lemma_.lower()
        if child.dep_ == "amod" and lemma in self._holding and token.lemma_.lower() in self._military:
            return [m for c in child.children if c.i < child.i for m in self._plain(c)]
        if child.dep_ in {"compound", "nmod"} and lemma in self._owned:
            return self._owners(child, depth - 1)
        return []

    def _may_own(self, mention: Mention, token: Token) -> bool:
        if mention.kind is ActorKind.PLACE or mention.weak:
            return False
        # "the Abu al-Duhur airbase" names a place, whatever the recogniser took the name for.
        return not (mention.id.startswith("name/") and token.lemma_.lower() in self._place_heads)

    def _plain(self, token: Token) -> list[Mention]:
        mention = self._mentions.at(token)
        acts = mention is not None and not mention.weak and mention.kind is not ActorKind.PLACE
        return [mention] if mention is not None and acts else []

    def _after(self, token: Token, prepositions: Collection[str], depth: int) -> list[Mention]:
        """Return the actors of "of X", "by X" behind a word."""
        found = []
        for prep in token.children:
            if prep.dep_ in {"prep", "agent"} and prep.lower_ in prepositions:
                for child in prep.children:
                    if child.dep_ == "pobj":
                        found += self.actors(child, depth - 1)
        return found

    def _as_forces(self, owner: Mention, token: Token) -> Mention:
        """Military positions of a state are held by its armed forces; the whole phrase names them."""
        forces = self._forces.get(owner.id)
        military = token.lemma_.lower() in self._military
        if not military or owner.kind is not ActorKind.STATE or forces is None:
            return owner
        end = max(owner.end, token.idx + len(token))
        start = min(owner.start, token.idx)
        return replace(
            owner, start=start, end=end, id=forces, name=self._names[forces], kind=ActorKind.ARMED_FORCES
        )


def _unique(mentions: list[Mention]) -> list[Mention]:
    seen: dict[str, Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.id, mention)
    return list(seen.values())
