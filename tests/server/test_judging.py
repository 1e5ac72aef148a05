"""The process that records a judgement: what it says of what came of it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_up import record
from served import RUN, TOKEN, fill

from kg.judgements import claim_fields, judgement_fields
from kg.model import Actor, Reading
from kg.server import judging
from kg.server.limits import Limits
from kg.server.problems import Problem
from kg.server.settings import ServerSettings
from kg.store import Store


def judged(store: Path, decision: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    asked = {"store": str(store), "decision": decision, "author": "A. Reader", "catalogue": None}
    done = subprocess.run(
        [sys.executable, "-m", "kg.server.judging"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    status, told = json.loads(done.stdout.splitlines()[-1])
    return status, told


def test_while_somebody_else_writes_it_is_busy_and_a_damaged_store_is_not(tmp_path: Path) -> None:
    store = tmp_path / "written" / "store"  # the path is a part of each message
    fill(store)
    decision = {"verdict": "withdrawn", "withdraws": 1}

    with Store.open(store):
        status, told = judged(store, decision)
    assert (status, told["detail"]) == (503, "somebody else is writing to the store")

    (store / "store.json").write_text("{", encoding="utf-8")
    assert judged(store, decision)[0] == 500


ENDED = """
import os, signal
from kg.server import judging
from kg.store import Store

judge = Store.judge

def ended(self, *given, **more):
    {first}
    os.kill(os.getpid(), signal.SIGKILL)

Store.judge = ended
judging.main()
"""
CLAIM = record("actor-1", "backs", "actor-2", quote='The quote,\nof "two" lines; é, 😀')
REJECTED = {"verdict": "rejected", "note": 'a "note",\nof two lines'}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    ends = (CLAIM.claim.source, CLAIM.claim.target)
    described = tuple(Actor(end.id, "armed_group", end.name) for end in ends)  # type: ignore[arg-type]
    with Store.open(tmp_path / "store") as store:
        store.put(Reading(replace(CLAIM.document, text="The text."), (CLAIM.claim,), described), RUN)
    return tmp_path / "store"


def posted(store: Path, decision: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Send a decision as a client does, past the network."""
    headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
    scope = {"type": "http", "headers": [(k.encode(), v.encode()) for k, v in headers.items()]}
    settings = ServerSettings(Limits(seconds=60), token=TOKEN, author="A. Reader")

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": json.dumps(decision).encode(), "more_body": False}

    try:
        response = asyncio.run(judging.Judging(store, settings).respond(scope, receive))  # type: ignore[arg-type]
    except Problem as problem:
        return problem.status, {"detail": str(problem), "hint": problem.hint}
    return response.status_code, json.loads(bytes(response.body))


def history(store: Path) -> list[dict[str, Any]]:
    with Store.open(store, read_only=True) as opened:
        return [judgement_fields(each) for each in opened.decisions.history]


@pytest.mark.parametrize(
    "decision",
    [
        REJECTED | {"claim": claim_fields(CLAIM.claim)},
        {"verdict": "corrected", "claim": claim_fields(CLAIM.claim), "relation": "arms"},
        {"verdict": "same", "actors": ["actor-1", "actor-2"]},
        {"verdict": "same", "name": "The Front", "actor": "actor-1"},
    ],
)
def test_what_was_written_before_the_process_was_killed_is_told_as_recorded(
    small: Path, monkeypatch: pytest.MonkeyPatch, decision: dict[str, Any]
) -> None:
    ended = ENDED.format(first="judge(self, *given, **more)")
    monkeypatch.setattr(judging, "_COMMAND", (sys.executable, "-c", ended))

    status, told = posted(small, decision)

    assert (status, [told]) == (201, history(small))
    assert told["verdict"] == decision["verdict"]


@pytest.mark.parametrize("first", ["pass", "sys.exit()"])
def test_what_was_not_written_is_told_as_not_recorded(
    small: Path, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    ended = ENDED.format(first="pass") if first == "pass" else "import sys; sys.exit()"
    monkeypatch.setattr(judging, "_COMMAND", (sys.executable, "-c", ended))

    status, told = posted(small, REJECTED | {"claim": claim_fields(CLAIM.claim)})

    assert status == 503
    assert told["detail"].endswith("nothing is recorded")
    assert history(small) == []


def test_where_nobody_can_see_it_that_is_said(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = ENDED.format(first=f"open({str(small / 'store.json')!r}, 'w').close()")
    monkeypatch.setattr(judging, "_COMMAND", (sys.executable, "-c", ended))

    status, told = posted(small, REJECTED | {"claim": claim_fields(CLAIM.claim)})

    assert status == 500
    assert "/api/judgements" in told["hint"]
