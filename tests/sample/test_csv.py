"""CSV files: whatever people save is read, or said to be what it is; export then import changes nothing."""

from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.config import ConfigError, Numbers
from server.hall.csvfiles import files_in, merge, read
from server.hall.csvtables import TABLES
from server.hall.csvwrite import write
from server.rules.catalogue import (
    Area,
    Catalogue,
    Centre,
    Counter,
    Department,
    Kind,
    Person,
    Procedure,
    Service,
    Text,
)
from tests.sample.spoiling import PEOPLE, SAMPLE, WHOLE, check, edit, said


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "areas.csv: is empty. Its first line is: code,name_vi,name_en"),
        (b"code,name_vi\n", "areas.csv: has no rows under its header."),
        (b"PK\x03\x04rest", "areas.csv: is an Excel workbook, not a CSV file."),
        ("code,name_vi\nA,Công an\n".encode("cp1258", "replace"), "areas.csv:2: is not UTF-8 text"),
        (b"code,name_vi\nA,\x00\n", "areas.csv:2: name_vi contains an invisible character (U+0000)."),
        (b"x" * 10_000_001, "areas.csv: has 10,000,001 bytes"),
        (b"code,name_vi\nA," + b"x" * 200_000, "cannot be read from here on: field larger than field limit"),
    ],
)
def test_files_that_are_something_else(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "areas.csv").write_bytes(data)
    assert check(tmp_path)[0].startswith(says.partition("cannot be read")[0])
    assert says in check(tmp_path)[0]


def test_a_missing_file_a_folder_and_a_foreign_name_are_sentences(tmp_path: Path) -> None:
    (tmp_path / "areas.csv").mkdir()
    assert check(tmp_path, "areas.csv")[0].startswith("areas.csv: is a folder.")
    assert check(tmp_path, "services.csv") == ["services.csv: there is no such file."]
    foreign = check(tmp_path, "service.csv")
    assert foreign == ["service.csv: is not the name of a file that can be imported. Did you mean 'services.csv'?"]


def test_one_file_given_twice(folder: Path) -> None:
    assert "areas.csv is given twice" in check(folder, "areas.csv", "areas.csv")[0]


RESAVED: dict[str, Callable[[str], bytes]] = {
    "byte order mark": lambda text: text.encode("utf-8-sig"),
    "windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "old mac line ends": lambda text: text.replace("\n", "\r").encode(),
    "sep line": lambda text: ("sep=,\r\n" + text).encode(),
    "blank lines": lambda text: text.replace("\n", "\n\n").encode(),
    "trailing commas": lambda text: text.replace("\n", ",\n").encode(),
    "capital header": lambda text: (text.split("\n", 1)[0].upper() + "\n" + text.split("\n", 1)[1]).encode(),
    "no last line end": lambda text: text.rstrip("\n").encode(),
}


@pytest.mark.parametrize("how", RESAVED)
def test_what_other_programs_save_is_the_same_catalogue(folder: Path, how: str) -> None:
    for path in files_in(folder):
        path.write_bytes(RESAVED[how](path.read_text("utf-8")))
    assert merge(files_in(folder), Numbers()) == (WHOLE, PEOPLE)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_of_other_regions(tmp_path: Path, delimiter: str) -> None:
    rows = [["code", "name_vi", "name_en"], ["A", "Đất đai, Thuế", "Land, Tax"]]
    (tmp_path / "areas.csv").write_text("\n".join(delimiter.join(row) for row in rows), "utf-8-sig")
    assert check(tmp_path) == []


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text('sep=,\ncode,name_vi\n\nA,"two\nlines"\nb,Hai\n', "utf-8")
    assert [line.partition(": ")[0] for line in check(tmp_path)] == ["areas.csv:4", "areas.csv:6"]


def test_decomposed_text_is_stored_composed_and_html_as_it_stands(folder: Path) -> None:
    edit(folder, "areas.csv", "Công an", "Co\u0302ng an\u00a0<b>1</b>")
    assert merge([folder / "areas.csv"], Numbers(), WHOLE)[0].areas["A"].name.vi == "C\u00f4ng an <b>1</b>"


def test_a_subset_is_checked_without_the_files_that_are_not_there() -> None:
    for path in files_in(SAMPLE):
        if path.name != "services.csv":
            assert said(read([path], Numbers())) == []


def test_a_few_services_may_have_one_letter(folder: Path) -> None:
    rows = (folder / "services.csv").read_text("utf-8").splitlines()
    few = [rows[0], rows[1].replace("AH,AH,", "AH,H,"), rows[2].replace("AK,AK,", "AK,K,")]
    (folder / "services.csv").write_text("\n".join(few), "utf-8")
    assert check(folder, "services.csv") == []
    (folder / "services.csv").write_text("\n".join(rows[:3]), "utf-8")
    assert all("warning: prefix" in line for line in check(folder, "services.csv"))


