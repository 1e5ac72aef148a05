"""Names as the UN's list writes them: in capitals, several in one field, with notes between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.importing.names import by_script, looks_like_acronym, tidy
from kg.importing.tables import load_table
from kg.model import NameKind

__all__ = ["kind_of", "person_names", "split_names"]

_PIECES = re.compile(r"[();]")
_BRACKETED = re.compile(r"(?P<before>[^()]*)\((?P<inner>[^()]*)\)?(?P<after>[^()]*)")
_NOTE = re.compile(r",?\s+(?:born|passport|son of)\b.*", re.IGNORECASE)
_LABEL = re.compile(r"original script:?\s*", re.IGNORECASE)
_OUTER = "\"'“”‘’«», .:"
_SMALL_LETTERS = re.compile(r"[a-zà-öø-ÿ]")
_WORD = re.compile(r"[^\W\d_]+(?:['’`´][^\W\d_]+)*")
_SUFFIX = re.compile(r"(?:jr|sr|i{1,3}|iv)\b.*", re.IGNORECASE)
_POINT = re.compile(r"\s[a-z]$")  # of a numbered list: a) b)
_CODE = re.compile(r"[A-Z]{2,6}[-/][A-Z0-9]{1,4}")  # ISIL-K, LRM/A
_ROMAN = re.compile("[IVX]+")
_VOWELS = frozenset("aeiouy")
_SHORT = 5  # letters up to which a single word in capitals may be an acronym


def split_names(text: str) -> Iterator[str]:
    """Yield the names in a field, in the case of running text.

    >>> list(split_names("DEFENCE INDUSTRIES ORGANISATION (DIO); SASADJA"))
    ['Defence Industries Organisation', 'DIO', 'Sasadja']
    """
    for name in _names(text):
        yield _natural(name)


def person_names(text: str) -> Iterator[str]:
    """Yield the names in a field about a person: ``KHALFAN, Ahmed`` is Ahmed Khalfan."""
    for name in _names(text):
        surname, comma, others = name.partition(", ")
        if comma and "," not in others and not _SUFFIX.fullmatch(others):
            yield f"{_natural(others, has_acronyms=False)} {_natural(surname, has_acronyms=False)}"
        else:
            yield _natural(name, has_acronyms=False)


def _names(text: str) -> Iterator[str]:
    text = _LABEL.sub("", tidy(text))
    if ";" in text or _changes_script(text):
        pieces = [_NOTE.sub("", piece) for piece in _PIECES.split(text)]
    else:
        pieces = list(_with_acronym(_NOTE.sub("", text)))
    for piece in pieces[:1] + [piece for piece in pieces[1:] if not _is_note(piece)]:
        if name := _POINT.sub("", piece.strip(_OUTER)):
            yield name


def _changes_script(text: str) -> bool:
    kinds = {by_script(piece) for piece in _PIECES.split(text) if any(map(str.isalpha, piece))}
    return len(kinds) > 1


def _with_acronym(text: str) -> Iterator[str]:
    """Yield a name and the acronym in brackets behind it; other brackets belong to the name."""
    found = _BRACKETED.fullmatch(text)
    if found is None:
        yield text
        return
    before, inner, after = (found[part].strip() for part in ("before", "inner", "after"))
    if before and looks_like_acronym(inner) and _may_shorten(inner, before):
        yield f"{before} {after}".strip()
        yield inner
    elif _is_note(inner):
        yield f"{before} {after}".strip()
    else:
        yield text


def _may_shorten(acronym: str, name: str) -> bool:
    """Return whether a name has the letters of an acronym in their order, the first where a word starts."""
    letters = iter(name.casefold())
    wanted = [letter for letter in acronym.casefold() if letter.isalnum()]
    starts = {word[0] for word in name.casefold().split()}
    return wanted[0] in starts and all(letter in letters for letter in wanted)


def _is_note(text: str) -> bool:
    return text.casefold().partition(" ")[0] in load_table("un")["words"]["notes"].split()


def _natural(name: str, *, has_acronyms: bool = True) -> str:
    """Return a name as running text writes it: words in capitals get small letters, but for acronyms."""
    is_mixed = _SMALL_LETTERS.search(name) is not None
    if has_acronyms and (is_mixed or (len(name) <= _SHORT and " " not in name) or _CODE.fullmatch(name)):
        return name
    small = load_table("un")["words"]["small"].split()
    return _WORD.sub(lambda found: found.group() if is_mixed and not found.group().isupper()
                     else _cased(found, small), name)  # fmt: skip


def _cased(found: re.Match[str], small: list[str]) -> str:
    word = found.group()
    if found.start() and word.casefold() in small:
        return word.casefold()
    in_brackets = found.string[found.start() - 1 : found.start()] == "(" and len(word) < _SHORT
    is_initials = word.isascii() and (not _VOWELS.intersection(word.casefold()) or _ROMAN.fullmatch(word))
    return word if in_brackets or is_initials else word[:1] + word[1:].casefold()


def kind_of(name: str, kind: NameKind) -> NameKind:
    """Return the kind of a name, given the kind that the list says it is."""
    if kind is not NameKind.WEAK and looks_like_acronym(name):
        return NameKind.ACRONYM
    return kind if kind in {NameKind.WEAK, NameKind.FORMER} else by_script(name, kind)
