"""The real server under a crowd, and killed in the middle of it: nothing lost, nothing doubled, everything in order."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chaos.asked import Op
from tests.chaos.crowd import SERVICES, Crowd
from tests.chaos.fragile import Fragile
from tests.chaos.history import faults
from tests.chaos.recorder import Client
from tests.chaos.remains import past, serves

pytestmark = pytest.mark.chaos


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
    end = past(demo.data)
    assert {row["state"] for row in end.tickets.values()} == {"done", "cancelled"}
    assert len(end.tickets) == 32 * 6
    assert faults(ops, end, serves(demo.data)) == []
    assert "every one sound" in verified(demo.data)


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
    assert faults(ops, past(demo.data), serves(demo.data)) == []
    assert "every one sound" in verified(demo.data)


def again(demo: Fragile, crowd: Crowd, op: Op) -> None:
    client = Client(demo, crowd.record, {"Authorization": f"Bearer {demo.access['kiosk_token']}"}, crowd.stop)
    status, answer = client.send("POST", "/api/v1/tickets", op.sent, {"Idempotency-Key": op.key})
    assert (status, answer) == (201, op.body)
