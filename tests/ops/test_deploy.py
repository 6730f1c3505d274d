"""deploy/ and docs/operations.md hold what the program really does and needs."""

import json
import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from server import app_metrics
from server.app_daily import SPARE
from server.app_proxy import FOR, PROTO
from server.app_stop import STOP_S
from server.config import Limits
from tests.hall.house import House
from tests.ops.running import cli
from tests.web.running import ROOT

DEPLOY = ROOT / "deploy"
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")


def unit(name: str) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[method-assign, assignment]
    parser.read(DEPLOY / name, "utf-8")
    return parser


@pytest.mark.parametrize(
    "line",
    [
        "Type=notify",
        "Restart=always",
        "RestartPreventExitStatus=2",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "PrivateTmp=yes",
        "ReadWritePaths=/var/lib/layso",
        "KillMode=mixed",
        "CapabilityBoundingSet=",
    ],
)
def test_the_service_is_started_again_and_may_touch_little(line: str) -> None:
    key, _, value = line.partition("=")
    assert unit("layso.service")["Service"][key] == value


def test_the_service_is_pinged_often_enough_and_has_time_to_stop() -> None:
    service = unit("layso.service")["Service"]
    assert int(service["WatchdogSec"]) >= 10
    assert int(service["TimeoutStopSec"]) > 2 * STOP_S
    assert service["ExecStart"].endswith("layso run --config /etc/layso/config.toml")


# Where systemd is there, it reads them too; the parser above has in any case.
if shutil.which("systemd-analyze"):

    @pytest.mark.parametrize("name", ["layso.service", "layso-browser.service"])
    def test_systemd_finds_nothing_wrong_with_a_unit(name: str, tmp_path: Path) -> None:
        text = (DEPLOY / name).read_text("utf-8").replace("/opt/layso/.venv/bin/layso", sys.executable)
        (tmp_path / name).write_text(text.replace("/usr/bin/chromium", sys.executable), "utf-8")
        done = subprocess.run(["systemd-analyze", "verify", str(tmp_path / name)], capture_output=True, text=True)
        assert [line for line in done.stderr.splitlines() if name in line] == []


def test_the_proxy_sends_what_the_server_believes() -> None:
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    for header in (FOR, PROTO):
        name = header.removeprefix("HTTP_").replace("_", "-").title()
        assert re.search(rf"proxy_set_header {name}\s+\$(remote_addr|scheme);", text, re.I)
    assert "proxy_set_header Host $http_host;" in text
    assert text.count("{") == text.count("}")


def test_the_browsers_policy_lets_the_hall_speak() -> None:
    policy = json.loads((DEPLOY / "chromium-policy.json").read_text("utf-8"))
    assert policy["AutoplayAllowlist"]
    browser = (DEPLOY / "layso-browser.service").read_text("utf-8")
    assert "--autoplay-policy=no-user-gesture-required" in browser
    assert "--kiosk" in browser


def test_every_file_of_deploy_is_explained() -> None:
    assert [path.name for path in DEPLOY.iterdir() if f"deploy/{path.name}" not in PAGE] == []


def test_every_metric_is_on_the_page(tmp_path: Path) -> None:
    house = House(tmp_path)
    text = app_metrics.Metrics(house.hall).text().decode()
    names = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE layso_")}
    source = Path(app_metrics.__file__).read_text("utf-8")
    names |= set(re.findall(r'"(layso_\w+)"', source))
    assert len(names) > 15
    shown = {name for name in names if not re.search(rf"`{name.removesuffix('_created')}(_total|_info)?\b", PAGE)}
    assert shown == set()
    house.close()


def test_every_limit_is_on_the_page() -> None:
    assert [name for name in Limits.model_fields if f"`{name}`" not in PAGE] == []
    assert f"{SPARE // 2**20} MB" in PAGE


@pytest.mark.parametrize(
    "words", sorted(set(re.findall(r"(?:as-layso|`layso) ([a-z]+(?: (?:add|passwd|revoke|verify))?)", PAGE)))
)
def test_every_command_on_the_page_exists(words: str) -> None:
    assert cli(*words.split(), "--help").returncode == 0
