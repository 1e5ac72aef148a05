"""Entries of a list become lines of a catalogue file: new actors, or extensions of those that there are.

Nothing is taken away and nothing overwritten. A line says what its entry adds to the catalogue as it was
before, so the order of entries does not matter, and importing a list again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.catalogue import Catalogue, Extension, actor_line, extension_line
from kg.catalogue.lines import read_line
from kg.errors import DataError
from kg.importing.matching import Known, Match, minted_id, name_key
from kg.importing.records import Record
from kg.model import Actor, Name, NameKind

__all__ = ["Doubt", "Line", "Merger", "Outcome"]

Complain = Callable[[str, str, str], None]
"""Takes the place of an entry, what is wrong with it, and what to do."""
Line = Actor | Extension
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a person should look at.

    Attributes:
        register: The list.
        identifier: The entry.
        name: What it is called.
        actor_id: Who it is for now.
        may_be: Who else it may be.
        why: Why that was not decided, or what contradicts it.

    """

    register: str
    identifier: str
    name: str
    actor_id: str
    may_be: tuple[str, ...]
    why: str


@dataclass(slots=True)
class Outcome:
    """What became of the entries so far.

    Attributes:
        new: Entries that became actors.
        merged: Entries that added something to an actor that was there.
        unchanged: Entries that say nothing new.
        ambiguous: New actors that may be one of those that were there.
        contradictions: Entries that disagree with the catalogue on who is one actor and who is two.

    """

    new: int = 0
    merged: int = 0
    unchanged: int = 0
    ambiguous: list[Doubt] = field(default_factory=list)
    contradictions: list[Doubt] = field(default_factory=list)


class Merger:
    """Takes entries one by one; :meth:`finish` then gives what to write. It holds no entry that is decided.

    Args:
        catalogue: Everything that is known, the file that is to be written included.
        own: What stands in that file.
        complain: Takes what cannot be used.

    """

    def __init__(self, catalogue: Catalogue, own: Iterable[Line], complain: Complain) -> None:
        self.outcome = Outcome()
        self._actors = catalogue.actors
        self._known = Known(catalogue)
        self._complain = complain
        self._own = {pair: line for line in own for pair in line.same_as}
        self._seen: dict[str, str] = {}
        self._lines: list[tuple[Line, Line | None]] = []  # new ones, each with the one that it replaces
        self._keys: dict[
            tuple[str, str], set[str]
        ] = {}  # by register and actor: names of entries that are it
        self._entries: dict[tuple[str, str], list[str]] = {}  # by register and actor: the entries that are it
        self._waiting: list[tuple[Record, Match]] = []  # for the entries that share the names that decide

    def add(self, record: Record) -> None:
        """Take one entry."""
        minted = minted_id(record.register, record.identifier)
        if minted in self._seen:
            hint = f"the first one stands at {self._seen[minted]}; only that one counts"
            self._complain(record.place, f"duplicate id {record.identifier!r}", hint)
            return
        self._seen[minted] = record.place
        match = self._known.match(record)
        if match.by == "name":
            self._waiting.append((replace(record, statements=(), lines=()), match))
            return
        if match.actor_id is not None:
            self._keys.setdefault((record.register, match.actor_id), set()).update(match.keys)
        self._decide(record, match)

    def finish(self) -> list[tuple[Line, Line | None]]:
        """Decide what is open and return the lines to write, each with the line that it replaces, if any.

        Where only a name ties entries to an actor, no two may do so by the same name.
        """
        claimed: dict[tuple[str, str, str], int] = {}
        for record, match in self._waiting:
            for key in match.keys:
                place = (record.register, match.actor_id or "", key)
                claimed[place] = claimed.get(place, 0) + 1
        for record, match in self._waiting:
            actor_id = match.actor_id or ""
            taken = self._keys.get((record.register, actor_id), set())
            if match.keys & taken or any(claimed[record.register, actor_id, key] > 1 for key in match.keys):
                match = Match(
                    may_be=(actor_id,), why="the same name, but the list has another entry of that name"
                )
            self._decide(record, match)
        self._waiting.clear()
        for (register, actor_id), identifiers in sorted(self._entries.items()):
            known = {number for name, number in self._actors[actor_id].same_as if name == register}
            if len(ids := sorted({*known, *identifiers})) > 1:
                why = "the list has several entries where the catalogue has one actor"
                name = self._actors[actor_id].name
                doubt = Doubt(register, ", ".join(ids), name, actor_id, (), why)
                self.outcome.contradictions.append(doubt)
        for doubts in (self.outcome.ambiguous, self.outcome.contradictions):
            doubts.sort(key=lambda doubt: (doubt.register, doubt.actor_id, doubt.identifier))
        return self._lines

    def _decide(self, record: Record, match: Match) -> None:
        if match.actor_id is None:
            self._put(record, _new_actor(record, self._known), None, match)
            return
        actor = self._actors[match.actor_id]
        self._entries.setdefault((record.register, actor.id), []).append(record.identifier)
        if match.may_be:
            self._doubt(self.outcome.contradictions, record, actor.id, match.may_be, match.why)
        own_id = () if record.register == "kg" else ((record.register, record.identifier),)
        ids = {*own_id, *_undisputed(record, self._known, actor.id)} - set(actor.same_as)
        present = {name_key(name) for name in actor.names}
        names = tuple(_for_another(n) for n in _each_once(record.names) if name_key(n) not in present)
        if not names and not ids:
            self.outcome.unchanged += 1
            return
        old = self._own.get((record.register, record.identifier))
        self._put(record, _with_more(old or Extension(actor.id), names, ids, record.source), old, match)

    def _put(self, record: Record, line: Line, old: Line | None, match: Match) -> None:
        text = actor_line(line) if isinstance(line, Actor) else extension_line(line)
        try:
            read_line(text)  # what the catalogue would refuse must not get into its files
        except DataError as error:
            self._complain(record.place, f"{record.identifier[:60]!r}: {error}", error.hint)
            return
        if isinstance(line, Actor) and old is None:
            if line.id in self._actors:
                hint = "add the id of the list to same_as of that actor, or choose another id for it"
                self._complain(record.place, f"the catalogue has another actor {line.id!r}", hint)
                return
            self.outcome.new += 1
            if match.may_be:
                self._doubt(self.outcome.ambiguous, record, line.id, match.may_be, match.why)
        else:
            self.outcome.merged += 1
        self._lines.append((line, old))

    def _doubt(
        self, doubts: list[Doubt], record: Record, actor_id: str, may_be: tuple[str, ...], why: str
    ) -> None:
        doubts.append(Doubt(record.register, record.identifier, record.name, actor_id, may_be, why))


