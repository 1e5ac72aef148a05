"""The explorer's addresses: a page for each view, actor and tie, and the same data as JSON and as CSV."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import urllib3
from jsonschema import Draft202012Validator
from made_up import record
from served import RUN, TOKEN, fill, running

from kg.export.tables import COLUMNS
from kg.model import ActorRef, Evidence, Reading
from kg.server.schemas import SCHEMAS
from kg.server.verbs import VERBS
from kg.server.views import VIEWS
from kg.store import Store

HTTP = urllib3.PoolManager(retries=False, timeout=120)
ODD = "name/ansar/شبكة é"
TIE_PAGE = f"/ties/actor-1/opposes/{quote(ODD, safe='')}"
PAGES = ("/", *(f"/{name}" for name in VIEWS), "/actors/actor-1", TIE_PAGE)
HASTY = """
import sys
from pathlib import Path

from kg.server.app import create_app
from kg.server.limits import Limits
from kg.server.running import bind, serve
from kg.server.settings import ServerSettings

settings = ServerSettings(Limits(seconds=0.01))
bound = bind("127.0.0.1", 0)
ready = lambda: print(bound.getsockname()[1], flush=True)
serve(create_app(Path(sys.argv[1]), settings), bound, settings, ready)
"""
FILTERS = (
    *("", "?sign=hostile", "?dated=said&since=2016-03&until=2018", "?relation=backs&min_confidence=0.7"),
    *("?actor=actor-1", "?on=2018&actor=actor-1&ego=2"),
)


def get(address: str, **headers: str) -> urllib3.BaseHTTPResponse:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return HTTP.request("GET", address, headers=sent)


def told(address: str) -> Any:
    answer = get(address)
    assert answer.status == 200, answer.data
    return json.loads(answer.data)


def rows(address: str) -> list[dict[str, str]]:
    answer = get(address)
    assert answer.status == 200, answer.data
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.data.decode())))


@pytest.mark.parametrize("page", PAGES)
def test_each_view_actor_and_tie_has_a_page_that_runs_its_own_scripts_alone(server: str, page: str) -> None:
    answer = get(server + page)
    html, policy = answer.data.decode(), answer.headers["Content-Security-Policy"]

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    own, _, framed = policy.rpartition("; ")
    assert framed == "frame-ancestors 'none'"
    assert f'content="{own.replace(chr(39), "&#39;")}"' in html
    assert "connect-src 'self'" in own
    assert "unsafe" not in policy
    root = "../" * (page.count("/") - 1)
    assert f'href="{root}table"' in html
    assert f'href="{root}editor"' in html


def test_a_page_is_sent_once(server: str) -> None:
    first = get(f"{server}/matrix")
    again = get(f"{server}/matrix", If_None_Match=first.headers["ETag"])

    assert (again.status, again.data) == (304, b"")


def test_what_is_large_comes_compressed_to_whoever_takes_it(server: str) -> None:
    plain = get(f"{server}/graph.json")
    takes = {"Accept-Encoding": "gzip"}
    packed = HTTP.request("GET", f"{server}/graph.json", headers=takes, decode_content=False)

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 3


@pytest.mark.parametrize("asked", FILTERS)
def test_all_views_tell_of_the_same_claims(server: str, asked: str) -> None:
    scene, claims = told(f"{server}/graph.json{asked}"), rows(f"{server}/graph.csv{asked}")
    ties, table = told(f"{server}/table.json{asked}"), rows(f"{server}/table.csv{asked}")
    lives, matrix = told(f"{server}/lifelines.json{asked}"), told(f"{server}/matrix.json{asked}")

    assert scene["total"]["claims"] == len(scene["claims"]["id"]) == len(claims) > 0
    assert set(scene["claims"]["id"]) == {row["id"] for row in claims}
    assert scene["total"]["ties"] == len(scene["ties"]["relation"]) == len(table) == ties["total"]
    assert sum(int(row["claims"]) for row in table) == len(claims)
    assert {actor["id"] for actor in scene["actors"]} == {life["id"] for life in lives["items"]}
    places = {actor["id"] for actor in scene["actors"] if actor["kind"] == "place"}
    ends = {(row["source.id"], row["target.id"]) for row in table}
    pairs = {(cell["source"]["id"], cell["target"]["id"]) for cell in matrix["items"]}
    assert {pair for pair in ends if places.isdisjoint(pair)} <= pairs
    assert {row["id"] for row in matrix["order"]} == {a["id"] for a in scene["actors"]} - places
    assert len(rows(f"{server}/matrix.csv{asked}")) == len(pairs) == matrix["total"]


def test_the_time_may_be_that_of_the_articles(server: str) -> None:
    every = rows(f"{server}/graph.csv")
    within = {row["id"] for row in every if "2016" <= row["date"][:4] <= "2018"}

    said = rows(f"{server}/graph.csv?dated=said&since=2016&until=2018")
    assert {row["id"] for row in said} == within
    assert {row["id"] for row in rows(f"{server}/graph.csv?since=2016&until=2018")} != within
    assert len(rows(f"{server}/graph.csv?dated=said")) == len(every) > len(within) > 0


@pytest.mark.parametrize("name", VIEWS)
def test_data_are_as_they_are_described(server: str, name: str) -> None:
    view = VIEWS[name]
    schema = {**SCHEMAS[view.json.answer], "components": {"schemas": SCHEMAS}}

    Draft202012Validator(schema).validate(told(server + view.json.path))
    assert {view.json.verb, view.csv.verb} <= set(VERBS)


def test_the_sentences_come_with_the_claims_in_the_columns_of_an_export(server: str) -> None:
    answer = rows(f"{server}/graph.csv?actor=actor-1")

    assert tuple(answer[0]) == ("id", *COLUMNS)
    assert all(row["quote"] for row in answer)
    claims = {claim["id"]: claim for claim in told(f"{server}/api/claims?actor=actor-1&limit=1000")["items"]}
    shared = [row for row in answer if row["id"] in claims]
    assert len(shared) == len(claims)
    for row in shared:
        claim = claims[row["id"]]
        assert row["quote"].lstrip("'") == claim["evidence"]["quote"]
        assert (int(row["start"]), int(row["end"])) == (claim["evidence"]["start"], claim["evidence"]["end"])


def test_nothing_in_a_table_is_a_formula(server: str) -> None:
    for name in VIEWS:
        cells = [cell for row in rows(f"{server}/{name}.csv") for cell in row.values()]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_an_actor_comes_as_the_interface_has_it_and_with_all_its_ties(server: str) -> None:
    assert told(f"{server}/actors/actor-1.json?ties=3") == told(f"{server}/api/actors/actor-1?ties=3")
    ties = rows(f"{server}/actors/actor-1.csv")
    assert len(ties) == told(f"{server}/api/ties?actor=actor-1")["total"]
    assert all("actor-1" in {row["source.id"], row["target.id"]} for row in ties)


def test_a_tie_comes_as_the_interface_has_it_and_with_all_its_claims(server: str) -> None:
    most = told(f"{server}/api/ties?limit=1")["items"][0]
    ends = (most["source"]["id"], most["relation"], most["target"]["id"])
    path = "/".join(quote(part, safe="") for part in ends)

    assert told(f"{server}/ties/{path}.json?context=true") == told(f"{server}/api/ties/{path}?context=true")
    assert len(rows(f"{server}/ties/{path}.csv")) == most["claims"] > 1


def test_an_id_with_slashes_may_stand_as_it_is(server: str) -> None:
    for written in (quote(ODD, safe=""), quote(ODD, safe="/")):
        page = get(f"{server}/actors/{written}").data.decode()
        assert json.dumps(ODD, ensure_ascii=False) in page
        assert told(f"{server}/actors/{written}.json")["id"] == ODD


def test_a_sentence_comes_with_the_words_around_it(tmp_path: Path) -> None:
    text = "It was a quiet week. A backs B. Nobody else spoke of it."
    each = record("a", "backs", "b")
    claim = replace(
        each.claim, evidence=Evidence(21, 31, text[21:31], "a-rule"), source=ActorRef("a", "A", "A", 21, 22)
    )
    with Store.open(tmp_path / "store") as store:
        store.put(Reading(replace(each.document, text=text), (claim,)), RUN)
    with Store.open(tmp_path / "store", read_only=True) as store:
        asked = {"source": "a", "relation": "backs", "target": "b"}
        (plain,) = VERBS["tie"](store, **asked)["evidence"]["items"]
        (among,) = VERBS["tie"](store, **asked, context=True)["evidence"]["items"]

    assert "context" not in plain
    assert among["context"] == {"before": "It was a quiet week.", "after": "Nobody else spoke of it."}


@pytest.mark.parametrize(
    "path", ["/actors/nobody-is-called-so", "/ties/actor-1/backs/nobody", "/ties/actor-1"]
)
def test_where_nothing_can_be_drawn_a_page_says_why(server: str, path: str) -> None:
    answer = get(server + path)
    html = answer.data.decode()

    assert (answer.status, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "<h1>Not Found</h1>" in html
    assert 'graph">The whole graph</a>' in html
    assert "<script" not in html


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/graph.json?actor=nobody-is-called-so", 404),
        ("/graph.json?focus=nobody-is-called-so", 404),
        ("/graph.json?ego=0", 400),
        ("/graph.json?ego=1e9", 400),
        ("/graph.json?limit=401", 400),
        ("/graph.json?limit=" + "9" * 5000, 400),
        ("/graph.json?on=May", 400),
        ("/graph.json?since=2020&until=2010", 400),
        ("/graph.json?relation=loves", 400),
        ("/graph.json?nonsense=1", 400),
        ("/graph.json?actor=" + "x" * 1001, 400),
        ("/graph.json?actor=%00", 400),
        ("/graph.json?actor=%ff", 400),
        ("/graph.json?" + "&".join(["actor=actor-1"] * 51), 400),
        ("/table.csv?focus=actor-1", 400),
        ("/matrix.csv?limit=3", 400),
        ("/lifelines.json?min_confidence=2", 400),
        *((f"/table.csv?{word}=x", 400) for word in ("no_sign", "dated", "base", "named", "kind", "none")),
        ("/actors/%00.json", 400),
        ("/actors/x.csv", 404),
        ("/actors/.json", 404),
        ("/actors/.csv", 404),
        ("/ties/.json", 404),
        ("/ties/a/b/c.csv", 400),
        ("/ties/a.csv", 404),
        ("/graph.xml", 404),
        ("/Graph", 404),
        ("/state.json/", 404),
    ],
)
def test_what_makes_no_sense_is_told_in_one_line(server: str, path: str, status: int) -> None:
    answer = get(server + path)
    problem = json.loads(answer.data)

    assert answer.status == problem["status"] == status, problem
    assert len(problem["detail"].splitlines()) == 1


def test_how_the_page_looks_changes_nothing_in_its_data(server: str) -> None:
    looks = "select=actor-1&tie=a%7Cbacks%7Cb&path=a%7Cb&sort=-last&order=name&halos=false"

    for name in VIEWS:
        for form in ("json", "csv"):
            address = f"{server}/{name}.{form}"
            assert get(f"{address}?sign=hostile&{looks}").data == get(f"{address}?sign=hostile").data


def test_whoever_asks_in_the_words_of_the_page_alone_is_told_where_the_others_are(server: str) -> None:
    problem = json.loads(get(f"{server}/matrix.csv?no_sign=hostile").data)

    assert problem["detail"] == "the page alone filters by 'no_sign'"
    assert "Save" in problem["hint"]


def test_what_takes_longer_than_a_query_may_is_made_all_the_same(tmp_path: Path) -> None:
    """Each asks for a moment; what is made meanwhile goes on and is there for the next."""
    fill(tmp_path / "store")
    early, end = [], time.monotonic() + 120
    with subprocess.Popen(
        [sys.executable, "-c", HASTY, tmp_path / "store"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address = f"http://127.0.0.1:{process.stdout.readline().strip()}"
        while (answer := get(f"{address}/graph.json")).status != 200 and time.monotonic() < end:
            early.append(answer)
            time.sleep(0.05)
        counts = get(f"{address}/metrics").data.decode()
        process.terminate()

    assert answer.status == 200, answer.data
    assert json.loads(answer.data)["actors"]
    assert early, "nothing is made within a hundredth of a second"
    for each in early:
        assert (each.status, json.loads(each.data)["detail"]) == (503, "this is still being made")
        assert each.headers["Retry-After"]
    assert "TimedOut" not in counts


@pytest.mark.parametrize(
    "path", ["/", "/graph", "/graph.json", "/actors/actor-1", "/actors/actor-1.json", "/state.json"]
)
def test_nothing_is_written_here(server: str, path: str) -> None:
    answer = HTTP.request("POST", server + path, body=b"{}")

    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("actor", ["</script><script>alert(1)</script>", "'\"><img src=x onerror=alert(1)>"])
def test_no_address_gets_into_a_page_as_markup(server: str, actor: str) -> None:
    written = quote(actor, safe="")
    for path in (f"/actors/{written}", f"/graph?actor={written}", f"/ties/a/backs/{written}"):
        html = get(server + path).data.decode()
        assert actor not in html


def test_a_changed_graph_has_another_state_and_another_tag(tmp_path: Path) -> None:
    fill(tmp_path / "store")
    with running(tmp_path / "store", "--token-file", str(_token_file(tmp_path))) as service:
        address = service.address
        before, scene = told(f"{address}/state.json"), get(f"{address}/graph.json")
        assert scene.headers["X-Graph-State"] == before["state"]
        assert get(f"{address}/graph.json", If_None_Match=scene.headers["ETag"]).status == 304
        claim = json.loads(scene.data)["claims"]["id"][0]

        decision = json.dumps({"verdict": "rejected", "claim": claim, "author": "A. Reader"}).encode()
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        answer = HTTP.request("POST", f"{address}/api/judgements", body=decision, headers=headers)
        assert answer.status == 201, answer.data

        after = _changed(address, before)
        assert answer.headers["X-Graph-State"] == after["state"] != before["state"]
        again = get(f"{address}/graph.json", If_None_Match=scene.headers["ETag"])
        assert again.status == 200
        assert claim not in json.loads(again.data)["claims"]["id"]


def _token_file(folder: Path) -> Path:
    path = folder / "token.txt"
    path.write_text(TOKEN, encoding="utf-8")
    return path


def _changed(address: str, before: Any) -> Any:
    end = time.monotonic() + 30
    while (now := told(f"{address}/state.json")) == before and time.monotonic() < end:
        time.sleep(0.2)
    return now
