"""The locks are complete and name no address; the wheel holds what it should and runs on its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import kg

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("runtime", "build", "dev")
PACKED = {
    ".css",
    ".html",
    ".js",
    ".json",
    ".jsonl",
    ".md",
    ".py",
    ".rq",
    ".rss",
    ".toml",
    ".tsv",
    ".ttl",
    ".txt",
}
PACKED |= {".bin", ".onnx", ".svg", ".typed"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _pins(lock: str) -> dict[str, str]:
    """Return package to version, and check the form of every entry on the way."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    pins = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        entry = re.match(r"([a-z0-9-]+)==([^ ;]+)", line)
        assert entry, f"not pinned: {line[:80]}"
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", line), f"no hash: {line[:80]}"
        assert entry.group(1) not in pins, f"two versions of {entry.group(1)}"
        pins[entry.group(1)] = entry.group(2)
    return pins


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_address_and_no_folder(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")

    assert not re.search(r"://|/|--index|--find-links|--extra| @ ", text)


@pytest.mark.parametrize(
    ("lock", "needed"),
    [
        ("runtime", PROJECT["project"]["dependencies"]),
        ("build", PROJECT["build-system"]["requires"]),
        ("dev", [item for item in PROJECT["dependency-groups"]["dev"] if isinstance(item, str)]),
    ],
)
def test_lock_pins_every_direct_dependency_at_a_version_that_fits(lock: str, needed: list[str]) -> None:
    pins = _pins(lock)
    for requirement in map(Requirement, needed):
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), requirement


def test_locks_agree_with_each_other() -> None:
    """The tests run on the versions that users get."""
    runtime, build, dev = map(_pins, LOCKS)

    assert dev.items() >= runtime.items()
    assert dev.items() >= build.items()


def test_no_deep_learning_framework_is_pulled_in() -> None:
    assert _pins("dev").keys().isdisjoint({"torch", "tensorflow", "jax", "transformers"})


def test_dependency_page_names_every_direct_dependency() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    names = {Requirement(text).name for text in PROJECT["project"]["dependencies"]}

    assert names == set(re.findall(r"^\| ([a-z0-9-]+) \| `", page, re.MULTILINE))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the backend alone, as an installer does."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    command = [sys.executable, "-c", build, str(folder)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return folder / result.stdout.split()[-1]


@pytest.mark.parametrize(
    ("folder", "packed"), [("ontology", "kg/data/ontology"), ("queries", "kg/data/queries"), ("kg", "kg")]
)
def test_wheel_holds_the_folder_and_nothing_else(wheel: Path, folder: str, packed: str) -> None:
    names = [PurePosixPath(name) for name in zipfile.ZipFile(wheel).namelist()]
    inside = {name.relative_to(packed) for name in names if name.is_relative_to(packed)}
    if folder == "kg":
        inside = {
            name for name in inside if name.parts[:2] not in {("data", "ontology"), ("data", "queries")}
        }
    files = (path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob("*") if path.is_file())
    expected = {PurePosixPath(path.as_posix()) for path in files if "__pycache__" not in path.parts}

    assert inside == expected


def test_wheel_holds_no_junk(wheel: Path) -> None:
    """The build does not leave out what git ignores, so a stray editor file would be shipped."""
    names = [PurePosixPath(name) for name in zipfile.ZipFile(wheel).namelist()]
    ours = [name for name in names if not name.parts[0].endswith(".dist-info")]

    assert [str(name) for name in ours if name.suffix not in PACKED or name.name.startswith(".")] == []
    assert {name.parts[0] for name in ours} == {"kg"}


def _run(*command: str | Path, **options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)), capture_output=True, text=True, encoding="utf-8", check=False, **options
    )


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel and its pinned dependencies into an empty environment; return the ``kg`` command."""
    uv, venv = Path(sys.executable).with_name("uv"), tmp_path_factory.mktemp("installed") / "venv"
    made = _run(uv, "venv", "--python", sys.executable, venv)
    assert made.returncode == 0, made.stderr
    python, lock = venv / "bin" / "python", ROOT / "requirements" / "runtime.txt"
    got = _run(uv, "pip", "install", "--python", python, "--require-hashes", "-r", lock)
    if re.search(r"Failed to fetch|error sending request|dns error|Connectivity is disabled", got.stderr):
        pytest.skip("no package index answers")
    assert got.returncode == 0, got.stderr
    got = _run(uv, "pip", "install", "--python", python, "--no-deps", wheel)
    assert got.returncode == 0, got.stderr
    return venv / "bin" / "kg"


@pytest.mark.slow
def test_installed_wheel_runs_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    version = _run(installed, "--version", cwd=str(tmp_path))
    listed = _run(installed, "query", "--list", "--format", "json", cwd=str(tmp_path))
    sentence = "Russia backs the Syrian government."
    claims = _run(installed, "extract", "-", "--format", "jsonl", cwd=str(tmp_path), input=sentence)

    assert version.stdout.split() == ["kg,", "version", kg.__version__], version.stderr
    names = {path.stem for path in (ROOT / "queries").glob("*.rq")}
    assert names
    assert {each["name"] for each in json.loads(listed.stdout)} == names, listed.stderr
    assert '"relation": "backs"' in claims.stdout, claims.stderr
    assert claims.returncode == 0
