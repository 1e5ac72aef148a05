"""Write the folder that a classifier runs from: weights, vocabulary, settings, card, reliability."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.classifier import Classifier
from kg.classifier.classifier import Leaning
from kg.classifier.digest import FILES, SETTINGS, VOCABULARY
from kg.classifier.gate import GATE, Gate
from kg.classifier.labels import HEADS
from kg.training.card import CARD, Score, card
from kg.training.materials import Material
from kg.version import __version__

if TYPE_CHECKING:
    from kg.extraction.belief import Belief
    from kg.training.recipe import Networks, Plan

__all__ = ["Trained", "with_belief", "with_gate", "write_card", "write_classifier"]

DIAGRAM: Final = "reliability.svg"
_MAKERS: Final = ("torch", "transformers", "onnx", "onnxruntime", "tokenizers")


@dataclass(frozen=True, slots=True)
class Trained:
    """A classifier that was written, and how well its answers fit the check data.

    Attributes:
        classifier: The classifier, loaded from its folder.
        folder: Where it lies.
        losses: For each head that the check data is about: pairs, and the negative log-likelihood before and
            after its temperature.

    """

    classifier: Classifier
    folder: Path
    losses: Mapping[str, tuple[int, float, float]]


def write_classifier(
    networks: Networks, plan: Plan, materials: Sequence[Material], check: Sequence[Material], folder: Path
) -> Trained:
    """Write all but the card; temperatures are fitted to the check data, and 1 without any.

    Raises:
        ClassifierError: What was written cannot be loaded again.
        OSError: The folder cannot be written.

    """
    from kg.training.calibration import fit_leaning, fit_temperatures, judgements, likelihood_loss
    from kg.training.export import export
    from kg.training.reliability import diagram, reliability, sureness

    folder.mkdir(parents=True, exist_ok=True)
    export(networks, folder)
    shutil.copyfile(plan.base / "tokenizer.json", folder / VOCABULARY)
    temperatures = dict.fromkeys(HEADS, 1.0)
    _write_settings(folder, plan, materials, temperatures)
    examples = [example for each in check for example in each.examples]
    losses = {}
    if examples:
        untempered = Classifier.load(folder)
        judged = judgements(untempered, examples)
        temperatures = fit_temperatures(judged)
        leaning = fit_leaning(*judged["sign"], temperatures["sign"]) if "sign" in judged else Leaning()
        _write_settings(folder, plan, materials, temperatures, leaning)
        series = {}
        for head, (scores, right) in judged.items():
            single = head != "qualifier"
            before = likelihood_loss(scores, right, single=single)
            after = likelihood_loss(scores / temperatures[head], right, single=single)
            losses[head] = len(scores), before, after
            series[head] = reliability(*sureness(head, (scores, right), temperatures[head]))
        (folder / DIAGRAM).write_text(diagram(series), encoding="utf-8")
    return Trained(Classifier.load(folder), folder, losses)


def _write_settings(
    folder: Path,
    plan: Plan,
    materials: Sequence[Material],
    temperatures: Mapping[str, float],
    leaning: Leaning | None = None,
) -> None:
    settings: dict[str, Any] = {
        "temperatures": temperatures,
        "leaning": None if leaning is None else asdict(leaning),
        "version": __version__,
        "seed": plan.seed,
        "threads": plan.threads,
        "made_with": {name: _version(name) for name in _MAKERS},
        "data": [[each.name, each.digest, len(each.examples)] for each in materials],
        "belief": None,
    }
    text = json.dumps(settings, ensure_ascii=False, indent=2) + "\n"
    (folder / SETTINGS).write_text(text, encoding="utf-8")


def with_belief(trained: Trained, belief: Belief) -> Trained:
    """Write into the settings how the classifier is weighed against the rules, and load it again."""
    path = trained.folder / SETTINGS
    settings = json.loads(path.read_text(encoding="utf-8")) | {"belief": asdict(belief)}
    path.write_text(json.dumps(settings, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return replace(trained, classifier=Classifier.load(trained.folder))


def with_gate(trained: Trained, gate: Gate | None) -> Trained:
    """Write the gate beside the network, or remove the one that is there, and load the classifier again."""
    if gate is None:
        (trained.folder / GATE).unlink(missing_ok=True)
    else:
        gate.save(trained.folder)
    return replace(trained, classifier=Classifier.load(trained.folder))


def _version(name: str) -> str | None:
    try:
        return version(name).partition("+")[0]
    except PackageNotFoundError:
        return None


def write_card(trained: Trained, scores: Sequence[Score] = ()) -> None:
    """Write the model card: what the classifier is for, learnt from and scores, and what it cannot do.

    Args:
        trained: The classifier.
        scores: Measures of it on annotated data, for the table.

    """
    written = (
        name
        for name in (*(name for name in FILES if name != SETTINGS), GATE)
        if (trained.folder / name).is_file()
    )
    sizes = {name: (trained.folder / name).stat().st_size for name in written}
    text = card(trained.classifier, trained.losses, sizes, scores)
    (trained.folder / CARD).write_text(text, encoding="utf-8")
