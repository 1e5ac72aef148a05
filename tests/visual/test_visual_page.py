"""The page as a file: self-contained, the same each time, and nothing in it can run but our own program."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import made_up_actors, made_up_records, record

from kg.analysis import project
from kg.errors import UnknownNameError
from kg.model import Actor, ActorKind, Date, Name, NameKind
from kg.visual import write_page
from kg.visual.content import _KIND_ORDER, MOST_CLAIMS
from kg.visual.labels import Box, box_of, label_of
from kg.visual.layout import positions
from kg.visual.look import KINDS

EVIL = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    '"];alert(1);//',
    "<!--<script>",
    "abc\u202egnp.exe\u2028\x00",
    "' onmouseover='alert(1)",
)


class Parsed(HTMLParser):
    """The tags of a page, its scripts and styles by their text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": [], "json": [], "title": []}
        self._into: str | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        self._into = "json" if attributes.get("type") == "application/json" else tag
        if self._into in self.texts:
            self.texts[self._into].append("")

    def handle_endtag(self, tag):
        self._into = None

    def handle_data(self, data):
        if self._into in self.texts:
            self.texts[self._into][-1] += data


def page_of(graph, **options):
    stream = io.StringIO()
    write_page(graph, stream, **options)
    return stream.getvalue()


def data_of(html):
    return json.loads(Parsed(html).texts["json"][0])


@pytest.fixture(scope="module")
def graph():
    actors = made_up_actors(60)
    return project(made_up_records(actors, 200), actors)


def test_the_page_calls_no_address(graph):
    html = page_of(graph)
    for tag, attributes in Parsed(html).tags:
        assert tag not in {"link", "iframe", "object", "embed", "base", "img"}
        assert not {"src", "href", "action", "srcset"} & attributes.keys()
    assert "@import" not in html
    assert "sourceMappingURL" not in html


def test_pages_beside_it_stand_in_the_heading(graph):
    parsed = Parsed(page_of(graph, links=[("<b>Ask</b>", 'editor?a="b"')]))
    (link,) = [attributes for tag, attributes in parsed.tags if tag == "a"]
    assert link == {"href": 'editor?a="b"'}
    assert "b" not in [tag for tag, _ in parsed.tags]


def test_only_our_own_program_and_style_are_allowed_to_run(graph):
    parsed = Parsed(page_of(graph))
    (policy,) = [a["content"] for t, a in parsed.tags if t == "meta" and a.get("http-equiv")]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for text in parsed.texts["script"] + parsed.texts["style"]:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert len(parsed.texts["script"]) == 2
    assert not [a for _, a in parsed.tags if any(name.startswith("on") or name == "style" for name in a)]


@pytest.mark.parametrize("evil", EVIL)
def test_words_of_articles_never_become_markup(evil):
    claim = record(
        evil, "backs", "b", quote=evil, title=evil, publisher=evil, url=evil, by=evil, document=evil
    )
    actor = Actor(evil, ActorKind.ARMED_GROUP, evil, (Name(evil, language=evil),))
    plain = Parsed(page_of(project([record("a", "backs", "b")])))
    html = page_of(project([claim], [actor]), title=evil, focus=evil)
    parsed = Parsed(html)
    assert [tag for tag, _ in parsed.tags] == [tag for tag, _ in plain.tags]
    assert parsed.texts["script"] == plain.texts["script"]
    (told,) = data_of(html)["ties"]
    assert told["claims"][0]["quote"] == evil, "it is shown as it stands"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://news.example/a?b=c#d", True),
        (" http://news.example/ ", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("file:///etc/passwd", False),
        ("//evil.example", False),
        ("https:evil", False),
        ("http://[broken", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_become_links(url, kept):
    (document,) = data_of(page_of(project([record("a", "backs", "b", url=url)])))["documents"].values()
    assert document["url"] == (url.strip() if kept else "")


def test_the_same_graph_gives_the_same_bytes_in_every_process(tmp_path):
    code = (
        "import sys; from made_up import *; from kg.analysis import project; from kg.visual import *;"
        "a = made_up_actors(40); write_page(project(made_up_records(a, 120), a), sys.argv[1])"
    )
    for seed in ("1", "2"):
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / seed)], env=env, check=True)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_the_first_view_holds_the_most_connected_and_the_page_holds_all(graph):
    data = data_of(page_of(graph, limit=10))
    assert len(data["wide"]) == 10
    assert len(data["actors"]) == len(graph)
    degree = {actor["id"]: actor["degree"] for actor in data["actors"]}
    assert min(degree[i] for i in data["wide"]) >= max(d for i, d in degree.items() if i not in data["wide"])


