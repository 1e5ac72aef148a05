"""From a word in a slot of a rule to the places that are meant there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from spacy.tokens import Span, Token

from kg.extraction.coreference import Coreference
from kg.extraction.mentions import Mention, Mentions
from kg.extraction.names import slug
from kg.extraction.sentences import sentence_of, text_of
from kg.extraction.series import Series
from kg.extraction.territories import Territories
from kg.model import ActorKind
from kg.rules import Lexicon
from kg.text.fold import fold

__all__ = ["Places"]

_WHOLE = {
    "city",
    "town",
    "village",
    "province",
    "governorate",
}  # "the northern city of X" is X, not its north
_INDEFINITE = {"a", "an", "another", "one"}
# What the recogniser takes unknown towns for; where a place must stand they are places.
_MISTAKEN = {ActorKind.UNKNOWN, ActorKind.COMMUNITY}


class Places:
    """Read places of one document.

    Args:
        mentions: What the document names.
        coreference: For "the city".
        series: For coordinated places.
        lexicon: The word lists of section ``places``.
        states: Ids of states: a part of one is not the state.

    """

    def __init__(
        self,
        mentions: Mentions,
        coreference: Coreference,
        series: Series,
        lexicon: Lexicon,
        states: Collection[str],
    ) -> None:
        self._mentions = mentions
        self._coreference = coreference
        self._series = series
        self._states = states
        self._described = Territories(mentions.document, lexicon, coreference.place)
        self._directions = lexicon.words("places", "directions")
        self._appositive = lexicon.words("places", "appositive")
        self._settled = lexicon.words("places", "settled")
        self._holding = lexicon.words("transparent", "holding")
        vague = lexicon.words("places", "vague-parts")
        quantity = lexicon.words("transparent", "quantity")
        self._vague = vague
        self._noise = lexicon.words("noise", "names")
        self._amounts = quantity | (vague - self._appositive)
        self._nouns = lexicon.words("places", "heads") | vague | quantity | self._directions

    def of(
        self, token: Token, depth: int, near: Token | None = None, *, alone: bool = False
    ) -> list[Mention]:
        """Return the places that a word stands for, coordinated ones too, each once, in text order."""
        words = [token] if alone else self._series.of(token, near)
        found: dict[str, Mention] = {}
        for word in words:
            for place in self._one(word, depth):
                found.setdefault(place.id, place)
        return list(found.values())

    def _one(self, token: Token, depth: int) -> list[Mention]:
        mention = self._mentions.at(token)
        if mention is None and token.pos_ == "PROPN":
            unknown = _by_capital(token)
            dated = token.ent_type_ in {"DATE", "TIME"}
            return [] if dated or fold(unknown.surface) in self._noise else [unknown]
        place = None if mention is None else self._named(token, mention)
        if place is not None:
            return [self._directed(place)]
        return self._noun(token, depth) if depth else []

    def _named(self, token: Token, mention: Mention) -> Mention | None:
        if not mention.adjective:
            if (place := mention.as_place()) is not None:
                return place
            if mention.kind in _MISTAKEN and mention.id.startswith("name/"):
                return replace(mention, kind=ActorKind.PLACE)
        inner = None if mention.weak else self._mentions.inside(token)
        return inner.as_place() if inner is not None and not inner.adjective else None

    def _noun(self, token: Token, depth: int) -> list[Mention]:
        """Read a common noun: "Idlib province", "the city of Aleppo", "the east of Syria", "the town"."""
        lemma = token.lemma_.lower()
        if lemma not in self._nouns:
            return self._unnamed(token)
        qualifying = [c for c in token.children if c.dep_ in {"compound", "nmod", "poss", "appos"}]
        named = [m for c in qualifying if (m := self._anything_named(c)) is not None]
        if named:
            return [self._phrase(token, named[-1])]
        if (unnamed := self._capitalised(token)) is not None:
            return [unnamed]
        inner = self._within(token, depth)
        if inner:
            return [self._share(token, lemma, place) for place in inner]
        if token.dep_ == "appos" and (named := self._one(token.head, depth - 1)):  # "Raqqa, a city held by X"
            return named
        antecedent = self._coreference.place(token) if lemma in self._settled else None
        return [antecedent] if antecedent is not None else self._unnamed(token)

    def _unnamed(self, token: Token) -> list[Mention]:
        described = self._described.read(token)
        return [] if described is None else [described]

    def _share(self, token: Token, lemma: str, whole: Mention) -> Mention:
        """Return the place or the part of it that "... of" names.

        "The city of Aleppo" is Aleppo and "large parts of Aleppo" we take for it; "eastern parts of Aleppo",
        "districts of Aleppo", "rebel-held parts of Aleppo" and "parts of Syria" are places of their own.
        """
        directions = [t for t in token.lefts if t.lower_ in self._directions]
        if lemma in self._directions or (directions and lemma not in _WHOLE):
            return self._part(token, directions, whole)
        one_of_several = any(c.dep_ == "det" and c.lower_ in _INDEFINITE for c in token.lefts)
        held = any(self._holds(c) for c in token.lefts)
        itself = lemma in self._appositive and token.tag_ != "NNS" and not (held or one_of_several)
        amount = lemma in self._amounts and whole.id not in self._states and not held
        return whole if itself or amount else self._part(token, [], whole)

    def _within(self, token: Token, depth: int) -> list[Mention]:
        found: list[Mention] = []
        for prep in token.children:
            if prep.dep_ == "prep" and prep.lower_ == "of":
                for child in prep.children:
                    if child.dep_ == "pobj":
                        found += self.of(child, depth - 1) or self._all_named(child)
        return found

    def _all_named(self, token: Token) -> list[Mention]:
        return [m for word in self._series.of(token) if (m := self._anything_named(word)) is not None]

    def _anything_named(self, token: Token) -> Mention | None:
        """Read "the Abu al-Duhur airbase": whatever the recogniser took it for, here it names a place."""
        mention = self._mentions.inside(token)
        if mention is None or mention.adjective:
            return None
        if (place := mention.as_place()) is not None:
            return place
        unknown = mention.id.startswith("name/") and mention.sense == ""
        return replace(mention, kind=ActorKind.PLACE) if unknown else None

    def _capitalised(self, head: Token) -> Mention | None:
        """Read "Nayrab airport", where nothing but the capital says that it is a name."""
        first = sentence_of(head).start
        start = head.i
        while start > first and (before := head.doc[start - 1]).pos_ == "PROPN" and head.is_ancestor(before):
            if self._mentions.at(before) is not None:
                return None
            start -= 1
        return None if start == head.i or head.pos_ == "PROPN" else _new(head.doc[start : head.i + 1])

    def _phrase(self, head: Token, name: Mention) -> Mention:
        if name.start > head.idx:
            return self._directed(name)
        whole = replace(name, start=name.start, end=head.idx + len(head))
        if head.lemma_.lower() in self._vague:  # "Idlib province" is Idlib
            return self._directed(whole)
        text = text_of(head.doc)[whole.start : whole.end]
        return replace(whole, id=f"name/{slug(text)}", name=text, kind=ActorKind.PLACE)

    def _directed(self, place: Mention) -> Mention:
        """Take "eastern" into "eastern Aleppo"."""
        doc = place.span.doc
        first = place.span.start
        while first > 0 and self._directs(doc[first - 1]):
            first -= 1
        if first == place.span.start:
            return place
        start = doc[first].idx
        label = text_of(doc)[start : place.start] + place.name
        return replace(place, start=start, id=f"name/{slug(label)}", name=label)

    def _directs(self, token: Token) -> bool:
        return token.lower_ in self._directions and token.dep_ in {"amod", "compound", "conj", "nmod"}

    def _part(self, head: Token, directions: list[Token], whole: Mention) -> Mention:
        held = self._described.start(head) if any(self._holds(c) for c in head.lefts) else head.i
        first = head.doc[min(held, *(t.i for t in [head, *directions]))]
        words = " ".join(t.text for t in directions) or f"{head.doc[first.i : head.i + 1].text} of"
        label = f"{words} {whole.name}"
        last = max(
            [
                head,
                *(t for prep in head.rights for t in prep.rights if t.dep_ == "pobj" and prep.lower_ == "of"),
            ],
            key=lambda t: t.i,
        )
        end = max(whole.end if whole.start > head.idx else 0, last.idx + len(last))
        return replace(whole, start=first.idx, end=end, id=f"name/{slug(label)}", name=label)

    def _holds(self, token: Token) -> bool:
        return token.lemma_.lower() in self._holding


def _by_capital(token: Token) -> Mention:
    """Read a capitalised name that nothing else recognised; where a place must stand, it is one."""
    doc, start = token.doc, token.i
    first = sentence_of(token).start
    while start > first and doc[start - 1].pos_ == "PROPN" and doc[start - 1].head.i == token.i:
        start -= 1
    return _new(doc[start : token.i + 1])


def _new(span: Span) -> Mention:
    name_id = f"name/{slug(span.text)}"
    return Mention(span, span.start_char, span.end_char, name_id, span.text, ActorKind.PLACE)
