"""Who serves what, changed while the hall runs."""

import pytest

from server.hall import day, documents
from server.rules.errors import Conflict, Forbidden, Invalid, NotAllowed, Unknown
from server.store import catalogue
from tests.hall.house import House
from tests.hall.supervising import OTHER, assign, give, notice, what


def served(house: House, counter: str) -> dict[str, int]:
    return dict(house.hall.catalogue.counters[counter].services)


def next_day(house: House) -> None:
    house.clock.forward(minutes=24 * 60)
    day.tick(house.hall)


def test_a_counter_serves_at_once_what_it_is_given_and_prefers(house: House) -> None:
    officer, ticket = house.officer("3"), house.issue("AK")
    assert house.call_next(officer) is None
    document = assign(house, "3", {"AH": 0, "AK": 1440})
    assert document["services"] == {"AH": 0, "AK": 1440}
    assert (document["until_close"], document["usual"]) == (True, {"AH": 0})
    called = house.call_next(officer)
    assert called is not None
    assert called["ticket"]["id"] == ticket["id"]


def test_the_officers_page_shows_the_new_services_at_once(house: House) -> None:
    house.officer("3")
    house.issue("AK")
    house.published.clear()
    assign(house, "3", {"AK": 0})
    assert any("counter/3" in rooms for rooms, _ in house.published)
    with house.hall.reading() as view:
        page = documents.counter_page(house.hall, view, "3")
    assert (page["services"], page["waiting"]["by_service"]) == ({"AK": 0}, {"AK": 1})


def test_what_comes_strictly_last_at_every_counter_is_warned_of(house: House) -> None:
    alone = [code for code, one in house.hall.catalogue.counters.items() if "BA" in one.services]
    for code in alone:
        told = assign(house, code, {"BA": 0, "AH": 1440})["warnings"]
    assert told == [
        {
            "vi": "BA luôn đứng sau AH ở mọi quầy: lúc đông sẽ không ai được gọi.",
            "en": "BA comes strictly after AH at every counter that serves it: on a busy day nobody is called.",
        }
    ]
    assert assign(house, alone[0], {"BA": 0, "AH": 1439})["warnings"] == []


def test_until_the_close_means_until_the_close(house: House) -> None:
    give_it = assign(house, "3", {"AH": 0, "BA": 0})
    assert give_it["until_close"]
    house.reopen()
    assert served(house, "3") == {"AH": 0, "BA": 0}
    next_day(house)
    assert served(house, "3") == {"AH": 0}
    assert "assignment-ended" in what(house)


def test_for_good_means_for_good_and_is_what_an_export_says(house: House) -> None:
    assign(house, "3", {"AH": 0, "AK": 30}, until_close=False)
    next_day(house)
    house.reopen()
    assert served(house, "3") == {"AH": 0, "AK": 30}
    with house.hall.reading() as view:
        assert dict(catalogue.load(view.db, view.centre, usual=True).counters["3"].services) == {"AH": 0, "AK": 30}


def test_an_export_says_nothing_of_what_holds_until_the_close(house: House) -> None:
    assign(house, "3", {"AK": 0})
    with house.hall.reading() as view:
        assert dict(catalogue.load(view.db, view.centre, usual=True).counters["3"].services) == {"AH": 0}


def test_for_good_ends_what_held_until_the_close(house: House) -> None:
    assign(house, "3", {"AK": 0})
    document = assign(house, "3", {"AH": 0}, until_close=False)
    assert (document["services"], document["until_close"]) == ({"AH": 0}, False)


def test_the_second_of_two_supervisors_is_told_and_nothing_is_half_done(house: House) -> None:
    seen = house.events()[-1]["seq"] if house.events() else 0
    assign(house, "3", {"AK": 0}, version=seen)
    with pytest.raises(Conflict):
        assign(house, "3", {"BA": 0}, version=seen, who=OTHER)
    assert served(house, "3") == {"AK": 0}
    assert what(house).count("services-assigned") == 1


def test_the_same_again_is_no_change(house: House) -> None:
    assign(house, "3", {"AK": 0})
    assign(house, "3", {"AK": 0})
    assert what(house).count("services-assigned") == 1


