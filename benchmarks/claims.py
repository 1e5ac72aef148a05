"""Extract the claims of annotated articles, one JSON line each, for their scorer.

    python benchmarks/claims.py GOLD.jsonl [--model NAME] [--rules] > predictions.jsonl

GOLD holds one annotated article a line: ``{"doc": {"id", "text", "date", ...}, "claims": [...], ...}``.
Only ``doc`` is read, so no annotation can leak into a prediction. The lines are those of
``kg extract --format jsonl``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from kg.catalogue import Catalogue
from kg.classifier import Classifier, can_run
from kg.cli.claims import claim_json
from kg.extraction import Extractor, load_pipeline
from kg.extraction.pipeline import DEFAULT_MODEL
from kg.model import Date, Document


def main() -> None:
    """Print the claims."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--rules", action="store_true", help="the rules alone")
    options = parser.parse_args()

    classifier = Classifier.load() if can_run() and not options.rules else None
    extractor = Extractor(load_pipeline(options.model), Catalogue.load(), classifier=classifier)
    lines = options.gold.read_text(encoding="utf-8").splitlines()
    docs = [json.loads(line)["doc"] for line in lines if line.strip()]
    documents = [
        Document(d["id"], d["text"], date=Date.parse(d["date"]) if d.get("date") else None) for d in docs
    ]
    for reading in extractor.read_many(documents):
        for claim in reading.claims:
            print(json.dumps(claim_json(claim), ensure_ascii=False))


if __name__ == "__main__":
    main()