def _new_actor(record: Record, known: Known) -> Actor:
    actor_id = minted_id(record.register, record.identifier)
    # Whoever is called as a state is, is not meant by that name alone: separatists, "Republic of Armenia".
    names = (replace(n, kind=NameKind.WEAK) if known.is_of_state(n) else n for n in _each_once(record.names))
    return Actor(
        id=actor_id,
        kind=record.kind,
        name=record.name,
        names=tuple(names),
        countries=record.countries,
        same_as=tuple(sorted({(record.register, record.identifier), *_undisputed(record, known, actor_id)})),
        sources=(record.source,),
    )


def _each_once(names: Iterable[Name]) -> tuple[Name, ...]:
    """Return the names but those that only case and punctuation tell from an earlier one of the same time."""
    found: dict[tuple[object, ...], Name] = {}
    for name in names:
        found.setdefault((name_key(name), name.valid_from, name.valid_until), replace(name, source=""))
    return tuple(found.values())


def _for_another(name: Name) -> Name:
    """Return a name as one that others use: what the actor calls itself is for its own line to say."""
    return replace(name, kind=NameKind.ALIAS) if name.kind is NameKind.OFFICIAL else name


def _with_more(old: Line, names: tuple[Name, ...], ids: set[_Key], source: str) -> Line:
    names = (*old.names, *names)
    same_as = tuple(sorted({*old.same_as, *ids}))
    sources = tuple(dict.fromkeys((*old.sources, source)))
    if isinstance(old, Actor):
        return replace(old, names=names, same_as=same_as, sources=sources)
    return replace(old, names=names, same_as=same_as, sources=sources)


def _undisputed(record: Record, known: Known, actor_id: str) -> Iterator[_Key]:
    """Yield the ids in other registers that no other actor of the catalogue has."""
    for register, identifier in record.same_as:
        if register != "kg" and set(known.with_id(register, identifier)) <= {actor_id}:
            yield register, identifier
