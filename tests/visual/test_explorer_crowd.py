"""Everybody at once: thousands of actors and ties are drawn, read and searched without waiting."""

from __future__ import annotations

from pathlib import Path

import pytest
from exploring import at
from made_up import record

from kg.analysis import project
from kg.scene.scene import Scene, scene
from kg.visual.page import write_scene

CAMPS, MEMBERS = 40, 20

DRAWN = """
const canvas = document.querySelector('#graph canvas');
const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
let count = 0;
for (let index = 3; index < data.length; index += 4) count += data[index] > 0;
return count / (data.length / 4)
"""

DRAWN_DARK = """
const canvas = document.querySelector('#graph canvas');
const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
let count = 0;
for (let index = 0; index < data.length; index += 4) {
  count += data[index + 3] > 0 && data[index] + data[index + 1] + data[index + 2] < 420;
}
return count
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Path:
    """A page of 800 actors in camps, with 2,000 ties and more."""
    names = [[f"c{camp}-{n}" for n in range(MEMBERS)] for camp in range(CAMPS)]
    claims = [
        record(camp[n], "allied_with", camp[(n + step) % MEMBERS])
        for camp in names
        for n in range(MEMBERS)
        for step in (1, 5)
    ]
    claims += [
        record(camp[n], "fights", names[(at + 1 + n) % CAMPS][n])
        for at, camp in enumerate(names)
        for n in range(MEMBERS)
    ]
    path = tmp_path_factory.mktemp("large") / "page.html"
    write_scene(scene(project(claims), Scene(title="Camps", limit=20)), path)
    return path


@pytest.fixture
def everybody(browser, large):
    """The page of the large graph with everybody shown."""
    browser.open(large)
    browser.press("a")
    return browser


def test_a_key_or_a_button_shows_everybody_at_the_places_that_were_worked_out(browser, large):
    browser.open(large)
    assert browser.text("#show-all") == "Show all 800"
    browser.click("#show-all")
    assert browser.text("#status").startswith("800 of 800 actors, ")
    assert not browser.sees("#show-all")
    off = browser.run("""
        const spots = kg.network().getPositions(), actors = [...kg.data.actors.values()];
        return actors.filter(({ id, x, y }) => spots[id].x !== x || spots[id].y !== y).length""")
    assert off == 0
    assert browser.run(DRAWN) > 0.05
    browser.click("#reset")
    assert browser.text("#status").startswith("20 of 800 actors, ")


def test_the_link_brings_everybody_back(everybody, large):
    hash_ = everybody.run("return location.hash")
    assert "base=all" in hash_
    everybody.open(large, hash_=hash_)
    assert everybody.text("#status").startswith("800 of 800 actors, ")


def test_an_actor_and_a_tie_in_the_crowd_open_at_a_click(everybody):
    everybody.run("kg.network().moveTo({ scale: 1, position: kg.network().getPosition('c3-4') })")
    spot = at(everybody, "c3-4")
    everybody.click_at(spot["x"], spot["y"])
    assert everybody.text("#panel h2") == "c3-4"
    everybody.press("Escape")
    middle = everybody.run("""
        const tie = kg.data.actor('c3-4').ties.find(({ sign }) => sign === 'friendly');
        const [a, b] = [kg.network().getPosition(tie.source), kg.network().getPosition(tie.target)];
        kg.network().moveTo({ scale: 1, position: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } });
        const { x, y } = kg.network().canvasToDOM({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
        return [x, y]""")
    everybody.click_at(*middle)
    assert "allied with" in everybody.text("#panel h2") or "fights" in everybody.text("#panel h2")


def test_a_selection_dims_the_rest_and_escape_brings_it_back(everybody):
    before = everybody.run(DRAWN_DARK)
    everybody.run("kg.select({ actor: 'c0-0' })")
    assert everybody.run(DRAWN_DARK) < before / 2
    everybody.press("Escape")
    everybody.press("0")
    assert everybody.run(DRAWN_DARK) == pytest.approx(before, rel=0.1)


def test_a_dragged_picture_moves_as_it_was_and_is_sharp_when_let_go(everybody):
    start = everybody.run("return kg.network().getViewPosition().x")
    drawn = everybody.run(DRAWN)

    def drag(page):
        page.mouse.move(500, 300)
        page.mouse.down()
        page.mouse.move(520, 310)
        page.mouse.move(560, 330)

    everybody.do(drag)
    assert everybody.run("return kg.network().getViewPosition().x") != start
    assert everybody.run(DRAWN) > drawn / 2, "nothing is to be seen while it moves"
    everybody.do(lambda page: page.mouse.up())
    everybody.until(lambda: everybody.run(DRAWN) > drawn / 2)


def test_it_goes_back_to_a_small_drawing_with_labels_and_lines_of_its_own(everybody):
    assert everybody.run("return kg.network().body.data.edges.length") == 0
    everybody.click("#reset")
    edges, nodes = everybody.run(
        "const { edges, nodes } = kg.network().body.data;"
        "return [edges.length, nodes.get().map(({ label }) => label)]"
    )
    assert edges > 0
    assert all(nodes)
    assert everybody.run(DRAWN) > 0.01


def test_an_actor_is_moved_by_dragging_it_in_the_crowd(everybody):
    everybody.run("kg.network().moveTo({ scale: 1, position: kg.network().getPosition('c3-4') })")
    spot = at(everybody, "c3-4")
    corner = everybody.run(
        "const { x, y } = document.querySelector('#graph canvas').getBoundingClientRect(); return [x, y]"
    )

    view = everybody.run("return kg.network().getViewPosition()")

    def drag(page):
        page.mouse.move(corner[0] + spot["x"], corner[1] + spot["y"])
        page.mouse.down()
        page.mouse.move(corner[0] + spot["x"] + 40, corner[1] + spot["y"] + 30, steps=4)
        page.mouse.up()

    everybody.do(drag)
    assert everybody.run("return kg.network().getViewPosition()") == view, "the picture moved instead"
    moved = at(everybody, "c3-4")
    assert (round(moved["x"] - spot["x"]), round(moved["y"] - spot["y"])) == (40, 30)
