"""What a list says about its entries, as documents with claims: every edge leads to the line that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.catalogue import Catalogue
from kg.importing.matching import Known
from kg.importing.records import Record, Statement
from kg.model import (
    Actor,
    ActorKind,
    ActorRef,
    Claim,
    Claimant,
    Document,
    Evidence,
    Modality,
    Name,
    Reading,
)
from kg.text.fold import fold

__all__ = ["document_id", "reading_of"]

_Span = tuple[int, int]
_HALVES = re.compile("[\ud800-\udfff]")


def document_id(record: Record) -> str:
    """Return the id of the document that an entry becomes: ``ucdp:1170``."""
    return f"{record.register}:{record.identifier}"


def reading_of(record: Record, catalogue: Catalogue, known: Known) -> Reading | None:
    """Return an entry as a document with its claims; ``None`` where it claims nothing about anybody.

    The document holds the name of the entry, the publisher, and a line for each field. A claim has the lines
    that say so as its evidence. A claim about an actor and itself is left out: the list has two entries there
    and the catalogue one actor.

    Args:
        record: The entry.
        catalogue: The catalogue, with what was imported.
        known: The same, ready to be looked up.

    """
    entry = next(iter(known.with_id(record.register, record.identifier)), None)
    if entry is None or not record.statements:
        return None
    text = _text(record)
    actors = {entry: catalogue.actors[entry]}
    claims = []
    for statement in record.statements:
        other = _other(statement, catalogue, known)
        if other.id == entry:
            continue
        actors[other.id] = other
        claimant = None
        if name := _whole(statement.claimant or record.publisher):
            who = _named(name, catalogue, known)
            actors[who.id] = who
            claimant = Claimant(who.id, who.name, name)
        claims.append(_claim(record, statement, text, actors[entry], other, claimant))
    if not claims:
        return None
    title = f"{record.name} ({record.source})" if record.source else record.name
    document = Document(document_id(record), text, _whole(title), _whole(record.publisher), record.date)
    return Reading(document, tuple(dict.fromkeys(claims)), tuple(actors[key] for key in sorted(actors)))


def _text(record: Record) -> str:
    lines = [f"Name: {record.name}"]
    if record.publisher:
        lines.append(f"Publisher: {record.publisher}")
    text = _whole("\n".join([*lines, *record.lines]))
    missing = [s.text for s in record.statements if not _find(text, s.text)]
    return _whole("\n".join([text, *dict.fromkeys(missing)]))


def _whole(text: str) -> str:
    """Return a text without halves of characters, which JSON can spell and no store can hold."""
    return _HALVES.sub("\N{REPLACEMENT CHARACTER}", text)


def _claim(
    record: Record, statement: Statement, text: str, entry: Actor, other: Actor, claimant: Claimant | None
) -> Claim:
    evidence = _find(text, statement.text) or (0, len(text))
    end = len("Name: ") + len(record.name)
    refs = [
        _ref(entry, text, (len("Name: "), end)),
        _ref(other, text, _mention(text, evidence, _whole(statement.other_name or other.name))),
    ]
    if statement.is_reversed:
        refs.reverse()
    since, until = statement.valid_from, statement.valid_until
    if since is not None and until is not None and since.first_day() > until.last_day():
        since = until = None  # one of them is wrong, and nobody knows which
    return Claim(
        document=document_id(record),
        source=refs[0],
        relation=statement.relation,
        target=refs[1],
        evidence=Evidence(*evidence, text[slice(*evidence)], f"list:{record.register}"),
        modality=Modality.ASSERTED if claimant is None else Modality.REPORTED,
        claimant=claimant,
        valid_from=since,
        valid_until=until,
    )


def _ref(actor: Actor, text: str, span: _Span) -> ActorRef:
    return ActorRef(actor.id, actor.name, text[slice(*span)], *span)


def _mention(text: str, evidence: _Span, name: str) -> _Span:
    """Return where a name stands, in the evidence if it does; the evidence itself where it does not."""
    whole_word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    found = whole_word.search(text, *evidence) or whole_word.search(text)
    return evidence if found is None else found.span()


def _find(text: str, lines: str) -> _Span | None:
    """Return where whole lines stand in a text."""
    found = re.search(rf"^{re.escape(_whole(lines))}$", text, re.MULTILINE)
    return None if found is None else found.span()


def _other(statement: Statement, catalogue: Catalogue, known: Known) -> Actor:
    ids: Iterable[str] = ()
    if statement.other_identifier:
        ids = known.with_id(statement.other_register, statement.other_identifier)
    for actor_id in ids:
        return catalogue.actors[actor_id]
    name = statement.other_name or f"{statement.other_register} {statement.other_identifier}"
    return _named(_whole(name), catalogue, known)


def _named(name: str, catalogue: Catalogue, known: Known) -> Actor:
    """Return the one actor of the catalogue with a name, or somebody of whom only the name is known."""
    bearers = known.named(name)
    if len(bearers) == 1:
        return catalogue.actors[bearers[0]]
    actor_id = f"name/{fold(name).replace(' ', '-')[:80].strip('-') or 'unnamed'}"
    return Actor(actor_id, ActorKind.UNKNOWN, name, (Name(name),))
