"""What an article says cannot steer the terminal that shows it."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.terminal import clean, live_line, print_json, print_table, report

DIRECTION_MARKS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(st.text())
def test_clean_text_is_one_line_without_control_characters(text: str) -> None:
    cleaned = clean(text)

    assert {unicodedata.category(c) for c in cleaned}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert DIRECTION_MARKS.isdisjoint(cleaned)
    assert clean(cleaned) == cleaned


@given(st.text(st.characters(categories=["L", "N", "P", "M"]), min_size=1))
def test_clean_keeps_letters_of_every_script(text: str) -> None:
    assert clean(text) == text


def test_joiners_that_persian_and_hindi_spell_with_stay() -> None:
    assert clean("می\u200cخواهم क्\u200dष") == "می\u200cخواهم क्\u200dष"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("[bold red]HTS[/]", "[bold red]HTS[/]"),
        ("\x1b]0;owned\x07HTS\x1b[2J", "]0;owned HTS [2J"),
        (":boom: [link=file:///etc/passwd]x[/link]", ":boom: [link=file:///etc/passwd]x[/link]"),
    ],
)
def test_table_shows_markup_as_text_and_no_escape_sequence(
    name: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_table(["who", "whom"], [[name, "Syria"]], title=name)
    printed = capsys.readouterr().out

    assert shown in printed.splitlines()[0]
    assert printed.count(shown) == 2
    assert "\x1b" not in printed
    assert "\x07" not in printed


@pytest.mark.parametrize("others", [0, 1, 9, 30])
def test_table_folds_long_cells_instead_of_cutting_them(
    others: int, capsys: pytest.CaptureFixture[str]
) -> None:
    letters = "abcdefghij" * 30
    row = [letters, *["name of middle length"] * others]
    print_table([f"c{number}" for number in range(len(row))], [row])
    lines = capsys.readouterr().out.splitlines()

    body = next(number for number, line in enumerate(lines) if line.startswith("─")) + 1
    assert "".join(line.split(" ")[0] for line in lines[body:]) == letters
    assert max(map(len, lines)) <= 120


def test_table_keeps_short_columns_whole(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["relation", "date", "sentence"], [["negotiates_with", "2024-11-30", "word " * 200]])

    assert "negotiates_with   2024-11-30   word" in capsys.readouterr().out


def test_columns_without_anything_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["who", "until", "whom"], [["Russia", None, "Syria"], ["Iran", "", "Syria"]])

    assert "until" not in capsys.readouterr().out


@pytest.mark.parametrize("width", [20, 40, 60, 80, 89])
def test_narrow_terminals_get_blocks_with_whole_words(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    sentence = "The Türkiye-backed Syrian National Army joined the offensive against Aleppo on Wednesday."
    rows = [
        ["Syrian National Army", "fights", None, "Syrian Armed Forces", "orient-wire-2024-11-30", sentence]
    ] * 2
    print_table(["who", "relation", "until", "whom", "document", "sentence"], rows)
    printed = capsys.readouterr().out
    words = printed.split()

    assert set(sentence.split()) | {"orient-wire-2024-11-30", "who:", "sentence:"} <= set(words)
    assert "until:" not in words
    assert printed.count("\n\n") == 1
    assert max(map(len, printed.splitlines())) <= max(width, len("document:  orient-wire-2024-11-30"))


def test_narrow_terminals_keep_a_table_that_fits(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    print_table(["kind", "names"], [["official", "a name of many words " * 8]])
    lines = capsys.readouterr().out.splitlines()

    assert lines[2].startswith("official   a name of many words")
    assert max(map(len, lines)) <= 60


def test_messages_do_not_run_into_the_line_in_motion(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    with live_line("Loading [bold] ...") as show:
        report("Note: something")
        show("1 document")
    printed = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", capsys.readouterr().err)

    assert "Note: something" in re.split(r"[\r\n]+", printed)


def test_empty_table_says_so_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["who"], [])
    captured = capsys.readouterr()

    assert captured.out == ""
    assert captured.err == "Nothing found.\n"


@pytest.mark.parametrize("indent", [None, 2])
def test_json_escapes_what_steers_a_terminal_and_loses_nothing(
    indent: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    marks = {*map(chr, range(0x7F, 0xA0)), *DIRECTION_MARKS, *"\u061c\u200e\u200f\u2028\u2029\x1b\ud800"}
    text = "".join(sorted(marks))
    print_json({text: [text]}, indent=indent)
    printed = capsys.readouterr().out

    assert marks.isdisjoint(printed)
    assert json.loads(printed) == {text: [text]}


def test_json_keeps_every_script(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"name": "هيئة تحرير الشام"}, indent=None)

    assert capsys.readouterr().out == '{"name": "هيئة تحرير الشام"}\n'
