"""Mentions by common nouns: "the rebels", "Turkish-backed fighters", "government forces", "ISIL militants".

With a country they mean its state or armed forces; with a named group they mean that group; else they mean a
group of this document alone, because the rebels of one article are not the rebels of another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from kg.catalogue import Catalogue
from kg.extraction.mentions import Homeland, Mention
from kg.extraction.names import local_id
from kg.extraction.phrases import GROUP_KINDS, Phrases, after_hyphen, in_compound, is_side
from kg.extraction.states import States
from kg.model import ActorKind, Date
from kg.rules import Lexicon

__all__ = ["find_groups"]

_NOUNS = {"NOUN", "PROPN", "ADJ"}
_SENSE_KINDS = {
    "coalition": ActorKind.COALITION,
    "activists": ActorKind.COMMUNITY,
    "kurds": ActorKind.COMMUNITY,
    "forces": ActorKind.ARMED_FORCES,
    "government": ActorKind.GOVERNMENT_BODY,
}
# "forces", "state" alone are too weak even for the country spoken of.
_BARE = {"force", "state", "administration", "authority"}


def find_groups(
    doc: Doc,
    document: str,
    names: Sequence[Mention],
    catalogue: Catalogue,
    states: States,
    home: Homeland | None,
    lexicon: Lexicon,
    on: Date | None = None,
) -> list[Mention]:
    """Return the groups named by common nouns.

    Weak ones, which only an antecedent can give a meaning ("the group"), are among them and marked as such.

    Args:
        doc: The parsed text.
        document: Id of the document, for groups that only it knows.
        names: The mentions by name; no group is looked for inside them.
        catalogue: For the names of states and armed forces.
        states: The same, indexed.
        home: The state that the document is most about.
        lexicon: The word lists.
        on: The date of the document: who leads a state then.

    """
    covering = {i: m for m in names for i in range(m.span.start, m.span.end)}
    finder = _Finder(
        document,
        lexicon,
        covering,
        Phrases(doc, covering, lexicon),
        states.forces,
        states.led(on),
        home,
        catalogue,
    )
    heads = (token for token in doc if token.i not in covering and finder.may_head(token))
    return [mention for token in heads if (mention := finder.read(token)) is not None]


@dataclass(frozen=True, slots=True)
class _Finder:
    document: str
    lexicon: Lexicon
    names: Mapping[int, Mention]
    phrases: Phrases
    forces: Mapping[str, str]
    leaders: Mapping[str, str]
    home: Homeland | None
    catalogue: Catalogue

    def may_head(self, token: Token) -> bool:
        if token.pos_ not in _NOUNS or (token.dep_ == "amod" and not is_side(token)) or self._called(token):
            return False
        before_group = token.dep_ == "compound" and token.head.i == token.i + 1
        return not (before_group and (self._sense(token.head) or self._is_weak(token.head)))

    def _called(self, token: Token) -> bool:
        """Tell what somebody is only called: "called them terrorists", "described them as terrorists"."""
        governor = token.head
        if token.dep_ == "pobj" and governor.lower_ == "as":
            return governor.head.lemma_.lower() in self.lexicon.words("claimant", "opinion")
        return token.dep_ == "oprd" and governor.lemma_.lower() in self.lexicon.words("claimant", "opinion")

    def read(self, head: Token) -> Mention | None:
        sense = self._sense(head)
        if not sense and not self._is_weak(head):
            return None
        span = self.phrases.span(head)
        if (named := self.phrases.named(head)) is not None:
            return Mention(span, *self.phrases.edges(span), named.id, named.name, named.kind)
        if any(t.dep_ == "poss" and t.pos_ == "PRON" for t in head.lefts):
            return self._weak(span)  # "its troops"
        if self.phrases.bygone(span):
            return self._local(span, f"former {span.text}", "")
        owner = self.phrases.owner(span)
        if owner is None and sense == "government":
            owner = self._ruled(head)
        if (loyal := self._loyal(span, owner)) is not None:
            return loyal
        owned = None if owner is None else self._owned(span, sense, owner)
        return owned if owned is not None else self._unowned(span, sense)

    def _ruled(self, head: Token) -> Mention | None:
        """Return the state that "the junta in Mali" rules."""
        places = (t for prep in head.rights if prep.lower_ == "in" for t in prep.children if t.dep_ == "pobj")
        named = (self.names.get(token.i) for token in places)
        return next((name for name in named if name is not None and name.kind is ActorKind.STATE), None)

    def _is_weak(self, token: Token) -> bool:
        return token.lemma_.lower() in self.lexicon.words("group-heads", "weak")

    def _sense(self, token: Token) -> str:
        """Return which list of the lexicon's groups the noun is in, ``""`` if none."""
        if token.pos_ not in _NOUNS:
            return ""
        words = {token.lemma_.lower(), token.lower_}
        if token.lower_.endswith("ys"):  # "the armys artillery"
            words.add(token.lower_[:-1])
        return next((sense for sense, nouns in self.lexicon.section("groups").items() if words & nouns), "")

    def _owned(self, span: Span, sense: str, owner: Mention) -> Mention | None:
        """Return who "the X army", "X's government", "X fighters" are."""
        if owner.kind is ActorKind.STATE:
            if sense == "government":
                return self._catalogued(span, owner.id)
            whole = sense == "forces" and owner.id in self.forces and not self._qualified(span, owner)
            return self._catalogued(span, self.forces[owner.id]) if whole else None
        members = self.lexicon.words("group-heads", "members")
        of_group = owner.kind in GROUP_KINDS and bool(members & {span[-1].lemma_.lower(), span[-1].lower_})
        of_army = owner.kind is ActorKind.ARMED_FORCES and (sense == "forces" or self._is_weak(span[-1]))
        if of_group or of_army:
            start = min(span.start_char, owner.start)
            return Mention(span, start, span.end_char, owner.id, owner.name, owner.kind)
        return None

    def _loyal(self, span: Span, owner: Mention | None) -> Mention | None:
        """Read "Assad's forces", "the administration of President Biden", "troops loyal to the president"."""
        sense = self._sense(span[-1])
        led = owner if owner is not None else self.phrases.leader(span[-1])
        if led is None or sense not in {"forces", "government"}:
            return None
        state = self.leaders.get(led.id, led.id if owner is None and led.kind is ActorKind.STATE else "")
        if not state:
            return None
        actor_id = state if sense == "government" else self.forces.get(state, state)
        found = self._catalogued(span, actor_id)
        return replace(found, start=min(found.start, led.start))

    def _qualified(self, span: Span, owner: Mention) -> bool:
        """Tell "Syrian Kurdish forces" and "Syrian opposition forces" from the forces of the Syrian state."""
        plain = self.lexicon.words("modifiers", "military")
        return any(t.lower_ not in plain for t in span[:-1] if t.i >= owner.span.end and t.is_alpha)

    def _unowned(self, span: Span, sense: str) -> Mention:
        inner = [s for t in span[:-1] if not in_compound(t) and not is_side(t) and (s := self._sense(t))]
        borrowed = inner[0] if inner else ""
        soldiers = sense == "forces" or span[-1].lemma_.lower() == "fighter"
        if borrowed in {"government", "forces"} and soldiers:
            return self._state_forces(span)
        telling = self.phrases.telling(span)
        military = self.lexicon.words("modifiers", "military")
        armed = bool(telling) and sense == "forces" and all(t.lower_ in military for t in telling)
        if not armed and (self._is_weak(span[-1]) or (borrowed and sense == "forces")):
            sense = borrowed
        if sense in {"forces", "government"}:
            return self._of_homeland(span, sense)
        if sense:
            return self._local(span, " ".join([*self._distinction(span), sense]), sense)
        if telling:
            return self._local(span, span.text, "")
        described = self.phrases.described(span[-1])
        return self._local(span, described, "") if described else self._weak(span)

    def _of_homeland(self, span: Span, sense: str) -> Mention:
        """Read "the army", "government troops": those of the country that the document is about."""
        telling = self.phrases.telling(span)
        head = span[-1]
        sent = _is_sent(head)
        bare = not telling and (head.lemma_.lower() in _BARE or sent)  # "sent troops": the sender's
        modifies = span[-1].dep_ == "compound" and sense == "government"  # "state control"
        if bare and not (modifies and self.home is not None):
            return self._weak(span)
        official = self.lexicon.words("modifiers", "military")
        official |= self.lexicon.words("groups", "forces") | self.lexicon.words("groups", "government")
        if self.home is None or any(t.lemma_.lower() not in official for t in telling):
            return self._local(span, span.text, sense)
        return self._catalogued(span, self.home.forces if sense == "forces" else self.home.state)

    def _state_forces(self, span: Span) -> Mention:
        """Read "Syrian government forces", "regime soldiers"."""
        for token in span:
            name = self.names.get(token.i)
            if name is not None and name.id in self.forces and not in_compound(token):
                return self._catalogued(span, self.forces[name.id])
        return (
            self._local(span, span.text, "forces")
            if self.home is None
            else self._catalogued(span, self.home.forces)
        )

    def _distinction(self, span: Span) -> list[str]:
        """Return the words that tell the group from others of its sense: "Kurdish", but not "Syrian"."""
        home = None if self.home is None else self.home.state
        sides = [f"{t.nbor(-2).lower_}-{t.text}" for t in span[:-1] if is_side(t)]
        return sides + [
            token.text
            for token in self.phrases.telling(span)
            if not self._sense(token)
            and not is_side(token)
            and not in_compound(token)
            and not after_hyphen(token)
            and not ((name := self.names.get(token.i)) is not None and name.id == home)
        ]

    def _catalogued(self, span: Span, actor_id: str) -> Mention:
        actor = self.catalogue.actors[actor_id]
        return Mention(span, *self.phrases.edges(span), actor.id, actor.name, actor.kind)

    def _local(self, span: Span, label: str, sense: str) -> Mention:
        kind = _SENSE_KINDS.get(sense, ActorKind.ARMED_GROUP)
        own_id = local_id(self.document, label)
        return Mention(span, *self.phrases.edges(span), own_id, f"the {label}", kind, sense=sense)

    def _weak(self, span: Span) -> Mention:
        own_id = local_id(self.document, span.text)
        return Mention(
            span, *self.phrases.edges(span), own_id, f"the {span.text}", ActorKind.UNKNOWN, weak=True
        )


def _is_sent(head: Token) -> bool:
    """Tell the troops of "sent troops", "sent thousands of troops": they are the sender's."""
    if any(c.dep_ in {"det", "poss"} for c in head.children):
        return False
    counted = head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.dep_ == "dobj"
    return head.dep_ == "dobj" or counted
