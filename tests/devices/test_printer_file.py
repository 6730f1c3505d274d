"""A file printer: whole slips or none, and an unplugged printer is not mistaken for a file."""

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import get_args

import pytest
from PIL import ImageChops

from kiosk.printer import PRINTERS, open_printer, preview_png
from kiosk.printer_contract import Limits
from kiosk.printer_escpos import encode
from kiosk.printer_file import File
from kiosk.printer_outcome import CODES, Outcome, verdict
from kiosk.slip import draw
from server.config.models import Printer as Config
from tests.devices.escpos_reader import slips_in
from tests.devices.samples import PLAIN, numbered


def at(path: Path, limits: Limits | None = None) -> File:
    config = Config.model_construct(kind="file", path=path, width=576)
    return File(config, limits=limits)


def nothing() -> None:
    """Nobody needs to know when it starts."""


def test_slips_are_written_one_after_the_other(tmp_path: Path) -> None:
    images = [draw(numbered("BA005")), draw(numbered("BA006"))]
    printer = at(tmp_path / "paper")
    assert [printer.print(image, nothing).code for image in images] == ["sent", "sent"]
    written = slips_in((tmp_path / "paper").read_bytes())
    assert [slip.convert("L").tobytes() for slip in written] == [image.convert("L").tobytes() for image in images]


def test_a_full_disk_is_said_and_is_no_paper() -> None:
    outcome = at(Path("/dev/full")).print(draw(PLAIN), nothing)
    assert (outcome.state, outcome.code, outcome.permanent) == ("failed", "disk-full", False)


def test_a_disk_that_fills_up_within_a_slip_leaves_no_half_slip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer, path = at(tmp_path / "paper"), tmp_path / "paper"
    printer.print(draw(PLAIN), nothing)
    before = path.read_bytes()
    real, calls = os.write, [0]

    def fills_up(fd: int, data: bytes) -> int:
        calls[0] += 1
        if calls[0] > 4:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(fd, data)

    monkeypatch.setattr(os, "write", fills_up)
    assert printer.print(draw(PLAIN), nothing).code == "disk-full"
    assert path.read_bytes() == before


def test_an_unplugged_device_is_unreachable_and_never_created() -> None:
    path = Path("/dev/layso-is-not-plugged-in")
    assert at(path).print(draw(PLAIN), nothing).code == "unreachable"
    assert at(path).check().code == "unreachable"
    assert not path.exists()


def test_a_folder_in_place_of_a_file_is_permanent(tmp_path: Path) -> None:
    assert at(tmp_path).print(draw(PLAIN), nothing) == Outcome.of("no-permission")
    assert Outcome.of("no-permission").permanent


def test_a_pipe_that_nobody_reads_does_not_hang(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert at(pipe).print(draw(PLAIN), nothing).code == "unreachable"


def test_a_device_that_stops_taking_bytes_leaves_the_slip_unconfirmed(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert at(pipe, Limits(chunk=0.2)).print(draw(PLAIN), nothing).code == "unconfirmed"
    finally:
        os.close(reader)


def test_a_slow_device_gets_every_byte(tmp_path: Path) -> None:
    pipe, taken = tmp_path / "pipe", bytearray()
    os.mkfifo(pipe)

    def slowly() -> None:
        with pipe.open("rb", buffering=0) as stream:
            while piece := stream.read(700):
                taken.extend(piece)

    thread = threading.Thread(target=slowly)
    thread.start()
    with pipe.open("wb"):
        outcome = at(pipe).print(draw(PLAIN), nothing)
    thread.join(10)
    assert outcome.code == "sent"
    assert bytes(taken) == encode(draw(PLAIN), 576)


def test_the_image_must_fit_the_paper_and_ends_with_a_cut() -> None:
    with pytest.raises(ValueError, match="384"):
        encode(draw(PLAIN), 384)
    data = encode(draw(PLAIN, 384), 576)
    assert data.startswith(b"\x1b@") and data.endswith(b"\x1dV\x01")
    (slip,) = slips_in(data)
    assert ImageChops.difference(slip.convert("L"), draw(PLAIN, 384).convert("L")).getbbox() is None


def test_python_escpos_is_loaded_late_and_leaves_nothing_behind(tmp_path: Path) -> None:
    program = (
        "import sys, logging, kiosk.printer, kiosk.agent; assert 'escpos' not in sys.modules\n"
        "from kiosk.printer_escpos import encode; from PIL import Image\n"
        "encode(Image.new('1', (576, 8)), 576); assert 'escpos' in sys.modules\n"
        "assert logging.root.handlers == []\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_every_kind_of_the_configuration_has_a_printer() -> None:
    assert set(PRINTERS) == set(get_args(Config.model_fields["kind"].annotation))
    for kind in PRINTERS:
        facts = {"kind": kind, "host": "127.0.0.1", "path": "/dev/null"}
        assert open_printer(Config.model_validate(facts)).instant == (kind == "preview")


def test_a_preview_is_a_png_of_the_drawn_slip() -> None:
    assert preview_png(PLAIN, 384).startswith(b"\x89PNG")


def test_every_code_has_its_words_and_its_row_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "printing.md").read_text(encoding="utf-8")
    for code, meaning in CODES.items():
        assert meaning.text.vi and meaning.text.en
        assert f"| `{code}` | {meaning.state} |" in page, code


@pytest.mark.parametrize("answers", [[], [0x12], [0x12, 0x12, 0x12, 0x00], [0x12] * 5])
def test_too_few_or_strange_answers_are_no_answer(answers: list[int]) -> None:
    assert verdict(answers).code == "no-answer"
