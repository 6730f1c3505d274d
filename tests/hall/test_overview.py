"""One look at the hall, and the record of a day."""

from server.hall import overview
from tests.hall.house import Document, House


def seen(house: House) -> Document:
    with house.hall.reading() as view:
        return overview.document(house.hall, view)


def test_a_line_says_who_waits_how_long_and_who_is_there(house: House) -> None:
    house.officer("11")
    house.issue("BA")
    house.clock.forward(minutes=7)
    house.issue("BA")
    line = next(one for one in seen(house)["lines"] if one["service"] == "BA")
    assert (line["waiting"], line["longest_s"]) == (2, 420)
    assert (line["counters"], line["open"]) == (["11", "12"], ["11"])


def test_a_counter_says_who_sits_there_and_what_was_done(house: House) -> None:
    officer = house.officer("3")
    first, second = house.issue("AH"), house.issue("AH")
    house.move(officer, second, "call", reason="help")
    house.move(officer, second, "serve")
    house.move(officer, second, "finish")
    house.move(officer, first, "serve")
    desk = next(one for one in seen(house)["counters"] if one["counter"] == "3")
    assert (desk["state"], desk["number"], desk["officer"]) == ("serving", first["number"], "At3")
    assert (desk["served"], desk["no_shows"], desk["chosen"]) == (1, 0, 1)


def test_a_suspected_burst_stands_among_the_alerts_with_counts_alone(house: House) -> None:
    officer = house.officer("1")
    ids = [house.issue("AH")["id"] for _ in range(15)]
    for id in ids[:3]:
        house.move(officer, id, "call", reason="help")
        for _ in range(2):
            house.clock.forward(s=30)
            house.move(officer, id, "recall")
        house.clock.forward(s=61)
        house.move(officer, id, "no-show")
    [alert] = seen(house)["alerts"]
    assert (alert["kind"], alert["service"], alert["tickets"], alert["missed"]) == ("burst", "AH", 15, 3)
    assert not set(ids) & set(str(alert).split("'"))


def test_the_record_counts_calls_before_their_turn_by_officer(house: House) -> None:
    officer = house.officer("3")
    _, second = house.issue("AH"), house.issue("AH")
    house.move(officer, second, "call", reason="help")
    house.move(officer, second, "serve")
    house.move(officer, second, "finish")
    house.call_next(officer)
    with house.hall.reading() as view:
        record = overview.record(house.hall, view, view.business_date)
        before = overview.record(house.hall, view, "2026-11-01")
    facts = ("name", "called", "chosen", "served", "no_shows")
    assert [tuple(one[fact] for fact in facts) for one in record["officers"]] == [("At3", 2, 1, 1, 0)]
    assert record["counters"] == [{"counter": "3", "served": 1, "no_shows": 0}]
    assert (before["officers"], before["counters"]) == ([], [])


def test_who_ended_a_turn_is_credited_with_it_also_at_another_counter(house: House) -> None:
    first, second = house.officer("1", "an"), house.officer("2", "binh")
    for who, move in ((first, "finish"), (second, "finish"), (second, "no-show")):
        house.issue("AH")
        called = house.call_next(who, "AH")
        assert called
        if move == "finish":
            house.move(who, called["ticket"], "serve")
        house.move(who, called["ticket"], move)
    house.officer("1", "binh", takeover=True)
    with house.hall.reading() as view:
        officers = overview.record(house.hall, view, view.business_date)["officers"]
    told = [(one["counter"], one["name"], one["called"], one["served"], one["no_shows"]) for one in officers]
    assert told == [("1", "An", 1, 1, 0), ("2", "Binh", 2, 1, 1)]
