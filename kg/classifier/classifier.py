"""Ask the shipped network what a text states of pairs of its mentions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.classifier.digest import FILES, REQUIRED, SETTINGS, VOCABULARY, WEIGHTS, digest_of
from kg.classifier.gate import Gate
from kg.classifier.labels import DIRECTED, NONE, QUAD_OF, QUALIFIERS, RELATION_LABELS, ROOTS, SIGN_OF, Label
from kg.errors import ClassifierError
from kg.resources import classifier_dir

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    from kg.classifier.encoding import Encoder, Marked

    Floats = NDArray[np.float64]

__all__ = ["HEADS", "SETTINGS", "VOCABULARY", "WEIGHTS", "Classifier", "Verdict"]

HEADS: Final = {"relation": RELATION_LABELS, "sign": DIRECTED, "root": ROOTS, "qualifier": QUALIFIERS}
_DIGITS = 4  # beyond, processors differ in the last bits


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the network makes of one pair, the first mention of which is the one that comes first in the text.

    Attributes:
        relations: Probability of each relation label, ``none`` among them; they add up to 1.
        signs: Probability of each sign and direction; they add up to 1.
        roots: Probability of each PLOVER root code, given that the text states anything of the two.
        qualifiers: Probability of each qualifier, given that a relation is stated.

    """

    relations: Mapping[Label, float]
    signs: Mapping[Label, float]
    roots: Mapping[str, float]
    qualifiers: Mapping[str, float]

    @property
    def sign(self) -> Label:
        """The likeliest sign and direction; where anything is stated, the sign is that of :attr:`root`."""
        likeliest = max(DIRECTED, key=lambda label: self.signs[label])
        if likeliest.name == NONE:
            return likeliest
        sign = SIGN_OF[QUAD_OF[self._stated]]
        return max((label for label in DIRECTED if label.name == sign), key=lambda label: self.signs[label])

    @property
    def root(self) -> str | None:
        """The root code that is likeliest together with its sign; ``None`` where nothing is stated."""
        return None if self.sign.name == NONE else self._stated

    @property
    def _stated(self) -> str:
        """The root code that is likeliest together with its sign; where none is at all, the sign decides."""
        return max(ROOTS, key=self._together)

    def _together(self, root: str) -> tuple[float, float, float]:
        sign, code = self._chance(SIGN_OF[QUAD_OF[root]]), self.roots[root]
        return sign * code, sign, code

    def _chance(self, sign: str) -> float:
        return sum(chance for label, chance in self.signs.items() if label.name == sign)


class Classifier:
    """The network, ready to answer; made once, used for many texts.

    Each text is read on its own, on one core, so that an answer does not depend on what else was asked.

    Args:
        session: The network.
        encoder: Its vocabulary.
        settings: Temperature of each head, and what the model card says.
        digest: Which classifier it is (:func:`digest_of`).
        gate: Which sentences are worth a judgement; all of them without one.

    """

    encoder: Encoder
    settings: Mapping[str, Any]
    digest: str
    gate: Gate | None

    def __init__(
        self,
        session: InferenceSession,
        encoder: Encoder,
        settings: Mapping[str, Any],
        digest: str,
        gate: Gate | None = None,
    ) -> None:
        self._session = session
        self.encoder = encoder
        self._temperatures = {head: float(settings["temperatures"][head]) for head in HEADS}
        self.settings = settings
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
        from onnxruntime import InferenceSession, SessionOptions

        from kg.classifier.encoding import Encoder

        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        weights = (folder / WEIGHTS).read_bytes()
        try:
            settings = json.loads((folder / SETTINGS).read_text("utf-8"))
            session = InferenceSession(weights, options, providers=["CPUExecutionProvider"])
            encoder = Encoder(folder / VOCABULARY)
            _check(session, settings)
            return cls(session, encoder, settings, digest_of(folder), Gate.load(folder))
        except Exception as error:  # each of the three libraries has its own
            raise ClassifierError(f"cannot load the classifier: {error}", path=folder) from error

    def thorough(self) -> Classifier:
        """Return the same classifier without a gate: every sentence is worth a judgement."""
        return Classifier(self._session, self.encoder, self.settings, self.digest)

    def judge(self, texts: Iterable[Marked]) -> list[list[Verdict | None]]:
        """Return a verdict for each pair of each text; ``None`` where a mention lies beyond what is read."""
        return [self._judge(text) for text in texts]

    def scores(self, text: Marked) -> tuple[tuple[int, ...], dict[str, Floats]]:
        """Return which pairs of a text were read, and their scores under each head before any temperature."""
        import numpy as np

        encoded = self.encoder.encode(text)
        if not encoded.kept:
            return (), {}
        inputs = {"ids": encoded.ids[None], "types": encoded.types[None], "pairs": encoded.pairs}
        answers = dict(zip(HEADS, self._session.run(list(HEADS), inputs), strict=True))
        return encoded.kept, {head: np.asarray(answers[head], np.float64) for head in HEADS}

    def _judge(self, text: Marked) -> list[Verdict | None]:
        found: list[Verdict | None] = [None] * len(text.pairs)
        kept, scores = self.scores(text)
        chances = {head: self._chances(head, scores[head]) for head in scores}
        for row, k in enumerate(kept):
            found[k] = Verdict(
                *(dict(zip(labels, chances[head][row], strict=True)) for head, labels in HEADS.items())  # type: ignore[arg-type]
            )
        return found

    def _chances(self, head: str, scores: Floats) -> list[list[float]]:
        import numpy as np

        scores = scores / self._temperatures[head]
        if head == "qualifier":
            chances = 1.0 / (1.0 + np.exp(-scores))
        else:
            powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
            chances = powers / powers.sum(axis=-1, keepdims=True)
        rounded: list[list[float]] = np.round(chances, _DIGITS).tolist()
        return rounded


def _check(session: InferenceSession, settings: Mapping[str, Any]) -> None:
    """Complain about a network with other answers than ours, or temperatures that are none."""
    sizes = {output.name: output.shape[-1] for output in session.get_outputs()}
    wanted = {head: len(labels) for head, labels in HEADS.items()}
    if sizes != wanted:
        raise ValueError(f"its answers are {sizes}, not {wanted}: it was made by another version of kg")
    for head in HEADS:
        if not 0 < float(settings["temperatures"][head]) < float("inf"):
            raise ValueError(f"the temperature of {head} is no positive number")
