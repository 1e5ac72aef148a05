"""The matrix: who is with whom, blocs together, each cell by shape and words as well as by colour."""

from __future__ import annotations

from itertools import groupby

import pytest


@pytest.fixture
def matrix(browser, whole):
    browser.open(whole, hash_="#view=matrix")
    return browser


def test_every_tie_of_its_actors_stands_in_its_cell(matrix):
    missing = matrix.run("""
        const heads = [...document.querySelectorAll('#matrix tbody th')].map((th) => th.title);
        const place = (id) => heads.indexOf(kg.data.actor(id).name);
        const rows = [...document.querySelectorAll('#matrix tbody tr')];
        const cells = rows.map((row) => row.querySelectorAll('td'));
        const ends = ({ source: a, target: b, symmetric }) => [[a, b], ...(symmetric ? [[b, a]] : [])];
        return kg.data.ties.flatMap(ends).map((pair) => pair.map(place)).filter(([row, column]) =>
          row >= 0 && column >= 0 && !cells[row][column].dataset.look)""")
    assert missing == []
    assert matrix.run("return document.querySelectorAll('#matrix td[data-look]').length") > 100


def test_a_cell_says_what_it_shows_and_leads_to_the_sentences(matrix):
    words = matrix.run("return document.querySelector('#matrix td[data-look]').ariaLabel")
    row = matrix.run("return document.querySelector('#matrix tr:has(td[data-look]) th').title")
    assert row in words
    matrix.click("#matrix td[data-look]")
    assert row in matrix.text("#panel h2")


def test_blocs_stand_together(matrix):
    blocs = matrix.run("""
        const byName = new Map([...kg.data.actors.values()].map((actor) => [actor.name, actor.bloc]));
        return [...document.querySelectorAll('#matrix tbody th')].map((th) => byName.get(th.title))""")
    together = [bloc for bloc, _ in groupby(bloc for bloc in blocs if bloc is not None)]
    assert len(together) == len(set(together)) > 2


def test_other_orders(matrix):
    matrix.choose("#matrix-sort", "by name")
    heads = "return [...document.querySelectorAll('#matrix tbody th')].map((th) => th.title)"
    names = matrix.run(heads)
    assert len(names) > 30
    assert names == sorted(names, key=lambda name: name.casefold())
    matrix.choose("#matrix-sort", "by number of ties")
    assert matrix.run(heads) != names


def test_arrow_keys_move_from_cell_to_cell_and_enter_opens(matrix):
    matrix.do(lambda page: page.locator("#matrix [tabindex='0'][data-row]").first.focus())
    at = "const { row, column } = document.activeElement.dataset; return [Number(row), Number(column)]"
    row, column = matrix.run(at)
    matrix.press("ArrowRight", "ArrowDown")
    assert matrix.run(at) == [row + 1, column + 1]
    matrix.press("Home")
    matrix.press("Enter")
    assert matrix.sees("#panel")
