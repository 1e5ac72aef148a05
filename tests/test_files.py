"""A file of the user's is written whole or stays as it was."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import kg
from kg.files import appending, read_text, reading, write_file

# Run apart: the limit holds for a whole process, and this one may be writing its log to a file.
SMALL_FILES = """
import resource, sys
from pathlib import Path
from kg.files import appending, read_text, reading, write_file
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
try:
    write_file(Path(sys.argv[1]), b"x" * 100_000)
except OSError as error:
    print(error.filename, error.strerror)
"""


@pytest.mark.parametrize("before", [None, b"earlier"])
def test_a_full_disk_leaves_what_was_there_and_names_the_target(tmp_path: Path, before: bytes | None) -> None:
    """No file may grow beyond 1000 bytes, as on a disk that is almost full."""
    target = tmp_path / "graph.ttl"
    if before is not None:
        target.write_bytes(before)
    run = subprocess.run(
        [sys.executable, "-c", SMALL_FILES, str(target)], check=True, capture_output=True, text=True
    )

    assert run.stdout.startswith(f"{target} ")
    assert "large" in run.stdout
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == (
        {} if before is None else {target: before}
    )


def test_a_file_keeps_its_mode_and_a_link_leads_to_the_same_file(tmp_path: Path) -> None:
    target, link, other = tmp_path / "graph.ttl", tmp_path / "link", tmp_path / "other"
    target.write_bytes(b"earlier")
    target.chmod(0o640)
    link.symlink_to(target)
    other.touch()
    write_file(link, b"later")
    write_file(tmp_path / "new", b"new")

    assert link.is_symlink()
    assert target.read_bytes() == b"later"
    assert target.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "new").stat().st_mode == other.stat().st_mode


@pytest.mark.parametrize("command", ["export", "viz"])
def test_output_below_no_folder_is_one_line_that_names_it(
    command: str, sample_store: Path, tmp_path: Path
) -> None:
    target = tmp_path / "nowhere" / "x"
    result = CliRunner().invoke(kg, [command, "-o", str(target), "--store", str(sample_store)])

    assert result.exit_code == 1
    assert result.stderr == f"Error: {target}: No such file or directory\n"


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


SPECIAL = {
    "pipe": os.mkfifo,
    "socket": make_socket,
    "device": lambda path: path.symlink_to("/dev/zero"),
}


@pytest.mark.parametrize("kind", SPECIAL)
def test_what_may_have_no_end_is_refused_at_once(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket is short
    path = Path("special")
    SPECIAL[kind](path)

    for attempt in (reading, read_text, appending):
        with pytest.raises(OSError, match="a pipe, a socket or a device, no file") as refused:
            attempt(path)
        assert refused.value.filename == "special"


def test_a_pipe_that_the_shell_opened_is_read(tmp_path: Path) -> None:
    code = "import sys, pathlib, kg.files; print(kg.files.read_text(pathlib.Path(sys.argv[1])))"
    shell = ["bash", "-c", f"{sys.executable} -c '{code}' <(sleep 0.2; echo Iran backs Hezbollah.)"]
    run = subprocess.run(shell, check=True, capture_output=True, text=True)

    assert run.stdout == "Iran backs Hezbollah.\n\n"


def test_a_file_is_read_and_appended_to_through_a_link_too(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    for word in ("one\r\n", "two\n"):
        with appending(tmp_path / "link") as stream:
            stream.write(word.encode())

    assert read_text(tmp_path / "file") == "one\ntwo\n"
    with reading(tmp_path / "link") as stream:
        assert stream.read() == b"one\r\ntwo\n"
