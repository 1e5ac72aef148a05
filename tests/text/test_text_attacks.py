"""Inputs made to harm whoever reads them: bombs of entities and of compression, places to fetch or to read.

Each is read in a process of its own with bounded memory and time, which has to end by itself with what it
found; nothing may be fetched, and no file but the input be read.
"""

from __future__ import annotations

import gzip
import io
import json
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

BOUNDED = """
import json, re, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
def peak():
    status = Path("/proc/self/status")  # getrusage would count what the parent had, too
    if status.is_file():
        return int(re.search(r"VmHWM:\\s+([0-9]+)", status.read_text())[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
"""
READ = (
    BOUNDED
    + """
from kg.text.reader import read_documents
errors = []
texts = [d.title + " " + d.text for d in read_documents([Path(sys.argv[1])], on_error=errors.append)]
print(json.dumps({"texts": texts, "errors": [str(e) for e in errors], "peak": peak()}))
"""
)
IMPORT = (
    BOUNDED
    + """
from click.testing import CliRunner
from kg.cli.program import kg
done = CliRunner().invoke(kg, ["catalogue", "import", *sys.argv[1:]])
print(json.dumps({"output": done.output, "code": done.exit_code, "peak": peak()}))
"""
)
MOST = 600 << 10
"""Kilobytes that reading may take: all libraries are loaded with half of it."""
SECRET = "the secret of another file"
LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


def process(program: str, path: Path, *options: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, str(path), *options],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.fixture
def outside() -> Iterator[socket.socket]:
    """A listener on loopback; nobody may have called when the test ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener
        listener.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listener.accept()


def feed(doctype: str, body: str) -> str:
    return (
        f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel><title>Feed</title>'
        f"<item><title>Item</title><description>{body} Turkey backs it.</description></item></channel></rss>"
    )


def doctypes(outside: socket.socket, secret: Path) -> dict[str, tuple[str, str]]:
    address = f"http://127.0.0.1:{outside.getsockname()[1]}/x"
    return {
        "entities in entities": (f'<!DOCTYPE rss [<!ENTITY e0 "ha">{LAUGHS}]>', "&e9;"),
        "one long entity often": (f'<!DOCTYPE rss [<!ENTITY e "{"x" * 50_000}">]>', "&e;" * 50_000),
        "a file": (f'<!DOCTYPE rss [<!ENTITY e SYSTEM "{secret.as_uri()}">]>', "&e;"),
        "an address": (f'<!DOCTYPE rss [<!ENTITY e SYSTEM "{address}">]>', "&e;"),
        "a type elsewhere": (f'<!DOCTYPE rss SYSTEM "{address}">', "text"),
        "a parameter entity": (f'<!DOCTYPE rss [<!ENTITY % p SYSTEM "{address}"> %p;]>', "text"),
    }


NAMES = (
    "entities in entities",
    "one long entity often",
    "a file",
    "an address",
    "a type elsewhere",
    "a parameter entity",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_feed_expands_fetches_and_opens_nothing(tmp_path, outside, name):
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    path = tmp_path / "feed.rss"
    path.write_text(feed(*doctypes(outside, secret)[name]), encoding="utf-8")
    found = process(READ, path)
    assert SECRET not in str(found)
    assert sum(map(len, found["texts"])) < 1_000_000
    assert found["peak"] < MOST


@pytest.mark.parametrize(
    ("form", "name"), [*(("un", name) for name in NAMES), ("skos", NAMES[0]), ("skos", NAMES[2])]
)
def test_a_list_of_actors_expands_fetches_and_opens_nothing(tmp_path, outside, name, form):
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    doctype, body = doctypes(outside, secret)[name]
    content = {
        "un": f"<CONSOLIDATED_LIST><ENTITIES><ENTITY><DATAID>1</DATAID><FIRST_NAME>{body}</FIRST_NAME>"
        "</ENTITY></ENTITIES></CONSOLIDATED_LIST>",
        "skos": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:skos="http://www.w3.org/2004/02/skos/core#"><skos:Concept rdf:about="https://x.example/a">'
        f"<skos:prefLabel>{body}</skos:prefLabel></skos:Concept></rdf:RDF>",
    }[form]
    path = tmp_path / "list.xml"
    path.write_text(f'<?xml version="1.0"?>{doctype}{content}', encoding="utf-8")
    found = process(IMPORT, path, "--format", form, "--into", str(tmp_path / "actors"))
    assert found["code"] in {0, 1}, found["output"]
    assert SECRET not in str(found)
    for written in (tmp_path / "actors").glob("*.jsonl"):
        assert SECRET not in written.read_text("utf-8")
        assert written.stat().st_size < 1_000_000
    assert found["peak"] < MOST


@pytest.fixture(scope="module")
def packed() -> dict[str, bytes]:
    """Six hundred megabytes, twice, as small files."""
    head, block = b"<html><body><p>", b"x " * 500_000
    zeros, archive = io.BytesIO(), io.BytesIO()
    with gzip.GzipFile(fileobj=zeros, mode="wb", compresslevel=1) as stream:
        stream.write(head)
        for _ in range(600):
            stream.write(block)
    with (
        zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packing,
        packing.open("a.html", "w") as member,
    ):
        member.write(head)
        for _ in range(600):
            member.write(block)
    return {"gzip": zeros.getvalue(), "zip": archive.getvalue()}


@pytest.mark.parametrize("ending", ["html", "rss", "gz"])
@pytest.mark.parametrize("kind", ["gzip", "zip"])
def test_a_compressed_file_is_not_unpacked(tmp_path, packed, kind, ending):
    path = tmp_path / f"bomb.{ending}"
    path.write_bytes(packed[kind])
    found = process(READ, path)
    assert found["peak"] < MOST
    assert sum(map(len, found["texts"])) < len(packed[kind]) * 2
