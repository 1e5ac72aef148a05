"""Marks among the lifelines: each stands at its date, and each is explained."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from browsing import Browser
from made_up import record

from kg.analysis import project
from kg.model import Actor, ActorKind, Date, Event, EventKind, Name, NameKind
from kg.scene.scene import Scene, scene
from kg.visual.page import write_scene

MOST = 3  # pixels that a mark may stand beside its date
GROUP = ActorKind.ARMED_GROUP
ACTORS = [
    Actor("front", GROUP, "The Front", (Name("The Front", NameKind.OFFICIAL, "", Date("2013-05")),)),
    Actor("guards", GROUP, "The Guards"),
    Actor("brigade", GROUP, "The Brigade"),
    *(Actor(f"state-{n}", ActorKind.STATE, f"State {n}") for n in range(8)),
]
EVENTS = [
    Event(EventKind.SPLIT, ("front",), ("guards",), Date("2018-02-11")),
    Event(EventKind.SPLIT, ("front",), ("brigade",), Date("2018-02-11")),
    Event(EventKind.DISSOLUTION, ("guards",), (), Date("2020-06")),
]
RECORDS = [
    *(record(f"state-{n}", "backs", "front", date="2012-12-12") for n in range(5)),
    *(record(f"state-{n}", "opposes", "front", date="2012-12-12") for n in (5, 6)),
    record("front", "backs", "state-7", date="2012-12-12"),
    record("state-0", "backs", "front", date="2012-12-30"),
    record("state-0", "backs", "front", date="2016-05-03"),
    record("state-5", "opposes", "front", date="2019-01-20"),
    record("guards", "allied_with", "brigade", date="2018-02-11"),
    record("state-1", "attacks", "state-2", date="2021-12-31"),
    record("guards", "split_from", "front", date="2018-02-12"),
]
LINES = """
const shape = (selector, read) => [...document.querySelectorAll(selector)].map(read);
const number = (node, name) => Number(node.getAttribute(name));
const path = (node, selector) => node.querySelector(selector).getAttribute('d');
const years = shape('#lifelines .axis text', (text) => [Number(text.textContent), number(text, 'x')]);
const ties = shape('.lifechart .tie', (each) => {
  const { source, target, sign } = kg.data.tie(each.dataset.tie);
  return { source, target, sign, d: path(each, '.line'), words: each.ariaLabel };
});
const events = shape('.lifechart .event', (each) => (
  { x: number(each.querySelector('.origin'), 'cx'), d: path(each, '.descent'),
    point: path(each, '.point') }));
const again = shape('.lifechart .again.friendly', (each) => number(each, 'cx'));
return { years: years.filter(([year]) => year), ties, events, again };
"""
COUNTS = """
const box = (each) => {
  const { left, right, top, bottom } = each.getBoundingClientRect();
  return { left, right, top, bottom };
};
const counts = [...document.querySelectorAll('.lifechart .count')];
return counts.map((each) => [each.textContent, box(each), box(each.previousElementSibling)]);
"""
CLASSES = "return [...document.querySelectorAll(arguments[0])].flatMap((each) => [...each.classList])"


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page on which much began on one day."""
    path = tmp_path_factory.mktemp("lifemarks") / "page.html"
    write_scene(scene(project(RECORDS, ACTORS), Scene(title="One day", events=EVENTS)), path)
    return path


@pytest.fixture
def page(dense: Path, browser: Browser) -> Browser:
    browser.open(dense, hash_="#view=lifelines")
    return browser


def place(lines, day):
    """Where a date stands on the axis, by the labels of its years."""
    (first, x), *_, (last, end) = sorted(lines["years"])
    year, month, day_ = (*map(int, day.split("-")), 1, 1)[:3]
    return x + (end - x) * (year + (month - 1) / 12 + (day_ - 1) / 372 - first) / (last - first)


def start(line):
    return float(re.match(r"M([0-9.]+)", line["d"])[1])


@pytest.mark.parametrize("hash_", ["#view=lifelines", "#view=lifelines&select=front"])
@pytest.mark.parametrize("width", [1400, 390])
def test_each_link_stands_at_its_date(dense, browser, hash_, width):
    browser.open(dense, hash_=hash_, width=width, height=844)
    lines = browser.run(LINES)
    assert len(lines["ties"]) >= 8
    for line in lines["ties"]:
        day = re.search(r", from (\d{4}[\d-]*)$", line["words"])[1]
        assert abs(start(line) - place(lines, day)) <= MOST + 0.2, line["words"]
    assert len(lines["events"]) == 2
    for event in lines["events"]:
        where = place(lines, "2018-02-11")
        assert abs(event["x"] - where) < 0.2, "its ring"
        assert abs(start(event) - where) < 0.2, "its line"
        assert abs(start({"d": event["point"]}) - where) < 0.2, "its arrow"


def test_ties_of_one_day_and_direction_share_a_stem_and_others_stand_beside_it(page):
    stems = defaultdict(set)
    for line in page.run(LINES)["ties"]:
        if "from 2012-12-12" in line["words"]:
            stems[line["sign"], line["target"]].add(start(line))
    assert {key: len(places) for key, places in stems.items()} == {
        ("friendly", "front"): 1,
        ("hostile", "front"): 1,
        ("friendly", "state-7"): 1,
    }
    assert len({min(places) for places in stems.values()}) == 3, "none covers another one"


