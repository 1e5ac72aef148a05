"""kg serve as a process: it says where it is, ends cleanly, follows the store, and refuses what is unsafe."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest
import urllib3
from click.testing import CliRunner
from made_up import record
from served import RUN, fill, running

from kg.cli.program import kg
from kg.model import Reading
from kg.store import Store

HTTP = urllib3.PoolManager(retries=False, timeout=60)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("serve") / "store"
    fill(folder)
    return folder


def _children(pid: int) -> set[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    children = {int(line) for line in found.stdout.split()}
    return children.union(*map(_children, children))


def _is_running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_cleanly_and_leaves_no_process(store: Path, number: int, code: int) -> None:
    with running(store) as service:
        assert HTTP.request("GET", f"{service.address}/api/stats").status == 200
        family = _children(service.process.pid)
        assert family

        service.process.send_signal(number)

        assert service.process.wait(30) == code
        _until(lambda: not any(map(_is_running, family)))
        assert "Traceback" not in service.said()
    assert not [*(store / "readers").glob("*")]


def test_killed_it_leaves_no_process(store: Path) -> None:
    with running(store) as service:
        HTTP.request("GET", f"{service.address}/api/stats")
        family = _children(service.process.pid)
        service.process.kill()
        service.process.wait(30)

        _until(lambda: not any(map(_is_running, family)))


def test_what_another_process_writes_is_seen(tmp_path: Path) -> None:
    fill(tmp_path / "store")
    with running(tmp_path / "store") as service:
        address = f"{service.address}/api/documents/news"
        assert HTTP.request("GET", address).status == 404
        said = record("actor-1", "backs", "actor-2", document="news")
        with Store.open(tmp_path / "store") as opened:
            opened.put(Reading(said.document, (said.claim,)), RUN)

        _until(lambda: HTTP.request("GET", address).status == 200)


def _until(holds: object) -> None:
    assert callable(holds)
    for _ in range(150):
        if holds():
            return
        time.sleep(0.2)
    raise AssertionError("it did not happen")


def _refused(*options: str, code: int = 2) -> str:
    result = CliRunner().invoke(kg, ["serve", *options])
    assert result.exit_code == code, result.output
    return result.output


def test_others_are_answered_only_under_names_that_are_allowed(store: Path) -> None:
    assert "--allow-host" in _refused("--store", str(store), "--host", "0.0.0.0")


def test_a_store_must_be_there(tmp_path: Path) -> None:
    assert "no store" in _refused("--store", str(tmp_path / "none"), code=1)


def test_a_store_on_a_server_is_not_served_again() -> None:
    assert "server" in _refused("--store", "http://127.0.0.1:9/")


def test_a_short_token_is_refused(store: Path, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("secret\n", encoding="utf-8")

    output = _refused("--store", str(store), "--token-file", str(tmp_path / "token"))

    assert "16 characters" in output
    assert "secret\n" not in output


@pytest.mark.parametrize("origin", ["*", "example.org", "https://example.org/", "null"])
def test_an_origin_is_one(store: Path, origin: str) -> None:
    assert "origin" in _refused("--store", str(store), "--allow-origin", origin)


@pytest.mark.parametrize("name", ["", "*", "http://graph.example.org", "graph.example.org:8000"])
def test_a_name_that_no_request_can_have_is_refused(store: Path, name: str) -> None:
    assert "--allow-host" in _refused("--store", str(store), "--allow-host", name)


def test_a_port_in_use_is_told(store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        assert "cannot listen" in _refused("--store", str(store), "--port", port)


def test_read_only_nobody_writes_with_the_token_neither(store: Path, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("a-token-of-more-than-sixteen", encoding="utf-8")
    with running(store, "--read-only", "--token-file", str(token)) as service:
        headers = {"Authorization": f"Bearer {token.read_text(encoding='utf-8')}"}
        response = HTTP.request("POST", f"{service.address}/api/judgements", body="{}", headers=headers)

    assert response.status == 403
