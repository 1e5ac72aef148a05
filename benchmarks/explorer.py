"""How fast the explorer opens and moves, side by side with plain pyvis on the same graphs.

    python benchmarks/explorer.py [--actors 100 500 2000 10000] [--limit 60] [--rounds 3]

The graphs are made up, with three times as many ties as actors. Each page is written to a file, opened in
Chromium without a network, and the drawing is dragged about with the mouse. Printed is, for the best of some
rounds: the processor time it takes to write the page, its size, the time from opening it until something is
drawn, the longest task in which the browser cannot answer, the frames a second while the drawing is dragged,
and how the time to the first picture compares with pyvis without physics. A page that shows nothing within
the limit is closed and counts as slower than that. Chromium must be installed; other work on the machine
makes every figure worse, for all alike.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
from playwright.sync_api import Browser, Page, Route, sync_playwright
from playwright.sync_api import TimeoutError as TookTooLong
from pyvis.network import Network

from kg.analysis import project, ties_of
from kg.visual import write_page

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
from made_up import made_up_actors, made_up_records

TIES_EACH = 3
SETTLE = 2_000  # milliseconds after the first picture in which long tasks still count
UNITS = ("s", "MB", "s", "s", "a second", "")
LONGEST_DRAG = 10  # seconds
DRAG = 120  # movements of the mouse

# Notes when a canvas first holds a picture, and how long the browser is busy at once.
WATCH = """
window.seen = 0; window.tasks = [];
new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => tasks.push(duration))).observe({ entryTypes: ['longtask'] });
const small = document.createElement('canvas');
small.width = small.height = 48;
const look = small.getContext('2d', { willReadFrequently: true });
(function watch() {
  const drawn = document.querySelector('canvas');
  if (drawn?.width && drawn.height) {
    look.clearRect(0, 0, 48, 48);
    look.drawImage(drawn, 0, 0, 48, 48);
    if (look.getImageData(0, 0, 48, 48).data.some((value) => value)) { window.seen = performance.now(); return; }
  }
  requestAnimationFrame(watch);
})();
"""  # noqa: E501
COUNT_FRAMES = """() => {
  window.frames_seen = []; window.counting = true;
  const count = (now) => { frames_seen.push(now); if (counting) requestAnimationFrame(count); };
  requestAnimationFrame(count);
}"""
STOP_COUNTING = "() => { counting = false; return frames_seen; }"


@dataclass
class Figures:
    """What was measured of one page; ``None`` where it showed nothing in time."""

    written: float
    size: int
    picture: float | None = None
    freeze: float | None = None
    frames: float | None = None


def plain_pyvis(graph: nx.MultiDiGraph, path: Path, *, physics: bool) -> None:
    """Write a graph as one would with pyvis after reading its first page of documentation."""
    network = Network(height="800px", width="100%", directed=True, cdn_resources="in_line")
    network.toggle_physics(physics)
    for node, actor in graph.nodes(data="actor"):
        network.add_node(node, label=actor.name)
    for tie in ties_of(graph):
        network.add_edge(tie.source, tie.target, title=tie.relation)
    path.write_text(network.generate_html(), encoding="utf-8")


PAGES: dict[str, tuple[Callable[[nx.MultiDiGraph, Path], None], str]] = {
    "pyvis": (lambda graph, path: plain_pyvis(graph, path, physics=True), ""),
    "pyvis, no physics": (lambda graph, path: plain_pyvis(graph, path, physics=False), ""),
    "kg, first view": (lambda graph, path: write_page(graph, path), ""),
    "kg, everybody": (lambda graph, path: write_page(graph, path), "#base=all"),
}
COMPARED = "pyvis, no physics"


def measure(launch: Callable[[], Browser], address: str, limit: float, figures: Figures) -> Figures:
    """Open a page and drag its drawing about; keep the better of these figures and earlier ones."""
    browser = launch()  # one for each page, since a page that hangs cannot be closed
    # Waiting for the picture needs a script that the rules of our pages would not let in.
    page = browser.new_page(viewport={"width": 1400, "height": 900}, bypass_csp=True)
    try:
        page.route(lambda url: not url.startswith("file:"), _refuse)
        page.add_init_script(WATCH)
        page.goto(address, wait_until="commit")
        try:
            page.wait_for_function("window.seen", timeout=limit * 1000)
            page.wait_for_timeout(SETTLE)
        except TookTooLong:
            return figures
        picture, tasks = page.evaluate("[seen / 1000, tasks]")
        figures.picture = min(picture, figures.picture or picture)
        longest = max(tasks, default=0) / 1000
        figures.freeze = longest if figures.freeze is None else min(longest, figures.freeze)
        figures.frames = max(_frames(page), figures.frames or 0)
        return figures
    finally:
        browser.close()


def _refuse(route: Route) -> None:
    route.abort()


def _frames(page: Page) -> float:
    box = page.locator("canvas").first.bounding_box()
    assert box
    x, y = box["x"] + 40, box["y"] + box["height"] - 40  # a corner, where hardly anybody stands
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(COUNT_FRAMES)
    end = time.monotonic() + LONGEST_DRAG
    for step in range(DRAG):
        if time.monotonic() > end:
            break
        page.mouse.move(x + 3 * (step % 60), y - 2 * (step % 60))
    seen = page.evaluate(STOP_COUNTING)
    page.mouse.up()
    return 1000 * (len(seen) - 1) / (seen[-1] - seen[0]) if len(seen) > 1 else 0.0


def row(name: str, figures: Figures, compared: Figures, limit: float) -> str:
    """Return a line of the table."""
    written = f"{figures.written:8.1f}  {figures.size / 1e6:7.2f}"
    if figures.picture is None or figures.freeze is None or figures.frames is None:
        return f"  {name:18} {written}  {'>' + format(limit, '.0f'):>8}"
    ratio = f"{figures.picture / compared.picture:8.2f}" if compared.picture else ""
    opened = f"{figures.picture:8.2f}  {figures.freeze:8.2f}  {figures.frames:8.0f}"
    return f"  {name:18} {written}  {opened}  {ratio}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--actors", type=int, nargs="+", default=[100, 500, 2000, 10000])
    parser.add_argument("--limit", type=float, default=60, help="seconds until a page is given up")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=list(PAGES), default=list(PAGES))
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Chromium is not installed.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:

        def launch() -> Browser:
            return playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])

        for count in asked.actors:
            actors = made_up_actors(count)
            graph = project(made_up_records(actors, TIES_EACH * count), actors)
            load = os.getloadavg()[0]
            print(f"{len(graph):,} actors, {graph.number_of_edges():,} ties (load of the machine {load:.1f})")
            for heads in (("written", "size", "picture", "freeze", "frames", "ratio"), UNITS):
                print(
                    f"  {'':18} {heads[0]:>8}  {heads[1]:>7}  " + "  ".join(f"{h:>8}" for h in heads[2:]),
                    flush=True,
                )
            found: dict[str, Figures] = {}
            for name in asked.only:
                write, hash_ = PAGES[name]
                path = Path(folder) / f"{list(PAGES).index(name)}.html"
                begun = time.process_time()
                write(graph, path)
                found[name] = Figures(time.process_time() - begun, path.stat().st_size)
                address = path.as_uri() + hash_
                for _ in range(asked.rounds):  # a page that shows nothing once is not opened again
                    if measure(launch, address, asked.limit, found[name]).picture is None:
                        break
            for name, figures in found.items():
                print(row(name, figures, found.get(COMPARED, Figures(0, 0)), asked.limit), flush=True)


if __name__ == "__main__":
    main()
