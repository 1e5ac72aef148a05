"""The shape of a group's phrase: which words qualify its noun, whose group it is, where the phrase ends."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from spacy.tokens import Doc, Span, Token

from kg.extraction.mentions import Mention, lost_possessive
from kg.extraction.sentences import sentence_of
from kg.model import ActorKind
from kg.rules import Lexicon

__all__ = ["GROUP_KINDS", "Phrases"]

GROUP_KINDS = {
    ActorKind.ARMED_GROUP,
    ActorKind.COALITION,
    ActorKind.POLITICAL_PARTY,
    ActorKind.ORGANISATION,
    ActorKind.UNKNOWN,
}
_HYPHENS = {"-", "–", "‑"}
_MODIFIERS = {"amod", "compound", "nmod", "npadvmod", "poss", "advmod", "punct"}
_NEVER_INSIDE = {"det", "nummod", "poss"}
_OWNING = {"regimes", "governments", "coalitions", "oppositions", "groups", "armies", "states", "movements"}
_DESCRIPTION = 4  # tokens of "backed by gunmen" that go into a label


class Phrases:
    """Read the noun phrases of one document.

    Args:
        doc: The parsed text.
        names: Index of a token -> the name that covers it.
        lexicon: The word lists.

    """

    def __init__(self, doc: Doc, names: Mapping[int, Mention], lexicon: Lexicon) -> None:
        self._doc = doc
        self._names = names
        self._empty = lexicon.words("modifiers", "empty")
        self._bygone = lexicon.words("modifiers", "bygone")
        self._describing = lexicon.words("modifiers", "describing")
        self._labels = lexicon.words("transparent", "labels")

    def span(self, head: Token) -> Span:
        """Take the words before a noun that qualify it, as far as they stand together."""
        doc, start = self._doc, head.i
        first = sentence_of(head).start
        while start > first and (self._joined(start) or self._qualifies(doc[start - 1], head)):
            name = self._names.get(start - 1)
            start = name.span.start if name is not None else start - 1
        if is_side(head) and start == head.i - 2:
            start = head.i
        while start < head.i and not doc[start].text[0].isalnum():
            start += 1
        return doc[start : head.i + 1]

    def _joined(self, start: int) -> bool:
        return self._doc[start - 1].text in _HYPHENS or self._doc[start].text in _HYPHENS

    def _qualifies(self, token: Token, head: Token) -> bool:
        if token.dep_ not in _MODIFIERS or token.dep_ in _NEVER_INSIDE or not head.is_ancestor(token):
            return False
        if token.ent_type_ in {"DATE", "TIME"} or _takes_object(token):
            return False
        word = token.is_alpha or token.i in self._names
        return word and token.lower_ != "'s" and token.lemma_.lower() not in self._empty

    def telling(self, span: Span) -> list[Token]:
        """Return the qualifying words that say something about who is meant."""
        return [t for t in span[:-1] if t.is_alpha and t.lemma_.lower() not in self._empty]

    def owner(self, span: Span) -> Mention | None:
        """Return the actor whose group it is: the nearest name inside the phrase, or its possessor."""
        head = span[-1]
        for token in reversed(span[:-1]):
            name = self._names.get(token.i)
            if name is None or in_compound(name.span[-1]):
                continue
            if not is_side(name.span[0]):  # an "anti-Houthi coalition" is not the Houthis
                return name
        for child in head.lefts:
            name = self._names.get(child.i)
            if name is None or child.i >= span.start:
                continue
            # "40 PKK (banned here) fighters": a bracket stands between.
            stacked = child.dep_ in {"compound", "nmod", "appos"} and name.kind in GROUP_KINDS
            if child.dep_ == "poss" or stacked:
                return name
        before = self._names.get(span.start - 1)
        return before if before is not None and lost_possessive(before) else None

    def leader(self, head: Token) -> Mention | None:
        """Return whose "the administration of X" or "troops loyal to X" are."""
        for child in head.rights:
            if child.lower_ == "of" or (child.dep_ in {"acl", "amod"} and child.lower_ == "loyal"):
                for word in child.subtree:
                    name = self._names.get(word.i)
                    if name is not None and not name.adjective and word.i == name.head.i:
                        return name
        return None

    def named(self, head: Token) -> Mention | None:
        """Return the actor that the phrase introduces by name: "the militant group X"."""
        singular = head.tag_ in {"NN", "NNP"} and head.lemma_.lower() in self._labels
        name = self._names.get(head.i + 1)
        if not singular or name is None or name.adjective:
            return None
        attached = head.dep_ in {"compound", "nmod", "amod", "appos", "nsubj"} or name.head.head.i == head.i
        kinds = {*GROUP_KINDS, ActorKind.ARMED_FORCES, ActorKind.MEDIA_OUTLET}
        return name if attached and name.kind in kinds else None

    def bygone(self, span: Span) -> bool:
        """Tell "the former government", which governs no more."""
        return span.start > 0 and self._doc[span.start - 1].lower_ in self._bygone

    def described(self, head: Token) -> str:
        """Return "fighters loyal to X", where only what follows tells who they are; ``""`` elsewhere."""
        for child in head.rights:
            if child.i == head.i + 1 and child.dep_ in {"acl", "amod"}:
                if child.lemma_.lower() not in self._describing:
                    return ""
                followers = sorted(t.i for t in child.subtree if t.i > child.i)
                named = next((name for i in followers if (name := self._names.get(i)) is not None), None)
                whom = (
                    named.name if named is not None else self._doc[child.i + 1 : child.i + _DESCRIPTION].text
                )
                link = next((t.lower_ for t in child.children if t.pos_ == "ADP"), "")
                return " ".join(word for word in (head.lower_, child.lower_, link, whom) if word)
        return ""

    def edges(self, span: Span) -> tuple[int, int]:
        """Return where the whole phrase starts and ends: with its article, and with "led by X" behind it."""
        start, end = span.start_char, span.end_char - _lost_ending(span)
        if span.start > 0 and self._doc[span.start - 1].lower_ == "the":
            start = self._doc[span.start - 1].idx
        for child in span[-1].children:
            if child.dep_ == "acl" and child.i == span.end and child.lemma_ == "lead":
                for agent in _agents(child):
                    end = max(agent.idx + len(agent), end)
        return start, end


def is_side(token: Token) -> bool:
    """Tell the "regime" of "pro-regime militia": it is the side taken, not the group."""
    doc = token.doc
    return token.i > 1 and doc[token.i - 1].text in _HYPHENS and doc[token.i - 2].lower_ in {"pro", "anti"}


def _takes_object(token: Token) -> bool:
    """Tell the "pitting" of "war pitting rebels" from the "warring" of "warring factions"."""
    return token.tag_ == "VBG" and token.i > 0 and token.nbor(-1).pos_ in {"NOUN", "PROPN"}


def _lost_ending(span: Span) -> int:
    """Return 1 for "the regimes allies", "the armys artillery", where the apostrophe is lost; else 0."""
    head = span[-1]
    following = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    if head.lower_.endswith("ys"):
        return 1
    owns = following is not None and following.pos_ in {"NOUN", "PROPN", "ADJ"} and head.dep_ != "conj"
    definite = span.start > 0 and span.doc[span.start - 1].lower_ == "the"
    return int(owns and definite and head.lower_ in _OWNING)


def in_compound(token: Token) -> bool:
    """Tell the "Russia" of "Russia-backed" from the "Russian" of "Russian troops"."""
    following = token.i + 1
    return following < len(token.doc) and token.doc[following].text in _HYPHENS


def after_hyphen(token: Token) -> bool:
    """Tell the "backed" of "Russia-backed"."""
    return token.i > 0 and token.doc[token.i - 1].text in _HYPHENS


def _agents(participle: Token) -> Collection[Token]:
    return [t for by in participle.children if by.dep_ == "agent" for t in by.children if t.dep_ == "pobj"]
