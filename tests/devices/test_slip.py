"""The slip as the citizen holds it: every fact is there, readable, and nothing is cut off."""

import shutil
import subprocess
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw

from kiosk.slip import WIDTHS, Slip, compose, draw
from kiosk.slip_paper import Line, Style, wrap
from kiosk.slip_qr import BORDER, qr
from server.rules.catalogue import Text
from tests.devices.samples import ALL, CODE_ONLY, CROWDED, ENGLISH, LONG, PLAIN, URL, codes_in

everywhere = pytest.mark.parametrize("width", WIDTHS)
every_slip = pytest.mark.parametrize("slip", ALL.values(), ids=ALL.keys())


def ink_of(line: Line) -> tuple[int, int, int, int]:
    """The rows and columns this line's ink really covers, drawn alone on a larger sheet and thresholded."""
    around = 200
    sheet = Image.new("L", (line.box[2] + 2 * around, line.box[3] + 2 * around), 0)
    spot = (line.origin[0] + around, line.origin[1] + around)
    ImageDraw.Draw(sheet).text(spot, line.text, font=line.style.font, fill=255, anchor="ls")
    found = sheet.point([0] * 96 + [255] * 160).getbbox()
    assert found
    return found[0] - around, found[1] - around, found[2] - around, found[3] - around


def words_on(slip: Slip, width: int = 576) -> str:
    return " ".join(line.text for line in compose(slip, width).lines)


def test_an_appointment_stands_on_the_slip_that_it_gave_and_on_no_other() -> None:
    assert "Có lịch hẹn 09:00" in words_on(replace(PLAIN, appointment="09:00"))
    assert "Appointment at 09:00" in words_on(replace(ENGLISH, appointment="09:00"))
    assert "lịch hẹn" not in words_on(PLAIN)


@everywhere
@every_slip
def test_is_black_and_white_only_and_as_wide_as_the_paper(slip: Slip, width: int) -> None:
    image = draw(slip, width)
    assert image.mode == "1"
    assert image.width == width
    assert {value for _, value in image.convert("L").getcolors() or []} == {0, 255}


def test_no_grey_was_dithered() -> None:
    # Dithering leaves single black dots surrounded by white; a threshold of smooth type leaves next to none.
    image = draw(PLAIN).convert("L")
    black = image.point([255] + [0] * 255)
    alone = black
    for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        alone = ImageChops.subtract(alone, ImageChops.offset(black, x, y))
    assert sum(1 for dot in alone.tobytes() if dot) < 20


@everywhere
@every_slip
def test_no_mark_of_a_letter_leaves_its_line_or_the_paper(slip: Slip, width: int) -> None:
    for line in compose(slip, width).lines:
        left, top, right, bottom = ink_of(line)
        assert left >= 0 and right <= width, line
        assert top >= line.box[1] and bottom <= line.box[3], line


@everywhere
@every_slip
def test_lines_never_touch_each_other(slip: Slip, width: int) -> None:
    paper = compose(slip, width)
    for above, below in zip(paper.lines, paper.lines[1:], strict=False):
        beside = ink_of(above)[2] <= ink_of(below)[0]
        assert beside or ink_of(above)[3] < ink_of(below)[1], (above.text, below.text)


@everywhere
@every_slip
def test_all_the_ink_that_was_laid_out_is_on_the_drawn_slip(slip: Slip, width: int) -> None:
    black = draw(slip, width).convert("L").point([255] + [0] * 255)
    for line in (line for line in compose(slip, width).lines if not line.inverse):
        _, top, _, bottom = ink_of(line)
        found = black.crop((line.box[0], top, line.box[2], bottom)).getbbox()
        assert found and abs(found[3] - found[1] - (bottom - top)) <= 2, line


@pytest.mark.parametrize("capital", "ỔẪẬỂỸỜ")
def test_two_marks_over_a_capital_and_one_below_are_whole(capital: str) -> None:
    slip = replace(PLAIN, service=Text(f"{capital} {capital}g", ""), centre=Text(capital, ""))
    for line in compose(slip, 576).lines:
        _, top, _, bottom = ink_of(line)
        assert top >= line.box[1] and bottom <= line.box[3]


@everywhere
def test_small_print_is_at_least_24_dots_high(width: int) -> None:
    for slip in ALL.values():
        for size, weight in {(line.style.size, line.style.weight) for line in compose(slip, width).lines}:
            _, top, _, bottom = ink_of(Line((0, 0, 200, 90), "Đg", Style(size, weight), (0, 60)))
            assert bottom - top >= 24, size


@pytest.mark.parametrize(("width", "dots"), [(576, 100), (512, 88), (384, 60)])
def test_the_number_is_by_far_the_largest(width: int, dots: int) -> None:
    lines = compose(PLAIN, width).lines
    number = next(line for line in lines if line.text == "BA005")
    _, top, _, bottom = ink_of(number)
    assert bottom - top >= dots
    assert number.style.size > 2 * max(line.style.size for line in lines if line is not number)


