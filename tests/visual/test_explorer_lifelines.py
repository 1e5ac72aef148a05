"""Lifelines: a row an actor, what it was called and what became of it, and who joined or fought whom when."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from browsing import Browser
from made_up import record

from kg.analysis import project
from kg.model import Actor, ActorKind, Date, Event, EventKind, Name, NameKind
from kg.scene.scene import Scene, scene
from kg.visual.page import write_scene

SVG = "{http://www.w3.org/2000/svg}"
ACTORS = [
    Actor(
        "base", ActorKind.ARMED_GROUP, "The Base", (Name("The Base", NameKind.OFFICIAL, "", Date("1988")),)
    ),
    Actor(
        "front",
        ActorKind.ARMED_GROUP,
        "The Council",
        (
            Name("The Front", NameKind.FORMER, "", Date("2012-01"), Date("2016-07-28")),
            Name("The Army of Victory", NameKind.FORMER, "", Date("2016-07-28"), Date("2017-01-28")),
            Name("The Council", NameKind.OFFICIAL, "", Date("2017-01-28"), Date("2024-01-29")),
            Name("Council", NameKind.ALIAS, "", Date("2015")),
        ),
    ),
    Actor("guards", ActorKind.ARMED_GROUP, "The Guards"),
    Actor("kingdom", ActorKind.STATE, "The Kingdom"),
    Actor("republic", ActorKind.STATE, "The Republic"),
    Actor("leader", ActorKind.PERSON, "A Leader"),
    Actor("town", ActorKind.PLACE, "A Town"),
]
EVENTS = [
    Event(EventKind.SPLIT, ("base",), ("front",), Date("2016-07-28")),
    Event(EventKind.SPLIT, ("front",), ("guards",), Date("2018-02")),
    Event(EventKind.MERGER, ("front", "elsewhere"), ("front",), Date("2017-01-28")),
    Event(EventKind.DISSOLUTION, ("front",), (), Date("2024-01-29")),
]
RECORDS = [
    record("kingdom", "backs", "front", since="2014-05", date="2015"),
    record("kingdom", "backs", "front", date="2019-02"),
    record("republic", "attacks", "front", date="2016-03"),
    record("republic", "fights", "front", date="2016-03-04"),
    record("republic", "opposes", "kingdom", date="2013"),
    record("guards", "split_from", "front", date="2018-03"),
    record("base", "allied_with", "front", date=None),
    record("leader", "leads", "front", date="2014"),
    record("front", "controls", "town", date="2015"),
]


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of five actors with lives, a person and a place."""
    path = tmp_path_factory.mktemp("lifelines") / "page.html"
    write_scene(scene(project(RECORDS, ACTORS), Scene(title="Lives", events=EVENTS)), path)
    return path


@pytest.fixture
def page(lives: Path, browser: Browser) -> Browser:
    browser.open(lives, hash_="#view=lifelines")
    return browser


def all_of(page, selector, value):
    """What a JavaScript expression of `each` says of all such elements."""
    return page.run(f"return [...document.querySelectorAll('{selector}')].map((each) => {value})")


def rows(page):
    return all_of(page, "#lifelines [data-row]", "each.dataset.row")


def story(page, actor):
    return page.run(f"return document.querySelector('#lifelines [data-row={actor}]').ariaLabel")


def links(page, kind="link"):
    return all_of(page, f".lifechart .{kind}", "each.ariaLabel")


def focused(page):
    return page.run("return document.activeElement.ariaLabel")


def drawing(page):
    return ElementTree.fromstring(
        page.run("return new XMLSerializer().serializeToString(kg.lifelines.svg())")
    )


def test_a_row_an_actor_without_persons_and_places(page):
    assert sorted(rows(page)) == ["base", "front", "guards", "kingdom", "republic"]
    told = page.text("#lifelines .lifebar p")
    assert told.startswith("5 actors with a line; 2 persons and places left out · ")
    assert page.text("#status").startswith("7 of 7 actors"), "which is the sum of both"
    page.click("#lifelines [data-own=everybody]")
    assert len(rows(page)) == 7
    assert page.text("#lifelines .lifebar p").startswith("7 actors with a line · ")
    assert page.run("return document.activeElement.dataset.own") == "everybody"


def test_who_came_from_whom_stand_below_each_other(page):
    order = rows(page)
    start = order.index("base")
    assert order[start : start + 3] == ["base", "front", "guards"]


