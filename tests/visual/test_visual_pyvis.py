"""A pyvis network: what it holds, and its page in a real browser, offline and with every word as text."""

from __future__ import annotations

import html
import io
import json
import re
from itertools import combinations
from pathlib import Path

import pytest
from browsing import Browser
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import made_up_actors, made_up_records, record
from pyvis.network import Network

import kg
from kg.analysis import project
from kg.errors import UnknownNameError
from kg.model import Actor, ActorKind, Modality, Name, Polarity
from kg.visual import network, write_pyvis_page

ACTORS = [
    Actor("hts", ActorKind.ARMED_GROUP, "Hay’at Tahrir al-Sham"),
    Actor("turkey", ActorKind.STATE, "Türkiye"),
    Actor("syria", ActorKind.STATE, "Syria"),
    Actor("aleppo", ActorKind.PLACE, "Aleppo"),
]
RECORDS = [
    record("hts", "attacks", "syria", quote="Fighters stormed the base.", title="Base falls",
           date="2024-11-30"),
    record("hts", "attacks", "syria", quote="The army denied any attack.", by="The army", date="2024-12-01",
           polarity=Polarity.DENIED, modality=Modality.REPORTED, publisher="Gulf Observer"),
    record("turkey", "backs", "hts", date="2018"),
    record("hts", "backs", "turkey", date="2019"),
    record("turkey", "opposes", "syria", date="2013"),
    record("hts", "controls", "aleppo", date="2024-11-30"),
]  # fmt: skip
HOSTILE = (
    "</script><script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "<svg/onload=window.ran=1>",
    "{{constructor.constructor('window.ran=1')()}}{% raw %}",
    "\"];window.ran=1;//'",
    "<a href=javascript:window.ran=1>href</a>",
    "<!--<script>",
    "abc\u202egnp.exe\u2066\u2028",
    "__proto__",
    "--></style><style>*{display:none}",
)


@pytest.fixture(scope="module")
def graph():
    return project(RECORDS, ACTORS)


@pytest.fixture(scope="module")
def large():
    actors = made_up_actors(60)
    return project(made_up_records(actors, 200), actors)


def page_of(graph, **options) -> str:
    stream = io.StringIO()
    write_pyvis_page(graph, stream, **options)
    return stream.getvalue()


def opened(browser: Browser, tmp_path: Path, page: str, **how) -> Browser:
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    browser.open(path, **how)
    return browser


def test_it_is_a_pyvis_network_with_every_tie_and_a_place_for_every_actor(graph) -> None:
    drawn = kg.visual.network(graph)
    assert isinstance(drawn, Network)
    assert drawn.directed
    assert isinstance(drawn.options, dict)
    assert drawn.options["physics"] == {"enabled": False}
    assert drawn.get_nodes() == ["aleppo", "hts", "syria", "turkey"]
    assert all(isinstance(node["x"], int) and isinstance(node["y"], int) for node in drawn.nodes)
    # Undirected, pyvis would have dropped one of the two between Türkiye and HTS.
    assert sorted((edge["from"], edge["relation"], edge["to"]) for edge in drawn.edges) == [
        ("hts", "attacks", "syria"),
        ("hts", "backs", "turkey"),
        ("hts", "controls", "aleppo"),
        ("turkey", "backs", "hts"),
        ("turkey", "opposes", "syria"),
    ]


def test_networks_do_not_share_their_options(graph) -> None:
    one, other = network(graph), network(graph)
    one.options["physics"]["enabled"] = True
    assert other.options["physics"] == {"enabled": False}


def test_parallel_ties_bend_apart_and_signs_differ_in_colour_and_in_line() -> None:
    graph = project([record("a", "backs", "b"), record("b", "attacks", "a"), record("a", "part_of", "b")])
    edges = network(graph).edges
    # Which side a line bends to depends on its direction too.
    sides = {str(e["smooth"] and (e["smooth"]["type"] == "curvedCW") == (e["from"] == "a")) for e in edges}
    assert len({str(edge["smooth"]) + edge["from"] for edge in edges}) == 3
    assert "False" in sides
    assert {(edge["color"], str(edge["dashes"])) for edge in edges} == {
        ("#0072B2", "False"),
        ("#D55E00", "[9, 5]"),
        ("#6B6B6B", "[2, 4]"),
    }


def test_of_many_actors_the_most_connected_are_drawn_and_the_page_says_of_how_many(large) -> None:
    drawn = network(large, limit=10)
    assert len(drawn.nodes) == 10
    degree = {node: len({*large.successors(node), *large.predecessors(node)} - {node}) for node in large}
    left = [degree[node] for node in large if node not in drawn.get_nodes()]
    assert min(degree[node] for node in drawn.get_nodes()) >= max(left)
    told = f"10 of {len(large)} actors, {len(drawn.edges)} of {large.number_of_edges()} ties shown"
    assert told in drawn.generate_html()


