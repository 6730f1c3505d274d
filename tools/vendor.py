"""Copies the locked browser parts and fonts to where the pages and the slip read them."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ROOT / "node_modules"
PAGES = ROOT / "server/shell/static/vendor"
SLIP = ROOT / "kiosk/fonts"
WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
TYPES = 'export * from "socket.io-client";\n'


def put(target: Path, data: bytes) -> None:
    """Write a file whole or not at all: a running server may be serving the old one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + ".new")
    fresh.write_bytes(data)
    fresh.replace(target)


def socket_io() -> None:
    """The client as one ES module, without the pointer to a source map that is not served."""
    module = (PARTS / "socket.io-client/dist/socket.io.esm.min.js").read_text("utf-8")
    lines = [line for line in module.splitlines() if not line.startswith("//# sourceMappingURL")]
    put(PAGES / "socket.io.esm.min.js", ("\n".join(lines) + "\n").encode())
    put(PAGES / "socket.io.esm.min.d.ts", TYPES.encode())


def page_fonts() -> None:
    """Each weight as woff2 in the subsets that Vietnamese and foreign names need together."""
    source = PARTS / "@fontsource/be-vietnam-pro"
    for weight in WEIGHTS:
        for subset in ("latin", "latin-ext", "vietnamese"):
            name = f"be-vietnam-pro-{subset}-{weight}-normal.woff2"
            put(PAGES / name, (source / "files" / name).read_bytes())
    put(PAGES / "be-vietnam-pro.LICENSE", (source / "LICENSE").read_bytes())


def slip_fonts() -> None:
    """Each weight as TTF for drawing, named as upstream: BeVietnamPro_400Regular.ttf."""
    source = PARTS / "@expo-google-fonts/be-vietnam-pro"
    for weight, style in WEIGHTS.items():
        name = f"BeVietnamPro_{weight}{style}.ttf"
        put(SLIP / name, (source / f"{weight}{style}" / name).read_bytes())
    put(SLIP / "LICENSE", (source / "LICENSE_FONT").read_bytes())


def main() -> None:
    """Start from nothing, so that a part dropped from the lock is dropped here too."""
    for folder in (PAGES, SLIP):
        shutil.rmtree(folder, ignore_errors=True)
    socket_io()
    page_fonts()
    slip_fonts()


if __name__ == "__main__":
    main()
