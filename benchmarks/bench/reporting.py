"""Results as a table, and what moved between two runs. No Django."""

from __future__ import annotations

from typing import Any

from benchmarks.bench.machine import told

HEAD = (
    "| page | of its floor | bar | | CPU ms, p95 | PostgreSQL's | clock ms, p95 | 8 at once: CPU, clock | queries"
    " | kB, packed | PSS MB |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|\n"
)
MOVED = 0.05
"""How much of a page's cost has to move before it is told."""


def table(result: dict[str, Any]) -> str:
    """Return the results as Markdown."""
    held = ", ".join(f"{number:,} {name}" for name, number in result["numbers"].items())
    rows = "".join(row(name, page) for name, page in result["pages"].items())
    pages = f"\n{HEAD}{rows}" if rows else ""
    lines = "".join(beside(name, bar) for name, bar in result["beside"].items())
    others = f"\n| beside the pages | figure | bar | | |\n|---|---|---|---|---|\n{lines}" if lines else ""
    return f"{result['size']}: {held}.\n{told(result['machine'], result['database'])}{pages}{others}"


def row(name: str, page: dict[str, Any]) -> str:
    one, eight = page["figures"]["1"]["page"], page["figures"]["8"]["page"]
    bar = f"{page['most']}" + (f", {page['most_queries']} queries" if page["most_queries"] else "")
    cells = (
        f"{name}{' (scans ' + ', '.join(page['scans']) + ')' if page.get('scans') else ''}",
        f"{page['ratio']:.2f}",
        bar,
        "holds" if page["holds"] else "**missed**",
        f"{one['cpu']:.1f}, {one['cpu_p95']:.1f}",
        f"{one['database']:.1f}" if one.get("database") else "",
        f"{one['wall']:.1f}, {one['wall_p95']:.1f}",
        f"{eight['cpu']:.1f}, {eight['wall']:.1f}",
        str(one["queries"]),
        f"{one['bytes'] / 1000:.1f}, {one['packed'] / 1000:.1f}",
        f"{page['pss']:.0f}",
    )
    return f"| {' | '.join(cells)} |\n"


def beside(name: str, bar: dict[str, Any]) -> str:
    what, _, unit = name.rpartition(": ")
    verdict = "" if bar["most"] is None else "holds" if bar["holds"] else "**missed**"
    most = "" if bar["most"] is None else bar["most"]
    return f"| {what} | {bar['figure']:.2f} {unit} | {most} | {verdict} | {bar['told']} |\n"


def put_into(text: str, name: str, table: str) -> str:
    """Return a document with the table of a run in its place, between two remarks that name it; elsewhere as it is."""
    begins, ends = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, begun, rest = text.partition(begins)
    _, ended, after = rest.partition(ends)
    return f"{before}{begun}{table}{ended}{after}" if begun and ended else text


def in_hellos(page: dict[str, Any]) -> float:
    """Return what a page costs in pages that say hello, of the same run: machines and their loads differ less so. The
    work of the database's process counts as well."""
    alone = page["figures"]["1"]
    return worked(alone["page"]) / worked(alone.get("hello", alone["floor"]))


def worked(figures: dict[str, Any]) -> float:
    return float(figures["cpu"] + figures.get("database", 0))


def compared(old: dict[str, Any], new: dict[str, Any]) -> str:
    """Say which pages cost more or less than in an earlier run, in pages that say hello."""
    lines = []
    for name in (name for name in new["pages"] if name in old["pages"]):
        before, after = old["pages"][name], new["pages"][name]
        times = in_hellos(after) / in_hellos(before)
        queries = [one["figures"]["1"]["page"]["queries"] for one in (before, after)]
        if abs(times - 1) > MOVED or queries[0] != queries[1]:
            lines.append(f"  {name}: {times:.2f} times as dear, {queries[0]} queries then, {queries[1]} now\n")
    since = f"{old['size']} on {old['database']}, commit {old['machine']['commit']}"
    return f"\nAgainst {since}:\n{''.join(lines) or '  nothing moved'}"
