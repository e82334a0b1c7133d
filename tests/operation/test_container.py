"""The container's files: what may not stand in them, and that their steps do in a plain Debian what they say.

The steps are run where KPA_PLAIN_ROOT names a fresh root (`debootstrap --variant=minbase bookworm FOLDER`), by root;
KPA_ROOT_ALSO names folders of this machine that are seen in it too, with colons between: a packages' mirror.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.architecture.test_repository import ROOT, tracked_files

yaml = pytest.importorskip("yaml")
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = (ROOT / "compose.yaml").read_text()


def instructions(text):
    """Return (instruction, what it says) for each of a Dockerfile, its continued lines joined."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [tuple(line.split(maxsplit=1)) for line in joined.splitlines()]


def faults_of_dockerfile(text):
    """Return what is wrong with a Dockerfile by rules of this project, which hadolint does not have."""
    said = instructions(text)
    last_stage = said[max(n for n, (word, _) in enumerate(said) if word == "FROM") :]
    words = [word for word, _ in said]
    runs = [what for word, what in said if word == "RUN"]
    found = {
        "runs as root": "USER" not in [word for word, _ in last_stage],
        "packages without hashes": any("pip install" in run and "--require-hashes" not in run for run in runs),
        "no health check": "HEALTHCHECK" not in words,
        "a secret": bool(re.search(r"(?i)\b(ENV|ARG)\b.*(password|secret|token)", text)),
        "no working directory": "WORKDIR" not in words,
    }
    return {name for name, is_so in found.items() if is_so}


