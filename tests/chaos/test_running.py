"""The real server under a crowd, and killed in the middle of it: nothing lost, nothing doubled, everything in order."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chaos.fragile import Fragile
from tests.chaos.history import Op, faults
from tests.chaos.recorder import Client, Crowd, past, serves

pytestmark = pytest.mark.chaos
SERVICES = ["AH", "AK", "AM", "AX", "AC", "AT", "BA", "BM", "BH"]


def verified(folder: Path) -> str:
    """What `layso audit verify` says."""
    layso = [sys.executable, "-m", "server.cli", "audit", "verify", "--data", str(folder)]
    done = subprocess.run(layso, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_crowd_gets_every_number_once_and_is_called_once_in_order(tmp_path: Path) -> None:
    with Fragile(tmp_path) as demo:
        officers = demo.access["officers"][:16]
        crowd = Crowd(demo, services=SERVICES, issuers=32, officers=officers, each=6)
        crowd.start()
        ops = crowd.serve_everybody()
        demo.stop()
    assert crowd.record.maybe == 0
    assert len([op for op in ops if op.kind == "issue"]) == 32 * 6
    end = past(tmp_path)
    assert {row["state"] for row in end.tickets.values()} == {"done"}
    assert len(end.tickets) == 32 * 6
    assert faults(ops, end, serves(tmp_path)) == []
    assert "every one sound" in verified(tmp_path)


def test_three_kills_under_load_lose_nothing(tmp_path: Path) -> None:
    chance = random.Random(23)
    with Fragile(tmp_path) as demo:
        crowd = Crowd(demo, services=SERVICES, issuers=10, officers=demo.access["officers"][:6])
        crowd.start()
        for _ in range(3):
            crowd.record.wait_for(chance.randint(50, 200))
            demo.kill()
            demo.start()
        # Issuing goes on; and whoever asks again under an old key gets the old ticket.
        crowd.record.wait_for(50)
        ops = crowd.finish()
        again(demo, crowd, chance.choice([op for op in ops if op.kind == "issue" and op.status == 201]))
        demo.stop()
    assert crowd.record.maybe > 0, "no request was cut off by any of the kills"
    assert faults(ops, past(tmp_path), serves(tmp_path)) == []
    assert "every one sound" in verified(tmp_path)


def again(demo: Fragile, crowd: Crowd, op: Op) -> None:
    client = Client(demo, crowd.record, {"Authorization": f"Bearer {demo.access['kiosk_token']}"}, crowd.stop)
    for body in ({"service": op.about}, {"service": op.about, "priority": "elderly"}):
        status, answer = client.send("POST", "/api/v1/tickets", json.dumps(body).encode(), {"Idempotency-Key": op.key})
        if status == 201:
            assert answer == op.body
            return
        assert status == 422
    pytest.fail("the old key gave no ticket")
