"""A name as a row of words that can be compared: by letters, by consonants and by meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from kg.resolution.countries import country_names
from kg.resolution.keys import in_latin
from kg.resolution.skeleton import is_vowelless, skeleton
from kg.resolution.wordlist import word_list
from kg.text.fold import fold

__all__ = ["Word", "unelided", "words_of"]

_WORD = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])|[^\W_]+(?:['’‘`´ʼʿʾ][^\W_]+)*")
# Conjunction, preposition and article, which Arabic writes as one with the word, and an article with accents.
_ARABIC_PREFIX = re.compile("^(?:[وفبك]?ال|لل)(?=...)")
_ELISION = re.compile(r"(?P<article>[^\W\d_]{1,5})['’‘`´ʼ](?=[^\W\d_]{3})")
_BEFORE = frozenset("aeiouyh")  # the letters before which an article is elided
_LONGEST_COUNTRY = 5  # words of the longest name of a country that is looked for
_MOST_WORDS = 40  # of a name; what follows is no name
_SHORTEST_SKELETON = 3
_SHORTEST_COMPOUND, _SHORTEST_PART, _LONG_HEAD = 9, 4, 7  # letters of two words in one, of its parts
_SHORTEST_CODE = 3  # letters up to which a country has to stand in capitals


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One word of a name. It is compared by identity, which is quick; :func:`words_of` gives each word once.

    Attributes:
        text: The word, folded; several of them where they name a country.
        meanings: What it means, by ``kg/data/names/words.toml``; countries as ``@SY``.
        skeleton: Its consonants; empty where they are too few to tell words apart.
        generic: Whether many names share it: group, movement, organisation.
        dropped: Whether it is an article, a preposition or a conjunction.
        key: What it is found by: its first meaning, else its consonants, else its letters.

    """

    text: str
    meanings: frozenset[str] = frozenset()
    skeleton: str = ""
    generic: bool = False
    dropped: bool = False
    key: str = field(init=False, default="")

    def __post_init__(self) -> None:
        found_by = min(self.meanings) if self.meanings else self.skeleton or self.text
        object.__setattr__(self, "key", found_by)

    @property
    def countries(self) -> frozenset[str]:
        """The codes of the countries that it may belong to."""
        return frozenset(meaning[1:] for meaning in self.meanings if meaning[0] == "@")


@lru_cache(maxsize=1 << 15)
def words_of(text: str) -> tuple[Word, ...]:
    """Return all words of a name, dropped ones too; a country's name is one word."""
    words = [word for match in _WORD.finditer(text) for word in _words(match.group())][:_MOST_WORDS]
    return tuple(_with_countries(words))


def unelided(text: str) -> str:
    """Return a text without an article that an apostrophe joins to its first word.

    >>> unelided("l'armée"), unelided("Ra's al-Ayn"), unelided("d'Hondt")
    ('armée', "Ra's al-Ayn", 'Hondt')
    """
    elision = _ELISION.match(text)
    if elision is None or fold(elision["article"]) not in word_list().elided:
        return text
    rest = text[elision.end() :]
    return rest if fold(rest[:1])[:1] in _BEFORE else text


@lru_cache(maxsize=1 << 16)
def _words(token: str) -> tuple[Word, ...]:
    """Return a word as it is written as the words that it folds to, mostly one."""
    if is_vowelless(token):
        bare = _ARABIC_PREFIX.sub("", token)
        known = country_names()
        codes = known.of_word(fold(token), latin=False) or known.of_word(fold(bare), latin=False)
        return tuple(_word(folded, bare, codes) for folded in fold(bare).replace(" ", "").split())
    token = unelided(token)
    latin = in_latin(token)
    parts = (part for folded in fold(token).split() for part in _parts(folded))
    return tuple(_word(part, part, _countries(part, token, latin)) for part in parts)


def _parts(folded: str) -> tuple[str, ...]:
    """Return the words that a language may write as one: ``befrielseshær``, ``weerstandbeweging``."""
    words = word_list()
    if len(folded) < _SHORTEST_COMPOUND or folded in words.whole:
        return (folded,)
    for place in range(len(folded) - 3, _SHORTEST_PART - 1, -1):
        head = folded[place:]
        if head in words.heads:
            first = folded[:place]
            for form in (first, first.removesuffix("s")):
                parts = _parts(form)
                if all(map(words.meanings, parts)):
                    return *parts, head
            if len(head) >= _LONG_HEAD:
                return first, head
    return (folded,)


def _countries(folded: str, token: str, latin: bool) -> tuple[str, ...]:
    if len(folded) <= _SHORTEST_CODE and not token.isupper():  # "us" is no country
        return ()
    return country_names().of_word(folded, latin=latin)


@lru_cache(maxsize=1 << 16)
def _word(folded: str, written: str, countries: tuple[str, ...]) -> Word:
    words = word_list()
    listed = words.meanings(folded)
    meanings = frozenset(f"@{code}" for code in countries) or listed
    consonants = skeleton(written, folded)
    if len(consonants.lstrip("@")) < _SHORTEST_SKELETON or any(c.isdigit() for c in folded):
        consonants = ""
    return Word(
        folded,
        meanings,
        consonants,
        generic=bool(meanings) and meanings <= words.generic,
        dropped=folded in words.dropped,
    )


def _with_countries(words: list[Word]) -> list[Word]:
    """Join the words that together name a country: ``United Arab Emirates``, ``South African``."""
    known = country_names()
    joined: list[Word] = []
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST_COUNTRY, len(words) - place), 1, -1):
            text = " ".join(word.text for word in words[place : place + length])
            codes = known.names.get(text) or known.people.get(text) or known.foreign.get(text)
            if codes:
                joined.append(_country(text, codes))
                place += length
                break
        else:
            joined.append(words[place])
            place += 1
    return joined


@lru_cache(maxsize=1 << 12)
def _country(text: str, codes: tuple[str, ...]) -> Word:
    return Word(text, frozenset(f"@{code}" for code in codes))
