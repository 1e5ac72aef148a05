"""The names that a program may import from ``kg``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import kg


def test_every_public_name_is_there_and_the_list_is_sorted() -> None:
    assert dir(kg) == sorted(kg.__all__)
    assert len(set(kg.__all__)) == len(kg.__all__)
    for name in kg.__all__:
        assert getattr(kg, name) is not None, name


def test_public_names_are_the_ones_that_have_a_home() -> None:
    assert set(kg._HOME_OF) | {*kg._MODULES, "__version__", "open_store"} == set(kg.__all__)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'kg' has no attribute 'nothing'"):
        _ = kg.nothing


def test_importing_the_package_imports_no_dependency() -> None:
    heavy = {"spacy", "rdflib", "pyoxigraph", "click", "numpy"}
    code = f"import kg, sys; print(sorted({heavy} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"


def test_the_example_of_the_docstring_holds(tmp_path: Path) -> None:
    with kg.open_store(tmp_path / "store") as store:
        assert isinstance(store, kg.Store)

    assert kg.resolve("HTS", on="2014")[0].actor_id == "hayat-tahrir-al-sham"
    assert kg.alias("HTS", on="2014").name_in_force == "al-Nusra Front"
    assert 'kg.resolve("HTS", on="2014")[0].actor_id  # \'hayat-tahrir-al-sham\'' in (kg.__doc__ or "")
