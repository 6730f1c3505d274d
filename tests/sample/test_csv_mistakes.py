"""Each mistake in a CSV file is said where it is, all at once, in a sentence that helps."""

from pathlib import Path

import pytest

from server.hall.csvtables import TABLES
from tests.sample.spoiling import check, edit


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("services.csv", "code,prefix", "code,prefx", "1: there is no column 'prefx'. Did you mean 'prefix'?"),
        ("services.csv", "code,prefix", "code,prefx", "services.csv:1: column 'prefix' is missing."),
        ("areas.csv", "code,name_vi,name_en", "code,name_vi,name_vi", "1: column 'name_vi' stands there 2 times."),
        ("areas.csv", "\nB,", "\nA,", "areas.csv:3: code 'A' is already in line 2."),
        ("areas.csv", "A,Công an,Police", "A,Công an,Police,x,y", "areas.csv:2: has 5 cells, but there are 3 columns."),
        ("areas.csv", "A,Công an", "a,Công an", "2: code cannot be 'a'. It must be one capital letter"),
        ("areas.csv", "A,Công an", "A,", "areas.csv:2: name_vi is empty."),
        ("areas.csv", "Công an", "C" * 201, "areas.csv:2: name_vi has 201 characters. At most 200 fit."),
        ("areas.csv", "Công an", "Công\x07an", "areas.csv:2: name_vi contains an invisible character (U+0007)."),
        ("areas.csv", "Công an", "Công\u202ean", "areas.csv:2: name_vi contains an invisible character (U+202E)."),
        ("areas.csv", "Công an", '"Công\nan"', "areas.csv:2: name_vi contains a line break."),
        ("areas.csv", "Công an", '"Công an', "areas.csv:2: cannot be read from here on"),
        ("centre.csv", "Asia/Ho_Chi_Minh", "Asia/Hanoi", "centre.csv:2: timezone cannot be 'Asia/Hanoi'."),
        ("centre.csv", "Asia/Ho_Chi_Minh", "../etc", "centre.csv:2: timezone cannot be '../etc'."),
        ("departments.csv", "DD,B,", "DD,D,", "departments.csv:6: there is no area 'D'. Use one of: A, B, H, K, M, X."),
        ("services.csv", "AH,AH,CAXNC", "AH,AH,CAXNX", "there is no department 'CAXNX'. Did you mean 'CAXNC'?"),
        ("services.csv", "A,intake,Quản", "A,intak,Quản", "kind cannot be 'intak'. Did you mean 'intake'?"),
        ("services.csv", "AH,AH,", "AH,AK,", "services.csv:3: prefix 'AK' is already that of AH."),
        ("services.csv", "AH,AH,", "AH,A1,", "2: prefix cannot be 'A1'. It must be one or two capital letters"),
        ("services.csv", "AH,AH,", "AH,AHK,", "services.csv:2: prefix cannot be 'AHK'."),
        ("services.csv", "AH,AH,", "AH,AQ,", "2: prefix 'AQ' has Q, which cannot be told apart when spoken."),
        ("services.csv", "AH,AH,", "AH,AĐ,", "services.csv:2: prefix cannot be 'AĐ'."),
        ("services.csv", "AH,AH,", "AH,AA,", "services.csv:2: prefix 'AA' is on the deny list."),
        ("services.csv", "AH,AH,", "AH,BV,", "services.csv:2: prefix 'BV' does not begin with its area A."),
        ("services.csv", "AH,AH,", "AH,A,", "2: prefix 'A' has one letter; above 10 services it needs two"),
        ("services.csv", "Hộ chiếu,Passport", "H" * 41 + ",Passport", "label_vi has 41 characters. At most 40 fit."),
        ("counters.csv", "\n15,B", "\n14,B", "counters.csv:15: code '14' is already in line 14."),
        ("counters.csv", "\n15,B", "\nB15,B", "code cannot be 'B15'. It must be a number from 1 to 999"),
        ("counters.csv", "\n1,A", "\n01,A", "counters.csv:2: code cannot be '01'."),
        ("counters.csv", ",BM\n", ",\n", "counters.csv:15: counter 15 serves no service."),
        ("counters.csv", ",BM\n", ",\n", "services.csv:9: no counter serves BM: its tickets would never be called."),
        ("counters.csv", ",BM\n", ",BN\n", "counters.csv:15: there is no service 'BN'. Use one of: "),
        ("counters.csv", ",BM\n", ",BM BM:5\n", "counters.csv:15: services names BM twice."),
        ("counters.csv", ",BM\n", ",BM:-5\n", "15: services has the preference 'BM:-5'. Write it as BM:30"),
        ("counters.csv", ",BM\n", ",BM:1441\n", "counters.csv:15: services has the preference 'BM:1441'."),
        ("procedures.csv", ",8,working,200000", ",8,working,-5", "procedures.csv:2: fee cannot be '-5'."),
        ("procedures.csv", ",8,working,200000", ",8,working,200.000", "procedures.csv:2: fee cannot be '200.000'."),
        ("procedures.csv", ",8,working,200000", ",8,day,200000", "procedures.csv:2: unit cannot be 'day'."),
        ("procedures.csv", ",8,working,200000", ",99999999999999999999999,working,0", "At most 1,000 makes sense."),
        ("procedures.csv", "1.001456,AH", "1.001456,QH", "procedures.csv:2: there is no service 'QH'."),
        ("people.csv", "officer,CAXNC,1\n", "oficer,CAXNC,1\n", "2: role cannot be 'oficer'. Did you mean 'officer'?"),
        ("people.csv", "quay2,", "quay1,", "people.csv:3: username 'quay1' is already in line 2."),
        ("people.csv", "quay2,", "Quầy 2,", "people.csv:3: username cannot be 'Quầy 2'."),
        ("people.csv", "officer,CAXNC,1\n", "officer,CAXNC,99\n", "people.csv:2: there is no counter '99'."),
        ("people.csv", "officer,CAXNC,1\n", "officer,,1\n", "people.csv:2: an officer needs a department"),
        ("people.csv", "reception,TT,", "reception,TT,5", "40: only officers sit at a counter, not reception."),
        ("people.csv", "officer,CAXNC,1\n", "officer,DD,1\n", "2: warning: counter 1 serves nothing of department DD."),
        ("counters.csv", "8,A,,,AX AC", "8,A,,,AX:1440 AC", "6: warning: AC comes strictly after AX at every counter"),
        ("services.csv", "n,Đăng ký xe,", "n,GIẤY phép lái xe,", "5: warning: AX has the same label as AM"),
    ],
)  # fmt: skip
def test_a_mistake_says_where_what_and_what_to_do(folder: Path, name: str, old: str, new: str, says: str) -> None:
    edit(folder, name, old, new)
    found = check(folder)
    assert any(says in line for line in found), found


