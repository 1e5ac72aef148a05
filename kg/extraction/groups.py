"""Mentions by common nouns: "the rebels", "Turkish-backed fighters", "government forces", "ISIL militants".

With a country they mean its state or armed forces; with a named group they mean that group; else they mean a
group of this document alone, because the rebels of one article are not the rebels of another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kg.catalogue import Catalogue
from kg.extraction.mentions import Mention
from kg.extraction.names import local_id
from kg.extraction.sentences import sentence_of, text_of
from kg.extraction.states import Homeland, States, homeland
from kg.model import ActorKind
from kg.rules import Lexicon

__all__ = ["find_groups"]

_MODIFIERS = {"amod", "compound", "nmod", "npadvmod", "poss", "advmod", "punct"}
_GROUPS = {
    ActorKind.ARMED_GROUP,
    ActorKind.COALITION,
    ActorKind.POLITICAL_PARTY,
    ActorKind.ORGANISATION,
    ActorKind.UNKNOWN,
}
# In "Turkish-backed fighters" the country is not whose fighters they are.
_HYPHENS = {"-", "–", "‑"}


@dataclass(frozen=True, slots=True)
class _Finder:
    doc: Doc
    document: str
    lexicon: Lexicon
    names: Mapping[int, Mention]
    forces: Mapping[str, str]
    home: Homeland | None
    catalogue: Catalogue

    def read(self, token: Token) -> Mention | None:
        lemma = token.lemma_.lower()
        sense = self._sense(token, lemma)
        weak = lemma in self.lexicon.words("group-heads", "weak")
        if not sense and not weak:
            return None
        span = self._span(token)
        owner = self._owner(span, token)
        if (named := self._label_of(token, lemma)) is not None:
            return Mention(span, *self._edges(span), named.id, named.name, named.kind)
        if self._bygone(span):
            return self._local(span, f"former {span.text}", sense, ActorKind.UNKNOWN)
        if owner is not None and (resolved := self._owned(span, lemma, sense, owner)) is not None:
            return resolved
        inner = [t for t in span if t.i != token.i]
        borrowed = next(
            (s for t in inner if (s := self._sense(t, t.lemma_.lower())) and not _in_compound(t)), ""
        )
        if borrowed in {"government", "forces"} and (
            sense == "forces" or lemma in {"force", "troop", "soldier", "fighter", "army"}
        ):
            return self._state_forces(span)
        if weak or (borrowed and sense == "forces"):
            sense = borrowed
        if sense in {"forces", "government"}:
            return self._own(span, sense)
        if sense == "":
            telling = [
                t
                for t in inner
                if t.lemma_.lower() not in self.lexicon.words("modifiers", "empty") and t.is_alpha
            ]
            if telling:
                return self._local(span, span.text, "")
            described = self._described(token)
            return self._local(span, described, "") if described else self._weak(span)
        return self._local(span, self._label(span, token, sense), sense)

    def _label_of(self, token: Token, lemma: str) -> Mention | None:
        """Return the actor that the group is named as: "the militant group X"."""
        if (
            lemma not in self.lexicon.words("transparent", "labels")
            or token.tag_ not in {"NN", "NNP"}
            or token.i + 1 >= len(self.doc)
        ):
            return None
        name = self.names.get(token.i + 1)
        fits = (
            name is not None
            and name.kind in {*_GROUPS, ActorKind.ARMED_FORCES, ActorKind.MEDIA_OUTLET}
            and not name.adjective
        )
        return (
            name
            if fits
            and (
                token.dep_ in {"compound", "nmod", "amod", "appos", "nsubj"}
                or name.span.root.head.i == token.i
            )
            else None
        )

    def _bygone(self, span: Span) -> bool:
        before = self.doc[span.start - 1].lower_ if span.start > 0 else ""
        return before in self.lexicon.words("modifiers", "bygone")

    def _described(self, token: Token) -> str:
        """Return "fighters loyal to X" where only what follows tells who the fighters are."""
        for child in token.rights:
            if (
                child.dep_ in {"acl", "amod"}
                and child.i == token.i + 1
                and child.lemma_.lower()
                in {"loyal", "back", "lead", "support", "align", "ally", "link", "belong", "affiliate"}
            ):
                last = max((t.i for t in child.subtree), default=child.i)
                return self.doc[token.i : min(last, token.i + 6) + 1].text
        return ""

    def _sense(self, token: Token, lemma: str) -> str:
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            return ""
        for sense, nouns in self.lexicon.section("groups").items():
            if lemma in nouns or token.lower_ in nouns:
                return sense
        return ""

    def _span(self, head: Token) -> Span:
        """Take the words before the head that qualify it, as far as they stand together."""
        empty = self.lexicon.words("modifiers", "empty")
        start = head.i
        while start > sentence_of(head).start:
            token = self.doc[start - 1]
            joined = token.text in _HYPHENS or self.doc[start].text in _HYPHENS
            name = self.names.get(token.i)
            qualifies = (
                token.dep_ in _MODIFIERS and head.is_ancestor(token) and (token.is_alpha or name is not None)
            )
            possessive = (
                token.lower_ in {"'s", "’s"}
                or token.dep_ in {"det", "nummod", "poss"}
                or token.lemma_.lower() in empty
            )
            if not joined and (not qualifies or possessive):
                break
            start = name.span.start if name is not None else start - 1
        if self.doc[start].lower_ in {"pro", "anti"} and start + 2 == head.i:
            start = head.i  # "pro-regime": the side taken, not the group
        while start < head.i and not self.doc[start].text[0].isalnum():
            start += 1
        return self.doc[start : head.i + 1]

    def _owner(self, span: Span, head: Token) -> Mention | None:
        """Return the actor whose group it is: the nearest name inside, or the possessor before it."""
        for token in reversed(list(span)[:-1]):
            name = self.names.get(token.i)
            if name is not None and not _in_compound(name.span[-1]) and name.kind is not ActorKind.PERSON:
                return name
        for child in head.lefts:
            # "120 Daesh (banned in Russia) militants": a bracket stands between.
            name = self.names.get(child.i)
            if (
                child.dep_ in {"compound", "nmod", "appos"}
                and child.i < span.start
                and name is not None
                and name.kind in _GROUPS
            ):
                return name
        possessor = next((t for t in head.children if t.dep_ == "poss" and t.i < span.start), None)
        name = self.names.get(possessor.i) if possessor is not None else None
        if name is None and span.start > 0 and "'" not in self.doc[span.start - 1].text:
            # "Syrias army": the lost apostrophe leaves a plain noun before the group.
            before = self.names.get(span.start - 1)
            name = before if before is not None and _lost_possessive(before) else None
        return name

    def _owned(self, span: Span, lemma: str, sense: str, owner: Mention) -> Mention | None:
        state = owner.kind is ActorKind.STATE
        if state and sense == "forces" and span.root.lemma_.lower() in self.lexicon.words("groups", "forces"):
            forces = self.forces.get(owner.id)
            if forces is not None and not self._qualified(span, owner):
                return self._catalogued(span, forces)
            return None
        if state and sense == "government":
            return self._catalogued(span, owner.id)
        members = self.lexicon.words("group-heads", "members")
        of_group = owner.kind in _GROUPS and (lemma in members or span.root.lower_ in members)
        if of_group or (owner.kind is ActorKind.ARMED_FORCES and sense == "forces"):
            return Mention(
                span, min(span.start_char, owner.start), span.end_char, owner.id, owner.name, owner.kind
            )
        return None

    def _qualified(self, span: Span, owner: Mention) -> bool:
        """Tell "Syrian Kurdish forces" and "Syrian opposition forces" from the forces of the Syrian state."""
        between = [t for t in span if t.i >= owner.span.end and t.i < span.end - 1 and t.is_alpha]
        plain = {
            "armed",
            "air",
            "ground",
            "military",
            "special",
            "security",
            "army",
            "government",
            "regime",
            "naval",
            "elite",
            "regular",
            "arab",
            "state",
        }
        return any(t.lower_ not in plain for t in between)

    def _own(self, span: Span, sense: str) -> Mention:
        telling = [
            t
            for t in span
            if t.i < span.end - 1
            and t.is_alpha
            and t.lemma_.lower() not in self.lexicon.words("modifiers", "empty")
        ]
        official = (
            self.lexicon.words("groups", "forces")
            | self.lexicon.words("groups", "government")
            | {"armed", "ground", "loyal", "air"}
        )
        if not telling and span.root.dep_ == "compound" and self.home is not None and sense == "government":
            return self._catalogued(span, self.home.state)  # "state control"
        if self.home is None or any(t.lemma_.lower() not in official for t in telling):
            bare = (
                span.root.lemma_.lower() in {"force", "state", "administration", "authority"} and not telling
            )
            kind = ActorKind.ARMED_FORCES if sense == "forces" else ActorKind.GOVERNMENT_BODY
            return self._weak(span) if bare else self._local(span, span.text, sense, kind)
        if span.root.lemma_.lower() in {"force", "state", "administration"} and not telling:
            return self._weak(span)
        return self._catalogued(span, self.home.forces if sense == "forces" else self.home.state)

    def _state_forces(self, span: Span) -> Mention:
        owner = next(
            (
                m
                for t in span
                if (m := self.names.get(t.i)) is not None
                and m.kind is ActorKind.STATE
                and not _in_compound(t)
            ),
            None,
        )
        if owner is not None and owner.id in self.forces:
            return self._catalogued(span, self.forces[owner.id])
        if self.home is not None:
            return self._catalogued(span, self.home.forces)
        return self._local(span, span.text, "forces", ActorKind.ARMED_FORCES)

    def _catalogued(self, span: Span, actor_id: str) -> Mention:
        actor = self.catalogue.actors[actor_id]
        return Mention(span, *self._edges(span), actor.id, actor.name, actor.kind)

    def _local(self, span: Span, label: str, sense: str, kind: ActorKind = ActorKind.ARMED_GROUP) -> Mention:
        kind = (
            ActorKind.COALITION
            if sense == "coalition"
            else ActorKind.COMMUNITY
            if sense in {"activists", "kurds"}
            else kind
        )
        return Mention(
            span, *self._edges(span), local_id(self.document, label), f"the {label}", kind, sense=sense
        )

    def _weak(self, span: Span) -> Mention:
        return Mention(
            span,
            *self._edges(span),
            local_id(self.document, span.text),
            f"the {span.text}",
            ActorKind.UNKNOWN,
            weak=True,
        )

    def _edges(self, span: Span) -> tuple[int, int]:
        """Return where the whole phrase starts and ends: with its article, and with "led by X" behind it."""
        start, end = span.start_char, span.end_char
        if span.start > 0 and self.doc[span.start - 1].lower_ == "the":
            start = self.doc[span.start - 1].idx
        for child in span.root.children:
            agents = [
                t for by in child.children if by.dep_ == "agent" for t in by.children if t.dep_ == "pobj"
            ]
            if child.dep_ == "acl" and child.i == span.end and agents and child.lemma_ == "lead":
                end = max(agents[0].idx + len(agents[0]), end)
        return start, end

    def _label(self, span: Span, head: Token, sense: str) -> str:
        """Return the words that tell the group from others of its sense: "Kurdish rebels", but "rebels" for "rebel fighters"."""
        plain = self.lexicon.words("modifiers", "empty")
        telling = [
            t.text
            for t in span
            if t.i != head.i
            and t.is_alpha
            and t.lemma_.lower() not in plain
            and not self._sense(t, t.lemma_.lower())
            and not (
                (name := self.names.get(t.i)) is not None
                and self.home is not None
                and name.id == self.home.state
            )
            and not _in_compound(t)
            and not (t.i > 0 and self.doc[t.i - 1].text in _HYPHENS)
        ]
        return " ".join([*telling, sense])


def _in_compound(token: Token) -> bool:
    """Tell the "Russia" of "Russia-backed" from the "Russian" of "Russian troops"."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return following is not None and following.text in _HYPHENS


