"""The servers that are measured, each in a process of its own: the hall, the do-nothing app, the bare broadcast."""

import atexit
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bench.load import Address, Answer, Ask, Line, Script, connect, message, perform
from bench.screens import Seat

ROOT = Path(__file__).resolve().parent.parent
LAYSO = Path(sys.executable).with_name("layso")
PATIENCE_S = 60.0
TICKS = os.sysconf("SC_CLK_TCK")


def allow_many_sockets() -> None:
    """Raises this process's limit of open files, which its children inherit."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class Server:
    """A started process; ``until`` reads its output and says when it is ready. Left, it is stopped."""

    address: Address

    def __init__(self, command: list[str], log: Path, limits: str = "off") -> None:
        self.began = time.perf_counter()
        self._log = log.open("ab")
        env = {**os.environ, "LAYSO_LIMITS": limits, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=self._log, text=True)
        # Also when the benchmark itself is ended in the middle of a start.
        atexit.register(self.process.kill)

    def line(self) -> str:
        assert self.process.stdout
        said = self.process.stdout.readline()
        if not said:
            raise SystemExit(f"a server did not start:\n{Path(self._log.name).read_text('utf-8')[-2000:]}")
        return said

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> float:
        """Ends it as an operator does, and returns the seconds that took."""
        began = time.perf_counter()
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        self._log.close()
        return time.perf_counter() - began

    def cpu_s(self) -> float:
        """Processor seconds used so far, by all its threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_mb(self) -> float:
        """What it holds in memory now, shared pages included."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


class Nothing(Server):
    """A Flask POST that does nothing, on the hall's HTTP server or, ``plain``, on gevent's own."""

    def __init__(self, folder: Path, *, plain: bool = False) -> None:
        super().__init__([sys.executable, "-m", "bench.nothing", *(["plain"] * plain)], folder / "nothing.log")
        self.address = ("127.0.0.1", int(self.line()))
        self.started_s = time.perf_counter() - self.began


class Bare(Server):
    """An asyncio program that sends the same message to all its sockets at each byte it is told."""

    def __init__(self, folder: Path, text: bytes) -> None:
        said = folder / "message"
        said.write_bytes(text)
        super().__init__([sys.executable, "-m", "bench.fanout_servers", "bare", str(said)], folder / "bare.log")
        port, control = map(int, self.line().split())
        self.address = ("127.0.0.1", port)
        self._control = connect(("127.0.0.1", control))

    def send(self) -> None:
        self._control.sendall(b"!")

    def stop(self) -> float:
        self._control.close()
        return super().stop()


class Hall(Server):
    """The hall of a folder; ``started_s`` is what it took to be ready.

    By `layso demo`, which makes it where it is not yet there, or, ``runs``, by `layso run`, which logs every answer;
    ``limits`` "" has its limits in force.
    """

    def __init__(self, folder: Path, *, runs: bool = False, limits: str = "off") -> None:
        self.folder = folder
        words = ["run", "--config", str(_settings(folder))] if runs else ["demo", "--data", str(folder), "--port", "0"]
        super().__init__([str(LAYSO), *words], folder / "hall.log", limits)
        said = self.line()
        while (" at http" if runs else "access.json") not in said:
            said = self.line()
        self.started_s = time.perf_counter() - self.began
        url = said.strip() if runs else self.access["url"]
        self.address = ("127.0.0.1", int(url.rpartition(":")[2]))

    @cached_property
    def access(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "access.json").read_text("utf-8")))

    @cached_property
    def kiosk(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access['kiosk_token']}"}

    @cached_property
    def display(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access['display_token']}"}

    def screens(self, count: int, *areas: str) -> list[Seat]:
        """Displays, each showing one of the areas in turn."""
        return [Seat({"board": areas[number % len(areas)]}, self.display) for number in range(count)]

    def ask(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> Answer:
        """One request of its own."""
        line = Line(self.address)
        answer = line.ask(Ask("", message(method, path, body, headers)))
        line.socket.close()
        return answer

    def services(self) -> list[str]:
        menu = self.ask("GET", "/api/v1/services", None, self.kiosk).json()
        return [service["code"] for department in menu["departments"] for service in department["services"]]

    def officers(self, count: int) -> list["Officer"]:
        """The first officers of the hall, signed in."""
        people = self.access["officers"][:count]
        cookies: dict[str, str] = {}
        perform(self.address, [_sign_in(people[part::4], self, cookies) for part in range(4)], PATIENCE_S)
        return [Officer(person["counter"], {"Cookie": cookies[person["counter"]]}) for person in people]


def _settings(folder: Path) -> Path:
    """What the demo runs with, as a file."""
    path = folder / "bench.toml"
    path.write_text(f'[server]\ndata = "{folder}"\nport = 0\n[line]\naround_the_clock = true\n', "utf-8")
    return path


def _sign_in(people: list[dict[str, str]], hall: Hall, cookies: dict[str, str]) -> Script:
    for person in people:
        answer = yield Ask("sign-in", message("POST", "/api/v1/session", person))
        cookies[person["counter"]] = answer.cookie


class Officer:
    """Somebody signed in at a counter: the requests of the day's work."""

    def __init__(self, counter: str, headers: dict[str, str]) -> None:
        self.counter, self.headers = counter, headers
        self.steps: list[Ask] = []
        self.next = Ask("call", message("POST", f"/api/v1/counters/{counter}/call-next", {}, headers))

    @property
    def seat(self) -> Seat:
        return Seat({"counter": self.counter}, self.headers)

    def move(self, ticket: str, name: str) -> Ask:
        return Ask(name, message("POST", f"/api/v1/tickets/{ticket}/{name}", {}, self.headers))

    def served(self, think: Callable[[], float] = float, seconds: float = 3600.0) -> Script:
        """Calls who is next, serves and finishes, and thinks before each; ends when nobody waits or the time is up.

        Another shift goes on where this one stopped.
        """
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            yield think()
            if self.steps:
                yield self.steps.pop(0)
                continue
            answer = yield self.next
            if answer.status != 200:
                return
            ticket = answer.json()["ticket"]["id"]
            self.steps = [self.move(ticket, name) for name in ("serve", "finish")]


def command(*words: str) -> None:
    """Runs the `layso` command to its end."""
    done = subprocess.run([str(LAYSO), *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"layso {words[0]}: {done.stdout}{done.stderr}")


def copied(sample: Path, folder: Path) -> Path:
    """A stopped hall's folder, once more."""
    shutil.copytree(sample, folder, ignore=shutil.ignore_patterns("*.log", "server.lock"))
    return folder
