"""What is taken away opens again in other programs, and holds what is shown and nothing else."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx
import pytest
from browsing import Browser
from made_up import made_up_actors, made_up_records

from kg.analysis import project
from kg.export import write_graph
from kg.model import Actor
from kg.scene.scene import Scene, scene
from kg.visual.page import write_scene

SVG = "{http://www.w3.org/2000/svg}"
SHOWN = """
const ties = kg.data.ties.filter((tie) => kg.network().body.data.edges.get(tie.id));
const actors = kg.network().body.data.nodes.getIds();
return { ties: ties.map((tie) => [tie.source, tie.relation, tie.target]), actors };
"""
FILTERED = "#sign=hostile&since=2015&until=2019&min_confidence=0.6"


def _take(browser: Browser, key: str) -> tuple[str, bytes]:
    """Open the menu and take a file."""
    if not browser.sees("#save-menu"):
        browser.click("#save")
    return browser.download(lambda: browser.click(f"[data-save={key}]"))


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph:
    """A graph in which no two documents have one id."""
    actors = made_up_actors(40)
    records = {record.document.id: record for record in made_up_records(actors, 120)}
    return project(records.values(), actors)


@pytest.fixture
def everything(browser: Browser, graph: nx.MultiDiGraph, tmp_path: Path) -> Browser:
    """The page of this graph, all of it shown."""
    path = tmp_path / "page.html"
    write_scene(scene(graph, Scene(limit=40)), path)
    browser.open(path)
    browser.run("kg.update({ shown: new Set(kg.data.actors.keys()) })")
    return browser


def _exported(graph: nx.MultiDiGraph, form: str) -> bytes:
    """Return what the command line writes."""
    stream = io.BytesIO()
    write_graph(graph, form, stream)
    return stream.getvalue()


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_graphml_of_everything_is_what_the_command_line_writes(everything, graph):
    name, content = _take(everything, "graphml")
    ours, theirs = (nx.read_graphml(io.BytesIO(x)) for x in (content, _exported(graph, "graphml")))
    assert name == "graph.graphml"
    assert dict(ours.nodes(data=True)) == dict(theirs.nodes(data=True))
    assert list(ours.edges(keys=True, data=True)) == list(theirs.edges(keys=True, data=True))


def test_gexf_of_everything_is_what_the_command_line_writes(everything, graph):
    name, content = _take(everything, "gexf")
    ours, theirs = (nx.read_gexf(io.BytesIO(x)) for x in (content, _exported(graph, "gexf")))
    assert name == "graph.gexf"
    assert dict(ours.nodes(data=True)) == dict(theirs.nodes(data=True))

    def edges(of):
        found = of.edges(data=True)
        return [
            (a, b, {k: v for k, v in data.items() if k not in {"id", "networkx_key"}}) for a, b, data in found
        ]

    assert edges(ours) == edges(theirs)


def test_the_table_of_everything_is_what_the_command_line_writes(everything, graph):
    name, content = _take(everything, "csv")
    assert name == "claims.csv"
    assert content.startswith(codecs.BOM_UTF8), "a spreadsheet reads Arabic right"
    ours, theirs = (
        list(csv.reader(io.StringIO(x.decode("utf-8"), newline="")))
        for x in (content.removeprefix(codecs.BOM_UTF8), _exported(graph, "csv"))
    )
    assert ours[0] == theirs[0]
    assert sorted(ours[1:]) == sorted(theirs[1:])


def test_files_hold_what_is_shown_and_say_of_what_time(browser, made_up):
    browser.open(made_up, hash_=FILTERED)
    shown = browser.run(SHOWN)
    assert 0 < len(shown["ties"]) < browser.run("return kg.data.ties.length")
    name, content = _take(browser, "graphml")
    graph = nx.read_graphml(io.BytesIO(content), force_multigraph=True)
    assert name == "graph-2015-to-2019.graphml"
    assert [[a, data["relation"], b] for a, b, data in graph.edges(data=True)] == shown["ties"]
    assert set(graph) == set(shown["actors"])
    _, content = _take(browser, "csv")
    rows = _rows(content)
    assert {row["sign"] for row in rows} == {"hostile"}
    assert min(float(row["confidence"]) for row in rows) >= 0.6
    assert len(rows) == sum(data["weight"] for *_, data in graph.edges(data=True)), (
        "claims that pass, no others"
    )


def test_the_part_of_the_scene_that_is_taken_away_is_a_scene(browser, made_up, tmp_path):
    browser.open(made_up, hash_=FILTERED)
    told = browser.text("#status").partition(" ")[0]
    shown = browser.run(SHOWN)
    name, content = _take(browser, "json")
    assert name == "scene-2015-to-2019.json"
    again = tmp_path / "again.html"
    write_scene(json.loads(content), again)
    browser.open(again)
    assert browser.run(SHOWN) == shown
    assert browser.text("#status").partition(" ")[0] == told
    quotes = "return kg.data.claims.every((claim) => claim.quote && claim.end > claim.offset)"
    assert browser.run(quotes), "with every sentence"


def test_a_part_keeps_the_names_of_those_whom_its_events_name(browser, made_up):
    browser.open(made_up, hash_="#base=none&add=actor-4*actor-2")
    browser.run("kg.select({ actor: 'actor-4' })")
    held = json.loads(_take(browser, "json")[1])
    assert "actor-6" not in {actor["id"] for actor in held["actors"]}
    assert held["others"]["actor-6"] == browser.run("return kg.data.actor('actor-6').name")


@pytest.mark.parametrize("view", ["graph", "matrix", "lifelines"])
@pytest.mark.parametrize("dark", [False, True])
def test_a_picture_stands_alone_with_title_and_legend(browser, whole, view, dark):
    browser.open(whole, hash_=f"#view={view}", dark=dark)
    told = browser.text(".lifebar p" if view == "lifelines" else "#status")
    name, content = _take(browser, "svg")
    assert name == f"{view}.svg"
    root = ET.fromstring(content)
    texts = ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]
    assert texts[0] == "A made-up graph"
    assert texts[1].split(",")[0] in told
    assert {"friendly", "hostile"} <= set(re.findall(r"\w+", " ".join(texts)))
    assert not [node for node in root.iter() if "class" in node.attrib or "style" in node.attrib]
    assert b"var(" not in content
    assert root.find(f"{SVG}rect").attrib["fill"] == ("#14171b" if dark else "#ffffff")
    name, content = _take(browser, "png")
    assert name == f"{view}.png"
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    scale = width / float(root.attrib["width"])
    assert 1 < scale <= 2
    assert height == pytest.approx(scale * float(root.attrib["height"]), abs=2)
    assert len(content) > 20_000, "it is not empty"


def test_the_picture_of_the_graph_draws_each_actor_and_tie_once(browser, made_up):
    browser.open(made_up)
    browser.run("kg.select({ actor: [...kg.state.shown][0] })")
    shown = browser.run(SHOWN)
    root = ET.fromstring(_take(browser, "svg")[1])
    names = browser.run("return arguments[0].map((id) => kg.data.actor(id).name)", shown["actors"])
    titles = [node.text for node in root.iter(f"{SVG}title")]
    assert [titles.count(name) for name in names] == [1] * len(names)
    assert sum(" · " in title for title in titles) == len(shown["ties"])


def test_a_picture_says_under_which_filters_it_was_made(browser, whole):
    browser.open(whole, hash_=f"{FILTERED}&no_publisher=North+Post&dated=held&base=all")
    for view in ("graph", "matrix", "lifelines"):
        browser.run("kg.update({ view: arguments[0] })", view)
        root = ET.fromstring(_take(browser, "svg")[1])
        texts = " ".join("".join(node.itertext()) for node in root.findall(f"{SVG}text"))
        told = ["said to hold 2015 – 2019", "tie: only hostile", "source: without North Post"]
        assert " · ".join([*told, "confidence at least 0.60"]) in texts
        assert "contested" not in texts
        room = float(root.attrib["width"])
        assert all(len(node.text) * 7 < room for node in root.findall(f"{SVG}text")[1:]), "no line is cut"


def test_the_picture_of_the_graph_has_the_areas_that_the_page_has(browser, whole):
    browser.open(whole)
    path = f".//{SVG}g[@stroke-linecap]"
    areas = ET.fromstring(_take(browser, "svg")[1]).findall(path)
    blocs = browser.run("""
        const count = new Map(), blocs = [...kg.data.actors.values()].map(({ bloc }) => bloc);
        for (const bloc of blocs) if (bloc !== null) count.set(bloc, (count.get(bloc) ?? 0) + 1);
        return [...count.values()].filter((n) => n > 2)""")
    assert sorted(len(area.findall(f"{SVG}circle")) for area in areas) == sorted(blocs) != []
    assert len({area.attrib["fill"] for area in areas}) > 1
    browser.press("b")
    drawn = ET.fromstring(_take(browser, "svg")[1])
    assert drawn.findall(path) == []
    assert "those who stand together" not in "".join(drawn.itertext())


def test_the_picture_of_the_lifelines_has_the_legend_of_the_page(browser, whole):
    browser.open(whole, hash_="#view=lifelines")
    keys = browser.run("""
        return [...document.querySelectorAll('.lifebar .key')].map((key) => key.lastChild.textContent)""")
    root = ET.fromstring(_take(browser, "svg")[1])
    texts = ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]
    assert len(keys) > 3
    assert set(keys) <= set(texts)


def test_the_table_of_ties_is_taken_away_as_it_is_read(browser, made_up):
    browser.open(made_up, hash_=f"{FILTERED}&base=all")
    shown = browser.run(SHOWN)
    name, content = _take(browser, "ties")
    rows = _rows(content)
    assert name == "ties-2015-to-2019.csv"
    assert [[row["source_id"], row["relation"], row["target_id"]] for row in rows] == shown["ties"]
    browser.press("Escape", "t")
    browser.fill("#table-text", browser.run("return kg.data.actor(arguments[0]).name", shown["ties"][0][0]))
    browser.click("#table thead th:nth-child(3) button")
    seen = browser.texts("#table tbody td:nth-child(3)")
    ties, claims = (_rows(_take(browser, key)[1]) for key in ("ties", "csv"))
    assert 0 < len(seen) < len(rows)
    assert [row["target"] for row in ties] == seen
    assert sum(int(row["claims"]) for row in ties) == len(claims)
    assert {row["sign"] for row in claims} == {"hostile"}


def test_hostile_words_stay_text_in_every_file(browser, tmp_path):
    hostile = "</text><script>window.ran=1</script>&\x01]]>=1+1"
    actors = made_up_actors(6)
    records = made_up_records(actors, 8)
    path = tmp_path / "page.html"
    graph = project(records, [Actor(a.id, a.kind, f"{hostile} {a.id}", ()) for a in actors])
    write_scene(scene(graph, Scene(title=f"={hostile}")), path)
    browser.open(path)
    for key in ("graphml", "gexf"):
        read = nx.read_graphml if key == "graphml" else nx.read_gexf
        found = read(io.BytesIO(_take(browser, key)[1]))
        assert {data["label"] for _, data in found.nodes(data=True)} == {
            f"{hostile} {node}".replace("\x01", " ") for node in found
        }
    for view in ("graph", "matrix", "lifelines"):
        browser.run("kg.update({ view: arguments[0] })", view)
        root = ET.fromstring(_take(browser, "svg")[1])
        assert not list(root.iter(f"{SVG}script"))
        assert _take(browser, "png")[1][:4] == b"\x89PNG"
    assert browser.run("return window.ran ?? null") is None


def test_the_table_offers_no_picture(browser, made_up):
    browser.open(made_up, hash_="#view=table")
    browser.click("#save")
    assert browser.sees("[data-save=csv]")
    assert not browser.sees("[data-save=png]")


def test_the_menu_works_by_keyboard_and_closes_again(browser, made_up):
    browser.open(made_up)
    browser.do(lambda page: page.locator("#save").focus())
    browser.press("Enter")
    assert browser.run("return document.getElementById('save').ariaExpanded") == "true"
    browser.press("Tab")
    assert browser.run("return document.activeElement.dataset.save") == "png"
    browser.press("Escape")
    assert not browser.sees("#save-menu")
    assert browser.run("return document.activeElement.id") == "save"
    browser.press("Enter")
    browser.click("#heading")
    assert not browser.sees("#save-menu")


def test_the_link_is_copied_or_shown_ready_to_be_copied(browser, made_up):
    browser.open(made_up, hash_="#view=matrix&sign=hostile")
    browser.do(lambda page: page.context.grant_permissions(["clipboard-read", "clipboard-write"]))
    browser.click("#save")
    browser.click("[data-save=link]")
    browser.until(lambda: "copied" in browser.text("#saved"))
    address = browser.run("return location.href") + "&base=wide"  # the same view in windows of other widths
    assert browser.run("return navigator.clipboard.readText()") == address
    browser.run("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    browser.click("[data-save=link]")
    browser.until(lambda: browser.sees("#saved input"))
    assert browser.run("return getSelection().toString()") == address
