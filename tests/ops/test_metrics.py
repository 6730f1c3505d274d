"""/metrics: true figures in the format of Prometheus, for those who may read them."""

from collections.abc import Callable

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from server.app_proxy import behind
from tests.live.clients import Bare
from tests.ops.running import Site, until
from tests.web.calling import Caller, good, refused, sign_in

Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def figures(site: Site) -> Figures:
    answer = requests.get(site.url + "/metrics", timeout=10)
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(answer.text)
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


def of(found: Figures, name: str, **labels: str) -> float:
    return found[name, tuple(sorted(labels.items()))]


def desk(site: Site, counter: str) -> Caller:
    person = next(one for one in site.access["officers"] if one["counter"] == counter)
    return Caller(site.url, cookies=sign_in(site.url, person))


def test_what_happens_in_the_hall_is_counted(site: Callable[..., Site]) -> None:
    hall = site("[line]\nno_show_calls = 1\nno_show_delay_s = 0")
    kiosk, officer = hall.kiosk(), desk(hall, "1")
    for _ in range(5):
        kiosk.ticket("AH")
    kiosk.ticket("BA")
    first = good(officer.post("/api/v1/counters/1/call-next"))["ticket"]
    good(officer.move(first, "serve"))
    good(officer.move(first, "finish"))
    second = good(officer.post("/api/v1/counters/1/call-next"))["ticket"]
    good(officer.move(second, "no-show"))
    found = figures(hall)
    wanted = {"issued": 6, "called": 2, "serving": 1, "finished": 1, "no-show": 1, "expired": 0}
    for what, times in wanted.items():
        assert of(found, "layso_events_total", what=f"ticket-{what}") == times
    assert of(found, "layso_waiting", service="AH") == 3
    assert of(found, "layso_waiting", service="BA") == 1
    assert of(found, "layso_waiting", service="HA") == 0
    assert of(found, "layso_wait_seconds_count") == 2
    assert of(found, "layso_write_seconds_count") >= 12
    assert of(found, "layso_commit_batch_sum") == of(found, "layso_write_seconds_count")
    assert of(found, "layso_answers_total", method="POST", status="201") == 7
    assert of(found, "layso_ready") == 1
    assert of(found, "process_resident_memory_bytes") > 1e7
    assert of(found, "process_cpu_seconds_total") > 0
    assert any(name == "layso_build_info" for name, _ in found)


def test_a_refused_write_counts_nothing(site: Callable[..., Site]) -> None:
    hall = site()
    refused(hall.kiosk().post("/api/v1/tickets", {"service": "no"}), 422, "unknown-service")
    assert of(figures(hall), "layso_events_total", what="ticket-issued") == 0


def test_sockets_and_pushes_are_counted(site: Callable[..., Site]) -> None:
    hall = site()
    assert of(figures(hall), "layso_sockets") == 0
    screen = Bare(hall.url, hall.access["display_token"])
    assert screen.watch(board="A")["ok"]
    hall.kiosk().ticket("AH")
    assert screen.event()[0] == "board"
    found = figures(hall)
    assert of(found, "layso_sockets") == 1
    assert of(found, "layso_documents_built_total") >= 1
    assert of(found, "layso_frames_sent_total") >= 1
    screen.close()
    until(lambda: of(figures(hall), "layso_sockets") == 0)


def test_what_became_of_slips_is_counted(site: Callable[..., Site]) -> None:
    hall = site('[printers.dead]\nkind = "network"\nhost = "127.0.0.1"\nport = 9\n[kiosks]\n"*" = "dead"\n')
    hall.kiosk().ticket("AH")
    until(lambda: ("result", "failed") in {pair for name, labels in figures(hall) for pair in labels})
    assert of(figures(hall), "layso_printer_good", printer="dead") == 0


def test_only_this_machine_reads_them_unless_the_configuration_says_otherwise(site: Callable[..., Site]) -> None:
    hall = site("metrics = []\n")
    refused(Caller(hall.url).get("/metrics"), 403, "forbidden")


def test_who_comes_through_an_unknown_proxy_is_not_this_machine(site: Callable[..., Site]) -> None:
    hall = site()
    refused(Caller(hall.url).get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}), 403, "forbidden")


def test_a_known_proxys_word_counts(site: Callable[..., Site]) -> None:
    hall = site('proxies = ["127.0.0.1"]\nmetrics = ["10.0.0.7"]\n')
    caller = Caller(hall.url)
    assert caller.get("/metrics", headers={"X-Forwarded-For": "10.0.0.7"}).status_code == 200
    refused(caller.get("/metrics", headers={"X-Forwarded-For": "10.0.0.7, 10.0.0.8"}), 403, "forbidden")
    refused(caller.get("/metrics"), 403, "forbidden")


@pytest.mark.parametrize(
    ("proxies", "asking", "says", "wanted"),
    [
        ((), "10.0.0.1", "1.2.3.4", "10.0.0.1"),
        (("10.0.0.1",), "10.0.0.1", "1.2.3.4", "1.2.3.4"),
        (("10.0.0.1",), "10.0.0.2", "1.2.3.4", "10.0.0.2"),
        (("10.0.0.0/8",), "10.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.9", "1.2.3.4"),
        (("10.0.0.1",), "10.0.0.1", "10.0.0.1", "10.0.0.1"),
        (("::1",), "::1", "2001:db8::7", "2001:db8::7"),
    ],
)
def test_the_nearest_address_that_is_no_proxy_counts(
    proxies: tuple[str, ...], asking: str, says: str, wanted: str
) -> None:
    seen: list[str] = []

    def application(environ: dict[str, str], _: object) -> list[bytes]:
        seen.append(environ["REMOTE_ADDR"])
        return []

    behind(proxies, application)({"REMOTE_ADDR": asking, "HTTP_X_FORWARDED_FOR": says}, None)
    assert seen == [wanted]


def test_https_is_believed_of_a_known_proxy_alone(site: Callable[..., Site]) -> None:
    """Cookies are marked Secure where the browser came by https."""
    hall = site('proxies = ["127.0.0.1"]\n')
    headers = {"X-Forwarded-For": "10.0.0.7", "X-Forwarded-Proto": "https"}
    token = {"token": hall.access["kiosk_token"]}
    assert "Secure" in Caller(hall.url).post("/enter", token, headers=headers).headers["Set-Cookie"]
    assert "Secure" not in Caller(hall.url).post("/enter", token).headers["Set-Cookie"]
