"""A site that gunicorn serves from a database of its own, and people who reach it as their browsers do: over HTTP."""

from __future__ import annotations

import http.client
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from tests.architecture.test_repository import ROOT
from tests.conftest import TODAY

PATIENCE = 120
"""Seconds after which something hangs, on a machine that others keep busy too."""
WORKERS = 2
WAITING, IN_USE = 1, "Connection in use"
"""How many seconds gunicorn waits before it tries again to take its port, and what it says then."""
UNREACHED = (OSError, http.client.HTTPException)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')


@dataclass
class Answer:
    """What a page answered."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def leads_to(self) -> str:
        return self.headers.get("Location", "")

    def hidden(self, name: str) -> str:
        """Return what a hidden question of the page's form holds."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found, (self.status, self.text[:3000])
        return unescape(found[1])


@dataclass
class Browser:
    """One person's browser, which keeps their cookies."""

    port: int
    cookies: dict[str, str]

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(
        self, path: str, page: Answer, said: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a page's form, with the token that the page holds."""
        body = urlencode({"csrfmiddlewaretoken": page.hidden("csrfmiddlewaretoken"), **said})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, body.encode(), {**kind, **(headers or {})})

    def send(self, path: str, page: Answer, said: Mapping[str, str], name: str, file: tuple[str, bytes]) -> Answer:
        """Send a page's form with a file."""
        edge = "edge-of-a-part"
        answers = {"csrfmiddlewaretoken": page.hidden("csrfmiddlewaretoken"), **said}
        parts = [
            f'Content-Disposition: form-data; name="{one}"\r\n\r\n{value}'.encode() for one, value in answers.items()
        ]
        parts.append(f'Content-Disposition: form-data; name="{name}"; filename="{file[0]}"\r\n\r\n'.encode() + file[1])
        body = b"".join(f"--{edge}\r\n".encode() + part + b"\r\n" for part in parts) + f"--{edge}--\r\n".encode()
        return self.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask once, by a line of its own. Where it breaks nobody asks again: what was sent may have come in."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as line:
            line.request(method, path, body, {"Cookie": cookies, "Connection": "close", **(headers or {})})
            with line.getresponse() as response:
                text = response.read().decode("utf-8", "replace")
        for morsel in response.headers.get_all("Set-Cookie", []):
            name, _, value = morsel.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, response.headers, text)


@dataclass
class Site:
    """The site as docs/operations.md has it served: `python -m gunicorn`, in a folder and a database of its own."""

    folder: Path
    url: str
    name: str
    """What Django calls the database."""
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    environment: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        self.port = free_port()
        self.environment = {
            **os.environ,
            "KPA_VAR_DIR": str(self.folder),
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "SECRET_KEY": settings.SECRET_KEY,
            "DEMONSTRATION_DATE": TODAY.isoformat(),
            "PORT": str(self.port),
            "WEB_CONCURRENCY": str(WORKERS),
            "EMAIL_URL": "smtp://127.0.0.1:9",  # nobody listens there: no mail server answers, all the time
            "PYTHONPATH": str(ROOT),
        }

    def start(self) -> float:
        """Start it, and return after how many seconds it answered."""
        began = time.monotonic()
        # A pipe and no file: where the disk is full, the log still goes where a service's goes.
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn"], cwd=ROOT, env=self.environment, start_new_session=True, **pipes
        )
        threading.Thread(target=self.listen, args=[self.process.stdout], daemon=True).start()
        self.until_it_answers()
        return time.monotonic() - began

    def seconds_back(self, before: Collection[int], log: int) -> float:
        """Return after how many seconds of its own it was back, whoever else kept the machine busy: those that its new
        processes have used of a processor, and those that it has waited for its port, which it says in its log.

        `before` are the processes that it had, `log` is how many lines it had said.
        """
        used = sum(seconds_of(one) for one in self.processes if one not in before)
        return used + WAITING * sum(IN_USE in line for line in self.said[log:])

    def listen(self, pipe: IO[bytes]) -> None:
        with pipe:
            self.said.extend(line.decode("utf-8", "replace") for line in pipe)

    def until_it_answers(self) -> None:
        ends = time.monotonic() + PATIENCE
        while True:
            assert self.process
            assert self.process.poll() is None, self.log
            # Both of its processes: until it has its port, those of a first process that was killed may still answer.
            if len(self.workers) == WORKERS and self.answers():
                return
            assert time.monotonic() < ends, self.log
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            return Browser(self.port, {}).get("/robots.txt").status == 200
        except UNREACHED:
            return False

    def kill(self) -> None:
        """End it as a power cut does, all its processes at once."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.is_running:
            self.kill()

    @property
    def workers(self) -> list[int]:
        """The numbers of the processes that answer."""
        assert self.process
        master = self.process.pid
        return [int(one) for one in Path(f"/proc/{master}/task/{master}/children").read_text().split()]

    @property
    def processes(self) -> list[int]:
        """The numbers of all its processes, the first of them first."""
        return [self.process.pid, *self.workers] if self.process else []

    @property
    def processor(self) -> float:
        """The processor's seconds that its present workers have used."""
        return sum(map(seconds_of, self.workers))

    @property
    def log(self) -> str:
        return "".join(self.said)

    def begin(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command of the site, and do not wait for it."""
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, **quiet)

    def manage(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the site to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            timeout=PATIENCE * 3,
            check=False,
        )

    def as_person(self, person) -> Browser:
        """Return the browser of somebody who has signed in. Inside the site's database only."""
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return Browser(self.port, {name: morsel.value for name, morsel in client.cookies.items()})

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Let this process, too, work in the site's database."""
        before, held = dict(connection.settings_dict), connection.connection
        connection.connection = None
        connection.settings_dict["NAME"] = self.name
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(before)
            connection.connection = held

    @contextmanager
    def writing_at_most(self, size: int) -> Iterator[None]:
        """Let the site's processes write no file beyond a size: as on a disk that is full, and without being root."""
        before = {worker: resource.prlimit(worker, resource.RLIMIT_FSIZE) for worker in self.workers}
        for worker, (_, hard) in before.items():
            resource.prlimit(worker, resource.RLIMIT_FSIZE, (size, hard))
        try:
            yield
        finally:
            for worker, limits in before.items():
                resource.prlimit(worker, resource.RLIMIT_FSIZE, limits)


def seconds_of(process: int) -> float:
    """Return the processor's seconds that a process has used."""
    figures = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(figures[11]) + int(figures[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
