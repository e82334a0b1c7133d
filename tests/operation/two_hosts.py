"""Two web machines behind nginx with one PostgreSQL and one Redis, each in a network namespace; one machine dies while
twenty people write. Run as root: `python -m tests.operation.two_hosts [DUMP]`, with a dump of a demonstration's
database (`pg_dump --format=custom`) where one is at hand; loading it anew takes a minute or more.

Nothing is left behind: namespaces, processes and files go when it ends. It prints what happened as JSON.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parents[2]
NAME = "plan.example.police.uk"
MACHINES = {"front": "10.77.0.1", "web1": "10.77.0.2", "web2": "10.77.0.3", "shared": "10.77.0.9"}
PEOPLE = 20
BEFORE, AFTER = 25, 35
"""Seconds of load before one machine dies, and after."""
PATIENCE = 40
NEEDED = ("ip", "nginx", "redis-server", "openssl", "setpriv")


def what_is_missing():
    """Return why this cannot be tried here; nothing where it can."""
    if os.geteuid():
        return "it makes network namespaces, which root alone may"
    if missing := [one for one in NEEDED if not shutil.which(one, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")]:
        return f"not installed here: {', '.join(missing)}"
    if not postgres_programs():
        return "PostgreSQL's programs are not installed here"
    trial = subprocess.run(["ip", "netns", "add", f"kpa-try-{os.getpid()}"], capture_output=True, check=False)
    if trial.returncode:
        return "network namespaces cannot be made here"
    subprocess.run(["ip", "netns", "del", f"kpa-try-{os.getpid()}"], check=True)
    return ""


def postgres_programs():
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name), default=None)


class Network:
    """The machines: namespaces on one bridge, which stands in that of the proxy."""

    def __init__(self, stack, folder):
        self.stack, self.folder, self.mark = stack, folder, f"kpa{os.getpid()}"
        self.processes = {}
        for name in MACHINES:
            self.ip("netns", "add", self.of(name))
            stack.callback(self.remove, name)
        self.inside("front", "ip", "link", "add", "bridge", "type", "bridge")
        for name, address in MACHINES.items():
            self.connect(name, address)

    def of(self, name):
        return f"{self.mark}-{name}"

    def ip(self, *words):
        subprocess.run(["ip", *words], check=True)

    def inside(self, name, *command, **kwargs):
        return subprocess.run(["ip", "netns", "exec", self.of(name), *map(str, command)], check=True, **kwargs)

    def connect(self, name, address):
        self.inside(name, "ip", "link", "set", "lo", "up")
        if name == "front":
            self.inside(name, "ip", "address", "add", f"{address}/24", "dev", "bridge")
            self.inside(name, "ip", "link", "set", "bridge", "up")
            return
        self.ip(
            "link",
            "add",
            "card",
            "netns",
            self.of(name),
            "type",
            "veth",
            "peer",
            "name",
            name,
            "netns",
            self.of("front"),
        )
        self.inside("front", "ip", "link", "set", name, "master", "bridge", "up")
        self.inside(name, "ip", "address", "add", f"{address}/24", "dev", "card")
        self.inside(name, "ip", "link", "set", "card", "up")

    def start(self, name, *command, as_user=None, **kwargs):
        """Start a program on a machine; it ends with the machine."""
        as_somebody = ["setpriv", f"--reuid={as_user}", f"--regid={as_user}", "--clear-groups"] if as_user else []
        log = (self.folder / f"{name}.log").open("ab")
        words = ["ip", "netns", "exec", self.of(name), *as_somebody, *map(str, command)]
        process = subprocess.Popen(words, stdout=log, stderr=log, start_new_session=True, **kwargs)
        self.processes.setdefault(name, []).append(process)
        return process

    def die(self, name):
        """Let a machine be gone: no packet leaves it any more, and nothing on it runs. Return when it was gone."""
        self.inside("front", "ip", "link", "set", name, "down")
        gone = time.time()
        for process in self.processes.pop(name, ()):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        return gone

    def remove(self, name):
        for process in self.processes.pop(name, ()):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.ip("netns", "del", self.of(name))


def start_shared(network, folder, dump):
    """Start the database and the cache, and fill the database."""
    programs, data = postgres_programs(), folder / "pg"
    data.mkdir()
    shutil.chown(data, "postgres", "postgres")
    as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    made = ["--username=kpa", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run(
        [*as_postgres, programs / "initdb", f"--pgdata={data}", *made], check=True, capture_output=True, cwd="/"
    )
    with (data / "pg_hba.conf").open("a") as file:
        file.write("host all all 10.77.0.0/24 trust\n")
    options = ("listen_addresses=*", "unix_socket_directories=", "max_connections=100")
    words = [word for option in options for word in ("-c", option)]
    network.start("shared", programs / "postgres", "-D", data, *words, as_user="postgres", cwd="/")
    network.start("shared", shutil.which("redis-server"), "--bind", "0.0.0.0", "--protected-mode", "no", "--save", "")
    address = ["--host=10.77.0.9", "--username=kpa"]
    wait_for(lambda: network.inside("shared", programs / "createdb", *address, "kpa", capture_output=True))
    if dump:
        network.inside("shared", programs / "pg_restore", *address, "--no-owner", "--dbname=kpa", dump)


def environment_of(name, folder):
    own = {
        "DATABASE_URL": "postgres://kpa@10.77.0.9/kpa",
        "CACHE_URL": "rediscache://10.77.0.9:6379/0",
        "SECRET_KEY": "two machines with one key, which is long enough for both",
        "KPA_VAR_DIR": str(folder / f"var-{name}"),
        "STATIC_ROOT": str(folder / "static"),
        "ALLOWED_HOSTS": NAME,
        "CSRF_TRUSTED_ORIGINS": f"https://{NAME}",
        "BEHIND_TLS": "true",
        "TRUSTED_PROXIES": MACHINES["front"],
        "DEMONSTRATION_DATE": "2010-04-12",
        "LOG_FORMAT": "json",
        "WEB_CONCURRENCY": "2",
        "GUNICORN_CMD_ARGS": f"--bind={MACHINES.get(name, '0.0.0.0')}:8000",
    }
    return {**os.environ, **own}


def manage(network, folder, *words):
    environment = environment_of("web1", folder)
    network.inside("web1", sys.executable, "manage.py", *words, cwd=ROOT, env=environment, capture_output=True)


def start_front(network, folder):
    """Start nginx by the file that docs/operations/ gives away, with two machines in it."""
    names = ["-subj", f"/CN={NAME}", "-keyout", folder / "key.pem", "-out", folder / "fullchain.pem"]
    certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run(certificate, check=True, capture_output=True)
    text = (ROOT / "docs/operations/nginx.conf").read_text().replace("127.0.0.1:8000", "10.77.0.2:8000")
    text = text.replace("# server 10.0.0.3:8000", "server 10.77.0.3:8000").replace("/etc/ssl/kpa_tracker", str(folder))
    text = text.replace("/var/log/nginx", str(folder))
    assert "server 10.77.0.3:8000" in text
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    whole = folder / "nginx.conf"
    whole.write_text(f"daemon off; pid {folder}/nginx.pid; user root; events {{}} http {{ {own} {text} }}")
    network.start("front", shutil.which("nginx", path="/usr/sbin:/usr/bin"), "-c", whole)


def tell(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def wait_for(trial, seconds=120):
    end = time.monotonic() + seconds
    while True:
        try:
            return trial()
        except (OSError, subprocess.CalledProcessError):
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


# --- People (in a process of the proxy's machine) ---------------------------------------------------------------------


class Browser:
    """Somebody at work: keeps cookies, fills in forms, and notes what became of each request."""

    def __init__(self):
        self.cookies, self.noted = {}, []
        self.trust = ssl.create_default_context()
        self.trust.check_hostname, self.trust.verify_mode = False, ssl.CERT_NONE

    def ask(self, method, path, form=None):
        """Return (status, text); note when it was begun and how it ended. 0: no answer came."""
        began, status, text = time.time(), 0, ""
        line = http.client.HTTPSConnection(MACHINES["front"], timeout=PATIENCE, context=self.trust)
        headers = {
            "Host": NAME,
            "Referer": f"https://{NAME}/",
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
        }
        body = urlencode(form) if form else None
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            status, text = answer.status, answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
        except (OSError, http.client.HTTPException):
            status = 0
        finally:
            line.close()
        self.noted.append({"began": began, "took": time.time() - began, "method": method, "status": status})
        return status, text

    def fill_in(self, path, **typed):
        """Open a form and send it; return the status of the last answer."""
        status, text = self.ask("GET", path)
        if status != 200:
            return status
        hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', text))
        return self.ask("POST", path, {**hidden, **typed})[0]


def work(browser, until, said):
    """Add terms to a draft's glossary until the time is over; note each that was tried, and that was acknowledged."""
    while time.time() < until:
        term = f"Term {uuid.uuid4().hex}"
        said["tried"].append(term)
        if browser.fill_in(said["form"], term=term, meaning="Added while a machine died.") == 302:
            said["acknowledged"].append(term)


