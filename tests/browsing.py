"""A real browser for pages, where there is one: it remembers each request and each complaint."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

__all__ = ["Browser", "browser"]


class Browser:
    """A headless Chromium that remembers each request and each complaint of the page."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(
        self, path: Path, *, width: int = 1400, height: int = 900, dark: bool = False, hash_: str = ""
    ) -> None:
        """Show a file in a window of a size and a colour scheme; forget what was logged before."""
        self.visit(path.as_uri() + hash_, width=width, height=height, dark=dark)

    def visit(self, address: str, *, width: int = 1400, height: int = 900, dark: bool = False) -> None:
        """Show the page at an address, likewise."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        self.driver.get("about:blank")
        self.requests(), self.complaints()
        self.driver.get(address)

    def run(self, script: str, *values: object) -> Any:
        """Run a script in the page (as its tester, outside its own rules) and return its value."""
        return self.driver.execute_script(script, *values)

    def click(self, selector: str) -> None:
        """Click the first element that a CSS selector finds."""
        self.driver.find_element("css selector", selector).click()

    def text(self, selector: str) -> str:
        """Return the text of an element as a reader sees it."""
        return str(self.driver.find_element("css selector", selector).text)

    def press(self, *keys: str) -> None:
        """Press keys where the focus is."""
        from selenium.webdriver import ActionChains

        ActionChains(self.driver).send_keys(*keys).perform()

    def click_at(self, x: float, y: float) -> None:
        """Click a point of the drawing, counted from its upper left corner."""
        from selenium.webdriver import ActionChains

        canvas = self.driver.find_element("css selector", "#graph canvas")
        middle = canvas.size["width"] / 2, canvas.size["height"] / 2
        ActionChains(self.driver).move_to_element_with_offset(
            canvas, round(x - middle[0]), round(y - middle[1])
        ).click().perform()

    def requests(self) -> list[str]:
        """Return the addresses asked for since the last call."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]

    def complaints(self) -> list[str]:
        """Return errors and broken rules that the browser reported since the last call."""
        return [entry["message"] for entry in self.driver.get_log("browser")]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once for all tests."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    control = shutil.which("chromedriver")
    if program is None or control is None:
        pytest.skip("no Chromium with its chromedriver on this machine")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(control))
    yield Browser(driver)
    driver.quit()
