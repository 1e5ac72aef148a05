"""What extraction costs beside the bare spaCy pipeline, on the same articles, side by side in one run.

    python benchmarks/extraction.py [INPUT...] [--rounds 3] [--model NAME]

Each round reads every article with ``nlp.pipe`` alone and with the extractor, in turn, and prints seconds of
processor time of both and their ratio; the last line is the median. Without input it reads the samples.
What is built once a process (language pipeline, index of names, network) is built before: each reader reads
the samples first.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from kg.catalogue import Catalogue
from kg.classifier import Classifier, can_run
from kg.extraction import Extractor, load_pipeline
from kg.extraction.pipeline import DEFAULT_MODEL
from kg.model import Document
from kg.resources import sample_dir
from kg.text.reader import read_documents


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that a piece of work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Run the comparison and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("inputs", nargs="*", type=Path, default=[sample_dir()])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--model", default=DEFAULT_MODEL)
    options = parser.parse_args()

    documents: list[Document] = list(read_documents(options.inputs, on_error=print))
    nlp = load_pipeline(options.model)
    rules = Extractor(nlp, Catalogue.load())
    readers = {"rules": rules}
    if can_run():
        readers["rules and classifier"] = Extractor(nlp, rules.catalogue, classifier=Classifier.load())
    first = list(read_documents([sample_dir()], on_error=print))
    for name, extractor in readers.items():
        whole = seconds(lambda reader=extractor: list(reader.read_many(first)))
        print(f"{name}: the samples, read first, took {whole:.1f} s")
    texts = [document.text for document in documents]
    tokens = sum(len(nlp.make_doc(text)) for text in texts)
    print(f"{len(documents)} articles, {tokens} tokens, {options.model}")

    ratios: dict[str, list[float]] = {name: [] for name in readers}
    for number in range(1, options.rounds + 1):
        bare = seconds(lambda: list(nlp.pipe(texts, batch_size=16)))
        print(f"round {number}: bare {bare:.1f} s", end="")
        for name, extractor in readers.items():
            whole = seconds(lambda reader=extractor: list(reader.read_many(documents)))
            ratios[name].append(whole / bare)
            print(f", {name} {whole:.1f} s, ratio {whole / bare:.2f}", end="")
        print(flush=True)
    for name, found in ratios.items():
        print(f"{name}: median ratio {statistics.median(found):.2f} ({min(found):.2f} to {max(found):.2f})")
    print(f"most memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
