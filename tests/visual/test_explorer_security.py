"""A store full of hostile words: every view shows them as text, nothing runs, nobody is asked."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import hostile_store
import pytest
from browsing import Browser
from click.testing import CliRunner
from exploring import at
from hostile_store import LONG, WORDS
from made_up import record

from kg.analysis import project
from kg.cli.program import kg
from kg.model import Actor, ActorKind, Name
from kg.visual import write_page

VIEWS = ("graph", "table", "lifelines", "matrix")
ALL = f"{len(WORDS)} of {len(WORDS)} actors, {2 * len(WORDS)} of {2 * len(WORDS)} ties shown"
# Whatever words of others may have made: elements that load or run, attributes that do, links to elsewhere.
MADE = r"""
const all = (selector) => [...document.querySelectorAll(selector)], found = [];
const odd = 'img, iframe, object, embed, base, form, link, audio, video, foreignObject, animate, use';
const own = '#graph, #timebar, #matrix, #lifelines'; // positions that the program computes
const here = new URL('.', location.href).href;
for (const element of all(odd)) found.push(element.outerHTML);
for (const element of all('*')) for (const { name, value } of element.attributes) {
  const loads = /^(src|srcdoc|action|formaction|xlink:href)$/i.test(name);
  if (/^on/i.test(name) || loads || (name === 'style' && !element.closest(own))) {
    found.push(`${name}=${value}`);
  }
}
for (const { href } of all('a[href]')) {
  const { host } = new URL(href);
  if (host !== 'news.example' && !href.startsWith(here)) found.push(href);
}
if (all('script:not([type])').length !== 2) found.push('one script more');
if (all('style').length !== 1) found.push('one style more');
if (window.ran !== undefined) found.push('something ran');
return found.map((text) => text.slice(0, 200))
"""
# Words that turn the direction of writing, and stand in one line with others.
LOOSE = r"""
const odd = /[\u202a-\u202e\u2066-\u2069]/, found = [];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const { parentElement: element, data: text } = walk.currentNode;
  if (!odd.test(text) || element.closest('script, style') || !element.checkVisibility()) continue;
  const { unicodeBidi, display } = getComputedStyle(element);
  const alone = element.childNodes.length === 1 && /block|flex|list-item|table-cell/.test(display);
  if (!alone && !/isolate|plaintext/.test(unicodeBidi)) found.push(`${element.tagName} ${display}: ${text}`);
}
return found
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store, written as any other."""
    return hostile_store.fill(tmp_path_factory.mktemp("hostile") / "store")


@pytest.fixture(scope="module")
def drawn(store: Path) -> Path:
    """What ``kg viz`` makes of it."""
    path = store.parent / "page.html"
    command = ["viz", "--store", str(store), "-o", str(path), "--title", WORDS[0]]
    answer = CliRunner().invoke(kg, command, catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return path


def show(page: Browser, word: str) -> None:
    page.run("kg.select({ actor: arguments[0] })", f"name/{word[:300]}")


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_all_of_it_as_text(browser, drawn, view):
    browser.open(drawn, hash_=f"#view={view}")
    assert browser.text("h1") == WORDS[0]
    assert browser.text("#status").startswith(ALL)
    assert browser.run(MADE) == []
    if view != "graph":  # a row may shorten what is too long for it
        held = browser.run(f"return document.getElementById('{view}').textContent")
        assert [word for word in WORDS if word not in held and word != LONG] == []


def test_the_panel_shows_every_actor_as_text(browser, drawn):
    browser.open(drawn)
    for word in WORDS:
        show(browser, word)
        name, told = browser.run(
            "return ['#panel h2', '#panel'].map((place) => document.querySelector(place).textContent)"
        )
        assert name == word
        assert f"{word[:200]} also" in told
        assert browser.run(MADE) == []


def test_the_panel_shows_every_sentence_as_text(browser, drawn):
    browser.open(drawn)
    for index in range(2 * len(WORDS)):
        told, source = browser.run(
            "const tie = kg.data.ties[arguments[0]]; kg.select({ tie });"
            "return [document.getElementById('panel').textContent, kg.data.actor(tie.source).name]",
            index,
        )
        assert f"{source} says so" in told
        assert browser.run(MADE) == []


def test_the_search_finds_and_shows_each_of_them(browser, drawn):
    browser.open(drawn)
    for word in WORDS:
        browser.fill("#search", word)
        hits = browser.run("return document.getElementById('found').textContent")
        assert word in hits or "No actor of this name" in hits, word  # a field takes no line breaks
        assert browser.run(MADE) == []
    browser.fill("#search", "ansar")
    assert LONG in browser.run("return document.getElementById('found').textContent")


def test_a_pointer_over_them_tells_them_as_text(browser, drawn):
    browser.open(drawn)
    for word in WORDS[:3]:
        spot = at(browser, f"name/{word[:300]}")
        browser.do(lambda page, spot=spot: page.locator("#graph canvas").hover(position=spot))
        browser.until(
            lambda word=word: word in browser.run("return document.getElementById('hint').textContent")
        )
        assert browser.run(MADE) == []


def test_every_filter_shows_them_as_text_and_filters(browser, drawn):
    browser.open(drawn)
    while browser.sees(more := "#filters button:visible:text-matches('^[0-9]+ more$')"):
        browser.click(more)
    for group in ("publisher", "claimant"):
        boxes = f"[...document.querySelectorAll('[data-group={group}]')]"
        assert set(browser.run(f"return {boxes}.map((box) => box.dataset.value)")) == set(WORDS)
        browser.run(f"{boxes}[7].click()")
        assert browser.text("#status") != ALL
        browser.run(f"{boxes}[7].click()")
        assert browser.text("#status").startswith(ALL)
    assert browser.run(MADE) == []


@pytest.mark.parametrize("part", [0, 1])
def test_a_link_to_each_of_them_leads_there(browser, drawn, part):
    browser.open(drawn)
    for word in WORDS[part::2]:
        show(browser, word)
        link = browser.run("return location.hash")
        assert not set(link) & set("<>\"' ")
        browser.open(drawn, hash_=link)
        assert browser.run("return document.querySelector('#panel h2').textContent") == word
        assert browser.run(MADE) == []


def test_the_table_that_is_taken_away_holds_the_words_and_no_formula(browser, drawn):
    browser.open(drawn)
    browser.click("#save")
    _, content = browser.download(lambda: browser.click("[data-save=csv]"))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len({len(row) for row in rows}) == 1
    cells = {cell for row in rows for cell in row}
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {cell.removeprefix("'") for cell in cells} >= {word.removeprefix("'") for word in WORDS}


@pytest.mark.parametrize("view", VIEWS)
def test_words_that_turn_the_direction_of_writing_turn_nothing_beside_them(browser, drawn, view):
    browser.open(drawn, hash_=f"#view={view}")
    tie = "{ tie: kg.data.ties.find((tie) => tie.source === arguments[0]) }"
    for what in ("{ actor: arguments[0] }", tie):
        browser.run(f"kg.select({what})", next(f"name/{word}" for word in WORDS if "\u202e" in word))
        assert browser.run(LOOSE) == []


@pytest.mark.parametrize("width", [1400, 390])
def test_a_name_of_10000_letters_widens_nothing(browser, drawn, width):
    browser.open(drawn, width=width)
    for view in VIEWS:
        browser.run("kg.update({ view: arguments[0] })", view)
        assert browser.run("return document.documentElement.scrollWidth") <= width
        show(browser, LONG)
        assert browser.run("return document.documentElement.scrollWidth") <= width
        browser.run("kg.select(null)")


ODD = ("\ud800 half a pair \udfff", "a\x00b\x01\x1b[31m\x7f\x9b", "\ufffe\uffff", "𝒯 \U000e0041\U0010fffd")


@pytest.mark.parametrize("word", ODD)
def test_what_is_no_text_breaks_no_page_either(tmp_path, browser, word):
    said = record(
        word, "backs", "b", quote=word, title=word, publisher=word, by=word, document=word, url=word
    )
    path = tmp_path / "page.html"
    write_page(
        project([said], [Actor(word, ActorKind.PERSON, word, (Name(word),))]), path, title=word, focus=word
    )
    browser.open(path)
    for view in VIEWS:
        browser.run("kg.update({ view: arguments[0] })", view)
        assert browser.run(MADE) == []
    browser.run("kg.select({ tie: kg.data.ties[0] })")
    assert browser.run("return document.querySelector('#panel q').textContent.length") >= len(word)
