"""The drawing: never a hairball, every part at a click, no label over another."""

from __future__ import annotations

from collections import defaultdict

import pytest
from exploring import at
from made_up import made_up_actors, made_up_records

from kg.analysis import project, ties_of

OUTSIDE = """
const { width, height } = document.querySelector('#graph canvas').getBoundingClientRect();
const spots = [...kg.state.shown].map((id) => kg.network().canvasToDOM(kg.network().getPosition(id)));
return spots.filter(({ x, y }) => x < 0 || y < 0 || x > width || y > height)
"""
APART = """
const boxes = new Map([...kg.data.actors].map(([id, { box }]) => [id, box]));
const spots = kg.network().getPositions();
const ids = Object.keys(spots), found = [];
for (const a of ids) for (const b of ids) {
  if (a >= b) continue;
  const [[wa, ua, da], [wb, ub, db], p, q] = [boxes.get(a), boxes.get(b), spots[a], spots[b]];
  const beside = Math.abs(p.x - q.x) >= (wa + wb) / 2 - 2;
  if (!beside && p.y + da > q.y - ub + 2 && q.y + db > p.y - ua + 2) found.push([a, b]);
}
return found
"""


def test_it_draws_and_says_how_much_it_shows(page):
    assert page.text("#status") == "4 of 4 actors, 4 of 4 ties shown"
    drawn = page.run(
        "const c = document.querySelector('#graph canvas');"
        "return new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).size"
    )
    assert drawn > 20, "the canvas is empty"


def test_a_click_on_an_actor_or_a_tie_opens_it_and_a_click_beside_them_closes_it(page):
    spot = at(page, "hts")
    page.click_at(spot["x"], spot["y"])
    assert page.text("#panel h2") == "Hay’at Tahrir al-Sham"
    a, b = at(page, "hts"), at(page, "syria")
    page.click_at((a["x"] + b["x"]) / 2, (a["y"] + b["y"]) / 2)
    assert page.text("#panel h2") == "Hay’at Tahrir al-Sham attacks Syria"
    page.click_at(5, 5)
    assert not page.sees("#panel")


def test_the_first_view_holds_what_was_asked_for_and_others_are_one_click_away(browser, made_up):
    browser.open(made_up)
    assert browser.text("#status").startswith("5 of 60 actors")
    first = browser.run("return [...kg.state.shown][0]")
    browser.run("kg.select({ actor: arguments[0] })".replace("arguments[0]", f"'{first}'"))
    browser.click("button:has-text('more neighbour')")
    shown = browser.run("return [...kg.state.shown]")
    assert len(shown) > 15
    assert browser.run(APART) == [], "those called up later cover somebody"
    browser.click("button:text-is('Only its neighbours')")
    actors = made_up_actors(60)
    graph = project(made_up_records(actors, 200), actors)
    near = {t.target if t.source == first else t.source for t in ties_of(graph, first)}
    assert set(browser.run("return [...kg.state.shown]")) == {first, *near}
    browser.click("#reset")
    assert browser.text("#status").startswith("5 of 60 actors")


def test_63_actors_cover_each_other_neither_by_shape_nor_by_label(browser, whole):
    browser.open(whole)
    assert browser.text("#status").startswith("63 of 63 actors")
    assert browser.run(APART) == []


def test_the_room_kept_for_a_label_holds_it_as_the_browser_draws_it(browser, whole):
    browser.open(whole)
    wider = browser.run("""
        return [...kg.data.actors.values()].flatMap(({ id, name, box: [width, above, below] }) => {
          const spot = kg.network().getPosition(id);
          const { left, right, top, bottom } = kg.network().getBoundingBox(id);
          const fits = right - left <= width + 2 && spot.y - top <= above + 2 && bottom - spot.y <= below + 2;
          return fits ? [] : [[name, right - left, width, bottom - spot.y, below]];
        })""")
    assert wider == []


def test_parallel_ties_between_two_actors_stay_apart(browser, whole):
    browser.open(whole)
    curves = browser.run("""
        const edges = kg.network().body.edges;
        return kg.data.ties.map((tie) => {
          const { enabled, type, roundness } = edges[tie.id].options.smooth;
          const turned = tie.source > tie.target ? -1 : 1;
          const side = turned * (type === 'curvedCW' ? 1 : -1);
          return [[tie.source, tie.target].sort().join(), enabled ? side * roundness : 0];
        })""")
    bends = defaultdict(list)
    for pair, bend in curves:
        bends[pair].append(round(bend, 3))
    assert max(len(of_pair) for of_pair in bends.values()) > 1
    assert all(len(set(of_pair)) == len(of_pair) for of_pair in bends.values())