def test_a_focus_draws_actors_and_those_around_them_alone(large) -> None:
    def near(actor: str) -> set[str]:
        return {actor, *large.successors(actor), *large.predecessors(actor)}

    two = {node for actor in near("actor-58") for node in near(actor)}
    assert set(network(large, focus="actor-3").get_nodes()) == near("actor-3")
    both = network(large, focus=["actor-3", "actor-58"])
    assert set(both.get_nodes()) == near("actor-3") | near("actor-58")
    assert set(network(large, focus="actor-58", steps=2).get_nodes()) == two
    assert "actor-58" in network(large, focus="actor-58", steps=2, limit=3).get_nodes()
    with pytest.raises(UnknownNameError):
        network(large, focus="nobody")


def test_no_actor_covers_another(large) -> None:
    nodes = network(large).nodes
    assert all(
        abs(a["x"] - b["x"]) >= a["size"] + b["size"] or abs(a["y"] - b["y"]) >= a["size"] + b["size"]
        for a, b in combinations(nodes, 2)
    )


def test_the_same_graph_gives_the_same_bytes(large, tmp_path: Path) -> None:
    write_pyvis_page(large, tmp_path / "page.html", title="Türkiye")
    assert (tmp_path / "page.html").read_bytes() == page_of(large, title="Türkiye").encode("utf-8")


def test_an_empty_graph_makes_a_page() -> None:
    assert "0 of 0 actors, 0 of 0 ties shown" in page_of(project([]))


