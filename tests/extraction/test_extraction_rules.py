"""The rules do what their examples say, and the files they live in refuse what is broken."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.extraction import Extractor
from kg.model import Date, Document
from kg.resources import rules_dir
from kg.rules import Example, Rule, load_rules
from kg.vocabulary import RELATIONS

RULES = load_rules()
EXAMPLES = [(rule, example) for rule in RULES.rules for example in rule.examples]


def _name(value: object) -> str:
    return value.id if isinstance(value, Rule) else value.text[:40] if isinstance(value, Example) else ""


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=_name)
def test_a_rule_takes_from_its_examples_what_they_say(
    rule: Rule, example: Example, extractor: Extractor
) -> None:
    """Each example lists every claim of that rule, in the sentence's words; an empty list means silence."""
    alone = extractor.with_rules(replace(RULES, rules=(rule,)))
    reading = alone.read(Document("example", example.text, date=Date("2020-06-15")))
    found = {f"{c.source.surface} > {c.relation} > {c.target.surface}" for c in reading.claims}

    assert found == set(example.claims)


def test_every_relation_of_the_design_has_a_rule() -> None:
    """No base relation is there in name only."""
    base = {relation.name for relation in RELATIONS.values() if relation.parent is None}

    assert base <= {rule.relation for rule in RULES.rules}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rule = [", "rules.toml"),
        (
            '[[rule]]\nid = "x"\nrelation = "loves"\ntitle = ""\nhyphen = ["a"]\nexamples = []',
            "unknown relation 'loves'",
        ),
        (
            '[[rule]]\nid = "x"\nrelation = "backs"\ntitle = ""\ncolour = 1\nexamples = []',
            "unknown key 'colour'",
        ),
        (
            '[[rule]]\nid = "x"\nrelation = "backs"\ntitle = ""\nhyphen = ["a"]\nexamples = []',
            "needs an example",
        ),
        ('[[rule]]\nid = "x"\nrelation = "backs"\ntitle = ""\nexamples = []', "needs either lemmas"),
        (
            '[[rule]]\nid = "x"\nrelation = "backs"\ntitle = ""\nlemmas = ["a"]\n'
            'frames = ["up"]\nexamples = []',
            "unknown frame 'up'",
        ),
        ("[rules]", "unknown section 'rules'"),
    ],
)
def test_a_broken_rule_file_is_refused_with_its_name(tmp_path: Path, text: str, message: str) -> None:
    """The message names the file and what is wrong."""
    folder = tmp_path / "rules"
    shutil.copytree(rules_dir(), folder)
    (folder / "rules.toml").write_text(text, encoding="utf-8")

    with pytest.raises(DataError, match=r"rules\.toml") as caught:
        load_rules(folder)
    assert message in str(caught.value)


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    """Claims carry the digest of the rules: a changed comma must show."""
    folder = tmp_path / "rules"
    shutil.copytree(rules_dir(), folder)
    before = load_rules(folder).digest
    with (folder / "friendly.toml").open("a", encoding="utf-8") as file:
        file.write("\n# one more line\n")

    assert before == RULES.digest != load_rules(folder).digest
