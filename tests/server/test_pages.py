"""The pages of the service lead to each other."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
import urllib3

HTTP = urllib3.PoolManager(retries=False, timeout=60)
PAGES = ("/", "/editor", "/docs")


def leads_to(address: str) -> set[str]:
    html = HTTP.request("GET", address).data.decode()
    html = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
    return {urljoin(address, found) for found in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', html)}


@pytest.mark.parametrize("page", PAGES)
def test_each_page_leads_to_the_others(server: str, page: str) -> None:
    assert {server + other for other in PAGES if other != page} <= leads_to(server + page)
