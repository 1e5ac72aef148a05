"""The model card: ``kg/data/training/card.md`` filled in, with the papers of ``sources.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import Template
from typing import Any, Final

from kg.classifier import Classifier
from kg.resources import training_dir

__all__ = ["CARD", "Score", "card"]

CARD: Final = "CARD.md"
_OWN: Final = "Sentences written and labelled for this project"


@dataclass(frozen=True, slots=True)
class Score:
    """One measure of a classifier.

    Attributes:
        data: What it was measured on, with the number of rows.
        measure: What was measured.
        value: From 0 to 1.
        interval: The 95 % interval, if known.

    """

    data: str
    measure: str
    value: float
    interval: tuple[float, float] | None = None


def card(
    classifier: Classifier,
    losses: Mapping[str, tuple[int, float, float]],
    sizes: Mapping[str, int],
    scores: Sequence[Score],
) -> str:
    """Return the text of the card.

    Args:
        classifier: What it is about.
        losses: For each head pairs, and the negative log-likelihood before and after its temperature.
        sizes: Bytes of the files.
        scores: Measures for the table.

    """
    settings = classifier.settings
    sources = [_source(name) for name, *_ in settings["data"]]
    template = Template((training_dir() / "card.md").read_text(encoding="utf-8"))
    return template.substitute(
        digest=classifier.digest,
        version=settings["version"],
        seed=settings["seed"],
        threads=settings["threads"],
        made_with=", ".join(f"{name} {number}" for name, number in settings["made_with"].items()),
        sizes=_table(("file", "bytes"), ((f"`{name}`", f"{size:,}") for name, size in sizes.items())),
        data=_data(settings["data"]),
        notices=_notices(sources),
        scores=_scores(scores),
        temperatures=_temperatures(settings["temperatures"], losses),
        leaning=_leaning(settings.get("leaning")),
    )


def _data(data: Iterable[Sequence[Any]]) -> str:
    rows = []
    for name, digest, examples in data:
        source = _source(name)
        what = source.get("what", _OWN if name.endswith(".txt") else "")
        rows.append((_plain(name), what, f"{examples:,}", f"`{digest}`", source.get("licence", "")))
    return _table(("file", "what", "texts", "SHA-256, beginning", "licence"), rows)


def _notices(sources: Iterable[Mapping[str, Any]]) -> str:
    papers = dict.fromkeys(source["paper"] for source in sources if "paper" in source)
    return "\n".join(["", *(f"- {paper}" for paper in papers)]) if papers else ""


def _source(name: str) -> Mapping[str, Any]:
    known = tomllib.loads((training_dir() / "sources.toml").read_text(encoding="utf-8"))["source"]
    empty: Mapping[str, Any] = {}
    return next((each for each in known if name.lower().startswith(tuple(each["begins"]))), empty)


def _scores(scores: Sequence[Score]) -> str:
    if not scores:
        return "Not measured."
    rows = (
        (_plain(each.data), each.measure, f"{each.value:.3f}", _interval(each.interval)) for each in scores
    )
    return _table(("data", "measure", "value", "95 % interval"), rows)


def _interval(interval: tuple[float, float] | None) -> str:
    return "" if interval is None else f"{interval[0]:.3f} to {interval[1]:.3f}"


def _temperatures(temperatures: Mapping[str, float], losses: Mapping[str, tuple[int, float, float]]) -> str:
    if not losses:
        return "Its probabilities were not calibrated: no check data was given."
    rows = (
        (head, f"{temperatures[head]:g}", f"{pairs:,}", f"{before:.4f}", f"{after:.4f}")
        for head, (pairs, before, after) in losses.items()
    )
    head = ("answer", "temperature", "pairs", "loss before", "loss after")
    return (
        "Scores are divided by a temperature, fitted on the check data (negative log-likelihood):\n\n"
        + _table(head, rows)
    )


def _leaning(leaning: Mapping[str, float] | None) -> str:
    if not leaning:
        return ""
    return (
        "\nWhere a sign must be chosen, the probability of no tie counts"
        f" {leaning['none']:g} times and that of a tie whose target is named first {leaning['backward']:g}"
        " times; with these factors the macro F1 of signs on the check data is highest.\n"
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plain(name: str) -> str:
    """Return the name of a file so that it cannot end its cell of the table."""
    return "".join(letter if letter.isalnum() or letter in " ._-+,()" else "_" for letter in name)
