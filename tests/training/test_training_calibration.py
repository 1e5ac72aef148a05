"""A temperature makes what is right likelier; the bins and their picture are those of the judgements."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kg.classifier import Opinion
from kg.classifier.classifier import Leaning
from kg.classifier.labels import DIRECTED, ROOTS
from kg.training.calibration import fit_leaning, likelihood_loss, temperature
from kg.training.reliability import Bin, diagram, reliability, sureness


def _made_up(sharpness: float, *, pairs: int = 4000, labels: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Return scores, and right labels drawn as if the scores divided by the sharpness were true."""
    chance = np.random.default_rng(3)
    scores = chance.normal(size=(pairs, labels)) * 2
    powers = np.exp(scores)
    drawn = (powers.cumsum(1) / powers.sum(1, keepdims=True) > chance.random((pairs, 1))).argmax(1)
    return scores * sharpness, np.eye(labels)[drawn]


@pytest.mark.parametrize("sharpness", [0.4, 1.0, 3.0])
def test_the_temperature_of_made_up_judgements_is_found(sharpness: float) -> None:
    scores, right = _made_up(sharpness)
    found = temperature(scores, right)

    assert found == pytest.approx(sharpness, rel=0.1)
    assert likelihood_loss(scores / found, right) <= likelihood_loss(scores, right) + 1e-9


@settings(deadline=None)
@given(
    arrays(np.float64, (6, 4), elements=st.floats(-30, 30)),
    st.lists(st.integers(0, 3), min_size=6, max_size=6),
    st.booleans(),
)
def test_no_temperature_makes_it_worse(scores: np.ndarray, labels: list[int], single: bool) -> None:
    right = np.eye(4)[labels]
    found = temperature(scores, right, single=single)

    assert 0 < found < 100
    before = likelihood_loss(scores, right, single=single)
    assert likelihood_loss(scores / found, right, single=single) <= before + 1e-3 * max(1.0, before)


def test_loss_is_the_one_of_the_books() -> None:
    scores = np.log([[0.7, 0.2, 0.1]])

    assert likelihood_loss(scores, np.array([[1.0, 0.0, 0.0]])) == pytest.approx(-np.log(0.7))
    assert likelihood_loss(np.zeros((1, 2)), np.array([[1.0, 0.0]]), single=False) == pytest.approx(np.log(2))


def test_bins_hold_every_judgement_once() -> None:
    confidence = np.array([0.0, 0.05, 0.55, 0.58, 1.0])
    right = np.array([False, False, True, False, True])

    assert reliability(confidence, right) == [
        Bin(0.0, 0.1, 2, pytest.approx(0.025), 0.0),
        Bin(0.5, 0.6, 2, pytest.approx(0.565), 0.5),
        Bin(0.9, 1.0, 1, 1.0, 1.0),
    ]


def test_what_counts_as_a_judgement() -> None:
    scores = np.log([[0.6, 0.39, 0.01], [0.2, 0.3, 0.5]])
    right = np.array([[1.0, 0.0, 0.0], [0.0, 0.5, 0.5]])
    sign, relation = sureness("sign", (scores, right), 1.0), sureness("relation", (scores, right), 1.0)

    assert sign[0] == pytest.approx([0.6, 0.5])
    assert sign[1].tolist() == [True, True]
    assert relation[0] == pytest.approx([0.39, 0.3, 0.5])
    assert relation[1].tolist() == [False, True, True]


def test_the_picture_is_svg_and_the_same_every_time() -> None:
    series = {
        "sign": [Bin(0.4, 0.5, 9, 0.45, 0.5), Bin(0.9, 1.0, 9, 0.95, 1.0)],
        "<root>": [Bin(0, 0.1, 2, 0, 0)],
    }
    picture = diagram(series)
    names = [text.text for text in ET.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")]

    assert diagram(series) == picture
    assert names[-2:] == ["sign (18)", "<root> (2)"]
    assert picture.count("<circle") == 2


def test_a_leaning_is_fitted_where_rare_signs_are_drowned_by_none() -> None:
    """Pairs that state something lie just behind none; where none is right, it lies far ahead."""
    names = [str(label) for label in DIRECTED]
    stated = ["cooperation", "cooperation<", "conflict", "conflict<"] * 3
    right = np.array([[float(name == wanted) for name in names] for wanted in stated + ["none"] * 40])
    scores = np.log(0.02 + 0.4 * right)
    scores[: len(stated), 0] = np.log(0.5)
    scores[len(stated) :, 0] = np.log(0.95)

    leaning = fit_leaning(scores, right, 1.0)

    assert leaning.none < 0.9
    assert leaning.backward >= 1.0
    clear = fit_leaning(np.log(0.02 + right), right, 1.0)
    assert clear.backward == 1.0


@pytest.mark.parametrize(
    ("leaning", "sign"),
    [(Leaning(), "none"), (Leaning(none=0.5), "conflict"), (Leaning(none=0.5, backward=2), "conflict<")],
)
def test_a_leaning_decides_between_signs_that_are_nearly_as_likely(leaning: Leaning, sign: str) -> None:
    chances = {"none": 0.4, "conflict": 0.3, "conflict<": 0.2, "cooperation": 0.1, "cooperation<": 0.0}
    signs = {label: chances[str(label)] for label in DIRECTED}
    roots = {root: float(root == "ASSAULT") for root in ROOTS}

    assert str(Opinion(signs, roots, leaning).sign) == sign
