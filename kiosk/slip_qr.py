"""The QR code of a slip: whole dots per module, the border inside the picture."""

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

BORDER = 4
"""White modules on each side, as ISO/IEC 18004 demands."""


def qr(text: str, dots: int, room: int) -> Image.Image:
    """`text` as a code with `dots` dots per module, fewer (at least 4) if it is wider than `room` dots then."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=BORDER)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    small = Image.new("1", (len(rows), len(rows)), 1)
    small.putdata([0 if black else 1 for row in rows for black in row])
    scale = max(4, min(dots, room // len(rows)))
    return small.resize((len(rows) * scale, len(rows) * scale), Image.Resampling.NEAREST)
