"""Slips to print in tests, and how the codes on them are read back."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import zxingcpp
from PIL import Image

from kiosk.slip import Slip
from server.rules.catalogue import Text

HANOI = timezone(timedelta(hours=7))
URL = "http://192.168.100.200:8000/t/aB3_aB3_aB3_aB3_aB3_aB3_aB3_aB3_"
LONG = (
    "Đăng ký, cấp Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất đối với trường hợp "
    "chuyển nhượng, thừa kế, tặng cho, góp vốn bằng quyền sử dụng đất của hộ gia đình, cá nhân"
)
PLAIN = Slip(
    centre=Text("Trung tâm Phục vụ hành chính công tỉnh Quảng Ninh", "Quang Ninh Public Administrative Service Centre"),
    number="BA005",
    service=Text("Đăng ký biến động đất đai", "Land registration changes"),
    area=Text("Khu B", "Area B"),
    counters=("11", "12", "13", "14"),
    issued_at=datetime(2026, 11, 23, 9, 12, 30, tzinfo=HANOI),
    ahead=4,
    expected=Text("09:40-10:00", "09:40-10:00"),
    track_url=URL,
    staff_code="A1B2C3",
    hotline="1900 1234",
)
ENGLISH = replace(PLAIN, lang="en", number="KA1234")
CODE_ONLY = replace(PLAIN, appointment="09:00", track_url=None, staff_code="7F2E19", ahead=0, expected=None)
CROWDED = replace(
    PLAIN,
    priority=True,
    service=Text(LONG, LONG),
    then=(Text("Thu phí, lệ phí", "Fees"), Text("Nhận kết quả: Đất đai, Thuế", "Collect a result: Land, Tax")),
    area=Text("Khu B - Đất đai, Thuế, Trước bạ và Đăng ký biện pháp bảo đảm", "Area B"),
)
ALL = {"plain": PLAIN, "english": ENGLISH, "code-only": CODE_ONLY, "crowded": CROWDED}


def numbered(number: str, **facts: Any) -> Slip:
    return replace(PLAIN, number=number, **facts)


def codes_in(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image.convert("L"))]