def test_signs_are_told_by_line_and_head_as_well_as_by_colour(page):
    drawn = page.run("""
        return Object.fromEntries(kg.data.ties.map((tie) => {
          const { color, dashes, arrows } = kg.network().body.edges[tie.id].options;
          return [tie.relation, [color.color.toUpperCase(), JSON.stringify(dashes), arrows.to.type]];
        }))""")
    assert drawn["backs"][0] == "#0072B2"
    assert drawn["attacks"][0] == "#D55E00"
    assert drawn["controls"][0] == "#6B6B6B"
    assert drawn["attacks"][2] == "bar"
    assert len({line for _, line, _ in (drawn["backs"], drawn["attacks"], drawn["controls"])}) == 3


@pytest.mark.parametrize("view", ["table", "lifelines", "matrix"])
def test_who_comes_from_another_view_sees_all_of_it(browser, whole, view):
    browser.open(whole, hash_=f"#view={view}")
    browser.press("g")
    browser.until(lambda: browser.run(OUTSIDE) == [])


def test_it_follows_the_size_of_the_window(browser, whole):
    browser.open(whole)
    browser.do(lambda page: page.set_viewport_size({"width": 900, "height": 1100}))
    browser.click("#fit")
    browser.until(lambda: browser.run(OUTSIDE) == [])


def test_a_mark_tells_how_many_neighbours_are_hidden_and_a_click_on_it_calls_them_up(browser, made_up):
    browser.open(made_up)
    actor, hidden = browser.run("""
        const counted = [...kg.state.shown].map((id) =>
          [id, kg.data.neighbours(id).filter((other) => !kg.state.shown.has(other)).length]);
        return counted.sort((a, b) => a[1] - b[1])[0]""")
    assert 0 < hidden < 25
    browser.run(f"kg.network().moveTo({{ scale: 1, position: kg.network().getPosition('{actor}') }})")
    spot, size = at(browser, actor), browser.run(f"return kg.data.actor('{actor}').size")
    browser.click_at(spot["x"] + size * 0.8 + 6, spot["y"] - size * 0.8 - 4)
    assert browser.run("return kg.state.shown.size") == 5 + hidden
    assert browser.run("return kg.state.selected.actor") == actor


def test_keys_walk_from_actor_to_actor(page):
    page.run("document.querySelector('#graph [role=application]').focus()")
    page.run("kg.network().moveTo({ position: kg.network().getPosition('hts') })")
    page.press("Enter")
    assert page.text("#panel h2") == "Hay’at Tahrir al-Sham"
    around = []
    for _ in range(3):
        page.press("n")
        around.append(page.run("return kg.state.selected.actor"))
        assert page.text("#hint") == f"{len(around)} of 3 neighbours of Hay’at Tahrir al-Sham"
    assert sorted(around) == ["aleppo", "syria", "turkey"]
    assert around[0] == "syria", "the neighbour with the most claims comes first"
    page.press("p")
    assert page.run("return kg.state.selected.actor") == around[1]


def test_areas_behind_blocs_are_switched_off_and_on(browser, whole):
    coloured = """
        const canvas = document.querySelector('#graph canvas'), { width, height } = canvas;
        const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
        let count = 0;
        for (let index = 3; index < data.length; index += 4) count += data[index] > 0;
        return count"""
    browser.open(whole)
    drawn = browser.run(coloured)
    browser.click("#halos")
    assert browser.run(coloured) < 0.9 * drawn
    assert browser.run("return document.getElementById('halos').getAttribute('aria-pressed')") == "false"
    browser.press("b")
    browser.until(lambda: browser.run(coloured) == drawn)


def test_a_selection_hands_only_what_it_changes_to_the_drawing(browser, whole):
    browser.open(whole)
    changed = browser.run("""
        let count = 0;
        kg.network().body.data.nodes.on('update', (_, { items }) => { count += items.length; });
        kg.update({});
        const idle = count, actor = [...kg.state.shown][0];
        kg.select({ actor });
        return [idle, count]""")
    assert changed[0] == 0
    assert 0 < changed[1] <= 63
