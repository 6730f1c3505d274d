"""Kills the server at random moments under load, many times, and checks the whole history: ``make chaos``.

``ARGS="--kills 200 --clients 64 --seed 1"``. Exit 1 and the data folder kept when anything promised was lost;
exit 1 also when a start took more than three seconds to the next number.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.chaos.asked import Op
from tests.chaos.crowd import SERVICES, Crowd
from tests.chaos.fragile import Fragile
from tests.chaos.history import faults
from tests.chaos.remains import past, serves

AGAIN_S = 3.0
"""Within how many seconds of its start a server gives numbers again."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Kills the server under load and checks what is left.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    return parser.parse_args()


def storm(demo: Fragile, crowd: Crowd, kills: int, chance: random.Random) -> list[float]:
    """Kills and starts it again; how long each took from the start to the next number, in seconds."""
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
        waits.append(crowd.record.wait_for_a_number(began))
        if kill % 10 == 0:
            print(f"{kill} kills, {len(crowd.record.ops)} answers, {crowd.record.maybe} cut off", flush=True)
    return waits


def wrong(demo: Fragile, ops: list[Op]) -> list[str]:
    """Everything that cannot be, after saying what there was."""
    end = past(demo.data)
    audit = [sys.executable, "-m", "server.cli", "audit", "verify", "--data", str(demo.data)]
    chain = subprocess.run(audit, capture_output=True, text=True)
    print(f"{len(end.tickets)} tickets, {len(end.log)} events; {(chain.stdout + chain.stderr).strip()}")
    kinds = Counter(f"{op.kind} {op.status or 'never answered'}" for op in ops)
    print(", ".join(f"{kind}: {count}" for kind, count in sorted(kinds.items())))
    told = [line for line in demo.errors.splitlines() if '"level":"error"' in line]
    print(f"the server told of {len(told)} errors", *told[:10], sep="\n")
    # Without a traceback it is what a starved machine makes true: for ten seconds nothing could be written.
    told = [f"the server failed: {line}" for line in told if '"traceback"' in line]
    return faults(ops, end, serves(demo.data)) + told + ["the chain of the log is broken"] * bool(chain.returncode)


def main() -> int:
    given = arguments()
    print(f"seed {given.seed}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="layso-chaos-"))
    with Fragile(folder) as demo:
        people = demo.access["officers"][: given.clients // 4]
        crowd = Crowd(demo, services=SERVICES, issuers=given.clients - len(people), officers=people)
        crowd.start()
        waits = sorted(storm(demo, crowd, given.kills, random.Random(given.seed)))
        ops = crowd.finish()
        demo.stop()
    print(f"{given.kills} kills; {len(ops)} requests, {crowd.record.maybe} of them cut off and asked again or given up")
    found = wrong(demo, ops)
    late = sum(wait > AGAIN_S for wait in waits)
    print(f"from start to the next number: median {waits[len(waits) // 2]:.2f} s, longest {waits[-1]:.2f} s, ", end="")
    print(f"{late} of them over {AGAIN_S:.0f} s")
    print(*found[:50], sep="\n")
    print(f"{len(found)} faults" + (f"; the folder is {folder}" if found else ""))
    if not found:
        shutil.rmtree(folder)
    return 1 if found or late else 0


if __name__ == "__main__":
    sys.exit(main())
