"""Wiring: the hall with its store, its pages, its screens and its printers, as one program."""

import gc
import random
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Flask, g, request

from server import access, api, app_logs, errors
from server.app_clock import SteadyClock
from server.app_notify import notify
from server.app_stop import AGENT_S, DISK_S, Ending, leave, on_signals
from server.config import Config
from server.hall import Hall, day, patience, people
from server.hall.rooms import Rooms
from server.store import catalogue
from server.store.database import CannotOpen
from server.store.store import open_store
from server.store.writer import Effects, Tx

if TYPE_CHECKING:
    from server.app_daily import Daily
    from server.app_metrics import Metrics
    from server.live import Live

__all__ = ["CannotOpen", "open_hall", "serve"]
Clock = Callable[[], int]


def open_hall(config: Config, clock: Clock | None = None, *, serves: bool = False) -> Hall:
    """The hall of the configured data folder; ``serves`` takes the folder for one server. Raises CannotOpen."""
    made: list[Hall] = []

    def opening(tx: Tx) -> None:
        day.open_day(made[0], tx)

    def apply(effects: Effects) -> None:
        made[0].apply(effects)

    def elsewhere() -> None:
        _changed_elsewhere(made[0])

    extras: dict[str, Any] = {"apply": apply, "elsewhere": elsewhere} if serves else {}
    clock = clock or SteadyClock()
    store = open_store(config.server.data, config.server.centre, clock, opening=opening, **extras)
    with store.reading() as db:
        offered = catalogue.load(db, store.centre)
        secret = catalogue.secret(db, store.centre)
        last = catalogue.clock(db, store.centre)[1]
    if serves and isinstance(clock, SteadyClock):
        clock.begin_after(last)
    made.append(Hall(store, config, clock, offered, Rooms(offered), secret, clock()))
    return made[0]


def _changed_elsewhere(hall: Hall) -> None:
    """A command line wrote beside this server: what it changed counts from now on.

    After an import every socket is cut and asks anew: a document that was pushed between the import and this moment
    has the import's version but the catalogue from before it, and nothing newer would follow.
    """
    before = hall.catalogue
    hall.reload()
    people.note_revoked(hall)
    hall.publish(hall.rooms.all, False)
    imported, holds = hall.catalogue != before, people.still(hall)
    hall.cut(lambda who: imported or not holds(who))


Run = Callable[..., Any]


def _here(work: Run, *given: Any) -> Any:
    return work(*given)


