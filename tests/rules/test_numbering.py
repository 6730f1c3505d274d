"""Numbers look as citizens know them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.numbering import number


@pytest.mark.parametrize(
    ("prefix", "serial", "digits", "shown"),
    [
        ("BA", 5, 3, "BA005"),
        ("A", 42, 3, "A042"),
        ("BA", 999, 3, "BA999"),
        ("BA", 1000, 3, "BA1000"),
        ("X", 7, 2, "X07"),
        ("X", 4, 5, "X00004"),
    ],
)
def test_a_number_is_its_prefix_and_a_padded_serial(prefix: str, serial: int, digits: int, shown: str) -> None:
    assert number(prefix, serial, digits) == shown


@given(st.integers(1, 20_000), st.integers(1, 20_000), st.integers(2, 5))
def test_two_serials_never_share_a_number(one: int, other: int, digits: int) -> None:
    assert (number("BA", one, digits) == number("BA", other, digits)) == (one == other)
