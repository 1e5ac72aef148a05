"""How the classifier learns: data files become examples, examples weights, weights a folder that runs.

:mod:`~kg.training.labelled`, :mod:`~kg.training.examples` and :mod:`~kg.training.gold` read the three kinds
of data, :mod:`~kg.training.recipe` says in which order they are learnt, :mod:`~kg.training.network` and
:mod:`~kg.training.fit` learn, :mod:`~kg.training.calibration` makes probabilities mean what they say, and
:mod:`~kg.training.export` writes what :mod:`kg.classifier` reads. Only fitting needs the extra ``train``.
"""
