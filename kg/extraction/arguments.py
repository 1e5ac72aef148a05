"""From a word in a slot of a rule to the actors or places that are meant there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Token

from kg.extraction.coreference import Coreference
from kg.extraction.mentions import Mention, Mentions
from kg.extraction.names import slug
from kg.extraction.sentences import sentence_of, text_of
from kg.model import ActorKind
from kg.rules import Lexicon

__all__ = ["Arguments"]

_DEPTH = 4  # "dozens of members of the armed wing of X" is as deep as news goes
_HOLD = {"hold", "control", "run"}
_RELATIVE = {"who", "which", "that"}
# What the recogniser takes unknown towns for; where a place must stand they are places.
_MISTAKEN = {ActorKind.UNKNOWN, ActorKind.COMMUNITY}
_STACKABLE = {ActorKind.STATE, ActorKind.ARMED_GROUP}
_QUALIFY = {"poss", "compound", "nmod", "amod", "npadvmod"}


class Arguments:
    """Read slots of one document."""

    def __init__(
        self,
        mentions: Mentions,
        coreference: Coreference,
        lexicon: Lexicon,
        forces: dict[str, str],
        names: dict[str, str],
    ) -> None:
        self._mentions = mentions
        self._coreference = coreference
        self._quantity = lexicon.words("transparent", "quantity")
        self._owned = lexicon.words("transparent", "possession") | lexicon.words("transparent", "instrument")
        self._military = lexicon.words("transparent", "military")
        self._place_heads = lexicon.words("places", "heads")
        self._vague = lexicon.words("places", "vague-parts")
        self._directions = lexicon.words("places", "directions")
        self._appositive = lexicon.words("places", "appositive")
        self._settled = lexicon.words("places", "settled")
        self._forces = forces
        self._states = forces.keys()
        self._names = names

    def actors(
        self, token: Token, depth: int = _DEPTH, near: Token | None = None, *, alone: bool = False
    ) -> list[Mention]:
        """Return the actors that a word in a slot stands for, coordinated ones too, in text order.

        With ``near``, what follows a series belongs to its last member: in "soldiers and rebels backed by X"
        only the rebels are backed. With ``alone``, the rest of a series is left out.
        """
        series = [token] if alone else [t for t in self._series(token, near) if not self._fused(t)]
        return _unique(m for other in series for m in self._one(other, depth))

    def places(
        self, token: Token, depth: int = _DEPTH, near: Token | None = None, *, alone: bool = False
    ) -> list[Mention]:
        """Return the places that a word in a slot stands for, coordinated ones too, in text order."""
        return _unique(
            m
            for other in ([token] if alone else self._series(token, near))
            for m in self._place(other, depth)
        )

    def _fused(self, token: Token) -> bool:
        """Tell the "U.S." that is only the first half of the one token "U.S.-backed"."""
        mention = self._mentions.at(token)
        return (
            mention is not None
            and mention.end < token.idx + len(token)
            and text_of(token.doc)[mention.end] == "-"
        )

    def _series(self, token: Token, near: Token | None) -> list[Token]:
        if token.lower_ in _RELATIVE and (noun := self._coreference.relative_noun(token)) is not None:
            return self._series(noun, token)
        if near is not None and near.i < token.i and near.head.i == token.i:
            return [
                token
            ]  # "pro-government fighters and rebels": what stands before qualifies the first alone
        series = [
            *self._stacked(token),
            token,
            *(t for c in _conjuncts(token) for t in [*self._stacked(c), c]),
        ]
        follows = (
            near is not None and near.i > token.i and (near.head.i == token.i or near.lower_ in _RELATIVE)
        )
        if follows and near is not None:
            before = [t for t in series if t.i < near.i]
            return before[-1:]
        return series

    def _stacked(self, token: Token) -> list[Token]:
        """Return the names that stand straight before a name of their kind: "Russia Iran and Turkey" lost a comma."""
        mention = self._mentions.at(token)
        if mention is None or mention.kind not in _STACKABLE or mention.adjective:
            return []
        before = mention.span.start - 1
        other = self._mentions.at(token.doc[before]) if before >= sentence_of(token).start else None
        if (
            other is None
            or other.kind is not mention.kind
            or other.adjective
            or other.weak
            or other.sense
            or mention.sense
        ):
            return []
        return [*self._stacked(other.head), other.head]

    def _one(self, token: Token, depth: int) -> list[Mention]:
        mention = self._mentions.at(token)
        if mention is not None and mention.head.i != token.i:
            mention = self._mentions.inside(token)
        if mention is None:
            antecedent = self._coreference.antecedent(token)
            if antecedent is not None:
                return [antecedent]
            return self._through(token, depth)
        if mention.weak:
            antecedent = self._coreference.named(mention)
            return [mention.meaning(antecedent)] if antecedent is not None else self._through(token, depth)
        if mention.kind is ActorKind.PLACE:
            return []
        if mention.adjective and token.i != mention.head.i:
            return []
        return [mention]

    def _through(self, token: Token, depth: int) -> list[Mention]:
        """Look behind a word that only counts, owns or serves: "dozens of rebels", "ISIL positions"."""
        lemma = token.lemma_.lower()
        if depth == 0:
            return []
        if lemma in self._quantity and (inner := self._of(token, {"of"}, depth)):
            return inner
        if lemma in self._owned:
            owners = self._owners(token, depth)
            return [self._as_forces(m, lemma) for m in owners]
        return []

    def _owners(self, token: Token, depth: int) -> list[Mention]:
        owners = []
        for child in token.children:
            if child.dep_ not in _QUALIFY or child.i > token.i or _side(child):
                continue
            mention = self._mentions.at(child) or self._mentions.inside(child)
            if mention is not None and self._may_own(mention, token) and not _compounded(child):
                owners += [mention, *(m for c in _conjuncts(child) for m in self._plain(c))]
            elif child.dep_ == "poss":
                owners += self.actors(child, depth - 1)
            elif (
                child.dep_ == "amod"
                and child.lemma_.lower() in _HOLD
                and token.lemma_.lower() in self._military
            ):
                owners += [m for c in child.children if c.i < child.i for m in self._plain(c)]
            elif child.dep_ in {"compound", "nmod"} and child.lemma_.lower() in self._owned:
                owners += self._owners(child, depth - 1) if depth else []
        if not owners:
            owners = self._of(token, {"of", "by", "from", "belonging"}, depth)
        if not owners:
            owners = [m for c in token.children if c.dep_ == "acl" for m in self._holder(c, depth)]
        return _unique(owners)

    def _may_own(self, mention: Mention, token: Token) -> bool:
        if mention.kind is ActorKind.PLACE or mention.weak:
            return False
        # "the Abu al-Duhur airbase" names a place, whatever the recogniser took the name for.
        return not (mention.id.startswith("name/") and token.lemma_.lower() in self._place_heads)

    def _plain(self, token: Token) -> list[Mention]:
        mention = self._mentions.at(token)
        return (
            [mention]
            if mention is not None and not mention.weak and mention.kind is not ActorKind.PLACE
            else []
        )

    def _holder(self, participle: Token, depth: int) -> list[Mention]:
        if participle.lemma_.lower() in {
            "hold",
            "control",
            "run",
            "operate",
            "own",
            "use",
            "man",
            "belong",
            "commit",
            "carry",
            "perpetrate",
            "launch",
            "conduct",
            "wage",
        }:
            return self._of(participle, {"by", "to"}, depth)
        return []

    def _of(self, token: Token, prepositions: set[str], depth: int) -> list[Mention]:
        found = []
        for prep in token.children:
            if prep.dep_ in {"prep", "agent"} and prep.lower_ in prepositions:
                for child in prep.children:
                    if child.dep_ == "pobj":
                        found += self.actors(child, depth - 1)
        return found

    def _as_forces(self, owner: Mention, lemma: str) -> Mention:
        """Military positions of a state are held by its armed forces."""
        forces = self._forces.get(owner.id)
        if lemma not in self._military or owner.kind is not ActorKind.STATE or forces is None:
            return owner
        return replace(owner, id=forces, name=self._names[forces], kind=ActorKind.ARMED_FORCES)

    def _place(self, token: Token, depth: int) -> list[Mention]:
        mention = self._mentions.at(token)
        place = mention.as_place() if mention is not None and not mention.adjective else None
        if (
            place is None
            and mention is not None
            and mention.kind in _MISTAKEN
            and mention.id.startswith("name/")
        ):
            place = replace(mention, kind=ActorKind.PLACE)
        if place is None and mention is not None and not mention.weak:
            inner = self._mentions.inside(token)
            place = inner.as_place() if inner is not None and not inner.adjective else None
        if place is not None:
            return [self._directed(place)]
        if mention is None and token.pos_ == "PROPN":
            return [_by_capital(token)]
        return self._place_noun(token, depth) if depth else []

    def _place_noun(self, token: Token, depth: int) -> list[Mention]:
        lemma = token.lemma_.lower()
        if (
            lemma not in self._place_heads
            and lemma not in self._vague
            and lemma not in self._quantity
            and lemma not in self._directions
        ):
            return []
        named = [
            m
            for c in token.children
            if c.dep_ in {"compound", "nmod", "poss", "appos"} and (m := self._named_place(c)) is not None
        ]
        if named:
            return [self._phrase(token, named[-1])]
        if (unnamed := self._capitalised(token)) is not None:
            return [unnamed]
        inner = self._within(token, depth)
        whole = lemma in self._appositive and token.tag_ != "NNS"
        amount = lemma in self._quantity or (lemma in self._vague and lemma not in self._appositive)
        partitive = not (whole or amount or lemma in self._directions)
        if inner and partitive:  # "districts of Aleppo", "the airport of Aleppo" are not Aleppo
            return [self._part(token, [], m) for m in inner]
        directions = [t for t in token.lefts if t.lower_ in self._directions]
        if inner and (directions or lemma in self._directions):
            return [self._part(token, directions, m) for m in inner]
        if (
            inner and lemma in self._vague
        ):  # "parts of Syria" are not Syria; "parts of Aleppo" we take for Aleppo
            return [self._part(token, [], m) if m.id in self._states else m for m in inner]
        if inner:
            return inner
        if token.dep_ == "appos":  # "Raqqa, a city held by X"
            return self._place(token.head, depth - 1)
        antecedent = self._coreference.place(token) if lemma in self._settled else None
        return [antecedent] if antecedent is not None else []

    def _named_place(self, token: Token) -> Mention | None:
        mention = self._mentions.inside(token)
        if mention is None or mention.adjective:
            return None
        if (place := mention.as_place()) is not None:
            return place
        # "the Abu al-Duhur airbase": whatever the recogniser took the name for, here it names a place.
        unknown = mention.id.startswith("name/") and mention.sense == ""
        return replace(mention, kind=ActorKind.PLACE) if unknown else None

    def _within(self, token: Token, depth: int) -> list[Mention]:
        """Return the places that follow "of": "the city of Aleppo", "parts of Idlib"."""
        found: list[Mention] = []
        for prep in token.children:
            if prep.dep_ != "prep" or prep.lower_ != "of":
                continue
            for child in prep.children:
                if child.dep_ == "pobj":
                    named = [m for t in self._series(child, None) if (m := self._named_place(t)) is not None]
                    found += self.places(child, depth - 1) or named
        return found

    def _capitalised(self, head: Token) -> Mention | None:
        """Read "Nayrab airport", where nothing but the capital says that it is a name."""
        start = head.i
        while (
            start > sentence_of(head).start
            and (before := head.doc[start - 1]).pos_ == "PROPN"
            and head.is_ancestor(before)
        ):
            if self._mentions.at(before) is not None:
                return None
            start -= 1
        if start == head.i or head.pos_ == "PROPN":
            return None
        span = head.doc[start : head.i + 1]
        return Mention(
            span, span.start_char, span.end_char, f"name/{slug(span.text)}", span.text, ActorKind.PLACE
        )

    def _phrase(self, head: Token, name: Mention) -> Mention:
        start, end = (name.start, head.idx + len(head)) if name.start < head.idx else (name.start, name.end)
        text = text_of(head.doc)[start:end]
        if head.lemma_.lower() in self._vague or name.start > head.idx:
            return self._directed(replace(name, start=start, end=end))
        return replace(name, start=start, end=end, id=f"name/{slug(text)}", name=text, kind=ActorKind.PLACE)

    def _directed(self, place: Mention) -> Mention:
        """Take "eastern" into "eastern Aleppo"."""
        doc = place.span.doc
        first = place.span.start
        while (
            first > 0
            and doc[first - 1].lower_ in self._directions
            and doc[first - 1].dep_ in {"amod", "compound", "conj", "nmod"}
        ):
            first -= 1
        if first == place.span.start:
            return place
        start = doc[first].idx
        text = text_of(doc)[start : place.start] + place.name
        return replace(place, start=start, id=f"name/{slug(text)}", name=text)

    def _part(self, head: Token, directions: list[Token], place: Mention) -> Mention:
        first = min([head, *directions], key=lambda t: t.i)
        start, end = first.idx, max(place.end, head.idx + len(head))
        words = " ".join(t.text for t in directions) or f"{head.text} of"
        label = f"{words} {place.name}"
        return replace(place, start=start, end=end, id=f"name/{slug(label)}", name=label)


def _by_capital(token: Token) -> Mention:
    """Read a capitalised name that nothing else recognised; where a place must stand, it is one."""
    start = token.i
    while (
        start > sentence_of(token).start
        and token.doc[start - 1].pos_ == "PROPN"
        and token.doc[start - 1].head.i == token.i
    ):
        start -= 1
    span = token.doc[start : token.i + 1]
    return Mention(
        span, span.start_char, span.end_char, f"name/{slug(span.text)}", span.text, ActorKind.PLACE
    )


def _conjuncts(token: Token) -> list[Token]:
    found: list[Token] = []
    for child in token.children:
        if child.dep_ == "conj" and child.i > token.i:
            found += [child, *_conjuncts(child)]
        elif child.dep_ == "prep" and child.lower_ in {"including", "like"}:  # "groups including X and Y"
            found += [
                t for named in child.children if named.dep_ == "pobj" for t in (named, *_conjuncts(named))
            ]
    return found


def _side(token: Token) -> bool:
    """Tell the "regime" of "pro-regime militia": it is the side taken, not the owner."""
    doc = token.doc
    return token.i > 1 and doc[token.i - 1].text == "-" and doc[token.i - 2].lower_ in {"pro", "anti"}


def _compounded(token: Token) -> bool:
    doc = token.doc
    return token.i + 1 < len(doc) and doc[token.i + 1].text == "-"


def _unique(mentions: Iterable[Mention]) -> list[Mention]:
    seen: dict[str, Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.id, mention)
    return list(seen.values())
