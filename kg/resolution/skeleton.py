"""The consonants of a word: what is left of it in every way of writing it in another alphabet."""

from __future__ import annotations

import re

__all__ = ["is_vowelless", "skeleton"]

# Arabic and Hebrew letters stand for one consonant each; those that may be a vowel are left out, as in Latin.
_LETTERS = str.maketrans(
    {
        letter: sound
        for sound, letters in {
            "b": "بב", "p": "پ", "t": "تثطٹטת", "j": "جژ", "s": "چسشصסצץש", "h": "حخهھةהח", "d": "دذضظڈד",
            "r": "رڑר", "z": "زז", "g": "غگג", "f": "فפף", "k": "قكکךכק", "l": "لל", "m": "مםמ", "n": "نןנ",
            "v": "ڤ",
        }.items()
        for letter in letters
    }
)  # fmt: skip
_VOWELLESS = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_NO_LETTER = re.compile("[^a-z0-9]")
# From long to short: several letters that stand for one sound.
_SOUNDS = (
    ("tsch", "s"), ("shch", "s"), ("dzh", "j"), ("tch", "s"), ("sch", "s"), ("dj", "j"), ("zh", "j"),
    ("sh", "s"), ("ch", "s"), ("cz", "s"), ("sz", "s"), ("kh", "h"), ("gh", "g"), ("th", "t"), ("dh", "d"),
    ("ph", "f"), ("ck", "k"), ("qu", "k"), ("ts", "s"), ("tz", "s"), ("ce", "se"), ("ci", "si"), ("x", "ks"),
    ("q", "k"), ("c", "k"), ("w", ""), ("y", ""),
)  # fmt: skip
_FEMININE = re.compile("(?<=...)(?:a|e)[th]$")  # jabhat and jabha, katibat and katibah
_VOWELS = re.compile("[aeiou]+")
_INNER_H = re.compile("(?<=.)h")
_TWICE = re.compile(r"(.)\1+")


def is_vowelless(text: str) -> bool:
    """Return whether a word is written in Arabic or Hebrew letters, which leave most vowels out."""
    return _VOWELLESS.search(text) is not None


def skeleton(word: str, folded: str) -> str:
    """Return the consonants of a word, with ``@`` in front where it begins with a vowel.

    Args:
        word: The word as it is written; it matters only in Arabic and Hebrew letters.
        folded: The same word, folded.

    >>> skeleton("Hay'at", "hayat"), skeleton("Tahreer", "tahreer"), skeleton("تحرير", "thryr")
    ('h', 'trr', 'trr')

    """
    if is_vowelless(word):
        letters = _NO_LETTER.sub("", word.translate(_LETTERS))
        letters = letters[:-1] if letters.endswith("h") else letters
        first = "" if word[0].translate(_LETTERS).isascii() else "@"
    else:
        text = _FEMININE.sub("a", _TWICE.sub(r"\1", folded))
        for letters, sound in _SOUNDS:
            text = text.replace(letters, sound)
        first = "@" if text[:1] in {"a", "e", "i", "o", "u"} else ""
        letters = _VOWELS.sub("", text)
    return first + _INNER_H.sub("", letters)
