"""Holds the house to its plan: who imports whom, how long things are, what a page may contain."""

import ast
import re
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOPS = ("server", "kiosk", "display", "counter", "track")
MADE = {".git", ".venv", ".demo", "node_modules", "vendor", "fonts", "build", "__pycache__"}
MADE |= {".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "layso.egg-info"}

PAGES = "rules config hall access errors shell"
ROWS = {  # row: (its modules, the rows it may import besides itself)
    "package": (r"server|kiosk|display|counter|track", ""),
    "rules": (r"server\.rules(\..+)?", ""),
    "config": (r"server\.config(\..+)?", "rules"),
    "errors": (r"server\.errors", "rules"),
    "store": (r"server\.store(\..+)?", "rules config"),
    "hall": (r"server\.hall(\..+)?", "rules config store"),
    "access": (r"server\.access\w*(\..+)?", "rules config hall"),
    "live": (r"server\.live(\..+)?", "rules access"),
    "api": (r"server\.(open)?api\w*(\..+)?", PAGES),
    "shell": (r"server\.shell(\..+)?", PAGES),
    "pages": (r"server\.pages\w*", PAGES),
    "admin": (r"server\.admin(\..+)?", PAGES),
    "kiosk": (r"kiosk\.pages\w*", PAGES),
    "display": (r"display\.pages\w*", PAGES),
    "counter": (r"counter\.pages\w*", PAGES),
    "track": (r"track\.pages\w*", PAGES),
    "devices": (r"kiosk\.(slip|printer|agent)\w*(\..+)?", "rules config"),
    "voice": (r"display\.voice\w*(\..+)?", "rules config"),
    "app": (r"server\.app\w*", "*"),
    "cli": (r"server\.cli(\..+)?", "app"),
}
OWNERS = dict.fromkeys(("flask_socketio", "socketio", "engineio"), "live")
OWNERS |= dict.fromkeys(("sqlite_utils", "sqlite3", "pysqlite3"), "store")
IMPURE = {"time", "random", "secrets", "os", "io", "socket", "threading", "subprocess"}


def product(*suffixes: str) -> Iterator[Path]:
    return (path for top in TOPS for path in files(ROOT / top) if path.suffix in suffixes)


def files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name not in MADE:
            yield from files(path) if path.is_dir() else [path]


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


SOURCES = {dotted(path): path.read_text("utf-8") for path in product(".py")}


def row(module: str) -> str:
    found = [name for name, (pattern, _) in ROWS.items() if re.fullmatch(pattern, module)]
    assert len(found) == 1, f"{module} falls under {found or 'no row'} of the import table"
    return found[0]


def imports(source: str, module: str, known: set[str]) -> Iterator[str]:
    """Every module named anywhere, inside functions and TYPE_CHECKING too."""
    parts = module.split(".")
    package = parts if any(name.startswith(f"{module}.") for name in known) else parts[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            start = ".".join([*base, *filter(None, [node.module])])
            names = [f"{start}.{alias.name}" for alias in node.names]
            yield from (name if name in known else start for name in names)


def wrong_imports(sources: dict[str, str]) -> list[str]:
    rows = {module: row(module) for module in sources}
    return [
        f"{module} ({rows[module]}) may not import {name}"
        for module, source in sources.items()
        for name in imports(source, module, set(sources))
        if not may(rows[module], name)
    ]


def may(own: str, name: str) -> bool:
    top = name.partition(".")[0]
    if top in ("tests", "tools"):
        return False
    if top not in TOPS:
        return OWNERS.get(top, own) == own and (own != "rules" or top in sys.stdlib_module_names - IMPURE)
    return row(name) == own or ROWS[own][1] == "*" or row(name) in ROWS[own][1].split()


def test_every_module_imports_only_what_its_row_allows() -> None:
    assert wrong_imports(SOURCES) == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("server.rules.line", "import flask"),
        ("server.rules.line", "from time import time"),
        ("server.rules.line", "from .. import config"),
        ("server.hall.issue", "def lazy():\n    import server.live.rooms"),
        ("server.hall.issue", "import sqlite3"),
        ("server.live", "from server.hall import issue"),
        ("kiosk.pages", "from counter import pages"),
        ("kiosk.pages", "if TYPE_CHECKING:\n    from server.store import tickets"),
        ("kiosk.slip", "from .pages import index"),
        ("display.pages", "from flask_socketio import emit"),
        ("server.cli", "from server import hall"),
        ("server.app", "import tests.hall"),
    ],
)
def test_the_import_table_catches(module: str, line: str) -> None:
    house = dict.fromkeys(("server.config", "server.hall", "server.hall.issue", "counter.pages", "kiosk.pages"), "")
    assert wrong_imports(house | {module: line})


