"""Something done in a process of its own, with what it cost: `python -m benchmarks.bench.beside.apart MODULE:NAME`."""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.bench.serving import ROOT


@dataclass(frozen=True)
class Spent:
    """Seconds of the processor, with those of processes that it waited for, and on the clock; MB at the peak."""

    cpu: float
    wall: float
    mb: float


def apart(module: str, name: str, *arguments: Any) -> Spent:
    """Do something in a process of its own. What it loads before it begins is in its memory, and not in its time."""
    command = [sys.executable, "-m", __name__, f"{module}:{name}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own module
    if done.returncode:
        raise RuntimeError(f"{name} broke off: {done.stderr[-2000:]}")
    return Spent(**json.loads(done.stdout.splitlines()[-1]))


def in_turns(times: int, *what: tuple[Any, ...]) -> list[Spent]:
    """Do several things in turns, so many times, and return the cheapest of each."""
    rounds = [[apart(*one) for one in what] for _ in range(times)]
    return [min(some, key=lambda one: one.cpu) for some in zip(*rounds, strict=True)]


def peak() -> float:
    """Return the most MB that this process has held, or one that it waited for. Its own is asked of /proc: what
    `getrusage` calls so begins with what its parent held."""
    own = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def main() -> None:
    (module, _, name), arguments = sys.argv[1].partition(":"), sys.argv[2:]
    do = getattr(importlib.import_module(module), name)(*arguments)
    before, began = sum(os.times()[:4]), time.perf_counter()
    do()
    spent = sum(os.times()[:4]) - before, time.perf_counter() - began
    sys.stdout.write(json.dumps(asdict(Spent(*spent, peak()))) + "\n")


if __name__ == "__main__":
    main()
