"""The code of a country from the name that a list in English gives it."""

from __future__ import annotations

import re
from functools import cache

from kg.importing.tables import load_table
from kg.text.fold import fold

__all__ = ["country_in_english"]

_IN_BRACKETS = re.compile(r"\s*\([^()]*\)$")


def country_in_english(name: str) -> str | None:
    """Return the ISO 3166 alpha-2 code of a country, ``None`` where no country is called so in English.

    What stands in brackets at the end may be another name of it: ``Myanmar (Burma)``.
    """
    codes = _codes()
    return codes.get(fold(name)) or codes.get(fold(_IN_BRACKETS.sub("", name)))


@cache
def _codes() -> dict[str, str]:
    from babel import Locale

    # Groups of countries have numbers, or codes of their own: European Union, United Nations.
    names = {
        fold(name): code
        for code, name in sorted(Locale("en").territories.items())
        if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "QO", "UN", "ZZ"}
    }
    return names | {fold(name): code for code, own in load_table("countries").items() for name in own}
