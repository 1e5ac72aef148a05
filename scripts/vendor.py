"""Fetch what pages of ours show and is written by others, and keep it with its licences and digests.

Usage: ``python scripts/vendor.py [PACKAGE...]`` writes the folders of ``PACKAGES`` again; it needs npm and a
network, which nothing else here does. To take a newer version, change it in the table, run this, read what
the new version asks of other hosts (the browser tests open it under a policy that forbids all), and commit
the folder.

Files are taken as they are published. Which packages stand in them is read from the source map.
Of vis-network's builds the one in ``dist`` is taken: ``standalone`` writes seven style sheets into the page,
which a Content Security Policy of digests refuses; ``dist`` writes none (docs/decisions/0019).
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Package:
    """A package of npm: what is taken from it, and where it is kept."""

    name: str
    version: str
    files: tuple[str, ...]
    target: str
    source_map: str | None = None
    #: Parts by the same authors, which the source map names without their packages.
    own: tuple[str, ...] = ()
    #: What was built into it in another version than npm would install now, or is no dependency of it.
    built_in: tuple[str, ...] = ()


PACKAGES = {
    "yasgui": Package(
        "@zazuko/yasgui",
        "4.6.2",
        ("build/yasgui.min.js", "build/yasgui.min.css"),
        "kg/server/assets/yasgui",
        "build/yasgui.min.js.map",
        own=("@zazuko/yasqe", "@zazuko/yasr", "@zazuko/yasgui-utils"),
    ),
    "vis-network": Package(
        "vis-network",
        "10.1.5",
        ("dist/vis-network.min.js",),
        "kg/visual/assets/vis-network",
        "dist/vis-network.min.js.map",
        built_in=("core-js-pure@3.51.0", "@babel/runtime-corejs3@7.29.13", "component-emitter@1.3.1"),
    ),
    "axe-core": Package("axe-core", "4.14.1", ("axe.min.js",), "tests/vendor/axe-core"),
}

# For the parts of the SPARQL editor, published without a licence text; their package.json says MIT.
MIT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main(names: list[str]) -> None:
    """Write the folders of the packages that are named; of all where none is."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is missing: install Node.js")
    unknown = [name for name in names if name not in PACKAGES]
    if unknown:
        raise SystemExit(f"No such package: {', '.join(unknown)}; there are {', '.join(PACKAGES)}")
    for name in names or PACKAGES:
        _fetch(npm, PACKAGES[name])


def _fetch(npm: str, package: Package) -> None:
    target = ROOT / package.target
    with tempfile.TemporaryDirectory() as folder:
        install = (npm, "install", "--ignore-scripts", "--no-save", "--prefix", folder)
        subprocess.run([*install, f"{package.name}@{package.version}", *package.built_in], check=True)
        modules = Path(folder, "node_modules")
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        for name in package.files:
            shutil.copyfile(modules / package.name / name, target / Path(name).name)
        (target / "LICENSES.txt").write_text(_licences(modules, package), encoding="utf-8")
    names = [Path(name).name for name in package.files]
    lines = (f"{hashlib.sha256((target / n).read_bytes()).hexdigest()}  {n}\n" for n in names)
    (target / "SHA256SUMS.txt").write_text("".join(lines), encoding="utf-8")


def _licences(modules: Path, package: Package) -> str:
    sources: list[str] = []
    if package.source_map:
        text = (modules / package.name / package.source_map).read_text(encoding="utf-8")
        sources = json.loads(text)["sources"]
    found = (re.findall(r"node_modules/((?:@[^/]+/)?[^/]+)/", source) for source in sources)
    packages = sorted({package.name, *package.own, *(names[-1] for names in found if names)})
    parts = [f"{package.name} {package.version} as published on npm, and what stands in it.\n"]
    for name in packages:
        about = json.loads((modules / name / "package.json").read_text(encoding="utf-8"))
        head = f"{name} {about['version']}, {about.get('license', 'licence in its text')}"
        parts.append(f"{'=' * 78}\n{head}\n{'=' * 78}\n\n{_licence(modules / name, about)}")
    return "\n".join(parts)


def _licence(folder: Path, about: dict[str, object]) -> str:
    texts = sorted(path for path in folder.glob("[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]*") if path.is_file())
    if texts:
        return "\n".join(path.read_text(encoding="utf-8").strip() + "\n" for path in texts)
    if about.get("license") != "MIT":
        raise SystemExit(f"{folder.name} comes without a licence text")
    author = about.get("author")
    name = author.get("name") if isinstance(author, dict) else author
    others = about.get("contributors")
    people = [name, *(o.get("name") if isinstance(o, dict) else o for o in others or ())]  # type: ignore[attr-defined]
    return f"Copyright {', '.join(map(str, filter(None, people)))}\n\n{MIT}"


if __name__ == "__main__":
    main(sys.argv[1:])
