"""Workers answer whole or not at all, end when they are told to, and leave nothing behind."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
from made_up import record
from pooling import RUNAWAYS, Pool, eventually, is_running, pooled
from served import RUN

from kg.model import Reading
from kg.server import channel
from kg.server.channel import Worker
from kg.server.problems import (
    BadRequest,
    Busy,
    NotAcceptable,
    NotFound,
    Problem,
    QueryTooLarge,
    TimedOut,
    WorkerLost,
)
from kg.server.shapes import shape_of
from kg.server.workers import Answered, QueryRequest
from kg.store import Store

ALL = "SELECT ?s ?p ?o { ?s ?p ?o }"


def copy_of(store: Path, folder: Path) -> Path:
    """Return a copy of a store that may be written to."""
    return shutil.copytree(store, folder / "store", ignore=shutil.ignore_patterns("readers"))


@pytest.fixture(scope="module")
def pool(served_store: Path) -> Iterator[Pool]:
    with pooled(served_store, seconds=60, spool=10_000) as running:
        yield running


def test_each_kind_of_query_is_answered_in_the_form_that_is_wanted(pool):
    assert json.loads(pool.text("ASK { ?s a kg:Claim }"))["boolean"] is True
    assert pool.text("SELECT (1 AS ?n) {}", table="text/csv") == "n\r\n1\r\n"
    turtle = pool.ask("CONSTRUCT { ?s a kg:Claim } WHERE { ?s a kg:Claim } LIMIT 1")
    assert turtle.media_type == "text/turtle"
    assert turtle.size == len(b"".join(turtle.chunks())) > 0
    assert pool.text("DESCRIBE kg:Claim", graph="application/n-triples").endswith(" .\n")


def test_an_answer_larger_than_what_is_kept_in_memory_comes_whole_from_a_file(pool, served_store):
    found = pool.ask(ALL, table="application/sparql-results+json")
    assert not isinstance(found.content, bytes)
    rows = json.loads(b"".join(found.chunks()))["results"]["bindings"]
    with Store.open(served_store, read_only=True) as store:
        assert len(rows) == len(store)
    assert found.content.closed


def test_large_answers_that_nobody_takes_leave_room_for_small_ones(served_store):
    large = "SELECT * { ?s ?p ?o }"
    with pooled(served_store, spool=10_000) as running:
        size = running.ask(large).size
    with pooled(served_store, spool=10_000, spooled=2 * size + size // 2) as running:
        first, second = running.ask(large), running.ask(large)
        for _ in range(3):
            with pytest.raises(Busy, match="too many large answers"):
                running.ask(large)
        assert running.text("ASK {}")
        first.close()
        assert sum(map(len, running.ask(large).chunks())) == size
        del second  # lost on its way
        running.ask(large).close()
        assert eventually(lambda: running.pool._spool.taken == 0)


def test_what_is_wrong_with_a_query_is_said_with_its_place(pool):
    for text, problem, part in [
        ("SELECT * {\n ?s ?p }", BadRequest, "line 2, column"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", BadRequest, "SERVICE"),
        ("INSERT DATA { <a:a> <a:a> <a:a> }", BadRequest, "INSERT"),
        ("", BadRequest, "no SELECT"),
        ("SELECT * { ?s ?p ?o } # \ud800", BadRequest, "query"),
    ]:
        with pytest.raises(Problem, match=part) as caught:
            pool.ask(text)
        assert caught.value.status == problem.status, text


def test_a_form_that_does_not_fit_the_kind_of_query_is_refused_with_those_that_do(pool):
    with pytest.raises(Problem) as caught:
        pool.ask("SELECT * {}", table=None)
    assert caught.value.status == NotAcceptable.status
    assert "text/csv" in caught.value.hint


def test_graphs_of_the_store_can_be_made_the_default(pool, served_store):
    with Store.open(served_store, read_only=True) as store:
        document = store.iris.document(store.documents()[0]).value
    count = "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d a kg:Document }"
    assert pool.text(count, table="text/csv", default_graphs=(document,)).split() == ["n", "1"]
    named = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert pool.text(named, table="text/csv", named_graphs=(document,)).split() == ["n", "1"]
    assert pool.text(count, table="text/csv", named_graphs=(document,)).split() == ["n", "0"]
    with pytest.raises(Problem, match="no absolute IRI"):
        pool.ask(count, default_graphs=("not an iri",))


def test_a_graph_is_given_as_a_file(pool, served_store):
    with Store.open(served_store, read_only=True) as store:
        document = store.iris.document(store.documents()[0]).value
    triples = b"".join(pool.run(pool.pool.graph(document, "application/n-triples")).chunks())
    assert f"<{document}>".encode() in triples
    with pytest.raises(Problem) as caught:
        pool.run(pool.pool.graph("urn:nothing", "text/turtle"))
    assert caught.value.status == NotFound.status


@pytest.mark.parametrize("name", RUNAWAYS)
def test_a_runaway_is_stopped(name, served_store, runaway_pool):
    with pytest.raises(Problem) as caught:
        runaway_pool.ask(RUNAWAYS[name])
    assert caught.value.status in {TimedOut.status, QueryTooLarge.status}
    assert runaway_pool.text("SELECT (1 AS ?n) {}", table="text/csv") == "n\r\n1\r\n"


@pytest.fixture(scope="module")
def runaway_pool(served_store: Path) -> Iterator[Pool]:
    with pooled(served_store, seconds=1.5, patience=0.2, memory=200 << 20) as running:
        yield running


def test_a_query_that_takes_too_much_memory_is_stopped_and_told_why(served_store):
    doubling = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}, ?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(15))
    with pooled(served_store, seconds=60, memory=100 << 20) as running:
        with pytest.raises(Problem, match="memory") as caught:
            running.ask(f'SELECT (STRLEN(?x15) AS ?n) {{ BIND("a text" AS ?x0) {doubling} }}')
        assert caught.value.status == QueryTooLarge.status
        assert running.pool.counts["QueryTooLarge"] == 1


def test_what_a_view_shows_has_a_time_limit_of_its_own(served_store):
    with pooled(served_store, seconds=0.02, view_seconds=120) as running:
        with pytest.raises(Problem) as caught:
            running.run(running.pool.call("scene", {}))
        assert caught.value.status in {TimedOut.status, Busy.status}
        made = running.run(running.pool.call("scene", {}, is_view=True))
        assert json.loads(b"".join(made.chunks()))["actors"]
    with pooled(served_store, seconds=0.02, view_seconds=0.02) as running:
        with pytest.raises(Problem) as caught:
            running.run(running.pool.call("scene", {}, is_view=True))
        assert caught.value.status in {TimedOut.status, Busy.status}
        assert eventually(lambda: running.pool.running == 0)


def test_views_take_some_of_the_slow_places_only(served_store):
    free = []

    async def crowd(running: Pool) -> list[Answered]:
        asked = [{"limit": limit} for limit in range(1, 6)]
        made = asyncio.gather(*(running.pool.call("scene", each, is_view=True) for each in asked))
        while not made.done():
            free.append(running.pool._slow.free)
            await asyncio.sleep(0.002)
        return await made

    with pooled(served_store, seconds=60, patience=0.001, slow=2) as running:
        assert len(running.run(crowd(running))) == 5
        assert set(free) == {1, 2}  # one of the two at most, and it was used
        assert (running.pool._slow.free, running.pool._hopeless.free) == (2, 1)


def test_an_answer_is_as_large_as_it_may_be_or_refused_as_a_whole(served_store):
    with pooled(served_store) as running:
        found = running.ask(ALL)
        found.close()
        size = found.size
    with pooled(served_store, answer_bytes=size, spool=100) as running:
        exactly = running.ask(ALL)
        assert len(b"".join(exactly.chunks())) == size
    with pooled(served_store, answer_bytes=size - 1, spool=100) as running:
        with pytest.raises(Problem, match="more than") as caught:
            running.ask(ALL)
        assert caught.value.status == QueryTooLarge.status
        assert running.text("ASK {}")


def test_fifty_runaways_at_once_hinder_nobody_else(served_store):
    async def crowd(running: Pool) -> tuple[list[object], list[object]]:
        names = (["cross", "values", "path", "regex"] * 13)[:50]
        wild = [
            running.pool.answer(QueryRequest(f"# {n}\n{RUNAWAYS[name]} LIMIT {n + 1}"))
            for n, name in enumerate(names)
        ]
        wild_tasks = [asyncio.ensure_future(each) for each in wild]
        await asyncio.sleep(0.2)
        tame = [running.pool.answer(QueryRequest(f"SELECT ({n} AS ?n) {{}}")) for n in range(20)]
        answered = await asyncio.gather(*tame, return_exceptions=True)
        return answered, await asyncio.gather(*wild_tasks, return_exceptions=True)

    with pooled(served_store, seconds=20, quick=2, slow=2) as running:
        tame, wild = running.run(crowd(running))
    assert [answer for answer in tame if isinstance(answer, BaseException)] == []
    assert {type(problem).__name__ for problem in wild} <= {"TimedOut", "Busy", "Problem"}
    assert {problem.status for problem in wild} <= {422, 503, 504}


def test_a_worker_killed_from_outside_is_told_and_replaced(served_store):
    with pooled(served_store, seconds=60, quick=2) as running:
        task = asyncio.run_coroutine_threadsafe(
            running.pool.answer(QueryRequest(RUNAWAYS["cross"])), running._loop
        )

        def killed() -> bool:
            for pid in running.workers():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            return task.done()

        assert eventually(killed)
        with pytest.raises(WorkerLost):
            task.result(60)
        assert running.text("ASK {}")
        assert running.pool.running == 0


def test_the_process_that_forks_is_started_again_if_somebody_ends_it(served_store):
    with pooled(served_store, seconds=60) as running:
        process = running.pool._nursery._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process.wait(30)
        for pid in running.workers():
            os.kill(pid, signal.SIGKILL)
        assert running.text("ASK {}")
        assert running.pool._nursery._process is not process


def test_a_request_outlives_the_process_that_was_starting_to_fork_for_it(served_store):
    with pooled(served_store, seconds=60) as running:
        first = running.pool._nursery._process
        assert first is not None
        os.kill(first.pid, signal.SIGKILL)
        first.wait(30)
        for pid in running.workers():
            os.kill(pid, signal.SIGKILL)
        asked = asyncio.run_coroutine_threadsafe(running.pool.answer(QueryRequest("ASK {}")), running._loop)
        assert eventually(lambda: running.pool._nursery._process not in {None, first})
        second = running.pool._nursery._process
        assert second is not None
        os.kill(second.pid, signal.SIGSTOP)  # as on a machine that has much else to do
        time.sleep(2 * channel._AT_ONCE)
        os.kill(second.pid, signal.SIGKILL)

        assert asked.result(60).size


def test_the_process_that_forks_has_one_thread(pool):
    status = Path(f"/proc/{pool.pool._nursery._process.pid}/status")
    if not status.exists():
        pytest.skip("no /proc here")
    assert "Threads:\t1\n" in status.read_text()


def test_giving_up_ends_the_query(served_store):
    with pooled(served_store, seconds=600, patience=0.1) as running:
        task = asyncio.run_coroutine_threadsafe(
            running.pool.answer(QueryRequest(RUNAWAYS["cross"])), running._loop
        )
        assert eventually(lambda: running.pool._slow.free < running.pool.limits.slow)
        busy = set(running.workers())
        task.cancel()
        assert eventually(lambda: running.pool.running == 0)
        assert eventually(lambda: any(not is_running(pid) for pid in busy))


def test_what_somebody_writes_is_seen_and_the_old_snapshot_goes(tmp_path, served_store):
    folder = copy_of(served_store, tmp_path)
    count = "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d a kg:Document }"
    with pooled(folder) as running:
        before, stamp = int(running.text(count, table="text/csv").split()[1]), running.pool.stamp
        with Store.open(folder) as store:
            one = record("actor-1", "backs", "actor-2", document="a new one")
            store.put(Reading(one.document, (one.claim,), ()), RUN)

            def seen() -> bool:
                return int(running.text(count, table="text/csv").split()[1]) == before + 1

            assert eventually(seen)
        assert running.pool.stamp != stamp
        assert eventually(lambda: len(list((folder / "readers").iterdir())) == 1)


def test_nothing_is_left_when_the_pool_ends(tmp_path, served_store):
    folder = copy_of(served_store, tmp_path)
    with pooled(folder, seconds=600) as running:
        running.text("ASK {}")
        asyncio.run_coroutine_threadsafe(
            running.pool.answer(QueryRequest(RUNAWAYS["cross"])), running._loop
        ).add_done_callback(lambda task: task.cancelled() or task.exception())
        assert eventually(lambda: running.pool.running == 1)
        pids = [*running.workers(), running.pool._nursery._process.pid]
    assert eventually(lambda: not any(map(is_running, pids)))
    assert list((folder / "readers").iterdir()) == []


_SERVER = """
import asyncio, sys
from pathlib import Path
from kg.server.workers import QueryRequest, WorkerPool
async def main():
    async with WorkerPool(Path(sys.argv[1])) as pool:
        asyncio.ensure_future(pool.answer(QueryRequest(sys.argv[2])))
        await asyncio.sleep(1)
        workers = [worker.pid for worker in pool._snapshot._workers]
        print(*workers, pool._nursery._process.pid, flush=True)
        await asyncio.sleep(600)
