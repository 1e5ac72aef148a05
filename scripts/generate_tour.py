"""Run the ``kg`` commands that the pages show and write their real output under them.

Usage: ``python scripts/generate_tour.py`` rewrites ``README.md``, ``docs/tutorial.md`` and
``docs/how-to/*.md``; with ``--check`` it writes nothing and exits with 1 if a page shows something else than
the commands print.

In a page, a block fenced with ``console`` holds lines ``$ kg ...`` and what they print. Comments right above
it say more::

    <!-- truncated to 8 lines -->   show so many lines of each output, then ...
    <!-- exits with 1 -->           the command is meant to fail
    <!-- file: my-question.rq -->   the block below is such a file, which the commands after it can read

Every page has a working folder of its own that looks like the checkout after ``make demo``: the sample
articles in ``kg/data/sample`` and their graph in ``demo/store``, which ``KG_STORE`` names. The graph is what
the first page, ``README.md``, builds. No shell takes part.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from kg.cli.program import kg
from kg.resources import sample_dir
from kg.store import Store

ROOT = Path(__file__).resolve().parent.parent
STORE = Path("demo", "store")
ENVIRONMENT = {"KG_STORE": str(STORE), "NO_COLOR": "1", "COLUMNS": "110"}
UNSET = ("KG_BASE", "KG_CATALOGUE", "KG_MODEL", "FORCE_COLOR", "CLICOLOR_FORCE")
BLOCK = re.compile(
    r"(?P<above>(?:^<!--[^\n]*-->\n\n?)*)^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
TRUNCATED = re.compile(r"<!-- truncated to (\d+) lines? -->")
EXIT = re.compile(r"<!-- exits with (\d+) -->")
FILE = re.compile(r"<!-- file: (\S+) -->")
SHELL = {"|", ">", ">>", "<", "&&", "||", ";", "&"}


class TourError(Exception):
    """A page asks for something that cannot be run, or a command ended in another way than the page says."""


def pages() -> list[Path]:
    """Return the pages with commands, the one that builds the graph first."""
    return [
        ROOT / "README.md",
        ROOT / "docs" / "tutorial.md",
        ROOT / "docs" / "names.md",
        *sorted((ROOT / "docs" / "how-to").glob("*.md")),
    ]


def retell() -> Iterator[tuple[Path, str, str]]:
    """Yield each page with its present text and the text that it should have."""
    with tempfile.TemporaryDirectory() as temporary:
        first = Path(temporary, "README")
        for page in pages():
            folder = Path(temporary, page.stem)
            shutil.copytree(sample_dir(), folder / "kg" / "data" / "sample")
            if folder != first:
                with Store.open(first / STORE, read_only=True) as store:
                    (folder / STORE).parent.mkdir()
                    store.snapshot(folder / STORE)
            text = page.read_text(encoding="utf-8")
            yield page, text, rewrite(text, folder)


def rewrite(text: str, folder: Path) -> str:
    """Return the text of a page with the output of its commands as run in this folder.

    Raises:
        TourError: A block holds something else than ``kg`` commands, or one ended unexpectedly.

    """

    def replace(match: re.Match[str]) -> str:
        if file := FILE.search(match["above"]):
            _write(folder, file[1], match["body"])
        if match["kind"] != "console":
            return match.group()
        commands = [line[2:] for line in match["body"].splitlines() if line.startswith("$ ")]
        parts = [f"$ {command}\n{_shown(command, match['above'], folder)}" for command in commands]
        return f"{match['above']}```console\n{''.join(parts)}```"

    return BLOCK.sub(replace, text)


def _write(folder: Path, name: str, content: str) -> None:
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise TourError(f"{name} lies outside the working folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(content, encoding="utf-8")


def _shown(command: str, above: str, folder: Path) -> str:
    words = shlex.split(command)
    if words[:1] != ["kg"] or SHELL & set(words):
        raise TourError(f"only plain kg commands are run: {command}")
    wanted = EXIT.search(above)
    output = _output(words[1:], int(wanted[1]) if wanted else 0, folder)
    lines = [line.rstrip() for line in output.rstrip().splitlines()]
    if any(line.startswith(("```", "$ ")) for line in lines):
        raise TourError(f"the output would end its block: {command}")
    if (truncated := TRUNCATED.search(above)) and len(lines) > int(truncated[1]):
        lines = [*lines[: int(truncated[1])], "..."]
    return "".join(f"{line}\n" for line in lines)


def _output(arguments: list[str], exit_code: int, folder: Path) -> str:
    environment: dict[str, str | None] = {**ENVIRONMENT, **dict.fromkeys(UNSET)}
    with contextlib.chdir(folder):
        result = CliRunner().invoke(kg, arguments, prog_name="kg", env=environment)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    if result.exit_code != exit_code:
        raise TourError(f"kg {shlex.join(arguments)} ended with {result.exit_code}:\n{result.output}")
    return result.output.replace(str(folder.resolve()) + os.sep, "")


def main(arguments: list[str]) -> int:
    """Rewrite the pages, or compare them; return the exit code."""
    if arguments not in ([], ["--check"]):
        print("usage: generate_tour.py [--check]", file=sys.stderr)
        return 2
    stale = False
    try:
        for page, text, wanted in retell():
            if text == wanted:
                continue
            stale = True
            name = str(page.relative_to(ROOT))
            if not arguments:
                page.write_text(wanted, encoding="utf-8")
                continue
            difference = difflib.unified_diff(
                text.splitlines(), wanted.splitlines(), name, "as run", lineterm="", n=1
            )
            print("\n".join(difference), file=sys.stderr)
    except TourError as error:
        print(error, file=sys.stderr)
        return 1
    if stale and arguments:
        print("run scripts/generate_tour.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