def test_the_first_view_can_be_a_neighbourhood(graph):
    data = data_of(page_of(graph, focus="actor-3"))
    near = {"actor-3", *graph.successors("actor-3"), *graph.predecessors("actor-3")}
    assert set(data["wide"]) == near
    assert data["focus"] == "actor-3"
    with pytest.raises(UnknownNameError):
        page_of(graph, focus="nobody")


def test_an_empty_graph_makes_a_page():
    assert data_of(page_of(project([])))["total"] == {"actors": 0, "ties": 0}


def test_a_tie_with_very_many_claims_is_cut_and_says_so():
    many = [record("a", "backs", "b", document=f"{n:03}") for n in range(MOST_CLAIMS + 5)]
    (tie,) = data_of(page_of(project(many)))["ties"]
    assert (len(tie["claims"]), tie["affirmed"]) == (MOST_CLAIMS, MOST_CLAIMS + 5)


def test_names_come_by_kind_and_the_latest_first():
    names = (
        Name("alias"),
        Name("first", NameKind.OFFICIAL, "", Date("2012")),
        Name("last", NameKind.OFFICIAL, "", Date("2017")),
        Name("ACR", NameKind.ACRONYM),
    )
    html = page_of(project([record("a", "backs", "b")], [Actor("a", ActorKind.STATE, "last", names)]))
    assert [name["text"] for name in data_of(html)["actors"][0]["names"]] == ["last", "first", "ACR", "alias"]
    assert {name.kind for name in names} < set(_KIND_ORDER) == set(NameKind)


def test_parallel_ties_of_a_pair_bend_apart():
    graph = project(
        [record(*ends) for ends in (("a", "backs", "b"), ("b", "backs", "a"), ("a", "opposes", "b"))]
    )
    edges = json.loads(Parsed(page_of(graph)).texts["json"][2])
    assert len(edges) == 3
    # Which side a line bends to depends on its direction too.
    sides = {
        (
            edge["smooth"] and (edge["smooth"]["type"] == "curvedCW") == (edge["from"] == "a"),
            str(edge["smooth"]),
        )
        for edge in edges
    }
    assert len({side for side, _ in sides}) == 2
    assert len(sides) == 3


def test_signs_differ_in_colour_and_in_line():
    graph = project([record("a", "backs", "b"), record("a", "attacks", "b"), record("a", "part_of", "b")])
    edges = json.loads(Parsed(page_of(graph)).texts["json"][2])
    assert {(edge["color"], str(edge["dashes"])) for edge in edges} == {
        ("#0072B2", "False"),
        ("#D55E00", "[9, 5]"),
        ("#6B6B6B", "[2, 4]"),
    }


def test_no_two_kinds_look_the_same():
    assert set(KINDS) == set(ActorKind)
    assert len({(look.shape, look.colour) for look in KINDS.values()}) == len(KINDS)


@settings(deadline=None, max_examples=40)
@given(st.text())
def test_labels_are_short_and_hold_no_control_characters(name):
    lines = label_of(name).split("\n")
    assert 1 <= len(lines) <= 3
    assert all(
        0 < len(line) <= 18 and not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069]", line) for line in lines
    )


def covers(a, box_a: Box, b, box_b: Box) -> bool:
    (upper, box_upper), (lower, box_lower) = sorted([(a, box_a), (b, box_b)], key=lambda pair: pair[0][1])
    across = (box_a.width + box_b.width) / 2 - abs(a[0] - b[0])
    return across > 2 and upper[1] + box_upper.below - (lower[1] - box_lower.above) > 2


@pytest.mark.parametrize("size", [1, 2, 14, 60, 150])
@pytest.mark.parametrize("aspect", [1.5, 0.42])
def test_no_label_covers_another(size, aspect):
    actors = made_up_actors(size)
    graph = (
        project(made_up_records(actors, 3 * size), actors)
        if size > 2
        else project([record("a", "backs", "b")])
    )
    boxes = {node: box_of(label_of(graph.nodes[node]["actor"].name), 16, 16) for node in graph}
    placed = positions(graph, boxes, aspect=aspect)
    assert set(placed) == set(graph)
    assert not [(a, b) for a, b in combinations(graph, 2) if covers(placed[a], boxes[a], placed[b], boxes[b])]


def test_allies_stand_nearer_than_rivals():
    names = [f"{side}{n}" for side in "xy" for n in range(5)]
    ties = [record(a, "allied_with" if a[0] == b[0] else "fights", b) for a, b in combinations(names, 2)]
    placed = positions(graph := project(ties), {node: box_of(node, 10, 14) for node in graph}, aspect=1.5)

    def mean(same):
        found = [
            abs(complex(*placed[a]) - complex(*placed[b]))
            for a, b in combinations(names, 2)
            if (a[0] == b[0]) == same
        ]
        return sum(found) / len(found)

    assert mean(same=True) < 0.7 * mean(same=False)
