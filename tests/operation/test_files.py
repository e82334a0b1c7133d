"""The files that docs/operations/ gives away are what nginx, Caddy and systemd take, and say what the site says."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from configparser import ConfigParser
from contextlib import ExitStack, contextmanager
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.core.management import get_commands

from kpa_tracker.base.toolkit import timers
from kpa_tracker.base.toolkit.pdf.bounded import PATIENCE, READER
from tests.architecture.test_repository import ROOT

GIVEN = ROOT / "docs" / "operations"
UNITS = sorted(GIVEN.glob("*.service")) + sorted(GIVEN.glob("*.timer"))
READS = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"|environ(?:\.get|\.setdefault)?[\[(]"([A-Z_]+)"|\$\{([A-Z]\w+)-')
TESTS_OWN = {"KPA_CHROMIUM", "KPA_TEST_PROCESSES", "KPA_EVERYTHING"}


def needs(program):
    """Return where a program is; without it a test is left out, but where everything is to be tried it fails."""
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    if not found and os.environ.get("KPA_EVERYTHING"):
        pytest.fail(f"{program} is not installed, and KPA_EVERYTHING says that nothing is left out.")
    return found or pytest.skip(f"{program} is not installed here")


@pytest.mark.parametrize(("everything", "outcome"), [("yes", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_what_is_missing_is_no_silence_where_everything_is_to_be_tried(monkeypatch, everything, outcome):
    monkeypatch.setenv("KPA_EVERYTHING", everything)
    with pytest.raises(outcome, match="no-such-program is not installed"):
        needs("no-such-program")


def told_by(*command, **kwargs):
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, **kwargs)
    return done.returncode, done.stdout + done.stderr


# --- Proxies ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=plan.example.police.uk"]
    files = ["-keyout", folder / "key.pem", "-out", folder / "fullchain.pem"]
    subprocess.run([needs("openssl"), *made, *files], check=True, capture_output=True)
    return folder


def as_a_whole(text, folder, certificate):
    """Return a whole configuration of nginx around ours, with its files in a folder of the test."""
    text = text.replace("/etc/ssl/kpa_tracker", str(certificate)).replace("/var/log/nginx", str(folder))
    text = re.sub(r"listen (\[::\]:)?(80|443)\b", lambda found: f"listen {found[1] or '127.0.0.1:'}0{found[2]}", text)
    own = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    whole = folder / "nginx.conf"
    whole.write_text(
        f"pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ {own} access_log off; {text} }}"
    )
    return whole


@pytest.mark.parametrize("planted", ["", "proxy_passs http://kpa_tracker;"])
def test_nginx_takes_its_file(tmp_path, certificate, planted):
    text = (GIVEN / "nginx.conf").read_text().replace("location / {", f"location / {{ {planted}")
    ended, said = told_by(needs("nginx"), "-t", "-q", "-c", str(as_a_whole(text, tmp_path, certificate)))
    assert (ended == 0) == (not planted), said


@pytest.mark.parametrize("planted", ["", "reverse_proxyy 127.0.0.1"])
def test_caddy_takes_its_file(tmp_path, planted):
    own = tmp_path / "Caddyfile"
    own.write_text((GIVEN / "Caddyfile").read_text().replace("request_body {", f"{planted}\n\trequest_body {{", 1))
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    ended, said = told_by(needs("caddy"), "validate", "--adapter", "caddyfile", "--config", str(own), env=environment)
    assert (ended == 0) == (not planted), said


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_writes_anew_what_the_site_believes_and_logs_no_address(name):
    text = (GIVEN / name).read_text()
    for header in ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "X-Request-ID"):
        assert re.search(rf"(proxy_set_header|header_up) -?{header}\b", text), header
    assert "$proxy_add_x_forwarded_for" not in text
    assert not re.search(r"access_log (?!off)|^\s*log\b", text, re.MULTILINE)


def free_ports(number):
    """Return ports that nobody listens at."""
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(number)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


@contextmanager
def running(*command, **kwargs):
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **kwargs) as process:
        try:
            yield
        finally:
            process.terminate()


def answered(ask):
    """Return the status, the headers and the text of an answer, once the port is open."""
    for _ in range(200):
        try:
            return ask()
        except OSError:
            time.sleep(0.05)
    raise AssertionError("The proxy does not answer.")


def is_the_page(status, headers, text):
    kept, again = headers["Cache-Control"], headers["Retry-After"]
    return status in (502, 503) and (kept, again) == ("no-store", "60") and text == (GIVEN / "away.html").read_text()


def told_to(address, **kwargs):
    """Return what an address answers."""
    try:
        with urlopen(Request(address, headers={"Host": "plan.example.police.uk"}), timeout=30, **kwargs) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


def test_nginx_says_that_the_site_is_away(tmp_path, certificate):
    inner, outer, plain = free_ports(3)
    whole = as_a_whole((GIVEN / "nginx.conf").read_text(), tmp_path, certificate)
    text = re.sub(r"listen \[::\]:\S+( ssl http2)?;", "", whole.read_text())
    for before, after in (("0443", outer), ("080", plain), ("8000", inner)):
        text = text.replace(f"127.0.0.1:{before}", f"127.0.0.1:{after}")
    user = "user root;" if os.geteuid() == 0 else ""  # who can read the folders of a test
    whole.write_text(f"daemon off; {user} {text.replace('/var/www/kpa_tracker', str(GIVEN))}")
    unproved = ssl.create_default_context()
    unproved.check_hostname, unproved.verify_mode = False, ssl.CERT_NONE
    with running(needs("nginx"), "-c", str(whole)):
        assert is_the_page(*answered(lambda: told_to(f"https://127.0.0.1:{outer}/deliverables/", context=unproved)))


def test_caddy_says_that_the_site_is_away(tmp_path):
    inner, outer, admin = free_ports(3)
    text = (GIVEN / "Caddyfile").read_text().replace("plan.example.police.uk", f"http://plan.example.police.uk:{outer}")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{inner}").replace("/var/www/kpa_tracker", str(GIVEN))
    own = tmp_path / "Caddyfile"
    own.write_text(f"{{\n\tadmin 127.0.0.1:{admin}\n}}\n" + text.replace("lb_try_duration 5s", "lb_try_duration 0s"))

    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    with running(needs("caddy"), "run", "--adapter", "caddyfile", "--config", str(own), env=environment):
        assert is_the_page(*answered(lambda: told_to(f"http://127.0.0.1:{outer}/deliverables/")))


def test_a_proxy_waits_as_long_as_whoever_waits_for_a_document():
    given = int(re.search(r"proxy_read_timeout (\d+)s", (GIVEN / "nginx.conf").read_text())[1])
    assert READER["wall"] + PATIENCE < given


# --- Units ------------------------------------------------------------------------------------------------------------


def faults_of(unit, folder):
    """Return what systemd says of a unit, its program being a file that is there."""
    for other in UNITS:
        text = other.read_text().replace("/srv/kpa_tracker/.venv/bin/python", "/usr/bin/env").replace("@.", "@one.")
        (folder / other.name.replace("@.", "@one.")).write_text(
            unit.pop(other, text) if isinstance(unit, dict) else text
        )
    units = [str(folder / other.name.replace("@.", "@one.")) for other in UNITS]
    return told_by(needs("systemd-analyze"), "verify", "--man=no", *units)[1]


@pytest.mark.parametrize("planted", ["", "Restart=allways\n"])
def test_systemd_takes_the_units(tmp_path, planted):
    changed = {unit: unit.read_text().replace("[Service]\n", f"[Service]\n{planted}") for unit in UNITS if planted}
    said = [line for line in faults_of(changed, tmp_path).splitlines() if str(tmp_path) in line or "kpa-" in line]
    if planted:
        assert said
    else:
        assert said == []


def test_every_command_of_a_unit_is_one_and_every_command_of_a_timer_has_one():
    called = {word for unit in UNITS for word in re.findall(r"manage\.py (\w+)", unit.read_text())}
    listed = (GIVEN.parent / "operations.md").read_text()
    enabled = set(re.findall(r"kpa-\w+@(\w+)\.timer", listed))
    assert called - set(get_commands()) == set()
    assert set(timers.OFTEN) == (called | enabled) - {"doctor"}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_no_unit_runs_as_root_or_writes_elsewhere(unit):
    read = ConfigParser(strict=False, interpolation=None)
    read.optionxform = str
    read.read(unit)
    if unit.suffix == ".service":
        service = read["Service"]
        assert (service["User"], service["ProtectSystem"], service["NoNewPrivileges"]) == ("plan", "strict", "true")
    else:
        assert read["Timer"]["Persistent"] == "true"


# --- Variables --------------------------------------------------------------------------------------------------------


def variables():
    """Return the names of what the site, its server and its scripts read from the environment."""
    settings = [
        ROOT / "kpa_tracker" / "settings.py",
        ROOT / "gunicorn.conf.py",
        ROOT / "bin" / "start",
        ROOT / "bin" / "timers",
        ROOT / "bin" / "as-service",
    ]
    files = [*settings, *(ROOT / "kpa_tracker").rglob("base/toolkit/*.py")]
    return {name for file in files for found in READS.findall(file.read_text()) for name in found if name}


def test_every_variable_is_listed():
    listed = (ROOT / "docs" / "operations.md").read_text()
    unlisted = {name for name in variables() if f"`{name}`" not in listed} - TESTS_OWN
    assert unlisted == set()
    assert "LOG_FORMAT" in variables()


def test_every_file_that_is_given_away_is_named_in_the_instructions():
    listed = (ROOT / "docs" / "operations.md").read_text()
    assert [file.name for file in GIVEN.iterdir() if file.name not in listed] == []


@pytest.mark.parametrize("name", ["docs/operations.md", "docs/first-steps.md", "docs/data-protection.md", "README.md"])
def test_every_command_by_hand_is_called_in_the_one_way_and_is_one(name):
    text = (ROOT / name).read_text()
    assert re.findall(r".*manage\.py.*", text) == []
    called = set(re.findall(r"bin/manage ([a-z]\w+)", text))
    assert called
    assert called - set(get_commands()) == set()


def test_a_file_of_settings_in_the_instructions_is_one_that_is_read():
    """What stands behind a value on its line is part of it, for systemd as for bin/manage."""
    text = (ROOT / "docs" / "operations.md").read_text()
    shown = re.findall(r"^    ([A-Z][A-Z_]+=.*)$", text, re.MULTILINE)
    assert len(shown) > 5
    assert [line for line in shown if re.search(r"\s#", line)] == []
