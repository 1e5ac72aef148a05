"""What others wrote and we keep: as published, with the licences of everything in it, and quiet."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEPT = {
    "kg/server/assets/yasgui": {"@zazuko/yasgui", "codemirror", "dompurify", "jquery", "datatables.net"},
    "kg/visual/assets/vis-network": {"vis-network", "vis-data", "vis-util", "@egjs/hammerjs", "core-js-pure"},
    "tests/vendor/axe-core": {"axe-core"},
}


def test_no_other_folder_keeps_what_others_published():
    sums = (path.parent for top in ("kg", "tests") for path in (ROOT / top).rglob("SHA256SUMS.txt"))
    assert {folder.relative_to(ROOT).as_posix() for folder in sums} == set(KEPT)


@pytest.mark.parametrize("folder", KEPT)
def test_the_files_are_those_that_were_published(folder):
    lines = (ROOT / folder / "SHA256SUMS.txt").read_text(encoding="utf-8").splitlines()
    digests = dict(line.split()[::-1] for line in lines)
    assert digests == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (ROOT / folder).iterdir()
        if path.name not in ("SHA256SUMS.txt", "LICENSES.txt")
    }


@pytest.mark.parametrize("folder", KEPT)
def test_the_licence_of_everything_in_it_is_there(folder):
    told = (ROOT / folder / "LICENSES.txt").read_text(encoding="utf-8")
    parts = re.findall(
        r"^={78}\n(\S+) \S+, [^\n]+\n={78}\n(.*?)(?=^={78}$|\Z)", told, re.MULTILINE | re.DOTALL
    )
    assert KEPT[folder] <= {name for name, _ in parts}
    assert all(re.search("permi|licen[cs]e", text, re.IGNORECASE) for _, text in parts)
