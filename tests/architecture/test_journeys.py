"""A journey waits after each click: what is asked at once is asked of the page that the browser is leaving."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.architecture.test_repository import ROOT

CLICK = re.compile(r"""\.(?:dbl)?click\(|\.press\(['"]Enter""")
WAITS = re.compile(r"\bwith \S*\.expect_")
FILES = sorted((ROOT / "tests/journeys").glob("*.py"))


def careless(source: str) -> list[str]:
    """Return the clicks that neither stand in a block that waits nor have an `expect` right after them."""
    return [ast.unparse(step) for step, then in steps(ast.parse(source)) if clicks(step) and not expects(then)]


def steps(tree: ast.AST) -> Iterator[tuple[ast.stmt, ast.stmt | None]]:
    """Yield each statement with the one after it in its block; what stands in a block that waits is passed over."""
    for block in [found for _, found in ast.iter_fields(tree) if isinstance(found, list)]:
        for step, then in pairwise([*block, None]):
            if isinstance(step, ast.stmt) and not WAITS.match(ast.unparse(step)):
                yield step, then
                yield from steps(step)


def clicks(step: ast.stmt) -> bool:
    return isinstance(step, ast.Expr) and bool(CLICK.search(ast.unparse(step)))


def expects(step: ast.stmt | None) -> bool:
    return step is not None and ast.unparse(step).startswith("expect(")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_click_is_waited_for(file):
    assert careless(file.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        "link.click()\nlook(page)",
        "def submit():\n    link.click()",
        "with there:\n    page.keyboard.press('Enter')\n    expect(box).to_have_value('')\n    link.dblclick()",
    ],
)
def test_a_click_after_which_nothing_is_waited_for_would_be_found(source):
    assert len(careless(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "link.click()\nexpect(box).to_be_focused()",
        "def go():\n    with page.expect_navigation():\n        link.click()",
    ],
)
def test_a_click_that_is_waited_for_is_right(source):
    assert careless(source) == []
