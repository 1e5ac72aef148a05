"""Fetch the SPARQL editor that ``kg serve`` shows, and keep it with its licences and digests.

Usage: ``python scripts/vendor_yasgui.py`` writes ``kg/server/assets/yasgui/`` again; it needs npm and a
network, which nothing else here does. To take a newer version, change ``VERSION``, run this, read what the
new version asks of other hosts (``tests/server/test_editor.py`` opens it in a browser that forbids all), and
commit the folder.

Files are taken as they are published. Which packages stand in them is read from the source map.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

PACKAGE = "@zazuko/yasgui"
VERSION = "4.6.2"
FILES = ("yasgui.min.js", "yasgui.min.css")
TARGET = Path(__file__).resolve().parent.parent / "kg" / "server" / "assets" / "yasgui"
# The parts of the editor itself are published without a licence text; their package.json says MIT.
OWN = (PACKAGE, "@zazuko/yasqe", "@zazuko/yasr", "@zazuko/yasgui-utils")
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


def main() -> None:
    """Write the folder."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is missing: install Node.js")
    with tempfile.TemporaryDirectory() as folder:
        install = (npm, "install", "--ignore-scripts", "--no-save", "--prefix", folder)
        subprocess.run([*install, f"{PACKAGE}@{VERSION}"], check=True)
        modules = Path(folder, "node_modules")
        build = modules / PACKAGE / "build"
        shutil.rmtree(TARGET, ignore_errors=True)
        TARGET.mkdir(parents=True)
        for name in FILES:
            shutil.copyfile(build / name, TARGET / name)
        sources = json.loads((build / "yasgui.min.js.map").read_text(encoding="utf-8"))["sources"]
        (TARGET / "LICENSES.txt").write_text(_licences(modules, sources), encoding="utf-8")
    lines = (f"{hashlib.sha256((TARGET / n).read_bytes()).hexdigest()}  {n}\n" for n in FILES)
    (TARGET / "SHA256SUMS.txt").write_text("".join(lines), encoding="utf-8")


def _licences(modules: Path, sources: list[str]) -> str:
    found = (re.findall(r"node_modules/((?:@[^/]+/)?[^/]+)/", source) for source in sources)
    packages = sorted({*OWN, *(names[-1] for names in found if names)})
    parts = [f"{PACKAGE} {VERSION} as published on npm, and what stands in it.\n"]
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
    main()
