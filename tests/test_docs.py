"""What the pages show, name and link to is there; the output under a command is what it prints."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import kg.ingest
from kg.catalogue import Catalogue
from kg.cli.program import FAMILIES
from kg.extraction import Extractor
from kg.ingest import BuildReport, Pipeline, build
from kg.model import Document
from kg.queries import load_all
from kg.store import Store

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
# A path of the checkout between backquotes: it starts with one of its folders.
TOP = r"(?:benchmarks|docs|kg|notebooks|ontology|queries|requirements|scripts|tests)"
PATH = re.compile(rf"`({TOP}/[\w./*-]*|[A-Z]+\.md|pyproject\.toml|LICENSE|Makefile)`")
EXAMPLES = {"kg/text/formats/mail.py"}  # what a reader is about to write


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _prose(page: Path) -> str:
    return FENCED.sub("", page.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = ROOT / "scripts" / "generate_tour.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, pipeline: Pipeline, sample_pipeline: Pipeline) -> None:
    """Let commands share the loaded model, and store of the catalogue only what the samples name.

    What they print does not depend on it; loading and storing take most of the time.
    """

    class Shared(Pipeline):
        @cached_property
        def extractor(self) -> Extractor:
            if self.settings == replace(pipeline.settings, store=self.settings.store):
                return pipeline.extractor
            if self.settings.model != pipeline.settings.model:
                return super().extractor
            same = self.settings.catalogue is None
            catalogue = pipeline.catalogue if same else self.catalogue
            return Extractor(pipeline.extractor.nlp, catalogue, classifier=self.classifier)

    def build_quickly(
        inputs: Iterable[str | Path | Document], store: Store, chosen: Pipeline, **options: Any
    ) -> BuildReport:
        own = chosen.catalogue.actors.keys() - pipeline.catalogue.actors.keys()
        kept = {*sample_pipeline.catalogue.actors, *own, *_targets(chosen.catalogue, own)}
        actors = {actor_id: chosen.catalogue.actors[actor_id] for actor_id in sorted(kept)}
        small = Pipeline(chosen.settings)
        vars(small).update(extractor=chosen.extractor, catalogue=Catalogue(actors, f"{len(actors)} actors"))
        return build(inputs, store, small, **options)

    monkeypatch.setattr(kg.ingest, "Pipeline", Shared)
    monkeypatch.setattr(kg.ingest, "build", build_quickly)


def _targets(catalogue: Catalogue, actors: Iterable[str]) -> set[str]:
    return {fact.target for actor in actors for fact in catalogue.actors[actor].facts}


@pytest.mark.slow
@pytest.mark.usefixtures("quick")
def test_output_in_the_pages_is_what_the_commands_print(
    script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    code = script.main(["--check"])

    assert code == 0, capsys.readouterr().err


def test_a_block_is_rewritten_with_its_commands_truncated_and_its_files_written(
    script: ModuleType, tmp_path: Path
) -> None:
    page = "\n".join(
        [
            "Text stays. `$ kg --version`",
            "<!-- file: my/actors.jsonl -->",
            "```json",
            '{"id": "x-1", "kind": "person", "name": "Xy Zab", "countries": [], "sources": ["me"]}',
            "```",
            "<!-- truncated to 1 line -->",
            "```console",
            "$ kg alias 'Xy Zab' --catalogue my/actors.jsonl",
            "old output",
            "$ kg --version",
            "```",
            "",
        ]
    )

    told = script.rewrite(page, tmp_path)

    before, _, after = told.partition("old output")
    assert (before, after) == (told, "")
    assert (
        "--catalogue my/actors.jsonl\nXy Zab: Xy Zab (person, x-1)\n...\n$ kg --version\nkg, version" in told
    )
    assert script.rewrite(told, tmp_path) == told


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("```console\n$ rm -rf store\n```\n", "only plain kg commands"),
        ("```console\n$ kg stats | head\n```\n", "only plain kg commands"),
        ("```console\n$ kg no-such-command\n```\n", "ended with 2"),
        ("<!-- exits with 2 -->\n```console\n$ kg --version\n```\n", "ended with 0"),
        ("<!-- file: ../outside.txt -->\n```text\nx\n```\n", "outside the working folder"),
    ],
)
def test_what_must_not_be_run_is_refused(script: ModuleType, tmp_path: Path, page: str, message: str) -> None:
    with pytest.raises(script.TourError, match=message):
        script.rewrite(page, tmp_path)


def test_check_shows_the_difference_and_writes_nothing(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "README.md"
    page.write_text("```console\n$ kg --version\nold\n```\n", encoding="utf-8")
    monkeypatch.setattr(script, "ROOT", tmp_path)
    monkeypatch.setattr(script, "pages", lambda: [page])

    assert script.main(["--check"]) == 1
    assert "-old" in capsys.readouterr().err
    assert "old" in page.read_text(encoding="utf-8")
    assert script.main([]) == 0
    assert script.main(["--check"]) == 0
    assert script.main(["--chek"]) == 2


def test_every_command_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    commands = [name for family in FAMILIES.values() for name in family]

    assert [name for name in commands if f"### kg {name}\n" not in page] == []


def test_every_ready_query_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "queries.md").read_text(encoding="utf-8")

    assert [name for name in load_all() if f"## {name}\n" not in page] == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    found, todo = set(), [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        found.add(page)
        links = [link.partition("#")[0] for link in LINK.findall(_prose(page))]
        targets = {(page.parent / link).resolve() for link in links if link.endswith(".md")}
        todo += sorted(targets - found - {*todo})

    assert [_name(page) for page in PAGES if page not in found] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(_prose(page)):
        if re.match(r"https?://", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)

    assert broken == []


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", _prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_paths_named_in_the_text_exist(page: Path) -> None:
    named = {path for path in PATH.findall(_prose(page)) if path not in EXAMPLES}

    assert sorted(path for path in named if not [*ROOT.glob(path.rstrip("/"))]) == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_pages_name_no_folder_of_one_machine(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert re.findall(r"(?<![\w.:/-])/(?:home|root|tmp|work|Users|private)\b\S*", text) == []
    assert str(Path(sys.prefix).parent.parent) not in text


def test_python_in_the_pages_is_python() -> None:
    blocks = [
        (page, block)
        for page in PAGES
        for block in re.findall(
            r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
        )
    ]

    assert blocks
    for page, block in blocks:
        compile(block, _name(page), "exec")