@pytest.mark.parametrize(("services", "error"), [({}, Invalid), ({"ZZ": 0}, Unknown)])
def test_nothing_and_what_is_not_there_are_refused(
    house: House, services: dict[str, int], error: type[Exception]
) -> None:
    with pytest.raises(error):
        assign(house, "3", services)
    assert served(house, "3") == {"AH": 0}


def test_nobody_is_left_waiting_for_what_no_counter_serves(house: House) -> None:
    house.issue("BT")
    with pytest.raises(NotAllowed, match="move that line first"):
        assign(house, "11", {"BA": 0})
    assert served(house, "11") == {"BA": 0, "BT": 1440}


@pytest.mark.parametrize("at_the_desk", ["call", "serve"])
def test_whoever_is_at_a_desk_keeps_a_counter_for_the_line_they_may_go_back_to(house: House, at_the_desk: str) -> None:
    officer, ticket = house.officer("11"), house.issue("BT")
    house.move(officer, ticket, at_the_desk)
    with pytest.raises(NotAllowed) as refused:
        assign(house, "11", {"BA": 0})
    assert "1 people are here for BT" in refused.value.detail.en
    house.move(officer, ticket, "return")
    house.move(officer, ticket, "cancel")
    assign(house, "11", {"BA": 0})
    assert served(house, "11") == {"BA": 0}


def test_an_empty_line_may_be_without_a_counter_until_the_close_but_not_for_good(house: House) -> None:
    with pytest.raises(NotAllowed, match="No counter would serve"):
        assign(house, "11", {"BA": 0}, until_close=False)
    assign(house, "11", {"BA": 0})
    assert served(house, "11") == {"BA": 0}


def test_an_officer_stays_and_may_come_back_whatever_the_counter_serves(house: House) -> None:
    officer = house.officer("3")
    assign(house, "3", {"BA": 0})
    ticket = house.issue("BA")
    called = house.call_next(officer)
    assert called is not None
    assert called["ticket"]["id"] == ticket["id"]
    again = house.officer("3")
    assert again.counter == "3"


def test_another_departments_officer_may_sit_where_its_services_are(house: House) -> None:
    house.person("land", department="DD")
    with pytest.raises(Forbidden):
        house.officer("3", "land")
    assign(house, "3", {"AH": 0, "BA": 0})
    assert house.officer("3", "land").counter == "3"


def test_giving_a_line_to_a_counter_adds_it_until_the_close(house: House) -> None:
    house.officer("3")
    assert give(house, "BA", "3")["services"] == {"AH": 0, "BA": 0}
    assert give(house, "BA", "3")["until_close"]
    next_day(house)
    assert served(house, "3") == {"AH": 0}


def test_a_line_is_not_given_to_a_closed_counter(house: House) -> None:
    with pytest.raises(NotAllowed):
        give(house, "BA", "3")
    with pytest.raises(Unknown):
        give(house, "BA", "99")


def test_two_changes_in_a_row_both_count(house: House) -> None:
    house.officer("3")
    give(house, "BA", "3")
    give(house, "BT", "3")
    assert set(served(house, "3")) == {"AH", "BA", "BT"}


def test_what_ends_with_the_day_ends_once(house: House) -> None:
    assign(house, "3", {"AK": 0})
    notice(house)
    next_day(house)
    next_day(house)
    assert what(house).count("assignment-ended") == what(house).count("notice-taken-off") == 1
    assert house.verify()[1] is None


def test_no_document_has_the_new_number_and_the_old_services(house: House) -> None:
    before = house.hall.store.writer.apply
    house.hall.store.writer.apply = lambda effects: None
    assign(house, "3", {"AK": 0})
    with house.hall.reading() as view:
        page = documents.counter_page(house.hall, view, "3")
    house.hall.store.writer.apply = before
    assert (page["version"], page["services"]) == (house.events()[-1]["seq"], {"AK": 0})


def test_the_counters_page_says_what_it_usually_serves_as_long_as_that_is_not_what_it_serves(house: House) -> None:
    def usual() -> object:
        with house.hall.reading() as view:
            return documents.counter_page(house.hall, view, "3")["usual"]

    assert usual() is None
    assign(house, "3", {"AH": 0, "AK": 15})
    assert usual() == {"AH": 0}
    assign(house, "3", {"AH": 0, "AK": 15}, until_close=False)
    assert usual() is None
