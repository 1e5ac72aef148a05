"""Take the pictures of the explorer that the pages show, in a real browser, of the graph of the samples.

Usage: ``python scripts/generate_pictures.py [STORE]`` writes ``docs/pictures/*.png``. Without a store the
sample articles are read first, which takes about a minute. It needs Chromium and Playwright, which the tests
need too. Look at what it wrote before it is committed: fonts and browsers differ.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from click.testing import CliRunner
from playwright.sync_api import Page, sync_playwright

from kg.cli.program import kg
from kg.resources import sample_dir

TARGET: Final = Path(__file__).resolve().parent.parent / "docs" / "pictures"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its name, what the address says, and the window."""

    name: str
    asks: str = ""
    width: int = 1400
    height: int = 900
    dark: bool = False


PICTURES: Final = (
    Picture("explorer"),
    Picture("tie", "tie=turkiye|backs|syrian-national-army"),
    Picture("lifelines", "view=lifelines&select=hayat-tahrir-al-sham"),
    Picture("matrix", "view=matrix"),
    Picture("table", "view=table"),
    Picture("mobile", width=390, height=844),
    Picture("dark", "select=hayat-tahrir-al-sham", dark=True),
)


def main(store: str | None = None) -> None:
    """Write all pictures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no Chromium on this machine")
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder, "graph.html")
        if store is None:
            store = str(Path(folder, "store"))
            _run("build", str(sample_dir()), "--store", store)
        _run("viz", "--store", store, "-o", str(page))
        browser = playwright.chromium.launch(executable_path=chromium)
        for picture in PICTURES:
            context = browser.new_context(
                viewport={"width": picture.width, "height": picture.height},
                color_scheme="dark" if picture.dark else "light",
                reduced_motion="reduce",
            )
            opened = context.new_page()
            opened.goto(f"{page.as_uri()}{picture.asks and '#' + picture.asks}")
            _take(opened, picture)
            context.close()
        browser.close()


def _run(*arguments: str) -> None:
    CliRunner().invoke(kg, arguments, catch_exceptions=False)


def _take(opened: Page, picture: Picture) -> None:
    opened.wait_for_selector("body[data-ready]")
    opened.wait_for_timeout(500)  # the last frame of the drawing
    path = TARGET / f"{picture.name}.png"
    opened.screenshot(path=path)
    print(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
