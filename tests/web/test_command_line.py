"""The `layso` command: what each part says, its exit codes, and that a running server notices."""

import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from server.cli import main
from tests.web.calling import Caller, Desk, good, refused, sign_in
from tests.web.running import PATIENCE, ROOT, Demo, command, sound
from tests.web.sockets import Socket

SAMPLE = ROOT / "sample" / "quangninh"
Run = Callable[..., str]
COMMANDS = ["", "run", "demo", "check", "device", "device add", "device list", "device revoke", "user", "user add"]
COMMANDS += ["user passwd", "user disable", "user list", "import", "audit", "audit verify"]


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo that commands may change while it runs."""
    with sound(tmp_path_factory.mktemp("beside")) as running:
        yield running


@pytest.fixture
def run(beside: Demo) -> Run:
    """Runs a command on the running demo's folder, beside it; it must end with this code and in a sentence."""

    def one(*words: str, typed: str = "", code: int = 0) -> str:
        done = CliRunner().invoke(main, [*words, "--data", str(beside.folder)], input=typed)
        assert done.exit_code == code, done.output
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return (done.stdout if code == 0 else done.stderr).strip()

    return one


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a configuration and the sample's files, where nothing has been imported."""
    folder = tmp_path_factory.mktemp("centre")
    shutil.copytree(SAMPLE, folder / "csv")
    (folder / "config.toml").write_text("[server]\nport = 0\n", "utf-8")
    return folder