def test_a_row_tells_names_and_events_in_words(page):
    told = story(page, "front")
    for words in (
        "The Council, armed group",
        "known 2012-01 – 2024-01-29",
        "called The Front from 2012-01",
        "called The Army of Victory from 2016-07-28",
        "split from The Base 2016-07-28",
        "joined by elsewhere 2017-01-28",
        "split into The Guards 2018-02",
        "ended 2024-01-29",
    ):
        assert words in told
    assert "alias" not in told
    assert "called Council" not in told, "an alias is no new name"


def test_new_names_stand_on_the_line_in_the_order_of_time(page):
    called = all_of(page, ".lifechart .called", "[each.textContent, Number(each.getAttribute('x'))]")
    assert [text for text, _ in called] == ["The Front", "The Army of Victory", "The Council"]
    assert called == sorted(called, key=lambda row: row[1])
    assert page.run("return document.querySelectorAll('.lifechart .rename').length") == 2
    deaths = "return document.querySelectorAll('.lifechart .death').length"
    assert page.run(deaths) == 0, "after the last claim"
    page.click("#lifelines [data-own=wholeLives]")
    assert page.run(deaths) == 1


def test_names_on_lines_cover_no_name(browser, whole):
    browser.open(whole, hash_="#view=lifelines")
    boxes = all_of(
        browser,
        ".lifechart .called",
        "['left', 'right', 'top'].map((side) => each.getBoundingClientRect()[side])",
    )
    assert len(boxes) > 10
    ordered = sorted(boxes, key=lambda box: (round(box[2]), box[0]))
    assert all(a[1] <= b[0] for a, b in pairwise(ordered) if round(a[2]) == round(b[2]))


def test_events_join_rows_at_their_day_and_a_claim_of_the_same_belongs_to_them(page):
    assert links(page, "event") == [
        "The Council split from The Base, 2016-07-28",
        "The Guards split from The Council, 2018-02",
    ]
    page.click(".lifechart .event[data-tie]")
    assert "The Guards split from" in page.text("#panel h2"), "the claim that says so"


def test_ties_stand_at_the_day_of_their_first_claim_by_sign(page):
    told = links(page, "tie")
    assert len(told) == 3
    assert any("The Kingdom backs The Council · 2 claims, from 2014-05" in words for words in told)
    together = next(words for words in told if "attacks" in words)
    assert "fights" in together, "two ties of the same days between the same actors are one line"
    where = all_of(
        page, ".lifechart .tie .line", "[each.getAttribute('class'), each.getAttribute('stroke-dasharray')]"
    )
    assert sorted(map(tuple, where)) == [
        ("line friendly", "none"),
        ("line hostile", "7 4"),
        ("line hostile", "7 4"),
    ]
    years = dict(all_of(page, "#lifelines .axis text", "[each.textContent, Number(each.getAttribute('x'))]"))
    (line,) = all_of(page, ".lifechart .tie.friendly .line", "each.getAttribute('d')")
    x = float(re.match(r"M([0-9.]+)", line)[1])
    assert years["2014"] < x < years["2015"]


def test_it_says_how_many_ties_are_drawn_and_why_others_are_not(page):
    told = page.text("#lifelines .lifebar p")
    drawn, of = map(int, re.search(r"(\d+) of (\d+) ties drawn; ", told).groups())
    assert f"{of} of 8 ties shown" in page.text("#status"), "the status says the same"
    left = [int(count) for count in re.findall(r"(\d+) (?:begun|with an end|neither)", told)]
    assert drawn == 4
    assert drawn + sum(left) == of
    assert "1 begun at no time drawn here" in told
    page.run("kg.select({ actor: 'kingdom' })")
    assert "2 of 2 ties of The Kingdom drawn" in page.text("#lifelines .lifebar p")
    assert len(links(page, "tie")) == 2


def test_it_never_becomes_a_hairball(browser, whole):
    browser.open(whole, hash_="#view=lifelines")
    browser.click("#lifelines [data-own=everybody]")
    assert len(rows(browser)) == 60, "of 63 actors"
    assert len(links(browser, "tie")) <= 30
    words = browser.text("#lifelines .lifebar p")
    assert words.startswith("60 actors with a line; 3 with fewer ties left out")
    told = re.search(r"(\d+) of (\d+) ties", words)
    assert told
    assert int(told[1]) == 30 < int(told[2])
    chosen = rows(browser)[0]
    browser.run("kg.select({ actor: arguments[0] })", chosen)
    ends = browser.run(
        "return [...document.querySelectorAll('.lifechart .tie')].map((tie) => kg.data.tie(tie.dataset.tie))"
        ".every((tie) => [tie.source, tie.target].includes(arguments[0]))",
        chosen,
    )
    assert ends


