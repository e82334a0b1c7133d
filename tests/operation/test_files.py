"""The files that docs/operations/ gives away are what nginx, Caddy and systemd take, and say what the site says."""

from __future__ import annotations

import re
import shutil
import subprocess
from configparser import ConfigParser

import pytest
from django.core.management import get_commands

from kpa_tracker.base.toolkit import timers
from tests.architecture.test_repository import ROOT

GIVEN = ROOT / "docs" / "operations"
UNITS = sorted(GIVEN.glob("*.service")) + sorted(GIVEN.glob("*.timer"))
READS = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"|environ(?:\.get|\.setdefault)?[\[(]"([A-Z_]+)"|\$\{([A-Z]\w+)-')
TESTS_OWN = {"KPA_CHROMIUM", "KPA_TEST_PROCESSES"}


def needs(program):
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    return found or pytest.skip(f"{program} is not installed here")


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
