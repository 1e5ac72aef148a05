"""The words of the project as frozen dataclasses; no input or output here.

A *document* holds *mentions* that name *actors*; a *claim* is one document saying that a relation held
between two actors, with polarity, modality, claimant, time and *evidence*. docs/glossary.md has them all.

Offsets count Unicode code points in ``Document.text`` as given, end exclusive.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from kg.errors import DataError
from kg.vocabulary import RELATIONS

__all__ = [
    "Actor",
    "ActorKind",
    "ActorRef",
    "Claim",
    "Claimant",
    "Date",
    "Document",
    "Event",
    "EventKind",
    "Evidence",
    "Fact",
    "Judgement",
    "Modality",
    "Name",
    "NameKind",
    "Polarity",
    "Reading",
    "Run",
    "Verdict",
]

Precision = Literal["year", "month", "day"]
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A day, a month or a year: as precise as the source allows.

    Build one with :meth:`parse`; ``str(date)`` gives the ISO text back. Ordering compares the texts, so
    ``2016`` sorts before ``2016-07``.
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> Date:
        """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

        Raises:
            DataError: The text is no such date, or the day does not exist.

        """
        match = _ISO_DATE.fullmatch(text.strip())
        if match is None:
            raise DataError(f"not a date: {text!r}", hint="write YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = match.groups()
        try:
            dt.date(int(year), int(month or 1), int(day or 1))
        except ValueError as error:
            raise DataError(f"not a date: {text!r} ({error})") from error
        return cls(match.group())

    @property
    def precision(self) -> Precision:
        """``year``, ``month`` or ``day``."""
        return {4: "year", 7: "month", 10: "day"}[len(self.text)]  # type: ignore[return-value]

    def first_day(self) -> dt.date:
        """Return the first day that the date may mean."""
        return dt.date.fromisoformat((self.text + "-01-01")[:10])

    def last_day(self) -> dt.date:
        """Return the last day that the date may mean."""
        first = self.first_day()
        if self.precision == "year":
            return first.replace(month=12, day=31)
        if self.precision == "month":
            return first.replace(day=calendar.monthrange(first.year, first.month)[1])
        return first

    def __str__(self) -> str:
        return self.text


class ActorKind(StrEnum):
    """What sort of thing is named. ``PLACE`` is the only one that cannot act."""

    STATE = "state"
    GOVERNMENT_BODY = "government_body"
    ARMED_FORCES = "armed_forces"
    ARMED_GROUP = "armed_group"
    POLITICAL_PARTY = "political_party"
    COALITION = "coalition"
    INTERNATIONAL_ORGANISATION = "international_organisation"
    ORGANISATION = "organisation"
    MEDIA_OUTLET = "media_outlet"
    COMMUNITY = "community"
    PERSON = "person"
    PLACE = "place"
    UNKNOWN = "unknown"


class NameKind(StrEnum):
    """What sort of name it is."""

    OFFICIAL = "official"
    ACRONYM = "acronym"
    ALIAS = "alias"
    FORMER = "former"
    EXONYM = "exonym"
    METONYM = "metonym"  # the capital or seat that stands for the actor: Damascus, the Kremlin
    ADJECTIVE = "adjective"  # Syrian, Russian: names the actor only inside another phrase
    ORIGINAL_SCRIPT = "original_script"
    WEAK = "weak"  # many others are called so too: a first name, a title, a common word


class Polarity(StrEnum):
    """Does the claim say that the relation held, or that it did not?"""

    AFFIRMED = "affirmed"
    DENIED = "denied"


class Modality(StrEnum):
    """How firmly, and by whom, the claim is made."""

    ASSERTED = "asserted"  # the article says so itself
    REPORTED = "reported"  # somebody in the article says so: the claimant
    POSSIBLE = "possible"  # may, alleged, suspected
    PLANNED = "planned"  # will, vows to, wants to
    CONDITIONAL = "conditional"  # if, unless


@dataclass(frozen=True, slots=True)
class Document:
    """One article as it was given.

    ``text`` is what all offsets count in and is never changed. ``id`` is unique in a store.
    """

    id: str
    text: str
    title: str = ""
    publisher: str = ""
    date: Date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an actor, with the time in which it was in force.

    ``valid_from`` is inclusive, ``valid_until`` exclusive; ``None`` means not known. ``language`` is a
    BCP 47 tag, empty where the name belongs to no language (acronyms).
    """

    text: str
    kind: NameKind = NameKind.ALIAS
    language: str = ""
    valid_from: Date | None = None
    valid_until: Date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A curated relation of an actor, for example a person ``leads`` a group from a date on."""

    relation: str
    target: str
    valid_from: Date | None = None
    valid_until: Date | None = None


class EventKind(StrEnum):
    """What became of actors. A rename is no event: it gives an actor one more dated name."""

    SPLIT = "split"  # one loses a part that goes on as an actor of its own, or falls apart
    MERGER = "merger"  # several become one, or one takes others in
    SUCCESSION = "succession"  # one ends and another takes its place: the same people, newly made
    DISSOLUTION = "dissolution"  # one ends and nobody takes its place


@dataclass(frozen=True, slots=True)
class Event:
    """A day on which actors came out of other actors, or ended.

    ``predecessors`` and ``successors`` are ids. Whoever goes on after a merger stands on both sides; whoever
    goes on after a split stands only before it. ``date`` is ``None`` where it is not known.
    """

    kind: EventKind
    predecessors: tuple[str, ...]
    successors: tuple[str, ...] = ()
    date: Date | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is meant: an entry of the catalogue, or an actor that a document brought in.

    Ids are stable and become IRIs: ``hayat-tahrir-al-sham`` (catalogue), ``name/ansar-xyz`` (named in a
    text, unknown to the catalogue), ``doc/3f2a.../rebels`` (a common-noun group, meant only in that
    document).

    ``name`` is the name to show. ``names`` holds all names, the shown one too. ``countries`` are ISO 3166
    alpha-2 codes. ``same_as`` maps a register (``ucdp``, ``un``, ``wikidata``) to its id there.
    ``sources`` says where the facts come from.
    """

    id: str
    kind: ActorKind
    name: str
    names: tuple[Name, ...] = ()
    countries: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    same_as: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActorRef:
    """An actor at one place of a text: who is meant, and the words used for it."""

    id: str
    name: str
    surface: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who says so, when it is not the article itself."""

    id: str
    name: str
    surface: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words behind a claim: ``quote == text[start:end]``, and the rule or model that read them."""

    start: int
    end: int
    quote: str
    by: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One document says that a relation held, or did not hold, between two actors.

    ``relation`` is a key of :data:`kg.vocabulary.RELATIONS`. ``confidence`` lies in (0, 1].

    Raises:
        DataError: The relation is unknown or the confidence out of range.

    """

    document: str
    source: ActorRef
    relation: str
    target: ActorRef
    evidence: Evidence
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ASSERTED
    claimant: Claimant | None = None
    valid_from: Date | None = None
    valid_until: Date | None = None
    confidence: float = 1.0

    def __post_init__(self) -> None:
        if self.relation not in RELATIONS:
            raise DataError(f"unknown relation {self.relation!r}", hint="known: " + ", ".join(RELATIONS))
        if not 0 < self.confidence <= 1:
            raise DataError(f"confidence {self.confidence} is not in (0, 1]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What extraction took from one document: its claims and every actor that they name.

    Actors of the catalogue come as the catalogue holds them, plus names that the document itself defines
    for them; actors that the document brought in come with the names it uses.
    """

    document: Document
    claims: tuple[Claim, ...] = ()
    actors: tuple[Actor, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Run:
    """The versions and digests that decide what a reading of a document looks like.

    Two executions with the same values give the same graph, so a run carries no clock time.

    Attributes:
        version: Of this program.
        model: Name and version of the language pipeline, and of what runs it.
        rules: Digest of the rules; empty where no article was read, but a list of others.
        catalogue: Digest of the catalogue.
        reader: What finds the claims: ``rules``, a classifier with the digest of its weights and its gate
            beside them, or a language model.
        word_lists: Digest of what is known of names in general.

    """

    version: str
    model: str
    rules: str
    catalogue: str
    reader: str = ""
    word_lists: str = ""


class Verdict(StrEnum):
    """What a person decided."""

    ACCEPTED = "accepted"  # the claim was read rightly
    CORRECTED = "corrected"  # it was read wrongly, and this is what the sentence says
    REJECTED = "rejected"  # it was read wrongly
    SAME = "same"  # two actors are one, or a name means an actor
    DIFFERENT = "different"  # two actors are not one, or a name means nobody whom the catalogue knows
    WITHDRAWN = "withdrawn"  # an earlier judgement is taken back


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's recorded decision. It is never changed: a later one comes before it, or takes it back.

    Attributes:
        number: Its place in the history, from 1 on; 0 before it is recorded.
        verdict: What was decided.
        author: Who decided, as that person signs.
        date: The day.
        claim: What is accepted, corrected or rejected: the claim as extraction read it.
        correction: What a corrected claim should say.
        actors: The two that are the same or different; whom a name means; to whom a correction leads. Id,
            kind and name are enough.
        name: The words that mean the one actor, or nobody.
        withdraws: The number of the judgement that is taken back.
        note: Why, in the person's words.

    Raises:
        DataError: The parts do not fit the verdict.

    """

    number: int
    verdict: Verdict
    author: str
    date: Date
    claim: Claim | None = None
    correction: Claim | None = None
    actors: tuple[Actor, ...] = ()
    name: str = ""
    withdraws: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not self.author.strip():
            raise DataError("a judgement has no author")
        if reason := self._misfit():
            raise DataError(f"a judgement cannot be {self.verdict.value}: {reason}")

    def _misfit(self) -> str:
        """Return why the parts do not fit the verdict; nothing where they do."""
        if self.verdict is Verdict.WITHDRAWN:
            is_earlier = self.withdraws is not None and (not self.number or self.withdraws < self.number)
            return "" if is_earlier else "it takes back no earlier one"
        if self.verdict in {Verdict.SAME, Verdict.DIFFERENT}:
            wanted = (1 if self.verdict is Verdict.SAME else 0) if self.name else 2
            if len({actor.id for actor in self.actors}) != wanted:
                return f"it is about {wanted} actors"
            return ""
        if self.claim is None:
            return "no claim is named"
        if (self.verdict is Verdict.CORRECTED) != (self.correction is not None):
            return "a correction belongs to what is corrected"
        return ""
