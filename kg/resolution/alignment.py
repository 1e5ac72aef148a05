"""Compare two names word by word: what is the same, what is only spelt alike, and what one has alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from kg.resolution.acronyms import is_spelt_by
from kg.resolution.wordlist import word_list
from kg.resolution.words import Word

__all__ = [
    "BY_CONSONANTS",
    "BY_MEANING",
    "WRITTEN",
    "Alignment",
    "Pair",
    "align",
    "are_other_heads",
    "likeness",
]

Pair = tuple[tuple[Word, ...], tuple[Word, ...], float]

# How much two words are one, by what they share; from WRITTEN on, it is their letters.
_SAME, WRITTEN, BY_MEANING, BY_CONSONANTS, _INITIAL, _HEADS = 1.0, 0.97, 0.92, 0.91, 0.8, 0.6
_TYPO = 0.8
_LEAST = 0.5
_SHORTEST_TYPO = 4  # letters of a word in which one slip is forgiven: Iran and Iraq are two
_LONG_WORD = 9  # letters from which two slips are forgiven
_LETTERS_A_SLIP = 6  # letters of words written as one for each slip that is forgiven
_MANY_CONSONANTS = 4
_LONGEST_RUN = 9  # words that an acronym stands for


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which word of one name stands for which word of another.

    Attributes:
        pairs: Words of the left name, of the right name, and how much they are one, in (0, 1].
        left: Words that the left name has alone.
        right: Words that the right name has alone.

    """

    pairs: tuple[Pair, ...]
    left: tuple[Word, ...]
    right: tuple[Word, ...]


def align(left: Sequence[Word], right: Sequence[Word]) -> Alignment:
    """Pair the words of two names, the surest pairs first."""
    scored = [
        (-score, abs(i - j), i, j)
        for i, mine in enumerate(left)
        for j, other in enumerate(right)
        if (score := likeness(mine, other)) >= _LEAST
    ]
    scored.sort()
    pairs: list[Pair] = []
    free_left, free_right = list(range(len(left))), list(range(len(right)))
    for score, _, i, j in scored:
        if i in free_left and j in free_right:
            pairs.append(((left[i],), (right[j],), -score))
            free_left.remove(i)
            free_right.remove(j)
    if free_left and len(free_right) > 1:
        pairs += _joined(left, right, free_left, free_right)
    if free_right and len(free_left) > 1:
        pairs += [(b, a, score) for a, b, score in _joined(right, left, free_right, free_left)]
    return Alignment(tuple(pairs), tuple([left[i] for i in free_left]), tuple([right[j] for j in free_right]))


@lru_cache(maxsize=1 << 17)
def likeness(mine: Word, other: Word) -> float:
    """Return how much two words are one, in [0, 1]."""
    if mine.text == other.text:
        return _SAME
    if mine.text.isdigit() or other.text.isdigit():
        return 0.0
    if mine.meanings & other.meanings:
        return WRITTEN if _inflected(mine.text, other.text) else BY_MEANING
    if mine.meanings and other.meanings:
        if are_other_heads(mine, other):
            return _HEADS
        # Two words of the table that do not mean the same are no slip of each other: minister, ministry.
        listed = word_list().whole
        return 0.0 if mine.text in listed and other.text in listed else _slip(mine, other)
    if _inflected(mine.text, other.text):
        return WRITTEN
    if mine.skeleton and mine.skeleton == other.skeleton:
        return max(_LEAST, _by_consonants(mine, other))
    shorter, longer = _by_length(mine.text, other.text)
    if len(shorter) == 1 and longer.startswith(shorter) and not longer[-1].isdigit():
        return _INITIAL
    return _slip(mine, other)


def are_other_heads(mine: Word, other: Word) -> bool:
    """Return whether two words are different heads of names, each of which may be said for the other."""
    if mine.meanings & other.meanings:
        return False
    armed = word_list().armed_bodies
    return (mine.generic and other.generic) or bool(mine.meanings & armed and other.meanings & armed)


def _by_consonants(mine: Word, other: Word) -> float:
    """Return the likeness of words with the same consonants: the more of them, the less the vowels matter."""
    longest = max(len(mine.text), len(other.text))
    slips = OSA.distance(mine.text, other.text)
    if slips * 5 <= longest:
        return WRITTEN
    many = len(mine.skeleton.lstrip("@")) >= _MANY_CONSONANTS
    return BY_CONSONANTS if many or slips * 3 <= longest else 0.0


def _inflected(one: str, two: str) -> bool:
    if one[0] != two[0]:
        return False
    shorter, longer = _by_length(one, two)
    return (
        len(shorter) >= 5
        and longer.startswith(shorter[: max(5, len(shorter) - 2)])
        and (len(longer) - len(shorter) <= 2)
    )


def _by_length(one: str, two: str) -> tuple[str, str]:
    return (one, two) if len(one) <= len(two) else (two, one)


def _slip(mine: Word, other: Word) -> float:
    """Return the likeness of two words that a slip of the pen may have made of one."""
    one, two = mine.text, other.text
    shorter, longer = map(len, _by_length(one, two))
    if shorter < _SHORTEST_TYPO:
        return 0.0
    most = 1 if shorter < 6 else 2 if shorter < _LONG_WORD else 3
    slips = OSA.distance(one, two, score_cutoff=most)
    if slips > most:
        return 0.0
    return _TYPO * (1 - slips / longer) if slips > 1 else 1 - 1.2 * slips / longer


def _joined(
    left: Sequence[Word], right: Sequence[Word], free_left: list[int], free_right: list[int]
) -> list[Pair]:
    """Pair one word of the left with several of the right: written apart, or the words of an acronym."""
    found: list[Pair] = []
    for i in free_left.copy():
        for start, following in pairwise(free_right):
            if following != start + 1 or not _may_join(left[i], right[start], right[following]):
                continue
            stop = start
            while stop < len(right) and stop in free_right and stop - start < _LONGEST_RUN:
                stop += 1
            run = _run(left[i], right[start:stop])
            if run is not None:
                length, score = run
                found.append(((left[i],), tuple(right[start : start + length]), score))
                free_left.remove(i)
                free_right[:] = [j for j in free_right if not start <= j < start + length]
                break
    return found


def _may_join(word: Word, first: Word, second: Word) -> bool:
    """Return whether a word may stand for two or more; most cannot, which is quickly seen."""
    letters = len(word.text)
    most = letters + letters // _LETTERS_A_SLIP
    if len(first.text) + len(second.text) <= most or " " in first.text or " " in second.text:
        return True
    return word.text[0] == first.text[0] and letters <= _LONGEST_RUN and not word.meanings


def _run(word: Word, others: Sequence[Word]) -> tuple[int, float] | None:
    """Return how many of the next words one word stands for: ``Tidewater``, ``United Kingdom``, ``IRA``."""
    if len(others) < 2:
        return None
    if not word.meanings and 2 <= len(word.text) <= _LONGEST_RUN:
        for length in range(2, len(others) + 1):
            if is_spelt_by(word.text, others[:length]):
                return length, _INITIAL
    one = word.text.replace(" ", "")
    most = len(one) // _LETTERS_A_SLIP
    together = ""
    for length, other in enumerate(others, start=1):
        together += other.text.replace(" ", "")
        if length > 1 and abs(len(one) - len(together)) <= most:
            slips = OSA.distance(one, together, score_cutoff=most)
            if slips <= most:
                return length, 1 - 1.2 * slips / len(one)
        if len(together) > len(one) + most:
            break
    return None