def flask_app(hall: Hall, doors: access.Access, elsewhere: Run = _here) -> Flask:
    """Pages and contract, without live sockets; ``elsewhere`` runs what takes long where it stops nobody."""
    from counter import pages as counter_pages
    from display import pages as display_pages
    from kiosk import pages as kiosk_pages
    from server import pages, shell
    from server.admin import pages as admin_pages
    from server.shell import headers, i18n
    from track import pages as track_pages

    app = Synchronous("layso", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = hall.config.limits.body_kb * 1024
    errors.install(app)
    i18n.install(app)
    app.before_request(_name_request)
    app.after_request(headers.guard)
    app.register_blueprint(api.blueprint(hall, doors))
    app.register_blueprint(shell.blueprint())
    for room in (pages, display_pages, counter_pages, track_pages):
        app.register_blueprint(room.blueprint(hall, doors))
    for drawing in (kiosk_pages, admin_pages):
        app.register_blueprint(
            drawing.blueprint(hall, doors, lambda slip, width: elsewhere(_preview, hall, slip, width))
        )
    return app


def _preview(hall: Hall, slip: str, width: int) -> bytes:
    """A stored slip as the preview printer shows it."""
    from kiosk.printer import preview_png
    from kiosk.slip import Slip

    return preview_png(Slip.from_json(slip), width, hall.config.look.emblem)


class Synchronous(Flask):
    """Flask without a look, at each call of each function, whether that is a coroutine: none of ours is."""

    def ensure_sync(self, func: Run) -> Run:
        return func


def _name_request() -> None:
    # A name to find its lines in the log by, no secret.
    g.request_id = request.environ["layso.request_id"] = f"{random.getrandbits(48):012x}"


@dataclass(slots=True)
class Listening:
    """A bound address, before anything is served there."""

    listener: socket.socket
    url: str


def listening(config: Config) -> Listening:
    """Binds the configured address. Raises CannotOpen when it is taken."""
    from server.live.serve import listen

    host, port = config.server.host, config.server.port
    try:
        # Looking it up in gevent's threads would print a traceback for what is no name at all.
        host.encode("idna")
        listener = listen(host, port)
    except OSError as taken:
        raise CannotOpen(f"Cannot listen on {host}:{port}: {taken.strerror or taken}.") from taken
    except UnicodeError as unreadable:
        raise CannotOpen(f"Cannot listen on {host[:60]}: it is no address.") from unreadable
    name = _lan_address() if host in ("0.0.0.0", "::", "") else host
    return Listening(listener, f"http://{name}:{listener.getsockname()[1]}")


def _lan_address() -> str:
    """This machine's address in its network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def serve(hall: Hall, at: Listening, ready: Callable[[], None], *, demo: bool = False) -> None:
    """Serves the hall until SIGTERM or Ctrl-C, then stops within 3 s without losing an answer in flight.

    A ``demo`` is tried on this machine, so its slips show the link whatever the address.
    """
    import gevent
    from gevent.threadpool import ThreadPool

    from server import app_printing, app_ticks
    from server.app_limits import lifted
    from server.app_proxy import behind
    from server.live.serve import AHEAD_S, Server

    hall.url = hall.config.server.public_url or at.url
    hall.phones_reach = demo or hall.config.server.public_url is not None
    slow = ThreadPool(4)
    # Copies have a thread of their own: their disk may hang, and signing in must not.
    program = _wired(hall, _apart(slow), _apart(ThreadPool(1)))
    agent = app_printing.agent(hall, slow)
    pages, ahead_s = behind(hall.config.server.proxies, program.app.wsgi_app), 0.0 if lifted() else AHEAD_S
    server = Server(at.listener, pages, program.answered, ahead_s=ahead_s)
    ticking, ending = app_ticks.start(hall, app_ticks.steps(hall, program.daily)), Ending()
    on_signals(ending, lambda: server.stop(program.live.close))
    server.start()
    _settle_memory()
    ready()
    notify("READY=1")
    server.serve_forever()
    gevent.killall(ticking, block=False)
    program.daily.stop()
    agent.stop(ending.left(AGENT_S))
    if not hall.store.close(ending.left(least_s=DISK_S)):
        leave()


@dataclass(slots=True)
class Program:
    """What answers, tells, counts and copies while a hall is served."""

    app: Flask
    live: "Live"
    metrics: "Metrics"
    daily: "Daily"

    def answered(self, environ: dict[str, Any], status: int, seconds: float) -> None:
        app_logs.request(environ, status, seconds)
        self.metrics.answered(environ, status, seconds)


def _wired(hall: Hall, elsewhere: Run, copies: Run) -> Program:
    """The hall with everybody who asks it, and whom it tells; slow work is done ``elsewhere``."""
    from server import app_health, app_limits, app_metrics
    from server.app_daily import Daily

    doors = app_limits.doors(hall, elsewhere)
    app = flask_app(hall, doors, elsewhere)
    app_limits.guard(app, doors)
    metrics, daily = app_metrics.Metrics(hall), Daily(hall, copies)
    app.register_blueprint(app_metrics.blueprint(hall, metrics))
    live = _live(hall, app, doors)
    hall.publish, hall.cut, hall.ended = live.publish, live.cut, live.ended
    hall.screens, hall.dark = live.screens.since, live.screens.dark
    app_health.tell(hall, live)
    hall.health = app_health.Pulse(hall, live, daily)
    metrics.watch(live, daily)
    return Program(app, live, metrics, daily)


def _apart(threads: Any) -> Run:
    """Runs work in these threads, so that nobody else waits for it."""

    def run(work: Run, *given: Any) -> Any:
        return threads.apply(work, given)

    return run


def _settle_memory() -> None:
    """What stands at the start stays: looking through all of it again and again for garbage cost a twentieth."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def _live(hall: Hall, app: Flask, doors: access.Access) -> "Live":
    from server.app_limits import lifted
    from server.hall.newest import Newest
    from server.live import Limits, Live

    return Live(
        app,
        identify=doors.identify,
        watch=doors.watch,
        document=Newest(hall),
        announced=lambda who, area, call: patience.announced(hall, who, area, call),
        problem=errors.problem,
        limits=Limits.off() if lifted() else None,
        now=hall.clock,
    )
