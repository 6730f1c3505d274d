"""The sample centre is the one of the domain, and has no mistake."""

import csv
import unicodedata
from collections import Counter as Tally
from pathlib import Path

import pytest

from server.config import Numbers
from server.hall.csvfiles import files_in, read
from server.hall.csvwrite import write
from server.rules.catalogue import Kind

FOLDER = Path(__file__).parents[2] / "sample" / "quangninh"
READING = read(files_in(FOLDER), Numbers())
assert READING.catalogue, READING.mistakes
assert READING.people
SAMPLE, PEOPLE = READING.catalogue, READING.people

SERVICES_AT = {
    "1 2 3": "AH",
    "4 5": "AK",
    "6 7": "AM",
    "8": "AX AC",
    "9": "AT",
    "11 12 13 14": "BA",
    "15": "BM",
    "16 17": "BH",
    "18": "BT",
    "21 22": "HA",
    "23": "HK HC",
    "24": "HX",
    "25": "HM",
    "26": "HT",
    "31 32": "KA",
    "33": "KM",
    "34 35": "KX",
    "36": "KT",
    "41": "MA MX",
    "42": "MH MG MC",
    "43": "MV",
    "44": "MK MB",
    "45": "MT",
    "51 52": "XA",
    "53": "XH",
    "54": "XC",
}


def test_check_says_nothing_about_it_not_even_a_warning() -> None:
    assert READING.mistakes == ()


def test_it_has_the_numbers_of_the_domain() -> None:
    assert list(SAMPLE.areas) == list("ABHKMX")
    assert (len(SAMPLE.departments), len(SAMPLE.services), len(SAMPLE.counters)) == (22, 32, 38)
    assert len(SAMPLE.procedures) == 105


@pytest.mark.parametrize(("counters", "services"), SERVICES_AT.items())
def test_each_counter_serves_what_the_domain_says(counters: str, services: str) -> None:
    for code in counters.split():
        assert list(SAMPLE.counters[code].services) == services.split()
        assert SAMPLE.counters[code].area == services[0]


def test_every_counter_is_in_that_table() -> None:
    assert [code for codes in SERVICES_AT for code in codes.split()] == list(SAMPLE.counters)


def test_a_service_is_called_by_its_prefix_which_begins_with_its_area() -> None:
    for service in SAMPLE.services.values():
        assert service.code == service.prefix
        assert service.prefix[0] == service.area == SAMPLE.departments[service.department].area


def test_each_area_has_one_line_for_results_of_its_lead_department() -> None:
    results = [service for service in SAMPLE.services.values() if service.kind is Kind.RESULT]
    assert [service.prefix for service in results] == ["AT", "BT", "HT", "KT", "MT"]
    for service in results:
        lead = next(d.code for d in SAMPLE.departments.values() if d.area == service.area)
        assert service.department == lead


def test_every_department_owns_a_service_and_every_department_but_the_centre_itself_has_procedures() -> None:
    assert {service.department for service in SAMPLE.services.values()} == set(SAMPLE.departments)
    with_procedures = {SAMPLE.services[p.service].department for p in SAMPLE.procedures.values()}
    assert set(SAMPLE.departments) - with_procedures == {"TT"}


def test_every_intake_service_but_the_post_has_procedures() -> None:
    having = Tally(p.service for p in SAMPLE.procedures.values())
    intake = {s.code for s in SAMPLE.services.values() if s.kind is Kind.INTAKE}
    assert intake - set(having) == {"XC"}
    assert set(having) <= intake


def test_kiosk_labels_are_short_and_in_two_languages() -> None:
    labels = [one.label for one in SAMPLE.departments.values()] + [one.label for one in SAMPLE.services.values()]
    for label in labels:
        assert 0 < len(label.vi) <= 32, label
        assert 0 < len(label.en) <= 32, label
        assert label.vi != label.en


def test_an_officer_for_each_counter_a_reception_and_a_supervisor() -> None:
    assert Tally(person.role for person in PEOPLE) == {"officer": 38, "reception": 1, "supervisor": 1}
    officers = [person for person in PEOPLE if person.role == "officer"]
    assert [person.counter for person in officers] == list(SAMPLE.counters)
    for officer in officers:
        assert officer.department in SAMPLE.departments_at(officer.counter)


def test_known_procedures_have_their_deadline_and_fee() -> None:
    passport = SAMPLE.procedures["1.001456"]
    assert (passport.service, passport.deadline, passport.unit, passport.fee) == ("AH", 8, "working", 200_000)
    unknown = SAMPLE.procedures["1.005136"]
    assert (unknown.deadline, unknown.unit, unknown.fee) == (None, "", 100_000)
    same_day = SAMPLE.procedures["2.000635"]
    assert (same_day.service, same_day.deadline) == ("KA", 0)


def test_all_text_is_composed_utf8_without_a_byte_order_mark() -> None:
    for path in files_in(FOLDER):
        text = path.read_bytes().decode("utf-8")
        assert not text.startswith("\N{BYTE ORDER MARK}")
        assert unicodedata.is_normalized("NFC", text)


def test_what_export_writes_is_the_sample_byte_for_byte(tmp_path: Path) -> None:
    write(SAMPLE, PEOPLE, tmp_path)
    for path in files_in(FOLDER):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_the_files_are_plain_csv() -> None:
    for path in files_in(FOLDER):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
        assert rows
        assert all(None not in row and None not in row.values() for row in rows)
