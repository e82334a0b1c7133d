"""What the repository may not hold: addresses of package registries, paths of somebody's machine, built files."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest

from kpa_tracker.base.toolkit.typefaces import TYPEFACES, sheet_of

ROOT = Path(__file__).parents[2]

# Written in pieces, so that this file does not find itself.
REGISTRIES = re.compile(
    "|".join(
        [
            r"pypi\." + "org",
            r"python" + r"hosted\.org",
            r"npmjs\." + "(?:org|com)",
            r"yarnpkg\." + "com",
            r"(?:deb|security|archive|ports)\." + r"(?:debian\.org|ubuntu\.com)",
            r"--(?:extra-)?index-" + r"url[= ]\S*//",
        ]
    )
)
MACHINE_PATHS = re.compile(r"(?<![\w.$}/-])/(?:" + "home|root|Users|work" + r")/[\w.-]+")


def tracked_files() -> list[Path]:
    """Return the files that git holds, or would hold at the next commit."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def lines_matching(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    """Return `file:line: text` for each line of the text files that the pattern finds."""
    found = []
    for file in files:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [f"{file.name}:{n}: {line[:200]}" for n, line in enumerate(lines, 1) if pattern.search(line)]
    return found


@pytest.fixture(scope="module")
def files() -> list[Path]:
    return tracked_files()


def test_no_file_names_a_package_registry(files):
    assert lines_matching(REGISTRIES, files) == []


def test_no_file_names_a_path_of_somebodys_machine(files):
    assert lines_matching(MACHINE_PATHS, files) == []


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        (REGISTRIES, "https://files.python" + "hosted.org/packages/x.whl"),
        (REGISTRIES, '"resolved": "https://registry.npm' + 'js.org/sass"'),
        (REGISTRIES, "--extra-index-" + "url https://mirror.example/simple"),
        (MACHINE_PATHS, "open('/ho" + "me/someone/plan.xlsx')"),
    ],
)
def test_a_planted_address_or_path_is_found(tmp_path, pattern, planted):
    (tmp_path / "planted.txt").write_text(f"first line\n{planted}\n")
    assert lines_matching(pattern, [tmp_path / "planted.txt"]) == [f"planted.txt:2: {planted}"]


def test_the_lock_of_the_front_end_names_no_address_to_fetch_from():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []


@pytest.mark.parametrize("lock", ["runtime.txt", "development.txt"])
def test_every_locked_python_package_carries_a_hash(lock):
    text = (ROOT / "requirements" / lock).read_text().replace("\\\n", " ")
    locked = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
    assert locked
    assert [line for line in locked if "--hash=sha256:" not in line] == []


def test_what_the_tests_add_leaves_the_runtime_versions_alone():
    def versions(lock: str) -> set[str]:
        text = (ROOT / "requirements" / lock).read_text()
        return set(re.findall(r"^[a-z0-9][^\\\n ;]*", text, re.MULTILINE))

    assert versions("runtime.txt") - versions("development.txt") == set()


def test_nothing_that_is_built_or_private_is_tracked(files):
    private = re.compile(r"^(static/build|node_modules|var|\.venv)/|\.sqlite3|secret-key|\.pyc$")
    assert [str(file.relative_to(ROOT)) for file in files if private.search(str(file.relative_to(ROOT)))] == []


# Python 3.10 comes with Ubuntu 22.04; these names came later.
NEWER = {
    "asyncio": {"TaskGroup", "timeout"},
    "contextlib": {"chdir"},
    "datetime": {"UTC"},
    "enum": {"EnumType", "ReprEnum", "StrEnum"},
    "hashlib": {"file_digest"},
    "itertools": {"batched"},
    "tomllib": {"load", "loads"},
    "typing": {"LiteralString", "Never", "NotRequired", "Required", "Self", "Unpack", "assert_never", "override"},
}


def names_used(source: str) -> set[tuple[str, str]]:
    """Return each (module, name) that is imported from a module, or read as an attribute of it."""
    used = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            used |= {(node.module, alias.name) for alias in node.names}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used.add((node.value.id, node.attr))
    return used


def too_new(source: str) -> set[tuple[str, str]]:
    return {(module, name) for module, name in names_used(source) if name in NEWER.get(module, ())}


def test_the_code_asks_for_nothing_that_python_3_10_lacks(files):
    sources = [file for file in files if file.suffix == ".py"]
    assert {file.name: too_new(file.read_text()) for file in sources if too_new(file.read_text())} == {}


@pytest.mark.parametrize("planted", ["from enum import StrEnum", "import datetime\nnow = datetime.UTC"])
def test_a_planted_newer_name_is_found(planted):
    assert len(too_new(planted)) == 1


def test_every_compiled_style_sheet_is_one_that_a_page_asks_for():
    templates = "\n".join(file.read_text() for file in tracked_files() if file.suffix == ".html")
    compiled = {file.name for file in (ROOT / "static" / "build").glob("*.css")}
    chosen = {sheet_of(name).removeprefix("build/") for name in TYPEFACES} - {""}
    assert compiled == set(re.findall(r"'build/(\w+\.css)'", templates)) | chosen
