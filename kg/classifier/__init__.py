"""A small network of our own that tells what a sentence states of two marked mentions.

:mod:`~kg.classifier.labels` holds what it can say, :mod:`~kg.classifier.encoding` turns text into numbers,
:mod:`~kg.classifier.classifier` asks the network. How it learns: :mod:`kg.training`.
"""

from kg.classifier.classifier import Classifier, Verdict

__all__ = ["Classifier", "Verdict"]
