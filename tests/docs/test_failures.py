"""The page of others' failures names tests that exist, and has at least one for every row."""

import ast
import re

import pytest

from bench.__main__ import MEASURES
from tools.reference import DOCS

ROOT = DOCS.parent
ROWS = [line for line in (DOCS / "failures.md").read_text("utf-8").splitlines() if line.startswith("| ")][1:]


@pytest.mark.parametrize("row", ROWS, ids=[row.split("|")[1].strip() for row in ROWS])
def test_every_failure_is_held_by_something_that_exists(row: str) -> None:
    held = row.split("|")[3]
    tests = re.findall(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`", held)
    measures = re.findall(r"the `(\w+)` measure", held)
    assert tests or measures
    assert set(measures) <= set(MEASURES)
    for path, name in tests:
        tree = ast.parse((ROOT / path).read_text("utf-8"))
        defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert name in defined or (not name and any(one.startswith("test_") for one in defined)), f"{path}::{name}"
