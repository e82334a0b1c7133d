"""Serving a seeded installation as it is shipped: gunicorn with the repository's own gunicorn.conf.py."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


@dataclass
class Served:
    """A running site: where it is, what it has measured, and how long it took to answer for the first time."""

    process: subprocess.Popen[bytes]
    port: int
    metered: Path
    started: float
    """Seconds from its start to its first answer."""
    spent: float = 0.0
    """Seconds of the processor that this took: on a busy machine the clock says little."""

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def memory(self) -> list[float]:
        """Return the proportional set size of each worker, in MB."""
        found = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.workers()]
        return [int(re.search(r"^Pss:\s+(\d+)", one, re.M)[1]) / 1024 for one in found]  # type: ignore[index]


def _seconds_of(pid: int) -> float:
    """Return what a process has had of the processor so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serve while the block runs; end the process group by its own number afterwards."""
    port, metered, began = free_port(), folder / "metered.jsonl", time.monotonic()
    metered.write_bytes(b"")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "KPA_METERED": str(metered),
        "PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }
    with (folder / "served.log").open("wb") as log:
        command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "benchmarks.bench.served:application"]
        process = subprocess.Popen(  # noqa: S603 - our own server, started with our own interpreter
            command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            _until_it_answers(port, process, began)
            site = Served(process, port, metered, time.monotonic() - began)
            site.spent = sum(_seconds_of(pid) for pid in (process.pid, *site.workers()))
            yield site
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=PATIENCE)


def _until_it_answers(port: int, process: subprocess.Popen[bytes], began: float) -> None:
    while time.monotonic() - began < PATIENCE:
        if process.poll() is not None:
            raise RuntimeError("The site does not start: see served.log.")
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as line:
                line.request("GET", "/floor/public/")
                line.getresponse().read()
                return
        except ConnectionError:
            time.sleep(0.02)
    raise RuntimeError("The site does not answer: see served.log.")
