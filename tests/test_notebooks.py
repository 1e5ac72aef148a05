"""The notebooks run from top to bottom as a user would run them, and show what they promise."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable
from pathlib import Path

import nbclient
import nbformat
import pytest
from browsing import Browser

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
_MOST_SECONDS = 300  # of one cell; the build takes about one minute on an idle core

Cells = dict[str, nbformat.NotebookNode]


@pytest.fixture(scope="session")
def cells(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Cells]:
    """Return what runs a notebook once and returns its code cells by id.

    They run in one folder that is empty at first, with nobody's own settings. Two of them keep the samples in
    the same store there, so whichever runs second reads nothing again, as it would for a user.
    """
    folder = tmp_path_factory.mktemp("notebooks")
    ran: dict[str, Cells] = {}

    def run(name: str) -> Cells:
        if name not in ran:
            ran[name] = _run(NOTEBOOKS / f"{name}.ipynb", folder)
        return ran[name]

    return run


def _run(path: Path, folder: Path) -> Cells:
    notebook = nbformat.read(path, as_version=4)
    with pytest.MonkeyPatch.context() as environment:
        # Without it jupyter warns that its paths will change.
        environment.setenv("JUPYTER_PLATFORM_DIRS", "1")
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            environment.setenv(name, str(folder / name.lower()))
        for name in ("KG_STORE", "KG_MODEL", "KG_BASE", "KG_CATALOGUE", "UCDP_ACTORS"):
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


def shown(cell: nbformat.NotebookNode) -> str:
    """Return the picture that a cell shows, as HTML."""
    (data,) = (output.data for output in cell.outputs if "data" in output)
    return str(data.get("text/html") or data["image/svg+xml"])


def page_in(frame: str) -> str:
    """Return the page that a frame holds."""
    found = re.search(r'srcdoc="([^"]*)"', frame)
    assert found is not None
    return html.unescape(found[1])


def test_there_are_at_least_four() -> None:
    assert {"tour", "alliances-in-syria", "what-outlets-claim", "splits-and-renames"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_committed_notebook_holds_no_outputs(name: str) -> None:
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]

    assert [cell.id for cell in code if cell.outputs or cell.execution_count is not None] == []
    assert notebook.metadata.kernelspec.name == "python3"


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_cell_runs_once_in_order_without_complaint(name: str, cells: Callable[[str], Cells]) -> None:
    ran = cells(name)

    assert [cell.execution_count for cell in ran.values()] == list(range(1, len(ran) + 1))
    for cell in ran.values():
        printed(cell)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_its_pictures_are_drawn_and_ask_nobody(
    name: str, cells: Callable[[str], Cells], tmp_path: Path, browser: Browser
) -> None:
    pictures = [
        shown(cell) for cell in cells(name).values() if any("data" in output for output in cell.outputs)
    ]
    assert pictures, "each answers its question with a picture"
    page = tmp_path / "pictures.html"
    page.write_text(
        "<!DOCTYPE html><title>Pictures</title>" + "\n".join(map(_open, pictures)), encoding="utf-8"
    )
    browser.open(page, height=4000)  # a browser draws no frame that nobody sees

    def drawn(tab: object) -> bool:
        frames = tab.frames[1:]  # type: ignore[attr-defined]
        return all(frame.evaluate(_COLOURS) > 20 for frame in frames)

    browser.until(lambda: browser.do(drawn))
    assert browser.run("return document.querySelectorAll('iframe, svg').length") == len(pictures)


_COLOURS = """() => {
  const canvas = document.querySelector("canvas");
  if (!canvas || !canvas.width) return 0;
  return new Set(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data).size;
}"""


def _open(picture: str) -> str:
    """Return a picture as it is, but a page in an address as one that the browser draws at once."""
    found = re.search(r'src="data:text/html;base64,([A-Za-z0-9+/=]+)"', picture)
    if found is None:
        return picture
    page = base64.b64decode(found[1]).decode("utf-8")
    return f'<iframe srcdoc="{html.escape(page)}" width="1000" height="640"></iframe>'


@pytest.mark.slow
def test_the_tour_reads_all_samples_and_its_own_note_once(cells: Callable[[str], Cells]) -> None:
    first, second = printed(cells("tour")["build"]).splitlines()

    found = re.fullmatch(
        r"BuildReport\(added=(\d+), replaced=0, unchanged=0, failed=0, claims=(\d+), copies=0\)", first
    )
    assert found is not None
    assert int(found[1]) >= 16
    assert int(found[2]) >= 50
    assert second == "BuildReport(added=0, replaced=0, unchanged=1, failed=0, claims=0, copies=0)"


@pytest.mark.slow
def test_the_tour_tells_who_backs_whom(cells: Callable[[str], Cells]) -> None:
    lines = [" ".join(line.split()) for line in printed(cells("tour")["backs"]).splitlines()]

    assert "1 1 Russia -> Orontes Shield" in lines
    assert any(line.endswith("Türkiye -> Syrian National Army") for line in lines)


@pytest.mark.slow
def test_in_the_tour_sparql_answers_with_the_sentence(cells: Callable[[str], Cells]) -> None:
    text = printed(cells("tour")["sparql"])

    assert "Does Russia back the Orontes Shield? True" in text
    assert (
        "2012-12-12  United States, in Levant Courier:\n    The United States has designated al-Nusra" in text
    )


@pytest.mark.slow
def test_in_the_tour_names_are_the_ones_of_the_day(cells: Callable[[str], Cells]) -> None:
    text = printed(cells("tour")["alias"])

    assert "HTS is Hay'at Tahrir al-Sham (hayat-tahrir-al-sham); in 2014 it was called al-Nusra Front" in text
    assert "in 2016-09 it was called Jabhat Fateh al-Sham" in text
    assert (
        "Ghab Valley Brigade is Orontes Shield (orontes-shield); in 2024 it was called Orontes Shield" in text
    )
    assert "    ? to 2023-05: Ghab Valley Brigade\n    2023-05 to now: Orontes Shield" in text


@pytest.mark.slow
def test_in_the_tour_a_tie_leads_to_its_sentences(cells: Callable[[str], Cells]) -> None:
    text = printed(cells("tour")["tie"])

    found = re.search(r"Türkiye backs the Syrian National Army: (\d+) affirmed", text)
    assert found is not None
    assert int(found[1]) >= 2
    assert (
        "The Türkiye-backed Syrian National Army, an alliance of rebel factions, joined the offensive" in text
    )


@pytest.mark.slow
def test_the_picture_of_the_tour_is_a_page_of_its_own(cells: Callable[[str], Cells]) -> None:
    page = page_in(shown(cells("tour")["picture"]))

    assert "<title>Around the Orontes Shield</title>" in page
    assert "Russia backs the Orontes Shield, a militia" in page
    assert re.findall(r"""(?:src|href)=["']?https?:""", page) == []