@pytest.mark.parametrize(
    ("pair", "alike"),
    [(("AB", "AP"), True), (("AB", "AD"), True), (("A", "AK"), True), (("AK", "KA"), True), (("AH", "AK"), False)],
)
def test_prefixes_that_sound_alike_are_a_warning(folder: Path, pair: tuple[str, str], alike: bool) -> None:
    edit(folder, "services.csv", "AH,AH,", f"AH,{pair[0]},")
    edit(folder, "services.csv", "AK,AK,", f"AK,{pair[1]},")
    wide = Numbers(letters="ABCDGHKMPTVX", deny=())
    found = said(read([folder / "services.csv"], wide))
    assert any("services.csv:3: warning: prefixes" in line and "sound alike" in line for line in found) is alike


def test_files_replace_their_tables_and_leave_the_others(folder: Path) -> None:
    edit(folder, "areas.csv", "Police", "Public security")
    catalogue, people = merge([folder / "areas.csv"], Numbers(), WHOLE)
    assert people is None
    assert catalogue.areas["A"].name.en == "Public security"
    assert (catalogue.services, catalogue.counters) == (WHOLE.services, WHOLE.counters)


def test_a_table_that_no_longer_has_what_the_hall_uses_is_refused(folder: Path) -> None:
    path = folder / "services.csv"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("BM,")]
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(ConfigError, match="the hall's counters, 15: there is no service 'BM'"):
        merge([path], Numbers(), WHOLE)


def test_procedures_may_be_emptied(folder: Path) -> None:
    (folder / "procedures.csv").write_text("code,service,name_vi\n", "utf-8")
    assert merge([folder / "procedures.csv"], Numbers(), WHOLE)[0].procedures == {}


def test_an_import_raises_all_errors_and_no_warnings(folder: Path) -> None:
    edit(folder, "people.csv", "officer,CAXNC,1\n", "officer,DD,1\n")
    merge(files_in(folder), Numbers())
    edit(folder, "areas.csv", "B,", "b,")
    edit(folder, "people.csv", "supervisor", "boss")
    with pytest.raises(ConfigError) as caught:
        merge(files_in(folder), Numbers())
    assert len(caught.value.mistakes) > 2
    assert {mistake.level for mistake in caught.value.mistakes} == {"error"}


def test_a_new_hall_needs_its_five_files() -> None:
    with pytest.raises(ConfigError, match=r"also needs centre\.csv, departments\.csv, services\.csv, counters\.csv"):
        merge([SAMPLE / "areas.csv"], Numbers())


def test_a_hall_keeps_its_code(folder: Path) -> None:
    edit(folder, "centre.csv", "quangninh,", "haiphong,")
    with pytest.raises(ConfigError, match="the hall here is 'quangninh', not 'haiphong'"):
        merge([folder / "centre.csv"], Numbers(), WHOLE)


def test_two_centres_are_one_too_many(folder: Path) -> None:
    with (folder / "centre.csv").open("a", encoding="utf-8") as file:
        file.write("other,Khác,Other,Asia/Ho_Chi_Minh,,\n")
    assert check(folder) == ["centre.csv: has 2 centres; one hall is one centre. Keep one row."]


SAFE = st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u00a0"), max_size=30)
WORDS = SAFE.map(lambda text: normalize("NFC", text).strip()).filter(lambda text: 0 < len(text) <= 40)


@given(vi=WORDS, en=WORDS, fee=st.none() | st.integers(0, 10**9), preference=st.integers(0, 1440), label=WORDS)
def test_export_then_import_gives_the_same_catalogue(
    tmp_path_factory: pytest.TempPathFactory, vi: str, en: str, fee: int | None, preference: int, label: str
) -> None:
    text = Text(vi, en)
    catalogue = Catalogue(
        Centre("c", text, "UTC", hotline=label, address=vi),
        {"A": Area("A", text)},
        {"D": Department("D", "A", text, Text(label, label), "land")},
        {"S": Service("S", "A", "D", "A", Kind.PAYMENT, text, Text(label, en), vi)},
        {"7": Counter("7", "A", Text(label, en), {"S": preference})},
        {"1.2": Procedure("1.2", "S", text, fee and fee % 1000, "hours", fee, vi, en)},
    )
    people = (Person("u", vi, "officer", "D", "7"),)
    folder = tmp_path_factory.mktemp("out")
    assert merge(write(catalogue, people, folder), Numbers()) == (catalogue, people)


@given(st.binary(max_size=300), st.sampled_from(list(TABLES)))
def test_no_bytes_raise_anything(tmp_path_factory: pytest.TempPathFactory, data: bytes, table: str) -> None:
    path = tmp_path_factory.mktemp("any") / f"{table}.csv"
    path.write_bytes(data)
    assert read([path], Numbers()).mistakes


@given(st.lists(st.lists(st.text(max_size=12), max_size=10), max_size=5), st.sampled_from(list(TABLES)))
def test_no_cells_raise_anything(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], table: str) -> None:
    header = ",".join(TABLES[table].model_fields)
    body = "\n".join(",".join(row) for row in rows)
    path = tmp_path_factory.mktemp("any") / f"{table}.csv"
    path.write_text(f"{header}\n{body}", "utf-8", errors="replace")
    read([path], Numbers(), WHOLE)
