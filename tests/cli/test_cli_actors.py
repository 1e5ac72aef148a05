"""``kg alias`` says what to do next where it is not certain who is meant."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from kg.cli.actors import _print_alias
from kg.cli.program import kg
from kg.model import NameKind
from kg.naming import AliasAnswer
from kg.resolution import Candidate


def _alias(*args: str) -> Result:
    return CliRunner().invoke(kg, ["alias", *args], catch_exceptions=False)


def test_names_that_are_too_far_off_are_not_chosen_by_country(capsys: pytest.CaptureFixture[str]) -> None:
    alike = Candidate("hezbollah", "Hezbollah", NameKind.ALIAS, 0.3, "spelt almost the same", is_exact=False)

    _print_alias(AliasAnswer("Hezbalah", (alike,), None, None, (), "too weak"), None, ["LB"], 20)

    captured = capsys.readouterr()
    assert "hezbollah" in captured.out
    assert "by its id" in captured.err
    assert "--country" not in captured.err


def test_company_that_nobody_knows_is_refused() -> None:
    result = _alias("SNA", "--with", "Qqzzx")

    assert result.exit_code == 2
    assert "not certain who 'Qqzzx' is" in result.stderr
