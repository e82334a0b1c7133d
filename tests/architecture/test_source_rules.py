"""The rules of .ci/source-rules.yaml: each finds the fault that it is there for, and passes over what is right."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.test_repository import ROOT

RULES = ROOT / ".ci" / "source-rules.yaml"
PLANTED = {
    "plans/views/planted.py": """
        from django.contrib.auth.decorators import login_not_required
        from django.views.decorators.csrf import csrf_exempt
        mark_safe("<b>" + name)  # markup-that-nobody-escaped
        mark_safe(f"<b>{name}</b>")  # markup-that-nobody-escaped
        SafeString(name)  # markup-that-nobody-escaped
        mark_safe("<b>plain</b>")
        SafeString(render_to_string("one.html", {"name": name}).strip())
        csrf_exempt(page)  # door-without-a-lock
        @login_not_required  # door-without-a-lock
        def page(request): ...
        Plan.objects.all()  # records-of-everybody
        Plan.objects.get(pk=1)  # records-of-everybody
        get_object_or_404(Plan, pk=1)  # records-of-everybody
        get_object_or_404(plans, pk=1)
        Plan.objects.visible_to(person).get(pk=1)
        person.is_superuser  # role-asked-around-the-rules
        Plan.objects.raw("SELECT 1")  # query-written-by-hand
        connection.cursor()  # query-written-by-hand
        cursor.execute(f"SELECT {name}")  # query-put-together-from-text
        cursor.execute("SELECT %s" % name)  # query-put-together-from-text
        cursor.execute("SELECT %s", [name])
        redirect(request.GET["next"])  # way-on-that-the-request-names
        redirect(self.request.POST.get("next"))  # way-on-that-the-request-names
        redirect("home")
        subprocess.run(["ls"])  # process-of-ones-own
        os.system("ls")  # process-of-ones-own
        urlopen("https://example.com")  # call-to-the-outside
        log.warning("sent %s", request.POST)  # log-of-what-people-sent
        logger.info("for %s", person.email)  # log-of-what-people-sent
        log.warning("of %s", person.pk)
    """,
    "templates/planted.html": """
        <p>{{ name|safe }}</p> {# page-that-escapes-nothing #}
        {% autoescape off %} {# page-that-escapes-nothing #}
        <p>{{ name }} is safe</p>
        <script>run()</script> {# page-with-something-inline #}
        <a onclick="run()">one</a> {# page-with-something-inline #}
        <a href="javascript:run()">one</a> {# page-with-something-inline #}
        <script src="/static/app.js" defer></script>
        <script type="application/ld+json">{}</script>
        <option value="1"{% if one == plan %} selected{% endif %}>one</option>
    """,
}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What semgrep finds in a folder of planted faults: (file, line, rule)."""
    folder = tmp_path_factory.mktemp("planted")
    for name, text in PLANTED.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(re.sub(r"^ {8}", "", text, flags=re.MULTILINE))
    command = [str(Path(sys.executable).parent / "semgrep"), "scan", "--metrics", "off", "--disable-version-check"]
    done = subprocess.run(
        [*command, "--strict", "--no-git-ignore", "--json", "--config", str(RULES), "."],
        cwd=folder,
        env={
            **os.environ,
            "SEMGREP_ENABLE_VERSION_CHECK": "0",
            "PATH": f"{command[0].rpartition('/')[0]}:{os.defpath}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    said = json.loads(done.stdout)
    assert said["errors"] == []
    return {(one["path"], one["start"]["line"], one["check_id"].rpartition(".")[2]) for one in said["results"]}


def planted():
    for name, text in PLANTED.items():
        for number, line in enumerate(text.split("\n"), start=1):
            mark = re.search(r"[#] ([a-z-]+)(?: #\}|$)", line)
            if mark:
                yield name, number, mark[1]


def test_each_planted_fault_is_found_and_nothing_else(found):
    assert found == set(planted())


def test_every_rule_has_a_planted_fault():
    rules = re.findall(r"^  - id: (\S+)$", RULES.read_text(), re.MULTILINE)
    assert {rule for _, _, rule in planted()} == set(rules)


def test_what_a_rule_passes_over_is_there():
    named = re.findall(r"^        - /(\S+)$", RULES.read_text(), re.MULTILINE)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
