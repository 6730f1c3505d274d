"""Slips: printed once, known about honestly, and never the reason that a ticket is lost."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.slip import Slip
from server.config.models import Printer
from server.hall import appointments, printing
from server.hall.claiming import Grounds
from server.hall.once import Asked
from server.rules.errors import NotAllowed, Unknown
from server.store.prints import PrintJob
from tests.hall import model
from tests.hall.house import RECEPTION, Document, House, body


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[House]:
    """A hall whose kiosks print on paper."""
    house = House(tmp_path)
    change = {"printers": {"paper": Printer(kind="network", host="printer")}, "kiosks": {"*": "paper"}}
    house.config = house.config.model_copy(update=change)
    house.hall.config = house.config
    yield house
    house.close()


def printed(house: House, ticket: Document) -> str:
    return house.ticket(ticket).printed


def job(house: House, place: int = -1) -> PrintJob:
    found: PrintJob = house.printed[place]
    return found


def test_a_slip_is_handed_over_only_after_the_commit(paper: House) -> None:
    ticket = paper.issue("AH", lang="en", priority="elderly")
    assert ticket["printed"] == printed(paper, ticket) == "queued"
    assert (job(paper).ticket, job(paper).printer) == (ticket["id"], "paper")
    facts = json.loads(job(paper).slip)
    assert (facts["number"], facts["lang"], facts["ahead"], facts["priority"]) == ("AH001", "en", 0, True)

    def fails() -> None:
        raise RuntimeError

    paper.hall.store.writer.batch.commit = fails  # type: ignore[method-assign]
    with pytest.raises(RuntimeError):
        paper.issue("AH")
    assert len(paper.printed) == 1


def test_a_slip_says_the_centres_own_rule_for_missed_calls(paper: House) -> None:
    paper.issue("AH")
    facts = json.loads(job(paper).slip)
    assert (facts["calls"], facts["rejoin_minutes"]) == (paper.config.line.no_show_calls, 30) == (1, 30)


def test_a_preview_is_there_as_soon_as_the_ticket_is(house: House) -> None:
    ticket = house.issue("AH")
    assert (ticket["printed"], house.printed) == ("yes", [])
    assert printing.newest_slip(house.hall, ticket["id"]) is not None


def test_the_slip_names_the_appointment_that_gave_the_place(house: House) -> None:
    made = appointments.make(house.hall, RECEPTION, Asked(RECEPTION.actor), "AH", "2026-11-23T10:30:00+07:00")
    kept = house.issue("AH", grounds=Grounds(appointment=body(made)["code"]))
    told = [printing.newest_slip(house.hall, one["id"]) for one in (kept, house.issue("AH"))]
    slips = [Slip.from_json(one[0]) for one in told if one]
    assert [one.appointment for one in slips] == ["10:30", ""]


def test_a_preview_shows_what_it_showed_when_the_ticket_was_issued(house: House) -> None:
    house.issue("AH")
    ticket = house.issue("AH")
    first = printing.newest_slip(house.hall, ticket["id"])
    assert first
    assert json.loads(first[0])["service"] == {"vi": "AH", "en": "AH"}
    house.move(RECEPTION, ticket, "transfer", service="BA", reason="Lấy nhầm nội dung")
    assert printing.newest_slip(house.hall, ticket["id"]) == first


def test_there_is_no_picture_of_a_slip_that_never_was(house: House) -> None:
    by_hand = house.issue("AH", who=RECEPTION)
    assert printing.newest_slip(house.hall, by_hand["id"]) is None
    assert printing.newest_slip(house.hall, "nobody") is None


def test_a_slip_is_shown_whatever_became_of_its_printer(paper: House) -> None:
    ticket = paper.issue("AH")
    paper.hall.config = paper.config.model_copy(update={"printers": {"new": Printer(width=384)}})
    assert printing.newest_slip(paper.hall, ticket["id"]) == (job(paper).slip, 576)


def test_whoever_has_no_printer_prints_nothing(paper: House) -> None:
    ticket = paper.issue("AH", who=RECEPTION)
    assert (ticket["printed"], paper.printed) == ("no", [])


@pytest.mark.parametrize(("result", "code"), [("yes", "ok"), ("failed", "paper-out")])
def test_what_is_known_of_a_slip_is_what_the_printer_said(paper: House, result: str, code: str) -> None:
    ticket = paper.issue("AH")
    printing.started(paper.hall, job(paper).id)
    assert printed(paper, ticket) == "queued"
    printing.report(paper.hall, [(job(paper).id, result, code)])
    assert printed(paper, ticket) == result
    details = [event["details"] for event in paper.events() if event["what"] == "print-reported"]
    assert details == [{"job": job(paper).id, "result": result, "code": code}]
    model.log_is_whole(paper)


def test_a_failed_print_never_loses_the_ticket(paper: House) -> None:
    ticket = paper.issue("AH")
    printing.report(paper.hall, [(job(paper).id, "failed", "paper-out")])
    assert paper.ticket(ticket).state == "waiting"
    answer = paper.call_next(paper.officer("1"))
    assert answer
    assert answer["ticket"]["id"] == ticket["id"]


def test_a_job_is_settled_once(paper: House) -> None:
    ticket = paper.issue("AH")
    printing.report(paper.hall, [(job(paper).id, "yes", "ok")])
    events = len(paper.events())
    printing.report(paper.hall, [(job(paper).id, "failed", "late")])
    printing.started(paper.hall, job(paper).id)
    printing.report(paper.hall, [("nothing-1", "yes", "ok"), ("nonsense", "yes", "ok")])
    assert (printed(paper, ticket), len(paper.events())) == ("yes", events)


def test_after_a_restart_what_waits_is_printed_and_what_was_cut_off_is_not_sent_again(paper: House) -> None:
    waits, cut_off, done = (paper.issue("AH") for _ in range(3))
    printing.started(paper.hall, job(paper, 1).id)
    printing.started(paper.hall, job(paper, 2).id)
    printing.report(paper.hall, [(job(paper, 2).id, "yes", "ok")])
    paper.reopen()
    assert [one.ticket for one in printing.unfinished(paper.hall)] == [waits["id"]]
    assert [printed(paper, one) for one in (waits, cut_off, done)] == ["queued", "failed", "yes"]
    details = [event["details"] for event in paper.events() if event["what"] == "print-reported"]
    assert details[-1]["code"] == "interrupted"
    assert paper.ticket(cut_off).state == "waiting"


def test_a_slip_of_yesterday_is_not_printed_this_morning(paper: House) -> None:
    ticket = paper.issue("AH")
    paper.clock.set("2026-11-24T07:00:00+07:00")
    paper.issue("AH")
    paper.reopen()
    assert [one.ticket for one in printing.unfinished(paper.hall)] == [paper.all_tickets()[-1].id]
    assert printed(paper, ticket) == "failed"


def test_an_old_slip_given_up_late_does_not_hide_the_new_one_that_came_out(paper: House) -> None:
    ticket = paper.issue("AH")
    printing.again(paper.hall, RECEPTION, Asked(RECEPTION.actor), ticket["id"], None)
    old, new = job(paper, 0).id, job(paper, 1).id
    printing.report(paper.hall, [(new, "yes", "ok"), (old, "failed", "unreachable")])
    assert printed(paper, ticket) == "yes"
    assert dict(paper.rows("SELECT nth, state FROM print_job")) == {1: "failed", 2: "yes"}
    model.log_is_whole(paper)


def test_reprinting_is_a_new_job_and_one_request_prints_once(paper: House) -> None:
    ticket = paper.issue("AH")
    printing.report(paper.hall, [(job(paper).id, "failed", "paper-out")])
    asked = Asked(RECEPTION.actor, "key-1", "print")
    for _ in range(2):
        printing.again(paper.hall, RECEPTION, asked, ticket["id"], None)
    assert len(paper.printed) == 2
    assert len({one.id for one in paper.printed}) == 2
    assert printed(paper, ticket) == "queued"
    model.log_is_whole(paper)


def test_a_ticket_that_is_over_is_not_printed_again(paper: House) -> None:
    ticket = paper.issue("AH")
    paper.move(RECEPTION, ticket, "cancel", reason="left")
    with pytest.raises(NotAllowed):
        printing.again(paper.hall, RECEPTION, Asked("r"), ticket["id"], None)


@pytest.mark.parametrize("kiosk", ["nowhere", "display-1"])
def test_a_kiosk_that_is_none_prints_nothing(paper: House, kiosk: str) -> None:
    from server.hall import people

    people.add_device(paper.hall, "display", "display-1")
    ticket = paper.issue("AH")
    with pytest.raises(Unknown):
        printing.again(paper.hall, RECEPTION, Asked("r"), ticket["id"], kiosk)
    assert len(paper.printed) == 1


def test_printing_does_not_disturb_an_undo(paper: House) -> None:
    one, ticket = paper.officer("1"), paper.issue("AH")
    paper.move(one, ticket, "serve")
    printing.report(paper.hall, [(job(paper).id, "yes", "ok")])
    assert paper.move(one, ticket, "undo")["printed"] == "yes"
    model.log_is_whole(paper)
