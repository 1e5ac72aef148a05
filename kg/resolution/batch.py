"""Many names at once: rows in, one answer a row out, and a broken row ends nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.catalogue import Catalogue
from kg.errors import DataError
from kg.model import Date
from kg.resolution.deciding import decide
from kg.resolution.history import name_history, name_in_force
from kg.resolution.resolver import Resolver
from kg.text.objects import parse_object

__all__ = ["Batch"]

_OFFERED = 20  # candidates of an answer
_COUNTRY_HINT = "write its code of two letters, or its name"
_LONGEST = 2000  # letters of a name


@dataclass(frozen=True, slots=True)
class Batch:
    """Answers rows ``{"rid", "surface", "date", "context_country"}``; all but ``surface`` may be missing.

    Attributes:
        catalogue: Whose names are looked up.
        resolver: What looks them up.
        on: The day that rows without a date speak of.
        country: The country that rows without one speak of.

    """

    catalogue: Catalogue
    resolver: Resolver
    on: Date | None = None
    country: str | None = None

    def answers(
        self,
        lines: Iterable[tuple[int, str]],
        path: Path,
        report: Callable[[DataError], None],
        warn: Callable[[DataError], None] = lambda _: None,
    ) -> Iterator[dict[str, Any]]:
        """Yield one answer for each row; what is broken is reported and left out.

        Args:
            lines: Rows with their 1-based numbers.
            path: Where they come from, for messages.
            report: Called with what is wrong with a row.
            warn: Called with what is odd about a row that is answered all the same.

        """

        def placed(tell: Callable[[DataError], None], number: int) -> Callable[[DataError], None]:
            return lambda error: tell(
                error if error.path else DataError(str(error), path=path, line=number, hint=error.hint)
            )

        for number, line in lines:
            if not line.strip():
                continue
            try:
                yield self._answer(parse_object(line, path, number), number, placed(warn, number))
            except DataError as error:
                placed(report, number)(error)

    def _answer(self, row: dict[str, Any], number: int, warn: Callable[[DataError], None]) -> dict[str, Any]:
        surface, date, country = (row.get(key) for key in ("surface", "date", "context_country"))
        if not isinstance(surface, str) or not 0 < len(surface) <= _LONGEST:
            raise DataError("no surface", hint=f"give surface, a name of 1 to {_LONGEST} characters")
        for key, value in (("date", date), ("context_country", country)):
            if value is not None and not isinstance(value, str):
                raise DataError(f"{key} is no text: {str(value)[:60]!r}", hint="write text or null")
        rid = row.get("rid", number)
        if not isinstance(rid, str | int | None):  # NaN and Infinity would make an answer that is no JSON
            raise DataError(f"rid is no text: {str(rid)[:60]!r}", hint="write text, a whole number or null")
        if country and self.resolver.country(country) is None:
            warn(DataError(f"no country is called {country!r}, so none is looked at", hint=_COUNTRY_HINT))
            country = None
        on = Date.parse(date) if date else self.on
        candidates = self.resolver.lookup(surface, on=on, country=country or self.country)
        decision = decide(candidates)
        actor = None if decision.actor_id is None else self.catalogue.get(decision.actor_id)
        return {
            "rid": rid,
            "id": decision.actor_id,
            "score": decision.score,
            "candidates": [candidate.actor_id for candidate in candidates[:_OFFERED]],
            "name_in_force": None if actor is None or on is None else name_in_force(actor, on),
            "history": [] if actor is None else [span.name for span in name_history(actor)],
            "reason": decision.reason,
        }