def test_the_import_table_lets_pass_what_it_allows() -> None:
    house = {
        "server.shell": "",
        "server.rules": "",
        "server.store": "import sqlite_utils",
        "server.live": "import engineio",
    }
    page = "from server import shell\nfrom server.hall import issue\nimport flask"
    assert wrong_imports(house | {"kiosk.pages": page, "server.app": "from server import live"}) == []


def test_a_module_outside_the_plan_is_noticed() -> None:
    with pytest.raises(AssertionError, match="no row"):
        wrong_imports({"server.helpers": ""})


def test_the_rules_never_ask_the_clock() -> None:
    clock = re.compile(r"\bdatetime\.(now|utcnow)\(|\bdate\.today\(")
    assert [name for name, source in SOURCES.items() if row(name) == "rules" and clock.search(source)] == []


def test_every_module_says_in_its_first_line_what_it_owns() -> None:
    docs = {name: ast.get_docstring(ast.parse(source)) for name, source in SOURCES.items()}
    assert [name for name, doc in docs.items() if not doc or not doc.splitlines()[0].endswith(".")] == []


def test_no_file_is_longer_than_300_lines() -> None:
    ours = [*product(".py", ".js", ".css", ".html"), *files(ROOT / "tests"), *files(ROOT / "tools")]
    text = [path for path in ours if path.suffix in (".py", ".js", ".css", ".html")]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in text}
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def function_lengths(source: str) -> list[int]:
    """Lines from ``def`` to the end, the docstring left out: documentation is not length."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)]
    return [lines(f) - (lines(f.body[0]) if ast.get_docstring(f) else 0) for f in functions]


def lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_functions_are_short() -> None:
    lengths = sorted(length for source in SOURCES.values() for length in function_lengths(source))
    assert statistics.median(lengths) <= 8
    assert lengths[int(len(lengths) * 0.9)] < 25


INLINE = re.compile(
    r"<script\b(?![^>]*\bsrc=)|<style\b|<[a-z][^<>]*\s(style|on[a-z]+)\s*=|javascript:|\|\s*safe\b", re.I
)
UNSAFE = re.compile(r"\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function|\.cssText\b")


def lines_with(pattern: re.Pattern[str], paths: Iterator[Path]) -> list[str]:
    texts = {path.relative_to(ROOT): path.read_text("utf-8", "replace") for path in paths}
    return [f"{path}: {found[0]}" for path, text in texts.items() for found in pattern.finditer(text)]


def test_pages_hold_no_inline_script_or_style_and_names_stay_text() -> None:
    assert lines_with(INLINE, product(".html")) == []
    assert lines_with(UNSAFE, product(".js")) == []


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<script type=module>",
        "<p class=a\n style='x'>",
        '<b onclick="x">',
        "{{ a|safe }}",
        "<style>",
    ],
)
def test_inline_code_is_caught(html: str) -> None:
    assert INLINE.search(html)


def test_an_outside_script_is_no_inline_code() -> None:
    assert not INLINE.search('<script type="module" src="/a.js"></script>{% set style = 1 %}<p data-on="x">a = b</p>')


# Written so that this file does not hold what it forbids.
PLACES = re.compile(
    r"registry\.npm|python[h]osted|pypi\.o[r]g|yarnpk[g]|/wor[k]/|/opt/(wheel|pypi)|/roo[t]/|/tm[p]/bash"
)


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    assert lines_with(PLACES, files(ROOT)) == []
