"""How sure it is that two names mean one actor: a few measures of their alignment, weighed."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import mul

from rapidfuzz.distance import OSA

from kg.resolution.alignment import BY_MEANING, WRITTEN, Alignment, align, are_other_heads
from kg.resolution.wordlist import word_list
from kg.resolution.words import Word
from kg.resources import names_dir

__all__ = ["MEASURES", "Evidence", "Weights", "measure", "probabilities", "weights"]

MEASURES = (
    "covered_asked",  # share of the asked name that the known one accounts for, by weight of the words
    "covered_known",  # share of the known name that the asked one accounts for
    "clash",  # both have a word of their own: they contradict each other
    "alone_asked",  # weight of what the asked name has beyond the known one
    "alone_known",  # weight of what the known name has beyond the asked one
    "contrast",  # what one has alone tells actors apart: new, real, north, youth
    "number",  # what one has alone holds a digit
    "quality",  # how much the paired words are one
    "slips",  # letters that differ, as a share of all
    "one_word",  # only one word is paired
    "one_slip",  # only one word is paired, and it is not written the same
    "rarity",  # weight of the paired words
    "heads_differ",  # paired heads are different ones: group and movement, army and brigade
    "state",  # a country, asked for by one word
    "asked_whole",  # the asked name has no word of its own
    "known_whole",  # the known name has no word of its own
    "by_meaning",  # share of the paired words that are one by their meaning alone
    "proper",  # weight of the rarest paired word that is in no table
)

_EXPLAINED = 0.3  # how much of its weight such a word keeps: "Jaysh al-Muhajirin JAMWA"


_NOTHING = (0.0,) * len(MEASURES)  # measured where no word is paired


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for two names meaning one actor."""

    measures: tuple[float, ...]
    alignment: Alignment


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each measure counts, as fitted by ``scripts/fit_name_weights.py``."""

    bias: float
    weights: tuple[float, ...]

    def total(self, measures: Sequence[float]) -> float:
        """Return the sum of the weighed measures: above 0 where more speaks for one actor than against it."""
        weighed: float = sum(map(mul, self.weights, measures))
        return self.bias + weighed


def probabilities(totals: Sequence[float]) -> list[float]:
    """Return how probable each of some actors is to be meant, where nobody at all may be meant too.

    >>> [round(p, 2) for p in probabilities([3.0, 3.0])]
    [0.49, 0.49]
    """
    powers = [math.exp(max(-30.0, min(30.0, total))) for total in totals]
    return [power / (1 + sum(powers)) for power in powers]


@cache
def weights() -> Weights:
    """Return the weights of ``kg/data/names/weights.toml``."""
    with (names_dir() / "weights.toml").open("rb") as file:
        table = tomllib.load(file)
    return Weights(table["bias"], tuple(table["weights"][name] for name in MEASURES))


def measure(
    asked: Sequence[Word],
    known: Sequence[Word],
    weight: Callable[[Word], float],
    weight_written: Callable[[Word], float],
    *,
    state: bool = False,
    explained: Callable[[Word], bool] = lambda _: False,
) -> Evidence:
    """Align two names and measure the alignment.

    Args:
        asked: The words of the name that is looked up, without dropped ones.
        known: The words of the name of the catalogue, without dropped ones.
        weight: How much a word tells, in [0, 1].
        weight_written: How much it tells where both names write it alike.
        state: Whether the known name is a state's.
        explained: Whether a word that one name has alone is in another name of the actor, or its country.

    """
    alignment = align(asked, known)
    if not alignment.pairs:
        return Evidence(_NOTHING, alignment)
    matched = certain = meant = proper = 0.0
    heads = 0
    for mine, other, score in alignment.pairs:
        tells = weight_written if score >= WRITTEN else weight
        weighed = max(_total(mine, tells), _total(other, tells))
        matched += weighed
        certain += score * weighed
        if score == BY_MEANING:
            meant += weighed
        elif not mine[0].meanings:
            proper = max(proper, score * weighed)
        heads += are_other_heads(mine[0], other[0])
    left = [word for word in alignment.left if not explained(word)]
    right = [word for word in alignment.right if not explained(word)]
    asked_alone, known_alone = _alone(left, alignment.left, weight), _alone(right, alignment.right, weight)
    quality = certain / matched if matched else 0.0
    one = len(alignment.pairs) == 1
    alone = (*left, *right)
    measures = (
        matched / (matched + asked_alone) if matched else 0.0,
        matched / (matched + known_alone) if matched else 0.0,
        min(asked_alone, known_alone),
        asked_alone,
        known_alone,
        float(_tells_apart(left)) + float(_tells_apart(right)),
        float(any(map(_has_digit, alone))),
        quality,
        0.0 if meant else _slips(asked, known),
        float(one),
        (1 - quality) if one else 0.0,
        math.sqrt(matched),
        float(heads),
        float(state and len(asked) == 1),
        float(not left),
        float(not right),
        meant / matched if matched else 0.0,
        proper,
    )
    return Evidence(measures, alignment)


@lru_cache(maxsize=1 << 16)
def _has_digit(word: Word) -> bool:
    return not word.text.isalpha() and any(map(str.isdigit, word.text))


def _alone(words: Sequence[Word], every: Sequence[Word], weight: Callable[[Word], float]) -> float:
    """Return the weight of the words that a name has alone, of which some are explained."""
    if not every:
        return 0.0
    total = _total(words, weight)
    return total + _EXPLAINED * (_total(every, weight) - total)


def _total(words: Sequence[Word], weight: Callable[[Word], float]) -> float:
    return weight(words[0]) if len(words) == 1 else sum(map(weight, words))


def _slips(asked: Sequence[Word], known: Sequence[Word]) -> float:
    """Return how many letters of two names differ, as a share of all."""
    left, left_sorted = _letters(tuple(asked))
    right, right_sorted = _letters(tuple(known))
    slips = OSA.normalized_distance(left, right)
    return min(slips, OSA.normalized_distance(left_sorted, right_sorted)) if slips else 0.0


@lru_cache(maxsize=1 << 14)
def _letters(words: tuple[Word, ...]) -> tuple[str, str]:
    """Return the letters of a name, in the order of its words and in alphabetical order of them."""
    texts = [word.text for word in words]
    return "".join(texts), "".join(sorted(texts))


def _tells_apart(words: Sequence[Word]) -> bool:
    return any(map(_is_contrast, words))


@lru_cache(maxsize=1 << 16)
def _is_contrast(word: Word) -> bool:
    return not word.meanings.isdisjoint(word_list().contrast)
