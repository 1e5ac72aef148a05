"""A real ``kg serve`` in a process of its own, over a made-up store."""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from made_up import made_up_actors, made_up_records, record

from kg.model import Actor, ActorKind, Reading, Run
from kg.store import Store

__all__ = ["HOSTILE", "RUN", "TOKEN", "Service", "fill", "running"]

TOKEN = "a-token-that-only-the-tests-know"
RUN = Run("0.1.0", "a model", "rules", "catalogue")
HOSTILE = "<script>alert(1)</script>\"'&\n=2+2"
"""What an article may call an actor, or itself."""


def fill(folder: Path) -> None:
    """Make a store of invented documents, and one whose every field is hostile."""
    actors = made_up_actors()
    known = {actor.id: actor for actor in actors}
    places = {actor.id for actor in actors if actor.kind is ActorKind.PLACE}
    said_by = [(each.claim.claimant, each) for each in made_up_records(actors)]
    records = [each for who, each in said_by if who is None or who.id not in places]
    odd = "name/ansar/شبكة é"
    records.append(record(odd, "backs", "actor-1", document="a/b?c#d", date="2020-05-01"))
    records.append(
        record(
            "actor-1",
            "opposes",
            odd,
            document="hostile",
            title=HOSTILE,
            url="javascript:alert(1)",
            quote=HOSTILE,
        )
    )
    records.sort(key=lambda each: each.document.id)
    with Store.open(folder) as store:
        store.set_catalogue([*actors, Actor(odd, actors[0].kind, HOSTILE)])
        for _, group in groupby(records, key=lambda each: each.document.id):
            said = list(group)
            refs = {
                ref for each in said for ref in (each.claim.source, each.claim.target, each.claim.claimant)
            }
            ends = {ref.id for ref in refs if ref is not None}
            described = tuple(known[end] for end in sorted(ends) if end in known)
            document = replace(said[0].document, text="The text of the article.")
            store.put(Reading(document, tuple(each.claim for each in said), described), RUN)


@dataclass
class Service:
    """A running ``kg serve``.

    ``address`` ends without a slash; ``said`` returns what it wrote to standard error so far.
    """

    address: str
    process: subprocess.Popen[str]
    log: Path

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextlib.contextmanager
def running(store: Path, *options: str) -> Iterator[Service]:
    """Run ``kg serve`` over a store, and end it."""
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0", *options]
    log = store.parent / f"serve-{secrets.token_hex(4)}.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
        )
    assert process.stdout is not None
    try:
        ready, _, _ = select.select([process.stdout], [], [], 120)
        line = process.stdout.readline().strip() if ready else ""
        assert line.startswith("http://"), log.read_text(encoding="utf-8", errors="replace")
        yield Service(line.rstrip("/"), process, log)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        finally:
            process.stdout.close()
