"""A network printer under every fault: what is reported is what is known, and nothing is printed twice."""

import pytest
from PIL import ImageChops

from kiosk.printer_contract import Limits
from kiosk.printer_network import Network
from kiosk.printer_outcome import Outcome
from kiosk.slip import WIDTHS, Slip, draw
from server.config.models import Printer as Config
from tests.devices.fake_printer import BUSY_FAULTS, FakePrinter, Habits
from tests.devices.samples import ALL, PLAIN, URL, codes_in
from tests.port import held, number

SHORT = Limits(connect=5, answer=1, chunk=1, finish=1.5)
"""For printers that leave a question unanswered; to the others the limits of every day apply, as to a busy machine."""
IMAGE = draw(PLAIN)


class Started:
    """Counts how often a print was announced."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


def printed(printer: FakePrinter, limits: Limits | None = None) -> tuple[Outcome, int]:
    started = Started()
    return Network(printer.config(), limits=limits).print(IMAGE, started), started.times


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("slip", ALL.values(), ids=ALL.keys())
def test_what_is_printed_is_what_was_drawn_dot_by_dot(slip: Slip, width: int) -> None:
    image = draw(slip, width)
    with FakePrinter() as printer:
        outcome = Network(printer.config(width)).print(image, Started())
    assert outcome == Outcome.of("ok")
    (paper,) = printer.slips
    assert paper.size == image.size
    assert ImageChops.difference(paper.convert("L"), image.convert("L")).getbbox() is None
    assert not printer.stray


def test_the_code_is_read_back_from_the_paper() -> None:
    with FakePrinter() as printer:
        printed(printer)
    assert codes_in(printer.slips[0]) == [URL]


@pytest.mark.parametrize("code", BUSY_FAULTS)
def test_a_fault_is_named_and_nothing_is_sent(code: str) -> None:
    with FakePrinter(Habits(status=BUSY_FAULTS[code])) as printer:
        outcome, started = printed(printer)
    assert (outcome.state, outcome.code, started) == ("failed", code, 0)
    assert outcome.permanent == (code == "broken")
    assert printer.slips == [] and printer.rows == 0


def test_paper_near_its_end_is_a_warning_and_the_slip_is_printed() -> None:
    with FakePrinter(Habits(status={4: 0x1E})) as printer:
        outcome, _ = printed(printer)
    assert outcome == Outcome.of("ok", "paper-low")


def test_a_mute_printer_is_never_called_fine_and_gets_no_slip() -> None:
    with FakePrinter(Habits(mute=True)) as printer:
        outcome, started = printed(printer, SHORT)
    assert (outcome.state, outcome.code, started) == ("failed", "no-answer", 0)
    assert printer.rows == 0


def test_bytes_that_are_no_status_are_not_taken_for_one() -> None:
    with FakePrinter(Habits(before_answer=b"\xff\x80\x13\x93")) as printer:
        assert printed(printer)[0] == Outcome.of("ok")
    with FakePrinter(Habits(status={2: 0xFF})) as printer:
        assert printed(printer, SHORT)[0].code == "no-answer"


def test_answers_to_bytes_inside_the_image_do_not_shift_the_later_ones() -> None:
    with FakePrinter(Habits(chatter_in_image=bytes([0x7E, 0x1A, 0x32]))) as printer:
        assert printed(printer)[0] == Outcome.of("ok")


def test_silence_after_the_slip_is_unconfirmed() -> None:
    with FakePrinter(Habits(mute_after_slip=True)) as printer:
        outcome, started = printed(printer, SHORT)
    assert (outcome.state, outcome.code, started) == ("failed", "unconfirmed", 1)


def test_paper_that_ends_within_the_slip_is_found_out() -> None:
    with FakePrinter(Habits(paper_ends_after_rows=200)) as printer:
        outcome, _ = printed(printer, SHORT)
    assert outcome.code == "paper-out"


def test_a_printer_that_dies_within_the_slip_leaves_it_unconfirmed_and_is_not_sent_it_again() -> None:
    with FakePrinter(Habits(closes_after_rows=100)) as printer:
        outcome, started = printed(printer)
    assert (outcome.code, started, printer.connections) == ("unconfirmed", 1, 1)
    assert printer.slips == []


def test_a_printer_that_stops_taking_bytes_is_given_up_within_the_limits() -> None:
    with FakePrinter(Habits(stops_reading_after_rows=50)) as printer:
        outcome, _ = printed(printer, SHORT)
        assert outcome.code == "unconfirmed"


def test_nobody_there_is_unreachable() -> None:
    with held() as place:
        config = Config.model_validate({"kind": "network", "host": "127.0.0.1", "port": number(place)})
        assert Network(config, limits=SHORT).print(IMAGE, Started()).code == "unreachable"
        assert Network(config, limits=SHORT).check().code == "unreachable"


def test_a_printer_that_does_not_know_the_question_in_order_is_asked_it_once() -> None:
    with FakePrinter(Habits(in_order=False)) as printer:
        network = Network(printer.config(), limits=SHORT)
        assert network.print(IMAGE, Started()) == Outcome.of("ok")
        printer.asked.clear()
        assert network.print(IMAGE, Started()) == Outcome.of("ok")
    assert printer.asked == [b"\x10\x04"] * 8


def test_one_that_did_answer_in_order_and_no_longer_does_leaves_the_slip_unconfirmed() -> None:
    with FakePrinter() as printer:
        network = Network(printer.config(), limits=SHORT)
        assert network.print(IMAGE, Started()).code == "ok"
        printer.habits.in_order = False
        assert network.print(IMAGE, Started()).code == "unconfirmed"


def test_if_the_print_cannot_be_announced_nothing_is_sent() -> None:
    def refuse() -> None:
        raise RuntimeError("the hall cannot write this down")

    with FakePrinter() as printer, pytest.raises(RuntimeError):
        Network(printer.config()).print(IMAGE, refuse)
    assert printer.rows == 0


def test_the_connection_is_closed_after_each_slip() -> None:
    with FakePrinter() as printer:
        network = Network(printer.config())
        # The fake takes one connection after the other: a second one works only once the first is closed.
        for _ in range(3):
            assert network.print(IMAGE, Started()).code == "ok"
    assert printer.connections == 3