def test_every_mistake_is_said_at_once_in_the_order_of_files_and_lines(folder: Path) -> None:
    edit(folder, "areas.csv", "B,", "b,")
    edit(folder, "services.csv", "AH,AH,", "AH,AQ,")
    edit(folder, "services.csv", "KA,KA,TP", "KA,KA,TQ")
    edit(folder, "counters.csv", "\n15,B", "\nB15,B")
    edit(folder, "procedures.csv", ",8,working,200000", ",x,y,z")
    edit(folder, "people.csv", "supervisor", "boss")
    places = [line.partition(": ")[0] for line in check(folder)]
    assert places[:3] == ["areas.csv:3", "departments.csv:6", "departments.csv:7"]
    order = [(list(TABLES).index(file), int(line)) for file, line in (place.split(".csv:") for place in places)]
    assert order == sorted(order)
    for place, times in [("services.csv:2", 1), ("services.csv:18", 1), ("procedures.csv:2", 3), ("people.csv:41", 1)]:
        assert places.count(place) == times


def test_a_row_that_is_wrong_elsewhere_is_still_known_to_the_others(folder: Path) -> None:
    edit(folder, "departments.csv", "CAXNC,A,Công an tỉnh – Quản lý xuất nhập cảnh", "CAXNC,A,")
    assert check(folder) == ["departments.csv:2: name_vi is empty."]


def test_a_file_that_cannot_be_read_is_the_only_mistake(folder: Path) -> None:
    (folder / "areas.csv").write_bytes("code,name_vi\nA,Công an\n".encode("utf-16"))
    assert check(folder) == [
        "areas.csv: is UTF-16 text, not UTF-8. In Excel choose 'Save as', 'CSV UTF-8 (comma delimited)'."
    ]