def told_by(program, *arguments, text):
    """Return what a program of the environment for development answers when it reads a text."""
    command = [str(Path(sys.executable).with_name(program)), *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


def linted(text):
    """Return the rules of hadolint that a Dockerfile breaks."""
    return {one["code"] for one in json.loads(told_by("hadolint", "--format", "json", "-", text=text).stdout)}


def test_the_dockerfile_is_as_it_should_be():
    assert (faults_of_dockerfile(DOCKERFILE), linted(DOCKERFILE)) == (set(), set())


@pytest.mark.parametrize(
    ("what", "instead", "found"),
    [
        ("USER 10001", "LABEL one=two", "runs as root"),
        ("--require-hashes", "", "packages without hashes"),
        ("HEALTHCHECK", "LABEL", "no health check"),
        ("LOG_FORMAT=json", "SECRET_KEY=abc", "a secret"),
        ("WORKDIR", "LABEL", "no working directory"),
    ],
)
def test_a_planted_fault_of_a_dockerfile_is_found(what, instead, found):
    assert what in DOCKERFILE
    assert found in faults_of_dockerfile(DOCKERFILE.replace(what, instead))


@pytest.mark.parametrize(
    ("what", "instead", "found"),
    [
        ("USER 10001", "USER root", "DL3002"),
        ("debian:12-slim AS", "debian:latest AS", "DL3007"),
        ("COPY . .", "ADD . .", "DL3020"),
        ("rm -rf /var/lib/apt/lists/*", "true", "DL3009"),
        ("--no-install-recommends", "", "DL3015"),
        ("RUN bin/build", "RUN sudo bin/build", "DL3004"),
        ('CMD [".venv/bin/python", "-m", "gunicorn"]', "CMD gunicorn", "DL3025"),
        ("WORKDIR /srv", "WORKDIR srv", "DL3000"),
    ],
)
def test_a_planted_fault_is_found_by_hadolint(what, instead, found):
    assert what in DOCKERFILE
    assert found in linted(DOCKERFILE.replace(what, instead))


def is_asked_in_vain(service):
    """Whether the image's question after a site's health is put to what serves none."""
    return "command" in service and service.get("healthcheck") != {"disable": True}


def faults_of_compose(text):
    """Return what is wrong with what runs side by side."""
    read = yaml.safe_load(text)
    services, found = read["services"], set()
    for name, service in services.items():
        ours = "build" in service
        found |= {
            f"{name}: port for everybody" for port in service.get("ports", ()) if not port.startswith("127.0.0.1:")
        }
        found |= {f"{name}: no version" for _ in [0] if not ours and ":" not in service["image"]}
        found |= {f"{name}: no {other}" for other in service.get("depends_on", {}) if other not in services}
        found |= {f"{name}: may more than it needs" for _ in [0] if ours and service.get("cap_drop") != ["ALL"]}
        found |= {f"{name}: not started again" for _ in [0] if "restart" not in service}
        found |= {f"{name}: asked what it is not" for _ in [0] if ours and is_asked_in_vain(service)}
        found |= {f"{name}: not all settings reach it" for _ in [0] if ours and service.get("env_file") != ".env"}
        kept = [volume.split(":")[0] for volume in service.get("volumes", ())]
        found |= {f"{name}: {volume} is kept nowhere" for volume in kept if volume not in read["volumes"]}
        said = service.get("environment", {})
        found |= {
            f"{name}: {key} in the open" for key in said if re.search("PASSWORD|SECRET", key) and "${" not in said[key]
        }
    return found


def test_the_compose_file_is_as_it_should_be():
    assert faults_of_compose(COMPOSE) == set()


@pytest.mark.parametrize("planted", ["", "healthcheck: {disabled: true}", "retsart: always"])
def test_the_compose_file_is_what_compose_reads(tmp_path, planted):
    """By the schema of the Compose Specification, which `docker compose config` reads it by."""
    file = tmp_path / "compose.yaml"
    file.write_text(COMPOSE.replace("    healthcheck: {disable: true}\n", f"    {planted}\n") if planted else COMPOSE)
    done = told_by("check-jsonschema", "--builtin-schema", "vendor.compose-spec", str(file), text="")
    assert (done.returncode == 0) == (not planted), done.stdout


def test_what_a_container_runs_by_hand_is_there():
    left_out = (ROOT / ".dockerignore").read_text().split()
    assert "bin" not in left_out
    assert (ROOT / "bin" / "manage").stat().st_mode & 0o111 == 0o111


@pytest.mark.parametrize(
    ("what", "instead", "found"),
    [
        ("127.0.0.1:8000:8000", "8000:8000", "web: port for everybody"),
        ("redis:7", "redis", "cache: no version"),
        ("upgrade: {condition", "update: {condition", "web: no update"),
        ("cap_drop: [ALL]", "cap_drop: []", "web: may more than it needs"),
        ("var:/srv/var", "other:/srv/var", "web: other is kept nowhere"),
        ("healthcheck: {disable: true}\n", "\n", "timers: asked what it is not"),
        ("env_file: .env", "", "web: not all settings reach it"),
        ("${SECRET_KEY:?set SECRET_KEY in .env to 50 random letters}", "abc", "web: SECRET_KEY in the open"),
    ],
)
def test_a_planted_fault_of_a_compose_file_is_found(what, instead, found):
    assert what in COMPOSE
    assert found in faults_of_compose(COMPOSE.replace(what, instead))


def test_nothing_private_goes_into_a_container():
    left_out = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".env", ".venv", "var", "*.sqlite3", "node_modules"} <= set(left_out)


# --- The steps, in a plain Debian -------------------------------------------------------------------------------------


