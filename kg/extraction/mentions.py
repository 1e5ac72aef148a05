"""Mentions: the stretches of a document that name somebody or some place, and who is meant by each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Span, Token

from kg.extraction.sentences import text_of
from kg.model import ActorKind, ActorRef

__all__ = ["Homeland", "Mention", "Mentions", "lost_possessive", "reference"]


@dataclass(frozen=True, slots=True)
class Homeland:
    """The state whose army "the army" is in a document.

    Attributes:
        state: Its id.
        forces: Id of its armed forces; the state's if unknown.
        capital: Id and name of the city that "the capital" is.

    """

    state: str
    forces: str
    capital: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One stretch of text and who is meant.

    Attributes:
        span: Its tokens.
        start: First code point in the document's text.
        end: Code point after the last.
        id: Id of the actor or place.
        name: The name to show for it.
        kind: What sort of actor; ``PLACE`` where it names a place only.
        place: Id and name of the place, where the words can mean one: "Damascus", "Syria".
        adjective: "Syrian", "Russian": it names the actor only inside another phrase.
        sense: For a group named by common nouns, which: ``rebels``, ``militants``; empty for names.
        weak: The words alone name nobody ("the group"): only an antecedent can say who is meant.
        variant: Why the words are another spelling of a name of the catalogue; empty where they are not.

    """

    span: Span = field(repr=False)
    start: int
    end: int
    id: str
    name: str
    kind: ActorKind
    place: tuple[str, str] | None = None
    adjective: bool = False
    sense: str = ""
    weak: bool = False
    variant: str = ""

    @property
    def surface(self) -> str:
        """The words as the document writes them."""
        return text_of(self.span.doc)[self.start : self.end]

    @property
    def head(self) -> Token:
        """The word that the rest of the phrase hangs on; the last, where the parser hangs several outside."""
        first, end = self.span.start, self.span.end
        return [t for t in self.span if t.head.i == t.i or not first <= t.head.i < end][-1]

    def as_place(self) -> Mention | None:
        """Return the mention read as a place, or ``None`` where it cannot be one."""
        if self.place is None:
            return None
        return replace(self, id=self.place[0], name=self.place[1], kind=ActorKind.PLACE)

    def meaning(self, other: Mention) -> Mention:
        """Return this mention with the actor of another: its antecedent."""
        return replace(
            self,
            id=other.id,
            name=other.name,
            kind=other.kind,
            place=other.place,
            sense=other.sense,
            weak=False,
        )


def lost_possessive(mention: Mention) -> bool:
    """Tell "Syrias army", where the apostrophe is lost."""
    return mention.span.end_char == mention.end + 1 and text_of(mention.span.doc)[mention.end] == "s"


def reference(mention: Mention) -> ActorRef:
    """Return the mention in the form that claims use."""
    return ActorRef(mention.id, mention.name, mention.surface, mention.start, mention.end)


class Mentions:
    """The mentions of one document, found by their tokens.

    A phrase may hold others: in "Syrian army" the whole names the armed forces, "Syrian" alone the state.

    Attributes:
        doc: The parsed text.
        document: Its id; what only it knows is named after it.
        home: The state that the document is most about, where it names one.
        loose: What may be meant as well, in text order: "a spokesman", the "rebel" of "rebel territory".
            No rule reads these; a judge of pairs may.
        groups: Start, end and id of those that a common noun names: "the rebels".

    """

    def __init__(
        self,
        doc: Doc,
        mentions: Iterable[Mention],
        document: str = "",
        home: Homeland | None = None,
        loose: Iterable[Mention] = (),
        groups: Iterable[Mention] = (),
    ) -> None:
        self.doc = doc
        self.groups = frozenset((m.start, m.end, m.id) for m in groups)
        self.loose = sorted(loose, key=lambda m: (m.span.start, -m.span.end, m.id))
        self.document = document
        self.home = home
        self._outer: dict[int, Mention] = {}
        self._inner: dict[int, Mention] = {}
        self._all = sorted(mentions, key=lambda m: (m.span.start, -m.span.end, m.id))
        for mention in self._all:
            for i in range(mention.span.start, mention.span.end):
                table = self._inner if i in self._outer else self._outer
                table.setdefault(i, mention)

    def __iter__(self) -> Iterator[Mention]:
        return iter(self._all)

    def at(self, token: Token) -> Mention | None:
        """Return the widest mention that covers the token."""
        return self._outer.get(token.i)

    def inside(self, token: Token) -> Mention | None:
        """Return the mention that covers the token inside another, else the one that covers it."""
        return self._inner.get(token.i) or self._outer.get(token.i)

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that lie wholly in the tokens ``start`` to ``end``, in order."""
        return [m for m in self._all if start <= m.span.start and m.span.end <= end]
