"""Ask the shipped networks what a text states of pairs of its mentions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.classifier.digest import FILES, PAIRS, RELATIONS, REQUIRED, SETTINGS, VOCABULARY, digest_of
from kg.classifier.gate import Gate
from kg.classifier.labels import (
    DIRECTED,
    NONE,
    PAIR_HEADS,
    QUAD_OF,
    ROOTS,
    SENTENCE_HEADS,
    SIGN_OF,
    Label,
)
from kg.classifier.network import Network
from kg.errors import ClassifierError
from kg.resources import classifier_dir

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kg.classifier.encoding import Encoder, Marked

    Floats = NDArray[np.float64]

__all__ = ["Classifier", "Leaning", "Opinion", "Verdict"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the network for sentences makes of a pair; the first mention is the one that comes first there.

    Attributes:
        relations: Probability of each relation label, ``none`` among them; they add up to 1.
        qualifiers: Probability of each qualifier, given that a relation is stated.

    """

    relations: Mapping[Label, float]
    qualifiers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Leaning:
    """By what the probabilities of signs are multiplied before the highest is taken.

    Most marked pairs state nothing, and of the others nearly all name the source first. Whoever takes what is
    likeliest therefore never hears of the rare ones.

    Attributes:
        none: For no tie.
        backward: For a tie whose target is named first.

    """

    none: float = 1.0
    backward: float = 1.0

    def weight(self, label: Label) -> float:
        """Return the factor of a label."""
        if label.name == NONE:
            return self.none
        return 1.0 if label.forward else self.backward


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the network for pairs makes of one; the first mention is the one that comes first in the text.

    Attributes:
        signs: Probability of each sign and direction; they add up to 1.
        roots: Probability of each PLOVER root code, given that the text states anything of the two.
        leaning: What is preferred where it is nearly as likely as something else.

    """

    signs: Mapping[Label, float]
    roots: Mapping[str, float]
    leaning: Leaning = field(default_factory=Leaning)

    @property
    def sign(self) -> Label:
        """The sign and direction to answer; where anything is stated, the sign is that of :attr:`root`."""
        first = max(DIRECTED, key=self._weighed)
        if first.name == NONE:
            return first
        sign = SIGN_OF[QUAD_OF[self._stated]]
        return max((label for label in DIRECTED if label.name == sign), key=self._weighed)

    @property
    def root(self) -> str | None:
        """The root code that is likeliest together with its sign; ``None`` where nothing is stated."""
        return None if self.sign.name == NONE else self._stated

    @property
    def _stated(self) -> str:
        """The root code that is likeliest together with its sign; where none is at all, the sign decides."""
        return max(ROOTS, key=self._together)

    def _weighed(self, label: Label) -> float:
        return self.signs[label] * self.leaning.weight(label)

    def _together(self, root: str) -> tuple[float, float, float]:
        sign, code = self._chance(SIGN_OF[QUAD_OF[root]]), self.roots[root]
        return sign * code, sign, code

    def _chance(self, sign: str) -> float:
        return sum(chance for label, chance in self.signs.items() if label.name == sign)


class Classifier:
    """Our two networks, ready to answer; made once, used for many texts.

    The one reads a sentence once for all pairs of its mentions, which is what reading articles needs. The
    other reads a text for one pair, and is loaded when it is first asked.

    Args:
        folder: Where the files lie.
        relations: The network for sentences.
        encoder: The vocabulary of both.
        settings: Temperature of each answer, and what the model card says.
        digest: Which classifier it is (:func:`digest_of`).
        gate: Which sentences are worth a judgement; all of them without one.

    """

    encoder: Encoder
    settings: Mapping[str, Any]
    digest: str
    gate: Gate | None

    def __init__(
        self,
        folder: Path,
        relations: Network,
        encoder: Encoder,
        settings: Mapping[str, Any],
        digest: str,
        gate: Gate | None = None,
    ) -> None:
        self._folder = folder
        self._relations = relations
        self.encoder = encoder
        self.settings = settings
        self._leaning = Leaning(**(settings.get("leaning") or {}))
        self.digest = digest
        self.gate = gate

    @classmethod
    def load(cls, folder: Path | None = None) -> Classifier:
        """Load the shipped model, or that of a folder that ``kg train`` wrote.

        Raises:
            ClassifierError: The weights, or the packages that run them, are missing or broken.

        """
        folder = classifier_dir() if folder is None else folder
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise ClassifierError(
                f"no classifier here: {missing[0]} is missing",
                path=folder,
                hint="kg train makes one; without it, the rules alone read",
            )
        absent = [name for name in REQUIRED if find_spec(name) is None]
        if absent:
            raise ClassifierError(f"the classifier needs {absent[0]}", hint=f"pip install {absent[0]}")
        from kg.classifier.encoding import Encoder

        try:
            settings = json.loads((folder / SETTINGS).read_text("utf-8"))
            relations = Network.load(folder / RELATIONS, SENTENCE_HEADS, settings["temperatures"])
            encoder = Encoder(folder / VOCABULARY)
            return cls(folder, relations, encoder, settings, digest_of(folder), Gate.load(folder))
        except Exception as error:  # each of the three libraries has its own
            raise ClassifierError(f"cannot load the classifier: {error}", path=folder) from error

    def thorough(self) -> Classifier:
        """Return the same classifier without a gate: every sentence is worth a judgement."""
        return Classifier(self._folder, self._relations, self.encoder, self.settings, self.digest)

    def judge(self, texts: Iterable[Marked]) -> list[list[Verdict | None]]:
        """Return a verdict for each pair of each text; ``None`` where a mention lies beyond what is read."""
        return [self._judge(text) for text in texts]

    def judge_pair(self, text: Marked) -> Opinion | None:
        """Return what a text states of its only pair; ``None`` where a mention lies beyond what is read.

        Raises:
            ClassifierError: The network for pairs cannot be loaded.

        """
        encoded = self.encoder.encode(text)
        if not encoded.kept:
            return None
        (chances,) = self._pairs.chances(encoded.marked)
        return Opinion(chances["sign"], chances["root"], self._leaning)

    def scores(self, text: Marked) -> tuple[tuple[int, ...], dict[str, Floats]]:
        """Return which pairs of a sentence were read, and their scores by answer before any temperature."""
        encoded = self.encoder.encode(text)
        return encoded.kept, self._relations.scores(encoded) if encoded.kept else {}

    def pair_scores(self, text: Marked) -> dict[str, Floats]:
        """Return the scores of a text's only pair before any temperature; empty where it is not read.

        Raises:
            ClassifierError: The network for pairs cannot be loaded.

        """
        encoded = self.encoder.encode(text)
        return self._pairs.scores(encoded.marked) if encoded.kept else {}

    def _judge(self, text: Marked) -> list[Verdict | None]:
        found: list[Verdict | None] = [None] * len(text.pairs)
        encoded = self.encoder.encode(text)
        if encoded.kept:
            for k, chances in zip(encoded.kept, self._relations.chances(encoded), strict=True):
                found[k] = Verdict(chances["relation"], chances["qualifier"])
        return found

    @cached_property
    def _pairs(self) -> Network:
        try:
            return Network.load(self._folder / PAIRS, PAIR_HEADS, self.settings["temperatures"])
        except Exception as error:  # of onnxruntime, or of settings
            raise ClassifierError(f"cannot load the classifier: {error}", path=self._folder) from error
