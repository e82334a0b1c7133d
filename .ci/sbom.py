"""Writes requirements/sbom.cdx.json: every package that the locks name for running the site, as CycloneDX. What a large
installation or a container has beside the rest (requirements/larger.txt) stands in it as optional.

Versions and hashes are those of the locks. It holds no time and no address of a registry, so that the same locks give
the same file; tests/architecture/test_supply.py holds it against them. `bin/lock` runs it.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "requirements" / "sbom.cdx.json"
LOCKED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)((?:[^\n]*\\\n)*[^\n]*)", re.MULTILINE | re.IGNORECASE)


def python_packages() -> Iterator[Component]:
    """Yield what the two locks name; a package with a version for each Python comes once for each."""
    runtime, larger = (
        {(name, version): rest for name, version, rest in LOCKED.findall((ROOT / "requirements" / lock).read_text())}
        for lock in ("runtime.txt", "larger.txt")
    )
    for (name, version), rest in (larger | runtime).items():
        hashes = [
            HashType(alg=HashAlgorithm.SHA_256, content=one) for one in re.findall(r"sha256:([0-9a-f]{64})", rest)
        ]
        always = (name, version) in runtime
        yield packaged("pypi", name, version, hashes, None if always else ComponentScope.OPTIONAL)


def browser_packages() -> Iterator[Component]:
    """Yield what package-lock.json names for the pages; not what only the tests or one kind of machine need."""
    for path, said in json.loads((ROOT / "package-lock.json").read_text())["packages"].items():
        if not path or said.get("dev") or said.get("optional"):
            continue
        algorithm, _, digest = said["integrity"].partition("-")
        known = HashType(
            alg=HashAlgorithm(algorithm.upper().replace("SHA", "SHA-")), content=base64.b64decode(digest).hex()
        )
        yield packaged("npm", path.rpartition("node_modules/")[2], said["version"], [known])


def packaged(
    kind: str, name: str, version: str, hashes: list[HashType], scope: ComponentScope | None = None
) -> Component:
    space, _, own = name.rpartition("/")
    address = PackageURL(kind, space or None, own, version)
    return Component(
        name=own,
        group=space or None,
        version=version,
        type=ComponentType.LIBRARY,
        purl=address,
        hashes=hashes,
        scope=scope,
        bom_ref=str(address),
    )


def listed() -> str:
    """Return the list as it stands in the file."""
    site = Component(name="kpa_tracker", type=ComponentType.APPLICATION, bom_ref="kpa_tracker")
    bom = Bom(components=[*python_packages(), *browser_packages()])
    bom.metadata.component = site
    bom.register_dependency(site, bom.components)
    said = json.loads(JsonV1Dot6(bom).output_as_string())
    del said["serialNumber"], said["metadata"]["timestamp"]
    said["metadata"].pop("tools", None)
    return json.dumps(said, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    LIST.write_text(listed())
