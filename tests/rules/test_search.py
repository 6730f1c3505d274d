"""Finding services and procedures without accents."""

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.config import Numbers
from server.hall.csvfiles import files_in, merge
from server.rules.search import fold, search

SAMPLE, _ = merge(files_in(Path(__file__).parents[2] / "sample" / "quangninh"), Numbers())


def services(words: str) -> list[str]:
    return [hit.service.code for hit in search(SAMPLE, words)]


def test_fold_drops_accents_capitals_and_the_bar_of_d() -> None:
    assert fold("Đất ĐAI đường Nguyễn Ưu Ơ") == "dat dai duong nguyen uu o"


@given(st.text(max_size=40))
def test_fold_is_the_same_for_every_way_to_write_it(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("words", "service"),
    [
        ("ho chieu", "AH"),
        ("Hộ chiếu", "AH"),
        ("HO CHIEU", "AH"),
        ("passport", "AH"),
        ("dat dai", "BA"),
        ("so do", "BA"),
        ("can cuoc", "AK"),
        ("cccd", "AK"),
        ("bang lai", "AM"),
        ("bien so xe", "AX"),
        ("khai sinh", "KA"),
        ("thai san", "KX"),
        ("AH", "AH"),
    ],
)
def test_the_best_hit_is_the_one_meant(words: str, service: str) -> None:
    assert services(words)[0] == service


def test_ho_chieu_finds_the_passport_procedures() -> None:
    found = [hit.procedure.code for hit in search(SAMPLE, "ho chieu") if hit.procedure]
    assert set(found[:3]) == {"1.001456", "1.001445", "1.010384"}


def test_dat_dai_finds_both_land_services_and_their_results() -> None:
    hits = [hit.service.code for hit in search(SAMPLE, "dat dai") if hit.procedure is None]
    assert hits[:3] == ["BA", "BM", "BT"]


def test_a_procedure_is_found_by_its_code() -> None:
    assert [hit.procedure.code for hit in search(SAMPLE, "3.000353") if hit.procedure] == ["3.000353"]


@pytest.mark.parametrize("words", ["", "   ", "?!%", "khong co gi nhu vay", "hộ chiếu zzz"])
def test_what_is_not_there_is_not_found(words: str) -> None:
    assert search(SAMPLE, words) == ()


def test_no_more_than_asked_for() -> None:
    assert len(search(SAMPLE, "cap", limit=5)) == 5
    assert search(SAMPLE, "cap", limit=0) == ()


TITLES = [procedure.name.vi for procedure in SAMPLE.procedures.values()]


@given(st.sampled_from(TITLES), st.data())
def test_any_words_of_a_title_or_their_beginnings_find_it(title: str, data: st.DataObject) -> None:
    words = [word for word in fold(title).replace("/", " ").split() if word.isalnum()]
    typed = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=4))
    cut = [word[: data.draw(st.integers(1, len(word)))] for word in typed]
    found = search(SAMPLE, " ".join(cut), limit=200)
    assert title in [hit.procedure.name.vi for hit in found if hit.procedure]


@given(st.text(max_size=60))
def test_nothing_typed_breaks_it_and_all_words_fit(words: str) -> None:
    for hit in search(SAMPLE, words):
        assert hit.service.code in SAMPLE.services


def test_it_keeps_up_with_typing() -> None:
    search(SAMPLE, "a")
    begin = time.process_time()
    for _ in range(50):
        search(SAMPLE, "cap giay phep")
    assert (time.process_time() - begin) / 50 < 0.02
