"""What the crash tests start as a process and kill: the real way of a document, without a language pipeline.

    python made_up_run.py build|update|rebuild|judge|backup|compact|migrate|restore STORE BULK [TARGET|BACKUP]

``ready`` is printed when everything is loaded, then, after each transaction, how many documents it wrote, or
how many judgements there are.
``BULK`` is the number of triples from which on the bulk loader writes.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.catalogue import Catalogue
from kg.config import Settings
from kg.ingest import build, rebuild
from kg.model import (
    Actor,
    ActorKind,
    ActorRef,
    Claim,
    Claimant,
    Date,
    Document,
    Evidence,
    Judgement,
    Name,
    NameKind,
    Reading,
    Run,
    Verdict,
)
from kg.store import Store, changes
from kg.store.folder.backup import back_up
from kg.store.folder.compact import compact
from kg.store.folder.restore import restore

DOCUMENTS = 60
AT_ONCE = 6
ACTORS = tuple(
    Actor(f"actor-{n}", ActorKind.ARMED_GROUP, f"Group {n}", (Name(f"Group {n}", NameKind.OFFICIAL, "en"),))
    for n in range(25)
)
RELATIONS = ("backs", "fights", "opposes", "attacks", "arms")


def documents(version: int) -> list[Document]:
    """Return the articles; in the second version every other one was edited."""
    edited = [version if number % 2 else 1 for number in range(DOCUMENTS)]
    return [_document(number, version) for number, version in enumerate(edited)]


def _document(number: int, version: int) -> Document:
    chance = random.Random(f"{number} {version}")
    pairs = [chance.sample(range(len(ACTORS)), 2) for _ in range(chance.randint(0, 6))]
    sentences = [f"Group {a} {chance.choice(RELATIONS)} Group {b}, they say." for a, b in pairs]
    return Document(f"d{number:03}", " ".join(sentences), f"Report {number}", "Wire", Date("2020-05"))


class MadeUpPipeline:
    """Reads the articles above; another version of its rules finds other claimants."""

    at_once = AT_ONCE

    def __init__(self, rules: str) -> None:
        self.settings = Settings()
        self.run = Run("0", "made up", rules, "made up")
        self.catalogue = Catalogue({actor.id: actor for actor in ACTORS}, "made up")

    def read_many(self, given: Iterable[Document], *, on_error: Callable[..., None]) -> Iterator[Reading]:
        """Yield what the articles say."""
        yield from map(self._read, given)

    def _read(self, document: Document) -> Reading:
        claims = []
        start = 0
        for sentence in filter(None, document.text.split(". ")):
            quote = sentence if sentence.endswith(".") else f"{sentence}."
            a, relation, b = (quote.split()[n].strip(",") for n in (1, 2, 4))
            names = (f"Group {a}", f"Group {b}")
            places = (start, start + quote.index(names[1], len(names[0])))
            source, target = (
                ActorRef(f"actor-{name.split()[1]}", name, name, place, place + len(name))
                for name, place in zip(names, places, strict=True)
            )
            who = Claimant("name/they", "they", "they") if self.run.rules == "second" else None
            evidence = Evidence(start, start + len(quote), quote, "a.rule")
            claims.append(Claim(document.id, source, relation, target, evidence, claimant=who))
            start += len(quote) + 1
        return Reading(document, tuple(claims), ACTORS[: len(claims)])


def _told(report: Any) -> None:
    print(report.read if hasattr(report, "read") else report.added + report.replaced, flush=True)


def judge(store: Store) -> None:
    """Reject the first claim of each document, as far as that is not done yet."""
    done = {judgement.claim for judgement in store.decisions.history}
    for document_id in store.documents():
        read = store.as_read(document_id)
        for claim in read.claims[:1] if read is not None else ():
            if claim not in done:
                made = store.judge(Judgement(0, Verdict.REJECTED, "Ada", Date("2024-05-01"), claim=claim))
                print(made.number, flush=True)


def main() -> None:
    """Do what the command line says."""
    verb, folder, bulk, *rest = sys.argv[1:]
    vars(changes)["BULK"] = int(bulk)
    print("ready", flush=True)
    if verb == "backup":
        back_up(Path(folder), Path(rest[0]))
        return
    if verb == "restore":
        restore(Path(rest[0]), Path(folder), overwrite=True)
        return
    if verb == "compact":
        compact(Path(folder))
        return
    first = MadeUpPipeline("first")
    with Store.open(folder) as store:
        if verb == "judge":
            judge(store)
        elif verb == "rebuild":
            rebuild(store, MadeUpPipeline("second"), on_progress=_told)  # type: ignore[arg-type]
        elif verb != "migrate":  # which opening does
            build(documents(2 if verb == "update" else 1), store, first, on_progress=_told)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
