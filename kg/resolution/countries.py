"""The two-letter code of a country from its name in one of many languages, by the Unicode CLDR."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.text.fold import fold

__all__ = ["country_code"]

# These are asked first, in this order; where two languages mean different countries, the earlier one counts.
_FIRST = ("en", "ar", "fr", "ru", "es", "zh", "de", "tr", "fa", "uk", "he", "pt", "it")


@cache
def country_code(name: str) -> str | None:
    """Return the ISO 3166 alpha-2 code of a country, ``None`` where no language calls one so.

    Languages are looked through one by one: most names are found within milliseconds, and to find that a name
    is none takes seconds.

    Args:
        name: The name as it is written, in any script, without regard to case; or the code itself.

    """
    folded = fold(name)
    if not folded:
        return None
    return next((codes[folded] for codes in map(_codes, _languages()) if folded in codes), None)


def _languages() -> Iterator[str]:
    from babel.localedata import locale_identifiers

    yield from _FIRST
    yield from sorted(i for i in locale_identifiers() if "_" not in i and i not in {*_FIRST, "root"})


@cache
def _codes(language: str) -> dict[str, str]:
    """Return the codes by the folded names in one language, in English also by themselves."""
    from babel import Locale

    # Groups of countries have numbers or codes of their own: world, Africa, European Union, United Nations.
    names = {
        code: name
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "QO", "UN", "ZZ"}
    }
    codes = {fold(name): code for code, name in sorted(names.items())}
    return codes | ({code.casefold(): code for code in names} if language == "en" else {})