def test_every_foot_of_a_stem_can_be_pressed_by_itself(page):
    feet = [line["words"] for line in page.run(LINES)["ties"] if "backs The Front" in line["words"]]
    assert len(feet) == 5
    state = page.do(lambda p: p.locator('.lifechart .tie[aria-label*="State 3 backs"] .dot').bounding_box())
    page.do(lambda p: p.mouse.click(state["x"] + 3, state["y"] + 3))
    assert page.text("#panel h2").startswith("State 3 backs")


def test_many_days_close_to_each_other_stay_at_their_dates(browser, tmp_path):
    first = date(2016, 1, 1)
    days = [(first + timedelta(days=9 * n)).isoformat() for n in range(25)]
    many = [
        record(f"a{n % 5}", "backs" if n % 3 else "attacks", f"b{n % 7}", date=day)
        for n, day in enumerate(days)
    ]
    path = tmp_path / "page.html"
    write_scene(scene(project([*many, record("a0", "backs", "c", date="2024")])), path)
    browser.open(path, hash_="#view=lifelines")
    lines = browser.run(LINES)
    assert len(lines["ties"]) > 20
    for line in lines["ties"]:
        told = re.search(r", from (\d{4}[\d-]*)", line["words"])[1]
        assert abs(start(line) - place(lines, told)) <= MOST + 0.2, line["words"]


def test_counts_stand_at_the_foot_of_their_links_and_later_claims_at_their_days(page):
    page.run("kg.select({ actor: 'front' })")
    lines = page.run(LINES)
    counts = page.run(COUNTS)
    assert sorted(text for text, *_ in counts) == ["×2", "×3"]
    for _, count, tie in counts:
        assert count["left"] < tie["right"] + 12
        assert tie["left"] < count["right"] + 12
        ends = [abs(count[a] - tie[b]) for a in ("top", "bottom") for b in ("top", "bottom")]
        assert min(ends) < 16, "at its end"
    (again,) = lines["again"]
    assert abs(again - place(lines, "2016-05-03")) <= MOST


def test_labels_of_the_axis_are_whole(dense, browser):
    for hash_ in ("", "&since=2013&until=2013", "&since=2012-12&until=2019"):
        for width in (1400, 1024, 390):
            browser.open(dense, hash_=f"#view=lifelines{hash_}", width=width, height=844)
            cut = browser.run("""
              const field = document.querySelector('#lifelines .axis svg').getBoundingClientRect();
              return [...document.querySelectorAll('#lifelines .axis text')].filter((text) => {
                const { left, right } = text.getBoundingClientRect();
                return left < field.left || right > field.right;
              }).map((text) => text.textContent);
            """)
            assert cut == [], (hash_, width)


def test_a_vertical_scroll_bar_takes_no_room_that_time_needs(page):
    style = "return getComputedStyle(document.getElementById('lifelines')).scrollbarGutter"
    assert page.run(style) == "stable", "its room is kept free before rows make it needed"


# Classes of what is drawn; those without a meaning of their own are left out.
PLAIN = {"link", "tie", "event", "row", "hit", "grid", "fine", "called", "dim", "chosen", "split"}


def test_every_mark_is_explained(dense, whole, browser):
    met = set()
    views = [(dense, ""), (dense, "&select=front"), (whole, ""), (whole, "&since=2015&until=2016")]
    for path, hash_ in views:
        browser.open(path, hash_=f"#view=lifelines{hash_}")
        browser.click("#lifelines [data-own=wholeLives]")
        met |= set(browser.run(CLASSES, ".lifechart [class]"))
    known = set(browser.run(CLASSES, ".lifemark [class]"))
    assert {"again", "death", "fade", "unsure", "origin", "merger", "count", "onward"} <= met
    # A new name has the mark of a beginning.
    assert met - PLAIN - {"rename"} <= known
    assert "birth" in known


def test_the_legend_of_marks_folds_open_and_stays_so(page):
    assert not page.sees("#life-marks")
    button = "#lifelines .lifebar > button"
    assert page.text(button) == "What the marks mean"
    page.click(button)
    assert page.sees("#life-marks li")
    assert page.run(f"return document.querySelector('{button}').ariaExpanded") == "true"
    assert len({*page.texts("#life-marks li")}) == len(page.texts("#life-marks li")) >= 12
    page.run("kg.select({ actor: 'front' })")
    assert page.sees("#life-marks li")
    assert page.axe() == []
    page.click(button)
    assert not page.sees("#life-marks")


@pytest.mark.parametrize("dark", [False, True])
def test_the_saved_picture_explains_its_marks_and_counts_what_is_in_it(dense, browser, dark):
    browser.open(dense, hash_="#view=lifelines", dark=dark)
    browser.click("#save")

    def saved(p):
        with p.expect_download() as download:
            p.click("[data-save=svg]")
        return Path(download.value.path()).read_text(encoding="utf-8")

    root = ElementTree.fromstring(browser.do(saved))
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    marks = "[...document.querySelectorAll('#life-marks li')]"
    told = browser.run(f"return {marks}.map((each) => each.lastChild.data)")
    assert len(told) >= 12
    assert set(told) <= set(texts)
    rows = browser.run("return document.querySelectorAll('#lifelines [data-row]').length")
    assert any(text.startswith(f"{rows} actors with a line") for text in texts)
