"""Counters, times and texts as they are written on a slip."""

import json
import re
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.slip import Slip
from kiosk.slip_words import WORDS, clean, fold, outlook, place
from server.rules.catalogue import Text
from tests.devices.samples import ALL

texts = st.builds(Text, vi=st.text(max_size=40), en=st.text(max_size=40))
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
slips = st.builds(
    Slip,
    centre=texts,
    number=st.text(max_size=10),
    service=texts,
    area=texts,
    counters=st.lists(st.text(max_size=4), max_size=9).map(tuple),
    issued_at=st.datetimes(timezones=zones),
    lang=st.sampled_from(["vi", "en"]),
    ahead=st.none() | st.integers(0, 500),
    expected=st.none() | texts,
    late=st.booleans(),
    then=st.lists(texts, max_size=2).map(tuple),
    track_url=st.none() | st.text(max_size=80),
    staff_code=st.text(max_size=8),
    priority=st.booleans(),
    hotline=st.text(max_size=20),
)


@given(slips)
def test_a_slip_comes_back_from_its_json_as_it_was(slip: Slip) -> None:
    back = Slip.from_json(slip.to_json())
    assert back == slip
    assert back.issued_at.utcoffset() == slip.issued_at.utcoffset()


def test_json_of_an_older_or_newer_program_is_still_read() -> None:
    facts = json.loads(ALL["plain"].to_json())
    del facts["hotline"], facts["appointment"]
    facts["later"] = 1
    assert Slip.from_json(json.dumps(facts)).hotline == ""
    del facts["then"]
    facts["next_service"] = {"vi": "Thu phí", "en": "Fees"}
    assert Slip.from_json(json.dumps(facts)).then == (Text("Thu phí", "Fees"),)


@pytest.mark.parametrize("broken", ["", "[]", "{}", "null", '{"number": 1}', '"x"'])
def test_what_is_not_a_slip_is_refused_with_a_value_error(broken: str) -> None:
    with pytest.raises(ValueError):
        Slip.from_json(broken)


@pytest.mark.parametrize(
    ("counters", "written"),
    [
        ("11 12 13 14", "11-14"),
        ("15", "15"),
        ("14 11 12 13", "11-14"),
        ("1 2 4 6 7 8", "1-2, 4, 6-8"),
        ("9 10", "9-10"),
        ("5 VIP 6", "5-6, VIP"),
        ("", ""),
    ],
)
def test_counters_are_folded_into_ranges(counters: str, written: str) -> None:
    assert fold(counters.split()) == written


@given(st.lists(st.integers(0, 120).map(str)))
def test_folding_loses_and_invents_no_counter(counters: list[str]) -> None:
    unfolded: list[str] = []
    for part in filter(None, fold(counters).split(", ")):
        low, _, high = part.partition("-")
        unfolded += [str(n) for n in range(int(low), int(high or low) + 1)]
    assert unfolded == sorted(set(counters), key=int)


def test_one_counter_and_one_person_are_singular() -> None:
    assert place(Text("Khu B", "Area B"), ("15",), "en") == "Area B, counter 15"
    assert place(Text("", ""), ("15",), "vi") == "Quầy 15"
    assert clean(outlook(1, None, "en")).endswith("1 person ahead of you".replace(" ", "\u00a0"))
    assert outlook(None, None, "vi") == ""


def test_what_was_expected_is_said_in_the_slips_own_language() -> None:
    told = Text("từ 15:50", "from 15:50")
    assert clean(outlook(4, told, "vi")).replace("\u00a0", " ") == ("Lúc lấy số: 4 người phía trước, dự kiến từ 15:50")
    assert clean(outlook(None, told, "en")).endswith("expected from 15:50".replace(" ", "\u00a0"))


def test_every_text_has_the_same_facts_in_both_languages() -> None:
    for word, text in WORDS.items():
        assert text.vi and text.en, word
        assert set(re.findall(r"{\w+}", text.vi)) == set(re.findall(r"{\w+}", text.en)), word
