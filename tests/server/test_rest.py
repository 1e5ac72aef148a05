"""The REST interface over a real service: what is asked, what comes back, what is refused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import urllib3
from jsonschema import Draft202012Validator
from served import HOSTILE, TOKEN, Service, fill, running

from kg.server.openapi import openapi
from kg.server.operations import OPERATIONS
from kg.server.pages import example_of

ODD = "name/ansar/شبكة é"
HTTP = urllib3.PoolManager(retries=False, timeout=60)


def get(server: str, path: str, **headers: str) -> urllib3.BaseHTTPResponse:
    return HTTP.request("GET", server + path, headers=headers)


def found(server: str, path: str) -> Any:
    response = get(server, path)
    assert response.status == 200, response.data
    return response.json()


def problem(response: urllib3.BaseHTTPResponse, status: int) -> dict[str, Any]:
    assert response.status == status, response.data
    assert response.headers["Content-Type"] == "application/problem+json"
    told = response.json()
    assert told["status"] == status
    return dict(told)


def schema(name: str) -> Draft202012Validator:
    description = openapi()
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": description["components"]}
    )


@pytest.mark.parametrize(
    "path",
    [
        "/api/actors?q=army",
        "/api/actors/actor-1",
        "/api/alias?name=HTS&on=2018",
        "/api/alias?name=nobody-of-that-name",
        "/api/ties?sign=hostile&min_confidence=0.5",
        "/api/claims?actor=actor-1&limit=3",
        "/api/path?start=actor-1&end=actor-20",
        "/api/timeline?actor=actor-1",
        "/api/documents?limit=3",
        "/api/documents/hostile?text=true",
        "/api/queries",
        "/api/queries/who-backs-whom",
        "/api/stats",
        "/api/review?limit=2",
        "/api/judgements",
    ],
)
def test_every_answer_is_what_the_description_says(server: str, path: str) -> None:
    template = next(o for o in OPERATIONS if _fits(o.path, path) and o.method == "GET")

    schema(template.answer).validate(found(server, path))


def _fits(template: str, path: str) -> bool:
    parts, given = template.split("/"), path.partition("?")[0].split("/")
    return len(parts) == len(given) and all(
        p.startswith("{") or p == g for p, g in zip(parts, given, strict=True)
    )


def test_a_tie_leads_to_its_sentences(server: str) -> None:
    tie = found(server, "/api/ties?limit=1")["items"][0]
    names = "/".join(
        quote(part, safe="") for part in (tie["source"]["id"], tie["relation"], tie["target"]["id"])
    )

    whole = found(server, f"/api/ties/{names}")

    schema("TieWithEvidence").validate(whole)
    assert {key: whole[key] for key in tie} == tie
    assert whole["evidence"]["total"] == tie["claims"]
    for claim in whole["evidence"]["items"]:
        assert claim["relation"] == tie["relation"]
        assert claim["evidence"]["quote"]
        assert claim["about"]["date"]


def test_pages_of_a_list_make_the_whole_in_a_stable_order(server: str) -> None:
    whole = found(server, "/api/ties?limit=1000")
    pages = [
        found(server, f"/api/ties?limit=40&offset={offset}") for offset in range(0, whole["total"] + 40, 40)
    ]

    assert [tie for page in pages for tie in page["items"]] == whole["items"]
    assert {page["total"] for page in pages} == {whole["total"]}
    assert pages[-1]["items"] == []


def test_a_ready_query_that_was_told_to_stop_says_that_there_may_be_more(server: str) -> None:
    path = "/api/queries/most-connected-actors"
    few, every = found(server, f"{path}?top=3&limit=2"), found(server, f"{path}?top=0&limit=1000")

    assert (few["total"], few["at_least"], len(few["items"])) == (3, True, 2)
    assert (len(every["items"]), every["at_least"]) == (every["total"], False)
    assert every["items"][:2] == few["items"]
    assert found(server, f"{path}?top={every['total'] + 1}")["at_least"] is False


def test_filters_restrict_and_counts_agree(server: str) -> None:
    ties = found(server, "/api/ties?relation=backs&limit=1000")["items"]
    claims = found(server, "/api/claims?relation=backs&limit=1000")

    assert {tie["relation"] for tie in ties} == {"backs"}
    assert claims["total"] == sum(tie["claims"] for tie in ties)
    since = found(server, "/api/ties?relation=backs&since=2022&limit=1000")
    assert 0 < sum(tie["claims"] for tie in since["items"]) <= claims["total"]
    months = found(server, "/api/timeline?relation=backs")
    assert sum(month["claims"] for month in months["items"]) + months["undated"] == claims["total"]


@pytest.mark.parametrize("written", [quote(ODD, safe=""), quote(ODD, safe="/")])
def test_ids_with_slashes_and_any_script_survive_the_address(server: str, written: str) -> None:
    who = found(server, f"/api/actors/{written}")

    assert who["id"] == ODD
    assert who["claims"] == 2


@pytest.mark.parametrize("path", ["/api/documents/a%0Ab", "/api/actors/a%0D%0Ab", "/a%0Ab"])
def test_a_line_break_in_an_address_is_told_like_any_other_mistake(server: str, path: str) -> None:
    answer = get(server, path)

    assert answer.status == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert ("document" in answer.json()["detail"]) == ("documents" in path)


def test_ids_with_every_reserved_character_survive_the_address(server: str) -> None:
    assert found(server, f"/api/documents/{quote('a/b?c#d', safe='')}")["id"] == "a/b?c#d"
    tie = found(server, f"/api/ties/{quote(ODD, safe='')}/backs/actor-1")
    assert tie["source"]["id"] == ODD


def test_search_puts_the_whole_name_first_and_ignores_case(server: str) -> None:
    name = found(server, "/api/actors/actor-1")["name"]

    hits = found(server, f"/api/actors?q={quote(name.upper())}")

    assert hits["items"][0]["name"] == name
    assert found(server, "/api/actors?kind=place&limit=1000")["total"] > 0
    assert {hit["kind"] for hit in found(server, "/api/actors?kind=place")["items"]} == {"place"}


def test_an_actor_may_be_called_by_any_of_its_names(server: str) -> None:
    who = found(server, "/api/actors/actor-3")
    former = next(name["name"] for name in who["names"] if name["kind"] == "former")

    assert found(server, f"/api/actors/{quote(former)}")["id"] == "actor-3"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/nothing", 404, "nothing at this address"),
        ("/api/actors/nobody-at-all", 404, "nobody-at-all"),
        ("/api/documents/none", 404, "none"),
        ("/api/ties/actor-1/backs/actor-1", 404, "no claim"),
        ("/api/ties/actor-1/loves/actor-2", 400, "relation"),
        ("/api/ties?limit=0", 400, "limit"),
        ("/api/ties?limit=1001", 400, "limit"),
        ("/api/ties?limit=ten", 400, "limit"),
        ("/api/ties?limit=1&limit=2", 400, "twice"),
        ("/api/ties?offset=-1", 400, "offset"),
        ("/api/ties?relation=bakcs", 400, "relation"),
        ("/api/ties?on=2016-13", 400, "on"),
        ("/api/ties?on=0000", 400, "on"),
        ("/api/ties?since=2020&until=2010", 400, "nothing lies between"),
        ("/api/ties?sorce=x", 400, "sorce"),
        ("/api/alias", 400, "name"),
        ("/api/alias?name=%00", 400, "control"),
        ("/api/alias?name=%FF", 400, "UTF-8"),
        ("/api/actors/%FF", 400, "UTF-8"),
        ("/api/queries/nothing", 400, "nothing"),
        ("/api/queries/who-backs-whom?onn=2016", 400, "onn"),
        ("/api/queries/backers-of-actor", 400, "actor"),
    ],
)
def test_mistakes_are_told_with_what_to_do(server: str, path: str, status: int, words: str) -> None:
    told = problem(get(server, path), status)

    assert words in told["detail"]
    assert "Traceback" not in str(told)


def test_the_wrong_method_is_told_the_right_ones(server: str) -> None:
    response = HTTP.request("DELETE", f"{server}/api/ties")

    problem(response, 405)
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if o.is_list], ids=lambda o: o.verb)
def test_lists_come_as_csv_too(server: str, operation: Any) -> None:
    path = example_of(operation)

    by_ending = get(server, f"{path}.csv")
    by_header = get(server, path, Accept="text/csv")

    assert by_ending.status == by_header.status == 200
    assert by_ending.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert by_ending.data == by_header.data
    rows = list(csv.DictReader(io.StringIO(by_ending.data.decode())))
    assert len(rows) == len(found(server, f"{path}.json")["items"])


def test_no_cell_of_a_table_is_a_formula(server: str) -> None:
    rows = list(csv.reader(io.StringIO(get(server, "/api/claims.csv?limit=1000").data.decode())))

    assert any(HOSTILE in cell for row in rows for cell in row)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_hostile_words_stay_data(server: str) -> None:
    response = get(server, "/api/documents/hostile")

    assert response.headers["Content-Type"] == "application/json"
    assert response.json()["title"] == HOSTILE
    assert response.json()["link"] is None  # javascript: is no link


def test_what_has_not_changed_is_not_sent_again(server: str) -> None:
    first = get(server, "/api/ties?limit=1")

    again = get(server, "/api/ties?limit=1", **{"If-None-Match": first.headers["ETag"]})
    other = get(server, "/api/ties?limit=2", **{"If-None-Match": first.headers["ETag"]})

    assert (again.status, again.data) == (304, b"")
    assert other.status == 200


def test_head_says_what_get_would(server: str) -> None:
    whole = get(server, "/api/stats")
    head = HTTP.request("HEAD", f"{server}/api/stats")

    assert head.data == b""
    assert head.headers["Content-Length"] == str(len(whole.data))


def test_an_unknown_form_is_not_acceptable(server: str) -> None:
    assert "application/json" in problem(get(server, "/api/stats", Accept="image/png"), 406)["hint"]


def test_pages_and_health_are_there(server: str) -> None:
    for path in ("/", "/docs", "/editor"):
        response = get(server, path)
        assert response.status == 200
        assert response.headers["Content-Type"].startswith("text/html")
        assert "script>alert(1)" not in response.data.decode()
    assert found(server, "/health") == found(server, "/ready") == {"status": "ok"}
    assert found(server, "/openapi.json") == json.loads(json.dumps(openapi()))


def test_counts_name_routes_and_never_what_a_client_wrote(server: str) -> None:
    get(server, "/api/actors/somebody-unheard-of")
    get(server, "/secret-address")

    text = get(server, "/metrics").data.decode()

    assert 'kg_requests_total{route="/api/actors/{id}",method="GET",status="404"}' in text
    assert 'route="other"' in text
    assert "secret-address" not in text
    assert "unheard" not in text


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("judged") / "store"
    fill(folder)
    token = folder.parent / "token"
    token.write_text(TOKEN + "\n", encoding="utf-8")
    with running(folder, "--token-file", str(token), "--author", "A. Reader") as service:
        yield service


def judge(service: Service, decision: object, token: str = TOKEN) -> urllib3.BaseHTTPResponse:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return HTTP.request(
        "POST", f"{service.address}/api/judgements", body=json.dumps(decision), headers=headers
    )


def test_a_rejected_claim_is_gone_and_comes_back_when_that_is_taken_back(writable: Service) -> None:
    before = found(writable.address, "/api/documents/hostile")
    claim = before["evidence"]["items"][0]

    rejected = judge(writable, {"verdict": "rejected", "claim": claim["id"], "note": "no"})

    assert rejected.status == 201, rejected.data
    schema("Judgement").validate(rejected.json())
    assert rejected.json()["author"] == "A. Reader"
    _until(lambda: found(writable.address, "/api/documents/hostile")["evidence"]["total"] == 0)
    taken_back = judge(writable, {"verdict": "withdrawn", "withdraws": rejected.json()["number"]})
    assert taken_back.status == 201
    _until(lambda: found(writable.address, "/api/documents/hostile") == before)
    history = found(writable.address, "/api/judgements")["items"]
    assert [each["verdict"] for each in history] == ["withdrawn", "rejected"]


def test_an_accepted_claim_says_who_accepted_it(writable: Service) -> None:
    claim = found(writable.address, "/api/claims?limit=1")["items"][0]

    assert judge(writable, {"verdict": "accepted", "claim": claim["id"]}).status == 201

    def said() -> Any:
        shown = found(writable.address, "/api/claims?limit=1000")["items"]
        return next(each["judgement"] for each in shown if each["judgement"])

    _until(lambda: any(c["judgement"] for c in found(writable.address, "/api/claims?limit=1000")["items"]))
    assert said()["verdict"] == "accepted"


def _until(holds: Any) -> None:
    import time

    for _ in range(100):
        if holds():
            return
        time.sleep(0.2)
    raise AssertionError("the service does not show what was written")


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        ({"verdict": "maybe"}, 400),
        ([], 400),
        ({"verdict": "rejected", "claim": "0" * 32}, 409),
        ({"verdict": "rejected"}, 400),
        ({"verdict": "rejected", "claim": "\ud800"}, 400),
        ({"verdict": "same", "actors": ["nobody at all", "actor-1"]}, 404),
        ({"verdict": "withdrawn", "withdraws": 999}, 409),
        ({"verdict": "accepted", "claim": {"document": 1}}, 400),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(writable: Service, decision: object, status: int) -> None:
    problem(judge(writable, decision), status)


def test_nobody_writes_without_the_token(writable: Service, server: str) -> None:
    wrong = judge(writable, {"verdict": "withdrawn", "withdraws": 1}, token="guessed-by-somebody-else")
    problem(wrong, 401)
    assert wrong.headers["WWW-Authenticate"].startswith("Bearer")
    problem(HTTP.request("POST", f"{writable.address}/api/judgements", body="{}"), 401)
    problem(HTTP.request("POST", f"{server}/api/judgements", body="{}"), 403)


def test_a_decision_is_json(writable: Service) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "text/plain"}
    address = f"{writable.address}/api/judgements"

    problem(HTTP.request("POST", address, body="{}", headers=headers), 415)
    headers["Content-Type"] = "application/json"
    problem(HTTP.request("POST", address, body="{" * 100_000, headers=headers), 400)
    problem(HTTP.request("POST", address, body="[" * 100_000, headers=headers), 400)
    problem(HTTP.request("POST", address, body=b"x" * (2 << 20), headers=headers), 413)