def test_the_range_of_time_is_what_is_drawn(page):
    page.run("kg.update({ since: '2016', until: '2018' })")
    years = [text[-4:] for text in all_of(page, "#lifelines .axis text", "each.textContent")]
    assert {"2016", "2017", "2018"} <= set(years) <= {"2016", "2017", "2018", "2019"}
    assert not any("2014" in words for words in links(page, "tie"))
    called = all_of(page, ".lifechart .called", "each.textContent")
    assert called == ["The Front", "The Army of Victory", "The Council"]


def test_whole_lives_begin_before_the_first_claim_and_end_after_the_last(page):
    years = "[...document.querySelectorAll('#lifelines .axis text')].map((text) => text.textContent)"
    assert "2012" <= min(page.run(f"return {years}")) <= max(page.run(f"return {years}")) <= "2020"
    page.click("#lifelines [data-own=wholeLives]")
    assert min(page.run(f"return {years}")) <= "1990"
    assert page.sees(".lifechart .death"), "of 2024, beyond the last claim"


def test_a_row_selects_its_actor_and_what_it_has_nothing_to_do_with_fades(page):
    page.click("#lifelines [data-row=kingdom]")
    assert page.text("#panel h2") == "The Kingdom"
    faint = all_of(page, "#lifelines [data-row].dim", "each.dataset.row")
    assert sorted(faint) == ["base", "guards"]
    page.click("#lifelines [data-row=kingdom]")
    assert not page.sees("#panel")


def test_by_keyboard_alone(page):
    page.run("document.querySelector('#lifelines [tabindex=\"0\"]').focus()")
    order = rows(page)
    assert focused(page) == story(page, order[0])
    page.press("End")
    assert focused(page) == story(page, order[-1])
    page.press("Home")
    while focused(page) != story(page, "front"):
        page.press("ArrowDown")
    page.press("ArrowRight")
    assert "The Kingdom backs The Council" in focused(page), "the first thing in time on this line"
    page.press("ArrowRight")
    assert "attacks" in focused(page)
    page.press("ArrowLeft", "Enter")
    assert page.text("#panel h2").startswith("The Kingdom backs")
    page.press("Escape")
    assert "The Kingdom backs" in focused(page), "back to where it was"
    page.press("ArrowLeft", "Enter")
    assert page.text("#panel h2") == "The Council"
    page.press("Escape")
    assert focused(page) == story(page, "front")
    assert page.run("return document.querySelectorAll('#lifelines .lifegrid [tabindex=\"0\"]').length") == 1


def test_what_is_pointed_at_or_focused_is_told_in_words(page):
    page.do(lambda p: p.hover("#lifelines [data-row=front]"))
    assert page.text(".lifetip").startswith("The Council, armed group")
    page.run("document.querySelector('.lifechart .event').focus()")
    assert page.text(".lifetip") == "The Council split from The Base, 2016-07-28"


def test_a_claim_of_a_split_without_a_day_says_that_it_was_only_reported_then(browser, tmp_path):
    path = tmp_path / "page.html"
    write_scene(
        scene(
            project(
                [record("a", "split_from", "b", date="2020-05-01"), record("a", "backs", "c", date="2012")]
            )
        ),
        path,
    )
    browser.open(path, hash_="#view=lifelines")
    assert links(browser, "event") == ["a split from b, undated, reported 2020-05-01"]
    assert browser.run("return document.querySelectorAll('.lifechart .untold').length") == 1


def test_the_drawing_stands_alone_as_a_file(page):
    root = drawing(page)
    assert root.tag == f"{SVG}svg"
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert {"The Council", "The Army of Victory", "2016"} <= set(texts)
    for element in root.iter():
        assert not {"class", "style", "tabindex", "role"} & element.attrib.keys()
    painted = [
        element for element in root.iter() if element.tag in {f"{SVG}path", f"{SVG}text", f"{SVG}circle"}
    ]
    assert all(element.get("fill") and "var(" not in element.get("fill") for element in painted)
    assert "The Guards split from The Council, 2018-02" in {title.text for title in root.iter(f"{SVG}title")}


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_telephone_names_stay_while_time_scrolls(lives, browser, dark):
    browser.open(lives, hash_="#view=lifelines", width=390, height=844, dark=dark)
    assert browser.run("return document.documentElement.scrollWidth") <= 390
    left = "return document.querySelector('#lifelines [data-row=front]').getBoundingClientRect().left"
    before = browser.run(left)
    browser.run("document.getElementById('lifelines').scrollLeft = 200")
    assert browser.run("return document.getElementById('lifelines').scrollLeft") > 100
    assert browser.run(left) == before
    assert browser.axe() == []


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_serious_keeps_anybody_out(page, lives, dark):
    page.open(lives, hash_="#view=lifelines&select=front", dark=dark)
    assert page.axe() == []
