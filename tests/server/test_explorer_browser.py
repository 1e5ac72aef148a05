"""The explorer, live, in a real browser over a real service: the same page, which asks for what it needs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import urllib3
from browsing import Browser
from made_up import record
from served import RUN, TOKEN, Service, running

from kg.model import Actor, ActorKind, Evidence, Name, NameKind, Polarity, Reading
from kg.store import Store

HTTP = urllib3.PoolManager(retries=False, timeout=120)
TEXT = "It was a quiet week. {quote} Nobody else spoke of it."
NAMES = {
    "a": "Amber Front",
    "b": "Birch Army",
    "c": "Cedar State",
    "d": "Delta Corps",
    "name/e é": "Elm Guard",
}
RECORDS = (
    record("a", "backs", "b", date="2020-05-01", quote="Amber backs Birch.", by="c"),
    record("a", "backs", "b", date="2021-05-01", quote="Amber denies it.", polarity=Polarity.DENIED),
    record("b", "fights", "c", date="2021-06-01", quote="Birch fights Cedar."),
    record("c", "backs", "d", date="2022-05-01", quote="Cedar backs Delta."),
    record("d", "opposes", "name/e é", date="2023-05-01", quote="<img src=x onerror=alert(1)>"),
)


@pytest.fixture(scope="module")
def live_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("live") / "store"
    with Store.open(folder) as store:
        former = (Name("Old Amber", NameKind.FORMER),)
        names = {**NAMES, "silent": "Silent Sect"}
        store.set_catalogue(
            [Actor(i, ActorKind.ARMED_GROUP, n, former if i == "a" else ()) for i, n in names.items()]
        )
        for each in RECORDS:
            quote = each.claim.evidence.quote
            text = TEXT.format(quote=quote)
            start = text.index(quote)
            claim = replace(each.claim, evidence=Evidence(start, start + len(quote), quote, "a-rule"))
            store.put(Reading(replace(each.document, text=text), (claim,)), RUN)
    return folder


@pytest.fixture(scope="module")
def live(live_store: Path) -> Iterator[Service]:
    """A service that only reads."""
    with running(live_store) as service:
        yield service


@pytest.fixture
def judged(live_store: Path, tmp_path: Path) -> Iterator[Service]:
    """A service over a copy of the store that takes decisions."""
    with Store.open(live_store, read_only=True) as store:
        store.snapshot(tmp_path / "own")
    token = tmp_path / "token.txt"
    token.write_text(TOKEN, encoding="utf-8")
    with running(tmp_path / "own", "--token-file", str(token), "--author", "A. Reader") as service:
        yield service


def show(browser: Browser, service: Service, path: str, **window: Any) -> None:
    browser.visit(service.address + path, **window)
    wait_for_data(browser)


def wait_for_data(browser: Browser) -> None:
    browser.until(lambda: browser.run("return document.body?.dataset.ready === 'true'"))


def told(address: str) -> Any:
    return json.loads(HTTP.request("GET", address).data)


def path_of(browser: Browser) -> str:
    return str(browser.run("return location.pathname + location.search"))


def test_the_page_shows_the_graph_and_asks_this_server_for_it_once(browser: Browser, live: Service) -> None:
    show(browser, live, "/")

    assert browser.text("#status").startswith("5 of 5 actors, 4 of 4 ties shown")
    assert [address.removeprefix(live.address) for address in browser.requests()] == ["/", "/graph.json"]
    assert not browser.run("return sessionStorage.length + localStorage.length")


@pytest.mark.parametrize("view", ["graph", "table", "lifelines", "matrix"])
def test_each_view_has_its_own_address(browser: Browser, live: Service, view: str) -> None:
    show(browser, live, f"/{view}")

    assert browser.sees(f"#{view}")
    assert browser.text("#views [aria-current]").lower() == view
    assert path_of(browser) == f"/{view}"


def test_the_way_back_leads_through_views_and_selections(browser: Browser, live: Service) -> None:
    show(browser, live, "/table")
    browser.click("#views [data-view=matrix]")
    assert path_of(browser) == "/matrix"
    browser.click("#views [data-view=table]")
    browser.click("#table button[data-tie]")
    browser.until(lambda: browser.sees("#panel"))
    selected = path_of(browser)
    assert selected.startswith("/table?tie=")

    browser.do(lambda page: page.go_back())
    browser.until(lambda: path_of(browser) == "/table")
    assert not browser.sees("#panel")
    browser.do(lambda page: page.go_back())
    browser.until(lambda: path_of(browser) == "/matrix")
    assert browser.sees("#matrix")
    browser.do(lambda page: page.go_forward())
    browser.do(lambda page: page.go_forward())
    browser.until(lambda: path_of(browser) == selected)
    assert browser.sees("#panel")


def test_the_page_of_an_actor_begins_with_it(browser: Browser, live: Service) -> None:
    show(browser, live, "/actors/Old%20Amber")

    assert browser.text("#panel h2") == "Amber Front"
    assert path_of(browser) == "/graph?actor=a&select=a"
    assert browser.text("#status").startswith("2 of 5 actors")
    for link in ("/table", "/editor", "/docs"):
        assert live.address + link in browser.run(
            "return [...document.querySelectorAll('header a')].map(a => a.href)"
        )


def test_the_page_of_a_tie_tells_its_sentences_among_the_words_around_them(
    browser: Browser, live: Service
) -> None:
    show(browser, live, "/ties/a/backs/b")

    browser.until(lambda: browser.text("#panel").count("It was a quiet week.") == 2)
    panel = browser.text("#panel")
    assert "Amber backs Birch." in panel
    assert "Nobody else spoke of it." in panel
    assert panel.index("Amber denies it.") < panel.index("Amber backs Birch.")  # the latest first


def test_words_of_an_article_are_text(browser: Browser, live: Service) -> None:
    show(browser, live, "/ties/d/opposes/name/e%20%C3%A9")

    browser.until(lambda: "<img src=x onerror=alert(1)>" in browser.text("#panel"))
    assert not browser.run("return document.querySelectorAll('#panel img').length")


def test_a_sentence_that_does_not_come_is_told(browser: Browser, live: Service) -> None:
    show(browser, live, "/table")
    browser.do(lambda page: page.route("**/api/ties/**", lambda route: route.fulfill(status=503, body="{}")))
    browser.click("#table button[data-tie]")

    browser.until(lambda: "The sentences did not come: 503" in browser.text("#panel"))
    assert all("503" in complaint for complaint in browser.complaints())  # the console tells it too


def test_an_actor_that_the_page_does_not_hold_is_found_and_comes_with_a_page_of_its_own(
    browser: Browser, live: Service
) -> None:
    browser.visit(live.address)  # a page that holds the half of the graph
    browser.do(
        lambda page: page.route(
            "**/graph.json", lambda route: route.continue_(url=f"{live.address}/graph.json?actor=c")
        )
    )
    show(browser, live, "/table")
    assert browser.text("#status").startswith("3 of 3 actors")
    browser.do(lambda page: page.unroute("**/graph.json"))
    browser.click("#search")
    browser.write("elm gu")

    browser.until(lambda: "Elm Guard" in browser.text("#found"))
    browser.press("Enter")
    browser.do(lambda page: page.wait_for_url("**/table?actor=name*"))
    wait_for_data(browser)
    assert browser.text("#panel h2") == "Elm Guard"


def test_who_is_unknown_gets_a_page_of_words(browser: Browser, live: Service) -> None:
    browser.visit(f"{live.address}/actors/nobody")
    assert "is called" in browser.text("body")
    browser.click("text=The whole graph")
    wait_for_data(browser)
    browser.visit(f"{live.address}/graph?actor=nobody")
    browser.until(lambda: "The graph did not come" in browser.text("#stage"))
    browser.click("text=Show the whole graph")
    wait_for_data(browser)
    assert browser.text("#status").startswith("5 of 5 actors")
    assert all("404" in complaint for complaint in browser.complaints())


@pytest.mark.parametrize(
    "words",
    [
        "?limit=x",
        "?view=%3Cscript%3E",
        "?tie=%7C%7C&select=nobody&since=May",
        "?sign=__proto__&no_kind=constructor",
    ],
)
def test_an_address_of_nonsense_shows_the_graph_or_says_why_not(
    browser: Browser, live: Service, words: str
) -> None:
    browser.visit(f"{live.address}/graph{words}")

    browser.until(
        lambda: browser.run("return document.body.dataset.ready") or browser.sees(".trouble[role=alert]")
    )
    assert all("400" in complaint for complaint in browser.complaints())


def test_the_page_and_its_data_tell_the_same(browser: Browser, live: Service) -> None:
    show(browser, live, "/table?sign=hostile")
    shown = browser.run("return document.querySelectorAll('#table tbody tr').length")

    table = HTTP.request("GET", f"{live.address}/table.csv?sign=hostile").data.decode()
    assert (
        shown
        == len(list(csv.DictReader(io.StringIO(table))))
        == told(f"{live.address}/table.json?sign=hostile")["total"]
    )


def test_a_decision_is_recorded_and_seen(browser: Browser, judged: Service) -> None:
    show(browser, judged, "/ties/c/backs/d")
    browser.until(lambda: "Cedar backs Delta." in browser.text("#panel"))
    browser.click("#panel button:text-is('Reject')")
    browser.fill("#panel input[type=password]", TOKEN)
    browser.press("Enter")

    browser.until(lambda: "Rejected by A. Reader" in browser.text("#panel"))
    (decision,) = told(f"{judged.address}/api/judgements")["items"]
    assert (decision["verdict"], decision["author"]) == ("rejected", "A. Reader")
    assert TOKEN not in browser.run(
        "return document.documentElement.outerHTML + location.href + document.cookie"
    )
    assert not browser.run("return sessionStorage.length + localStorage.length")

    browser.do(lambda page: page.goto("about:blank"))
    show(browser, judged, "/")
    assert browser.text("#status").startswith("4 of 4 actors, 3 of 3 ties") or "of 3 ties" in browser.text(
        "#status"
    )


def test_a_wrong_token_is_told_and_asked_for_again(browser: Browser, judged: Service) -> None:
    show(browser, judged, "/ties/c/backs/d")
    browser.until(lambda: "Cedar backs Delta." in browser.text("#panel"))
    browser.click("#panel button:text-is('Accept')")
    browser.fill("#panel input[type=password]", "no-token-of-this-service")
    browser.press("Enter")

    browser.until(lambda: "This is not the token" in browser.text("#panel [role=alert]"))
    assert told(f"{judged.address}/api/judgements")["total"] == 0
    assert browser.sees("#panel input[type=password]")
    assert all("401" in complaint for complaint in browser.complaints())


def test_where_no_decisions_are_taken_none_are_offered(browser: Browser, live: Service) -> None:
    show(browser, live, "/ties/c/backs/d")
    browser.until(lambda: "Cedar backs Delta." in browser.text("#panel"))

    assert "Reject" not in browser.text("#panel")


def test_below_the_path_of_another_server_all_links_hold(browser: Browser, live: Service) -> None:
    """A server before this one may have it below a path of its own."""
    outer = "http://127.0.0.1:9/kg/"

    def pass_on(route: Any) -> None:
        inner = route.request.url.replace(outer, f"{live.address}/", 1)
        route.fulfill(response=route.fetch(url=inner))

    browser.do(lambda page: page.route(f"{outer}**", pass_on))
    browser.visit(f"{outer}actors/a")
    wait_for_data(browser)

    assert path_of(browser) == "/kg/graph?actor=a&select=a"
    browser.click("#views [data-view=table]")
    assert path_of(browser) == "/kg/table?actor=a&select=a"
    browser.click("#table button[data-tie]")
    browser.until(lambda: "It was a quiet week." in browser.text("#panel"))


@pytest.mark.parametrize("width", [1400, 390])
def test_nothing_is_in_the_way_of_a_screen_reader(browser: Browser, live: Service, width: int) -> None:
    show(browser, live, "/ties/a/backs/b", width=width, height=844)
    browser.until(lambda: "Amber backs Birch." in browser.text("#panel"))

    assert browser.axe() == []
