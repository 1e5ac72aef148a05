"""Names as lists write them, made fit for the catalogue."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from kg.model import Date, Name, NameKind

__all__ = ["MAX_NAMES", "NameList", "by_script", "is_bare", "looks_like_acronym", "tidy", "tidy_tag"]

MAX_NAMES = 400
"""Names that one entry may bring; nobody bears more, and a line of the catalogue has an end."""
_MAX_LENGTH = 500  # characters of one name, as for the catalogue
# Control characters, marks that turn the writing direction, halves of a character: no catalogue takes them.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ACRONYM = re.compile(r"[^\W\d_](?:[\w.&/-]{0,10}[^\W\d_]|\d{0,3})")


def tidy(text: str) -> str:
    """Return a name on one line, composed, without unseen characters; empty where it is too long for a name.

    >>> tidy(" Ansar   al-Din ")
    'Ansar al-Din'
    """
    line = " ".join(_UNSEEN.sub(" ", unicodedata.normalize("NFC", text)).split())
    return line if len(line) <= _MAX_LENGTH else ""


def tidy_tag(tag: str) -> str:
    """Return a language tag in the case that BCP 47 recommends, empty where it is none: ``zh-Hans``."""
    if not _TAG.fullmatch(tag):
        return ""
    first, *rest = tag.split("-")
    cases = {2: str.upper, 4: str.title}
    return "-".join([first, *(cases.get(len(part), str.lower)(part) for part in rest)])


def by_script(text: str, otherwise: NameKind = NameKind.ALIAS) -> NameKind:
    """Return ``original_script`` for a name with letters that are not Latin, else the other kind."""
    for letter in text:
        if letter.isalpha() and not letter.isascii() and "LATIN" not in unicodedata.name(letter, ""):
            return NameKind.ORIGINAL_SCRIPT
    return otherwise


def looks_like_acronym(text: str) -> bool:
    """Return whether a name is one word of a few capitals: ``PKK``, ``U.S.``, ``M23``."""
    return text == text.upper() and text != text.lower() and _ACRONYM.fullmatch(text) is not None


def is_bare(text: str) -> bool:
    """Return whether a name is one word, with or without an English article: ``The Base``."""
    return " " not in text[4:] if text[:4].casefold() == "the " else " " not in text


class NameList:
    """Collects the names of one entry in their order, each once, at most :data:`MAX_NAMES`.

    Args:
        by_kind: A name of two kinds stands twice. Else what a list says first about a name is what it is.

    """

    def __init__(self, *, by_kind: bool = False) -> None:
        self._by_kind = by_kind
        self._names: dict[Name, Name] = {}

    def add(
        self,
        text: str,
        kind: NameKind = NameKind.ALIAS,
        language: str = "",
        valid_from: Date | None = None,
        valid_until: Date | None = None,
    ) -> bool:
        """Add a name; return whether it can stand in a catalogue."""
        text = tidy(text)
        if not any(map(str.isalnum, text)):
            return False
        if valid_from and valid_until and valid_from.first_day() > valid_until.last_day():
            valid_from = valid_until = None
        name = Name(text, kind, language, valid_from, valid_until)
        key = name if self._by_kind else replace(name, kind=NameKind.ALIAS)
        if len(self._names) < MAX_NAMES:
            self._names.setdefault(key, name)
        return True

    def __bool__(self) -> bool:
        return bool(self._names)

    def names(self) -> tuple[Name, ...]:
        """Return the names in the order in which they came."""
        return tuple(self._names.values())
