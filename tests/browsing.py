"""A real browser for pages, where there is one: what a page asks of others or complains of fails its test."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest

__all__ = ["Browser", "Chromium", "browser", "chromium"]

T = TypeVar("T")
_AXE = Path(__file__).resolve().parent / "vendor" / "axe-core" / "axe.min.js"
_PATIENCE = 20.0  # seconds for anything to happen; a machine may be busy
_ARGUMENTS = (
    "--disable-dev-shm-usage",
    "--disable-gpu",
    # No name but this machine's is ever looked up: what a page asks of others is seen, and goes nowhere.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class Chromium:
    """One Chromium for all tests, driven from a thread of its own.

    Playwright keeps an event loop running in the thread that it is used from: no test could run another.
    """

    def __init__(self, program: str) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="chromium")
        self._ident = self._thread.submit(threading.get_ident).result()
        self.do(self._start, program)

    def do(self, action: Callable[..., T], *values: Any) -> T:
        """Do something in the thread of the browser."""
        if threading.get_ident() == self._ident:
            return action(*values)
        return self._thread.submit(action, *values).result()

    def _start(self, program: str) -> None:
        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        self.browser = self._playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)

    def _stop(self) -> None:
        self.browser.close()
        self._playwright.stop()

    def close(self) -> None:
        """End the browser and its thread."""
        self.do(self._stop)
        self._thread.shutdown()


class Browser:
    """A window that nobody has used: no history, nothing stored, nothing seen.

    What it cannot do by a method of its own, ``do`` does with Playwright's page.
    """

    def __init__(self, chromium: Chromium) -> None:
        self._chromium = chromium
        self._requests: list[str] = []
        self._complaints: list[str] = []
        self._own: list[str] = ["data:", "blob:", "about:"]
        chromium.do(self._start)

    def _start(self) -> None:
        self._context = self._chromium.browser.new_context(service_workers="block")
        self._context.set_default_timeout(_PATIENCE * 1000)
        self._context.on("request", lambda request: self._requests.append(request.url))
        self._context.on("weberror", lambda error: self._complaints.append(f"page error: {error.error}"))
        self._context.on("console", self._hear)
        self._context.on("dialog", self._refuse)
        self._page = self._context.new_page()

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self._complaints.append(f"console: {message.text} ({message.location.get('url')})")

    def _refuse(self, dialog: Any) -> None:
        self._complaints.append(f"{dialog.type}: {dialog.message}")
        dialog.dismiss()

    def do(self, action: Callable[[Any], T]) -> T:
        """Do something with Playwright's page and return what it returns."""
        return self._chromium.do(action, self._page)

    def open(
        self, path: Path, *, width: int = 1400, height: int = 900, dark: bool = False, hash_: str = ""
    ) -> None:
        """Show a file in a window of a size and a colour scheme."""
        self._own.append(path.as_uri())
        self._show(path.as_uri() + hash_, width, height, dark)

    def visit(self, address: str, *, width: int = 1400, height: int = 900, dark: bool = False) -> None:
        """Show a page of a server on this machine, which it may ask from now on, likewise."""
        parts = urlsplit(address)
        assert parts.hostname == "127.0.0.1", address
        self._own.append(f"{parts.scheme}://{parts.netloc}/")
        self._show(address, width, height, dark)

    def _show(self, address: str, width: int, height: int, dark: bool) -> None:
        def show(page: Any) -> None:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme="dark" if dark else "light")
            page.goto("about:blank")  # another hash alone would load nothing
            page.goto(address)

        self.do(show)

    def run(self, script: str, *values: object) -> Any:
        """Run the body of a function in the page (as its tester, outside its own rules); return its value."""
        body = f"values => (function () {{ {script} }}).apply(null, values)"
        return self.do(lambda page: page.evaluate(body, list(values)))

    def click(self, selector: str) -> None:
        """Click the first element that a selector finds, as soon as a user could."""
        self.do(lambda page: page.locator(selector).first.click())

    def click_at(self, x: float, y: float, selector: str = "#graph canvas") -> None:
        """Click a point of the drawing, counted from its upper left corner."""
        self.do(lambda page: page.locator(selector).click(position={"x": x, "y": y}))

    def fill(self, selector: str, text: str) -> None:
        """Put a text or a value into a field."""
        self.do(lambda page: page.locator(selector).fill(text))

    def choose(self, selector: str, label: str) -> None:
        """Choose an entry of a list by what it says."""
        self.do(lambda page: page.locator(selector).select_option(label=label))

    def press(self, *keys: str) -> None:
        """Press keys where the focus is: ``Enter``, ``ArrowDown``, ``Shift+Tab``, ``t``."""
        for key in keys:
            self.do(lambda page, key=key: page.keyboard.press(key))

    def write(self, text: str) -> None:
        """Type a text where the focus is."""
        self.do(lambda page: page.keyboard.type(text))

    def text(self, selector: str) -> str:
        """Return the text of the first such element as a reader sees it, its blanks as single spaces."""
        return _spaced(self.do(lambda page: page.locator(selector).first.inner_text()))

    def texts(self, selector: str) -> list[str]:
        """Return the texts of all such elements, likewise."""
        return [_spaced(text) for text in self.do(lambda page: page.locator(selector).all_inner_texts())]

    def sees(self, selector: str) -> bool:
        """Tell whether there is such an element and a reader can see it."""
        return self.do(lambda page: page.locator(selector).first.is_visible())

    def until(self, condition: Callable[[], T]) -> T:
        """Wait for something to become true and return it; for what the page does after a while."""
        end = time.monotonic() + _PATIENCE
        while not (value := condition()):
            assert time.monotonic() < end, "it did not come true"
            time.sleep(0.05)
        return value

    def download(self, action: Callable[[], object]) -> tuple[str, bytes]:
        """Do what makes the page offer a file; return its name and its bytes."""

        def take(page: Any) -> tuple[str, bytes]:
            with page.expect_download() as offered:
                action()
            return offered.value.suggested_filename, Path(offered.value.path()).read_bytes()

        return self.do(take)

    def screenshot(self, path: Path) -> None:
        """Write what is seen as a picture."""
        self.do(lambda page: page.screenshot(path=path))

    def axe(self) -> list[str]:
        """Return what axe-core finds that is serious or critical: its rule, its words, its places."""
        if not self.run("return 'axe' in window"):
            self.do(lambda page: page.evaluate(_AXE.read_text(encoding="utf-8")))
        found = self.run("return axe.run(document, { resultTypes: ['violations'], preload: false })")
        return [
            f"{v['id']}: {v['help']}: {', '.join(str(node['target']) for node in v['nodes'][:5])}"
            for v in found["violations"]
            if v["impact"] in ("serious", "critical")
        ]

    def requests(self) -> list[str]:
        """Return the addresses asked for since the last call."""
        return self._taken(self._requests)

    def elsewhere(self) -> list[str]:
        """Return those of them that are neither the page itself nor of the server that it came from."""
        return [address for address in self.requests() if not address.startswith(tuple(self._own))]

    def complaints(self) -> list[str]:
        """Return errors, broken rules and dialogues that the page had since the last call."""
        return self._taken(self._complaints)

    def _taken(self, heard: list[str]) -> list[str]:
        self.do(lambda page: page.evaluate("0"))  # what happened before has been heard when this is answered
        taken = heard.copy()
        heard.clear()
        return taken

    def close(self) -> None:
        """Close the window and forget all that it stored."""
        self._chromium.do(self._context.close)


def _spaced(text: str) -> str:
    return re.sub(r"[^\S\n]+", " ", text).strip()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """Start Chromium once for all tests."""
    pytest.importorskip("playwright", reason="playwright is not installed")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine")
    started = Chromium(program)
    yield started
    started.close()


@pytest.fixture
def browser(chromium: Chromium) -> Iterator[Browser]:
    """Open a fresh window; at the end nobody else was asked, and nothing was complained about."""
    window = Browser(chromium)
    try:
        yield window
        heard, asked = window.complaints(), window.elsewhere()
        assert not heard, heard
        assert not asked, asked
    finally:
        window.close()