def noticed(who: Caller, status: int) -> None:
    """Waits until the running server answers this caller so."""
    end = time.monotonic() + PATIENCE
    while who.get("/api/v1/services").status_code != status:
        assert time.monotonic() < end, "the server never noticed"
        time.sleep(0.05)


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_explains_itself(words: str) -> None:
    for flag in ("--help", "-h"):
        told = CliRunner().invoke(main, [*words.split(), flag])
        assert told.exit_code == 0
        assert "Usage:" in told.output
        assert re.search(r"^  [A-Z].+\.$", told.output, re.M)


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["run", "--nonsense"],
        ["demo", "--port", "70000"],
        ["demo", "--port", "x"],
        ["device", "add", "printer", "x"],
        ["device", "add", "kiosk"],
        ["user", "add", "x"],
        ["user", "add", "x", "--name", "X", "--role", "king"],
        ["import"],
        ["device", "list", "--data", "/nowhere"],
        ["device", "list", "--config", "/nowhere/config.toml"],
        ["device", "list", "--data", ".", "--config", "config.toml"],
        ["audit", "verify", "--data", "/nowhere"],
        ["check", "--config", "/nowhere/config.toml"],
        ["check", "--config", "/"],
        ["check", "/nowhere/services.csv"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_a_sentence_and_exit_code_2(words: list[str]) -> None:
    done = CliRunner().invoke(main, words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert isinstance(done.exception, SystemExit)
    assert re.search(r"[a-z]{3,}.*\.|Error: .+", done.stderr, re.S)


def test_exit_codes_reach_the_shell() -> None:
    done = command("run", "--config", "/nowhere/config.toml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "/nowhere/config.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_finds_nothing_wrong_with_the_defaults_and_the_sample() -> None:
    done = CliRunner().invoke(main, ["check", *map(str, sorted(SAMPLE.glob("*.csv")))])
    assert (done.exit_code, done.stderr) == (0, "")
    assert "No mistakes" in done.stdout


def test_check_reports_every_mistake_at_once(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[server]\nport = "x"\ncolour = 1\n[numbers]\ndigits = 9\n', "utf-8")
    services = tmp_path / "services.csv"
    services.write_text((SAMPLE / "services.csv").read_text("utf-8").replace("BA", "B1", 1) + "x,y\n", "utf-8")
    done = CliRunner().invoke(main, ["check", "--config", str(config), str(services)])
    assert (done.exit_code, done.stdout) == (2, "")
    for place in ("server.port", "server.colour", "numbers.digits", "services.csv"):
        assert place in done.stderr
    assert len(done.stderr.splitlines()) >= 5


def test_run_refuses_a_bad_configuration(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[server]\nport = -1\nhst = 'x'\n", "utf-8")
    done = command("run", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "server.port" in done.stderr
    assert "server.hst" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


def test_run_refuses_a_hall_without_a_catalogue(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[server]\nport = 0\n", "utf-8")
    done = command("run", folder=tmp_path)
    assert done.returncode == 2
    assert "layso import" in done.stderr


def test_import_is_all_or_nothing(centre: Path) -> None:
    files = sorted((centre / "csv").glob("*.csv"))
    wrong = centre / "wrong" / "counters.csv"
    wrong.parent.mkdir()
    wrong.write_text((centre / "csv" / "counters.csv").read_text("utf-8") + "99,Q,,,ZZ\n", "utf-8")
    mixed = [str(wrong if path.name == wrong.name else path) for path in files]
    failed = command("import", *mixed, "--config", str(centre / "config.toml"))
    assert failed.returncode == 2
    assert "counters.csv" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert command("run", folder=centre).returncode == 2

    done = command("import", *map(str, files), "--config", str(centre / "config.toml"))
    assert done.returncode == 0, done.stderr
    assert "32 services" in done.stdout

    again = command("import", *mixed, "--config", str(centre / "config.toml"))
    assert again.returncode == 2
    assert command("audit", "verify", folder=centre).returncode == 0


def test_a_new_device_works_within_a_second_and_a_revoked_one_is_cut(run: Run, beside: Demo) -> None:
    token = run("device", "add", "display", "hall-7")
    assert re.fullmatch(r"[\w-]{20,}", token)
    display = Caller(beside.url, token)
    noticed(display, 200)
    with (
        closing(Socket(beside.url, token)) as socket,
        closing(Socket(beside.url, beside.access["kiosk_token"])) as other,
    ):
        socket.watch(board="A")
        assert "hall-7" in run("device", "revoke", "hall-7")
        assert socket.ended()
        assert other.watch(board="A")
    refused(display.get("/api/v1/services"), 401)
    listed = run("device", "list").splitlines()
    assert [line.split()[:3] for line in listed if "hall-7" in line] == [["display", "hall-7", "revoked"]]
    assert token not in "".join(listed)


def test_a_devices_name_is_used_once_and_must_be_a_name(run: Run) -> None:
    run("device", "add", "kiosk", "door")
    assert "door" in run("device", "add", "display", "door", code=1)
    assert "no such device" in run("device", "revoke", "nowhere", code=1)
    for name in ("", " ", "x" * 41, "a\nb", "a\x1bb"):
        run("device", "add", "kiosk", name, code=2)


def test_a_new_user_signs_in_and_a_disabled_one_is_signed_out(run: Run, beside: Demo) -> None:
    person = {"username": "lan", "password": "a long password"}
    typed = person["password"] + "\n"
    told = run("user", "add", "lan", "--name", "Lan", "--role", "reception", "--password-stdin", typed=typed)
    assert person["password"] not in told
    lan = Caller(beside.url, cookies=sign_in(beside.url, person))
    good(lan.get("/api/v1/session"))
    assert any(re.match(r"lan +reception +active +Lan", line) for line in run("user", "list").splitlines())

    run("user", "passwd", "lan", "--password-stdin", typed="another password\n")
    noticed(lan, 401)
    refused(lan.post("/api/v1/session", person), 401)
    lan = Caller(beside.url, cookies=sign_in(beside.url, person | {"password": "another password"}))

    run("user", "disable", "lan")
    noticed(lan, 401)
    refused(lan.post("/api/v1/session", person | {"password": "another password"}), 401)
    assert any(re.match(r"lan +reception +disabled", line) for line in run("user", "list").splitlines())


def test_what_is_wrong_with_a_user_is_said(run: Run) -> None:
    new = ["--name", "X", "--role", "reception", "--password-stdin"]
    assert "8 to 200 characters" in run("user", "add", "x", *new, typed="short\n", code=2)
    assert "department" in run(
        "user", "add", "x", "--name", "X", "--role", "officer", "--password-stdin", typed="long enough\n", code=2
    )
    assert "admin" in run("user", "add", "admin", *new, typed="long enough\n", code=1)
    assert "no such user" in run("user", "passwd", "nobody", "--password-stdin", typed="long enough\n", code=1)
    assert "no such user" in run("user", "disable", "nobody", code=1)
    for name in ("", " ", "x" * 41, "a b\n"):
        run("user", "add", name, *new, typed="long enough\n", code=2)
    run("user", "add", "long", *new, typed="x" * 201 + "\n", code=2)


def test_an_officer_added_beside_the_server_sits_down(run: Run, beside: Demo) -> None:
    new = ["hoa", "--name", "Hoa", "--role", "officer", "--department", "CAXNC", "--password-stdin"]
    run("user", "add", *new, typed="long enough\n")
    person = {"username": "hoa", "password": "long enough", "counter": "1"}
    officer = Caller(beside.url, cookies=sign_in(beside.url, person, takeover=True))
    assert good(officer.get("/api/v1/session"))["counter"] == "1"


def test_an_import_beside_the_server_is_on_its_screens_and_drops_nothing(
    run: Run, beside: Demo, tmp_path: Path
) -> None:
    desk, kiosk = Desk(beside, "15"), Caller(beside.url, beside.access["kiosk_token"])
    ticket = kiosk.ticket("BM")
    changed = tmp_path / "services.csv"
    menu = (SAMPLE / "services.csv").read_text("utf-8")
    label = re.search(r"^BM,.*$", menu, re.M)
    assert label
    changed.write_text(
        menu.replace(label[0], label[0].replace("Thế chấp, xóa thế chấp đất đai", "Thế chấp nhà đất")), "utf-8"
    )
    with closing(Socket(beside.url, beside.access["kiosk_token"])) as socket:
        socket.watch(kiosk=True)
        assert "32 services" in run("import", str(changed))
        assert socket.ended()
    with closing(Socket(beside.url, beside.access["kiosk_token"])) as socket:
        assert "Thế chấp nhà đất" in str(socket.watch(kiosk=True))
    assert good(desk.next())["ticket"]["id"] == ticket["id"]


def test_audit_verify_walks_the_chain_and_names_the_first_bad_event(run: Run, beside: Demo, tmp_path: Path) -> None:
    assert re.match(r"\d+ events, every one sound\.", run("audit", "verify"))
    copy = tmp_path / "copy"
    copy.mkdir()
    files = [sqlite3.connect(folder / "layso.db") for folder in (beside.folder, copy)]
    with closing(files[0]) as source, closing(files[1]) as target:
        source.backup(target)
        target.execute("UPDATE event SET actor = 'x' WHERE seq = 9")
        target.commit()
    done = command("audit", "verify", "--data", str(copy))
    assert done.returncode == 1
    assert "event 9" in done.stderr


def test_a_name_that_no_file_can_have_is_a_sentence(run: Run) -> None:
    assert "too long" in run("backup", "x" * 300, code=2)


@pytest.mark.parametrize(
    ("setting", "code", "says"),
    [('data = "a\\u0000b"', 2, "invisible"), (f'host = "{"a" * 300}"', 1, "is no address")],
    ids=["nul in a path", "endless host"],
)
def test_run_refuses_what_no_machine_can_use(setting: str, code: int, says: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(f"[server]\nport = 0\n{setting}\n")
    done = command("run", "--config", str(tmp_path / "config.toml"))
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