asyncio.run(main())
"""


def test_nothing_is_left_when_the_server_is_killed(tmp_path, served_store):
    folder = copy_of(served_store, tmp_path)
    command = [sys.executable, "-c", _SERVER, str(folder), RUNAWAYS["cross"]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        pids = [int(pid) for pid in server.stdout.readline().split() if pid != "None"]
        assert len(pids) > 1
        server.kill()
    assert eventually(lambda: not any(map(is_running, pids)))
    assert eventually(lambda: list((folder / "readers").iterdir()) == [])


def test_a_worker_can_open_no_connection_and_start_no_program():
    code = (
        "import socket, subprocess\n"
        "from kg.server.sandbox import forbid_connections\n"
        "if not forbid_connections(): print('cannot'); raise SystemExit\n"
        "for attempt in (socket.socket, lambda: subprocess.run(['true'])):\n"
        "    try: attempt()\n"
        "    except PermissionError: print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    if done.stdout == "cannot\n":
        pytest.skip("not on this system")
    assert done.stdout == "refused\nrefused\n"


def test_a_store_that_cannot_be_read_is_told_when_the_pool_starts(tmp_path, served_store):
    folder = copy_of(served_store, tmp_path)
    for path in (folder / "database").glob("*"):
        if path.name.startswith("MANIFEST"):
            path.write_bytes(b"nothing")
    with pytest.raises(Problem, match="store"), pooled(folder):
        pass
    assert list((folder / "readers").iterdir()) == []


def test_answers_are_those_of_the_engine(pool, served_store):
    with Store.open(served_store, read_only=True) as store:
        engine = store._database
        assert isinstance(engine, pyoxigraph.Store)
        for text in ("SELECT * { ?s a kg:Claim } ORDER BY ?s LIMIT 20", "ASK { ?s kg:nothing ?o }"):
            form = pyoxigraph.QueryResultsFormat.TSV
            prefixes = {"kg": "https://w3id.org/kg-actors/ontology#"}
            expected = engine.query(text, prefixes=prefixes).serialize(format=form)
            assert pool.text(text, table="text/tab-separated-values").encode() == expected


def test_queries_that_were_stopped_before_leave_places_to_other_slow_ones(served_store):
    async def crowd(running: Pool) -> Answered:
        wild = [
            asyncio.ensure_future(running.pool.answer(QueryRequest(f"# {n}\n{RUNAWAYS['cross']}")))
            for n in range(4)
        ]
        await asyncio.sleep(0.2)
        slow = await running.pool.answer(QueryRequest(ALL))
        assert not any(each.done() for each in wild)
        for each in wild:
            each.cancel()
        await asyncio.gather(*wild, return_exceptions=True)
        return slow

    with pooled(served_store, seconds=600, patience=0.1, slow=2) as running:
        shapes = running.pool._slow_shapes
        shapes.add(shape_of(RUNAWAYS["cross"]), in_vain=30.0)
        shapes.add(shape_of(ALL))
        found = running.run(crowd(running))
        found.close()
    assert found.size > 0


def test_a_query_that_delivers_is_held_back_no_further(served_store, monkeypatch):
    held_back = []
    monkeypatch.setattr(Worker, "lower_priority", lambda worker, niceness: held_back.append(niceness))
    monkeypatch.setattr("kg.server.job._PRIORITIES", ((0.0, 1), (0.2, 2), (math.inf, 3)))
    streaming = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pooled(served_store, seconds=600, patience=0.01, answer_bytes=60 << 20) as running:
        with pytest.raises(Problem, match="more than"):
            running.ask(streaming)
        assert held_back == [2]
        task = asyncio.run_coroutine_threadsafe(
            running.pool.answer(QueryRequest(RUNAWAYS["cross"])), running._loop
        )
        assert eventually(lambda: held_back[-1] == 3)
        task.cancel()


SPINNING = """
from pathlib import Path
from kg.server import verbs

def spin(store):
    while not Path({path!r}).exists():
        pass
    return "done"

verbs.VERBS = {{**verbs.VERBS, "spin": spin}}
"""


def test_a_slow_verb_gives_its_quick_place_to_others_and_its_worker_is_kept(
    served_store, tmp_path, monkeypatch
):
    # What every Python that is started from now on imports by itself: the one that forks workers too.
    (tmp_path / "sitecustomize.py").write_text(SPINNING.format(path=str(tmp_path / "end")), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pooled(served_store, seconds=20, patience=0.1, quick=1, slow=1) as running:
        slow = asyncio.run_coroutine_threadsafe(running.pool.call("spin", {}), running._loop)
        assert eventually(lambda: running.pool.running == 1)

        assert running.text("ASK {}")
        assert not slow.done()
        (tmp_path / "end").touch()
        assert b"".join(slow.result(60).chunks()) == b'"done"'
        assert any(worker.has_learned for worker in running.pool._snapshot.idle)
        assert running.run(running.pool.call("ready", {})).size
        assert running.pool.running == 0
