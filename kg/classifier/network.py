"""Run a network that was exported: numbers of a text in, scores and probabilities of its pairs out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    from kg.classifier.encoding import Encoded

    Floats = NDArray[np.float64]

__all__ = ["Network"]

_DIGITS = 4  # beyond, processors differ in the last bits
_MANY = "qualifier"  # the answer whose labels stand on their own


class Network:
    """A network, ready to answer.

    Each text is read on its own, on one core, so that an answer does not depend on what else was asked.

    Args:
        session: What runs it.
        heads: Its answers, and the labels of each.
        temperatures: By what the scores of each answer are divided.

    """

    heads: Mapping[str, Sequence[Any]]

    def __init__(
        self,
        session: InferenceSession,
        heads: Mapping[str, Sequence[Any]],
        temperatures: Mapping[str, float],
    ) -> None:
        self._session = session
        self.heads = heads
        self._temperatures = {head: float(temperatures[head]) for head in heads}

    @classmethod
    def load(
        cls, path: Path, heads: Mapping[str, Sequence[Any]], temperatures: Mapping[str, float]
    ) -> Network:
        """Load a network from its file; the words that it shares with others lie beside it.

        Raises:
            ValueError: It has other answers, or a temperature is none.
            KeyError: A temperature is missing.
            Exception: What else onnxruntime raises over a file that holds no network.

        """
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        sizes = {output.name: output.shape[-1] for output in session.get_outputs()}
        wanted = {head: len(labels) for head, labels in heads.items()}
        if sizes != wanted:
            raise ValueError(f"its answers are {sizes}, not {wanted}: it was made by another version of kg")
        for head in heads:
            if not 0 < float(temperatures[head]) < float("inf"):
                raise ValueError(f"the temperature of {head} is no positive number")
        return cls(session, heads, temperatures)

    def scores(self, text: Encoded) -> dict[str, Floats]:
        """Return the scores of a text's pairs by answer, before any temperature, ``(pairs, labels)``."""
        import numpy as np

        inputs = {"ids": text.ids[None], "types": text.types[None], "pairs": text.pairs}
        answers = dict(zip(self.heads, self._session.run(list(self.heads), inputs), strict=True))
        return {head: np.asarray(answers[head], np.float64) for head in self.heads}

    def chances(self, text: Encoded) -> list[dict[str, dict[Any, float]]]:
        """Return for each pair of a text the probability of each label, by answer."""
        chances = {head: self._tempered(head, scores) for head, scores in self.scores(text).items()}
        return [
            {head: dict(zip(labels, chances[head][row], strict=True)) for head, labels in self.heads.items()}
            for row in range(len(text.pairs))
        ]

    def _tempered(self, head: str, scores: Floats) -> list[list[float]]:
        import numpy as np

        scores = scores / self._temperatures[head]
        if head == _MANY:
            chances = 1.0 / (1.0 + np.exp(-scores))
        else:
            powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
            chances = powers / powers.sum(axis=-1, keepdims=True)
        rounded: list[list[float]] = np.round(chances, _DIGITS).tolist()
        return rounded
