"""What the site is made of is listed (requirements/sbom.cdx.json): what the locks name, neither more nor less."""

from __future__ import annotations

import json
import re
import runpy

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.architecture.test_repository import ROOT

LIST = ROOT / "requirements" / "sbom.cdx.json"


def wanted() -> set[str]:
    """Return what the locks name, as the list names it."""
    locks = [(ROOT / "requirements" / f"{name}.txt").read_text() for name in ("runtime", "larger")]
    locked = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", "\n".join(locks), re.MULTILINE)
    modules = json.loads((ROOT / "package-lock.json").read_text())["packages"].items()
    delivered = [(path, one) for path, one in modules if path and not {"dev", "optional"} & set(one)]
    return {f"pypi {name} {version}" for name, version in locked} | {
        f"npm {path.removeprefix('node_modules/')} {one['version']}" for path, one in delivered
    }


def named(listed: str) -> list[str]:
    """Return what a list names; a package without a hash is not named."""
    parts = [one for one in json.loads(listed)["components"] if one.get("hashes")]
    names = ["/".join(filter(None, [one.get("group"), one["name"]])) for one in parts]
    return [
        f"{one['purl'][4:].partition('/')[0]} {name} {one['version']}" for one, name in zip(parts, names, strict=True)
    ]


def test_the_list_names_each_locked_package_once_with_its_hashes():
    assert sorted(named(LIST.read_text())) == sorted(wanted())


def test_the_list_is_what_the_locks_give():
    assert LIST.read_text() == runpy.run_path(str(ROOT / ".ci" / "sbom.py"))["listed"]()


def test_the_list_is_in_the_form_that_scanners_read():
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(LIST.read_text()) is None


def test_what_a_large_installation_has_beside_the_rest_is_said_to_be_optional():
    parts = json.loads(LIST.read_text())["components"]
    optional = {one["name"] for one in parts if one.get("scope") == "optional"}
    assert {"boto3", "redis", "sentry-sdk", "django-storages", "prometheus-client"} <= optional
    assert not {"django", "gunicorn", "requests"} & optional


@pytest.mark.parametrize("name", ["boto3", "redis", "sentry-sdk", "django", "gunicorn"])
def test_a_list_that_lacks_a_package_of_a_lock_is_found(name):
    read = json.loads(LIST.read_text())
    read["components"] = [one for one in read["components"] if one["name"] != name]
    assert wanted() - set(named(json.dumps(read))) == {one for one in wanted() if one.split()[1] == name} != set()


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        (r'("name": "django",[^}]*?"version": )"[^"]+"', r'\1"0.0.1"'),
        (r'"name": "weasyprint"', '"name": "weasyprint2"'),
        (r'"name": "boto3"', '"name": "boto4"'),
    ],
)
def test_a_list_that_names_something_else_is_found(pattern, planted):
    changed, count = re.subn(pattern, planted, LIST.read_text(), count=1, flags=re.DOTALL)
    assert count == 1
    assert sorted(named(changed)) != sorted(wanted())
