"""A copy for each test of what its module has truly happened."""

import copy

import pytest

from tests.chaos.spoiling import Told


@pytest.fixture
def told(true: Told) -> Told:
    """The same as it really was, to spoil."""
    return copy.deepcopy(true)
