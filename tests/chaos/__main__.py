"""Kills the server at random moments under load, many times, and checks the whole history: ``make chaos``.

``ARGS="--kills 200 --clients 64 --seed 1"``. Exit 1 and the data folder kept when anything promised was lost.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.fragile import Fragile
from tests.chaos.history import faults
from tests.chaos.recorder import Crowd, past, serves
from tests.chaos.test_running import SERVICES


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Kills the server under load and checks what is left.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    return parser.parse_args()


def storm(demo: Fragile, crowd: Crowd, kills: int, chance: random.Random) -> list[float]:
    """Kills and starts it again; how long each took from the start to the next answered request, in seconds."""
    waits = []
    for kill in range(1, kills + 1):
        crowd.record.wait_for(chance.randint(1, 200))
        time.sleep(chance.random() * 0.05)
        demo.kill()
        if chance.random() < 0.2:
            # A power cut during the start: before, during or after the log is brought home.
            demo.launch()
            time.sleep(chance.random() * 1.5)
            demo.kill()
        began = time.monotonic()
        demo.start()
        crowd.record.wait_for(1)
        waits.append(time.monotonic() - began)
        if kill % 10 == 0:
            print(f"{kill} kills, {len(crowd.record.ops)} answers, {crowd.record.maybe} cut off", flush=True)
    return waits


def main() -> int:
    given = arguments()
    print(f"seed {given.seed}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="layso-chaos-")) / "data"
    officers = given.clients // 4
    with Fragile(folder) as demo:
        people = demo.access["officers"][:officers]
        crowd = Crowd(demo, services=SERVICES, issuers=given.clients - len(people), officers=people)
        crowd.start()
        waits = storm(demo, crowd, given.kills, random.Random(given.seed))
        ops = crowd.finish()
        demo.stop()
    end = past(folder)
    found = faults(ops, end, serves(folder))
    audit = [sys.executable, "-m", "server.cli", "audit", "verify", "--data", str(folder)]
    chain = subprocess.run(audit, capture_output=True, text=True)
    print(f"{given.kills} kills; {len(ops)} requests, {crowd.record.maybe} of them cut off and asked again or given up")
    print(f"{len(end.tickets)} tickets, {len(end.log)} events; {(chain.stdout + chain.stderr).strip()}")
    waits.sort()
    print(f"from start to the next answer: median {waits[len(waits) // 2]:.2f} s, longest {waits[-1]:.2f} s")
    print(*found[:50], sep="\n")
    print(f"{len(found)} faults" + (f"; the folder is {folder}" if found or chain.returncode else ""))
    if found or chain.returncode:
        return 1
    shutil.rmtree(folder.parent)
    return 0


if __name__ == "__main__":
    sys.exit(main())
