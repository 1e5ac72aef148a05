"""The names of one actor in time: what it was called before, and what it was called on a given day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kg.model import Actor, Date, NameKind

__all__ = ["NameSpan", "name_history", "name_in_force"]

# Names that an actor bore for itself; acronyms and spellings accompany them and make no link of the chain.
_OWN = frozenset({NameKind.OFFICIAL, NameKind.FORMER})
_FIRST_DAY, _LAST_DAY = dt.date.min, dt.date.max


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name and its time in force: from inclusive, until exclusive, ``None`` for not known."""

    name: str
    valid_from: Date | None
    valid_until: Date | None


def name_history(actor: Actor) -> tuple[NameSpan, ...]:
    """Return the chain of the actor's own names, oldest first.

    Of several spellings with the same interval the first one of the catalogue stands for all. The shown name,
    where the catalogue gives it no dates, follows the last former name, or precedes the first later one.
    """
    spans: dict[tuple[Date | None, Date | None], NameSpan] = {}
    for name in actor.names:
        interval = (name.valid_from, name.valid_until)
        if name.kind in _OWN and interval != (None, None):
            spans.setdefault(interval, NameSpan(name.text, *interval))
    chain = list(spans.values())
    if all(span.name != actor.name for span in chain):
        chain.append(_shown(actor, chain))
    return tuple(sorted(chain, key=_order))


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