def test_pyvis_writes_and_shows_it_outside_a_notebook_too(graph, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    drawn = network(graph, title="Türkiye’s friends")
    drawn.show("shown.html")
    drawn.write_html("written.html")
    assert (tmp_path / "shown.html").read_bytes() == (tmp_path / "written.html").read_bytes()
    assert "<title>Türkiye’s friends</title>" in (tmp_path / "shown.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shown.html", "written.html"]


def test_halves_of_characters_break_no_page(tmp_path: Path) -> None:
    half = "half\ud800"
    write_pyvis_page(
        project([record("a", "backs", half, quote=half, title=half)]), tmp_path / "it", title=half
    )
    assert "<title>half\ufffd</title>" in (tmp_path / "it").read_text(encoding="utf-8")


@settings(deadline=None, max_examples=25)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_an_actor_is_called_ends_no_block_of_the_page(name: str) -> None:
    clean = page_of(project([record("a", "backs", "b")]))
    actor = Actor("a", ActorKind.STATE, name)
    evil = page_of(project([record("a", "backs", "b", quote=name, title=name)], [actor]), title=name)
    tags = re.compile(r"</?(?:script|style|title|body|h1)\b")
    assert tags.findall(evil) == tags.findall(clean)
    blocks = re.findall(r'<script type="application/json" id="data-nodes">(.*?)</script>', evil)
    assert json.loads(blocks[0])[0]["name"] == (name or "a")


def test_a_click_on_a_tie_shows_its_latest_sentences(graph, tmp_path: Path, browser: Browser) -> None:
    page = opened(browser, tmp_path, page_of(graph, title="Four actors"))
    page.click("#list")
    page.click("text=Hay’at Tahrir al-Sham attacks Syria")
    told = page.text("#panel")
    latest, earlier = told.index("“The army denied any attack.”"), told.index("“Fighters stormed the base.”")
    assert latest < earlier
    for words in ("denied, reported, according to The army", "Gulf Observer, 2024-12-01",
                  "affirmed, asserted, in the article’s own words", "Base falls, Morning Wire, 2024-11-30",
                  "hostile · 2 claims"):  # fmt: skip
        assert words in told
    links = page.run("return [...document.querySelectorAll('#panel a')].map(a => [a.rel, a.href])")
    assert links == [["noopener noreferrer", "https://news.example/1"]] * 2


def test_a_click_into_the_drawing_finds_the_tie_under_it(tmp_path: Path, browser: Browser) -> None:
    graph = project([record("a", "backs", "b", quote="A backs B.")])
    page = opened(browser, tmp_path, page_of(graph))
    middle = page.run(
        "const box = document.querySelector('#graph canvas').getBoundingClientRect();"
        "return [box.width / 2, box.height / 2]"
    )

    def found() -> bool:
        page.click_at(middle[0], middle[1] - 6)
        return page.sees("#panel") and "A backs B." in page.text("#panel")

    assert page.until(found)


def test_it_works_by_keyboard_alone_and_has_no_serious_flaw(graph, tmp_path: Path, browser: Browser) -> None:
    page = opened(browser, tmp_path, page_of(graph))
    page.run("document.getElementById('list').focus()")
    page.press("Enter", "Tab", "Tab", "Enter")
    assert "Hay’at Tahrir al-Sham attacks Syria" in page.text("#panel h2")
    assert "“Fighters stormed the base.”" in page.text("#panel")
    assert page.axe() == []
    page.press("Escape")
    assert not page.sees("#panel")
    assert page.run("return document.activeElement.id") == "list"


@pytest.mark.parametrize(("width", "dark"), [(1100, False), (1100, True), (390, False)])
def test_it_fits_its_window_in_light_and_dark(large, tmp_path: Path, browser: Browser, width, dark) -> None:
    page = opened(browser, tmp_path, page_of(large), width=width, height=800, dark=dark)
    assert page.run("return document.documentElement.scrollWidth") == width
    ground = page.run("return getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(20, 23, 27)" if dark else "rgb(255, 255, 255)")
    assert page.axe() == []
    drawn = (
        "const c = document.querySelector('#graph canvas');"
        "return new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).size"
    )
    assert page.until(lambda: page.run(drawn) > 20), "the canvas is not empty"
    page.click("#list")
    page.click("#panel .ties button")
    assert page.run("return document.documentElement.scrollWidth") == width
    assert page.axe() == []


def test_what_a_user_adds_with_pyvis_is_drawn_and_listed_too(graph, tmp_path: Path, browser: Browser) -> None:
    drawn = network(graph)
    drawn.add_node("note", label="my own note", shape="box", x=0, y=-400)
    drawn.add_edge("note", "turkey")
    page = opened(browser, tmp_path, drawn.generate_html())
    assert page.text("#status") == "5 of 5 actors, 6 of 6 ties shown"
    page.click("#list")
    page.click("text=my own note – Türkiye")
    assert page.text("#panel h2") == "my own note – Türkiye"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_run_nothing_and_are_shown_as_text(
    tmp_path: Path, browser: Browser, hostile: str
) -> None:
    claim = record(
        hostile, "backs", "b", quote=hostile, title=hostile, publisher=hostile, by=hostile, document=hostile,
        url="javascript:window.ran=1",
    )  # fmt: skip
    actor = Actor(hostile, ActorKind.ARMED_GROUP, hostile, (Name(hostile),))
    drawn = network(project([claim], [actor]), title=hostile)
    # Titles that users add themselves are markup in pyvis as soon as one of them has "href" in it.
    drawn.nodes[0]["title"] = "href" + hostile
    page = opened(browser, tmp_path, drawn.generate_html())
    assert page.run("return document.querySelector('h1').textContent") == hostile
    page.click("#list")
    page.click("#panel .ties button")
    assert page.run("return document.querySelector('#panel h2').textContent") == f"{hostile} backs b"
    assert page.run("return document.querySelector('#panel blockquote').textContent") == f"“{hostile}”"
    assert (
        page.run("return document.querySelectorAll('a, img, iframe, object, body svg[onload]').length") == 0
    )
    assert page.run("return window.ran ?? null") is None


def test_a_notebook_shows_it_in_a_frame_that_reaches_nothing_around_it(
    graph, tmp_path: Path, browser: Browser
) -> None:
    drawn = network(graph, title='A "title" with <b>', height="420px", width="90%")
    frame = drawn._repr_html_()
    assert re.fullmatch(
        r'<iframe title="[^"<>]*" sandbox="[^"]*" style="[^"]*" srcdoc="[^"]*"></iframe>', frame
    )
    assert "allow-same-origin" not in frame
    srcdoc = re.search(r'srcdoc="([^"]*)"', frame)
    assert srcdoc is not None
    assert html.unescape(srcdoc[1]) == drawn.generate_html()
    page = opened(browser, tmp_path, f"<!DOCTYPE html><title>Notebook</title><body>{frame}")
    assert page.run("return document.querySelector('iframe').offsetHeight") == 420
    heading = page.do(lambda tab: tab.frame_locator("iframe").locator("h1").inner_text())
    assert heading == 'A "title" with <b>'
    page.do(lambda tab: tab.frame_locator("iframe").locator("#list").click())
    page.do(lambda tab: tab.frame_locator("iframe").locator("text=Türkiye opposes Syria").click())
    assert "2013" in page.do(lambda tab: tab.frame_locator("iframe").locator("#panel").inner_text())