class Stage:
    """One stage of a Dockerfile, in a root of its own."""

    def __init__(self, root, others):
        self.root, self.others, self.folder, self.environment, self.user = root, others, "/", {}, "root"
        self.seen = seen_in(root)

    def inside(self, place):
        return self.root / str(Path("/", self.folder, place)).lstrip("/")

    def said(self, script):
        """Return the command that runs a script in this root, and its environment."""
        environment = {"PATH": os.defpath + ":/usr/sbin:/sbin", "DEBIAN_FRONTEND": "noninteractive"}
        ours = ("PIP_", "SSL_", "NODE_EXTRA", "npm_config_", "http_proxy", "https_proxy")
        environment |= {name: value for name, value in os.environ.items() if name.startswith(ours)}
        # In a space of mounts of its own: whatever becomes of it, nothing of this machine stays within the root.
        seen = "".join(f"mount --bind {place} {self.root}{place} && " for place in self.seen)
        inside = shlex.quote(f"cd {self.folder} && {script}")
        inside = f"exec chroot --userspec={self.user}:{self.user} {self.root} /bin/bash -c {inside}"
        command = ["unshare", "--mount", "--propagation", "private", "/bin/sh", "-c", seen + inside]
        return command, {**environment, **self.environment}

    def call(self, script, **kwargs):
        command, environment = self.said(script)
        return subprocess.run(command, env=environment, check=True, **kwargs)

    def do(self, word, what):
        getattr(self, f"do_{word.lower()}", lambda what: None)(what)

    def do_run(self, what):
        self.call(what)

    def do_workdir(self, what):
        self.folder = what
        self.inside(".").mkdir(parents=True, exist_ok=True)

    def do_env(self, what):
        self.environment |= dict(one.split("=", 1) for one in what.replace('"', "").split())

    def do_user(self, what):
        self.user = what

    def do_copy(self, what):
        *options, source, target = what.split()
        stage = next((self.others[one[7:]] for one in options if one.startswith("--from=")), None)
        if stage:
            shutil.copytree(stage.root / source[1:], self.root / target[1:], symlinks=True, dirs_exist_ok=True)
        elif source == ".":
            self.copy_tree()
        else:
            shutil.copytree(ROOT / source, self.inside(target), dirs_exist_ok=True)
        if owner := next((one[8:] for one in options if one.startswith("--chown=")), None):
            subprocess.run(["chroot", str(self.root), "chown", "-R", owner, target], check=True)

    def copy_tree(self):
        """Copy what git holds but for what .dockerignore leaves out."""
        left_out = set((ROOT / ".dockerignore").read_text().split())
        for file in tracked_files():
            place = file.relative_to(ROOT)
            if place.parts[0] not in left_out:
                self.inside(place).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(file, self.inside(place))


@pytest.fixture
def built(tmp_path):
    """The last stage of the Dockerfile, its steps done in copies of a plain root."""
    plain = os.environ.get("KPA_PLAIN_ROOT")
    if not plain or os.geteuid():
        pytest.skip("asked for by KPA_PLAIN_ROOT, as root: it fetches packages and takes minutes")
    stages = {}
    for word, what in instructions(DOCKERFILE):
        if word == "FROM":
            root = tmp_path / f"stage{len(stages)}"
            subprocess.run(["cp", "-a", plain, str(root)], check=True)
            stage = stages[what.partition(" AS ")[2]] = Stage(root, stages)
        else:
            stage.do(word, what)
    return stage


def seen_in(root):
    """Make room in a root for what its programs need to see, and for what the environment names; return the places."""
    also = [Path(one) for one in os.environ.get("KPA_ROOT_ALSO", "").split(":") if one]
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    places = [Path("/proc"), Path("/dev"), *also]
    for place in places:
        inside = root / str(place)[1:]
        inside.parent.mkdir(parents=True, exist_ok=True)
        inside.touch() if place.is_file() else inside.mkdir(exist_ok=True)
    return places


def answer_of(url):
    for _ in range(120):
        try:
            with urlopen(url, timeout=60) as answer:
                return answer.status, answer.read()
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"{url} does not answer")


def test_its_steps_make_a_site_that_runs_as_nobody_in_particular(built):
    built.environment |= {"GUNICORN_CMD_ARGS": "--bind=127.0.0.1:18765", "KPA_TIMERS_ONCE": "yes"}
    built.call(".venv/bin/python manage.py migrate --no-input")
    built.call("bin/timers")
    said = built.call(".venv/bin/python manage.py doctor --json || true", capture_output=True, text=True).stdout
    wrong = {one["name"] for one in json.loads(said)["looked_at"] for finding in one["findings"] if finding["grave"]}
    assert wrong <= {"administrators", "room on the disk", "addresses and TLS"}
    command, environment = built.said("exec .venv/bin/python -m gunicorn")
    with subprocess.Popen(command, env=environment) as site:
        try:
            assert answer_of("http://127.0.0.1:18765/health/ready") == (200, b"ready\n")
            assert b"build/app." in answer_of("http://127.0.0.1:18765/accounts/login/")[1]
        finally:
            site.terminate()
