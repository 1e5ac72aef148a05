"""The page as a file: self-contained, the same each time, and nothing in it can run but our own program."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from made_up import made_up_actors, made_up_records, record

from kg.analysis import project
from kg.model import Actor, ActorKind, Name
from kg.visual import write_page
from kg.visual.look import KINDS, SIGNS, look_json
from kg.visual.page import live_page

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
    return json.loads(Parsed(html).texts["json"][1])


@pytest.fixture(scope="module")
def graph():
    actors = made_up_actors(60)
    return project(made_up_records(actors, 200), actors)


def test_the_page_calls_no_address(graph):
    html = page_of(graph)
    for tag, attributes in Parsed(html).tags:
        assert tag not in {"link", "iframe", "object", "embed", "base", "img"}
        assert not {"src", "action", "srcset"} & attributes.keys()
        assert attributes.get("href", "#").startswith("#"), "a place in the page itself"
    assert "@import" not in html
    assert "sourceMappingURL" not in html


def test_pages_beside_it_stand_in_the_heading(graph):
    parsed = Parsed(page_of(graph, links=[("<b>Ask</b>", 'editor?a="b"')]))
    assert {"href": 'editor?a="b"'} in [attributes for tag, attributes in parsed.tags if tag == "a"]
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
    assert data_of(html)["evidence"]["quote"] == [evil], "it is shown as it stands"


def test_the_same_graph_gives_the_same_bytes_in_every_process(tmp_path):
    code = (
        "import sys; from made_up import *; from kg.analysis import project; from kg.visual import *;"
        "a = made_up_actors(40); write_page(project(made_up_records(a, 120), a), sys.argv[1])"
    )
    for seed in ("1", "2"):
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / seed)], env=env, check=True)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_a_live_page_holds_no_data_and_may_ask_its_own_server_alone():
    html = live_page({"root": ""}, "Actors")
    parsed = Parsed(html)
    (policy,) = [a["content"] for t, a in parsed.tags if t == "meta" and a.get("http-equiv")]
    assert "connect-src 'self';" in policy
    assert json.loads(parsed.texts["json"][0])["live"] == {"root": ""}
    assert len(parsed.texts["json"]) == 1


def test_signs_differ_in_colour_and_in_line():
    assert len({(look.colour, str(look.dashes)) for look in SIGNS.values()}) == 3
    told = look_json()
    assert set(told["signs"]) == {relation["sign"] for relation in told["relations"].values()}


def test_no_two_kinds_look_the_same():
    assert set(KINDS) == set(ActorKind)
    assert len({(look.shape, look.colour) for look in KINDS.values()}) == len(KINDS)
