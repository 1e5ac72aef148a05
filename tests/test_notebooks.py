"""The tour runs from top to bottom as a user would run it, and shows what it promises."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import nbclient
import nbformat
import pytest

TOUR = Path(__file__).resolve().parents[1] / "notebooks" / "tour.ipynb"
_MOST_SECONDS = 300  # of one cell; the build takes about one minute on an idle core


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[str, nbformat.NotebookNode]:
    """Run the tour once, in an empty folder and with nobody's own settings; return its code cells by id."""
    folder = tmp_path_factory.mktemp("tour")
    notebook = nbformat.read(TOUR, as_version=4)
    with pytest.MonkeyPatch.context() as environment:
        # Without it jupyter warns that its paths will change.
        environment.setenv("JUPYTER_PLATFORM_DIRS", "1")
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            environment.setenv(name, str(folder / name.lower()))
        for name in ("KG_STORE", "KG_MODEL", "KG_BASE", "KG_CATALOGUE"):
            environment.delenv(name, raising=False)
        nbclient.NotebookClient(
            notebook,
            timeout=_MOST_SECONDS,
            kernel_name="python3",
            resources={"metadata": {"path": str(folder)}},
        ).execute()
    return {cell.id: cell for cell in notebook.cells if cell.cell_type == "code"}


def printed(cell: nbformat.NotebookNode) -> str:
    """Return what a cell printed, and check that it complained about nothing."""
    assert [output for output in cell.outputs if output.get("name") == "stderr"] == []
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def test_the_committed_tour_holds_no_outputs() -> None:
    notebook = nbformat.read(TOUR, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]

    assert [cell.id for cell in code if cell.outputs or cell.execution_count is not None] == []
    assert notebook.metadata.kernelspec.name == "python3"


@pytest.mark.slow
def test_every_cell_ran_once_in_order(cells: dict[str, nbformat.NotebookNode]) -> None:
    assert [cell.execution_count for cell in cells.values()] == list(range(1, len(cells) + 1))


@pytest.mark.slow
def test_all_samples_and_the_own_note_are_read_once(cells: dict[str, nbformat.NotebookNode]) -> None:
    first, second = printed(cells["build"]).splitlines()

    found = re.fullmatch(
        r"BuildReport\(added=(\d+), replaced=0, unchanged=0, failed=0, claims=(\d+), copies=0\)", first
    )
    assert found is not None
    assert int(found[1]) >= 16
    assert int(found[2]) >= 50
    assert second == "BuildReport(added=0, replaced=0, unchanged=1, failed=0, claims=0, copies=0)"


@pytest.mark.slow
def test_it_tells_who_backs_whom(cells: dict[str, nbformat.NotebookNode]) -> None:
    lines = [" ".join(line.split()) for line in printed(cells["backs"]).splitlines()]

    assert "1 1 Russia -> Orontes Shield" in lines
    assert any(line.endswith("Türkiye -> Syrian National Army") for line in lines)


@pytest.mark.slow
def test_sparql_answers_with_the_sentence(cells: dict[str, nbformat.NotebookNode]) -> None:
    text = printed(cells["sparql"])

    assert "Does Russia back the Orontes Shield? True" in text
    assert (
        "2012-12-12  United States, in Levant Courier:\n    The United States has designated al-Nusra" in text
    )


@pytest.mark.slow
def test_names_are_the_ones_of_the_day(cells: dict[str, nbformat.NotebookNode]) -> None:
    text = printed(cells["alias"])

    assert "HTS is Hay'at Tahrir al-Sham (hayat-tahrir-al-sham); in 2014 it was called al-Nusra Front" in text
    assert "in 2016-09 it was called Jabhat Fateh al-Sham" in text
    assert (
        "Ghab Valley Brigade is Orontes Shield (orontes-shield); in 2024 it was called Orontes Shield" in text
    )
    assert "    ? to 2023-05: Ghab Valley Brigade\n    2023-05 to now: Orontes Shield" in text


@pytest.mark.slow
def test_a_tie_leads_to_its_sentences(cells: dict[str, nbformat.NotebookNode]) -> None:
    text = printed(cells["tie"])

    found = re.search(r"Türkiye backs the Syrian National Army: (\d+) affirmed", text)
    assert found is not None
    assert int(found[1]) >= 2
    assert (
        "The Türkiye-backed Syrian National Army, an alliance of rebel factions, joined the offensive" in text
    )


@pytest.mark.slow
def test_the_picture_holds_all_it_needs(cells: dict[str, nbformat.NotebookNode]) -> None:
    (output,) = cells["picture"].outputs
    frame = output.data["text/html"]
    found = re.search(r'src="data:text/html;base64,([A-Za-z0-9+/=]+)"', frame)
    assert found is not None
    page = base64.b64decode(found[1]).decode("utf-8")

    assert "<title>Around the Orontes Shield</title>" in page
    assert "Russia backs the Orontes Shield, a militia" in page
    assert re.findall(r"""(?:src|href)=["']?https?:""", page) == []