def people_at_work(form, seconds):
    """Let twenty people write; print what they saw as JSON."""
    said = {"tried": [], "acknowledged": [], "form": form}
    browsers = [Browser() for _ in range(PEOPLE)]
    for browser in browsers:
        signed_in = browser.fill_in("/accounts/login/", login="editor@demo.example", password="kent-and-medway-2010")
        assert signed_in == 302, f"sign-in was answered {signed_in}"
        browser.noted.clear()
    tell("ready")
    until = time.time() + seconds
    threads = [threading.Thread(target=work, args=(browser, until, said)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    said["requests"] = [one for browser in browsers for one in browser.noted]
    tell(json.dumps(said))


# --- The trial --------------------------------------------------------------------------------------------------------


def put_up(stack, dump):
    folder = Path(tempfile.mkdtemp(prefix="kpa-two-hosts-"))
    folder.chmod(0o755)
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    network = Network(stack, folder)
    start_shared(network, folder, dump)
    manage(network, folder, "migrate", "--no-input")
    manage(network, folder, "load_demo", "--if-empty")
    manage(network, folder, "collectstatic", "--no-input")
    for name in ("web1", "web2"):
        network.start(name, sys.executable, "-m", "gunicorn", cwd=ROOT, env=environment_of(name, folder))
    for name in ("web1", "web2"):
        ready = f"http://{MACHINES[name]}:8000/health/ready"
        asked = f"import urllib.request; urllib.request.urlopen('{ready}', timeout=5)"
        wait_for(lambda asked=asked: network.inside("front", sys.executable, "-c", asked, capture_output=True))
    start_front(network, folder)
    return network


def asked_of(network, query):
    address = ["--host=10.77.0.9", "--username=kpa", "--dbname=kpa", "-At", "-c"]
    done = network.inside("shared", postgres_programs() / "psql", *address, query, capture_output=True, text=True)
    return done.stdout.split("\n")[:-1]


def trial(dump=None):
    """Put everything up, let people write, let one machine die; return the figures."""
    with ExitStack() as stack:
        network = put_up(stack, dump)
        (plan,) = asked_of(
            network, "SELECT id FROM plans_plan WHERE state = 'draft' AND title = 'Business plan 2010/11'"
        )
        people = [
            "-m",
            "tests.operation.two_hosts",
            "--people",
            f"/plans/{plan}/glossaryentries/add/",
            str(BEFORE + AFTER),
        ]
        words = ["ip", "netns", "exec", network.of("front"), sys.executable, *people]
        working = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        stack.callback(working.kill)
        assert working.stdout.readline() == "ready\n"
        time.sleep(BEFORE)
        died = network.die("web1")
        said = json.loads(working.communicate(timeout=AFTER + 3 * PATIENCE)[0])
        return figures_of(said, died, network)


def figures_of(said, died, network):
    kept = asked_of(network, "SELECT term FROM plans_glossaryentry WHERE term LIKE 'Term %'")
    events = asked_of(network, "SELECT subject_name FROM audit_event WHERE subject_name LIKE '%Term %'")
    failed = [one for one in said["requests"] if one["status"] == 0 or one["status"] >= 500]
    took = sorted(one["took"] for one in said["requests"])
    return {
        "requests": len(said["requests"]),
        "before": sum(one["began"] < died for one in said["requests"]),
        "after": sum(one["began"] >= died for one in said["requests"]),
        "acknowledged": len(said["acknowledged"]),
        "lost": len(set(said["acknowledged"]) - set(kept)),
        "twice": len(kept) - len(set(kept)),
        "without an event": len([one for one in kept if not any(one in event for event in events)]),
        "failed, under way when it died": sum(one["began"] < died for one in failed),
        "failed, begun afterwards": sum(one["began"] >= died for one in failed),
        "begun how long afterwards, s": [round(one["began"] - died, 3) for one in failed if one["began"] >= died],
        "refused otherwise": sorted({one["status"] for one in said["requests"]} - {200, 302, 0, 500, 502, 503, 504}),
        "median ms": round(1000 * took[len(took) // 2]),
        "slowest s": round(took[-1], 1),
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["--people"]:
        people_at_work(sys.argv[2], float(sys.argv[3]))
    else:
        tell(json.dumps(trial(*sys.argv[1:2]), indent=1))
