"""The process that records a judgement: what it says of what came of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from served import fill

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
    status, told = json.loads(done.stdout)
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