def test_the_code_is_read_back_by_two_readers(tmp_path: Path) -> None:
    for width in WIDTHS:
        image = draw(PLAIN, width)
        assert codes_in(image) == [URL]
        image.save(tmp_path / "slip.png")
        if shutil.which("zbarimg"):
            command = ["zbarimg", "-q", "--raw", str(tmp_path / "slip.png")]
            assert subprocess.run(command, capture_output=True, text=True).stdout.strip() == URL


def test_the_code_has_whole_modules_and_its_border_inside() -> None:
    code = qr(URL, dots=6, room=576)
    modules = code.width // 6
    assert code.width == modules * 6
    small = code.resize((modules, modules), Image.Resampling.NEAREST)
    assert not ImageChops.difference(
        small.resize(code.size, Image.Resampling.NEAREST).convert("L"), code.convert("L")
    ).getbbox()
    ink = code.convert("L").point([255] + [0] * 255).getbbox()
    assert ink == (BORDER * 6, BORDER * 6, code.width - BORDER * 6, code.height - BORDER * 6)


def test_a_code_that_would_be_too_wide_gets_smaller_modules_but_never_under_four() -> None:
    assert qr(URL, dots=6, room=210).width % 5 == 0
    assert qr("x" * 400, dots=6, room=100).width % 4 == 0


@everywhere
def test_the_slips_own_code_is_always_there_to_come_back_with_at_a_kiosk(width: int) -> None:
    assert codes_in(draw(CODE_ONLY, width)) == []
    assert "Mã phiếu: 7F2E19" in words_on(CODE_ONLY, width)
    assert "Mã phiếu: A1B2C3" in words_on(PLAIN, width)
    assert "Slip code: A1B2C3" in words_on(ENGLISH, width)
    assert "Mã phiếu" not in words_on(replace(PLAIN, staff_code=""), width)


def test_says_all_that_a_citizen_needs() -> None:
    said = words_on(PLAIN)
    for words in (
        "Trung tâm Phục vụ hành chính công tỉnh Quảng Ninh",
        "Đăng ký biến động đất đai",
        "Khu B, quầy 11-14",
        "09:12, Thứ Hai 23/11/2026",
        "Lúc lấy số: 4 người phía trước, dự kiến 09:40-10:00",
        "Gọi 3 lần không có mặt: báo lại tại quầy, bàn hướng dẫn hoặc máy lấy số trong 30 phút.",
        "Chỉ có giá trị trong ngày.",
        "Đường dây nóng: 1900 1234",
    ):
        assert words in said


def test_priority_is_one_word_without_its_class() -> None:
    assert "Ưu tiên" in words_on(CROWDED)
    assert "Ưu tiên" not in words_on(PLAIN)


def test_a_second_language_stands_there_only_if_chosen() -> None:
    assert "counter" not in words_on(PLAIN)
    said = words_on(ENGLISH)
    assert "Land registration changes" in said and "Đăng ký biến động đất đai" in said
    assert "Area B, counters 11-14" in said and "Khu B, quầy 11-14" in said
    assert "4 people ahead of you" in said


def test_what_is_not_known_is_not_printed() -> None:
    said = words_on(replace(PLAIN, ahead=None, expected=None, hotline="", counters=()))
    assert "Lúc lấy số" not in said and "Đường dây nóng" not in said and "quầy 1" not in said
    assert "Khu B" in said


def test_long_and_unbreakable_names_are_whole() -> None:
    assert LONG in words_on(CROWDED, 384)
    word = "Ngoằnngoèo" * 30
    parts = [line.text for line in compose(replace(PLAIN, service=Text(word, "")), 384).lines]
    assert word in "".join(parts)


def test_decomposed_text_is_composed_and_markup_stays_text() -> None:
    slip = replace(PLAIN, service=Text("<b>Hô\u0323 chiếu\u200b</b>\n\x1b@", ""))
    assert "<b>Hộ chiếu</b> @" in words_on(slip)


def test_lines_are_broken_evenly_and_never_inside_what_belongs_together() -> None:
    style = Style(30, "strong")
    parts = wrap("Lúc lấy\u00a0số: 4\u00a0người và thêm\u00a0nữa", style, 260)
    assert all("lấy số" in part or "lấy" not in part for part in parts)
    assert max(map(style.width, parts)) <= 260


def test_an_emblem_is_drawn_and_a_broken_one_is_left_out(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.png", tmp_path / "bad.svg"
    Image.new("RGBA", (200, 200), (200, 30, 30, 255)).save(good)
    bad.write_text("<svg/>")
    assert draw(PLAIN, 576, good).height > draw(PLAIN, 576).height
    assert draw(PLAIN, 576, bad).height == draw(PLAIN, 576).height


def test_refuses_a_width_no_paper_has_and_a_time_without_offset() -> None:
    with pytest.raises(ValueError, match="576"):
        draw(PLAIN, 600)
    with pytest.raises(ValueError, match="offset"):
        replace(PLAIN, issued_at=datetime(2026, 11, 23, 9, 0))