def _lost_possessive(mention: Mention) -> bool:
    return mention.span.end_char == mention.end + 1 and text_of(mention.span.doc)[mention.end] == "s"


def find_groups(
    doc: Doc, document: str, names: Sequence[Mention], catalogue: Catalogue, states: States, lexicon: Lexicon
) -> list[Mention]:
    """Return the groups named by common nouns; weak ones ("the group") are marked as such."""
    covering = {i: m for m in names for i in range(m.span.start, m.span.end)}
    home = homeland(names, catalogue, states, lexicon)
    finder = _Finder(doc, document, lexicon, covering, states.forces, home, catalogue)
    found = []
    for token in doc:
        sided = (
            token.i > 1 and doc[token.i - 1].text in _HYPHENS and doc[token.i - 2].lower_ in {"pro", "anti"}
        )
        if (
            token.i in covering
            or token.pos_ not in {"NOUN", "PROPN", "ADJ"}
            or (token.dep_ == "amod" and not sided)
        ):
            continue
        if token.dep_ == "compound" and token.head.i == token.i + 1 and _is_group_noun(token.head, lexicon):
            continue
        mention = finder.read(token)
        if mention is not None:
            found.append(mention)
    return found


def _is_group_noun(token: Token, lexicon: Lexicon) -> bool:
    lemma = token.lemma_.lower()
    return lemma in lexicon.words("group-heads", "weak") or any(
        lemma in nouns for nouns in lexicon.section("groups").values()
    )
