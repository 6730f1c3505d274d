"""A copy of the sample to spoil."""

import shutil
from pathlib import Path

import pytest

from tests.sample.spoiling import SAMPLE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "hall"))
