"""The commands over a store on a server: the same words as over a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from query_world import CATALOGUE, EVENTS, RUN, readings
from remote_servers import oxigraph

from kg.cli.program import kg
from kg.store import Store

Call = Callable[..., Result]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Return a folder and an address with the same store in both."""
    folder = tmp_path_factory.mktemp("world") / "store"
    with oxigraph() as address:
        for place in (folder, address):
            with Store.open(place) as store:
                store.set_catalogue(CATALOGUE, events=EVENTS)
                for _ in store.put_many(readings(), RUN):
                    pass
        yield str(folder), address


def call(*args: str, store: str) -> Result:
    return CliRunner().invoke(kg, [*args, "--store", store], catch_exceptions=False)


@pytest.mark.parametrize(
    "words",
    [
        ["stats"],
        ["stats", "--format", "json"],
        ["actor", "syria"],
        ["evidence", "russia", "backs", "syria"],
        ["path", "russia", "syria"],
        ["query", "who-backs-whom"],
        ["query", "who-backs-whom", "--format", "json"],
        ["documents"],
        ["export", "--format", "nq"],
        ["export", "--format", "ttl"],
        ["export", "--format", "graphml"],
        ["validate"],
    ],
    ids=" ".join,
)
def test_a_command_says_the_same_over_both(words: list[str], places: tuple[str, str]) -> None:
    there, here = (call(*words, store=place) for place in places)

    assert here.exit_code == there.exit_code == 0, here.stderr
    assert here.stdout == there.stdout
    assert here.stdout or words == ["validate"]


def test_the_page_is_the_same(places: tuple[str, str], tmp_path: Path) -> None:
    pages = [tmp_path / "folder.html", tmp_path / "server.html"]
    for page, place in zip(pages, places, strict=True):
        assert call("viz", "-o", str(page), store=place).exit_code == 0
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_a_document_is_removed(places: tuple[str, str]) -> None:
    _, address = places
    with Store.open(address) as store:
        document, *others = store.documents()
    result = call("remove", document, store=address)
    assert result.exit_code == 0
    assert address in result.stderr
    with Store.open(address, read_only=True) as store:
        assert store.documents() == others


@pytest.mark.parametrize(
    ("store", "code", "message"),
    [
        (
            "http://127.0.0.1:1",
            1,
            "Error: http://127.0.0.1:1: the server cannot be reached\nIs the server running",
        ),
        ("http://ann:secret@127.0.0.1:1", 2, "the address of the store holds a user or a password\nPut them"),
        ("https://", 2, "not the address of a server"),
    ],
)
def test_a_wrong_address_is_one_line(store: str, code: int, message: str) -> None:
    result = call("stats", store=store)

    assert result.exit_code == code
    assert message in result.stderr
    assert "secret" not in result.stderr


def test_the_address_may_stand_in_the_environment(places: tuple[str, str]) -> None:
    result = CliRunner().invoke(kg, ["stats"], env={"KG_STORE": places[1]})
    assert result.exit_code == 0
