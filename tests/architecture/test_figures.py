"""The size of files and functions: what the best projects of this kind reach, held here as a ratchet."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median, quantiles

import pytest

from tests.architecture.test_repository import ROOT, tracked_files

BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.Assert)


def source_files() -> list[Path]:
    """Return the project's own modules that hold anything; what makemigrations writes is nobody's style."""
    python = [file.relative_to(ROOT) for file in tracked_files() if file.suffix == ".py"]
    ours = [file for file in python if file.parts[0] != "tests" and "migrations" not in file.parts]
    return [file for file in ours if (ROOT / file).stat().st_size]


def length(function: ast.FunctionDef) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def complexity(function: ast.AST) -> int:
    """Count the ways through a function: one, one more for each branch and for each further `and` or `or`."""
    nodes = list(ast.walk(function))
    operators = sum(len(node.values) - 1 for node in nodes if isinstance(node, ast.BoolOp))
    return 1 + operators + sum(isinstance(node, BRANCHES) for node in nodes)


def ninth_tenth(figures: list[int]) -> float:
    return quantiles(figures, n=10, method="inclusive")[-1]


@pytest.fixture(scope="module")
def functions() -> dict[str, ast.FunctionDef]:
    found = {}
    for file in source_files():
        for node in ast.walk(ast.parse((ROOT / file).read_text())):
            if isinstance(node, ast.FunctionDef):
                found[f"{file}:{node.lineno} {node.name}"] = node
    return found


@pytest.fixture(scope="module")
def lines() -> dict[Path, int]:
    return {file: len((ROOT / file).read_text().splitlines()) for file in source_files()}


def test_no_file_is_longer_than_400_lines(lines):
    assert {file: count for file, count in lines.items() if count > 400} == {}


def test_nine_files_of_ten_are_short(lines):
    assert ninth_tenth(list(lines.values())) <= 220


def test_functions_are_short(functions):
    lengths = [length(function) for function in functions.values()]
    assert median(lengths) <= 6
    assert ninth_tenth(lengths) < 20


def test_no_function_has_more_than_twelve_ways_through(functions):
    assert {name: complexity(f) for name, f in functions.items() if complexity(f) > 12} == {}


def test_nine_functions_of_ten_have_at_most_four_ways_through(functions):
    assert ninth_tenth([complexity(function) for function in functions.values()]) <= 4


def test_a_branch_and_each_further_condition_are_counted():
    planted = "def f(a, b):\n    if a and b or a:\n        return 1\n    return [x for x in b] or 2\n"
    assert complexity(ast.parse(planted).body[0]) == 5
