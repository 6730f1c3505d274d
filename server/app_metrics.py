"""GET /metrics: what the hall does and how the server fares, as Prometheus reads it."""

import platform
import time
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from ipaddress import ip_address, ip_network
from typing import Any

from flask import Blueprint, Response, request
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from server.app_daily import Daily
from server.hall import Hall
from server.live import Live
from server.rules import events
from server.rules.errors import Forbidden
from server.store import tickets
from server.store.queue import Queued
from server.store.writer import Effects

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
MINUTES = (1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180)
WRITE_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
ANSWER_S = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
BATCH = (1, 2, 4, 8, 16, 32, 64)


class Metrics:
    """Counts what happens from now on; what can be asked is asked when somebody reads."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        Info("layso_build", "What runs here.", registry=registry).info(
            {"version": version("layso"), "python": platform.python_version()}
        )
        self._events = _counter(registry, "layso_events", "Events of the centre's log, by what happened.", "what")
        self._prints = _counter(registry, "layso_prints", "Slips, by what became of them.", "result", "code")
        self._answers = _counter(registry, "layso_answers", "HTTP answers.", "method", "status")
        self._waited = _histogram(
            registry, "layso_wait_seconds", "From joining the line to the call.", (m * 60 for m in MINUTES)
        )
        self._wrote = _histogram(registry, "layso_write_seconds", "From asking for a write to its commit.", WRITE_S)
        self._batch = _histogram(registry, "layso_commit_batch", "Writes in one commit.", BATCH)
        self._answered = _histogram(registry, "layso_answer_seconds", "From a request to its answer.", ANSWER_S)
        self._ready = Gauge("layso_ready", "1 while the hall can be read.", registry=registry)
        # Finding a labelled counter costs more than counting.
        self._kinds = {kind: self._events.labels(kind) for kind in events.EVENTS}
        self._kept: dict[tuple[str, int], Counter] = {}

    def happened(self, effects: Effects) -> None:
        """Counts what a commit brought."""
        for event in effects.happened:
            self._kinds[event.what].inc()
            if isinstance(event, events.Printed):
                self._prints.labels(event.result, event.code).inc()
        for wait_ms in effects.waited:
            self._waited.observe(wait_ms / 1000)

    def committed(self, asked: list[float]) -> None:
        """Measures one commit by when each of its writes was asked for (perf_counter)."""
        now = time.perf_counter()
        self._batch.observe(len(asked))
        for then in asked:
            self._wrote.observe(now - then)

    def answered(self, environ: dict[str, Any], status: int, seconds: float) -> None:
        method = environ.get("REQUEST_METHOD")
        what = (method if method in _METHODS else "other", status)
        if what not in self._kept:
            self._kept[what] = self._answers.labels(*map(str, what))
        self._kept[what].inc()
        # A socket's request ends with the socket.
        if "HTTP_UPGRADE" not in environ:
            self._answered.observe(seconds)

    def watch(self, live: Live, daily: Daily) -> None:
        """Listens to the hall and its writer; sockets and daily copies are asked when somebody reads."""
        self._hall.count = self.happened
        writer = self._hall.store.writer
        if isinstance(writer, Queued):
            writer.committed = self.committed
        self.registry.register(_Asked(self._hall, live, daily))

    def text(self) -> bytes:
        try:
            with self._hall.reading():
                self._ready.set(1)
        except Exception:
            self._ready.set(0)
        return generate_latest(self.registry)


_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE"}


def _counter(registry: CollectorRegistry, name: str, about: str, *labels: str) -> Counter:
    return Counter(name, about, labels, registry=registry)


def _histogram(registry: CollectorRegistry, name: str, about: str, buckets: Iterable[float]) -> Histogram:
    return Histogram(name, about, buckets=tuple(buckets), registry=registry)


class _Asked:
    """What is not counted but asked for: lines, sockets, pushes, printers, the newest copy."""

    def __init__(self, hall: Hall, live: Live, daily: Daily) -> None:
        self._hall, self._live, self._daily = hall, live, daily

    def collect(self) -> Iterator[Metric]:
        counts = self._live.counts()
        yield GaugeMetricFamily("layso_sockets", "Open live sockets.", counts["sockets"])
        yield CounterMetricFamily("layso_documents_built", "Documents built for pushing.", counts["built"])
        yield CounterMetricFamily("layso_frames_sent", "Pushes to one socket each.", counts["sent"])
        yield from self._printers()
        yield self._waiting()
        made = self._daily.newest()
        if made is not None:
            yield GaugeMetricFamily("layso_backup_timestamp_seconds", "When the newest daily copy was made.", made)

    def _waiting(self) -> Metric:
        family = GaugeMetricFamily("layso_waiting", "Tickets waiting now.", labels=["service"])
        try:
            with self._hall.reading() as now:
                lines = tickets.waiting(now.db, now.centre, now.business_date)
        except Exception:
            return family
        for service in self._hall.catalogue.services:
            family.add_metric([service], lines.get(service, 0))
        return family

    def _printers(self) -> Iterator[Metric]:
        good = GaugeMetricFamily("layso_printer_good", "1 while a printer can print.", labels=["printer"])
        jobs = GaugeMetricFamily("layso_printer_jobs", "Slips waiting for a printer.", labels=["printer"])
        for one in self._hall.printers():
            good.add_metric([one.name], one.good)
            jobs.add_metric([one.name], one.waiting)
        yield good
        yield jobs


def blueprint(hall: Hall, metrics: Metrics) -> Blueprint:
    """GET /metrics for the configured addresses. Whoever came through an unknown proxy may be anybody."""
    allowed = [ip_network(one) for one in hall.config.server.metrics]
    routes = Blueprint("metrics", __name__)

    @routes.get("/metrics")
    def read() -> Response:
        if "HTTP_X_FORWARDED_FOR" in request.environ or not _within(request.remote_addr, allowed):
            raise Forbidden
        return Response(metrics.text(), content_type=MEDIA_TYPE)

    return routes


def _within(address: str | None, networks: list[Any]) -> bool:
    try:
        caller = ip_address(address or "")
    except ValueError:
        return False
    return any(caller in network for network in networks)
