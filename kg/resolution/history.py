"""The names of one actor in time: what it was called before, and what it was called on a given day.

Between two names may lie a time of which no name is known: their dates do not meet. The actor was there, and
was called something; nobody says what. On a day of that time no name is in force, and
:func:`name_timeline` shows the gap.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kg.model import Actor, Date, NameKind
from kg.resolution.keys import in_latin

__all__ = ["NameSpan", "name_history", "name_in_force", "name_timeline", "undated_names"]

# Names that an actor bore for itself; acronyms and spellings accompany them and make no link of the chain.
_OWN = frozenset({NameKind.OFFICIAL, NameKind.FORMER})
_FIRST_DAY, _LAST_DAY = dt.date.min, dt.date.max


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name and its time in force: from inclusive, until exclusive, ``None`` for not known.

    ``name`` is empty for a time between two names of which no name is known.
    """

    name: str
    valid_from: Date | None
    valid_until: Date | None


def name_history(actor: Actor) -> tuple[NameSpan, ...]:
    """Return the chain of the actor's own names, oldest first.

    Of several spellings with the same interval the first one of the catalogue stands for all, of one in
    several scripts the Latin one. The shown name, where the catalogue gives it no dates, follows the last
    former name, or precedes the first later one; where the dated names lead to one that is in force still,
    it is only another spelling and no link of the chain.
    """
    dated = [name for name in actor.names if name.kind in _OWN and (name.valid_from or name.valid_until)]
    spans: dict[tuple[Date | None, Date | None], NameSpan] = {}
    for name in sorted(dated, key=lambda name: not in_latin(name.text)):
        interval = (name.valid_from, name.valid_until)
        spans.setdefault(interval, NameSpan(name.text, *interval))
    chain = list(spans.values())
    if not _is_whole(chain) and all(name.text != actor.name for name in dated):
        chain.append(_shown(actor, chain))
    return tuple(sorted(chain, key=_order))


def name_timeline(actor: Actor) -> tuple[NameSpan, ...]:
    """Return the chain with a span without a name wherever the dates of two names leave a time between them.

    Dates that may meet leave none: a name until 2016 and one from 2016-07.
    """
    chain = name_history(actor)
    line: list[NameSpan] = []
    last = dt.date.min  # the last day that a name so far may have held
    for number, span in enumerate(chain):
        if number and span.valid_from is not None and last < _start(span):
            ended = max((s.valid_until for s in chain[:number] if s.valid_until), key=Date.last_day)
            line.append(NameSpan("", ended, span.valid_from))
        line.append(span)
        last = max(last, _LAST_DAY if span.valid_until is None else span.valid_until.last_day())
    return tuple(line)


def undated_names(actor: Actor) -> tuple[str, ...]:
    """Return the former names of which the catalogue does not know the time, as it lists them."""
    chain = {span.name for span in name_history(actor)}
    undated = (
        name.text
        for name in actor.names
        if name.kind is NameKind.FORMER and name.valid_from is None and name.valid_until is None
    )
    return tuple(dict.fromkeys(text for text in undated if text not in chain))


def name_in_force(actor: Actor, on: Date) -> str | None:
    """Return the name that the actor bore on a day, or in a month or year; ``None`` if it bore none.

    Where two names of the chain were in force, the later one wins.
    """
    held = [
        span
        for span in name_history(actor)
        if _start(span) <= on.last_day() and (span.valid_until is None or on.first_day() < _end(span))
    ]
    return held[-1].name if held else None


def _is_whole(chain: list[NameSpan]) -> bool:
    """Return whether a chain leads from names that ended to one that has not."""
    return any(span.valid_until for span in chain) and any(span.valid_until is None for span in chain)


def _shown(actor: Actor, chain: list[NameSpan]) -> NameSpan:
    ends = [span.valid_until for span in chain if span.valid_until is not None]
    starts = [span.valid_from for span in chain if span.valid_from is not None]
    if ends:
        return NameSpan(actor.name, max(ends, key=Date.first_day), None)
    return NameSpan(actor.name, None, min(starts, key=Date.first_day, default=None))


def _order(span: NameSpan) -> tuple[dt.date, dt.date, str]:
    return _start(span), _end(span), span.name


def _start(span: NameSpan) -> dt.date:
    return _FIRST_DAY if span.valid_from is None else span.valid_from.first_day()


def _end(span: NameSpan) -> dt.date:
    return _LAST_DAY if span.valid_until is None else span.valid_until.first_day()