@pytest.mark.slow
def test_the_samples_are_read_once_for_both_that_ask_them(cells: Callable[[str], Cells]) -> None:
    built = [printed(cells(name)["build"]) for name in ("alliances-in-syria", "what-outlets-claim")]
    added = [text.split("BuildReport(added=")[1].split(", failed=0")[0] for text in built]

    assert sorted(added) == ["0, replaced=0, unchanged=17", "17, replaced=0, unchanged=0"]


@pytest.mark.slow
def test_alliances_draws_three_periods_and_tells_what_turned_round(cells: Callable[[str], Cells]) -> None:
    ran = cells("alliances-in-syria")
    pages = [page_in(shown(ran[name])) for name in ("period-1", "period-2", "period-3")]

    assert [re.findall("<title>(.*?)</title>", page) for page in pages] == [
        ["Syria, 2012 to 2016"],
        ["Syria, 2017 to 2020"],
        ["Syria, 2021 to 2025"],
    ]
    assert "Hay'at Tahrir al-Sham – Türkiye" in html.unescape(shown(ran["pairs"]))
    turned = printed(ran["changed"]).split("Hay'at Tahrir al-Sham – Türkiye\n")[1]
    told = [line.split()[:3] for line in turned.splitlines()[:4]]
    assert told == [
        ["2012-12-12", "friendly", "backs"],
        ["2015-10-01", "friendly", "backs"],
        ["2020-03-06", "hostile", "designates_terrorist"],
        ["2024-11-30", "hostile", "designates_terrorist"],
    ]
    camps = printed(ran["camps"]).split("2021 to 2025\n")[1]
    assert any("Türkiye" in line and "Syrian National Army" in line for line in camps.splitlines())


@pytest.mark.slow
def test_outlets_tells_who_affirms_and_who_denies(cells: Callable[[str], Cells]) -> None:
    ran = cells("what-outlets-claim")

    assert "Syrian Democratic Forces part_of Kurdistan Workers' Party: 1 affirmed, 1 denied" in printed(
        ran["contested"]
    )
    assert "according to foreign ministry: affirmed backs" in printed(ran["pair"])
    assert shown(ran["table"]).count("<circle") > 10
    assert "<title>Damascus Gazette (state media)</title>" in page_in(shown(ran["gazette"]))
    assert "  Orient Wire" in printed(ran["rdf"])


@pytest.mark.slow
def test_splits_imports_a_list_and_draws_who_came_out_of_whom(cells: Callable[[str], Cells]) -> None:
    ran = cells("splits-and-renames")

    assert printed(ran["import"]) == "10 actors, 1 of them new; 10 claims\n"
    assert "10 of 10 actors, 10 of 10 ties shown" in page_in(shown(ran["graph"]))
    assert "Salafist Group for Preaching and Combat → al-Qaeda in the Islamic Maghreb" in shown(ran["lives"])
    assert "No dates known: ['Islamic Movement of Azawad']" in printed(ran["lives"])
    told = printed(ran["sentence"])
    assert "al-Mourabitoun came out of Movement for Unity and Jihad in West Africa: 'NamePrev: MUJAO," in told
    assert "1998        split: gia -> aqim" in told
