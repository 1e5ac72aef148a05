"""Two small networks of our own that tell what a sentence states of two marked mentions.

:mod:`~kg.classifier.labels` holds what it can say, :mod:`~kg.classifier.encoding` turns text into numbers,
:mod:`~kg.classifier.network` runs a network, :mod:`~kg.classifier.classifier` asks both of ours,
:mod:`~kg.classifier.pairs` asks about one pair of a text of any length. How it learns: :mod:`kg.training`.
"""

from kg.classifier.classifier import Classifier, Opinion, Verdict
from kg.classifier.digest import can_run, digest_of
from kg.classifier.pairs import Answer, classify

__all__ = ["Answer", "Classifier", "Opinion", "Verdict", "can_run", "classify", "digest_of"]
