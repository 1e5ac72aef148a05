"""``kg extract --explain``: what it prints, and that the text of an article stays text."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kg.ingest
from kg.cli.explained import print_explained, sentence_json
from kg.cli.program import kg as program
from kg.cli.terminal import print_json
from kg.extraction import Extractor
from kg.extraction.explaining import explain as explain_sentences
from kg.ingest import Pipeline
from kg.model import Document

Explain = Callable[..., Result]

SENTENCE_KEYS = ["document", "start", "end", "text", "classifier", "threshold", "mentions", "pairs"]
SENTENCE_KEYS += ["left_out", "rules", "claims"]


@pytest.fixture
def explain(monkeypatch: pytest.MonkeyPatch, pipeline: Pipeline) -> Explain:
    """Explain a text by the rules alone, with the language pipeline that is loaded already."""
    alone = Extractor(pipeline.extractor.nlp, pipeline.catalogue)

    class Shared(Pipeline):
        @cached_property
        def extractor(self) -> Extractor:
            return alone

    monkeypatch.setattr(kg.ingest, "Pipeline", Shared)

    def run(text: str, *args: str, **environment: str) -> Result:
        call = ["extract", "-", "--explain", "--input-format", "text", "--backend", "rules", *args]
        return CliRunner().invoke(program, call, input=text, env=environment, catch_exceptions=False)

    return run


def test_each_sentence_is_told_with_mentions_pairs_rules_and_claims(explain: Explain) -> None:
    result = explain("Turkey backs Hamas. Does Iran arm HTS?")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert "Read by the rules alone, without a classifier." in lines
    assert "Turkey backs Hamas." in lines
    assert "    Turkey = Türkiye (actor or place): name of the catalogue" in lines
    assert any(line.startswith("      Turkey backs Hamas: claimed (rule backs.") for line in lines)
    assert any("arm”: nothing is claimed there" in line for line in lines)


def test_jsonl_gives_one_sentence_a_line_with_the_keys_in_their_order(explain: Explain) -> None:
    text = "Turkey backs Hamas. Does Iran arm HTS?"
    sentences = [json.loads(line) for line in explain(text, "--format", "jsonl").stdout.splitlines()]
    assert [list(sentence) for sentence in sentences] == [SENTENCE_KEYS] * 2
    assert [text[s["start"] : s["end"]] for s in sentences] == [s["text"] for s in sentences]
    (pair,) = sentences[0]["pairs"]
    assert list(pair) == ["first", "second", "likeliest", "relations", "left_out"]
    (relation,) = pair["relations"]
    assert list(relation) == [
        "relation", "direction", "rule", "rule_confidence", "probability", "confidence", "left_out",
    ]  # fmt: skip
    assert (relation["direction"], relation["left_out"]) == ("forward", None)
    assert list(sentences[0]["mentions"][0]) == [
        "surface", "start", "end", "actor", "place", "link", "antecedent", "reason",
    ]  # fmt: skip
    assert [rule["left_out"] for rule in sentences[1]["rules"]] == ["nothing_claimed"]
    assert [claim["relation"] for claim in sentences[0]["claims"]] == ["backs"]


def test_an_article_can_neither_steer_the_terminal_nor_style_the_text(
    extractor: Extractor, capsys: pytest.CaptureFixture[str]
) -> None:
    """Escapes, direction overrides and the markup of rich are shown and never obeyed."""
    text = "Turkey backs [bold red]Hamas[/] \x1b[2J\x9b31m \u202e[link=http://x.example]:boom: HTS."
    document = Document("\x1b[31m[red]id", text)
    sentences = list(explain_sentences(extractor, document))

    print_explained(document, sentences, apart=False)
    shown = capsys.readouterr().out
    for sentence in sentences:
        print_json(sentence_json(sentence), indent=None)
    lines = capsys.readouterr().out

    assert "[red]id" in shown
    assert "[bold red]Hamas[/]" in shown
    assert "[link=http://x.example]:boom:" in shown
    for harmful in "\x1b\x9b\u202e":
        assert harmful not in shown
        assert harmful not in lines
    assert all(json.loads(line)["text"] in text for line in lines.splitlines())


def test_no_colour_where_none_is_wanted(explain: Explain) -> None:
    assert "\x1b" not in explain("Turkey backs Hamas.").stdout


@pytest.mark.parametrize("width", [20, 40, 80])
def test_it_fits_a_narrow_terminal_and_loses_nothing(explain: Explain, width: int) -> None:
    text = "The rebels, who control the city of Aleppo, fought the Syrian army near Idlib."
    wide = explain(text, COLUMNS="500").stdout
    narrow = explain(text, COLUMNS=str(width)).stdout
    assert narrow.split() == wide.split()
    assert max(map(len, narrow.splitlines())) <= max(width, 26)


@pytest.mark.parametrize("text", ["", "   ", "..."])
def test_a_text_that_says_nothing_is_no_error(explain: Explain, text: str, tmp_path: Path) -> None:
    assert explain(text).exit_code in {0, 1}
    assert "Traceback" not in explain(text).output


@pytest.mark.parametrize("backend", ["llm", "gliner"])
@pytest.mark.parametrize("by_variable", [True, False])
def test_other_backends_cannot_be_explained(backend: str, by_variable: bool) -> None:
    options = [] if by_variable else ["--backend", backend]
    env = {"KG_BACKEND": backend} if by_variable else {}
    result = CliRunner().invoke(program, ["extract", "-", "--explain", *options], input="x", env=env)
    assert result.exit_code == 2
    assert f"it cannot look into --backend {backend}" in result.stderr
    assert result.stdout == ""
